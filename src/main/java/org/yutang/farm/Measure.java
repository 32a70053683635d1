package org.yutang.farm;

import java.math.BigDecimal;

/// What a sample is measured by. Values are whole numbers of the last decimal: Brix 11.5 is 115.
public enum Measure {
  DIAMETER("mm", 0),
  WEIGHT("g", 0),
  BRIX("°Bx", 1),
  ACIDITY("%", 2),
  DEFECTS("cm²", 1),
  COLOUR("%", 0),
  AGE("d", 0);

  private final String unit;
  private final int decimals;

  Measure(String unit, int decimals) {
    this.unit = unit;
    this.decimals = decimals;
  }

  public String unit() {
    return unit;
  }

  public int decimals() {
    return decimals;
  }

  /// Reads a number with at most [#decimals] decimals, not negative. Throws [NumberFormatException]
  /// for anything else; nothing is rounded.
  public long parse(String text) {
    String form = "[0-9]{1,7}" + (decimals == 0 ? "" : "(\\.[0-9]{1," + decimals + "})?");
    if (!text.matches(form)) throw new NumberFormatException("not a measurement");
    return new BigDecimal(text).movePointRight(decimals).longValueExact();
  }

  public String text(long value) {
    return BigDecimal.valueOf(value, decimals).toPlainString();
  }
}
