package org.yutang.programme.cases;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Money;

/// What reviewers let count of a case, in minor units.
///
/// @param lines what single lines of a bill count with, by the line's number
/// @param counted what of a cost counts
/// @param reducedTo the most that is due
/// @param reason of the kind's reasons, why it is less
record Figures(
    Map<String, Long> lines,
    @Nullable Long counted,
    @Nullable Long reducedTo,
    @Nullable String reason) {

  static final Figures NONE = new Figures(Map.of(), null, null, null);

  Figures {
    lines = Map.copyOf(lines);
  }

  Figures because(@Nullable String why) {
    return new Figures(lines, counted, reducedTo, why);
  }

  /// Whether anything counts less than it was asked for.
  boolean isLess() {
    return !lines.isEmpty() || counted != null || reducedTo != null;
  }

  /// A cost, as far as it counts.
  Money counted(Money cost) {
    return counted == null || counted >= cost.minor() ? cost : new Money(counted, cost.currency());
  }

  /// What is due of a benefit that is due by the schedule.
  Money reduced(Money due) {
    return reducedTo == null || reducedTo >= due.minor()
        ? due
        : new Money(reducedTo, due.currency());
  }

  Optional<Long> countedMinor() {
    return Optional.ofNullable(counted);
  }
}
