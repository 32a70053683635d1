package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ChildServer;
import org.yutang.cli.Server;
import org.yutang.kernel.PlaceCode;
import org.yutang.payment.Payout;
import org.yutang.proof.Proof;
import org.yutang.register.PersonId;
import org.yutang.store.Home;

/// Kills the server while claims are decided, paid and answered, so between a decision and its
/// money and between an answer and its booking as well, and counts what came of it.
@Tag("slow")
class ClaimCrashTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final int KILLS = 5;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void killedAtAnyMomentEveryApprovedClaimIsPaidOnce(@TempDir Path dir) throws Exception {
    long seed = new Random().nextLong();
    System.out.println("killedAtAnyMomentEveryApprovedClaimIsPaidOnce: seed " + seed);
    Random random = new Random(seed);
    Path home = dir.resolve("home");
    int decided = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      Path said = dir.resolve("said-" + kill);
      try (ChildServer child = ChildServer.start(ClaimCrashTest.class, said, home.toString())) {
        int wanted = 3 + random.nextInt(12);
        await(said, wanted, child);
        LockSupport.parkNanos(random.nextInt(60_000_000));
        child.kill();
      }
      decided += (int) Files.readString(said).lines().filter("decided"::equals).count();
    }
    try (ConfigurableApplicationContext server = start(home)) {
      ClaimHouse house = new ClaimHouse(server.getBeanFactory(), COUNTY);
      house.delivered();
      house.tryAgain();
      house.delivered();
      JdbcClient sql = server.getBean(JdbcClient.class);
      ClaimBooks.check(sql, house);
      long paid = count(sql, "select count(*) from programme.case_file where state = 'COMPLETED'");
      assertThat(paid).isGreaterThanOrEqualTo(decided);
      assertThat(
              count(
                  sql,
                  "select count(*) from programme.case_file where state in ('APPROVED', 'GRANTED')"))
          .isZero();
      assertThat(count(sql, "select count(*) from programme.case_payment")).isEqualTo(paid);
      Proof proof = server.getBean(Proof.class);
      for (UUID id : sql.sql("select payout from programme.case_payment").query(UUID.class).list())
        assertThat(proof.find(id)).as("leaf").isPresent();
    }
  }

  private static long count(JdbcClient sql, String question) {
    return sql.sql(question).query(Long.class).single();
  }

  private static void await(Path said, int wanted, ChildServer child) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(said)
        || Files.readString(said).lines().filter("decided"::equals).count() < wanted) {
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

  /// The child: files and approves one claim after the other until it is killed.
  public static void main(String[] arguments) throws Exception {
    ConfigurableApplicationContext server = start(Path.of(arguments[0]));
    ClaimHouse house = new ClaimHouse(server.getBeanFactory(), COUNTY);
    house.pay(Payout.Via.SANDBOX);
    PersonId person = house.covered(1).getFirst();
    house.fundInsurer(1_000_000_000);
    for (int i = 0; ; i++) {
      house.approved(house.filed(person, 20_000 + i + ".00", 3_000 + i + ".00"));
      System.out.println("decided");
    }
  }
}
