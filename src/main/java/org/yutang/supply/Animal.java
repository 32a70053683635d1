package org.yutang.supply;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdId;
import org.yutang.trace.Gs1Key;

/// One animal with a ring of its own.
///
/// @param village of its household, `county` that holds it
/// @param end empty while it lives
public record Animal(
    New what, Lot.Product product, PlaceCode village, PlaceCode county, Optional<End> end) {

  /// The form of a ring's number.
  public static final String RING = "[0-9A-Z][0-9A-Z-]{3,19}";

  /// @param ring its number, see [#RING]
  public record New(
      UUID id,
      String ring,
      String standard,
      String variety,
      HouseholdId household,
      LocalDate hatched) {}

  /// How it went to market.
  ///
  /// @param grade by its standard: age and weight
  /// @param box SSCC
  public record End(Instant at, Mass mass, String grade, String box) {}

  /// What somebody saw.
  ///
  /// @param photos at least one
  /// @param by empty where it is told to everybody
  public record Visit(
      UUID id, String ring, Instant at, List<String> photos, String note, String by) {
    public Visit {
      photos = List.copyOf(photos);
    }
  }

  public UUID id() {
    return what.id();
  }

  public String ring() {
    return what.ring();
  }

  /// What events call it: a GS1 Digital Link with the ring as its serial number.
  public String uri() {
    return Gs1Key.HOME + "/01/" + product.gtin() + "/21/" + ring();
  }
}
