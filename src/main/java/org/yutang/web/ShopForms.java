package org.yutang.web;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.market.MarketRefusal;

/// Reads what forms of the seller centre say, and says what is wrong with them.
final class ShopForms {

  private ShopForms() {}

  static MerchantView.Form fresh(Screen s) {
    return new MerchantView.Form(s.freshKey(), Map.of(), "", "");
  }

  /// The form as it was typed, to be sent again. What was refused did not happen, so it gets
  /// another key.
  ///
  /// @param usual the field that is wrong where the refusal names none
  static MerchantView.Form again(
      Screen s, Map<String, String> typed, Refusal refusal, String usual) {
    String field = usual;
    String problem = s.refusal(refusal);
    if (refusal.code() == MarketRefusal.BAD_FIELD) {
      String named = String.valueOf(refusal.facts().get("field"));
      problem =
          s.refusal(
              new Refusal(
                  refusal.code(),
                  Map.of("field", s.orElse("web.shop.field." + word(named), named))));
      if (typed.containsKey(named)) field = named;
    }
    if (refusal.code() == WebRefusal.AMOUNT_UNREADABLE)
      field = String.valueOf(refusal.facts().get("field"));
    if (refusal.code() == WebRefusal.PLACE_UNKNOWN && typed.containsKey("place")) field = "place";
    return new MerchantView.Form(s.freshKey(), typed, problem, field);
  }

  /// Fields of rows are called like their column.
  private static String word(String field) {
    return field.replaceFirst("-[0-9a-f-]+$", "");
  }

  /// What is shown in place; what nobody may know of gets a page of its own.
  static HttpStatus status(Refusal refusal) {
    Refusal.Kind kind = refusal.code().kind();
    if (kind == Refusal.Kind.FORBIDDEN || kind == Refusal.Kind.NOT_FOUND) throw refusal;
    return Mishaps.status(kind);
  }

  static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }

  static UUID key(Map<String, String> typed) {
    return Asked.id(said(typed, "key"));
  }

  /// Yuan.
  static Money money(Map<String, String> typed, String name) {
    String text = said(typed, name);
    try {
      return Money.parse(Money.ungrouped(text), "CNY");
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Refusal(WebRefusal.AMOUNT_UNREADABLE, Map.of("amount", text, "field", name));
    }
  }

  /// Kilograms.
  static Mass mass(Map<String, String> typed, String name) {
    try {
      return Mass.parseKilograms(said(typed, name));
    } catch (ArithmeticException | NumberFormatException e) {
      throw bad(name);
    }
  }

  /// A mass as a form has it.
  static String kilograms(long grams) {
    return BigDecimal.valueOf(grams, 3).stripTrailingZeros().toPlainString();
  }

  static Refusal bad(String field) {
    return new Refusal(MarketRefusal.BAD_FIELD, Map.of("field", field));
  }
}
