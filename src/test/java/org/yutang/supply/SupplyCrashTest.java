package org.yutang.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ChildServer;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.cli.Server;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.LedgerCheck;
import org.yutang.store.EveryMinute;
import org.yutang.store.Home;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// A server is killed with -9 between weigh-in, grading, packing, shipping and certifying, again
/// and again: no gram is lost or doubled, and a scanner that replays everything changes nothing.
/// The seed is printed.
@Tag("slow")
class SupplyCrashTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final int KILLS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /// After which the sweeper takes a step for cut off.
  private static final Duration PATIENCE = Duration.ofSeconds(31);

  @Test
  void killedAtAnyMomentNoGramIsLostOrDoubled(@TempDir Path dir) throws Exception {
    long seed = new Random().nextLong();
    System.out.println("killedAtAnyMomentNoGramIsLostOrDoubled: seed " + seed);
    Random random = new Random(seed);
    Path home = dir.resolve("home");
    Path told = Files.createFile(dir.resolve("told"));
    for (int kill = 1; kill <= KILLS; kill++) {
      Path said = dir.resolve("said-" + kill);
      try (ChildServer child =
          ChildServer.start(
              SupplyCrashTest.class,
              said,
              home.toString(),
              told.toString(),
              String.valueOf(random.nextLong()))) {
        await(said, 30 + random.nextInt(60), child);
        LockSupport.parkNanos(random.nextInt(40_000_000));
        child.kill();
      }
    }
    try (ConfigurableApplicationContext server = start(home)) {
      JdbcClient sql = server.getBean(JdbcClient.class);
      LockSupport.parkNanos(PATIENCE.toNanos());
      server.getBeanProvider(EveryMinute.class).forEach(EveryMinute::everyMinute);
      assertThat(count(sql, "select count(*) from supply.step where state <> 'DONE'"))
          .as("what the sweeper left unfinished")
          .isZero();
      check(server);
      Map<String, Long> before = balances(sql);
      long steps = count(sql, "select count(*) from supply.step");
      replay(server, told);
      // what was told but never reached the books happens now, once
      long added = count(sql, "select count(*) from supply.step") - steps;
      assertThat(added).as("steps that a kill kept from the books").isBetween(0L, (long) KILLS);
      if (added == 0) assertThat(balances(sql)).isEqualTo(before);
      Map<String, Long> after = balances(sql);
      replay(server, told);
      assertThat(balances(sql)).as("a scanner that replays everything").isEqualTo(after);
      assertThat(server.getBean(Outbox.class).awaitDelivered(LIMIT)).isTrue();
      check(server);
    }
  }

  private static void check(ConfigurableApplicationContext server) {
    JdbcClient sql = server.getBean(JdbcClient.class);
    assertThat(server.getBean(LedgerCheck.class).findings()).isEmpty();
    long weighed = count(sql, "select coalesce(sum(grams), 0) from supply.harvest");
    assertThat(weighed).isPositive();
    long stock = count(sql, "select coalesce(sum(grams), 0) from supply.stock");
    long lost =
        count(
            sql,
            "select coalesce(sum(balance), 0) from ledger.account where unit = 'GRAM' and name like '%with "
                + Leg.LOST
                + "'");
    assertThat(stock + lost).as("in = out + loss, in grams").isEqualTo(weighed);
    assertThat(count(sql, "select count(*) from supply.lot"))
        .isEqualTo(
            count(
                    sql,
                    "select count(distinct id) from ledger.account where unit = 'GRAM' and name like '%with "
                        + Leg.MADE
                        + "'")
                - count(sql, "select count(*) from supply.certificate")
                + count(
                    sql,
                    "select count(*) from supply.lot l join supply.step p on p.id = l.made_by where p.kind <> 'WEIGH_IN'"));
    assertThat(count(sql, "select count(*) from supply.certificate where issued_at is null"))
        .isZero();
    long certified = count(sql, "select coalesce(sum(grams), 0) from supply.certificate");
    long open =
        count(
            sql,
            "select coalesce(sum(balance), 0) from ledger.account where name like '%with "
                + Leg.CERTIFIED
                + "'");
    long sold =
        count(
            sql,
            "select coalesce(sum(k.grams), 0) from supply.stock k join supply.buyer y on y.id = k.holder join supply.certified d on d.lot = k.lot");
    assertThat(sold + open).as("certified = sold + left").isEqualTo(certified);
    assertThat(sold).isPositive();
  }

  private static Map<String, Long> balances(JdbcClient sql) {
    Map<String, Long> balances = new TreeMap<>();
    sql.sql("select name, balance from ledger.account where name like 'stock of%'")
        .query((row, _) -> balances.put(row.getString("name"), row.getLong("balance")))
        .list();
    return balances;
  }

  private static long count(JdbcClient sql, String question) {
    return sql.sql(question).query(Long.class).single();
  }

  /// Everything that was ever told, in its order, as a scanner that lost its memory would.
  private static void replay(ConfigurableApplicationContext server, Path told) throws IOException {
    Handling handling = server.getBean(Handling.class);
    for (String line : Files.readAllLines(told)) {
      String[] parts = line.split("\t", 2);
      if (parts.length < 2 || !parts[1].endsWith("}")) continue; // cut off by the kill
      Step step = Json.read(parts[1], Step.Kind.valueOf(parts[0]).type);
      handling.handle(SupplyHouse.actor(Role.COUNTY_OFFICER, COUNTY), step);
    }
  }

  private static void await(Path said, int wanted, ChildServer child) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(said)
        || Files.readString(said).lines().filter("step"::equals).count() < wanted) {
      if (!child.isAlive() || System.nanoTime() > limit)
        throw new IllegalStateException("no progress: " + Files.readString(said));
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static ConfigurableApplicationContext start(Path dir) {
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of("server.port", "0"));
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)));
    return application.run("--server.port=0");
  }

  /// The child: brings in, sorts, packs, ships, certifies and sells until it is killed.
  public static void main(String[] arguments) throws Exception {
    ConfigurableApplicationContext server = start(Path.of(arguments[0]));
    Random random = new Random(Long.parseLong(arguments[2]));
    SupplyHouse house = new SupplyHouse(server.getBeanFactory(), COUNTY, 2, random.nextInt(900));
    int honey = house.addPlot("honey", "vitex");
    Walk walk = new Walk(server.getBean(Handling.class), house, Path.of(arguments[1]));
    while (true) {
      walk.oranges(random);
      walk.honey(honey, random);
    }
  }

  private record Walk(Handling handling, SupplyHouse house, Path told) {

    /// Writes down what it is about to tell, then tells it.
    private Handled tell(Actor by, Step step) throws IOException {
      Files.writeString(
          told, "\n" + step.kind() + "\t" + Json.write(step) + "\n", StandardOpenOption.APPEND);
      Handled done = handling.handle(by, step);
      System.out.println("step");
      return done;
    }

    private Handled tell(Step step) throws IOException {
      return tell(house.keeper, step);
    }

    private Lot weighIn(int plot, long grams) throws IOException {
      return tell(new Step.WeighIn(
              UUID.randomUUID(),
              house.now(),
              house.point.id(),
              house.season(plot),
              new Mass(grams),
              house.today(),
              List.of()))
          .made()
          .getFirst();
    }

    void oranges(Random random) throws IOException {
      long grams = 20_000L + random.nextInt(20_000);
      Lot lot = weighIn(random.nextInt(2), grams);
      long best = grams / 2;
      List<Sorting.Tally> tallies = new ArrayList<>();
      tallies.add(new Sorting.Tally("special", 1, best, Map.of()));
      tallies.add(new Sorting.Tally("second", 1, grams / 4, Map.of()));
      List<Lot> graded =
          tell(new Step.Grade(
                  UUID.randomUUID(),
                  house.now(),
                  house.point.id(),
                  lot.id(),
                  new Mass(grams),
                  new Sorting(tallies, UUID.randomUUID().toString(), false)))
              .made();
      Lot special =
          graded.stream()
              .filter(each -> each.product().grade().equals("special"))
              .findFirst()
              .orElseThrow();
      List<String> boxes =
          tell(new Step.Pack(
                  UUID.randomUUID(),
                  house.now(),
                  house.point.id(),
                  special.id(),
                  new Mass(1_000),
                  3))
              .boxes();
      Step.Ship ship =
          house.toSite(house.point, house.store, Map.of(special.id(), new Mass(2_000)), boxes);
      tell(ship);
      tell(
          new Step.Receive(
              UUID.randomUUID(),
              house.now(),
              house.store.id(),
              ship.id(),
              Map.of(special.id(), new Mass(1_900)),
              boxes.subList(0, 2)));
      tell(house.toBuyer(house.store, Map.of(), boxes.subList(0, 1)));
    }

    void honey(int plot, Random random) throws IOException {
      Lot lot = weighIn(plot, 50_000);
      UUID sample = UUID.randomUUID();
      tell(new Step.Sample(sample, house.now(), house.point.id(), lot.id(), new Mass(500), "封签"));
      tell(
          house.officer,
          new Step.Analyse(
              UUID.randomUUID(),
              house.now(),
              house.point.id(),
              lot.id(),
              sample,
              "测试检测站",
              "R-" + sample,
              SupplyHouse.pure()));
      tell(house.officer, house.certify(sample, Map.of(lot.id(), new Mass(40_000))));
      tell(
          house.toBuyer(
              house.point, Map.of(lot.id(), new Mass(1 + random.nextInt(30_000))), List.of()));
      tell(
          new Step.Return(
              UUID.randomUUID(),
              house.now(),
              house.point.id(),
              house.buyer.id(),
              lot.id(),
              new Mass(1)));
    }
  }
}
