package org.yutang.register;

import java.time.LocalDate;
import java.util.Optional;

/// Something known of a place.
///
/// @param name [#POVERTY_COUNTY] or [#POOR_VILLAGE] or any other
/// @param value for a poverty county its level (`national`), for a poor village `true`
/// @param delistedYear 摘帽: the year in which it left the list
/// @param note what a reader should know about the value, such as a doubt
/// @param source title of the source
public record PlaceFact(
    String name,
    String value,
    Optional<Integer> delistedYear,
    Optional<LocalDate> date,
    Optional<String> note,
    String source) {
  /// On the national list of 832 counties.
  public static final String POVERTY_COUNTY = "poverty-county";

  /// A village that was registered as poor.
  public static final String POOR_VILLAGE = "poor-village";
}
