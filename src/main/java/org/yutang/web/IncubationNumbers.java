package org.yutang.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yutang.incubation.Factor;
import org.yutang.incubation.Inputs;
import org.yutang.kernel.Money;

/// Says what a score was made of.
final class IncubationNumbers {

  private IncubationNumbers() {}

  static String of(Screen s, Inputs of, Factor factor) {
    return s.t(
        "web.incubation.raw." + s.code(factor),
        switch (factor) {
          case DEMAND ->
              Map.of(
                  "orders", number(s, of.orders()),
                  "money", money(s, of.fen()),
                  "before", money(s, of.fenBefore()));
          case SEARCH -> Map.of("searches", number(s, of.searches()));
          case SEASON ->
              Map.of(
                  "days",
                  of.daysToHarvest() == null ? missing(s) : s.n(of.daysToHarvest().longValue()));
          case PRICE ->
              Map.of(
                  "price", money(s, of.perKilogram()),
                  "market", money(s, of.marketPerKilogram()),
                  "least", money(s, of.protectedPrice()));
          case ADVANTAGE ->
              Map.of(
                  "area", number(s, of.squareMetres()),
                  "growers", number(s, of.growers()),
                  "certificates", number(s, of.certificates()),
                  "contracts", number(s, of.contracts()));
        });
  }

  private static String number(Screen s, @Nullable Long number) {
    return number == null ? missing(s) : s.n(number.longValue());
  }

  private static String money(Screen s, @Nullable Long fen) {
    return fen == null ? missing(s) : s.money(Money.fen(fen));
  }

  private static String missing(Screen s) {
    return s.t("web.incubation.no-data");
  }
}
