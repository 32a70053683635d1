package org.yutang.register;

import java.util.Optional;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Which persons, in which order.
///
/// @param text a name: whole, its beginning, its pinyin or initials
/// @param minAge in whole years, today, inclusive; so is `maxAge`
public record PersonQuery(
    Optional<PlaceCode> place,
    Optional<PovertyStatus> status,
    Optional<Sex> sex,
    Optional<Integer> minAge,
    Optional<Integer> maxAge,
    Optional<String> text,
    Sort sort,
    boolean descending,
    Page.Wanted page) {

  public enum Sort {
    VILLAGE,
    NAME,
    AGE
  }

  /// Whether a search text can only be an identity number, which belongs into no address and no log
  /// of a web server; see [Register#personsByIdNumber].
  public static boolean isIdNumber(String text) {
    return text.matches("(?=.*[0-9])[0-9A-Za-z/-]{6,40}");
  }

  public static PersonQuery in(PlaceCode place, Page.Wanted page) {
    return new PersonQuery(
        Optional.of(place),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Sort.VILLAGE,
        false,
        page);
  }

  public static PersonQuery named(String text, Page.Wanted page) {
    return new PersonQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(text),
        Sort.NAME,
        false,
        page);
  }
}
