package org.yutang.register;

import java.util.Optional;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Which households, in which order.
///
/// @param text the household's number, or the head's name: whole, its beginning, its pinyin or
///   initials, or the head's identity number
public record HouseholdQuery(
    Optional<PlaceCode> place,
    Optional<PovertyStatus> status,
    Optional<String> text,
    Sort sort,
    boolean descending,
    Page.Wanted page) {

  public enum Sort {
    VILLAGE,
    NUMBER,
    SIZE
  }

  public static HouseholdQuery in(PlaceCode place, Page.Wanted page) {
    return new HouseholdQuery(
        Optional.of(place), Optional.empty(), Optional.empty(), Sort.VILLAGE, false, page);
  }
}
