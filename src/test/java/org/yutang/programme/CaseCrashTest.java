package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ChildServer;
import org.yutang.cli.Server;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Ledger;
import org.yutang.payment.Payout;
import org.yutang.register.PersonId;
import org.yutang.register.PovertyStatus;
import org.yutang.store.EveryMinute;
import org.yutang.store.Home;

/// A server that grants, pays and reverses is killed with -9 at random moments, again and again:
/// afterwards money and seats are where the rows say. The seed is printed.
class CaseCrashTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final int KILLS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void killedAtAnyMomentMoneyAndSeatsAreWhereTheRowsSay(@TempDir Path dir) throws Exception {
    long seed = new Random().nextLong();
    System.out.println("killedAtAnyMomentMoneyAndSeatsAreWhereTheRowsSay: seed " + seed);
    Random random = new Random(seed);
    Path home = dir.resolve("home");
    for (int kill = 1; kill <= KILLS; kill++) {
      Path said = dir.resolve("said-" + kill);
      try (ChildServer child =
          ChildServer.start(
              CaseCrashTest.class, said, home.toString(), String.valueOf(random.nextLong()))) {
        await(said, 100 + random.nextInt(200), child);
        LockSupport.parkNanos(random.nextInt(60_000_000));
        child.kill();
      }
    }
    try (ConfigurableApplicationContext server = start(home)) {
      ClaimHouse house = new ClaimHouse(server.getBeanFactory(), COUNTY);
      for (int i = 0; i < 2; i++) {
        house.delivered();
        house.delivered();
        server.getBeanProvider(EveryMinute.class).forEach(EveryMinute::everyMinute);
      }
      house.delivered();
      house.delivered();
      JdbcClient sql = server.getBean(JdbcClient.class);
      CaseBooks.check(sql, server.getBean(Ledger.class), house.programmes.get(CaseWalk.RULES));
      assertThat(CaseBooks.count(sql, "select sum(paid) from programme.case_file")).isPositive();
      assertThat(
              CaseBooks.count(
                  sql,
                  "select count(*) from programme.case_file where state = 'APPROVED' and waiting_for is null"))
          .as("approved, and neither granted nor told to wait")
          .isZero();
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

  /// The child: walks until it is killed.
  public static void main(String[] arguments) throws Exception {
    ConfigurableApplicationContext server = start(Path.of(arguments[0]));
    Random random = new Random(Long.parseLong(arguments[1]));
    ClaimHouse house = new ClaimHouse(server.getBeanFactory(), COUNTY);
    house.pay(Payout.Via.SANDBOX);
    People made = new People(server.getBean(JdbcClient.class), COUNTY);
    List<PersonId> people = new ArrayList<>();
    for (int i = 0; i < 20; i++)
      people.add(
          made.add(house.villages.getFirst(), LocalDate.of(1980, 1, 1), PovertyStatus.REGISTERED));
    made.save();
    house.programmes.grant(
        house.officer, CaseWalk.RULES, Money.fen(60_000), UUID.randomUUID(), "a walk");
    CaseWalk walk = new CaseWalk(server.getBeanFactory(), house, people);
    while (true) {
      walk.step(random);
      System.out.println("step");
    }
  }
}
