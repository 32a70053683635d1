package org.yutang.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.farm.Cooperative;
import org.yutang.farm.Outline;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.register.HouseholdQuery;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.supply.Buyer;
import org.yutang.supply.Handling;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.Step;
import org.yutang.supply.Temperatures;

/// The county's made-up honey: one lot is certified and sold, one misses a test and is held, one
/// was never sampled. Every id is derived, so that after a kill all may be told again.
@Component
class DemoHoney {

  private static final String FILLED = "demo-honey";

  /// The day on which it was extracted, fixed when it is made up first.
  private static final String DAY = "demo-honey-day";

  private static final String STANDARD = "honey";
  private static final double WEST = 109.1;
  private static final double SOUTH = 30.7;

  private final Handling handling;
  private final Lots lots;
  private final Temperatures temperatures;
  private final Plots plots;
  private final Seasons seasons;
  private final Standards standards;
  private final Register register;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Clock clock;

  DemoHoney(
      Handling handling,
      Lots lots,
      Temperatures temperatures,
      Plots plots,
      Seasons seasons,
      Standards standards,
      Register register,
      DemoAccounts people,
      HouseSettings settings,
      Clock clock) {
    this.handling = handling;
    this.lots = lots;
    this.temperatures = temperatures;
    this.plots = plots;
    this.seasons = seasons;
    this.standards = standards;
    this.register = register;
    this.people = people;
    this.settings = settings;
    this.clock = clock;
  }

  void fill(PlaceCode county) {
    if (settings.find(FILLED).isPresent()) return;
    Actor officer = people.actor(Role.COUNTY_OFFICER);
    Optional<PlaceCode> village =
        register
            .households(officer, HouseholdQuery.in(county, new Page.Wanted(1, 1)))
            .items()
            .stream()
            .map(household -> household.village())
            .findFirst();
    if (village.isEmpty()) return;
    if (settings.find(DAY).isEmpty())
      settings.put(DAY, BusinessDay.of(clock.instant()).minusDays(30).toString());
    LocalDate day = LocalDate.parse(settings.find(DAY).orElseThrow());
    Season.New season = apiary(officer, county, village.get(), day);
    Actor keeper = people.actor(Role.KEEPER);
    Site site =
        lots.addSite(
            keeper, new Site.New(id("site"), Site.Kind.COLLECTION_POINT, "示例蜂蜜收购点（合成数据）", county));
    certified(officer, keeper, site, season, day);
    impure(officer, keeper, site, season, day.plusDays(2));
    weighIn(keeper, site, season, day.plusDays(4), "unsampled", "86.4");
    cool(keeper, site, day);
    settings.put(FILLED, "yes");
  }

  private static UUID id(String what) {
    return Uuids.named("demo.honey", what);
  }

  /// Where the hives stand, and its season.
  private Season.New apiary(Actor officer, PlaceCode county, PlaceCode village, LocalDate day) {
    Cooperative cooperative =
        plots.addCooperative(officer, new Cooperative(id("cooperative"), "示例蜂业合作社（合成数据）", county));
    Plot.New plot =
        new Plot.New(
            id("apiary"),
            village,
            Optional.empty(),
            Optional.of(cooperative.id()),
            "示例蜂场（合成数据）",
            Optional.empty(),
            Outline.ofRing(
                List.of(
                    new Outline.Corner(WEST, SOUTH),
                    new Outline.Corner(WEST + 0.0012, SOUTH + 0.0001),
                    new Outline.Corner(WEST + 0.001, SOUTH + 0.0011),
                    new Outline.Corner(WEST + 0.0001, SOUTH + 0.0009))),
            Plot.Origin.DRAWN);
    plots.register(officer, plot);
    Season.New season =
        new Season.New(
            id("season"),
            plot.id(),
            standards.get(STANDARD).newest().seasonOf(day),
            STANDARD,
            "wild-flower",
            Mass.parseKilograms("60"));
    seasons.plan(officer, List.of(season));
    return season;
  }

  private Lot weighIn(
      Actor keeper, Site site, Season.New season, LocalDate day, String what, String kilograms) {
    return handling
        .handle(
            keeper,
            new Step.WeighIn(
                id("weigh-in " + what),
                at(day, 9),
                site.id(),
                season.id(),
                Mass.parseKilograms(kilograms),
                day,
                List.of()))
        .made()
        .getFirst();
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(LocalTime.of(hour, 0)).atZone(BusinessDay.ZONE).toInstant();
  }

  /// Two harvests become one lot that is sampled, certified, filled into boxes and sold in part.
  private void certified(Actor officer, Actor keeper, Site site, Season.New season, LocalDate day) {
    Map<UUID, Mass> both = new HashMap<>();
    for (String kilograms : List.of("182.6", "143.9"))
      both.put(
          weighIn(keeper, site, season, day, kilograms, kilograms).id(),
          Mass.parseKilograms(kilograms));
    Lot lot =
        handling
            .handle(keeper, new Step.Merge(id("merge"), at(day, 10), site.id(), both))
            .made()
            .getFirst();
    UUID sample = analysed(officer, keeper, site, lot, day, "68.2", "1.2");
    handling.handle(
        officer,
        new Step.Certify(
            id("certificate"),
            at(day.plusDays(5), 9),
            site.id(),
            sample,
            "HN-SYN-001",
            day.plusYears(1),
            Map.of(lot.id(), Mass.parseKilograms("326"))));
    List<String> boxes =
        handling
            .handle(
                keeper,
                new Step.Pack(
                    id("pack"),
                    at(day.plusDays(5), 11),
                    site.id(),
                    lot.id(),
                    Mass.parseKilograms("6"),
                    40))
            .boxes();
    Buyer buyer = lots.addBuyer(keeper, new Buyer(id("buyer"), "示例蜂蜜专柜（合成数据）"));
    handling.handle(
        keeper,
        new Step.Ship(
            id("sold"),
            at(day.plusDays(6), 8),
            site.id(),
            null,
            buyer.id(),
            Map.of(),
            boxes.subList(0, 24),
            "SYN-HONEY-1"));
  }

  private UUID analysed(
      Actor officer, Actor keeper, Site site, Lot lot, LocalDate day, String sugars, String syrup) {
    UUID sample = Uuids.named("demo.honey", "sample", lot.id().toString());
    handling.handle(
        keeper,
        new Step.Sample(
            sample,
            at(day, 11),
            site.id(),
            lot.id(),
            Mass.parseKilograms("0.5"),
            "合成封签 " + lot.code()));
    handling.handle(
        officer,
        new Step.Analyse(
            Uuids.named("demo.honey", "analysis", lot.id().toString()),
            at(day.plusDays(4), 15),
            site.id(),
            lot.id(),
            sample,
            "示例检测站（合成数据）",
            "SYN-" + lot.code(),
            Map.of(
                "fructose-glucose", sugars,
                "sucrose", "2.1",
                "moisture", "18.4",
                "hmf", "9.6",
                "diastase", "11.2",
                "c4-sugars", syrup)));
    return sample;
  }

  /// Syrup is found in it: it is held.
  private void impure(Actor officer, Actor keeper, Site site, Season.New season, LocalDate day) {
    Lot lot = weighIn(keeper, site, season, day, "impure", "57.2");
    analysed(officer, keeper, site, lot, day, "61.0", "12.8");
  }

  /// What the store room's device measured in its first three days: warm for two hours.
  private void cool(Actor keeper, Site site, LocalDate day) {
    StringBuilder csv = new StringBuilder("time,temperature\n");
    for (int i = 0; i < 6 * 24 * 3; i++) {
      double warm = i >= 90 && i < 102 ? 14 : 0;
      csv.append(at(day, 9).plusSeconds(600L * i))
          .append(',')
          .append(String.format(Locale.ROOT, "%.1f", 18 + 3 * Math.sin(i / 23.0) + warm))
          .append('\n');
    }
    temperatures.take(
        keeper, site.id(), "合成温度计-1", csv.toString().getBytes(StandardCharsets.UTF_8));
  }
}
