package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ChildServer;
import org.yutang.kernel.Uuids;
import org.yutang.store.Home;

/// Kills the ledger under load again and again, and counts.
@Tag("slow")
class LedgerCrashTest {

  private static final int KILLS = 3;
  private static final int CALLERS = 6;
  private static final UUID WORLD = Uuids.named("crash", "world");
  private static final UUID FUND = Uuids.named("crash", "fund");
  private static final UUID INSURER = Uuids.named("crash", "insurer");

  @Configuration
  @ComponentScan({"org.yutang.store", "org.yutang.ledger"})
  static class LedgerAlone {}

  @Test
  void whatWasAcknowledgedBeforeAKillIsThereOnceAndTheBooksBalance(@TempDir Path dir)
      throws Exception {
    long seed = new Random().nextLong();
    System.out.println("whatWasAcknowledgedBeforeAKillIsThereOnceAndTheBooksBalance: seed " + seed);
    Random random = new Random(seed);
    Path output = dir.resolve("output");
    for (int kill = 1; kill <= KILLS; kill++) {
      Path acknowledged = dir.resolve("acknowledged-" + kill);
      try (ChildServer child =
          ChildServer.start(
              LedgerCrashTest.class,
              output,
              dir.resolve("home").toString(),
              acknowledged.toString())) {
        awaitLines(acknowledged, 50 + random.nextInt(400), child, output);
        child.kill();
      }
    }
    try (ConfigurableApplicationContext server = start(dir.resolve("home"))) {
      Ledger ledger = server.getBean(Ledger.class);
      long checked = 0;
      for (UUID id : acknowledged(dir)) {
        assertThat(ledger.findTransfer(id)).as("acknowledged " + id).isPresent();
        checked++;
      }
      assertThat(checked).isGreaterThan(KILLS * 50L);
      BooksCheck.check(server.getBean(JdbcClient.class));
      assertThat(ledger.find(FUND).orElseThrow().balance()).isNotNegative();
    }
  }

  private static void awaitLines(Path file, int lines, ChildServer child, Path output)
      throws Exception {
    long limit = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!Files.exists(file) || Files.size(file) < lines * 37L) {
      if (!child.isAlive() || System.nanoTime() > limit)
        throw new IllegalStateException("no load: " + Files.readString(output));
      Thread.sleep(5);
    }
  }

  private static List<UUID> acknowledged(Path dir) throws IOException {
    List<UUID> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file :
          files.filter(each -> each.getFileName().toString().startsWith("acknowledged-")).toList())
        for (String line : Files.readAllLines(file))
          if (line.length() == 36) ids.add(UUID.fromString(line));
    }
    return ids;
  }

  private static ConfigurableApplicationContext start(Path dir) {
    return new SpringApplicationBuilder(LedgerAlone.class)
        .web(WebApplicationType.NONE)
        .initializers(context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)))
        .run();
  }

  /// The child: several callers move money in small groups, by transfers and reservations, and
  /// write down what was acknowledged.
  public static void main(String[] arguments) {
    Ledger ledger = start(Path.of(arguments[0])).getBean(Ledger.class);
    Path acknowledged = Path.of(arguments[1]);
    ledger.open(
        List.of(
            new NewAccount(WORLD, "world", Unit.CNY, true),
            new NewAccount(FUND, "fund", Unit.CNY, false),
            new NewAccount(INSURER, "insurer", Unit.CNY, false)));
    for (int i = 0; i < CALLERS; i++) Thread.ofPlatform().start(() -> load(ledger, acknowledged));
  }

  private static void load(Ledger ledger, Path acknowledged) {
    Random random = new Random();
    while (true) {
      List<Command> commands = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(20); i++) commands.addAll(some(random));
      StringBuilder done = new StringBuilder();
      for (Outcome outcome : ledger.execute(commands))
        if (outcome instanceof Outcome.Accepted accepted) done.append(accepted.id()).append('\n');
      synchronized (LedgerCrashTest.class) {
        try {
          Files.writeString(
              acknowledged, done, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static List<Command> some(Random random) {
    UUID reservation = fresh();
    long amount = 1L + random.nextInt(50);
    return switch (random.nextInt(3)) {
      case 0 ->
          List.of(new Command.Transfer(fresh(), WORLD, FUND, amount, "gift", LocalDate.EPOCH));
      case 1 ->
          List.of(new Command.Transfer(fresh(), FUND, INSURER, amount, "premium", LocalDate.EPOCH));
      default ->
          List.of(
              new Command.Reserve(
                  reservation,
                  FUND,
                  INSURER,
                  amount,
                  "premium",
                  LocalDate.EPOCH,
                  "test",
                  Instant.now().plusSeconds(3600)),
              new Command.Post(fresh(), reservation, amount));
    };
  }

  private static UUID fresh() {
    return Uuids.fresh(Instant.now());
  }
}
