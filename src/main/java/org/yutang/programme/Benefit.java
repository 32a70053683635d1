package org.yutang.programme;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.yutang.kernel.Money;

/// What a claim is paid: a share of what the person's own cost exceeds the deductible by.
///
/// @param percent of the excess, 0 to 100
public record Benefit(Money deductible, BigDecimal percent) {

  public Benefit {
    if (deductible.minor() < 0) throw new IllegalArgumentException("deductible " + deductible);
    if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0)
      throw new IllegalArgumentException("percent " + percent);
  }

  /// `(own share − deductible) × percent`, rounded half up to the fen; nothing below the
  /// deductible.
  public Money due(Money ownShare) {
    Money excess = ownShare.minus(deductible);
    if (excess.minor() <= 0) return new Money(0, ownShare.currency());
    BigDecimal due = BigDecimal.valueOf(excess.minor()).multiply(percent).movePointLeft(2);
    return new Money(due.setScale(0, RoundingMode.HALF_UP).longValueExact(), ownShare.currency());
  }
}
