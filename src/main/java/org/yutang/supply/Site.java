package org.yutang.supply;

import java.util.UUID;
import org.yutang.kernel.PlaceCode;
import org.yutang.trace.Gs1Key;

/// A place where goods are taken in, kept or sold.
///
/// @param gln its Global Location Number, 13 digits, given by this house
public record Site(New what, String gln) {

  public enum Kind {
    /// Where growers bring their harvest.
    COLLECTION_POINT,
    /// Where it is sorted, near the field.
    HUB,
    /// In a city.
    WAREHOUSE,
    STORE
  }

  /// @param place in which it lies
  public record New(UUID id, Kind kind, String name, PlaceCode place) {}

  public UUID id() {
    return what.id();
  }

  public String name() {
    return what.name();
  }

  /// What events call it.
  public String uri() {
    return Gs1Key.HOME + "/414/" + gln;
  }
}
