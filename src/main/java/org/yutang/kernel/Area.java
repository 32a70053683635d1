package org.yutang.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An area in whole square metres, never negative. A mu is 2000/3 m² exactly, a hectare 15 mu.
public record Area(long squareMetres) implements Comparable<Area> {

  private static final BigDecimal THREE = BigDecimal.valueOf(3);
  private static final BigDecimal THREE_MU = BigDecimal.valueOf(2000);

  public Area {
    if (squareMetres < 0) throw new IllegalArgumentException("negative area");
  }

  /// Reads mu such as `3.25`: up to nine digits and two decimals, rounded half up to whole square
  /// metres. Throws [NumberFormatException] for anything else.
  public static Area parseMu(String mu) {
    if (!mu.matches("[0-9]{1,9}(\\.[0-9]{1,2})?"))
      throw new NumberFormatException("not an area with at most two decimals");
    return new Area(
        new BigDecimal(mu)
            .multiply(THREE_MU)
            .divide(THREE, 0, RoundingMode.HALF_UP)
            .longValueExact());
  }

  public Area plus(Area other) {
    return new Area(Math.addExact(squareMetres, other.squareMetres));
  }

  /// In mu, rounded half up to two decimals.
  public BigDecimal mu() {
    return BigDecimal.valueOf(squareMetres)
        .multiply(THREE)
        .divide(THREE_MU, 2, RoundingMode.HALF_UP);
  }

  @Override
  public int compareTo(Area other) {
    return Long.compare(squareMetres, other.squareMetres);
  }

  @Override
  public String toString() {
    return squareMetres + " m²";
  }
}
