package org.yutang.farm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.farm.Contract.ByQuantity;
import org.yutang.farm.Contract.Terms;
import org.yutang.farm.Contract.WholeOrchard;
import org.yutang.farm.PriceChain.Link;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// Whether terms can be agreed: plots of one grower, planned for that season and standard, and no
/// price below the protected one.
@Component
class ContractCheck {

  /// 10,000 t, and 10,000 yuan a kilogram: far within a long when multiplied.
  static final long MOST_GRAMS = 10_000_000_000L;

  private static final long MOST_FEN_KILOGRAM = 1_000_000;
  private static final long MOST_FEN = 1_000_000_000_000L;
  private static final int MOST_DAYS = 366;
  private static final int MOST_GRACE = 60;
  private static final int LONGEST_SOURCE = 200;

  private final PlotRows plots;
  private final ContractRows contracts;
  private final BuyerRows buyers;
  private final Standards standards;

  ContractCheck(PlotRows plots, ContractRows contracts, BuyerRows buyers, Standards standards) {
    this.plots = plots;
    this.contracts = contracts;
    this.buyers = buyers;
    this.standards = standards;
  }

  /// What follows from sound terms.
  ///
  /// @param seasons the season plans of its plots
  record Sound(PlaceCode county, PlaceCode place, List<UUID> seasons) {}

  /// @param mine which of these villages count; plots elsewhere are unknown
  Sound check(Terms terms, UnaryOperator<Set<PlaceCode>> mine) {
    if (buyers.find(terms.buyer()).isEmpty())
      throw new Refusal(FarmRefusal.UNKNOWN_BUYER, Map.of("buyer", terms.buyer().toString()));
    Standard.Version version = standards.get(terms.standard()).inSeason(terms.season());
    List<Plot> all = plotsOf(terms, mine);
    List<Season> planned = planned(terms, all);
    window(terms);
    chain(terms);
    amount(terms.advance(), "advance", 0, MOST_FEN);
    Money worth =
        switch (terms.deal()) {
          case ByQuantity deal -> quantity(terms, deal, version);
          case WholeOrchard deal -> orchard(terms, deal, version, all, planned);
        };
    if (terms.advance().compareTo(worth) > 0)
      throw new Refusal(
          FarmRefusal.ADVANCE_TOO_LARGE,
          Map.of("advance", terms.advance().grouped(), "most", worth.grouped()));
    Set<PlaceCode> villages = villages(all);
    PlaceCode county = all.getFirst().county();
    return new Sound(
        county,
        villages.size() == 1 ? villages.iterator().next() : county,
        planned.stream().map(Season::id).toList());
  }

  private List<Plot> plotsOf(Terms terms, UnaryOperator<Set<PlaceCode>> mine) {
    if (terms.plots().isEmpty() || new HashSet<>(terms.plots()).size() < terms.plots().size())
      throw SoilTest.bad("plots");
    if (terms.plots().size() > Contracts.MAX_PLOTS)
      throw new Refusal(FarmRefusal.TOO_MANY, Map.of("limit", Contracts.MAX_PLOTS));
    List<Plot> there = plots.these(terms.plots());
    Set<PlaceCode> villages = mine.apply(villages(there));
    List<Plot> all =
        there.stream().filter(plot -> villages.contains(plot.what().village())).toList();
    if (all.size() < terms.plots().size()) {
      Set<UUID> found = all.stream().map(Plot::id).collect(Collectors.toSet());
      UUID missing =
          terms.plots().stream().filter(id -> !found.contains(id)).findFirst().orElseThrow();
      throw new Refusal(FarmRefusal.UNKNOWN_PLOT, Map.of("plot", missing.toString()));
    }
    if (terms.household().isEmpty() && terms.cooperative().isEmpty())
      throw new Refusal(FarmRefusal.NO_GROWER);
    for (Plot plot : all) {
      boolean theirs =
          terms.household().isPresent()
              ? plot.what().household().equals(terms.household())
                  && (terms.cooperative().isEmpty()
                      || plot.what().cooperative().equals(terms.cooperative()))
              : plot.what().cooperative().equals(terms.cooperative());
      if (!theirs) throw new Refusal(FarmRefusal.NOT_THE_GROWERS, Map.of("plot", plot.name()));
      if (!plot.county().equals(all.getFirst().county()))
        throw new Refusal(FarmRefusal.SEVERAL_COUNTIES);
    }
    return all;
  }

  private static Set<PlaceCode> villages(List<Plot> all) {
    return all.stream().map(plot -> plot.what().village()).collect(Collectors.toSet());
  }

  private List<Season> planned(Terms terms, List<Plot> all) {
    List<Season> planned = contracts.planned(terms.plots(), terms.season(), terms.standard());
    Set<UUID> known = planned.stream().map(each -> each.what().plot()).collect(Collectors.toSet());
    for (Plot plot : all)
      if (!known.contains(plot.id()))
        throw new Refusal(
            FarmRefusal.NOT_PLANNED,
            Map.of("plot", plot.name(), "season", String.valueOf(terms.season())));
    return planned;
  }

  private static void window(Terms terms) {
    boolean sound =
        terms.from().getYear() >= terms.season()
            && terms.from().getYear() <= terms.season() + 1
            && !terms.until().isBefore(terms.from())
            && terms.until().isBefore(terms.from().plusDays(MOST_DAYS));
    if (!sound) throw SoilTest.bad("window");
    if (terms.graceDays() < 0 || terms.graceDays() > MOST_GRACE) throw SoilTest.bad("grace");
  }

  private static void chain(Terms terms) {
    PriceChain chain = terms.chain();
    if (!chain.isWhole()) throw chain("sum");
    if (chain.part(Link.GROWER) <= 0) throw chain("grower");
    if (!PriceChain.CONTRACT.containsAll(chain.now().keySet())) throw chain("middlemen");
    if (chain.part(Link.COOPERATIVE) > 0 && terms.cooperative().isEmpty())
      throw chain("no-cooperative");
    if (!isText(chain.source(), LONGEST_SOURCE)) throw chain("source");
  }

  static boolean isText(String text, int longest) {
    return !text.isBlank() && text.length() <= longest && text.indexOf('\0') < 0;
  }

  private static Refusal chain(String problem) {
    return new Refusal(FarmRefusal.BAD_CHAIN, Map.of("problem", problem));
  }

  static void amount(Money amount, String field, long least, long most) {
    boolean sound =
        amount.currency().equals("CNY") && amount.minor() >= least && amount.minor() <= most;
    if (!sound) throw SoilTest.bad(field);
  }

  private Money quantity(Terms terms, ByQuantity deal, Standard.Version version) {
    percent(deal.shortfall().tolerancePercent(), "tolerance");
    amount(deal.shortfall().perKilogram(), "deduction", 0, MOST_FEN_KILOGRAM);
    percent(deal.surplus().percent(), "surplus");
    if (deal.lines().isEmpty()) throw SoilTest.bad("quantity");
    Set<String> grades = new HashSet<>();
    Money worth = Money.fen(0);
    for (Contract.Line line : deal.lines()) {
      if (!grades.add(line.grade())) throw SoilTest.bad("quantity");
      require(version, line.grade());
      if (line.quantity().grams() == 0 || line.quantity().grams() > MOST_GRAMS)
        throw SoilTest.bad("quantity");
      amount(line.perKilogram(), "price", 1, MOST_FEN_KILOGRAM);
      Money least = protectedPrice(version, terms.season(), line.grade());
      if (line.perKilogram().compareTo(least) < 0)
        throw new Refusal(
            FarmRefusal.BELOW_PROTECTED_PRICE,
            Map.of(
                "grade",
                title(version, line.grade()),
                "name",
                line.grade(),
                "price",
                line.perKilogram().grouped(),
                "least",
                least.grouped()));
      worth = worth.plus(Settlement.value(line.quantity(), line.perKilogram()));
    }
    return worth;
  }

  static void require(Standard.Version version, String grade) {
    if (version.grades().stream().noneMatch(each -> each.name().equals(grade)))
      throw new Refusal(FarmRefusal.UNKNOWN_GRADE, Map.of("grade", grade));
  }

  /// What a grade of the standard is called.
  static Object title(Standard.Version version, String grade) {
    return version.grades().stream()
        .filter(each -> each.name().equals(grade))
        .<Object>map(Standard.Grade::title)
        .findFirst()
        .orElse(grade);
  }

  static Money protectedPrice(Standard.Version version, int season, String grade) {
    return version
        .price(season, grade)
        .orElseThrow(
            () ->
                new Refusal(
                    FarmRefusal.NO_PROTECTED_PRICE,
                    Map.of("grade", title(version, grade), "season", String.valueOf(season))));
  }

  private static void percent(int percent, String field) {
    if (percent < 0 || percent > 100) throw SoilTest.bad(field);
  }

  /// The sum is never below what the expected yield is worth at the lowest protected price.
  private static Money orchard(
      Terms terms,
      WholeOrchard deal,
      Standard.Version version,
      List<Plot> all,
      List<Season> planned) {
    amount(deal.sum(), "sum", 1, MOST_FEN);
    Map<UUID, Long> squareMetres = new HashMap<>();
    for (Plot plot : all) squareMetres.put(plot.id(), plot.measured().squareMetres());
    long grams = 0;
    for (Season season : planned)
      grams +=
          season.what().targetPerMu().grams()
              / 2000
              * 3
              * Optional.ofNullable(squareMetres.get(season.what().plot())).orElse(0L);
    Money lowest =
        version.grades().stream()
            .map(grade -> protectedPrice(version, terms.season(), grade.name()))
            .min(Money::compareTo)
            .orElseThrow();
    Money least = Settlement.value(new Mass(grams), lowest);
    if (deal.sum().compareTo(least) < 0)
      throw new Refusal(
          FarmRefusal.SUM_BELOW_PROTECTED,
          Map.of("sum", deal.sum().grouped(), "least", least.grouped()));
    return deal.sum();
  }
}
