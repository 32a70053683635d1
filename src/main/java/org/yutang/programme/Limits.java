package org.yutang.programme;

import java.time.Period;
import java.util.Optional;
import org.yutang.kernel.Money;

/// What keeps a benefit within bounds.
///
/// @param perCase the most for one case
/// @param perYear the most for one person in a policy year
/// @param perLife the most for one person ever
/// @param waiting how long after the first day of cover nothing is due yet
/// @param interval how long after a granted case of the same kind the next one may be
public record Limits(
    Optional<Money> perCase,
    Optional<Money> perYear,
    Optional<Money> perLife,
    Optional<Period> waiting,
    Optional<Period> interval) {

  public static final Limits NONE =
      new Limits(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Whether anything bounds what is due.
  public boolean hasCeiling() {
    return perCase.isPresent() || perYear.isPresent() || perLife.isPresent();
  }

  /// What remains of an amount.
  ///
  /// @param inYear what the person was granted in the policy year already
  /// @param inLife what the person was granted ever
  public Money within(Money amount, Money inYear, Money inLife) {
    Money least = amount;
    if (perCase.isPresent()) least = min(least, perCase.get());
    if (perYear.isPresent()) least = min(least, perYear.get().minus(inYear));
    if (perLife.isPresent()) least = min(least, perLife.get().minus(inLife));
    return least.minor() < 0 ? new Money(0, amount.currency()) : least;
  }

  private static Money min(Money one, Money other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
