package org.yutang.farm;

import java.util.List;

/// What a sample is worth, and why.
public sealed interface Grading {

  /// The bounds of better grades that it did not keep, the best grade's first; the last grade's
  /// first bound decided.
  List<Missed> missed();

  /// @param grade the best one all of whose bounds it keeps
  record Graded(Standard.Grade grade, List<Missed> missed) implements Grading {
    public Graded {
      missed = List.copyOf(missed);
    }
  }

  /// It keeps the bounds of no grade.
  record BelowAll(List<Missed> missed) implements Grading {
    public BelowAll {
      missed = List.copyOf(missed);
    }
  }

  /// @param value as measured
  record Missed(Standard.Grade grade, Standard.Bound bound, long value) {}

  /// What kept it from the next better grade; empty for the best.
  default java.util.Optional<Missed> decided() {
    if (missed().isEmpty()) return java.util.Optional.empty();
    Standard.Grade next = missed().getLast().grade();
    return missed().stream().filter(each -> each.grade().equals(next)).findFirst();
  }
}
