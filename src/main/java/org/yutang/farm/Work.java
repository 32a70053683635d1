package org.yutang.farm;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Field work that was done: who, where (the season's plot), when and what. Never changes.
///
/// @param flag the rule of the standard that it broke, where it was kept all the same
/// @param by the name of the account that wrote it down
public record Work(New what, Optional<WorkCheck.Rule> flag, String by, Instant recordedAt) {

  /// The most photos of one piece of work.
  public static final int MAX_PHOTOS = 6;

  /// @param task of the standard's calendar
  /// @param used the input that was used, if any
  /// @param photos ids of the store's photos
  public record New(
      UUID id,
      UUID season,
      String task,
      LocalDate day,
      Optional<Used> used,
      String note,
      List<String> photos) {
    public New {
      photos = List.copyOf(photos);
    }
  }

  /// @param perMu in thousandths of the input's unit
  public record Used(String input, long perMu) {}

  /// Reads a dose such as `37.5`, in thousandths. Throws [NumberFormatException] for what is no
  /// number above 0 with at most three decimals.
  public static long parseDose(String text) {
    if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,3})?"))
      throw new NumberFormatException("not a dose with at most three decimals");
    long dose = new BigDecimal(text).movePointRight(3).longValueExact();
    if (dose == 0) throw new NumberFormatException("no dose");
    return dose;
  }

  /// A dose as people write it.
  public static String dose(long thousandths) {
    return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
  }
}
