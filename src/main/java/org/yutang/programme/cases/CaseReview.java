package org.yutang.programme.cases;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.WorkingDays;
import org.yutang.programme.Benefit;
import org.yutang.programme.Case;
import org.yutang.programme.Case.Event.Kind;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Ruling;
import org.yutang.register.Register;

/// Decisions at stages that have no panel, the appeal against them, and taking a grant back. Runs
/// in the transaction that is open.
@Component
class CaseReview {

  private final CaseRows rows;
  private final CaseStep step;
  private final CaseHistory history;
  private final CaseOnce once;
  private final Register register;
  private final Clock clock;

  CaseReview(
      CaseRows rows,
      CaseStep step,
      CaseHistory history,
      CaseOnce once,
      Register register,
      Clock clock) {
    this.rows = rows;
    this.step = step;
    this.history = history;
    this.once = once;
    this.register = register;
    this.clock = clock;
  }

  CaseRow decide(Actor actor, UUID id, int version, Ruling ruling, LocalDate day) {
    CaseRow row = step.begin(actor, Permission.DECIDE_CASE, id, version, day, Case.State.IN_REVIEW);
    CaseKind kind = step.kind(row).kind();
    CaseKind.Stage stage = kind.stages().get(row.stage);
    if (stage.panel().isPresent())
      throw new Refusal(ProgrammeRefusal.PANEL_STAGE, Map.of("stage", stage.title().zh()));
    requireRole(row, stage, actor, day);
    requireOther(row, actor);
    switch (ruling) {
      case Ruling.Pass pass -> pass(row, kind, stage, actor, pass);
      case Ruling.Reject reject -> {
        String reason = reason(kind, reject.reason());
        reject(row, stage, actor, reason, CaseStep.note(reject.note(), true));
      }
      case Ruling.AskForPapers ask -> {
        row.daysLeft = Math.max(0, WorkingDays.between(day, Objects.requireNonNull(row.dueDay)));
        row.state = Case.State.PAPERS_MISSING;
        row.agreedBy = null;
        forgetReview(row);
        step.end(
            row,
            actor,
            CaseRows.Step.noted(Kind.PAPERS_ASKED, CaseStep.note(ask.note(), true))
                .at(stage.name())
                .with(Map.of("daysLeft", row.daysLeft)));
      }
      case Ruling.Disagree disagree -> {
        if (row.agreedBy == null)
          throw new Refusal(ProgrammeRefusal.CASE_STATE, Map.of("state", CaseStep.word(row.state)));
        requireSecond(row, actor);
        row.agreedBy = null;
        forgetReview(row);
        step.end(
            row,
            actor,
            CaseRows.Step.noted(Kind.DISAGREED, CaseStep.note(disagree.note(), true))
                .at(stage.name()));
      }
    }
    return row;
  }

  private void pass(
      CaseRow row, CaseKind kind, CaseKind.Stage stage, Actor actor, Ruling.Pass pass) {
    boolean second = row.agreedBy != null;
    if (second) {
      requireSecond(row, actor);
      if (isLess(pass)) throw new Refusal(ProgrammeRefusal.SECOND_ONLY_AGREES);
    } else {
      takeFigures(row, kind, pass);
      row.reason = isLess(pass) ? reason(kind, pass.reason()) : row.reason;
    }
    boolean last = row.stage == kind.stages().size() - 1;
    CaseHistory.Within within = due(row, kind);
    Money due = within.amount();
    Money fromGifts = within.fromGifts();
    boolean money = !kind.instalments().isEmpty();
    if (money && due.minor() == 0) {
      rejectNothingDue(row, kind, stage, actor, pass);
      return;
    }
    String note =
        CaseStep.note(pass.note(), pass.reducedTo().isPresent() || pass.counted().isPresent());
    if (row.granted != null && due.minor() <= row.promised) {
      uphold(row, stage, actor, note);
      return;
    }
    Map<String, Object> facts = new TreeMap<>();
    if (money) facts.put("benefit", due.decimal());
    if (fromGifts.minor() > 0) facts.put("fromGifts", fromGifts.decimal());
    row.figures.countedMinor().ifPresent(less -> facts.put("counted", row.money(less).decimal()));
    if (isLess(pass) && row.reason != null) facts.put("reason", row.reason);
    if (row.figures.isLess()) facts.put("less", true);
    if (stage.wantsTwo(due) && !second) {
      row.agreedBy = actor.account();
      step.end(row, actor, CaseRows.Step.noted(Kind.AGREED, note).at(stage.name()).with(facts));
      return;
    }
    if (last) approve(row, kind, actor.account());
    else {
      row.stage++;
      CaseKind.Stage next = kind.stages().get(row.stage);
      CaseFiling.enter(row, next, row.lastDay, next.days());
    }
    step.end(row, actor, CaseRows.Step.noted(Kind.PASSED, note).at(stage.name()).with(facts));
  }

  /// Where every line was rejected the case is, too; where nothing exceeds a deductible or ceiling
  /// somebody must say so.
  private void rejectNothingDue(
      CaseRow row, CaseKind kind, CaseKind.Stage stage, Actor actor, Ruling.Pass pass) {
    boolean allRejected =
        kind.benefit() instanceof Benefit.Lines lines
            && row.allAnswers().get(lines.field()) instanceof List<?> all
            && row.figures.lines().size() == all.size();
    if (!allRejected) throw new Refusal(ProgrammeRefusal.NOTHING_DUE);
    reject(row, stage, actor, row.reason, CaseStep.note(pass.note(), true));
  }

  /// The last stage is passed: what is due is fixed, and money and seat are taken after the commit.
  void approve(CaseRow row, CaseKind kind, UUID by) {
    row.state = Case.State.APPROVED;
    if (!kind.instalments().isEmpty()) {
      CaseHistory.Within within = due(row, kind);
      row.benefit = within.amount().minor();
      row.fromGifts = within.fromGifts().minor();
    } else row.benefit = null;
    row.decidedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    decided(row, by);
  }

  private void reject(
      CaseRow row, CaseKind.Stage stage, Actor actor, @Nullable String reason, String note) {
    if (row.granted != null) {
      uphold(row, stage, actor, note);
      return;
    }
    row.state = Case.State.REJECTED;
    forgetReview(row);
    row.reason = reason;
    row.benefit = null;
    row.fromGifts = 0;
    once.freeSlot(row);
    decided(row, actor.account());
    Map<String, Object> facts = reason == null ? Map.of() : Map.of("reason", reason);
    step.end(row, actor, CaseRows.Step.noted(Kind.REJECTED, note).at(stage.name()).with(facts));
  }

  /// An appeal against a grant that changes nothing: what was granted stays granted.
  private void uphold(CaseRow row, CaseKind.Stage stage, Actor actor, String note) {
    asGranted(row);
    row.agreedBy = null;
    row.state = Case.State.GRANTED;
    decided(row, actor.account());
    step.end(row, actor, CaseRows.Step.noted(Kind.UPHELD, note).at(stage.name()));
  }

  private static boolean isLess(Ruling.Pass pass) {
    return !pass.lines().isEmpty() || pass.counted().isPresent() || pass.reducedTo().isPresent();
  }

  /// Of those that the kind names; none where it names none.
  private static @Nullable String reason(CaseKind kind, String reason) {
    boolean named = kind.reasons().stream().anyMatch(each -> each.name().equals(reason));
    if (!named && (!reason.isEmpty() || !kind.reasons().isEmpty()))
      throw new Refusal(
          ProgrammeRefusal.REASON_WANTED,
          Map.of(
              "known",
              String.join(", ", kind.reasons().stream().map(each -> each.name()).toList())));
    return named ? reason : null;
  }

  /// Ranked out, or rejected by a panel's closing: nobody's single decision.
  void decided(CaseRow row, UUID by) {
    row.decidedBy = by;
    row.decidedDay = row.lastDay;
    row.stageRole = null;
    row.escalatesTo = null;
    if (row.decisionDays == null)
      row.decisionDays =
          Math.max(0, WorkingDays.between(Objects.requireNonNull(row.filedDay), row.lastDay));
  }

  CaseRow appeal(Actor actor, UUID id, int version, String note, LocalDate day) {
    CaseRow row =
        step.begin(
            actor,
            Permission.FILE_CASE,
            id,
            version,
            day,
            Case.State.REJECTED,
            Case.State.GRANTED,
            Case.State.COMPLETED);
    boolean granted = row.state != Case.State.REJECTED;
    if (!actor.account().equals(row.filer) && !step.isOwn(actor, row))
      throw new Refusal(ProgrammeRefusal.NOT_THE_FILER);
    if (row.appealedDay != null) throw new Refusal(ProgrammeRefusal.APPEALED_ALREADY);
    if (granted && !isReduced(row))
      throw new Refusal(ProgrammeRefusal.CASE_STATE, Map.of("state", CaseStep.word(row.state)));
    CaseKind kind = step.kind(row).kind();
    CaseKind.Stage stage = kind.stages().get(row.stage);
    if (stage.panel().isPresent())
      throw new Refusal(ProgrammeRefusal.PANEL_STAGE, Map.of("stage", stage.title().zh()));
    LocalDate until = appealUntil(row);
    if (day.isAfter(until))
      throw new Refusal(ProgrammeRefusal.APPEAL_TOO_LATE, Map.of("until", until.toString()));
    String why = CaseStep.note(note, true);
    if (row.decidedBy != null) row.barred.add(row.decidedBy);
    for (Case.Event event : rows.events(row))
      if (event.kind() == Kind.AGREED && event.stage().filter(stage.name()::equals).isPresent())
        row.barred.add(event.account());
    if (granted) row.granted = row.figures.because(row.reason);
    else
      once.take(
          actor, row, kind, CaseCover.eventDay(row, kind, Objects.requireNonNull(row.filedDay)));
    forgetReview(row);
    row.appealedDay = day;
    row.state = Case.State.IN_REVIEW;
    CaseFiling.enter(row, stage, day, stage.days());
    step.end(row, actor, CaseRows.Step.noted(Kind.APPEALED, why).at(stage.name()));
    return row;
  }

  /// Whether a grant can be appealed: it is of money, and less counts than was asked for.
  static boolean isReduced(CaseRow row) {
    return row.promised > 0 && row.figures.isLess();
  }

  /// The last day of an appeal: of a grant counted from when its money was there.
  LocalDate appealUntil(CaseRow row) {
    LocalDate decided = Objects.requireNonNull(row.decidedDay);
    LocalDate granted = row.promised > 0 ? history.grantedDay(row) : decided;
    return WorkingDays.plus(granted.isAfter(decided) ? granted : decided, Cases.DAYS_TO_APPEAL);
  }

  /// What is the case's alone stays so until nothing of it is owed. An appeal that is open ends
  /// with the grant.
  CaseRow reverse(Actor actor, UUID id, int version, String note, LocalDate day) {
    CaseRow row =
        step.begin(
            actor,
            Permission.MOVE_MONEY,
            id,
            version,
            day,
            Case.State.APPROVED,
            Case.State.GRANTED,
            Case.State.COMPLETED,
            Case.State.IN_REVIEW,
            Case.State.PAPERS_MISSING);
    boolean appealed = row.state == Case.State.IN_REVIEW || row.state == Case.State.PAPERS_MISSING;
    if (appealed && row.promised == 0)
      throw new Refusal(ProgrammeRefusal.CASE_STATE, Map.of("state", CaseStep.word(row.state)));
    if (actor.account().equals(row.decidedBy))
      throw new Refusal(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    if (row.state == Case.State.APPROVED && row.waitingFor == null)
      throw new Refusal(ProgrammeRefusal.CASE_STATE, Map.of("state", "approved"));
    String why = CaseStep.note(note, true);
    row.state = Case.State.REVERSED;
    row.waitingFor = null;
    if (appealed) endAppeal(row);
    step.end(row, actor, CaseRows.Step.noted(Kind.REVERSED, why));
    return row;
  }

  private static void asGranted(CaseRow row) {
    row.figures = Objects.requireNonNull(row.granted);
    row.reason = row.figures.reason();
    row.granted = null;
  }

  private static void endAppeal(CaseRow row) {
    asGranted(row);
    row.stageRole = null;
    row.escalatesTo = null;
    row.agreedBy = null;
    row.daysLeft = null;
  }

  /// What is due as the case stands, within all ceilings; nobody else decides on the person's cases
  /// of the kind until the transaction ends.
  private CaseHistory.Within due(CaseRow row, CaseKind kind) {
    history.lockPerson(row, kind.limits(), takesGifts(row, kind));
    return within(row, kind);
  }

  /// The same for readers.
  Money dueAsItStands(CaseRow row, CaseKind kind) {
    return within(row, kind).amount();
  }

  private boolean takesGifts(CaseRow row, CaseKind kind) {
    return step.programme(row)
        .gifts(row.policyYear)
        .filter(gifts -> gifts.kinds().contains(kind.name()))
        .isPresent();
  }

  private CaseHistory.Within within(CaseRow row, CaseKind kind) {
    Money due = Due.of(kind.benefit(), row.allAnswers(), row.figures, row.currency);
    return history.within(row, kind.limits(), due, takesGifts(row, kind));
  }

  private static void takeFigures(CaseRow row, CaseKind kind, Ruling.Pass pass) {
    Map<String, Long> lines = new TreeMap<>(row.figures.lines());
    if (!pass.lines().isEmpty()) {
      if (!(kind.benefit() instanceof Benefit.Lines benefit)
          || !(row.allAnswers().get(benefit.field()) instanceof List<?> all))
        throw Answers.bad("lines");
      pass.lines()
          .forEach(
              (number, line) -> {
                if (number < 0 || number >= all.size()) throw Answers.bad("lines");
                Money most =
                    Due.line(benefit, (Map<?, ?>) all.get(number), number, Map.of(), row.currency);
                if (!line.counted().currency().equals(row.currency)
                    || line.counted().minor() < 0
                    || line.counted().compareTo(most) > 0) throw Answers.bad("lines");
                CaseStep.note(line.reason(), true);
                lines.put(String.valueOf(number), line.counted().minor());
              });
    }
    Long counted = row.figures.counted();
    if (pass.counted().isPresent()) counted = counted(row, kind, pass.counted().get());
    Figures figures = new Figures(lines, counted, row.figures.reducedTo(), null);
    if (pass.reducedTo().isPresent()) {
      Money whole = Due.whole(kind.benefit(), row.allAnswers(), figures, row.currency);
      Money reduced = pass.reducedTo().get();
      if (!isWithin(row, reduced, whole))
        throw new Refusal(ProgrammeRefusal.BAD_REDUCED, Map.of("due", whole.decimal()));
      figures = new Figures(lines, counted, reduced.minor(), null);
    }
    row.figures = figures;
  }

  private static Long counted(CaseRow row, CaseKind kind, Money counted) {
    if (!(kind.benefit() instanceof Benefit.Share share)) throw Answers.bad("counted");
    Money cost = Due.rest(share, row.allAnswers(), row.currency);
    if (!isWithin(row, counted, cost))
      throw new Refusal(ProgrammeRefusal.BAD_COUNTED, Map.of("cost", cost.decimal()));
    return counted.minor();
  }

  /// More than nothing and less than all.
  private static boolean isWithin(CaseRow row, Money part, Money whole) {
    return part.currency().equals(row.currency) && part.minor() > 0 && part.compareTo(whole) < 0;
  }

  private static void forgetReview(CaseRow row) {
    row.figures = Figures.NONE;
    row.reason = null;
  }

  /// Somebody of the stage's role where the person lives, or of the role that it escalates to once
  /// the clock has run out.
  private void requireRole(CaseRow row, CaseKind.Stage stage, Actor actor, LocalDate day) {
    if (holds(actor, stage.role(), row)) return;
    boolean late = row.dueDay != null && row.dueDay.isBefore(day);
    if (late && stage.escalateTo().filter(role -> holds(actor, role, row)).isPresent()) return;
    throw new Refusal(ProgrammeRefusal.NOT_YOUR_STAGE, Map.of("role", CaseStep.word(stage.role())));
  }

  private boolean holds(Actor actor, Role role, CaseRow row) {
    return actor.grants().stream()
        .filter(grant -> grant.role() == role)
        .map(Grant::place)
        .anyMatch(place -> register.contains(place, row.village));
  }

  /// Who filed it, or decided what is appealed, does not decide.
  private static void requireOther(CaseRow row, Actor actor) {
    if (actor.account().equals(row.filer) || row.barred.contains(actor.account()))
      throw new Refusal(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
  }

  private static void requireSecond(CaseRow row, Actor actor) {
    if (actor.account().equals(row.agreedBy))
      throw new Refusal(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
  }
}
