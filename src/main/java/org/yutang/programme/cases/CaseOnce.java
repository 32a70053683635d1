package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeRefusal;

/// What a person may have once, or not too soon again, and what only one case may say, whoever's it
/// is; taken by filing. Runs in the transaction that is open.
@Component
class CaseOnce {

  private final OnceRows rows;
  private final CaseHistory history;

  CaseOnce(OnceRows rows, CaseHistory history) {
    this.rows = rows;
    this.history = history;
  }

  /// What the person may have once, what nobody else may have said, and not too near to another
  /// one; refuses where another case has it.
  void take(CaseRow row, CaseKind kind, LocalDate eventDay) {
    takeSlot(row, kind);
    takeMark(row, kind);
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

  /// Letters and digits alone, so that a blank or a hyphen makes no other bill.
  private void takeMark(CaseRow row, CaseKind kind) {
    if (kind.unique().isEmpty()) return;
    List<String> names = new ArrayList<>(List.of("case-unique", row.programme.text(), row.kind));
    for (String field : kind.unique())
      names.add(
          String.valueOf(row.answers.get(field))
              .replaceAll("[\\s\\p{Punct}]", "")
              .toUpperCase(Locale.ROOT));
    UUID mark = Uuids.named(names.toArray(String[]::new));
    if (mark.equals(row.mark)) return;
    rows.freeMark(row);
    rows.takeMark(row, mark)
        .ifPresent(
            other -> {
              throw new Refusal(ProgrammeRefusal.ANSWERS_TAKEN, Map.of("case", other.toString()));
            });
    row.mark = mark;
  }

  /// Gives back what it took.
  void free(CaseRow row) {
    rows.free(row);
  }
}
