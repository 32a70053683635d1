package org.yutang.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.UUID;
import org.yutang.kernel.Uuids;

/// An article that is made to order: so many pieces a week, sold ahead with promised dates.
///
/// @param perWeek pieces of a week that nobody has set otherwise
/// @param lead days before which nothing can be promised
/// @param horizon weeks that are sold ahead
public record Craft(UUID article, UUID shop, int perWeek, int lead, int horizon) {

  /// One week of its calendar.
  ///
  /// @param monday its first day
  /// @param capacity pieces that can be made
  /// @param free pieces that can still be promised
  public record Week(LocalDate monday, long capacity, long free) {
    public long taken() {
      return capacity - free;
    }

    /// By when what is made in it is sent.
    public LocalDate promised() {
      return lastDay(monday);
    }
  }

  /// An order that should have been sent.
  public record Late(UUID order, String number, LocalDate promised, long pieces) {}

  /// @param weeks from the first that can be promised to the last that is sold
  public record Calendar(Craft craft, List<Week> weeks) {
    public Calendar {
      weeks = List.copyOf(weeks);
    }
  }

  static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  static LocalDate lastDay(LocalDate monday) {
    return monday.plusDays(6);
  }

  /// The first week that can be promised on a day.
  LocalDate first(LocalDate today) {
    return monday(today.plusDays(lead));
  }

  /// The last week that is sold on a day.
  LocalDate last(LocalDate today) {
    return monday(today).plusWeeks(horizon);
  }

  /// The ledger's account of what a week can still make.
  static UUID week(UUID article, LocalDate monday) {
    return Uuids.named("market.craft", article.toString(), monday.toString());
  }

  /// Of what is promised of an article.
  static UUID promised(UUID article) {
    return Uuids.named("market.craft", "promised", article.toString());
  }
}
