package org.yutang.giving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Ledger;
import org.yutang.payment.Incoming;
import org.yutang.payment.Via;
import org.yutang.payment.incoming.IncomingDoor;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;
import org.yutang.proof.Proof;
import org.yutang.store.Home;
import org.yutang.store.Outbox;

/// Kills the server again and again while gifts are given and paid: whatever a provider was
/// answered about is in the fund, on the line, in the log and has its receipt, once.
@Tag("slow")
class GiftCrashTest {

  private static final int KILLS = 4;
  private static final int CALLERS = 4;
  private static final UUID PROJECT = Uuids.named("gift-crash", "project");
  private static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Actor OFFICER =
      new Actor(
          Uuids.named("gift-crash", "officer"),
          "test",
          Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD)));

  /// What the child said: a gift whose provider was answered.
  record Said(String link, UUID gift) {}

  @Test
  void killedAtRandomMomentsNothingAnsweredIsLostAndNothingCountsTwice(@TempDir Path dir)
      throws Exception {
    long seed = new Random().nextLong();
    System.out.println("GiftCrashTest: seed " + seed);
    Random random = new Random(seed);
    Path home = dir.resolve("home");
    List<Said> said = new ArrayList<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      Path output = dir.resolve("said-" + kill);
      try (ChildServer child = ChildServer.start(GiftCrashTest.class, output, home.toString())) {
        awaitLines(output, 20 + random.nextInt(60), child);
        LockSupport.parkNanos(random.nextInt(50_000_000));
        child.kill();
      }
      said.addAll(read(output));
    }
    try (ConfigurableApplicationContext server = start(home)) {
      for (int i = 0; i < 3; i++)
        assertThat(server.getBean(Outbox.class).awaitDelivered(LIMIT)).isTrue();
      check(server, said);
    }
  }

  private static void check(ConfigurableApplicationContext server, List<Said> said) {
    assertThat(said).hasSizeGreaterThan(KILLS * 15);
    Gifts gifts = server.getBean(Gifts.class);
    for (Said each : said)
      assertThat(gifts.get(each.link, each.gift).state()).isEqualTo(Gift.State.PAID);
    JdbcClient sql = server.getBean(JdbcClient.class);
    Ledger ledger = server.getBean(Ledger.class);
    long given = count(sql, "select sum(amount) from giving.gift where state = 'PAID'");
    UUID fund = server.getBean(Programmes.class).get(INSURANCE).fund();
    assertThat(ledger.find(fund).orElseThrow().balance()).isEqualTo(given);
    assertThat(ledger.find(Incoming.outside(Via.SANDBOX)).orElseThrow().balance())
        .isEqualTo(-given);
    assertThat(ledger.find(Incoming.unmatched(Via.SANDBOX)).orElseThrow().balance()).isZero();
    assertThat(server.getBean(Ranges.class).net(INSURANCE)).isEqualTo(given);
    assertThat(
            count(
                sql, "select count(*) - max(receipt_number) from giving.gift where state = 'PAID'"))
        .as("numbers left out or given twice")
        .isZero();
    assertThat(
            count(
                sql,
                "select count(*) - count(distinct receipt_number) from giving.gift where state = 'PAID'"))
        .isZero();
    Proof proof = server.getBean(Proof.class);
    for (Said each : said)
      assertThat(proof.find(gifts.get(each.link, each.gift).publicId())).isPresent();
    assertThat(server.getBean(Giving.class).getProject(PROJECT).figures().gifts().given())
        .isEqualTo(Money.fen(given));
    BooksCheck.check(sql);
  }

  private static long count(JdbcClient sql, String question) {
    return sql.sql(question).query(Long.class).single();
  }

  static List<Said> read(Path output) throws Exception {
    List<Said> said = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[0].equals("paid") && words[2].length() == 36)
        said.add(new Said(words[1], UUID.fromString(words[2])));
    }
    return said;
  }

  static void awaitLines(Path output, int lines, ChildServer child) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(output) || read(output).size() < lines) {
      if (!child.isAlive() || System.nanoTime() > limit)
        throw new IllegalStateException("no progress: " + Files.readString(output));
      LockSupport.parkNanos(5_000_000);
    }
  }

  static ConfigurableApplicationContext start(Path dir) {
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of("server.port", "0", "yutang.sandbox-payments", "true"));
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)));
    return application.run("--server.port=0");
  }

  /// The child: gives and pays, tells each payment twice, and says what was answered.
  public static void main(String[] arguments) {
    ConfigurableApplicationContext server = start(Path.of(arguments[0]));
    server
        .getBean(Giving.class)
        .openProject(
            OFFICER,
            new Project.New(
                PROJECT,
                new Text("试", "crash"),
                new Text("试", "crash"),
                INSURANCE,
                PlaceCode.WORLD,
                LocalDate.of(2020, 1, 1),
                LocalDate.of(2099, 12, 31),
                Optional.empty(),
                List.of()));
    for (int i = 0; i < CALLERS; i++) Thread.ofVirtual().start(() -> load(server));
    LockSupport.parkNanos(LIMIT.toNanos());
  }

  private static void load(ConfigurableApplicationContext server) {
    Gifts gifts = server.getBean(Gifts.class);
    Random random = new Random();
    while (true) {
      Gifts.Given given =
          gifts.give(
              new Gift.New(
                  UUID.randomUUID(),
                  PROJECT,
                  Money.fen(1 + random.nextInt(10_000)),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      Map<String, String> notice =
          IncomingDoor.paySilently(
              server.getBeanFactory(), gifts.get(given.link(), given.gift()).payment());
      IncomingDoor.tell(server.getBeanFactory(), notice);
      IncomingDoor.tell(server.getBeanFactory(), notice);
      System.out.println("paid " + given.link() + " " + given.gift());
    }
  }
}
