package org.yutang.web;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.farm.Buyer;
import org.yutang.farm.Contract;
import org.yutang.farm.Cooperative;
import org.yutang.farm.Delivery;
import org.yutang.farm.GradedGoods;
import org.yutang.farm.Plot;
import org.yutang.farm.PriceChain.Link;
import org.yutang.farm.Quotes;
import org.yutang.farm.Settlement;
import org.yutang.farm.Standard;
import org.yutang.kernel.Area;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.register.Place;
import org.yutang.supply.Lot;

/// Contracts with growers on pages.
public final class ContractView {

  private ContractView() {}

  /// What a contract is about, by names.
  public record Names(String buyer, String grower, String product, String place) {}

  public record Listed(
      Page<Contract> contracts,
      Map<String, Names> names,
      Optional<Place> place,
      String placeProblem,
      Optional<Cooperative> cooperative) {}

  /// @param cooperatives to begin with, where no plots are known yet
  /// @param chosen ids of the plots that are ticked
  public record Form(
      String id,
      int version,
      Map<String, String> typed,
      List<Cooperative> cooperatives,
      List<Plot> plots,
      List<String> chosen,
      List<Buyer> buyers,
      String grower,
      Optional<Standard> standard,
      int season,
      String problem,
      String field) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public Standard.Version version(Standard of) {
      return of.inSeason(season);
    }
  }

  /// How much of a grade has come; without an agreed quantity for a whole orchard.
  public record Progress(
      String title, Mass brought, Optional<Mass> agreed, Optional<Money> perKilogram) {
    /// Out of a hundred, for a bar.
    public long percent() {
      long of = agreed.map(Mass::grams).orElse(0L);
      return of == 0 ? 0 : Math.min(100, brought.grams() * 100 / of);
    }
  }

  /// @param price whether market prices of the county may be recorded
  public record May(boolean record, boolean price, boolean sign) {}

  public record One(
      Contract contract,
      Names names,
      List<Place> above,
      Standard standard,
      List<Progress> progress,
      List<Delivery.Taken> deliveries,
      List<GradedGoods.Uncounted> uncounted,
      List<Contract.Step> steps,
      Area area,
      int plots,
      Optional<Money> available,
      May may,
      String newId,
      Map<String, String> typed,
      String today,
      String problem,
      String field) {

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public String grade(Screen s, String name) {
      if (name.equals(Lot.BELOW_ALL)) return s.t("web.standard.below");
      return title(s, standard, contract.terms(), name);
    }

    public List<Standard.Grade> grades() {
      Standard.Version version = standard.inSeason(contract.terms().season());
      return version.grades().stream()
          .filter(
              grade ->
                  !(contract.terms().deal() instanceof Contract.ByQuantity deal)
                      || deal.line(grade.name()).isPresent())
          .toList();
    }
  }

  static String title(Screen s, Standard standard, Contract.Terms terms, String grade) {
    return standard.inSeason(terms.season()).grades().stream()
        .filter(each -> each.name().equals(grade))
        .findFirst()
        .map(each -> s.in(each.title()))
        .orElse(grade);
  }

  /// A part of a bar of a thousand.
  public record Part(Link link, int from, int thousandths) {
    public String style() {
      return ContractView.style(link);
    }
  }

  /// The bar of a division.
  public static List<Part> bar(Map<Link, Integer> division) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (Map.Entry<Link, Integer> each : division.entrySet()) {
      parts.add(new Part(each.getKey(), from, each.getValue()));
      from += each.getValue();
    }
    return parts;
  }

  /// Its colour.
  public static String style(Link link) {
    return switch (link) {
      case GROWER -> "f2";
      case COOPERATIVE, WHOLESALER -> "f3";
      case SORTING -> "f1";
      case FREIGHT -> "fw";
      case PLATFORM, COLLECTOR -> "fa";
      case RETAILER -> "fx";
    };
  }

  /// Of each yuan, such as `0.55`.
  public static String ofAYuan(int thousandths) {
    BigDecimal yuan = BigDecimal.valueOf(thousandths, 3).stripTrailingZeros();
    return (yuan.scale() < 2 ? yuan.setScale(2) : yuan).toPlainString();
  }

  public static String kilograms(Screen s, Mass mass) {
    return s.t(
        "web.contract.kg",
        "kilograms",
        String.format(java.util.Locale.ROOT, "%,.3f", mass.kilograms())
            .replaceFirst("\\.?0+$", ""));
  }

  /// What is taken off.
  public static String less(Screen s, Money money) {
    return (money.minor() == 0 ? "" : "−") + s.money(money);
  }

  public static String percent(int thousandths) {
    return ContractForm.percent(thousandths);
  }

  /// How the grower answered or how it was settled, in words; other notes as they are.
  public static String note(Screen s, Contract.Step step) {
    return switch (step.kind()) {
      case ACCEPTED -> s.name("farm.contract.word", Contract.Word.valueOf(step.note()));
      case SETTLED -> step.note().isEmpty() ? "" : s.t("web.contract.excused");
      default -> step.note();
    };
  }

  public static String tag(Contract.State state) {
    return switch (state) {
      case SIGNED, SETTLED -> "ok";
      case OFFERED, ACCEPTED, SETTLING -> "warn";
      case CANCELLED, DRAFT -> "line";
    };
  }

  /// @param fixed whether it was settled, not only calculated until now
  public record Statement(
      Contract contract,
      Names names,
      Standard standard,
      Settlement settlement,
      boolean fixed,
      Area area,
      Optional<Quotes.ExchangeRate> rate) {

    public String grade(Screen s, String name) {
      return title(s, standard, contract.terms(), name);
    }

    public Money perMu() {
      return settlement.perMu(area);
    }

    public Money of(Link link) {
      return link == Link.GROWER
          ? settlement.goods()
          : settlement.shares().getOrDefault(link, Money.fen(0));
    }
  }

  public record BuyersPage(
      List<Buyer> buyers,
      Map<String, Money> available,
      boolean maySign,
      boolean mayMove,
      String key,
      Map<String, String> typed,
      String problem,
      String field) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }
  }
}
