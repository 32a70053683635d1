package org.yutang.giving;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Reads the one form in which nearly all times come, `2026-01-31T09:30:00.123Z` or `…+08:00`, with
/// less work than a formatter; a list has thousands of them.
final class UsualTime {

  private static final int SECONDS = "2026-01-31T09:30:00".length();
  private static final int OFFSET = "+08:00".length();
  private static final int MOST_DECIMALS = 9;

  private UsualTime() {}

  /// Null for any other form and for what is no time: ask the formatter, which says what is wrong.
  static @Nullable Instant parse(String text) {
    if (text.length() <= SECONDS) return null;
    int year = digits(text, 0, 4, '-');
    int month = digits(text, 5, 2, '-');
    int day = digits(text, 8, 2, 'T');
    int hour = digits(text, 11, 2, ':');
    int minute = digits(text, 14, 2, ':');
    int second = digits(text, 17, 2, text.charAt(SECONDS));
    if ((year | month | day | hour | minute | second) < 0) return null;
    int end = SECONDS;
    int nanos = 0;
    if (text.charAt(end) == '.') {
      int first = end + 1;
      for (end = first; end < text.length() && isDigit(text.charAt(end)); end++)
        nanos = nanos * 10 + (text.charAt(end) - '0');
      if (end == first || end - first > MOST_DECIMALS) return null;
      for (int decimals = end - first; decimals < MOST_DECIMALS; decimals++) nanos *= 10;
    }
    try {
      ZoneOffset offset = offset(text, end);
      return offset == null
          ? null
          : LocalDateTime.of(year, month, day, hour, minute, second, nanos).toInstant(offset);
    } catch (DateTimeException noTime) {
      return null;
    }
  }

  private static @Nullable ZoneOffset offset(String text, int from) {
    if (text.length() == from + 1) return text.charAt(from) == 'Z' ? ZoneOffset.UTC : null;
    if (text.length() != from + OFFSET) return null;
    int hours = digits(text, from + 1, 2, ':');
    int minutes = digits(text, from + 4, 2, ' ');
    if ((hours | minutes) < 0) return null;
    return switch (text.charAt(from)) {
      case '+' -> ZoneOffset.ofHoursMinutes(hours, minutes);
      case '-' -> ZoneOffset.ofHoursMinutes(-hours, -minutes);
      default -> null;
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// The number that stands there, with that character behind it (or the end); negative if not.
  private static int digits(String text, int from, int count, char behind) {
    int number = 0;
    for (int at = from; at < from + count; at++) {
      char c = text.charAt(at);
      if (!isDigit(c)) return -1;
      number = number * 10 + (c - '0');
    }
    int end = from + count;
    return end == text.length() || text.charAt(end) == behind ? number : -1;
  }
}
