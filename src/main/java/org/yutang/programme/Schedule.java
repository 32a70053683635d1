package org.yutang.programme;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.yutang.kernel.Money;

/// How much of a cost is paid: nothing up to the deductible, and of what exceeds it a share, tier
/// by tier.
public record Schedule(Money deductible, List<Tier> tiers) {

  /// The share of one stretch of the excess over the deductible.
  ///
  /// @param upTo the end of the stretch, measured in the excess; empty for the last tier
  /// @param percent 0 to 100
  public record Tier(Optional<Money> upTo, BigDecimal percent) {
    public Tier {
      if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0)
        throw new IllegalArgumentException("percent " + percent);
    }
  }

  public Schedule {
    tiers = List.copyOf(tiers);
    if (deductible.minor() < 0) throw new IllegalArgumentException("deductible " + deductible);
    if (tiers.isEmpty() || tiers.getLast().upTo().isPresent())
      throw new IllegalArgumentException("the last tier must be open");
    Money before = new Money(0, deductible.currency());
    for (Tier tier : tiers.subList(0, tiers.size() - 1)) {
      Money end = tier.upTo().orElseThrow(() -> new IllegalArgumentException("tier without end"));
      if (end.compareTo(before) <= 0) throw new IllegalArgumentException("tier up to " + end);
      before = end;
    }
  }

  /// One share of all that exceeds the deductible.
  public static Schedule of(Money deductible, BigDecimal percent) {
    return new Schedule(deductible, List.of(new Tier(Optional.empty(), percent)));
  }

  /// What is due of a cost: the shares of all tiers together, rounded once, half up to the fen.
  public Money due(Money cost) {
    long excess = cost.minus(deductible).minor();
    BigDecimal due = BigDecimal.ZERO;
    long from = 0;
    for (Tier tier : tiers) {
      if (excess <= from) break;
      long to = Math.min(excess, tier.upTo().map(Money::minor).orElse(Long.MAX_VALUE));
      due = due.add(BigDecimal.valueOf(to - from).multiply(tier.percent()));
      from = to;
    }
    return new Money(
        due.movePointLeft(2).setScale(0, RoundingMode.HALF_UP).longValueExact(), cost.currency());
  }
}
