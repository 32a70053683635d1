package org.yutang.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.farm.Contract;
import org.yutang.farm.FarmRefusal;
import org.yutang.farm.PriceChain;
import org.yutang.farm.PriceChain.Link;
import org.yutang.farm.Standard;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.register.HouseholdId;

/// The form of a contract: what people type into terms, and back.
final class ContractForm {

  static final String WHOLE = "whole-orchard";
  private static final String QUANTITY = "quantity";

  private ContractForm() {}

  /// Refuses with [FarmRefusal#BAD_FIELD].
  static Contract.Terms terms(
      Map<String, String> typed, List<UUID> plots, Standard.Version version) {
    return new Contract.Terms(
        Asked.id(said(typed, "buyer")),
        Asked.maybeId(said(typed, "household")).map(HouseholdId::new),
        Asked.maybeId(said(typed, "cooperative")),
        number(typed, "season"),
        said(typed, "standard"),
        plots,
        said(typed, "kind").equals(WHOLE)
            ? new Contract.WholeOrchard(money(typed, "sum", "sum"))
            : byQuantity(typed, version),
        said(typed, "advance").isEmpty() ? Money.fen(0) : money(typed, "advance", "advance"),
        day(typed, "from"),
        day(typed, "until"),
        number(typed, "grace"),
        new PriceChain(parts(typed, "now-"), parts(typed, "before-"), said(typed, "source")));
  }

  private static Contract.ByQuantity byQuantity(
      Map<String, String> typed, Standard.Version version) {
    List<Contract.Line> lines = new ArrayList<>();
    for (Standard.Grade grade : version.grades())
      if (!said(typed, QUANTITY + "-" + grade.name()).isEmpty())
        lines.add(
            new Contract.Line(
                grade.name(),
                mass(typed, QUANTITY + "-" + grade.name(), QUANTITY),
                money(typed, "price-" + grade.name(), "price")));
    return new Contract.ByQuantity(
        lines,
        new Contract.Shortfall(number(typed, "tolerance"), money(typed, "deduction", "deduction")),
        new Contract.Surplus(
            number(typed, "surplus"),
            Asked.constant(Contract.Then.class, said(typed, "then"))
                .orElseThrow(() -> bad("surplus"))));
  }

  private static Map<Link, Integer> parts(Map<String, String> typed, String prefix) {
    Map<Link, Integer> parts = new EnumMap<>(Link.class);
    for (Link link : Link.values()) {
      String percent = said(typed, prefix + Asked.name(link));
      if (percent.isEmpty()) continue;
      if (!percent.matches("[0-9]{1,3}(\\.[0-9])?"))
        throw new Refusal(FarmRefusal.BAD_CHAIN, Map.of("problem", "sum"));
      parts.put(link, (int) Money.parse(percent, "CNY").minor() / 10);
    }
    return parts;
  }

  /// In per cent with one decimal at most.
  static String percent(int thousandths) {
    return thousandths % 10 == 0
        ? String.valueOf(thousandths / 10)
        : thousandths / 10 + "." + thousandths % 10;
  }

  static Map<String, String> typed(Contract.Terms terms) {
    Map<String, String> typed = new HashMap<>();
    typed.put("buyer", terms.buyer().toString());
    terms.household().ifPresent(id -> typed.put("household", id.toString()));
    terms.cooperative().ifPresent(id -> typed.put("cooperative", id.toString()));
    typed.put("season", String.valueOf(terms.season()));
    typed.put("standard", terms.standard());
    typed.put("advance", terms.advance().decimal());
    typed.put("from", terms.from().toString());
    typed.put("until", terms.until().toString());
    typed.put("grace", String.valueOf(terms.graceDays()));
    typed.put("source", terms.chain().source());
    terms
        .chain()
        .now()
        .forEach((link, part) -> typed.put("now-" + Asked.name(link), percent(part)));
    terms
        .chain()
        .before()
        .forEach((link, part) -> typed.put("before-" + Asked.name(link), percent(part)));
    switch (terms.deal()) {
      case Contract.WholeOrchard deal -> {
        typed.put("kind", WHOLE);
        typed.put("sum", deal.sum().decimal());
      }
      case Contract.ByQuantity deal -> {
        typed.put("kind", QUANTITY);
        for (Contract.Line line : deal.lines()) {
          typed.put(
              QUANTITY + "-" + line.grade(),
              line.quantity().kilograms().stripTrailingZeros().toPlainString());
          typed.put("price-" + line.grade(), line.perKilogram().decimal());
        }
        typed.put("tolerance", String.valueOf(deal.shortfall().tolerancePercent()));
        typed.put("deduction", deal.shortfall().perKilogram().decimal());
        typed.put("surplus", String.valueOf(deal.surplus().percent()));
        typed.put("then", Asked.name(deal.surplus().then()));
      }
    }
    return typed;
  }

  /// What a new contract begins with: protected prices, the harvest of the standard's calendar, the
  /// usual bounds.
  static Map<String, String> fresh(Standard.Version version, int season) {
    Map<String, String> typed = new HashMap<>();
    typed.put("kind", QUANTITY);
    for (Standard.Grade grade : version.grades())
      version
          .price(season, grade.name())
          .ifPresent(price -> typed.put("price-" + grade.name(), price.decimal()));
    version.tasks().stream()
        .filter(task -> task.kind() == Standard.TaskKind.HARVEST)
        .findFirst()
        .ifPresent(
            harvest -> {
              typed.put("from", version.day(harvest.from(), season).toString());
              typed.put("until", version.day(harvest.to(), season).toString());
            });
    typed.put("season", String.valueOf(season));
    typed.put("grace", "5");
    typed.put("tolerance", "5");
    typed.put("deduction", "0.50");
    typed.put("surplus", "10");
    typed.put("then", Asked.name(Contract.Then.MARKET));
    return typed;
  }

  static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }

  static int number(Map<String, String> typed, String name) {
    return Asked.number(said(typed, name)).orElseThrow(() -> bad(name));
  }

  static LocalDate day(Map<String, String> typed, String name) {
    return Asked.day(said(typed, name)).orElseThrow(() -> bad("window"));
  }

  static Money money(Map<String, String> typed, String name, String field) {
    try {
      return Money.parse(Money.ungrouped(said(typed, name)), "CNY");
    } catch (NumberFormatException e) {
      throw bad(field);
    }
  }

  static Mass mass(Map<String, String> typed, String name, String field) {
    try {
      return Mass.parseKilograms(Money.ungrouped(said(typed, name)));
    } catch (NumberFormatException e) {
      throw bad(field);
    }
  }

  static Refusal bad(String field) {
    return new Refusal(FarmRefusal.BAD_FIELD, Map.of("field", field));
  }
}
