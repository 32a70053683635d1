package org.yutang.kernel;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/// An exact amount of money: whole minor units (fen, cents) of one ISO 4217 currency that has two
/// decimals.
///
/// Arithmetic is exact: overflow throws [ArithmeticException], mixing currencies throws
/// [IllegalArgumentException]. There is no rounding except where a method names it.
public record Money(long minor, String currency) implements Comparable<Money> {

  /// Before the point; with two more behind it far within a long.
  private static final int MOST_DIGITS = 15;

  private static final Pattern GROUPED = Pattern.compile("-?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]*)?");

  public Money {
    if (!isCurrency(currency)) throw new IllegalArgumentException("currency " + currency);
  }

  private static boolean isCurrency(String code) {
    if (code.length() != 3) return false;
    for (int i = 0; i < 3; i++) if (code.charAt(i) < 'A' || code.charAt(i) > 'Z') return false;
    return true;
  }

  /// `fen` hundredths of a yuan.
  public static Money fen(long fen) {
    return new Money(fen, "CNY");
  }

  /// Reads a decimal such as `32.00`: at most 15 digits and two decimals, no exponent. Throws
  /// [NumberFormatException] for anything else; nothing is rounded.
  public static Money parse(String decimal, String currency) {
    int end = decimal.length();
    boolean negative = end > 0 && decimal.charAt(0) == '-';
    int first = negative ? 1 : 0;
    int point = decimal.indexOf('.');
    int wholeEnd = point < 0 ? end : point;
    int decimals = point < 0 ? 0 : end - point - 1;
    boolean fits = wholeEnd > first && wholeEnd - first <= MOST_DIGITS;
    if (!fits || (point >= 0 && (decimals < 1 || decimals > 2))) throw notAnAmount();
    long minor = digits(decimal, first, wholeEnd);
    for (int i = 0; i < 2; i++)
      minor = minor * 10 + (i < decimals ? digits(decimal, point + 1 + i, point + 2 + i) : 0);
    return new Money(negative ? -minor : minor, currency);
  }

  private static long digits(String text, int from, int to) {
    long value = 0;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (c < '0' || c > '9') throw notAnAmount();
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static NumberFormatException notAnAmount() {
    return new NumberFormatException("not an amount with at most two decimals");
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
