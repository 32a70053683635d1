package org.yutang.programme.cases;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Uuids;
import org.yutang.kernel.WorkingDays;
import org.yutang.payment.Payee;
import org.yutang.payment.PayoutEnded;
import org.yutang.payment.PayoutOrder;
import org.yutang.payment.Payouts;
import org.yutang.programme.Case;
import org.yutang.programme.Case.Event.Kind;
import org.yutang.programme.Programme;
import org.yutang.programme.definition.CompiledKind;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.proof.Proof;
import org.yutang.register.Profile;
import org.yutang.register.Register;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Pays instalments that are due, where the report is there and the conditions hold on the day, and
/// notes how each payment ended. Every step may be repeated.
@Component
class CasePaying {

  static final String PURPOSE = "case";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final CaseRows rows;
  private final PaymentRows payments;
  private final ReportRows reports;
  private final DeliveryRows deliveries;
  private final LogRows logs;
  private final CaseStep step;
  private final CaseEligibility eligibility;
  private final Payouts payouts;
  private final PastDefinitions past;
  private final Register register;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Proof proof;

  CasePaying(
      CaseRows rows,
      PaymentRows payments,
      ReportRows reports,
      DeliveryRows deliveries,
      LogRows logs,
      CaseStep step,
      CaseEligibility eligibility,
      Payouts payouts,
      PastDefinitions past,
      Register register,
      Transactions transactions,
      Outbox outbox,
      Proof proof) {
    this.rows = rows;
    this.payments = payments;
    this.reports = reports;
    this.deliveries = deliveries;
    this.logs = logs;
    this.step = step;
    this.eligibility = eligibility;
    this.payouts = payouts;
    this.past = past;
    this.register = register;
    this.transactions = transactions;
    this.outbox = outbox;
    this.proof = proof;
  }

  void payWhatIsDue(CaseRow seen) {
    LocalDate today = step.today();
    for (PaymentRows.Payment payment : payments.all(seen)) {
      if (payment.state() != Case.Instalment.State.PLANNED || payment.dueDay().isAfter(today))
        continue;
      List<String> why = heldBack(seen, payment, today);
      if (why.isEmpty()) pay(seen.id, payment, day(seen, payment, today));
      else transactions.run(() -> hold(seen.id, payment, why));
    }
    transactions.run(() -> complete(seen.id));
  }

  /// The report that is missing, and the conditions that do not hold today.
  private List<String> heldBack(CaseRow row, PaymentRows.Payment payment, LocalDate today) {
    List<String> why = new ArrayList<>();
    payment.needs().filter(name -> !reports.isAccepted(row, name)).ifPresent(why::add);
    why.addAll(failedConditions(row, today));
    return why;
  }

  /// The names of the conditions that do not hold on that day.
  List<String> failedConditions(CaseRow row, LocalDate today) {
    CompiledKind kind = step.kind(row);
    if (kind.conditions().isEmpty()) return List.of();
    Definition definition = past.get(row.programme, row.definition);
    Profile profile = register.profile(row.person, today);
    Map<String, Object> facts =
        eligibility.facts(definition.programme(), profile, row.allAnswers());
    facts.put("logs", logs.facts(row, kind.kind(), today));
    return kind.conditions().stream()
        .filter(rule -> !rule.isMet(facts))
        .map(rule -> rule.rule().name())
        .toList();
  }

  private void hold(UUID id, PaymentRows.Payment payment, List<String> why) {
    CaseRow row = rows.lock(id).orElseThrow();
    if (!row.holdsGrant() || !payments.holdBack(payment, why)) return;
    step.end(
        row,
        Actor.SYSTEM,
        CaseRows.Step.of(Kind.CONDITION_FAILED)
            .with(Map.of("instalment", payment.name(), "missing", String.join(", ", why))));
  }

  /// The business day of a payment: when the last of what it waits for was there. What was held
  /// back is paid today.
  private static LocalDate day(CaseRow row, PaymentRows.Payment payment, LocalDate today) {
    if (!payment.heldBack().isEmpty()) return today;
    LocalDate day = payment.dueDay().isAfter(row.lastDay) ? payment.dueDay() : row.lastDay;
    return day.isAfter(today) ? today : day;
  }

  private void pay(UUID id, PaymentRows.Payment payment, LocalDate day) {
    CaseRow seen = rows.find(id).orElseThrow();
    if (!seen.holdsGrant()) return;
    Programme programme = step.programme(seen);
    UUID payout = payout(seen, payment, payment.attempt() + 1);
    PayoutOrder order =
        new PayoutOrder(
            payout,
            programme.promised(step.kind(seen).kind()),
            payment.amount(),
            new Payee(
                Objects.requireNonNull(seen.secrets.payeeName()),
                Objects.requireNonNull(seen.secrets.payeeAccount())),
            PURPOSE,
            id,
            seen.county,
            day);
    Optional<Payouts.Prepared> prepared = payouts.prepare(order);
    if (prepared.isEmpty()) return; // the account is frozen; the next minute tries again
    boolean placed = transactions.call(() -> place(id, payment, order, prepared.get()));
    if (!placed) payouts.drop(prepared.get());
  }

  /// The id of an attempt to pay, counted from 1.
  static UUID payout(CaseRow row, PaymentRows.Payment payment, int attempt) {
    return Uuids.inShard(
        row.shard,
        "case-payout",
        row.id.toString(),
        String.valueOf(payment.number()),
        String.valueOf(attempt));
  }

  private boolean place(
      UUID id, PaymentRows.Payment seen, PayoutOrder order, Payouts.Prepared prepared) {
    CaseRow row = rows.lock(id).orElseThrow();
    PaymentRows.Payment payment =
        payments.all(row).stream()
            .filter(each -> each.number() == seen.number())
            .findFirst()
            .orElseThrow();
    if (!row.holdsGrant()
        || payment.state() != Case.Instalment.State.PLANNED
        || payment.attempt() != seen.attempt()) return false;
    byte[] salt = new byte[32];
    RANDOM.nextBytes(salt);
    payouts.place(prepared);
    payments.pays(payment, order.id(), salt);
    if (order.businessDate().isAfter(row.lastDay)) row.lastDay = order.businessDate();
    step.end(row, Actor.SYSTEM, told(Kind.PAYMENT_ORDERED, payment, order.id()));
    return true;
  }

  /// In the transaction that is open.
  void note(PayoutEnded ended) {
    CaseRow row = rows.lock(ended.subject()).orElseThrow();
    Optional<PaymentRows.Payment> found = payments.byPayout(row, ended.payout());
    if (found.isEmpty()) return; // told again after another attempt was made
    PaymentRows.Payment payment = found.get();
    LocalDate day = ended.date();
    if (!payments.end(payment, ended.paid(), day)) return;
    if (day.isAfter(row.lastDay)) row.lastDay = day.isAfter(step.today()) ? step.today() : day;
    if (!ended.paid()) {
      step.end(
          row,
          Actor.SYSTEM,
          told(Kind.PAYMENT_FAILED, payment, ended.payout()).saying(ended.reason()));
      return;
    }
    row.paid = Math.addExact(row.paid, payment.amount().minor());
    if (row.paymentDays == null)
      row.paymentDays = Math.max(0, WorkingDays.between(Objects.requireNonNull(row.filedDay), day));
    step.end(row, Actor.SYSTEM, told(Kind.PAID, payment, ended.payout()));
    outbox.write(CaseMoved.TOPIC, new CaseMoved(row.id));
    byte[] salt = Objects.requireNonNull(payment.salt());
    proof.append(List.of(new Proof.Entry(ended.payout(), CaseLeaf.of(payment, day, salt))));
  }

  private void complete(UUID id) {
    CaseRow row = rows.lock(id).orElseThrow();
    boolean all =
        payments.all(row).stream()
                .allMatch(
                    each ->
                        each.state() == Case.Instalment.State.PAID
                            || each.state() == Case.Instalment.State.CANCELLED)
            && reports.areAccepted(row)
            && deliveries.areReceived(row);
    if (row.state != Case.State.GRANTED || !all) return;
    row.state = Case.State.COMPLETED;
    step.end(row, Actor.SYSTEM, CaseRows.Step.of(Kind.COMPLETED));
  }

  private static CaseRows.Step told(Kind kind, PaymentRows.Payment payment, UUID payout) {
    return CaseRows.Step.of(kind)
        .with(
            Map.of(
                "instalment", payment.name(),
                "payout", payout.toString(),
                "amount", payment.amount().decimal()));
  }
}
