package org.yutang.programme;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// The day that an instant belongs to in the books: that of the programmes' country, not of the
/// server.
final class BusinessDay {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private BusinessDay() {}

  static LocalDate of(Instant instant) {
    return LocalDate.ofInstant(instant, ZONE);
  }
}
