package org.yutang.trace.graph;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How much of something: pieces, grams, or another unit that only compares with itself.
///
/// @param unit empty for pieces, `g` for masses
record Amount(BigDecimal quantity, String unit) {

  static final Amount PIECE = new Amount(BigDecimal.ONE, "");

  /// By a unit of UN/ECE recommendation 20.
  static Optional<Amount> of(@Nullable BigDecimal quantity, @Nullable String uom) {
    if (quantity == null) return Optional.empty();
    return Optional.of(
        switch (uom) {
          case null -> new Amount(quantity, "");
          case "H87", "EA", "PCE" -> new Amount(quantity, "");
          case "KGM" -> new Amount(quantity.scaleByPowerOfTen(3), "g");
          case "GRM" -> new Amount(quantity, "g");
          case "TNE" -> new Amount(quantity.scaleByPowerOfTen(6), "g");
          case "MGM" -> new Amount(quantity.scaleByPowerOfTen(-3), "g");
          default -> new Amount(quantity, uom);
        });
  }
}
