package org.yutang.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Days whose answer stands in the notices themselves.
class WorkingDaysTest {

  @ParameterizedTest
  @CsvSource({
    "2017-01-22, true", "2017-02-02, false", "2017-02-03, true", "2017-09-30, true",
        "2017-10-08, false",
    "2018-02-24, true", "2018-04-06, false", "2018-09-30, true", "2018-12-29, true",
        "2018-12-31, false",
    "2019-05-02, false", "2019-05-05, true", "2019-10-12, true", "2019-09-13, false",
        "2019-04-28, true",
    "2020-01-31, false", "2020-02-03, true", "2020-06-28, true", "2020-10-08, false",
        "2020-05-09, true",
    "2021-02-20, true", "2021-09-20, false", "2021-09-18, true", "2021-10-09, true",
        "2021-04-05, false",
    "2022-01-30, true", "2022-05-04, false", "2022-10-09, true", "2022-09-12, false",
        "2022-04-02, true",
    "2023-01-02, false", "2023-06-23, false", "2023-06-25, true", "2023-10-06, false",
        "2023-10-08, true",
    "2024-02-09, true", "2024-02-18, true", "2024-05-11, true", "2024-10-07, false",
        "2024-09-29, true",
    "2025-01-26, true", "2025-02-04, false", "2025-05-05, false", "2025-10-08, false",
        "2025-10-11, true",
    "2026-01-02, false", "2026-01-04, true", "2026-02-23, false", "2026-05-09, true",
        "2026-09-25, false",
    "2026-03-16, true", "2026-03-15, false"
  })
  void everyYearIsAsItsNoticeSays(LocalDate day, boolean working) {
    assertThat(WorkingDays.isWorkingDay(day)).isEqualTo(working);
  }

  @Test
  void fiveWorkingDaysJumpOverAHolidayAndCountASwappedSunday() {
    // 29 and 30 September 2025, 9, 10 and the working Saturday 11 October
    assertThat(WorkingDays.plus(LocalDate.of(2025, 9, 28), 5))
        .isEqualTo(LocalDate.of(2025, 10, 11));
    assertThat(WorkingDays.plus(LocalDate.of(2025, 9, 27), 1)).isEqualTo(LocalDate.of(2025, 9, 28));
    assertThat(WorkingDays.plus(LocalDate.of(2025, 10, 1), 0)).isEqualTo(LocalDate.of(2025, 10, 1));
    assertThatThrownBy(() -> WorkingDays.plus(LocalDate.of(2025, 10, 1), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void betweenUndoesPlus() {
    LocalDate day = LocalDate.of(2017, 1, 1);
    for (int i = 0; i < 3000; i += 7)
      for (int count = 1; count < 20; count += 3)
        assertThat(WorkingDays.between(day.plusDays(i), WorkingDays.plus(day.plusDays(i), count)))
            .isEqualTo(count);
    assertThat(WorkingDays.between(day.plusDays(9), day)).isEqualTo(-6);
  }

  @Test
  void aYearHasAsManyWorkingDaysAsTheHolidaysLeave() {
    for (int year = 2017; year <= 2026; year++) {
      int days =
          WorkingDays.between(LocalDate.of(year, 1, 1).minusDays(1), LocalDate.of(year, 12, 31));
      assertThat(days).as("%s", year).isBetween(247, 252);
      assertThat(WorkingDays.isProvisional(year)).isFalse();
    }
  }

  @Test
  void aYearWithoutANoticeKnowsWeekendsOnlyAndSaysSo() {
    assertThat(WorkingDays.isProvisional(2027)).isTrue();
    assertThat(WorkingDays.isProvisional(2016)).isTrue();
    assertThat(WorkingDays.isWorkingDay(LocalDate.of(2027, 10, 1))).isTrue();
    assertThat(WorkingDays.isWorkingDay(LocalDate.of(2027, 10, 2))).isFalse();
  }
}
