package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.yutang.farm.Measure;
import org.yutang.farm.Plot;
import org.yutang.farm.Season;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.supply.Buyer;
import org.yutang.supply.Certificate;
import org.yutang.supply.Handled;
import org.yutang.supply.Lot;
import org.yutang.supply.Site;
import org.yutang.supply.Sorting;
import org.yutang.supply.Step;
import org.yutang.supply.Stock;
import org.yutang.supply.Temperatures;

/// What pages of goods show.
public final class SupplyView {

  private SupplyView() {}

  /// Says what goods are.
  public record Named(Standards standards) {

    /// Such as `Navel orange · Newhall · First`.
    public String product(Screen s, Lot.Product product) {
      return kind(s, product) + s.t("web.dot") + grade(s, product);
    }

    /// Such as `Navel orange · Newhall`.
    public String kind(Screen s, Lot.Product product) {
      return standards
          .find(product.standard())
          .map(
              standard ->
                  s.in(standard.title())
                      + s.t("web.dot")
                      + standard.varieties().stream()
                          .filter(each -> each.name().equals(product.variety()))
                          .map(each -> s.in(each.title()))
                          .findFirst()
                          .orElse(product.variety()))
          .orElse(product.standard());
    }

    public String grade(Screen s, Lot.Product product) {
      return grade(s, product, product.grade());
    }

    /// What the product's standard calls a grade.
    public String grade(Screen s, Lot.Product product, String grade) {
      if (grade.equals(Lot.UNGRADED)) return s.t("web.supply.ungraded");
      if (grade.equals(Lot.BELOW_ALL)) return s.t("web.supply.below");
      return standards
          .find(product.standard())
          .flatMap(
              standard ->
                  standard.inSeason(product.season()).grades().stream()
                      .filter(each -> each.name().equals(grade))
                      .findFirst())
          .map(each -> s.in(each.title()))
          .orElse(grade);
    }

    /// By which measures pieces missed the next better grade, the most frequent first.
    public String missed(Screen s, Sorting.Tally tally) {
      List<String> told = new ArrayList<>();
      tally.missed().entrySet().stream()
          .sorted(
              Map.Entry.<String, Integer>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .forEach(
              each ->
                  told.add(
                      s.name("farm.measure", Measure.valueOf(each.getKey()))
                          + " "
                          + s.n(each.getValue())));
      return String.join(s.t("web.dot"), told);
    }
  }

  /// The present minute as a form has it.
  public static String now(Clock clock) {
    return LocalDateTime.ofInstant(clock.instant(), BusinessDay.ZONE)
        .truncatedTo(ChronoUnit.MINUTES)
        .toString();
  }

  /// Where a shipment goes.
  public static String to(Stock.Shipment shipment) {
    return shipment.to().map(Site::name).or(() -> shipment.buyer().map(Buyer::name)).orElse("");
  }

  /// What may be done with some of a lot.
  public static List<Step.Kind> offered(Lot lot) {
    return lot.held().isPresent()
        ? List.of(Step.Kind.RELEASE, Step.Kind.TEST, Step.Kind.COUNT, Step.Kind.LOSE)
        : List.of(
            Step.Kind.GRADE,
            Step.Kind.SPLIT,
            Step.Kind.PACK,
            Step.Kind.TEST,
            Step.Kind.COUNT,
            Step.Kind.LOSE,
            Step.Kind.RETURN,
            Step.Kind.HOLD);
  }

  /// In kilograms, as short as it is exact.
  public static String kg(Screen s, Mass mass) {
    return s.t("web.supply.kg", "kilograms", plain(mass));
  }

  public static String plain(Mass mass) {
    return mass.kilograms().stripTrailingZeros().toPlainString();
  }

  public record Home(
      List<Site> sites,
      List<Lot> newest,
      Named named,
      boolean mayRecord,
      String key,
      Map<String, String> typed,
      String problem) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }
  }

  /// @param now the present minute, as a form has it
  public record OneSite(
      Stock.AtSite stock,
      List<Stock.Shipment> shipments,
      Named named,
      String place,
      boolean mayRecord,
      String now) {

    public Mass total() {
      Mass sum = new Mass(0);
      for (Stock.Holding each : stock.holdings()) sum = sum.plus(each.mass());
      for (Stock.Box each : stock.boxes()) sum = sum.plus(each.mass());
      return sum;
    }
  }

  /// @param found plots whose name begins as typed
  public record WeighIn(
      Site site,
      List<Grown> found,
      Optional<Grown> chosen,
      Named named,
      String key,
      Map<String, String> typed,
      String problem) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }
  }

  /// A plot with what it grows.
  public record Grown(Plot plot, Season season, String grower, String product) {}

  /// A lot, and where what may be done with it.
  ///
  /// @param sites those of the reader where some of it lies loose
  public record OneLot(
      Lot lot,
      List<Stock.Whereabouts> whereabouts,
      List<Handled> history,
      Map<String, String> siteNames,
      List<Site> sites,
      List<Certificate> certificates,
      List<Temperatures.Kept> kept,
      LocalDate today,
      Named named) {
    /// What may be done with some of it.
    public List<Step.Kind> offered() {
      List<Step.Kind> kinds = new ArrayList<>(SupplyView.offered(lot));
      if (!CertificateView.tests(named.standards(), lot).isEmpty()) kinds.add(Step.Kind.SAMPLE);
      return kinds;
    }

    /// What a step did, in a few words.
    public String told(Screen s, Handled handled) {
      return switch (handled.step()) {
        case Step.WeighIn each ->
            s.t(
                "web.supply.told.weigh-in",
                "mass",
                kg(s, each.mass()),
                "day",
                s.day(each.harvested()));
        case Step.Grade each -> {
          long lost = each.mass().grams() - each.sorting().mass().grams();
          yield s.t(
              each.sorting().sampled() ? "web.supply.told.sampled" : "web.supply.told.grade",
              "mass",
              kg(s, each.mass()),
              "lost",
              kg(s, new Mass(lost)));
        }
        case Step.Split each -> masses(s, each.parts());
        case Step.Merge each -> masses(s, each.lots().values());
        case Step.Lose each ->
            kg(s, each.mass()) + s.t("web.dot") + s.name("supply.loss", each.why());
        case Step.Count each -> kg(s, each.counted());
        case Step.Pack each -> s.n(each.boxes()) + " × " + kg(s, each.each());
        case Step.Unpack each -> each.sscc();
        case Step.Ship each -> moved(s, each.lots(), each.boxes());
        case Step.Receive each -> moved(s, each.lots(), each.boxes());
        case Step.Return each -> kg(s, each.mass());
        case Step.Hold each -> each.why();
        case Step.Release each -> each.note();
        case Step.Sample each -> kg(s, each.mass()) + s.t("web.dot") + each.seal();
        case Step.Analyse each -> each.laboratory() + " " + each.number();
        case Step.Certify each -> each.number() + s.t("web.dot") + masses(s, each.lots().values());
        case Step.Withdraw each -> each.why();
        case Step.Test each ->
            s.t(each.passed() ? "web.supply.passed" : "web.supply.failed")
                + s.t("web.dot")
                + each.laboratory()
                + " "
                + each.number()
                + each.findings().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(found -> s.t("web.dot") + found.getKey() + " " + found.getValue())
                    .collect(Collectors.joining());
      };
    }

    private static String masses(Screen s, Collection<Mass> masses) {
      return masses.stream().sorted().map(mass -> kg(s, mass)).collect(Collectors.joining(" + "));
    }

    private String moved(Screen s, Map<UUID, Mass> loose, List<String> boxes) {
      Mass mine = loose.get(lot.id());
      return (mine == null ? "" : kg(s, mine))
          + (mine == null || boxes.isEmpty() ? "" : " + ")
          + (boxes.isEmpty() ? "" : s.t("web.supply.told.boxes", "count", s.n(boxes.size())));
    }

    /// What a step made besides this lot.
    public List<Lot> others(Handled handled) {
      return handled.made().stream().filter(made -> !made.id().equals(lot.id())).toList();
    }

    public String site(Handled handled) {
      return siteNames.getOrDefault(handled.step().site().toString(), "");
    }
  }

  /// A form for one step with a lot.
  ///
  /// @param there how much of it lies loose there
  public record StepForm(
      Step.Kind kind,
      Lot lot,
      Site site,
      Mass there,
      List<Buyer> buyers,
      Named named,
      String key,
      Map<String, String> typed,
      String problem) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    /// The field that a problem leads to.
    public String field() {
      return switch (kind) {
        case SPLIT -> "parts";
        case HOLD, RELEASE -> "reason";
        case TEST -> "laboratory";
        default -> "mass";
      };
    }
  }

  /// A form that takes amounts of several lots, and boxes.
  public record Amounts(
      Stock.AtSite stock,
      List<Site> sites,
      List<Buyer> buyers,
      Named named,
      String key,
      Map<String, String> typed,
      List<String> boxes,
      String problem) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public boolean has(String sscc) {
      return boxes.contains(sscc);
    }
  }

  public record OneShipment(
      Stock.Shipment shipment,
      List<Temperatures.Kept> kept,
      Named named,
      boolean mayReceive,
      String key,
      Map<String, String> typed,
      String problem) {
    public String typed(String name, String otherwise) {
      return typed.getOrDefault(name, otherwise);
    }
  }
}
