package org.yutang.insight;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Refusal;

/// The days of a policy year that there can be a report of. Everybody may ask for the newest and
/// for the ends of months: reports of neighbouring days would tell what one person was paid.
///
/// @param to the year's last day
/// @param today may lie after the year
public record ReportDays(LocalDate from, LocalDate to, LocalDate today) {

  /// Today, or the year's last day where that has gone by.
  public LocalDate newest() {
    return today.isBefore(to) ? today : to;
  }

  /// The last days of the months that are over, and the year's, from the newest on.
  public List<LocalDate> closed() {
    List<LocalDate> days = new ArrayList<>();
    if (!today.isBefore(to)) days.add(to);
    for (YearMonth month = YearMonth.from(newest());
        !month.atEndOfMonth().isBefore(from);
        month = month.minusMonths(1)) {
      LocalDate day = month.atEndOfMonth();
      if (day.isBefore(today) && day.isBefore(to)) days.add(day);
    }
    return days;
  }

  /// The day that everybody gets. Refuses with [InsightRefusal#BAD_CUT_OFF] and
  /// [InsightRefusal#NO_MONTH_END].
  public LocalDate publicDay(Optional<LocalDate> asked) {
    LocalDate day = checked(asked);
    if (asked.isPresent() && !closed().contains(day))
      throw new Refusal(InsightRefusal.NO_MONTH_END, Map.of("day", day.toString()));
    return day;
  }

  /// Any day of the year that has come.
  LocalDate checked(Optional<LocalDate> asked) {
    LocalDate day = asked.orElse(newest());
    if (day.isBefore(from) || day.isAfter(newest()))
      throw new Refusal(
          InsightRefusal.BAD_CUT_OFF,
          Map.of("day", day.toString(), "from", from.toString(), "to", newest().toString()));
    return day;
  }
}
