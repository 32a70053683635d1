package org.yutang.demo;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/// Identity numbers of the form of GB 11643 (area, birthday, sequence, check digit) that can be
/// nobody's: area codes beginning with 99 were never given out.
final class IdNumbers {

  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";
  private static final DateTimeFormatter BIRTHDAY = DateTimeFormatter.ofPattern("yyyyMMdd");

  private final Map<String, Integer> used = new HashMap<>();

  /// The next number for that birthday; the last digit of the sequence is odd for men and even for
  /// women.
  ///
  /// @param town which of the county's towns, from 0
  String next(int town, LocalDate born, boolean male) {
    String head = "99%04d%s".formatted(town + 1, born.format(BIRTHDAY));
    int count = used.merge(head + male, 1, Integer::sum);
    String body = head + "%03d".formatted(2 * count - (male ? 1 : 0));
    return body + check(body);
  }

  /// The check digit of ISO 7064, MOD 11-2.
  static char check(String seventeen) {
    int sum = 0;
    for (int i = 0; i < 17; i++) sum += (seventeen.charAt(i) - '0') * WEIGHTS[i];
    return CHECKS.charAt(sum % 11);
  }
}
