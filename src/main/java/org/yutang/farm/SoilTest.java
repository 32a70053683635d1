package org.yutang.farm;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.yutang.kernel.Refusal;

/// What a laboratory found in a plot's soil, with at most one decimal each.
///
/// @param ph 3 to 11
/// @param organic matter in g/kg
/// @param nitrogen alkali-hydrolysable, mg/kg
/// @param phosphorus available (Olsen), mg/kg as P
/// @param potassium available, mg/kg as K
public record SoilTest(
    UUID id,
    UUID plot,
    LocalDate sampledOn,
    String laboratory,
    BigDecimal ph,
    BigDecimal organic,
    BigDecimal nitrogen,
    BigDecimal phosphorus,
    BigDecimal potassium) {

  /// Refuses with [FarmRefusal#BAD_FIELD] what no soil has.
  public SoilTest {
    if (laboratory.isBlank() || laboratory.length() > 100 || laboratory.indexOf('\0') >= 0)
      throw bad("laboratory");
    ph = within("ph", ph, 3, 11);
    organic = within("organic", organic, 0, 500);
    nitrogen = within("nitrogen", nitrogen, 0, 1000);
    phosphorus = within("phosphorus", phosphorus, 0, 1000);
    potassium = within("potassium", potassium, 0, 3000);
  }

  private static BigDecimal within(String field, BigDecimal value, int least, int most) {
    BigDecimal stripped = value.stripTrailingZeros();
    if (stripped.scale() > 1
        || value.compareTo(BigDecimal.valueOf(least)) < 0
        || value.compareTo(BigDecimal.valueOf(most)) > 0) throw bad(field);
    return stripped.setScale(1);
  }

  static Refusal bad(String field) {
    return new Refusal(FarmRefusal.BAD_FIELD, Map.of("field", field));
  }
}
