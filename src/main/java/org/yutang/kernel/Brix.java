package org.yutang.kernel;

import java.math.BigDecimal;

/// Sweetness as degrees Brix (grams of sucrose in 100 g of solution) in whole tenths, 0 to 100°.
/// What is plausible for a product, its standard says.
public record Brix(int tenths) implements Comparable<Brix> {

  private static final int MOST = 1000;

  public Brix {
    if (tenths < 0 || tenths > MOST) throw new IllegalArgumentException("Brix from 0 to 100");
  }

  /// Reads degrees such as `11.5`, at most one decimal. Throws [IllegalArgumentException] for
  /// anything else.
  public static Brix parse(String degrees) {
    if (!degrees.matches("[0-9]{1,3}(\\.[0-9])?"))
      throw new NumberFormatException("not degrees with at most one decimal");
    return new Brix(new BigDecimal(degrees).movePointRight(1).intValueExact());
  }

  public BigDecimal degrees() {
    return BigDecimal.valueOf(tenths, 1);
  }

  @Override
  public int compareTo(Brix other) {
    return Integer.compare(tenths, other.tenths);
  }

  @Override
  public String toString() {
    return degrees() + " °Bx";
  }
}
