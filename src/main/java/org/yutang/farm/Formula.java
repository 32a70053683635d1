package org.yutang.farm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.yutang.kernel.Area;
import org.yutang.kernel.Mass;

/// How much nitrogen, phosphate and potash to give, by the nutrient balance method 养分平衡法: what the
/// target yield takes up, less what the soil gives, over the share of the fertiliser that the crop
/// uses (Ministry of Agriculture 农业部, 测土配方施肥技术规范).
///
/// `kg/mu = (yield/100 × uptake − test × 0.15 × correction) / use`. The test is in mg/kg; 0.15
/// turns it into kg/mu, because the ploughed layer of a mu weighs about 150,000 kg. Soil tests tell
/// phosphorus and potassium as elements: P × 2.29 = P₂O₅, K × 1.20 = K₂O.
///
/// @param nPerMu kilograms a mu, one decimal, rounded half up once; none where the soil has enough
public record Formula(BigDecimal nPerMu, BigDecimal p2o5PerMu, BigDecimal k2oPerMu) {

  private static final BigDecimal SOIL = new BigDecimal("0.15");
  private static final BigDecimal P2O5 = new BigDecimal("2.29");
  private static final BigDecimal K2O = new BigDecimal("1.20");
  private static final BigDecimal MU_PER_HECTARE = BigDecimal.valueOf(15);

  /// @param targetPerMu the yield of a mu
  public static Formula of(Standard.Nutrients crop, SoilTest soil, Mass targetPerMu) {
    return new Formula(
        need(crop.n(), soil.nitrogen(), BigDecimal.ONE, targetPerMu),
        need(crop.p(), soil.phosphorus(), P2O5, targetPerMu),
        need(crop.k(), soil.potassium(), K2O, targetPerMu));
  }

  private static BigDecimal need(
      Standard.Nutrient nutrient, BigDecimal test, BigDecimal oxide, Mass target) {
    BigDecimal taken = target.kilograms().movePointLeft(2).multiply(nutrient.uptake());
    BigDecimal given = test.multiply(oxide).multiply(SOIL).multiply(nutrient.soil());
    return taken
        .subtract(given)
        .max(BigDecimal.ZERO)
        .divide(nutrient.use(), 1, RoundingMode.HALF_UP);
  }

  /// Kilograms a hectare: fifteen mu.
  public static BigDecimal perHectare(BigDecimal perMu) {
    return perMu.multiply(MU_PER_HECTARE);
  }

  /// Kilograms for a whole plot, rounded half up to one decimal.
  public static BigDecimal forPlot(BigDecimal perMu, Area area) {
    return perMu.multiply(area.mu()).setScale(1, RoundingMode.HALF_UP);
  }
}
