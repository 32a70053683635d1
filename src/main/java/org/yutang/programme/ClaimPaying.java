package org.yutang.programme;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Uuids;
import org.yutang.kernel.WorkingDays;
import org.yutang.payment.Payee;
import org.yutang.payment.PayoutEnded;
import org.yutang.payment.PayoutOrder;
import org.yutang.payment.Payouts;
import org.yutang.programme.Claim.Event.Kind;
import org.yutang.programme.Claim.State;
import org.yutang.programme.definition.Definitions;
import org.yutang.proof.Proof;
import org.yutang.store.EveryMinute;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Pays approved claims, one at a time, and notes how each payment ended. Every step may be
/// repeated, so it survives being killed between any two of them: a claim in `APPROVED` has no open
/// payment, one in `PAYING` has exactly one.
@Component
class ClaimPaying implements Outbox.Listener, EveryMinute {

  static final String PURPOSE = "claim";
  private static final int TRIED_AT_ONCE = 1000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ClaimRows rows;
  private final ClaimStep step;
  private final ClaimPayments payments;
  private final Payouts payouts;
  private final FundAccounts accounts;
  private final Definitions definitions;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Proof proof;
  private final JdbcClient sql;
  private final Clock clock;
  private final Set<ProgrammeId> opened = ConcurrentHashMap.newKeySet();

  ClaimPaying(
      ClaimRows rows,
      ClaimStep step,
      ClaimPayments payments,
      Payouts payouts,
      FundAccounts accounts,
      Definitions definitions,
      Transactions transactions,
      Outbox outbox,
      Proof proof,
      JdbcClient sql,
      Clock clock) {
    this.rows = rows;
    this.step = step;
    this.payments = payments;
    this.payouts = payouts;
    this.accounts = accounts;
    this.definitions = definitions;
    this.transactions = transactions;
    this.outbox = outbox;
    this.proof = proof;
    this.sql = sql;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "programme.claims";
  }

  @Override
  public Set<String> topics() {
    return Set.of(ClaimApproved.TOPIC, PayoutEnded.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch) {
      switch (entry.topic()) {
        case ClaimApproved.TOPIC -> pay(entry.as(ClaimApproved.class).claim());
        case PayoutEnded.TOPIC -> {
          PayoutEnded ended = entry.as(PayoutEnded.class);
          if (ended.purpose().equals(PURPOSE)) transactions.run(() -> note(ended));
        }
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
    }
  }

  @Override
  public void everyMinute() {
    tryAgain();
  }

  /// Tries those again for which the insurer had not enough money: the longest waiting of each
  /// programme in turn, so that one empty account does not hold up the others.
  void tryAgain() {
    transactions.run(
        () ->
            sql.sql(
                    """
                    select id from (
                      select id, changed_at, row_number() over (partition by programme order by changed_at, id) as turn
                      from programme.claim where waiting_for_money) waiting
                    order by turn, changed_at, id limit :limit
                    """)
                .param("limit", TRIED_AT_ONCE)
                .query(UUID.class)
                .list()
                .forEach(id -> outbox.write(ClaimApproved.TOPIC, new ClaimApproved(id))));
  }

  private void pay(UUID id) {
    ClaimRow seen = rows.find(id).orElseThrow();
    if (seen.state != State.APPROVED) return;
    Programme programme = definitions.get(seen.programme).programme();
    if (opened.add(programme.id())) accounts.open(programme);
    LocalDate day = seen.waitingForMoney ? BusinessDay.of(clock.instant()) : seen.lastDay;
    Money amount = seen.money(Objects.requireNonNull(seen.benefit) - seen.paid);
    UUID payout =
        Uuids.inShard(
            seen.shard, "claim-payout", id.toString(), String.valueOf(payments.count(seen) + 1));
    PayoutOrder order =
        new PayoutOrder(
            payout,
            programme.payee(),
            amount,
            new Payee(
                Objects.requireNonNull(seen.secrets.payeeName()),
                Objects.requireNonNull(seen.secrets.payeeAccount())),
            PURPOSE,
            id,
            seen.county,
            day);
    Optional<Payouts.Prepared> prepared = payouts.prepare(order);
    boolean placed = transactions.call(() -> place(seen, order, prepared));
    if (!placed) prepared.ifPresent(payouts::drop);
  }

  /// @return whether the payout was written down, or there is no money for it
  private boolean place(ClaimRow seen, PayoutOrder order, Optional<Payouts.Prepared> prepared) {
    ClaimRow row = rows.lock(seen.id).orElseThrow();
    if (row.version != seen.version) return false; // an appeal was faster
    row.lastDay = order.businessDate().isAfter(row.lastDay) ? order.businessDate() : row.lastDay;
    if (prepared.isEmpty()) {
      if (row.waitingForMoney) return true;
      row.waitingForMoney = true;
      step.end(row, Actor.SYSTEM, ClaimRows.Step.of(Kind.MONEY_MISSING));
      return true;
    }
    byte[] salt = new byte[32];
    RANDOM.nextBytes(salt);
    payouts.place(prepared.get());
    payments.insert(
        row,
        order.id(),
        order.amount(),
        Objects.requireNonNull(row.policyYear),
        salt,
        order.businessDate());
    row.waitingForMoney = false;
    row.state = State.PAYING;
    step.end(row, Actor.SYSTEM, told(Kind.PAYMENT_ORDERED, null, order.id(), order.amount()));
    return true;
  }

  private void note(PayoutEnded ended) {
    LocalDate day = ended.date();
    ClaimRow row = rows.lock(ended.subject()).orElseThrow();
    if (!payments.end(ended.payout(), ended.paid(), day)) return;
    ClaimPayments.Payment payment = payments.find(ended.payout()).orElseThrow();
    LocalDate today = BusinessDay.of(clock.instant());
    if (day.isAfter(row.lastDay)) row.lastDay = day.isAfter(today) ? today : day;
    if (!ended.paid()) {
      row.state = State.PAYMENT_FAILED;
      step.end(
          row,
          Actor.SYSTEM,
          told(Kind.PAYMENT_FAILED, ended.reason(), payment.id(), payment.amount()));
      return;
    }
    row.paid = Math.addExact(row.paid, payment.amount().minor());
    row.state = State.PAID;
    if (row.paymentDays == null)
      row.paymentDays = Math.max(0, WorkingDays.between(Objects.requireNonNull(row.filedDay), day));
    step.end(row, Actor.SYSTEM, told(Kind.PAID, null, payment.id(), payment.amount()));
    byte[] salt = Objects.requireNonNull(payment.salt());
    proof.append(List.of(new Proof.Entry(payment.id(), ClaimLeaf.of(payment, day, salt))));
  }

  private static ClaimRows.Step told(
      Kind kind, @org.jspecify.annotations.Nullable String note, UUID payout, Money amount) {
    return new ClaimRows.Step(
        kind, null, note, Map.of("payout", payout.toString(), "amount", amount.decimal()));
  }
}
