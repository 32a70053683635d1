package org.yutang.farm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// Numbers of a day with their source: market prices and exchange rates. Of several of one day the
/// last written holds. The same id with the same content is quietly accepted, with other content
/// refused with [FarmRefusal#ID_REUSED].
public interface Quotes {

  /// How many days a market price holds, and an exchange rate.
  int PRICE_DAYS = 7;

  int RATE_DAYS = 31;

  /// What a kilogram was bought for in a county.
  record MarketPrice(
      UUID id,
      PlaceCode county,
      String standard,
      String grade,
      LocalDate day,
      Money perKilogram,
      String source) {}

  /// What a dollar cost in yuan.
  record ExchangeRate(UUID id, LocalDate day, BigDecimal yuan, String source) {
    /// Rounded half up to the cent.
    public Money dollars(Money yuanAmount) {
      return new Money(
          BigDecimal.valueOf(yuanAmount.minor())
              .divide(yuan, 0, RoundingMode.HALF_UP)
              .longValueExact(),
          "USD");
    }
  }

  /// Wants `RECORD_FARM` in the county. Refuses with [FarmRefusal#BAD_FIELD],
  /// [FarmRefusal#UNKNOWN_STANDARD] and [FarmRefusal#UNKNOWN_GRADE].
  void record(Actor actor, MarketPrice price);

  /// Wants `ENTER_FIGURES` somewhere. Refuses with [FarmRefusal#BAD_FIELD].
  void record(Actor actor, ExchangeRate rate);

  /// The last of the [#PRICE_DAYS] days up to that one.
  Optional<MarketPrice> price(PlaceCode county, String standard, String grade, LocalDate day);

  /// The last of the [#RATE_DAYS] days up to that one.
  Optional<ExchangeRate> rate(LocalDate day);
}
