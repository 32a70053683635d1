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
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.cli.Server;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Ledger;
import org.yutang.payment.Payout;
import org.yutang.register.PersonId;
import org.yutang.register.PovertyStatus;
import org.yutang.store.EveryMinute;
import org.yutang.store.Home;

/// Whatever people do to cases, in any order and at once: money and seats are where the rows say.
class CasesPropertyTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final int STEPS = 150;

  private static @Nullable ConfigurableApplicationContext server;
  private static @Nullable ClaimHouse house;
  private static List<PersonId> people = List.of();

  @BeforeContainer
  static void start() throws IOException {
    Path dir = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "cases");
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of("server.port", "0"));
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)));
    server = application.run("--server.port=0");
    house = new ClaimHouse(server.getBeanFactory(), COUNTY);
    house.pay(Payout.Via.SANDBOX);
    People made = new People(server.getBean(JdbcClient.class), COUNTY);
    List<PersonId> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++)
      ids.add(
          made.add(house.villages.getFirst(), LocalDate.of(1980, 1, 1), PovertyStatus.REGISTERED));
    made.save();
    people = ids;
  }

  @AfterContainer
  static void stop() {
    JdbcClient sql = server.getBean(JdbcClient.class);
    assertThat(
            CaseBooks.count(
                sql, "select count(*) from programme.case_event where kind = 'GRANTED'"))
        .as("granted in all walks")
        .isPositive();
    assertThat(CaseBooks.count(sql, "select coalesce(sum(paid), 0) from programme.case_file"))
        .as("paid in all walks")
        .isPositive();
    server.close();
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void moneyAndSeatsAreWhereTheRowsSay(@ForAll long seed) {
    Random random = new Random(seed);
    house.programmes.grant(
        house.officer,
        CaseWalk.RULES,
        Money.fen(1 + random.nextInt(20_000)),
        UUID.randomUUID(),
        "a walk");
    CaseWalk walk = new CaseWalk(server.getBeanFactory(), house, people);
    List<CompletableFuture<Void>> both = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Random own = new Random(random.nextLong());
      CaseWalk mine = i == 0 ? walk : new CaseWalk(server.getBeanFactory(), house, people);
      both.add(
          CompletableFuture.runAsync(
              () -> {
                for (int step = 0; step < STEPS; step++) mine.step(own);
              }));
    }
    both.forEach(CompletableFuture::join);
    for (int i = 0; i < 3; i++) {
      house.delivered();
      house.delivered();
      walk.finish();
      server.getBeanProvider(EveryMinute.class).forEach(EveryMinute::everyMinute);
    }
    house.delivered();
    house.delivered();
    CaseBooks.check(
        server.getBean(JdbcClient.class),
        server.getBean(Ledger.class),
        house.programmes.get(CaseWalk.RULES));
    SameAgain.check(server.getBeanFactory(), house.officer, CaseWalk.RULES, COUNTY);
  }
}
