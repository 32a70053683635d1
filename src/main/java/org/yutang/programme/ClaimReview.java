package org.yutang.programme;

import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.WorkingDays;
import org.yutang.programme.Claim.Event.Kind;
import org.yutang.programme.Claim.State;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.PastDefinitions;

/// The insurer's side of a claim, and the appeal against it. Runs in the transaction that is open.
@Component
class ClaimReview {

  private final ClaimStep step;
  private final Definitions definitions;
  private final PastDefinitions past;

  ClaimReview(ClaimStep step, Definitions definitions, PastDefinitions past) {
    this.step = step;
    this.definitions = definitions;
    this.past = past;
  }

  ClaimRow askForPapers(Actor actor, UUID id, int version, String note, LocalDate day) {
    ClaimRow row = step.begin(actor, Permission.DECIDE_CLAIM, id, version, day, State.FILED);
    requireOther(row, actor);
    row.daysLeft = Math.max(0, WorkingDays.between(day, Objects.requireNonNull(row.dueDay)));
    row.state = State.PAPERS_MISSING;
    step.end(
        row,
        actor,
        new ClaimRows.Step(
            Kind.PAPERS_ASKED, null, ClaimStep.note(note, true), Map.of("daysLeft", row.daysLeft)));
    return row;
  }

  ClaimRow decide(Actor actor, UUID id, int version, Decision decision, LocalDate day) {
    ClaimRow row = step.begin(actor, Permission.DECIDE_CLAIM, id, version, day, State.FILED);
    requireOther(row, actor);
    switch (decision) {
      case Decision.Accept accept ->
          accept(row, actor, row.money(Objects.requireNonNull(row.ownShare)), null);
      case Decision.Reduce reduce -> {
        requireReduction(row, reduce.counted());
        accept(row, actor, reduce.counted(), ClaimStep.note(reduce.note(), true));
      }
      case Decision.Reject reject -> reject(row, actor, reject);
    }
    return row;
  }

  ClaimRow second(Actor actor, UUID id, int version, boolean agrees, String text, LocalDate day) {
    ClaimRow row =
        step.begin(actor, Permission.DECIDE_CLAIM, id, version, day, State.AWAITING_SECOND);
    requireOther(row, actor);
    if (actor.account().equals(row.firstReviewer))
      throw new Refusal(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    String note = ClaimStep.note(text, !agrees);
    if (agrees) {
      row.secondReviewer = actor.account();
      approve(row, actor, note);
      return row;
    }
    row.state = State.FILED;
    row.firstReviewer = null;
    forgetProposal(row);
    step.end(row, actor, ClaimRows.Step.noted(Kind.DISAGREED, note));
    return row;
  }

  ClaimRow appeal(Actor actor, UUID id, int version, String note, LocalDate day) {
    ClaimRow row =
        step.begin(
            actor,
            Permission.FILE_CLAIM,
            id,
            version,
            day,
            State.REJECTED,
            State.APPROVED,
            State.PAID);
    if (!actor.account().equals(row.filer)) throw new Refusal(ProgrammeRefusal.NOT_THE_FILER);
    if (row.appealedDay != null) throw new Refusal(ProgrammeRefusal.APPEALED_ALREADY);
    if (row.state != State.REJECTED && !row.isReduced())
      throw new Refusal(ProgrammeRefusal.CLAIM_STATE, Map.of("state", ClaimStep.word(row.state)));
    LocalDate until =
        WorkingDays.plus(Objects.requireNonNull(row.decidedDay), Claims.DAYS_TO_APPEAL);
    if (day.isAfter(until))
      throw new Refusal(ProgrammeRefusal.APPEAL_TOO_LATE, Map.of("until", until.toString()));
    String why = ClaimStep.note(note, true);
    if (row.firstReviewer != null) row.barred.add(row.firstReviewer);
    if (row.secondReviewer != null) row.barred.add(row.secondReviewer);
    row.firstReviewer = null;
    row.secondReviewer = null;
    row.appealedDay = day;
    row.countedBefore = row.paid > 0 ? row.counted : null;
    forgetProposal(row);
    row.waitingForMoney = false;
    row.state = State.FILED;
    row.dueDay = WorkingDays.plus(day, Claims.DAYS_TO_DECIDE);
    step.end(row, actor, ClaimRows.Step.noted(Kind.APPEALED, why));
    return row;
  }

  /// Who filed it, or decided what is appealed, does not decide.
  private static void requireOther(ClaimRow row, Actor actor) {
    if (actor.account().equals(row.filer) || row.barred.contains(actor.account()))
      throw new Refusal(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
  }

  private static void requireReduction(ClaimRow row, Money counted) {
    long ownShare = Objects.requireNonNull(row.ownShare);
    if (!counted.currency().equals(row.currency)
        || counted.minor() <= 0
        || counted.minor() >= ownShare)
      throw new Refusal(
          ProgrammeRefusal.BAD_REDUCTION, Map.of("ownShare", row.money(ownShare).decimal()));
  }

  private void accept(ClaimRow row, Actor actor, Money counted, @Nullable String note) {
    Programme then = past.get(row.programme, Objects.requireNonNull(row.definition)).programme();
    Money due =
        then.version(Objects.requireNonNull(row.rules)).getCover().getBenefit().due(counted);
    if (due.minor() == 0) throw new Refusal(ProgrammeRefusal.NOTHING_DUE);
    row.firstReviewer = actor.account();
    row.secondReviewer = null;
    if (due.minor() <= row.paid) {
      uphold(row, actor, note);
      return;
    }
    row.counted = counted.minor();
    row.benefit = due.minor();
    boolean second =
        definitions
            .get(row.programme)
            .programme()
            .secondReviewAbove()
            .filter(limit -> due.compareTo(limit) > 0)
            .isPresent();
    if (!second) {
      approve(row, actor, note);
      return;
    }
    row.state = State.AWAITING_SECOND;
    step.end(row, actor, new ClaimRows.Step(Kind.PROPOSED, null, note, amounts(row)));
  }

  private void approve(ClaimRow row, Actor actor, @Nullable String note) {
    row.state = State.APPROVED;
    decided(row);
    step.end(row, actor, new ClaimRows.Step(Kind.APPROVED, null, note, amounts(row)));
  }

  private void reject(ClaimRow row, Actor actor, Decision.Reject reject) {
    String note = ClaimStep.note(reject.note(), true);
    row.firstReviewer = actor.account();
    row.secondReviewer = null;
    if (row.paid > 0) {
      uphold(row, actor, note);
      return;
    }
    forgetProposal(row);
    row.state = State.REJECTED;
    decided(row);
    step.end(
        row,
        actor,
        new ClaimRows.Step(Kind.REJECTED, ClaimStep.word(reject.why()), note, Map.of()));
  }

  /// What was paid stays paid, and nothing is added to it.
  private void uphold(ClaimRow row, Actor actor, @Nullable String note) {
    row.state = State.PAID;
    forgetProposal(row);
    decided(row);
    step.end(row, actor, new ClaimRows.Step(Kind.UPHELD, null, note, Map.of()));
  }

  /// Back to what was paid before, or to nothing.
  private static void forgetProposal(ClaimRow row) {
    row.counted = row.countedBefore;
    row.benefit = row.paid > 0 ? row.paid : null;
  }

  private static void decided(ClaimRow row) {
    row.decidedDay = row.lastDay;
    if (row.decisionDays == null)
      row.decisionDays = WorkingDays.between(Objects.requireNonNull(row.filedDay), row.lastDay);
  }

  private static Map<String, Object> amounts(ClaimRow row) {
    return Map.of(
        "counted",
        row.money(Objects.requireNonNull(row.counted)).decimal(),
        "benefit",
        row.money(Objects.requireNonNull(row.benefit)).decimal());
  }
}
