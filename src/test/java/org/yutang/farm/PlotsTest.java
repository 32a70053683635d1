package org.yutang.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.Area;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;

/// Plots and their seasons on real PostgreSQL. Each test has a patch of land of its own.
class PlotsTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-360732");
  private static final double SIZE = 0.001;

  @Autowired Plots plots;
  @Autowired Seasons seasons;
  @Autowired Register register;

  private final Random random = new Random();
  private Actor cadre;
  private Actor officer;
  private List<PlaceCode> towns;
  private Cooperative cooperative;
  private double lng;
  private double lat;

  @BeforeEach
  void begin() {
    towns =
        register.children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 5))).items().stream()
            .map(entry -> entry.place().code())
            .toList();
    officer = actor(Role.COUNTY_OFFICER, COUNTY);
    cadre = actor(Role.VILLAGE_CADRE, towns.getFirst());
    cooperative =
        plots.addCooperative(officer, new Cooperative(UUID.randomUUID(), "测试合作社", COUNTY));
    lng = -170 + random.nextInt(300_000) / 1000.0;
    lat = -60 + random.nextInt(120_000) / 1000.0;
  }

  private static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "测试", Set.of(new Grant(role, place)));
  }

  private Plot.New plot(double east, double north) {
    return new Plot.New(
        UUID.randomUUID(),
        towns.getFirst(),
        Optional.empty(),
        Optional.of(cooperative.id()),
        "测试地块",
        Optional.of(new Area(9_000)),
        OutlineTest.box(lng + east * SIZE, lat + north * SIZE, SIZE),
        Plot.Origin.DRAWN);
  }

  @Test
  void aPlotIsWrittenOnceAndFoundAgain() {
    Plot.New wish = plot(0, 0);
    Plot plot = plots.register(cadre, wish);
    assertThat(plots.register(cadre, wish)).isEqualTo(plot);
    assertThat(plots.get(officer, wish.id()).what()).isEqualTo(wish);
    assertThat(plot.county()).isEqualTo(COUNTY);
    assertThat(plot.differencePercent()).isPresent();
    assertThat(
            plots
                .list(
                    cadre,
                    new Plot.Query(
                        Optional.of(COUNTY),
                        Optional.of(cooperative.id()),
                        Optional.of("测试"),
                        new Page.Wanted(1, 10)))
                .items())
        .containsExactly(plot);
    Plot.New other = plot(5, 5);
    Plot.New reused =
        new Plot.New(
            wish.id(),
            other.village(),
            other.household(),
            other.cooperative(),
            other.name(),
            other.declared(),
            other.outline(),
            other.origin());
    refused(() -> plots.register(cadre, reused), FarmRefusal.ID_REUSED);
  }

  @Test
  void anOverlapNamesTheOtherPlotAndATouchDoesNot() {
    Plot.New first = plot(0, 0);
    plots.register(cadre, first);
    plots.register(cadre, plot(1, 0));
    plots.register(cadre, plot(0, 1.0 - Plots.TOLERANCE_PERCENT / 150.0)); // 2 %
    assertThatThrownBy(() -> plots.register(cadre, plot(-0.5, -0.5)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(FarmRefusal.OVERLAP);
              assertThat(refusal.facts())
                  .containsEntry("id", first.id().toString())
                  .containsEntry("plot", first.name());
            });
    List<Optional<Refusal>> answers =
        plots.registerAll(cadre, List.of(plot(10, 10), plot(10.5, 10), plot(11.6, 10)));
    assertThat(answers.get(0)).isEmpty();
    assertThat(answers.get(1).orElseThrow().code()).isEqualTo(FarmRefusal.OVERLAP);
    assertThat(answers.get(2)).isEmpty();
  }

  @Test
  void ofManyWhoDrawTheSameLandAtOnceOneGetsIt() throws Exception {
    int people = 8;
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < people; i++) {
        Plot.New mine = plot(i * 0.1, 0);
        Callable<Boolean> draw =
            () -> {
              start.await();
              return plots.registerAll(cadre, List.of(mine)).getFirst().isEmpty();
            };
        answers.add(threads.submit(draw));
      }
      start.countDown();
      int taken = 0;
      for (Future<Boolean> answer : answers) if (answer.get()) taken++;
      assertThat(taken).isEqualTo(1);
    }
  }

  @Test
  void onlyInOnesOwnVillageAndWithAGrower() {
    Plot.New good = plot(0, 0);
    Plot.New elsewhere =
        new Plot.New(
            good.id(),
            towns.get(1),
            good.household(),
            good.cooperative(),
            good.name(),
            good.declared(),
            good.outline(),
            good.origin());
    assertThatThrownBy(() -> plots.register(cadre, elsewhere))
        .hasMessageContaining("access.not-permitted");
    Plot.New county =
        new Plot.New(
            good.id(),
            COUNTY,
            good.household(),
            good.cooperative(),
            good.name(),
            good.declared(),
            good.outline(),
            good.origin());
    refused(() -> plots.register(officer, county), FarmRefusal.NOT_A_VILLAGE);
    Plot.New nobody =
        new Plot.New(
            good.id(),
            good.village(),
            Optional.empty(),
            Optional.empty(),
            good.name(),
            good.declared(),
            good.outline(),
            good.origin());
    refused(() -> plots.register(cadre, nobody), FarmRefusal.NO_GROWER);
    plots.register(cadre, good);
    refused(
        () -> plots.get(actor(Role.VILLAGE_CADRE, towns.get(1)), good.id()),
        FarmRefusal.UNKNOWN_PLOT);
  }

  @Test
  void fiveHundredPlotsAreWrittenAtOnce() {
    List<Plot.New> many = new ArrayList<>();
    for (int i = 0; i < Plots.MAX_BATCH; i++)
      many.add(plot(i % 25 * 1.1, Math.floorDiv(i, 25) * 1.1));
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> assertThat(plots.registerAll(cadre, many)).allMatch(Optional::isEmpty));
    assertThat(plots.registerAll(cadre, many)).allMatch(Optional::isEmpty); // again
  }

  private static Work.New work(UUID season, String task, String day, String input, String dose) {
    return new Work.New(
        UUID.randomUUID(),
        season,
        task,
        LocalDate.parse(day),
        input.isEmpty()
            ? Optional.empty()
            : Optional.of(new Work.Used(input, Work.parseDose(dose))),
        "",
        List.of());
  }

  @Test
  void aSeasonRunsFromSoilToHarvest() {
    Plot.New plot = plot(0, 0);
    plots.register(cadre, plot);
    SoilTest soil =
        new SoilTest(
            UUID.randomUUID(),
            plot.id(),
            LocalDate.of(2025, 1, 10),
            "测试站",
            new BigDecimal("5.6"),
            new BigDecimal("18"),
            new BigDecimal("90"),
            new BigDecimal("10"),
            new BigDecimal("100"));
    seasons.addSoilTests(cadre, List.of(soil));
    seasons.addSoilTests(cadre, List.of(soil));
    assertThat(seasons.soilTests(cadre, plot.id())).containsExactly(soil);
    Season.New plan =
        new Season.New(
            UUID.randomUUID(),
            plot.id(),
            2025,
            "navel-orange",
            "newhall",
            Mass.parseKilograms("2000"));
    seasons.plan(cadre, List.of(plan));
    seasons.plan(cadre, List.of(plan));
    refused(
        () ->
            seasons.plan(
                cadre,
                List.of(
                    new Season.New(
                        UUID.randomUUID(),
                        plot.id(),
                        2025,
                        "navel-orange",
                        "newhall",
                        Mass.parseKilograms("1000")))),
        FarmRefusal.SEASON_PLANNED);
    Season season = seasons.getSeason(cadre, plan.id());
    assertThat(seasons.formula(cadre, season).orElseThrow().nPerMu()).isEqualByComparingTo("20.8");
    Work.New bad = work(plan.id(), "summer-protection", "2025-07-01", "carbofuran", "5");
    assertThatThrownBy(() -> seasons.record(cadre, List.of(bad), false))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.facts()).containsEntry("rule", "FORBIDDEN_INPUT"));
    assertThat(seasons.works(cadre, plan.id())).isEmpty();
    seasons.record(cadre, List.of(bad), true);
    seasons.record(cadre, List.of(bad), true);
    assertThat(seasons.works(cadre, plan.id()))
        .singleElement()
        .satisfies(work -> assertThat(work.flag()).contains(WorkCheck.Rule.FORBIDDEN_INPUT));
    refused(
        () ->
            seasons.record(
                actor(Role.VILLAGE_CADRE, towns.get(1)),
                List.of(work(plan.id(), "harvest", "2025-11-25", "", "")),
                false),
        org.yutang.access.AccessRefusal.NOT_PERMITTED);
    refused(
        () ->
            seasons.record(cadre, List.of(work(plan.id(), "harvest", "2199-11-25", "", "")), false),
        FarmRefusal.BAD_FIELD);
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable command, Refusal.Code code) {
    assertThatThrownBy(command)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
