package org.yutang.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/// An exact amount of money: whole minor units (fen, cents) of one ISO 4217 currency that has two
/// decimals.
///
/// Arithmetic is exact: overflow throws [ArithmeticException], mixing currencies throws
/// [IllegalArgumentException]. There is no rounding except where a method names it.
public record Money(long minor, String currency) implements Comparable<Money> {

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,2})?");
  private static final Pattern GROUPED = Pattern.compile("-?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]*)?");

  public Money {
    if (!currency.matches("[A-Z]{3}")) throw new IllegalArgumentException("currency " + currency);
  }

  /// `fen` hundredths of a yuan.
  public static Money fen(long fen) {
    return new Money(fen, "CNY");
  }

  /// Reads a decimal such as `32.00`: at most 15 digits and two decimals, no exponent. Throws
  /// [NumberFormatException] for anything else; nothing is rounded.
  public static Money parse(String decimal, String currency) {
    if (!DECIMAL.matcher(decimal).matches())
      throw new NumberFormatException("not an amount with at most two decimals");
    return new Money(
        new BigDecimal(decimal)
            .setScale(2, RoundingMode.UNNECESSARY)
            .unscaledValue()
            .longValueExact(),
        currency);
  }

  /// A number as people type it, without the commas that group its thousands and the space around.
  /// Throws [NumberFormatException] for a comma anywhere else, such as `4,56`: it could mean a
  /// decimal point.
  public static String ungrouped(String typed) {
    String text = typed.strip().replace('，', ',');
    if (text.indexOf(',') < 0) return text;
    if (!GROUPED.matcher(text).matches())
      throw new NumberFormatException("commas that group no thousands");
    return text.replace(",", "");
  }

  public Money plus(Money other) {
    return new Money(Math.addExact(minor, same(other)), currency);
  }

  public Money minus(Money other) {
    return new Money(Math.subtractExact(minor, same(other)), currency);
  }

  public Money times(long factor) {
    return new Money(Math.multiplyExact(minor, factor), currency);
  }

  /// The amount with two decimals and no grouping, such as `1234.50`; for machines.
  public String decimal() {
    return BigDecimal.valueOf(minor, 2).toPlainString();
  }

  /// The amount with two decimals and grouped thousands, such as `1,234.50`; for readers.
  public String grouped() {
    return String.format(Locale.ROOT, "%,.2f", BigDecimal.valueOf(minor, 2));
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(minor, same(other));
  }

  private long same(Money other) {
    if (!currency.equals(other.currency))
      throw new IllegalArgumentException(currency + " and " + other.currency);
    return other.minor;
  }

  @Override
  public String toString() {
    return decimal() + " " + currency;
  }
}
