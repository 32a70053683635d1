package org.yutang.farm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Area;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdId;

/// A piece of land with its outline. Never changes.
///
/// @param county that the village lies in
/// @param by the name of the account that wrote it down
public record Plot(New what, PlaceCode county, String by, Instant recordedAt) {

  /// Where an outline comes from.
  public enum Origin {
    DRAWN,
    WALKED,
    IMPORTED
  }

  /// @param household who grows on it; it, the co-operative or both are there
  /// @param name what people call it
  /// @param declared as papers have it
  public record New(
      UUID id,
      PlaceCode village,
      Optional<HouseholdId> household,
      Optional<UUID> cooperative,
      String name,
      Optional<Area> declared,
      Outline outline,
      Origin origin) {}

  /// Which plots, by village and name.
  ///
  /// @param text the beginning of the name
  public record Query(
      Optional<PlaceCode> place,
      Optional<UUID> cooperative,
      Optional<String> text,
      Page.Wanted page) {}

  public UUID id() {
    return what.id();
  }

  public String name() {
    return what.name();
  }

  /// As the outline has it.
  public Area measured() {
    return what.outline().area();
  }

  /// By how many per cent the outline is larger than what papers declare, one decimal, half up.
  public Optional<BigDecimal> differencePercent() {
    return what.declared()
        .map(
            declared ->
                BigDecimal.valueOf(measured().squareMetres() - declared.squareMetres())
                    .multiply(BigDecimal.valueOf(100))
                    .divide(BigDecimal.valueOf(declared.squareMetres()), 1, RoundingMode.HALF_UP));
  }
}
