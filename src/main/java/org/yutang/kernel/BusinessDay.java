package org.yutang.kernel;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// The day that an instant belongs to in the books, in the register and on pages: that of China,
/// not of the server.
public final class BusinessDay {

  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private BusinessDay() {}

  public static LocalDate of(Instant instant) {
    return LocalDate.ofInstant(instant, ZONE);
  }
}
