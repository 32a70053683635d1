package org.yutang.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yutang.kernel.Refusal;

class ScheduleTest {

  /// The 27th of November 2026 is a Friday.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hour=1;minute=5            | 2026-11-27T01:04:59+08:00 | 2026-11-27T01:05:00+08:00
          hour=1;minute=5            | 2026-11-27T01:05:00+08:00 | 2026-11-28T01:05:00+08:00
          second=0/30                | 2026-11-27T01:05:00+08:00 | 2026-11-27T01:05:30+08:00
          second=0/30                | 2026-11-27T23:59:45+08:00 | 2026-11-28T00:00:00+08:00
          minute=5                   | 2026-11-27T01:05:30+08:00 | 2026-11-27T02:05:00+08:00
          minute=5,[50-51]           | 2026-11-27T01:05:00+08:00 | 2026-11-27T01:50:00+08:00
          minute=5,[50-51]           | 2026-11-27T01:50:30+08:00 | 2026-11-27T01:51:00+08:00
          dayOfWeek=1                | 2026-11-27T01:05:00+08:00 | 2026-11-30T00:00:00+08:00
          dayOfWeek=[1-5];hour=8     | 2026-11-27T08:00:00+08:00 | 2026-11-30T08:00:00+08:00
          dayOfMonth=31              | 2026-11-27T00:00:00+08:00 | 2026-12-31T00:00:00+08:00
          month=2;dayOfMonth=29      | 2026-11-27T00:00:00+08:00 | 2028-02-29T00:00:00+08:00
          month=2;dayOfMonth=29;dayOfWeek=7 | 2026-11-27T00:00:00+08:00 | 2032-02-29T00:00:00+08:00
          hour=23;minute=59;second=59 | 2026-12-31T23:59:59+08:00 | 2027-01-01T23:59:59+08:00
          hour=8                     | 2026-11-26T23:59:59Z      | 2026-11-27T00:00:00Z
          """)
  void theNextTimeIsTheFirstThatFits(String fields, OffsetDateTime after, OffsetDateTime next) {
    assertThat(Schedule.of(fields(fields)).next(after.toInstant())).isEqualTo(next.toInstant());
  }

  @ParameterizedTest
  @CsvSource({
    "second=60", "minute=-1", "hour=24", "dayOfMonth=0", "month=13", "dayOfWeek=8", "hour=[5-3]",
    "hour=1-3", "hour=x", "hour=", "'hour=1,'", "second=0/0", "year=2026", "hour=[0-99]",
    "month=2;dayOfMonth=30", "hour=99999999999"
  })
  void whatNeverComesIsRefused(String fields) {
    assertThatThrownBy(() -> Schedule.of(fields(fields)))
        .isInstanceOfSatisfying(
            Refusal.class, why -> assertThat(why.code()).isEqualTo(TraceRefusal.BAD_SCHEDULE));
  }

  @Test
  void everyTimeIsAfterTheOneBefore() {
    Schedule schedule = Schedule.of(Map.of("minute", "[10-20],59", "dayOfWeek", "[6-7]"));
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 2000; i++) {
      Instant next = schedule.next(at);
      assertThat(next).isAfter(at);
      at = next;
    }
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String each : text.split(";")) {
      String[] parts = each.strip().split("=", 2);
      fields.put(parts[0], parts[1]);
    }
    return fields;
  }
}
