package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeRefusal;

/// What a person may have once, or not too soon again; taken by filing. Runs in the transaction
/// that is open.
@Component
class CaseOnce {

  private final CaseRows rows;
  private final CaseHistory history;

  CaseOnce(CaseRows rows, CaseHistory history) {
    this.rows = rows;
    this.history = history;
  }

  /// What the person may have once, and not too near to another one; refuses where another case has
  /// it.
  void take(CaseRow row, CaseKind kind, LocalDate eventDay) {
    takeSlot(row, kind);
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
}
