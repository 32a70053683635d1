package org.yutang.programme.cases;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Payee;
import org.yutang.programme.Case;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseKind;

/// How cases are shown: what is sealed stays out or is masked, what is not decided yet is said as
/// it stands. Asks nobody's permission.
@Component
class CaseShowing {

  private final CaseRows rows;
  private final PaymentRows payments;
  private final CaseReview review;
  private final CaseHistory history;
  private final CaseStep step;

  CaseShowing(
      CaseRows rows, PaymentRows payments, CaseReview review, CaseHistory history, CaseStep step) {
    this.rows = rows;
    this.payments = payments;
    this.review = review;
    this.history = history;
    this.step = step;
  }

  /// What was decided, or is due as it stands; empty where nothing can be said yet.
  private Optional<Money> benefit(CaseRow row, CaseKind kind) {
    boolean appealed = row.granted != null && row.state != Case.State.APPROVED;
    if (row.benefit != null && !appealed) return Optional.of(row.money(row.benefit));
    if (kind.instalments().isEmpty() || !Answers.missing(kind.fields(), row.allAnswers()).isEmpty())
      return Optional.empty();
    try {
      return Optional.of(review.dueAsItStands(row, kind));
    } catch (Refusal refusal) {
      return Optional.empty(); // the answers do not fit together yet; filing will say so
    }
  }

  /// In a list: what was decided, without what would be due or what else is known.
  Case listed(CaseRow row) {
    return shown(row, Optional.ofNullable(row.benefit).map(row::money), List.of());
  }

  /// By itself, with what is due as it stands, and its flags.
  Case shown(CaseRow row) {
    return shown(row, benefit(row, step.kind(row).kind()), history.flags(row));
  }

  private Case shown(CaseRow row, Optional<Money> benefit, List<Case.Flag> flags) {
    LocalDate today = step.today();
    LocalDate due = row.dueDay;
    boolean running = row.state == Case.State.IN_REVIEW;
    CaseKind kind = step.kind(row).kind();
    return new Case(
        row.id,
        row.programme,
        row.kind,
        row.policyYear,
        row.person,
        row.household,
        row.county,
        row.village,
        row.channel,
        row.state,
        row.version,
        row.answers,
        new ArrayList<>(new TreeSet<>(row.secrets.answers().keySet())),
        masked(row.secrets.payeeName(), name -> Payee.of(name, "00000000").maskedName()),
        masked(row.secrets.payeeAccount(), account -> Payee.of("a", account).maskedAccount()),
        row.evidence,
        confirmation(row),
        row.filedDay == null ? Optional.empty() : Optional.of(kind.stages().get(row.stage).name()),
        Optional.ofNullable(row.filer),
        Optional.ofNullable(row.enrolment),
        Optional.ofNullable(row.filedDay),
        Optional.ofNullable(due),
        Optional.ofNullable(row.daysLeft),
        running && due != null && due.isBefore(today),
        Optional.ofNullable(row.reason),
        row.figures.countedMinor().map(row::money),
        benefit,
        row.money(row.paid),
        Optional.ofNullable(row.waitingFor),
        Optional.ofNullable(row.reserved),
        Optional.ofNullable(row.rank),
        Optional.ofNullable(row.score),
        Optional.ofNullable(row.decidedDay),
        appealUntil(row, kind, today),
        flags,
        row.changedAt);
  }

  private Optional<LocalDate> appealUntil(CaseRow row, CaseKind kind, LocalDate today) {
    boolean granted = row.state == Case.State.GRANTED || row.state == Case.State.COMPLETED;
    if ((row.state != Case.State.REJECTED && !(granted && CaseReview.isReduced(row)))
        || row.appealedDay != null
        || row.decidedDay == null
        || kind.stages().get(row.stage).panel().isPresent()) return Optional.empty();
    return Optional.of(review.appealUntil(row)).filter(until -> !until.isBefore(today));
  }

  private static Optional<String> masked(
      @Nullable String secret, java.util.function.Function<String, String> mask) {
    return Optional.ofNullable(secret).map(mask);
  }

  private static Optional<Case.Confirmation> confirmation(CaseRow row) {
    if (row.confirmedHow == null || row.confirmedAt == null) return Optional.empty();
    return Optional.of(
        new Case.Confirmation(
            row.confirmedHow,
            row.confirmedAt,
            Optional.ofNullable(row.confirmedPhoto),
            Optional.empty(),
            Optional.ofNullable(row.confirmedTakenBy)));
  }

  /// As they are planned; before the grant, as the benefit would be cut.
  List<Case.Instalment> instalments(CaseRow row) {
    List<PaymentRows.Payment> planned = payments.all(row);
    if (!planned.isEmpty())
      return planned.stream()
          .map(
              each ->
                  new Case.Instalment(
                      each.number() + 1,
                      each.name(),
                      each.amount(),
                      each.state(),
                      Optional.of(each.dueDay()),
                      each.heldBack(),
                      each.payout(),
                      each.endedDay()))
          .toList();
    CaseKind kind = step.kind(row).kind();
    Optional<Money> benefit = benefit(row, kind);
    if (benefit.isEmpty()) return List.of();
    List<Money> amounts = Due.instalments(benefit.get(), kind.instalments());
    List<Case.Instalment> parts = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++)
      parts.add(
          new Case.Instalment(
              i + 1,
              kind.instalments().get(i).name(),
              amounts.get(i),
              Case.Instalment.State.PLANNED,
              Optional.empty(),
              List.of(),
              Optional.empty(),
              Optional.empty()));
    return parts;
  }

  /// What opens the leaves of what was paid.
  List<Case.Receipt> receipts(CaseRow row) {
    List<Case.Receipt> receipts = new ArrayList<>();
    for (PaymentRows.Payment each : payments.all(row)) {
      byte[] salt = each.salt();
      if (each.state() != Case.Instalment.State.PAID || salt == null) continue;
      byte[] leaf = CaseLeaf.of(each, each.endedDay().orElseThrow(), salt);
      receipts.add(
          new Case.Receipt(
              each.number() + 1,
              each.payout().orElseThrow(),
              new String(leaf, StandardCharsets.UTF_8),
              HexFormat.of().formatHex(salt),
              CaseLeaf.value(each)));
    }
    return receipts;
  }

  List<UUID> attempts(CaseRow row) {
    List<UUID> attempts = new ArrayList<>();
    for (PaymentRows.Payment each : payments.all(row))
      for (int attempt = 1; attempt <= each.attempt(); attempt++)
        attempts.add(CasePaying.payout(row, each, attempt));
    return attempts;
  }

  /// As a judge sees it, who does not see what a blind panel must not.
  CaseCall.Sheet sheet(SheetRows.Open open) {
    CaseRow row = rows.find(open.caseId()).orElseThrow();
    CaseKind kind = step.kind(row).kind();
    boolean blind =
        kind.stages().stream()
            .filter(stage -> stage.name().equals(open.stage()))
            .findFirst()
            .flatMap(CaseKind.Stage::panel)
            .orElseThrow()
            .blind();
    Map<String, Object> answers = new HashMap<>(row.answers);
    if (blind)
      kind.fields().stream()
          .filter(CaseKind.Field::blind)
          .forEach(field -> answers.remove(field.name()));
    return new CaseCall.Sheet(
        open.number(),
        new CaseCall(row.programme, row.kind, row.policyYear),
        kind,
        open.stage(),
        answers,
        open.marks(),
        open.note());
  }
}
