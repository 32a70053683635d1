package org.yutang.supply;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.yutang.trace.Gs1Key;

/// An amount of one product that was made at once and is the same throughout. How much of it is
/// where, the stock tells.
///
/// @param code its number, unique in this house
/// @param harvestedFrom the first day of harvest of what is in it, `harvestedTo` the last
/// @param bestBefore where the standard knows how long it keeps: of the first day
/// @param held why it may not leave; empty where it may
/// @param madeBy the step
public record Lot(
    UUID id,
    String code,
    Product product,
    LocalDate harvestedFrom,
    LocalDate harvestedTo,
    Optional<LocalDate> bestBefore,
    Optional<String> held,
    UUID madeBy,
    Instant madeAt) {

  /// What is made of a standard.
  ///
  /// @param gtin 14 digits, given by this house
  /// @param season from which the standard's version holds that it is graded by
  /// @param grade the standard's name of it, [#UNGRADED] or [#BELOW_ALL]
  public record Product(String gtin, String standard, int season, String variety, String grade) {}

  /// The grade of what was not graded yet.
  public static final String UNGRADED = "";

  /// The grade of what keeps the bounds of none.
  public static final String BELOW_ALL = "below";

  /// What events call it: a GS1 Digital Link.
  public String uri() {
    return Gs1Key.HOME + "/01/" + product.gtin() + "/10/" + code;
  }
}
