package org.yutang.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The working days of China: Monday to Friday, but for the holidays and swapped days that the
/// State Council announces a year ahead. `calendar/working-days-cn.txt` holds the days and names
/// the notices.
public final class WorkingDays {

  private static final Set<Integer> PUBLISHED = new HashSet<>();

  /// True for a weekend on which people work, false for a day off.
  private static final Map<LocalDate, Boolean> SWAPPED = new HashMap<>();

  static {
    load();
  }

  private WorkingDays() {}

  public static boolean isWorkingDay(LocalDate day) {
    Boolean swapped = SWAPPED.get(day);
    if (swapped != null) return swapped;
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }

  /// The `count`th working day after the day; the day itself for 0.
  public static LocalDate plus(LocalDate day, int count) {
    if (count < 0) throw new IllegalArgumentException(count + " working days");
    LocalDate found = day;
    for (int left = count; left > 0; ) {
      found = found.plusDays(1);
      if (isWorkingDay(found)) left--;
    }
    return found;
  }

  /// How many working days lie after `from`, up to and including `to`; negative where `to` is the
  /// earlier one.
  public static int between(LocalDate from, LocalDate to) {
    if (to.isBefore(from)) return -between(to, from);
    int count = 0;
    for (LocalDate day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1))
      if (isWorkingDay(day)) count++;
    return count;
  }

  /// Whether the year's notice is not known here, so that only weekends are free and what is
  /// counted may change.
  public static boolean isProvisional(int year) {
    return !PUBLISHED.contains(year);
  }

  /// The text of the calendar, for whoever counts again.
  public static String calendar() {
    try (InputStream file =
        Objects.requireNonNull(
            WorkingDays.class.getResourceAsStream("/calendar/working-days-cn.txt"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void load() {
    for (String line : calendar().lines().filter(each -> !each.isBlank()).toList()) {
      List<String> words = List.of(line.split(" "));
      switch (words.getFirst()) {
        case "#" -> {}
        case "notice" -> PUBLISHED.add(Integer.valueOf(words.get(1)));
        case "on", "off" ->
            words.subList(1, words.size()).forEach(days -> put(days, line.startsWith("on")));
        default -> throw new IllegalStateException("calendar line " + line);
      }
    }
  }

  private static void put(String days, boolean working) {
    int dots = days.indexOf("..");
    LocalDate first = LocalDate.parse(dots < 0 ? days : days.substring(0, dots));
    LocalDate last = dots < 0 ? first : LocalDate.parse(days.substring(dots + 2));
    first.datesUntil(last.plusDays(1)).forEach(day -> SWAPPED.put(day, working));
  }
}
