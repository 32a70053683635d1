package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ChildServer;
import org.yutang.cli.Server;
import org.yutang.payment.PaymentDoor;
import org.yutang.store.EveryMinute;
import org.yutang.store.Home;
import org.yutang.store.Jobs;
import org.yutang.store.Outbox;

/// Orders, refunds, enrolments, claims, decisions, appeals, payouts and answers of banks at random,
/// by several at once, on a server that is killed again and again; then everything comes to rest,
/// and [MoneyBooks] counts. The seed is printed; `-Dyutang.seed=…` walks the same way again, as far
/// as threads and kills allow.
@Tag("slow")
class MoneyPropertyTest {

  private static final int KILLS = 3;
  private static final int WALKERS = 3;
  private static final int MOST_STEPS = 180;

  /// How often, and how far, the walk goes on alone while something of [#WANTED] is missing.
  private static final int MORE_WALKS = 5;

  private static final int MORE_STEPS = 120;

  /// Without any of these a walk would prove nothing.
  private static final List<String> WANTED =
      List.of(
          "giving.sale",
          "giving.refund",
          "giving.sale where returned between 1 and donation - 1",
          "programme.enrolment",
          "programme.case_file where state = 'COMPLETED'",
          "programme.case_file where state = 'REJECTED' or counted is not null");

  private static final List<String> ALSO_WALKED =
      List.of(
          "programme.case_file where benefit > 1000000",
          "programme.case_file where appealed_day is not null",
          "payment.payout where provider = 'SANDBOX' and state = 'PAID'",
          "payment.payout where provider = 'BANK_FILE' and state = 'PAID'",
          "payment.payout where state = 'FAILED'");

  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void whateverHappensEveryFenIsSomewhereAndEveryFigureIsTheSumOfItsVouchers(@TempDir Path dir)
      throws Exception {
    long seed = Long.getLong("yutang.seed", new Random().nextLong());
    System.out.println("MoneyPropertyTest: seed " + seed);
    Random random = new Random(seed);
    Path home = dir.resolve("home");
    for (int kill = 1; kill <= KILLS; kill++) {
      Path said = dir.resolve("said-" + kill);
      try (ChildServer child =
          ChildServer.start(
              MoneyPropertyTest.class, said, home.toString(), String.valueOf(random.nextLong()))) {
        awaitSteps(said, 30 + random.nextInt(MOST_STEPS), child);
        LockSupport.parkNanos(random.nextInt(80_000_000));
        child.kill();
      }
      assertThat(Files.readString(said)).doesNotContain("broken");
    }
    try (ConfigurableApplicationContext server = start(home)) {
      settle(server, new Random(seed));
      JdbcClient sql = server.getBean(JdbcClient.class);
      MoneyWalk walk = new MoneyWalk(server.getBeanFactory(), random);
      for (int more = 0; more < MORE_WALKS && !missing(sql).isEmpty(); more++) {
        for (int step = 0; step < MORE_STEPS; step++) walk.step();
        settle(server, random);
      }
      new MoneyBooks(server.getBeanFactory(), sql).check();
      for (List<String> some : List.of(WANTED, ALSO_WALKED))
        for (String walked : some) System.out.println("  " + rows(sql, walked) + " " + walked);
      assertThat(missing(sql)).as("what never happened").isEmpty();
    }
  }

  private static List<String> missing(JdbcClient sql) {
    return WANTED.stream().filter(walked -> rows(sql, walked) == 0).toList();
  }

  private static long rows(JdbcClient sql, String walked) {
    return sql.sql("select count(*) from " + walked).query(Long.class).single();
  }

  /// Banks answer, jobs end, chores run, and there is money enough for all who wait.
  static void settle(ConfigurableApplicationContext server, Random random)
      throws InterruptedException {
    MoneyWalk walk = new MoneyWalk(server.getBeanFactory(), random);
    JdbcClient sql = server.getBean(JdbcClient.class);
    for (int round = 0; round < 10; round++) {
      delivered(server);
      walk.grant(5_000_000);
      walk.enrol(round == 0 ? 1 : 400); // whoever waits for funds; then premiums for the insurer
      awaitJobs(server);
      server.getBeansOfType(EveryMinute.class).values().forEach(EveryMinute::everyMinute);
      delivered(server);
      PaymentDoor.answerEverything(server.getBeanFactory());
      delivered(server);
      long open =
          sql.sql(
                  """
                  select (select count(*) from programme.case_file where state = 'APPROVED')
                    + (select count(*) from programme.case_payment where state in ('PLANNED', 'PAYING'))
                    + (select count(*) from giving.refund where state <> 'DONE')
                    + (select count(*) from programme.enrolment where chunk is null)
                  """)
              .query(Long.class)
              .single();
      if (open == 0) return;
    }
    throw new AssertionError("does not come to rest");
  }

  private static void delivered(ConfigurableApplicationContext server) throws InterruptedException {
    for (int i = 0; i < 4; i++)
      assertThat(server.getBean(Outbox.class).awaitDelivered(LIMIT)).isTrue();
  }

  private static void awaitJobs(ConfigurableApplicationContext server) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    JdbcClient sql = server.getBean(JdbcClient.class);
    Jobs jobs = server.getBean(Jobs.class);
    for (java.util.UUID job :
        sql.sql("select id from store.job").query(java.util.UUID.class).list())
      while (!jobs.find(job).orElseThrow().ended()) {
        if (System.nanoTime() > limit) throw new AssertionError("job does not end: " + job);
        LockSupport.parkNanos(20_000_000);
      }
  }

  private static void awaitSteps(Path said, long steps, ChildServer child) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(said)
        || Files.readString(said).lines().filter("step"::equals).count() < steps) {
      if (!child.isAlive() || System.nanoTime() > limit)
        throw new IllegalStateException("no progress: " + Files.readString(said));
      LockSupport.parkNanos(10_000_000);
    }
  }

  static ConfigurableApplicationContext start(Path dir) {
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of("server.port", "0"));
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)));
    return application.run("--server.port=0");
  }

  /// The child: walks with several threads until it is killed, and says each step.
  public static void main(String[] arguments) {
    ConfigurableApplicationContext server = start(Path.of(arguments[0]));
    Random random = new Random(Long.parseLong(arguments[1]));
    new MoneyWalk(server.getBeanFactory(), random).begin();
    for (int i = 0; i < WALKERS; i++) {
      MoneyWalk walk = new MoneyWalk(server.getBeanFactory(), new Random(random.nextLong()));
      Thread.ofPlatform()
          .start(
              () -> {
                while (true) {
                  try {
                    walk.step();
                    System.out.println("step");
                  } catch (RuntimeException e) {
                    System.out.println("broken " + e);
                    e.printStackTrace(System.out);
                  }
                }
              });
    }
  }
}
