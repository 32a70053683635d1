package org.yutang.insight;

import java.math.BigDecimal;
import java.util.Locale;
import org.yutang.kernel.Money;

/// What a figure counts. Values are whole numbers of it, so that nothing is rounded by accident.
public enum UnitKind {
  PERSONS,
  /// The same person twice counts twice.
  PERSON_TIMES,
  HOUSEHOLDS,
  ORDERS,
  /// How often something happened: refunds, grants, payments.
  TIMES,
  CLAIMS,
  COUNTIES,
  PROVINCES,
  DAYS,
  /// With the holidays and swapped days of the State Council's notices.
  WORKING_DAYS,
  /// Hundredths of a percent.
  BASIS_POINTS,
  /// Chinese money, in fen; written in yuan.
  CNY;

  /// More than anything on earth has; and far from what a sum could overflow.
  static final long MOST = 1_000_000_000_000_000L;

  /// Reads what [#decimal] writes. Throws [NumberFormatException] for anything else, also for what
  /// is negative or beyond a million billion.
  public long parse(String text) {
    String digits = Money.ungrouped(text);
    long value =
        switch (this) {
          case CNY, BASIS_POINTS -> Money.parse(digits, "CNY").minor();
          default -> {
            if (!digits.matches("[0-9]{1,16}")) throw new NumberFormatException("whole number");
            yield Long.parseLong(digits);
          }
        };
    if (value < 0 || value > MOST) throw new NumberFormatException("out of bounds");
    return value;
  }

  /// For machines: yuan and percent with two decimals, everything else as a whole number.
  public String decimal(long value) {
    return hasDecimals() ? BigDecimal.valueOf(value, 2).toPlainString() : String.valueOf(value);
  }

  /// For readers: the same with grouped thousands.
  public String grouped(long value) {
    return hasDecimals()
        ? String.format(Locale.ROOT, "%,.2f", BigDecimal.valueOf(value, 2))
        : String.format(Locale.ROOT, "%,d", value);
  }

  private boolean hasDecimals() {
    return this == CNY || this == BASIS_POINTS;
  }
}
