package org.yutang.trace;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// An exact share, in lowest terms: no rounding adds up over many mixings.
public record Share(BigInteger part, BigInteger whole) {

  public static final Share NONE = new Share(BigInteger.ZERO, BigInteger.ONE);
  public static final Share ALL = new Share(BigInteger.ONE, BigInteger.ONE);

  public Share {
    if (whole.signum() <= 0 || part.signum() < 0)
      throw new IllegalArgumentException(part + "/" + whole);
    BigInteger common = part.gcd(whole);
    if (common.signum() > 0) {
      part = part.divide(common);
      whole = whole.divide(common);
    }
  }

  /// @param whole above 0
  public static Share of(BigDecimal part, BigDecimal whole) {
    int scale = Math.max(0, Math.max(part.scale(), whole.scale()));
    return new Share(part.setScale(scale).unscaledValue(), whole.setScale(scale).unscaledValue());
  }

  public Share plus(Share other) {
    return new Share(
        part.multiply(other.whole).add(other.part.multiply(whole)), whole.multiply(other.whole));
  }

  public Share times(Share other) {
    return new Share(part.multiply(other.part), whole.multiply(other.whole));
  }

  /// For readers: rounded down to that many places after the point.
  public BigDecimal decimal(int places) {
    return new BigDecimal(part).divide(new BigDecimal(whole), places, RoundingMode.DOWN);
  }

  @Override
  public String toString() {
    return part + "/" + whole;
  }
}
