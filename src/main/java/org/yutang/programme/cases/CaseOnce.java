package org.yutang.programme.cases;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.kernel.WorkingDays;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;

/// What a person may have once, or not too soon again, and what only one case may say, whoever's it
/// is; taken by filing. Runs in the transaction that is open.
@Component
class CaseOnce {

  /// In a refusal's place of a case's number.
  private static final String HIDDEN = "hidden";

  private final CaseRows cases;
  private final OnceRows rows;
  private final CaseHistory history;
  private final CaseStep step;

  CaseOnce(CaseRows cases, OnceRows rows, CaseHistory history, CaseStep step) {
    this.cases = cases;
    this.rows = rows;
    this.history = history;
    this.step = step;
  }

  /// What the person may have once, what nobody else may have said, and not too near to another
  /// one; refuses where another case has it, and names that only to an actor who may see it.
  void take(Actor actor, CaseRow row, CaseKind kind, LocalDate eventDay) {
    takeSlot(row, kind);
    takeMark(actor, row, kind);
    history.requireInterval(row, kind, eventDay);
  }

  /// What the case takes of what a person may have once; none where there may be any number.
  static @Nullable String slot(CaseRow row, CaseKind kind) {
    return switch (kind.once()) {
      case CaseKind.Once.Always always -> null;
      case CaseKind.Once.Yearly yearly -> String.valueOf(row.policyYear);
      case CaseKind.Once.Ever ever -> "ever";
      case CaseKind.Once.For same ->
          same.fields().stream()
              .map(field -> field + "=" + row.allAnswers().get(field))
              .collect(Collectors.joining("&"));
    };
  }

  private void takeSlot(CaseRow row, CaseKind kind) {
    String slot = slot(row, kind);
    if (slot == null || slot.equals(row.slot)) return;
    rows.freeSlot(row);
    rows.takeSlot(row, slot)
        .ifPresent(
            other -> {
              throw new Refusal(ProgrammeRefusal.CASE_TWICE, Map.of("case", other.toString()));
            });
    row.slot = slot;
  }

  /// Also where the case has it already: another one may have taken it over.
  private void takeMark(Actor actor, CaseRow row, CaseKind kind) {
    if (kind.unique().isEmpty()) return;
    List<String> names = new ArrayList<>(List.of("case-unique", row.programme.text(), row.kind));
    for (String field : kind.unique()) {
      String letters = letters(row.allAnswers().getOrDefault(field, ""));
      if (letters.isEmpty()) throw Answers.bad(field);
      names.add(letters);
    }
    UUID mark = Uuids.named(names.toArray(String[]::new));
    if (!mark.equals(row.mark)) rows.freeMark(row);
    Optional<UUID> other = rows.takeMark(row, mark);
    if (other.isPresent()) {
      if (!mayTakeOver(row, kind, other.get()))
        throw new Refusal(
            ProgrammeRefusal.ANSWERS_TAKEN,
            Map.of("case", maySee(actor, other.get()) ? other.get().toString() : HIDDEN));
      rows.takeOverMark(row, mark);
    }
    row.mark = mark;
  }

  /// Letters and digits alone, in one width and size, so that a blank or a hyphen makes no other
  /// bill.
  static String letters(Object answer) {
    return Normalizer.normalize(String.valueOf(answer), Normalizer.Form.NFKC)
        .replaceAll("[^\\p{L}\\p{N}]", "")
        .toUpperCase(Locale.ROOT);
  }

  private boolean maySee(Actor actor, UUID other) {
    return cases
        .find(other)
        .filter(row -> step.may(actor, Permission.SEE_CASE, row) || step.isOwn(actor, row))
        .isPresent();
  }

  /// From a case that is rejected for good, or one of the same person.
  private boolean mayTakeOver(CaseRow row, CaseKind kind, UUID other) {
    CaseRow holder = cases.find(other).orElseThrow();
    if (holder.state != Case.State.REJECTED) return false;
    boolean panel = // what it decided cannot be appealed
        holder.stage < kind.stages().size() && kind.stages().get(holder.stage).panel().isPresent();
    return holder.person.equals(row.person)
        || holder.appealedDay != null
        || panel
        || row.lastDay.isAfter(
            WorkingDays.plus(Objects.requireNonNull(holder.decidedDay), Cases.DAYS_TO_APPEAL));
  }

  /// Gives back what the person may have once; nobody else may bring the same answers while there
  /// may be an appeal.
  void freeSlot(CaseRow row) {
    rows.freeSlot(row);
  }

  /// Gives back what it took.
  void free(CaseRow row) {
    rows.free(row);
  }
}
