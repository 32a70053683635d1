package org.yutang.programme.reading;

import java.text.Normalizer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts of yuan as bills print them and cameras see them: `¥1,235.99`, full-width digits, or
/// capitals such as 壹仟贰佰叁拾伍元玖角玖分. In fen.
final class Amounts {

  /// More is no bill.
  private static final long MOST = 100_000_000_000L;

  private static final Pattern FIGURES =
      Pattern.compile(
          "^[^0-9A-Za-z\\p{IsHan}-]*(?:CNY|RMB|[¥YV])?[:\\s]*([0-9OolI][0-9OolI,. ]*)(?:元|圆)?");
  private static final String NUMERALS = "零壹贰叁肆伍陆柒捌玖";
  private static final Pattern CAPITALS =
      Pattern.compile("(?<=^|[)写:¥额计])([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)[元圆]([零壹贰叁肆伍陆柒捌玖角分整正]*)");

  private Amounts() {}

  /// Full-width signs become narrow, blanks go, and what looks alike becomes one.
  static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replace('￥', '¥')
        .replace('。', '.')
        .replace('、', ',')
        .replace('圆', '元')
        .replace("人院", "入院") // these two look alike
        .replaceAll("\\s", "");
  }

  /// The amount that a plain text begins with. One with two decimals only: counts, codes and days
  /// are numbers too.
  static OptionalLong figures(String text) {
    Matcher found = FIGURES.matcher(text);
    if (!found.find()) return OptionalLong.empty();
    String digits =
        found.group(1).replace('O', '0').replace('o', '0').replace('l', '1').replace('I', '1');
    int end = digits.length();
    while (end > 0 && !Character.isDigit(digits.charAt(end - 1))) end--;
    digits = digits.substring(0, end).replace(',', '.');
    int point = digits.lastIndexOf('.');
    if (point < 1 || digits.length() - point != 3) return OptionalLong.empty();
    String whole = digits.substring(0, point).replace(".", "");
    if (whole.length() > 10) return OptionalLong.empty();
    long fen = Long.parseLong(whole + digits.substring(point + 1));
    return fen > MOST ? OptionalLong.empty() : OptionalLong.of(fen);
  }

  /// The amount in capitals anywhere in a plain text.
  static OptionalLong capitals(String text) {
    Matcher found = CAPITALS.matcher(text);
    if (!found.find()) return OptionalLong.empty();
    Optional<Long> yuan = number(found.group(1));
    if (yuan.isEmpty()) return OptionalLong.empty();
    long fen = yuan.get() * 100;
    String rest = found.group(2);
    fen += before(rest, '角') * 10L + before(rest, '分');
    return fen > MOST ? OptionalLong.empty() : OptionalLong.of(fen);
  }

  private static int before(String text, char unit) {
    int at = text.indexOf(unit);
    return at < 1 ? 0 : Math.max(0, NUMERALS.indexOf(text.charAt(at - 1)));
  }

  private static Optional<Long> number(String text) {
    long sum = 0;
    long group = 0;
    long digit = 0;
    for (int at = 0; at < text.length(); at++) {
      char sign = text.charAt(at);
      int numeral = NUMERALS.indexOf(sign);
      if (numeral >= 0) {
        if (numeral > 0 && digit > 0) return Optional.empty(); // two digits without a place
        digit = numeral;
        continue;
      }
      switch (sign) {
        case '拾' -> group += (digit == 0 ? 1 : digit) * 10;
        case '佰' -> group += digit * 100;
        case '仟' -> group += digit * 1000;
        case '万' -> {
          sum += (group + digit) * 10_000;
          group = 0;
        }
        case '亿' -> {
          sum = (sum + group + digit) * 100_000_000;
          group = 0;
        }
        default -> throw new IllegalStateException();
      }
      digit = 0;
    }
    long number = sum + group + digit;
    return number > MOST ? Optional.empty() : Optional.of(number);
  }
}
