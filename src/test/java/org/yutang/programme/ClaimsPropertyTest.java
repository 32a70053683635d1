package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Actor;
import org.yutang.cli.Server;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.payment.PaymentDoor;
import org.yutang.payment.Payout;
import org.yutang.register.PersonId;
import org.yutang.store.Home;

/// Random filings, decisions, appeals, corrections, and answers of the bank that are lost, doubled
/// or false, on a whole server; after each walk the money is counted against what was accepted.
@Tag("slow")
class ClaimsPropertyTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final int PEOPLE = 40;
  private static final int STEPS = 120;

  private static @Nullable ConfigurableApplicationContext server;
  private static @Nullable ClaimHouse house;
  private static List<PersonId> people = List.of();

  @BeforeContainer
  static void start() throws IOException {
    Path dir = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "claims");
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of("server.port", "0"));
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)));
    server = application.run("--server.port=0");
    house = new ClaimHouse(server.getBeanFactory(), COUNTY);
    people = house.covered(PEOPLE);
  }

  @AfterContainer
  static void stop() {
    assertThat(house.outside()).as("paid in all walks").isPositive();
    server.close();
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void whateverHappensNobodyIsPaidTwiceAndTheBooksTellWhoHasTheMoney(@ForAll long seed) {
    Random random = new Random(seed);
    // an answer that never comes by itself: the bank's file; one that comes at once: the sandbox
    house.pay(random.nextBoolean() ? Payout.Via.SANDBOX : Payout.Via.BANK_FILE);
    List<UUID> bills = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      try {
        step(random, bills);
      } catch (Refusal refused) {
        // a walk runs into walls; what it must not do is counted below
      }
    }
    house.delivered();
    house.tryAgain();
    house.delivered();
    ClaimBooks.check(server.getBean(JdbcClient.class), house);
    SameAgain.check(server.getBeanFactory(), house.officer, ClaimHouse.INSURANCE, COUNTY);
  }

  private static void step(Random random, List<UUID> bills) {
    Actor[] reviewers = {house.insurer, house.otherInsurer, house.thirdInsurer};
    Actor reviewer = reviewers[random.nextInt(3)];
    switch (bills.isEmpty() ? 0 : random.nextInt(12)) {
      case 0, 1, 2 -> {
        String account = "62220202000000" + (random.nextInt(3) == 0 ? "0000" : "5678");
        long own = 200_000L + random.nextInt(2_000_000);
        CaseDraft draft =
            house.draft(
                people.get(random.nextInt(PEOPLE)),
                UUID.randomUUID(),
                0,
                Money.fen(own + random.nextInt(1000)).decimal(),
                Money.fen(own).decimal(),
                account);
        bills.add(house.filed(draft).id());
      }
      case 3, 4, 5 -> {
        Case bill = any(random, bills);
        long own = Money.parse(bill.answers().get("own_share").toString(), "CNY").minor();
        Ruling ruling =
            switch (random.nextInt(4)) {
              case 0 -> new Ruling.Reject("other", "a test");
              case 1 ->
                  Ruling.Pass.counting(
                      Money.fen(1 + random.nextLong(own)), "outside-the-rules", "a test");
              default -> Ruling.Pass.whole();
            };
        house.cases.decide(reviewer, bill.id(), bill.version(), ruling, today());
      }
      case 6 -> {
        Case bill = any(random, bills);
        Ruling ruling = random.nextInt(4) > 0 ? Ruling.Pass.whole() : new Ruling.Disagree("a test");
        house.cases.decide(reviewer, bill.id(), bill.version(), ruling, today());
      }
      case 7 -> {
        Case bill = any(random, bills);
        house.cases.appeal(house.cadre, bill.id(), bill.version(), "a test", today());
      }
      case 8 -> {
        Case bill = any(random, bills);
        house.cases.correctPayee(
            house.cadre, bill.id(), bill.version(), "张三", "6222020200005678", today());
      }
      case 9 -> {
        long fen = random.nextInt(3_000_000) + 1L;
        house.fundInsurer(fen);
        house.tryAgain();
      }
      case 10 -> PaymentDoor.answerAnything(server.getBeanFactory(), random);
      default -> {
        if (random.nextBoolean()) house.delivered();
        Case bill = any(random, bills);
        if (random.nextInt(5) == 0)
          house.cases.withdraw(house.cadre, bill.id(), bill.version(), "", today());
      }
    }
  }

  private static Case any(Random random, List<UUID> bills) {
    return house.cases.get(house.insurer, bills.get(random.nextInt(bills.size())));
  }

  private static LocalDate today() {
    return house.today();
  }
}
