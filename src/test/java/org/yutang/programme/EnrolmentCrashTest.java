package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.cli.Server;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.BooksCheck;
import org.yutang.proof.Proof;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.Home;
import org.yutang.store.Jobs;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Kills the server again and again while a county is enrolled, lets it go on, and counts persons,
/// money and leaves.
@Tag("slow")
class EnrolmentCrashTest {

  private static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final UUID JOB = Uuids.named("crash", "job");
  private static final int YEAR = 2026;
  private static final int PERSONS = 14_000;
  private static final int FUNDED = 13_000;
  private static final int KILLS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Actor OFFICER =
      new Actor(
          Uuids.named("crash", "officer"),
          "test",
          Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD)));

  @Test
  void killedAtRandomMomentsAnEnrolmentEndsWithOnePremiumAndOneLeafForEachPerson(@TempDir Path dir)
      throws Exception {
    long seed = new Random().nextLong();
    System.out.println(
        "killedAtRandomMomentsAnEnrolmentEndsWithOnePremiumAndOneLeafForEachPerson: seed " + seed);
    Random random = new Random(seed);
    Path home = dir.resolve("home");
    for (int kill = 1; kill <= KILLS; kill++) {
      Path said = dir.resolve("said-" + kill);
      try (ChildServer child = ChildServer.start(EnrolmentCrashTest.class, said, home.toString())) {
        int moment =
            random.nextInt(7); // how many steps (chunks committed, chunks settled) to let it see
        awaitSteps(said, moment, child);
        LockSupport.parkNanos(random.nextInt(150_000_000));
        child.kill();
      }
    }
    try (ConfigurableApplicationContext server = start(home)) {
      EnrolmentResult result = awaitEnd(server);
      assertThat(result.persons()).isEqualTo(PERSONS);
      assertThat(result)
          .extracting(
              EnrolmentResult::eligible,
              EnrolmentResult::enrolled,
              EnrolmentResult::already,
              EnrolmentResult::withoutFunds)
          .containsExactly((long) PERSONS, (long) FUNDED, 0L, (long) PERSONS - FUNDED);
      check(server);
    }
  }

  private static void check(ConfigurableApplicationContext server) {
    JdbcClient sql = server.getBean(JdbcClient.class);
    Programmes programmes = server.getBean(Programmes.class);
    Fund fund = programmes.fund(OFFICER, INSURANCE);
    assertThat(fund)
        .isEqualTo(new Fund(Money.fen(0), Money.fen(0), Money.fen(0), Money.fen(FUNDED * 3200L)));
    assertThat(count(sql, "select count(*) from ledger.reservation"))
        .as("open reservations")
        .isZero();
    assertThat(count(sql, "select count(*) from ledger.earmark where state <> 'DROPPED'"))
        .as("earmarks left")
        .isZero();
    assertThat(count(sql, "select count(*) from programme.enrolment where chunk is not null"))
        .isEqualTo(FUNDED);
    assertThat(count(sql, "select count(*) from ledger.transfer where kind = 3"))
        .as("posted premiums")
        .isEqualTo(FUNDED);
    assertThat(
            count(
                sql,
                """
                select count(distinct t.id) from programme.enrolment e join ledger.transfer t on t.reservation = e.reservation
                where t.kind = 3 and t.amount = e.premium
                """))
        .as("enrolments with a premium of their own")
        .isEqualTo(FUNDED);
    assertThat(count(sql, "select count(distinct person) from programme.enrolment"))
        .isEqualTo(PERSONS);
    BooksCheck.check(sql);
    Proof proof = server.getBean(Proof.class);
    for (UUID id :
        sql.sql("select id from programme.enrolment where chunk is not null order by id limit 200")
            .query(UUID.class)
            .list())
      assertThat(
              new String(
                  proof.find(id).orElseThrow().entry(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(programmes.receipt(OFFICER, id).leaf());
    assertThat(proof.size()).as("leaves").isEqualTo(FUNDED);
  }

  private static long count(JdbcClient sql, String question) {
    return sql.sql(question).query(Long.class).single();
  }

  private static EnrolmentResult awaitEnd(ConfigurableApplicationContext server)
      throws InterruptedException {
    long limit = System.nanoTime() + LIMIT.toNanos();
    Jobs jobs = server.getBean(Jobs.class);
    Jobs.Job job = jobs.find(JOB).orElseThrow();
    while (!job.ended()) {
      if (System.nanoTime() > limit) throw new AssertionError("not ended: " + job);
      LockSupport.parkNanos(20_000_000);
      job = jobs.find(JOB).orElseThrow();
    }
    assertThat(job.state()).isEqualTo(Jobs.State.DONE);
    assertThat(server.getBean(Outbox.class).awaitDelivered(LIMIT)).isTrue();
    return Json.read(java.util.Objects.requireNonNull(job.resultJson()), EnrolmentResult.class);
  }

  private static void awaitSteps(Path said, int steps, ChildServer child) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(said) || !seen(said, steps)) {
      if (!child.isAlive() || System.nanoTime() > limit)
        throw new IllegalStateException("no progress: " + Files.readString(said));
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static boolean seen(Path said, int steps) throws IOException {
    return Files.readString(said)
        .lines()
        .anyMatch(line -> line.equals("ended") || line.equals("step " + steps));
  }

  private static ConfigurableApplicationContext start(Path dir) {
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of("server.port", "0"));
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)));
    return application.run("--server.port=0");
  }

  /// The child: on its first start it makes people, money and the job; then it says what it sees of
  /// the job until it is killed.
  public static void main(String[] arguments) throws Exception {
    ConfigurableApplicationContext server = start(Path.of(arguments[0]));
    JdbcClient sql = server.getBean(JdbcClient.class);
    Jobs jobs = server.getBean(Jobs.class);
    if (jobs.find(JOB).isEmpty()) {
      begin(server, sql);
      server.getBean(Programmes.class).enrol(OFFICER, INSURANCE, COUNTY, YEAR, JOB);
    }
    long before = steps(sql);
    long said = -1;
    while (true) {
      long steps = steps(sql) - before;
      for (; said < steps; said++) System.out.println("step " + (said + 1));
      if (jobs.find(JOB).orElseThrow().ended() && said >= steps) System.out.println("ended");
      LockSupport.parkNanos(3_000_000);
    }
  }

  private static long steps(JdbcClient sql) {
    return count(sql, "select count(*) + count(settled_at) from programme.chunk");
  }

  private static void begin(ConfigurableApplicationContext server, JdbcClient sql) {
    if (count(sql, "select count(*) from register.person") == 0) {
      List<PlaceCode> towns =
          server
              .getBean(Register.class)
              .children(COUNTY, PlaceQuery.all(new org.yutang.kernel.Page.Wanted(1, 10)))
              .items()
              .stream()
              .map(town -> town.place().code())
              .toList();
      People people = new People(sql, COUNTY);
      for (int i = 0; i < PERSONS; i++)
        people.add(
            towns.get(i % towns.size()), LocalDate.of(YEAR - 40, 1, 1), PovertyStatus.REGISTERED);
      people.save();
    }
    server
        .getBean(Programmes.class)
        .grant(
            OFFICER, INSURANCE, Money.fen(FUNDED * 3200L), Uuids.named("crash", "grant"), "a test");
  }
}
