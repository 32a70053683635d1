package org.yutang.farm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yutang.farm.Contract.ByQuantity;
import org.yutang.farm.Contract.Line;
import org.yutang.farm.Contract.WholeOrchard;
import org.yutang.farm.PriceChain.Link;
import org.yutang.kernel.Area;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;

/// What a contract comes to. Pure: the same deliveries, in whatever order they are given, come to
/// the same.
///
/// Each line is rounded half up to the fen once, and so is each share of the others in the chain;
/// the retail value is their sum, so that the grower has exactly what the lines say.
///
/// @param lines what was bought, and what was left to the grower
/// @param missing beyond the tolerance
/// @param excused whether what is missing is nobody's fault (force majeure)
/// @param goods what the lines come to
/// @param deduction for what is missing, at most the advance
/// @param toGrower what is paid now, never below zero
/// @param uncovered what the advance was more than the goods after the deduction; the parties
///   settle it
/// @param shares of the others in the chain
public record Settlement(
    LocalDate day,
    List<Bought> lines,
    Mass missing,
    boolean excused,
    Money goods,
    Money deduction,
    Money advance,
    Money toGrower,
    Money uncovered,
    Map<Link, Money> shares) {

  public enum Why {
    CONTRACT,
    /// More than was agreed, at the contract's price.
    SURPLUS,
    /// More than that, at the market price.
    MARKET,
    /// More than that, not bought.
    LEFT,
    /// Part of a whole orchard.
    WHOLE
  }

  /// @param day for whose market price
  public record Bought(
      Why why,
      String grade,
      Optional<LocalDate> day,
      Mass mass,
      Optional<Money> perKilogram,
      Money amount) {}

  /// What a kilogram of a grade was worth on a day.
  @FunctionalInterface
  public interface Market {
    Money perKilogram(String grade, LocalDate day);
  }

  public Settlement {
    lines = List.copyOf(lines);
    Map<Link, Money> ordered = new EnumMap<>(Link.class);
    ordered.putAll(shares);
    shares = Collections.unmodifiableMap(ordered);
  }

  static Settlement of(
      LocalDate day,
      Contract.Terms terms,
      Collection<Delivery> deliveries,
      boolean excused,
      Market market) {
    Map<String, List<Delivery>> byGrade = new TreeMap<>();
    deliveries.stream()
        .sorted(Comparator.comparing(Delivery::day).thenComparing(Delivery::id))
        .forEach(each -> byGrade.computeIfAbsent(each.grade(), g -> new ArrayList<>()).add(each));
    return switch (terms.deal()) {
      case ByQuantity deal -> byQuantity(day, terms, deal, byGrade, excused, market);
      case WholeOrchard deal -> {
        List<Bought> lines = new ArrayList<>();
        byGrade.forEach((grade, all) -> lines.add(whole(grade, mass(all))));
        yield close(day, terms, lines, deal.sum(), new Mass(0), excused, yuan(0));
      }
    };
  }

  private static Bought whole(String grade, Mass mass) {
    return new Bought(Why.WHOLE, grade, Optional.empty(), mass, Optional.empty(), yuan(0));
  }

  private static Settlement byQuantity(
      LocalDate day,
      Contract.Terms terms,
      ByQuantity deal,
      Map<String, List<Delivery>> byGrade,
      boolean excused,
      Market market) {
    List<Bought> lines = new ArrayList<>();
    long brought = 0;
    for (Line line : deal.lines()) {
      List<Delivery> all = byGrade.getOrDefault(line.grade(), List.of());
      brought = Math.addExact(brought, mass(all).grams());
      buy(line, deal.surplus(), all, market, lines);
    }
    Money goods = lines.stream().map(Bought::amount).reduce(yuan(0), Money::plus);
    long agreed = deal.quantity().grams();
    long least =
        agreed
            - agreed / 100 * deal.shortfall().tolerancePercent()
            - agreed % 100 * deal.shortfall().tolerancePercent() / 100;
    Mass missing = new Mass(Math.max(0, least - brought));
    Money deduction = excused ? yuan(0) : value(missing, deal.shortfall().perKilogram());
    return close(day, terms, lines, goods, missing, excused, min(deduction, terms.advance()));
  }

  private static void buy(
      Line line, Contract.Surplus surplus, List<Delivery> all, Market market, List<Bought> lines) {
    long left = line.quantity().grams();
    long more =
        line.quantity().grams() / 100 * surplus.percent()
            + line.quantity().grams() % 100 * surplus.percent() / 100;
    long agreed = 0;
    long above = 0;
    Map<LocalDate, Long> rest = new LinkedHashMap<>();
    for (Delivery each : all) {
      long grams = each.mass().grams();
      long first = Math.min(grams, left);
      left -= first;
      agreed += first;
      long second = Math.min(grams - first, more);
      more -= second;
      above += second;
      long third = grams - first - second;
      if (third > 0) rest.merge(each.day(), third, Math::addExact);
    }
    add(
        lines,
        Why.CONTRACT,
        line.grade(),
        Optional.empty(),
        agreed,
        Optional.of(line.perKilogram()));
    add(lines, Why.SURPLUS, line.grade(), Optional.empty(), above, Optional.of(line.perKilogram()));
    if (surplus.then() == Contract.Then.LEFT)
      add(
          lines,
          Why.LEFT,
          line.grade(),
          Optional.empty(),
          rest.values().stream().mapToLong(Long::longValue).sum(),
          Optional.empty());
    else
      rest.forEach(
          (on, grams) ->
              add(
                  lines,
                  Why.MARKET,
                  line.grade(),
                  Optional.of(on),
                  grams,
                  Optional.of(market.perKilogram(line.grade(), on))));
  }

  private static void add(
      List<Bought> lines,
      Why why,
      String grade,
      Optional<LocalDate> day,
      long grams,
      Optional<Money> price) {
    if (grams == 0) return;
    Mass mass = new Mass(grams);
    lines.add(
        new Bought(
            why, grade, day, mass, price, price.map(each -> value(mass, each)).orElse(yuan(0))));
  }

  private static Settlement close(
      LocalDate day,
      Contract.Terms terms,
      List<Bought> lines,
      Money goods,
      Mass missing,
      boolean excused,
      Money deduction) {
    Money net = goods.minus(deduction).minus(terms.advance());
    Map<Link, Money> shares = new EnumMap<>(Link.class);
    int grower = terms.chain().part(Link.GROWER);
    terms
        .chain()
        .now()
        .forEach(
            (link, part) -> {
              if (link != Link.GROWER)
                shares.put(
                    link,
                    halfUp(
                        BigDecimal.valueOf(goods.minor()).multiply(BigDecimal.valueOf(part)),
                        grower));
            });
    return new Settlement(
        day,
        lines,
        missing,
        excused,
        goods,
        deduction,
        terms.advance(),
        net.minor() > 0 ? net : yuan(0),
        net.minor() < 0 ? yuan(0).minus(net) : yuan(0),
        shares);
  }

  /// What the last buyers pay: the goods and the others' shares.
  public Money retail() {
    return shares.values().stream().reduce(goods, Money::plus);
  }

  /// What leaves the buyer's account now.
  public Money toPay() {
    return shares.values().stream().reduce(toGrower, Money::plus);
  }

  /// All that was brought, also what was left to the grower.
  public Mass brought() {
    return lines.stream().map(Bought::mass).reduce(new Mass(0), Mass::plus);
  }

  /// The value of the goods of a mu of these plots.
  public Money perMu(Area area) {
    return halfUp(
        BigDecimal.valueOf(goods.minor()).multiply(BigDecimal.valueOf(2000)),
        Math.multiplyExact(3, area.squareMetres()));
  }

  static Money value(Mass mass, Money perKilogram) {
    return halfUp(
        BigDecimal.valueOf(mass.grams()).multiply(BigDecimal.valueOf(perKilogram.minor())), 1000);
  }

  private static Money halfUp(BigDecimal dividend, long divisor) {
    return Money.fen(
        dividend.divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_UP).longValueExact());
  }

  private static Money min(Money one, Money other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Mass mass(List<Delivery> all) {
    return all.stream().map(Delivery::mass).reduce(new Mass(0), Mass::plus);
  }

  private static Money yuan(long yuan) {
    return Money.fen(yuan * 100);
  }
}
