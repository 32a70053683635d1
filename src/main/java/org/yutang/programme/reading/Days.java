package org.yutang.programme.reading;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Days as papers print them: `2026-03-08`, `2026.3.8`, `2026/03/08`, 2026年3月8日, `20260308`.
final class Days {

  private static final Pattern DAY =
      Pattern.compile(
          "(?<![0-9])((?:19|20)[0-9]{2})(?:[年./,:_~-]([0-9]{1,2})[月./,:_~-]([0-9]{1,2})(?![0-9])|(0[1-9]|1[0-2])([0-3][0-9])(?![0-9]))");

  private Days() {}

  /// All days of a plain text, in its order; what is no day of the calendar is passed over.
  static List<LocalDate> all(String text) {
    List<LocalDate> days = new ArrayList<>();
    Matcher found = DAY.matcher(text);
    while (found.find())
      try {
        boolean spelt = found.group(2) != null;
        days.add(
            LocalDate.of(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(spelt ? 2 : 4)),
                Integer.parseInt(found.group(spelt ? 3 : 5))));
      } catch (DateTimeException none) {
        // such as the 31st of June
      }
    return days;
  }
}
