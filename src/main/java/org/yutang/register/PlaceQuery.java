package org.yutang.register;

import java.util.Optional;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Which places of a list, in which order.
///
/// @param within only inside this place
/// @param text the beginning of the name or of the code
/// @param poorOnly only poverty counties and poor villages
/// @param delistedYear only those that left the list in that year
/// @param registeredOnly only those with registered households
public record PlaceQuery(
    Optional<PlaceCode> within,
    Optional<String> text,
    boolean poorOnly,
    Optional<Integer> delistedYear,
    boolean registeredOnly,
    Sort sort,
    boolean descending,
    Page.Wanted page) {

  public enum Sort {
    CODE,
    NAME,
    HOUSEHOLDS,
    PERSONS,
    DELISTED_YEAR
  }

  /// All of them, by code.
  public static PlaceQuery all(Page.Wanted page) {
    return new PlaceQuery(
        Optional.empty(), Optional.empty(), false, Optional.empty(), false, Sort.CODE, false, page);
  }
}
