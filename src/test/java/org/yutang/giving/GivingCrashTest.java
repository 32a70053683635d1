package org.yutang.giving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Ledger;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;
import org.yutang.proof.Proof;
import org.yutang.store.Home;
import org.yutang.store.Outbox;

/// Kills the server again and again while it books orders and refunds, and counts what is left:
/// what was committed has exactly one donation and one leaf, what was answered is there.
@Tag("slow")
class GivingCrashTest {

  private static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  private static final UUID PROJECT = Uuids.named("crash", "project");
  private static final UUID MERCHANT = Uuids.named("crash", "merchant");
  private static final int KILLS = 5;
  private static final int SIZE = 200;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Actor OFFICER =
      new Actor(
          Uuids.named("crash", "officer"),
          "test",
          Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD)));

  @Test
  void killedAtRandomMomentsEveryOrderHasOneDonationAndEveryRefundTakesOneBack(@TempDir Path dir)
      throws Exception {
    long seed = new Random().nextLong();
    System.out.println("GivingCrashTest: seed " + seed);
    Random random = new Random(seed);
    Path home = dir.resolve("home");
    long answered = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      Path said = dir.resolve("said-" + kill);
      try (ChildServer child =
          ChildServer.start(GivingCrashTest.class, said, home.toString(), String.valueOf(kill))) {
        awaitLine(said, "booked " + random.nextInt(5), child);
        LockSupport.parkNanos(random.nextInt(120_000_000));
        child.kill();
      }
      answered += Files.readString(said).lines().filter(line -> line.startsWith("booked")).count();
    }
    try (ConfigurableApplicationContext server = start(home)) {
      assertThat(server.getBean(Outbox.class).awaitDelivered(LIMIT)).isTrue();
      check(server, answered);
    }
  }

  private static void check(ConfigurableApplicationContext server, long answered) {
    JdbcClient sql = server.getBean(JdbcClient.class);
    long sales = count(sql, "select count(*) from giving.sale");
    long refunds = count(sql, "select count(*) from giving.refund");
    assertThat(sales).isGreaterThanOrEqualTo(answered * SIZE);
    assertThat(count(sql, "select count(*) from giving.chunk where settled_at is null")).isZero();
    assertThat(count(sql, "select count(*) from giving.refund where state <> 'DONE'")).isZero();
    assertThat(count(sql, "select count(*) from ledger.transfer where memo = 'donation'"))
        .isEqualTo(sales);
    assertThat(
            count(
                sql,
                "select count(*) from giving.sale s join ledger.transfer t on t.id = s.transfer and t.amount = s.donation"))
        .isEqualTo(sales);
    assertThat(count(sql, "select count(*) from ledger.transfer where memo = 'refund'"))
        .isEqualTo(refunds);
    Programmes programmes = server.getBean(Programmes.class);
    long fund =
        server.getBean(Ledger.class).find(programmes.get(INSURANCE).fund()).orElseThrow().balance();
    assertThat(fund)
        .isEqualTo(count(sql, "select sum(donation - returned) from giving.sale"))
        .isEqualTo(count(sql, "select sum(given - returned) from giving.figure"))
        .isEqualTo(server.getBean(Ranges.class).net(INSURANCE));
    Proof proof = server.getBean(Proof.class);
    long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos(); // a checkpoint comes later
    while (proof.size() < sales + refunds && System.nanoTime() < limit)
      LockSupport.parkNanos(50_000_000);
    assertThat(proof.size()).isEqualTo(sales + refunds);
    assertThat(
            count(
                sql,
                """
                select count(*) from (
                  select gross_from - coalesce(lag(gross_from + donation) over (order by gross_from), 0) as gap from giving.sale
                ) lines where gap <> 0
                """))
        .as("gaps and overlaps")
        .isZero();
    BooksCheck.check(sql);
  }

  private static long count(JdbcClient sql, String question) {
    return sql.sql(question).query(Long.class).single();
  }

  private static void awaitLine(Path said, String line, ChildServer child) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(said) || Files.readString(said).lines().noneMatch(line::equals)) {
      if (!child.isAlive() || System.nanoTime() > limit)
        throw new IllegalStateException("no progress: " + Files.readString(said));
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static ConfigurableApplicationContext start(Path dir) {
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of("server.port", "0"));
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)));
    return application.run("--server.port=0");
  }

  /// The child: books lists of orders, repeats each, refunds some, and says what was answered.
  public static void main(String[] arguments) {
    ConfigurableApplicationContext server = start(Path.of(arguments[0]));
    Giving giving = server.getBean(Giving.class);
    LocalDate today = LocalDate.now(BusinessDay.ZONE);
    Instant noon = today.minusDays(2).atTime(12, 0).atZone(BusinessDay.ZONE).toInstant();
    LocalDate first = LocalDate.of(2026, 1, 1);
    Text name = new Text("试", "crash");
    giving.openProject(
        OFFICER,
        new Project.New(
            PROJECT,
            name,
            name,
            INSURANCE,
            PlaceCode.WORLD,
            first,
            first.plusYears(20),
            Money.fen(100_000_000),
            List.of()));
    giving.addMerchant(OFFICER, MERCHANT, name, new PlaceCode("CN-500236"));
    giving.pledge(
        OFFICER, Uuids.named("crash", "pledge"), MERCHANT, PROJECT, new Rate.PerMille(5), first);
    for (int list = 0; ; list++) {
      List<SaleNotice> notices = new ArrayList<>();
      for (int i = 0; i < SIZE; i++)
        notices.add(
            new SaleNotice(
                arguments[1] + "-" + list + "-" + i,
                noon.plusSeconds(i),
                Money.fen(400 + i),
                Optional.empty(),
                Optional.empty()));
      List<RefundNotice> back = new ArrayList<>();
      for (int i = 0; i < 20; i++)
        back.add(
            new RefundNotice(
                "r" + arguments[1] + "-" + list + "-" + i,
                notices.get(i * 7).orderNumber(),
                noon.plusSeconds(3600),
                Optional.empty()));
      if (list % 2 == 0) {
        giving.sellAll(OFFICER, MERCHANT, notices);
        System.out.println("booked " + list);
        giving.sellAll(OFFICER, MERCHANT, notices);
        giving.refundAll(OFFICER, MERCHANT, back);
      } else {
        List<Notice> mixed = new ArrayList<>(notices);
        mixed.addAll(back);
        tell(giving, mixed);
        System.out.println("booked " + list);
        tell(giving, mixed);
      }
    }
  }

  private static void tell(Giving giving, List<Notice> mixed) {
    for (Notice.Result result : giving.tell(OFFICER, MERCHANT, mixed).join())
      if (result instanceof Sale.Result.Refused || result instanceof Refund.Result.Refused)
        throw new IllegalStateException(result.toString());
  }
}
