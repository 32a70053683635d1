package org.yutang.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.store.HouseSettings;
import org.yutang.supply.Buyer;
import org.yutang.supply.Handled;
import org.yutang.supply.Handling;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Recalls;
import org.yutang.supply.Site;
import org.yutang.supply.Sorting;
import org.yutang.supply.Step;

/// The made-up orange season on its way to the shelf: every plot's harvest is weighed in by its
/// co-operative, sorted, and some of it packed, shipped and sold. Every id is derived, so that
/// after a kill all may be told again.
@Component
class DemoSupply {

  private static final String FILLED = "demo-supply";
  private static final int DAYS = 20;
  private static final int AT_ONCE = 8;

  /// Steps of one day are told on the hour, in the order in which they happen.
  private static final int WEIGHED = 15;

  private static final int MERGED = 17;
  private static final int SORTED = 18;

  /// Cities where the goods are sold.
  private static final PlaceCode CHONGQING = new PlaceCode("CN-500103");

  private static final PlaceCode HANGZHOU = new PlaceCode("CN-330106");

  /// What of a hundred kilograms is of each grade; the rest of the sum is lost.
  private enum Share {
    SPECIAL("special", 44),
    FIRST("first", 31),
    SECOND("second", 17),
    BELOW(Lot.BELOW_ALL, 6);

    final String grade;
    final int percent;

    Share(String grade, int percent) {
      this.grade = grade;
      this.percent = percent;
    }

    long of(long grams) {
      return grams * percent / 100;
    }
  }

  private final Handling handling;
  private final Lots lots;
  private final Plots plots;
  private final Recalls recalls;
  private final DemoFarm farm;
  private final DemoAccounts people;
  private final HouseSettings settings;

  DemoSupply(
      Handling handling,
      Lots lots,
      Plots plots,
      Recalls recalls,
      DemoFarm farm,
      DemoAccounts people,
      HouseSettings settings) {
    this.handling = handling;
    this.lots = lots;
    this.plots = plots;
    this.recalls = recalls;
    this.farm = farm;
    this.people = people;
    this.settings = settings;
  }

  /// @param told how many plots were weighed in
  void fill(PlaceCode county, IntConsumer told) throws InterruptedException {
    if (settings.find(FILLED).isPresent()) return;
    Actor keeper = people.actor(Role.KEEPER);
    List<Season.New> seasons = farm.harvested();
    if (seasons.isEmpty()) return;
    Places places = places(keeper, county);
    LocalDate first = LocalDate.of(seasons.getFirst().season(), 12, 22);
    Map<UUID, UUID> grower = growers(seasons);
    List<UUID> cooperatives = grower.values().stream().distinct().sorted().toList();
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      int done = 0;
      for (int day = 0; day < DAYS; day++) {
        LocalDate date = first.plusDays(day);
        for (int point = 0; point < cooperatives.size(); point++) {
          UUID cooperative = cooperatives.get(point);
          List<Season.New> today = new ArrayList<>();
          for (int i = day; i < seasons.size(); i += DAYS)
            if (cooperative.equals(grower.get(seasons.get(i).plot()))) today.add(seasons.get(i));
          sortDay(pool, keeper, places, places.points.get(point % 2), date, today);
          done += today.size();
          told.accept(done);
        }
      }
    }
    recall(keeper, places);
    settings.put(FILLED, "yes");
  }

  private record Places(
      List<Site> points, Site hub, Site warehouse, List<Site> stores, List<Buyer> buyers) {}

  private Places places(Actor keeper, PlaceCode county) {
    return new Places(
        List.of(
            site(keeper, Site.Kind.COLLECTION_POINT, "示例收购点甲（合成数据）", county),
            site(keeper, Site.Kind.COLLECTION_POINT, "示例收购点乙（合成数据）", county)),
        site(keeper, Site.Kind.HUB, "示例产地仓（合成数据）", county),
        site(keeper, Site.Kind.WAREHOUSE, "示例城市仓·渝中（合成数据）", CHONGQING),
        List.of(
            site(keeper, Site.Kind.STORE, "示例门店·渝中（合成数据）", CHONGQING),
            site(keeper, Site.Kind.STORE, "示例门店·西湖（合成数据）", HANGZHOU)),
        List.of(buyer(keeper, "示例单位食堂（合成数据）"), buyer(keeper, "示例连锁商超（合成数据）")));
  }

  private Site site(Actor keeper, Site.Kind kind, String name, PlaceCode place) {
    return lots.addSite(keeper, new Site.New(Uuids.named("demo.site", name), kind, name, place));
  }

  private Buyer buyer(Actor keeper, String name) {
    return lots.addBuyer(keeper, new Buyer(Uuids.named("demo.buyer", name), name));
  }

  /// The co-operative of each plot.
  private Map<UUID, UUID> growers(List<Season.New> seasons) {
    Map<UUID, UUID> growers = new HashMap<>();
    for (Plot plot : plots.ofSeasons(seasons.stream().map(Season.New::id).toList()))
      plot.what().cooperative().ifPresent(each -> growers.put(plot.id(), each));
    return growers;
  }

  /// What came in at one point on one day.
  private void sortDay(
      ExecutorService pool,
      Actor keeper,
      Places places,
      Site point,
      LocalDate day,
      List<Season.New> seasons)
      throws InterruptedException {
    if (seasons.size() < 2) return;
    List<Callable<Handled>> weighing =
        seasons.stream()
            .<Callable<Handled>>map(each -> () -> weighIn(keeper, point, day, each))
            .toList();
    Map<UUID, Mass> all = new HashMap<>();
    long sum = 0;
    try {
      for (Future<Handled> each : pool.invokeAll(weighing)) {
        Mass mass = ((Step.WeighIn) each.get().step()).mass();
        all.put(each.get().made().getFirst().id(), mass);
        sum += mass.grams();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    Lot whole =
        handling
            .handle(
                keeper, new Step.Merge(id("merge", point, day), at(day, MERGED), point.id(), all))
            .made()
            .getFirst();
    Handled graded =
        handling.handle(
            keeper,
            new Step.Grade(
                id("grade", point, day),
                at(day, SORTED),
                point.id(),
                whole.id(),
                new Mass(sum),
                sorting(point, day, sum)));
    sell(keeper, places, point, day, graded.made(), sum);
  }

  private static UUID lot(List<Lot> graded, Share share) {
    return graded.stream()
        .filter(lot -> lot.product().grade().equals(share.grade))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private Handled weighIn(Actor keeper, Site point, LocalDate day, Season.New season) {
    Random random = new Random(season.id().getLeastSignificantBits());
    long grams = (300 + random.nextInt(500)) * 1000L + random.nextInt(10) * 100L;
    return handling.handle(
        keeper,
        new Step.WeighIn(
            Uuids.named("demo.weigh-in", season.id().toString()),
            at(day, WEIGHED),
            point.id(),
            season.id(),
            new Mass(grams),
            day,
            List.of()));
  }

  private static UUID id(String what, Site site, LocalDate day) {
    return Uuids.named("demo.supply", what, site.id().toString(), day.toString());
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(LocalTime.of(hour, 0)).atZone(BusinessDay.ZONE).toInstant();
  }

  /// Tallies as a line would have counted them.
  private static Sorting sorting(Site point, LocalDate day, long sum) {
    List<Sorting.Tally> tallies = new ArrayList<>();
    for (Share share : Share.values()) {
      long grams = share.of(sum);
      int pieces = (int) (grams / 210);
      tallies.add(
          new Sorting.Tally(
              share.grade,
              pieces,
              grams,
              share == Share.SPECIAL
                  ? Map.of()
                  : Map.of("BRIX", pieces / 3, "DIAMETER", pieces - pieces / 3)));
    }
    return new Sorting(tallies, "synthetic " + point.gln() + " " + day, false);
  }

  /// The best goes to the city and to buyers, the rest to the hub.
  private void sell(
      Actor keeper, Places places, Site point, LocalDate day, List<Lot> graded, long sum) {
    UUID special = lot(graded, Share.SPECIAL);
    handling.handle(
        keeper,
        new Step.Test(
            id("test", point, day),
            at(day, SORTED + 1),
            point.id(),
            special,
            "示例检测站（合成数据）",
            "YT-" + day,
            true,
            Map.of("糖度", "11.8 °Bx", "农药残留", "未检出")));
    List<String> boxes =
        handling
            .handle(
                keeper,
                new Step.Pack(
                    id("pack", point, day),
                    at(day, SORTED + 2),
                    point.id(),
                    special,
                    new Mass(5_000),
                    40))
            .boxes();
    Map<UUID, Mass> loose = new HashMap<>();
    loose.put(special, new Mass(Share.SPECIAL.of(sum) - 200_000));
    Site city = places.warehouse;
    move(keeper, "city", point, city, day, loose, boxes, new Mass(0));
    Site store = places.stores.get(day.getDayOfMonth() % 2);
    move(
        keeper,
        "store " + point.gln(),
        city,
        store,
        day.plusDays(1),
        Map.of(),
        boxes.subList(0, 20),
        new Mass(0));
    Map<UUID, Mass> rest = new HashMap<>();
    for (Share share : List.of(Share.FIRST, Share.SECOND))
      rest.put(lot(graded, share), new Mass(share.of(sum)));
    move(keeper, "hub", point, places.hub, day, rest, List.of(), new Mass(1_500));
    Buyer buyer = places.buyers.get(day.getDayOfMonth() % 2);
    sold(keeper, "shelf", store, buyer, day.plusDays(2), Map.of(), boxes.subList(0, 10));
    sold(
        keeper,
        "bulk",
        places.hub,
        places.buyers.get(1),
        day.plusDays(2),
        Map.of(lot(graded, Share.FIRST), new Mass(Share.FIRST.of(sum) / 4)),
        List.of());
  }

  /// Ships, and receives the next morning.
  ///
  /// @param lost of the first loose lot, on the way
  private void move(
      Actor keeper,
      String what,
      Site from,
      Site to,
      LocalDate day,
      Map<UUID, Mass> loose,
      List<String> boxes,
      Mass lost) {
    Step.Ship ship =
        new Step.Ship(
            id("ship " + what, from, day),
            at(day, SORTED + 3),
            from.id(),
            to.id(),
            null,
            loose,
            boxes,
            "SYN" + day.toString().replace("-", "") + from.gln().substring(8));
    handling.handle(keeper, ship);
    Map<UUID, Mass> arrived = new HashMap<>(loose);
    loose.keySet().stream()
        .sorted()
        .findFirst()
        .ifPresent(lot -> arrived.computeIfPresent(lot, (_, mass) -> mass.minus(lost)));
    handling.handle(
        keeper,
        new Step.Receive(
            id("receive " + what, from, day),
            at(day.plusDays(1), 8),
            to.id(),
            ship.id(),
            arrived,
            boxes));
  }

  private void sold(
      Actor keeper,
      String what,
      Site from,
      Buyer buyer,
      LocalDate day,
      Map<UUID, Mass> loose,
      List<String> boxes) {
    // co-operatives share the hub and the stores: their goods name the step
    String lot = loose.keySet().toString() + boxes;
    handling.handle(
        keeper,
        new Step.Ship(
            Uuids.named("demo.supply", what, lot, day.toString()),
            at(day, 10),
            from.id(),
            null,
            buyer.id(),
            loose,
            boxes,
            ""));
  }

  /// One small lot is called back, as a drill.
  private void recall(Actor keeper, Places places) {
    lots.stock(keeper, places.points.getFirst().id()).holdings().stream()
        .map(each -> each.lot())
        .filter(lot -> lot.product().grade().equals(Lot.BELOW_ALL))
        .findFirst()
        .ifPresent(
            lot ->
                recalls.block(
                    people.actor(Role.COUNTY_OFFICER),
                    Uuids.named("demo.recall", lot.code()),
                    lot.id(),
                    "召回演练（合成数据）"));
  }
}
