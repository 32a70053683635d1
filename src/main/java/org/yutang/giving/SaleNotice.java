package org.yutang.giving;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// That an order was sold, as its merchant tells it; without personal data.
///
/// @param orderNumber the merchant's own: 1 to 64 letters, digits, `.`, `_`, `/` or `-`
/// @param soldAt to the microsecond
/// @param origin where the goods come from, a county or a place inside one
/// @param buyerRegion where the buyer lives, a county or larger
public record SaleNotice(
    String orderNumber,
    Instant soldAt,
    Money amount,
    Optional<PlaceCode> origin,
    Optional<PlaceCode> buyerRegion)
    implements Notice {

  /// A billion yuan: more is a slip of the keys.
  private static final long MAX_FEN = 100_000_000_000L;

  private static final int MAX_NUMBER = 64;
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm[:ss]").withResolverStyle(ResolverStyle.STRICT);

  /// Refuses with [GivingRefusal#BAD_ORDER_NUMBER], [GivingRefusal#BAD_AMOUNT],
  /// [GivingRefusal#FOREIGN_CURRENCY].
  public SaleNotice {
    if (!isNumber(orderNumber)) throw new Refusal(GivingRefusal.BAD_ORDER_NUMBER);
    requireAmount(amount);
    soldAt = soldAt.truncatedTo(ChronoUnit.MICROS);
  }

  /// Reads a notice as it comes in files and bodies. Empty text is what is not said. Times are ISO
  /// 8601 with an offset, or `2026-01-31 09:30[:00]` in China's time; amounts are decimals with at
  /// most two decimals. Refuses as the constructor, and with [GivingRefusal#BAD_TIME],
  /// [GivingRefusal#UNKNOWN_PLACE].
  public static SaleNotice read(
      String orderNumber,
      String soldAt,
      String amount,
      String currency,
      String origin,
      String buyerRegion) {
    if (!isNumber(orderNumber)) throw new Refusal(GivingRefusal.BAD_ORDER_NUMBER);
    return new SaleNotice(
        orderNumber, time(soldAt), money(amount, currency), place(origin), place(buyerRegion));
  }

  static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > MAX_NUMBER) return false;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && "._/-".indexOf(c) < 0) return false;
    }
    return true;
  }

  static Instant time(String text) {
    Instant usual = UsualTime.parse(text);
    if (usual != null) return usual;
    try {
      return text.indexOf('T') > 0
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text, LOCAL).atZone(BusinessDay.ZONE).toInstant();
    } catch (DateTimeParseException e) {
      throw new Refusal(GivingRefusal.BAD_TIME, Map.of("time", shown(text)));
    }
  }

  /// @param currency empty for yuan
  static void requireYuan(String currency) {
    if (!currency.isEmpty() && !currency.equals(Sale.CURRENCY))
      throw new Refusal(GivingRefusal.FOREIGN_CURRENCY, Map.of("currency", shown(currency)));
  }

  /// @param currency empty for yuan
  static Money money(String amount, String currency) {
    requireYuan(currency);
    try {
      Money money = Money.parse(amount, Sale.CURRENCY);
      requireAmount(money);
      return money;
    } catch (NumberFormatException e) {
      throw new Refusal(GivingRefusal.BAD_AMOUNT, Map.of("amount", shown(amount)));
    }
  }

  private static Optional<PlaceCode> place(String code) {
    if (code.isEmpty()) return Optional.empty();
    if (!PlaceCode.isCode(code))
      throw new Refusal(GivingRefusal.UNKNOWN_PLACE, Map.of("place", shown(code)));
    return Optional.of(new PlaceCode(code));
  }

  static void requireAmount(Money amount) {
    if (!amount.currency().equals(Sale.CURRENCY))
      throw new Refusal(GivingRefusal.FOREIGN_CURRENCY, Map.of("currency", amount.currency()));
    if (amount.minor() <= 0 || amount.minor() > MAX_FEN)
      throw new Refusal(GivingRefusal.BAD_AMOUNT, Map.of("amount", amount.decimal()));
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
