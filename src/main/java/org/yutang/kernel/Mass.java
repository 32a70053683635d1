package org.yutang.kernel;

import java.math.BigDecimal;

/// A mass in whole grams, never negative.
public record Mass(long grams) implements Comparable<Mass> {

  public Mass {
    if (grams < 0) throw new IllegalArgumentException("negative mass");
  }

  /// Reads kilograms such as `1250.5`: up to twelve digits and three decimals. Throws
  /// [NumberFormatException] for anything else; nothing is rounded.
  public static Mass parseKilograms(String kilograms) {
    if (!kilograms.matches("[0-9]{1,12}(\\.[0-9]{1,3})?"))
      throw new NumberFormatException("not a mass with at most three decimals");
    return new Mass(new BigDecimal(kilograms).movePointRight(3).longValueExact());
  }

  public Mass plus(Mass other) {
    return new Mass(Math.addExact(grams, other.grams));
  }

  /// Throws [IllegalArgumentException] where less than nothing would be left.
  public Mass minus(Mass other) {
    return new Mass(Math.subtractExact(grams, other.grams));
  }

  /// In kilograms, exactly.
  public BigDecimal kilograms() {
    return BigDecimal.valueOf(grams, 3);
  }

  @Override
  public int compareTo(Mass other) {
    return Long.compare(grams, other.grams);
  }

  @Override
  public String toString() {
    return grams + " g";
  }
}
