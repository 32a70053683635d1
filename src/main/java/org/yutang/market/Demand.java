package org.yutang.market;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import org.yutang.kernel.PlaceCode;

/// What the market knows of how much something is wanted: orders, prices and searches, as sums
/// without anybody's name. Thread-safe.
public interface Demand {

  /// Which products are meant: those of a standard, or those whose title has all words of a name.
  record Match(Optional<String> standard, String name) {}

  /// What was paid for within both days, and not cancelled since; what went back later is still in
  /// it.
  ///
  /// @param products how many of the county are on sale now
  record Sold(long products, long orders, long pieces, long grams, long fen) {}

  Sold sold(PlaceCode county, Match match, LocalDate from, LocalDate to);

  /// The median of what a kilogram of an article on sale costs, in fen; empty where there is none.
  ///
  /// @param county empty for the whole market
  OptionalLong perKilogram(Optional<PlaceCode> county, Match match);

  /// How many searches may have been for that name within both days: the least of the counts of its
  /// words, because words are counted one by one.
  long searches(String name, LocalDate from, LocalDate to);

  /// Whether any search was counted within both days.
  boolean counted(LocalDate from, LocalDate to);
}
