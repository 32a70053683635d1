package org.yutang.programme.cases;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.programme.Replay;
import org.yutang.programme.Replay.Given;
import org.yutang.programme.Replay.Reason;
import org.yutang.programme.Replay.Why;
import org.yutang.programme.Text;
import org.yutang.programme.definition.CompiledKind;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Rules;
import org.yutang.programme.trial.KeptFacts;

/// The decided cases of one person, tried again one after the other: what an earlier one would have
/// been given bounds the later ones.
final class PersonReplay {

  private static final Text NOTHING = new Text("", "");

  /// What it asks.
  @Component
  record Doors(KeptFacts facts, Programmes programmes, CaseHistory history, CaseStep step) {}

  private final Doors doors;
  private final Definition definition;
  private final Map<UUID, Instant> reversed;
  private final List<Granted> granted = new ArrayList<>();

  /// @param slot what it takes of what one may have once; empty where it takes nothing
  /// @param amount within the kind's own ceilings, without what gifts paid
  /// @param remains what of it a reversal left with the person
  private record Granted(
      CaseRow row, LocalDate eventDay, Optional<String> slot, Money amount, Money remains) {}

  /// @param reversed when cases were reversed
  PersonReplay(Doors doors, Definition definition, Map<UUID, Instant> reversed) {
    this.doors = doors;
    this.definition = definition;
    this.reversed = reversed;
  }

  /// The next one in the order of the decisions. What people rejected stays rejected.
  Replay.Difference take(CaseRow row) {
    Given was =
        new Given(
            row.state != Case.State.REJECTED, row.money(row.benefit == null ? 0 : row.benefit));
    List<Reason> reasons = new ArrayList<>();
    Map<String, Object> sealed = row.secrets.answers();
    row.secrets = CaseRow.Secrets.NONE; // whoever tries a definition may not read them through it
    Given would =
        was.granted() || nothingWasDue(row, sealed) ? again(row, sealed, was, reasons) : was;
    return new Replay.Difference(
        row.id,
        Optional.of(row.kind),
        CaseReplay.day(row),
        was,
        would,
        was.granted() || !would.equals(was) ? reasons : List.of());
  }

  /// Whether it was rejected because nothing was due: all other rejections are what people decided.
  private boolean nothingWasDue(CaseRow row, Map<String, Object> sealed) {
    CaseKind then = doors.step().kind(row).kind();
    if (then.instalments().isEmpty() || !row.figures.equals(Figures.NONE)) return false;
    Map<String, Object> answers = new HashMap<>(row.allAnswers());
    answers.putAll(sealed);
    try {
      return Due.of(then.benefit(), answers, Figures.NONE, row.currency).minor() == 0;
    } catch (Refusal e) {
      return false;
    }
  }

  /// @param sealed answers, which only the benefit may see under which it was decided
  private Given again(CaseRow row, Map<String, Object> sealed, Given was, List<Reason> reasons) {
    CompiledKind compiled = compiled(row);
    if (compiled == null) {
      reasons.add(new Reason(Why.KIND, row.kind, NOTHING));
      return new Given(false, row.money(0));
    }
    CaseKind kind = compiled.kind();
    LocalDate eventDay = eventDay(row, kind);
    requireForm(row, sealed.keySet(), kind, reasons);
    requireCover(row, kind, eventDay, reasons);
    requireRules(row, sealed.keySet(), compiled, eventDay, reasons);
    Optional<String> slot = slot(row, kind);
    requirePlace(row, kind, slot, eventDay, reasons);
    if (!reasons.isEmpty()) return new Given(false, row.money(0));
    CaseHistory.Within within = amount(row, seen(row, sealed, kind), kind, was, reasons);
    Money amount = within.amount();
    if (!kind.instalments().isEmpty() && amount.minor() == 0) return new Given(false, row.money(0));
    Money ownCeiling = amount.minus(within.fromGifts());
    Money left = row.money(Math.min(ownCeiling.minor(), row.paid - row.takenBack));
    granted.add(new Granted(row, eventDay, slot, ownCeiling, left));
    return new Given(true, amount);
  }

  private @Nullable CompiledKind compiled(CaseRow row) {
    int version = definition.programme().version(row.policyYear).fromYear();
    return Objects.requireNonNull(definition.kinds().get(version)).get(row.kind);
  }

  /// The day of filing where the form has no such answer.
  private static LocalDate eventDay(CaseRow row, CaseKind kind) {
    LocalDate filed = Objects.requireNonNull(row.filedDay);
    try {
      return CaseCover.eventDay(row, kind, filed);
    } catch (DateTimeException e) {
      return filed;
    }
  }

  private static void requireForm(
      CaseRow row, Set<String> sealed, CaseKind kind, List<Reason> reasons) {
    for (String name : Answers.missing(kind.fields(), row.allAnswers()))
      if (!sealed.contains(name))
        reasons.add(new Reason(Why.QUESTION, name, kind.field(name).title()));
    if (kind.open().filter(open -> !open.holds(Objects.requireNonNull(row.filedDay))).isPresent())
      reasons.add(new Reason(Why.WINDOW, "", NOTHING));
  }

  private void requireCover(CaseRow row, CaseKind kind, LocalDate eventDay, List<Reason> reasons) {
    if (kind.cover().isEmpty()) return;
    List<Enrolment.Explained> explained = doors.programmes().enrolmentsOf(Actor.SYSTEM, row.person);
    explained.stream()
        .filter(each -> each.enrolment().id().equals(row.enrolment))
        .forEach(each -> requireEnrolment(row, each, reasons));
    List<Enrolment> covered = CaseCover.covered(explained, row);
    if (CaseCover.coveringOn(covered, doors.history().leftOn(row), eventDay).isEmpty())
      reasons.add(new Reason(Why.COVER, "", NOTHING));
    else if (eventDay.isBefore(CaseCover.waitedUntil(covered, kind)))
      reasons.add(new Reason(Why.WAITING, "", NOTHING));
  }

  /// Whether the person would have been enrolled, on the facts that were kept then.
  private void requireEnrolment(CaseRow row, Enrolment.Explained then, List<Reason> reasons) {
    Programme programme = definition.programme();
    int year = then.enrolment().policyYear();
    Map<String, Object> facts =
        doors
            .facts()
            .on(programme, row.person, programme.coverFrom(year), then.verdict().basis().facts());
    List<String> failed = definition.failedRules(year, facts);
    for (Programme.Rule rule : programme.version(year).rules())
      if (failed.contains(rule.name()))
        reasons.add(new Reason(Why.RULE, rule.name(), rule.title()));
  }

  /// Rules that read sealed answers are not tried.
  private void requireRules(
      CaseRow row,
      Set<String> sealed,
      CompiledKind compiled,
      LocalDate eventDay,
      List<Reason> reasons) {
    Map<String, Object> facts =
        new HashMap<>(doors.facts().on(definition.programme(), row.person, eventDay, row.facts));
    facts.put("answers", row.allAnswers());
    for (Rules.Compiled rule : compiled.rules())
      if (!readsAny(rule, sealed) && !rule.isMet(facts))
        reasons.add(new Reason(Why.RULE, rule.rule().name(), rule.rule().title()));
  }

  private static boolean readsAny(Rules.Compiled rule, Set<String> sealed) {
    return rule.reads().stream()
        .anyMatch(
            name -> name.startsWith("answers.") && sealed.contains(name.replace("answers.", "")));
  }

  /// What the benefit may see: sealed answers only where it is the one that decided.
  private Map<String, Object> seen(CaseRow row, Map<String, Object> sealed, CaseKind kind) {
    Map<String, Object> seen = new HashMap<>(row.allAnswers());
    CaseKind then = doors.step().kind(row).kind();
    if (then.benefit().equals(kind.benefit())) seen.putAll(sealed);
    return seen;
  }

  private static Optional<String> slot(CaseRow row, CaseKind kind) {
    return Optional.ofNullable(CaseOnce.slot(row, kind));
  }

  private void requirePlace(
      CaseRow row, CaseKind kind, Optional<String> slot, LocalDate eventDay, List<Reason> reasons) {
    for (Granted other : granted) {
      if (!other.row().kind.equals(row.kind) || isReversed(other, row)) continue;
      if (slot.isPresent() && slot.equals(other.slot())) {
        reasons.add(new Reason(Why.ONCE, "", NOTHING));
        return;
      }
      if (kind.limits().interval().isEmpty()) continue;
      LocalDate first = eventDay.isBefore(other.eventDay()) ? eventDay : other.eventDay();
      LocalDate second = eventDay.isBefore(other.eventDay()) ? other.eventDay() : eventDay;
      if (second.isBefore(first.plus(kind.limits().interval().get()))) {
        reasons.add(new Reason(Why.INTERVAL, "", NOTHING));
        return;
      }
    }
  }

  /// Whether it had been reversed when the row was decided.
  private boolean isReversed(Granted other, CaseRow row) {
    Instant at = reversed.get(other.row().id);
    return at != null && row.decidedAt != null && !at.isAfter(row.decidedAt);
  }

  private CaseHistory.Within amount(
      CaseRow row, Map<String, Object> answers, CaseKind kind, Given was, List<Reason> reasons) {
    CaseHistory.Within nothing = new CaseHistory.Within(row.money(0), row.money(0));
    if (kind.instalments().isEmpty()) return nothing;
    Money due;
    try {
      due = Due.of(kind.benefit(), answers, row.figures, row.currency);
    } catch (Refusal e) {
      String field = String.valueOf(e.facts().get("field"));
      reasons.add(new Reason(Why.QUESTION, field, NOTHING));
      return nothing;
    }
    Money own = kind.limits().within(due, sum(row, row.policyYear), sum(row, 0));
    Money gifts = fromGifts(row, kind, due.minus(own));
    Money amount = own.plus(gifts);
    if (!amount.equals(was.amount()))
      reasons.add(new Reason(amount.compareTo(due) < 0 ? Why.CEILING : Why.BENEFIT, "", NOTHING));
    return new CaseHistory.Within(amount, gifts);
  }

  /// What gifts pay of what lies above the ceilings: no more than they did, because what else they
  /// had added then is not known any more.
  private Money fromGifts(CaseRow row, CaseKind kind, Money above) {
    boolean raised =
        definition
            .programme()
            .gifts(row.policyYear)
            .filter(gifts -> gifts.kinds().contains(kind.name()))
            .isPresent();
    return row.money(raised ? Math.min(above.minor(), row.fromGifts) : 0);
  }

  /// @param year 0 for all
  private Money sum(CaseRow row, int year) {
    Money sum = row.money(0);
    for (Granted other : granted)
      if (other.row().kind.equals(row.kind) && (year == 0 || other.row().policyYear == year))
        sum = sum.plus(isReversed(other, row) ? other.remains() : other.amount());
    return sum;
  }
}
