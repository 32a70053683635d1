package org.yutang.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.campaign.CampaignHouse.StandingClock;
import org.yutang.cli.Server;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;
import org.yutang.programme.Text;
import org.yutang.store.Home;

/// Random claims of few holders, repeats, reused ids, payments in time, late, twice and wrong, a
/// clock that stands and jumps, lost memory and restarts, beside [Model].
@Tag("slow")
class CampaignPropertyTest {

  private static final int LIVES = 3;
  private static final int STEPS = 1_500;
  private static final int PER_HOLDER = 3;
  private static final long EACH = 500;
  private static final Unit JAR = new Unit("JAR");
  private static final Unit ENERGY = new Unit("ENERGY-G");
  private static final Actor OFFICER =
      new Actor(
          Uuids.named("campaign-test", "officer"),
          "test",
          Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD)));

  private final StandingClock clock =
      new StandingClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final List<UUID> holders = Stream.generate(UUID::randomUUID).limit(7).toList();
  private final List<Model> models = new ArrayList<>();
  private final Map<UUID, List<FlashClaim>> sent = new HashMap<>();
  private Random random = new Random();
  private int numbers;

  @Test
  void everyAnswerIsThatOfTheModel(@TempDir Path home) throws Exception {
    long seed = new Random().nextLong();
    System.out.println("CampaignPropertyTest: seed " + seed);
    random = new Random(seed);
    for (int life = 0; life < LIVES; life++)
      try (ConfigurableApplicationContext server = start(home)) {
        if (life == 0) prepare(server);
        Campaigns campaigns = server.getBean(Campaigns.class);
        for (int step = 0; step < STEPS; step++) {
          if (random.nextInt(200) == 0) campaigns = CampaignHouse.withoutMemory(server);
          if (random.nextInt(20) == 0) clock.move(Duration.ofSeconds(random.nextInt(45)));
          Model model = models.get(random.nextInt(models.size()));
          if (random.nextInt(3) == 0) pay(campaigns, model);
          else claim(campaigns, model);
        }
        check(server, campaigns);
      }
  }

  private void prepare(ConfigurableApplicationContext server) {
    Campaigns campaigns = server.getBean(Campaigns.class);
    Ledger ledger = server.getBean(Ledger.class);
    Price.Paid refund = new Price.Paid(Money.fen(EACH), Duration.ofSeconds(60), Price.Late.REFUND);
    Price.Paid reGrant =
        new Price.Paid(Money.fen(EACH), Duration.ofSeconds(20), Price.Late.RE_GRANT);
    Instant now = clock.instant();
    Optional<Instant> never = Optional.empty();
    open(campaigns, 12, new Price.Free(), now.plusSeconds(60), never);
    open(campaigns, 12, new Price.Free(), now, Optional.of(now.plusSeconds(600)));
    open(campaigns, 12, new Price.Units(ENERGY, 100), now, never);
    open(campaigns, 9, refund, now, Optional.of(now.plusSeconds(1500)));
    open(campaigns, 9, reGrant, now, never);
    UUID sun = UUID.randomUUID();
    ledger.open(List.of(new NewAccount(sun, "test sun", ENERGY, true)));
    for (UUID holder : holders.subList(1, holders.size())) {
      long grams = 50L + random.nextInt(400);
      UUID purse = Campaigns.purse(ENERGY, holder);
      ledger.open(List.of(new NewAccount(purse, "test purse", ENERGY, false)));
      ledger.execute(
          List.of(
              new Command.Transfer(
                  Uuids.fresh(now), sun, purse, grams, "energy", LocalDate.EPOCH)));
      for (Model model : models) model.purses.put(holder, grams);
    }
  }

  private void open(
      Campaigns campaigns, long stock, Price price, Instant opens, Optional<Instant> ends) {
    Campaign campaign =
        campaigns.open(
            OFFICER,
            new Campaign.New(
                UUID.randomUUID(),
                new Text("测试", "test"),
                PlaceCode.WORLD,
                JAR,
                stock,
                PER_HOLDER,
                opens,
                ends,
                price));
    models.add(new Model(campaign));
    sent.put(campaign.id(), new ArrayList<>());
  }

  private void claim(Campaigns campaigns, Model model) {
    List<FlashClaim> before = sent.get(model.campaign.id());
    List<FlashClaim> claims = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) claims.add(next(before));
    before.addAll(claims);
    List<String> answers =
        campaigns.claim(OFFICER, model.campaign.id(), claims).stream()
            .map(CampaignHouse::word)
            .toList();
    for (int i = 0; i < claims.size(); i++) {
      FlashClaim claim = claims.get(i);
      String expected = model.claim(claim, clock.instant());
      boolean fromMemory =
          expected.equals("LIMIT_REACHED")
              && answers.get(i).equals("SOLD_OUT")
              && claim.quantity() > model.left;
      if (!fromMemory)
        assertThat(answers.get(i)).as("%s of %s", claim, model.campaign).isEqualTo(expected);
    }
  }

  private FlashClaim next(List<FlashClaim> before) {
    UUID holder = holders.get(random.nextInt(holders.size()));
    long quantity = 1L + random.nextInt(PER_HOLDER + 1);
    if (!before.isEmpty() && random.nextInt(3) == 0) {
      FlashClaim old = before.get(random.nextInt(before.size()));
      return random.nextInt(4) == 0 ? new FlashClaim(old.id(), holder, quantity) : old;
    }
    UUID id = random.nextBoolean() ? UUID.randomUUID() : Uuids.fresh(clock.instant());
    return new FlashClaim(id, holder, quantity);
  }

  private void pay(Campaigns campaigns, Model model) {
    List<FlashClaim> before = sent.get(model.campaign.id());
    FlashClaim claim =
        before.isEmpty() || random.nextInt(20) == 0
            ? new FlashClaim(UUID.randomUUID(), holders.getFirst(), 1)
            : before.get(random.nextInt(before.size()));
    Model.Taken taken = model.taken.get(claim.id());
    long quantity = taken == null ? claim.quantity() : taken.quantity();
    long fen = EACH * quantity + (random.nextInt(10) == 0 ? 1 : 0);
    String number = "n" + (random.nextInt(4) == 0 ? random.nextInt(numbers + 1) : ++numbers);
    String answer;
    try {
      answer =
          campaigns
              .pay(
                  OFFICER,
                  new Payment.Notice(model.campaign.id(), claim.id(), number, Money.fen(fen)))
              .state()
              .name();
    } catch (Refusal refused) {
      answer = refused.code().name();
    }
    assertThat(answer)
        .as("%s for %s of %s", number, claim, model.campaign)
        .isEqualTo(model.pay(claim.id(), number, fen, clock.instant()));
  }

  private void check(ConfigurableApplicationContext server, Campaigns campaigns) {
    Ledger ledger = server.getBean(Ledger.class);
    // whatever is written next releases what has expired
    UUID nothing = UUID.randomUUID();
    ledger.open(
        List.of(
            new NewAccount(nothing, "test", JAR, true),
            new NewAccount(new UUID(0, 1), "test", JAR, true)));
    ledger.execute(
        List.of(
            new Command.Transfer(
                Uuids.fresh(clock.instant()),
                nothing,
                new UUID(0, 1),
                1,
                "test",
                LocalDate.EPOCH)));
    for (Model model : models) {
      model.expire(clock.instant());
      Campaign.Stock stock = campaigns.stock(model.campaign.id());
      assertThat(stock)
          .isEqualTo(
              new Campaign.Stock(
                  model.left, model.held(), model.campaign.stock() - model.left - model.held()));
      model.taken.forEach((id, taken) -> checkReceipt(campaigns, model, id, taken));
      if (!(model.campaign.price() instanceof Price.Free))
        assertThat(ledger.find(model.campaign.incomeAccount()).orElseThrow().balance())
            .isEqualTo(model.income);
    }
    BooksCheck.check(server.getBean(JdbcClient.class));
  }

  private void checkReceipt(Campaigns campaigns, Model model, UUID id, Model.Taken taken) {
    FlashClaim.Receipt receipt = campaigns.receipt(OFFICER, model.campaign.id(), id);
    assertThat(receipt.position()).isEqualTo(taken.position());
    assertThat(receipt.holder()).isEqualTo(taken.holder());
    assertThat(receipt.quantity()).isEqualTo(taken.quantity());
    // told as late from the promised time on, though money may still be in time for the grace
    boolean late =
        taken.state().equals("RESERVED")
            && !clock.instant().isBefore(receipt.payBy().orElseThrow());
    assertThat(receipt.state().name()).isEqualTo(late ? "EXPIRED" : taken.state());
  }

  private ConfigurableApplicationContext start(Path dir) {
    SpringApplication application = new SpringApplication(Server.class);
    application.addInitializers(
        context -> {
          context.getBeanFactory().registerSingleton("home", Home.at(dir));
          ((GenericApplicationContext) context)
              .registerBean(
                  "standingClock",
                  Clock.class,
                  () -> clock,
                  definition -> definition.setPrimary(true));
        });
    return application.run("--server.port=0");
  }
}
