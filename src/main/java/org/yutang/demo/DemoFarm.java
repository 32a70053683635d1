package org.yutang.demo;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
import org.yutang.farm.SoilTest;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.farm.Work;
import org.yutang.kernel.Area;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.register.HouseholdQuery;
import org.yutang.register.HouseholdRow;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;

/// The county's made-up orange season: two co-operatives, 3,000 plots on terraces that are nowhere,
/// their soil tests, plans and first works. Every id is derived, so that after a kill all may be
/// told again.
@Component
class DemoFarm {

  static final int PLOTS = 3_000;

  private static final String FILLED = "demo-farm";
  static final String STANDARD = "navel-orange";

  /// The names of the made-up co-operatives.
  static final List<String> COOPERATIVES = List.of("示例脐橙合作社甲（合成数据）", "示例脐橙合作社乙（合成数据）");

  private static final long SEED = 3_000;

  /// Where the made-up terraces begin.
  private static final double WEST = 109.2;

  private static final double SOUTH = 30.8;

  /// Between villages, rows and columns of plots, in degrees.
  private static final double BLOCK = 0.012;

  private static final double STEP = 0.0006;
  private static final int BLOCKS_IN_A_ROW = 25;
  private static final int PLOTS_IN_A_ROW = 8;

  private final Plots plots;
  private final Seasons seasons;
  private final Standards standards;
  private final Register register;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Clock clock;

  DemoFarm(
      Plots plots,
      Seasons seasons,
      Standards standards,
      Register register,
      DemoAccounts people,
      HouseSettings settings,
      Clock clock) {
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
    List<Plot.New> all = plots(officer, county);
    if (all.isEmpty()) return;
    for (int from = 0; from < all.size(); from += Plots.MAX_BATCH)
      plots
          .registerAll(officer, all.subList(from, Math.min(all.size(), from + Plots.MAX_BATCH)))
          .forEach(
              answer ->
                  answer.ifPresent(
                      refusal -> {
                        throw refusal;
                      }));
    seasons.addSoilTests(officer, all.stream().map(plot -> soil(plot.id())).toList());
    int year = season(today());
    List<Season.New> plans = all.stream().map(plot -> plan(plot.id(), year)).toList();
    seasons.plan(officer, plans);
    if (lastHarvest() != year)
      seasons.plan(officer, all.stream().map(plot -> plan(plot.id(), lastHarvest())).toList());
    Standard.Version version = standards.get(STANDARD).inSeason(year);
    work(officer, plans, version, "spring-pruning", Optional.empty());
    work(
        officer,
        plans,
        version,
        "spring-fertiliser",
        Optional.of(new Work.Used("compound-fertiliser", Work.parseDose("40000"))));
    settings.put(FILLED, "yes");
  }

  /// The season whose harvest is over, which ends on 20 January.
  private int lastHarvest() {
    return today().minusDays(20).getYear() - 1;
  }

  /// What every plot grew in the season whose harvest is over.
  List<Season.New> harvested() {
    Actor officer = people.actor(Role.COUNTY_OFFICER);
    List<Season.New> all = new ArrayList<>();
    Page<Plot> page;
    int number = 0;
    do {
      page =
          plots.list(
              officer,
              new Plot.Query(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of("合成-"),
                  new Page.Wanted(++number, Page.MAX_SIZE)));
      for (Plot plot : page.items()) all.add(plan(plot.id(), lastHarvest()));
    } while (number < page.pages());
    return all;
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  private List<Plot.New> plots(Actor officer, PlaceCode county) {
    List<Cooperative> cooperatives =
        COOPERATIVES.stream().map(name -> cooperative(officer, county, name)).toList();
    Random random = new Random(SEED);
    Map<PlaceCode, Integer> inVillage = new HashMap<>();
    Map<PlaceCode, Integer> blocks = new HashMap<>();
    List<Plot.New> all = new ArrayList<>();
    Page<HouseholdRow> page;
    int number = 0;
    do {
      page =
          register.households(
              officer, HouseholdQuery.in(county, new Page.Wanted(++number, Page.MAX_SIZE)));
      for (HouseholdRow household : page.items()) {
        if (all.size() == PLOTS) return all;
        int block = blocks.computeIfAbsent(household.village(), place -> blocks.size());
        int at = inVillage.merge(household.village(), 1, Integer::sum) - 1;
        if (at < PLOTS_IN_A_ROW * PLOTS_IN_A_ROW * 2)
          all.add(plot(household, cooperatives.get(block % 2), block, at, random));
      }
    } while (number < page.pages());
    return all;
  }

  private Cooperative cooperative(Actor officer, PlaceCode county, String name) {
    return plots.addCooperative(officer, new Cooperative(cooperative(name), name, county));
  }

  /// The id of a made-up co-operative.
  static UUID cooperative(String name) {
    return Uuids.named("demo.cooperative", name);
  }

  /// The season that is made up on that day.
  static int season(LocalDate today) {
    return today.minusMonths(3).getYear();
  }

  /// A four-cornered terrace inside its cell of the grid, so that none overlaps another.
  private static Plot.New plot(
      HouseholdRow household, Cooperative cooperative, int block, int at, Random random) {
    int row = block / BLOCKS_IN_A_ROW;
    int inside = at / PLOTS_IN_A_ROW;
    double west = WEST + block % BLOCKS_IN_A_ROW * BLOCK + at % PLOTS_IN_A_ROW * STEP;
    double south = SOUTH + row * BLOCK + inside * STEP;
    List<Outline.Corner> corners = new ArrayList<>();
    for (int[] corner : new int[][] {{0, 0}, {1, 0}, {1, 1}, {0, 1}})
      corners.add(
          new Outline.Corner(
              west + STEP * (corner[0] * 0.7 + random.nextDouble() * 0.25),
              south + STEP * (corner[1] * 0.7 + random.nextDouble() * 0.25)));
    Outline outline = Outline.ofRing(corners);
    long declared = Math.round(outline.area().squareMetres() * (0.94 + random.nextInt(10) / 100.0));
    return new Plot.New(
        Uuids.named("demo.plot", household.id().toString()),
        household.village(),
        Optional.of(household.id()),
        Optional.of(cooperative.id()),
        "合成-" + household.number(),
        Optional.of(new Area(declared)),
        outline,
        Plot.Origin.IMPORTED);
  }

  private SoilTest soil(UUID plot) {
    Random random = new Random(plot.getLeastSignificantBits());
    return new SoilTest(
        Uuids.named("demo.soil", plot.toString()),
        plot,
        today().minusMonths(3).withMonth(1).withDayOfMonth(20),
        "示例检测站（合成数据）",
        tenths(random, 48, 22),
        tenths(random, 90, 180),
        tenths(random, 500, 900),
        tenths(random, 60, 400),
        tenths(random, 600, 1200));
  }

  private static BigDecimal tenths(Random random, int least, int spread) {
    return BigDecimal.valueOf(least + random.nextInt(spread), 1);
  }

  private static Season.New plan(UUID plot, int year) {
    return new Season.New(
        Uuids.named("demo.season", plot.toString(), String.valueOf(year)),
        plot,
        year,
        STANDARD,
        "fengjie-72-1",
        Mass.parseKilograms("2000"));
  }

  private void work(
      Actor officer,
      List<Season.New> plans,
      Standard.Version version,
      String task,
      Optional<Work.Used> used) {
    Standard.Task planned = version.findTask(task).orElseThrow();
    LocalDate day = version.day(planned.from(), plans.getFirst().season()).plusDays(5);
    seasons.record(
        officer,
        plans.stream()
            .map(
                plan ->
                    new Work.New(
                        Uuids.named("demo.work", plan.id().toString(), task),
                        plan.id(),
                        task,
                        day,
                        used,
                        "合成数据",
                        List.of()))
            .toList(),
        false);
  }
}
