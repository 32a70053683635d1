package org.yutang.register;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;

/// Citizen identity numbers of China, GB 11643-1999: six digits of a county, eight of the birth
/// date, three of an order number (odd for men), and a check sign by ISO 7064 MOD 11-2.
public final class ChinaId {

  /// What a mapping calls this kind.
  static final String KIND = "CN-RIC";

  private static final int LENGTH = 18;
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECK_SIGNS = "10X98765432";

  private ChinaId() {}

  /// As it is kept: without blanks, the check sign in upper case.
  static String tidy(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }

  /// Whether it is a whole number whose date is one and whose check sign fits.
  public static boolean isValid(String text) {
    return hasForm(text, 0) && text.length() == LENGTH && birthDate(text) != null;
  }

  /// The birth date inside; null where the eight digits are no date.
  public static @org.jspecify.annotations.Nullable LocalDate birthDate(String text) {
    try {
      return LocalDate.of(
          Integer.parseInt(text, 6, 10, 10),
          Integer.parseInt(text, 10, 12, 10),
          Integer.parseInt(text, 12, 14, 10));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// Whether a whole valid number stands anywhere in the text, as when somebody mapped the wrong
  /// column.
  static boolean isInside(String text) {
    for (int from = 0; from + LENGTH <= text.length(); from++)
      if (hasForm(text, from) && birthDate(text.substring(from, from + LENGTH)) != null)
        return true;
    return false;
  }

  private static boolean hasForm(String text, int from) {
    if (text.length() < from + LENGTH) return false;
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      char c = text.charAt(from + i);
      if (c < '0' || c > '9') return false;
      sum += (c - '0') * WEIGHTS[i];
    }
    return Character.toUpperCase(text.charAt(from + LENGTH - 1)) == CHECK_SIGNS.charAt(sum % 11);
  }
}
