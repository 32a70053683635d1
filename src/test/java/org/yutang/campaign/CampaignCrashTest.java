package org.yutang.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
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
import org.yutang.ledger.Unit;
import org.yutang.programme.Text;
import org.yutang.store.Home;
import org.yutang.store.Outbox;

/// Kills the server again and again while many claim and pay, and counts what is left: nothing
/// beyond the stock, nobody beyond the limit, everything that was answered is there.
@Tag("slow")
class CampaignCrashTest {

  private static final int KILLS = 4;
  private static final int CALLERS = 8;
  private static final int PER_HOLDER = 2;
  private static final long SCARCE = 150;
  private static final long PLENTY = 100_000;
  private static final UUID FEW = Uuids.named("campaign-crash", "few");
  private static final UUID MANY = Uuids.named("campaign-crash", "many");
  private static final UUID SOLD = Uuids.named("campaign-crash", "sold");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Actor OFFICER =
      new Actor(
          Uuids.named("campaign-crash", "officer"),
          "test",
          Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD)));

  /// What the child said.
  ///
  /// @param what `claimed` or `paid`
  private record Said(String what, UUID campaign, UUID claim) {}

  @Test
  void killedAtRandomMomentsNothingIsOversoldAndNothingAnsweredIsLost(@TempDir Path dir)
      throws Exception {
    long seed = new Random().nextLong();
    System.out.println("CampaignCrashTest: seed " + seed);
    Random random = new Random(seed);
    Path home = dir.resolve("home");
    List<Said> said = new ArrayList<>();
    String opens = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    for (int kill = 1; kill <= KILLS; kill++) {
      Path output = dir.resolve("said-" + kill);
      try (ChildServer child =
          ChildServer.start(CampaignCrashTest.class, output, home.toString(), opens)) {
        awaitLines(output, 100 + random.nextInt(400), child);
        LockSupport.parkNanos(random.nextInt(50_000_000));
        child.kill();
      }
      said.addAll(read(output));
    }
    try (ConfigurableApplicationContext server = start(home)) {
      assertThat(server.getBean(Outbox.class).awaitDelivered(LIMIT)).isTrue();
      check(server, said);
    }
  }

  private static void check(ConfigurableApplicationContext server, List<Said> said) {
    Campaigns campaigns = server.getBean(Campaigns.class);
    JdbcClient sql = server.getBean(JdbcClient.class);
    assertThat(said).hasSizeGreaterThan(KILLS * 90);
    for (Said each : said) {
      FlashClaim.Receipt receipt = campaigns.receipt(OFFICER, each.campaign, each.claim);
      if (each.what.equals("paid"))
        assertThat(receipt.state()).as(each.toString()).isEqualTo(FlashClaim.State.PAID);
    }
    assertThat(count(sql, "select count(*) from campaign.payment where state = 'RECEIVED'"))
        .isZero();
    assertThat(count(sql, "select count(*) from ledger.counter where used > " + PER_HOLDER))
        .isZero();
    for (UUID id : List.of(FEW, MANY, SOLD)) {
      Campaign campaign = campaigns.get(id);
      Campaign.Stock stock = campaigns.stock(id);
      assertThat(stock.left()).isNotNegative();
      assertThat(stock.left() + stock.held() + stock.granted()).isEqualTo(campaign.stock());
      List<UUID> answered =
          said.stream()
              .filter(each -> each.what.equals("claimed") && each.campaign.equals(id))
              .map(Said::claim)
              .toList();
      List<Long> positions =
          answered.stream()
              .map(claim -> campaigns.receipt(OFFICER, id, claim).position())
              .sorted()
              .toList();
      assertThat(positions).doesNotHaveDuplicates();
      assertThat(positions.getLast()).isLessThanOrEqualTo(campaign.stock());
      assertThat(LongStream.of(stock.held(), stock.granted()).sum())
          .isGreaterThanOrEqualTo(answered.size());
    }
    assertThat(campaigns.stock(FEW).granted()).as("sold out").isEqualTo(SCARCE);
    BooksCheck.check(sql);
  }

  private static long count(JdbcClient sql, String question) {
    return sql.sql(question).query(Long.class).single();
  }

  private static List<Said> read(Path output) throws Exception {
    List<Said> said = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      String[] words = line.split(" ");
      if (words.length == 3
          && (words[0].equals("claimed") || words[0].equals("paid"))
          && words[2].length() == 36)
        said.add(new Said(words[0], UUID.fromString(words[1]), UUID.fromString(words[2])));
    }
    return said;
  }

  private static void awaitLines(Path output, int lines, ChildServer child) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(output) || read(output).size() < lines) {
      if (!child.isAlive() || System.nanoTime() > limit)
        throw new IllegalStateException("no progress: " + Files.readString(output));
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

  /// The child: claims of few jars, many jars and jars that are paid, each sent twice, and says
  /// what was answered.
  public static void main(String[] arguments) {
    Campaigns campaigns = start(Path.of(arguments[0])).getBean(Campaigns.class);
    Instant opens = Instant.parse(arguments[1]);
    open(campaigns, FEW, SCARCE, opens, new Price.Free());
    open(campaigns, MANY, PLENTY, opens, new Price.Free());
    open(
        campaigns,
        SOLD,
        PLENTY,
        opens,
        new Price.Paid(Money.fen(100), Duration.ofDays(1), Price.Late.RE_GRANT));
    for (int i = 0; i < CALLERS; i++) Thread.ofVirtual().start(() -> load(campaigns));
    LockSupport.parkNanos(LIMIT.toNanos());
  }

  private static void open(Campaigns campaigns, UUID id, long stock, Instant opens, Price price) {
    campaigns.open(
        OFFICER,
        new Campaign.New(
            id,
            new Text("试", "crash"),
            PlaceCode.WORLD,
            new Unit("JAR"),
            stock,
            PER_HOLDER,
            opens,
            Optional.empty(),
            price));
  }

  private static void load(Campaigns campaigns) {
    Random random = new Random();
    while (true) {
      UUID campaign = List.of(FEW, MANY, SOLD).get(random.nextInt(3));
      UUID holder = UUID.randomUUID();
      List<FlashClaim> claims = new ArrayList<>();
      for (int i = 0; i <= PER_HOLDER; i++)
        claims.add(new FlashClaim(Uuids.fresh(Instant.now()), holder, 1));
      claims.addAll(List.copyOf(claims));
      Set<UUID> told = new java.util.HashSet<>();
      for (FlashClaim.Answer answer : campaigns.claim(OFFICER, campaign, claims))
        if (answer instanceof FlashClaim.Answer.Accepted accepted && told.add(accepted.claim()))
          System.out.println("claimed " + campaign + " " + accepted.claim());
      if (!campaign.equals(SOLD)) continue;
      for (UUID claim : told) {
        campaigns.pay(OFFICER, new Payment.Notice(SOLD, claim, "n-" + claim, Money.fen(100)));
        System.out.println("paid " + campaign + " " + claim);
      }
    }
  }
}
