package org.yutang.giving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.yutang.ChildServer;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.AddedCover;
import org.yutang.proof.Proof;
import org.yutang.register.PersonId;

/// Kills the server again and again while gifts are paid and women leave: every gift whose provider
/// was answered raises the cover of one woman, and each pairing is in the log.
@Tag("slow")
class PairingCrashTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final int KILLS = 4;
  private static final int CALLERS = 4;
  private static final long MOST_SECONDS = 180;

  @Test
  void killedAtRandomMomentsEveryGiftIsPairedOnce(@TempDir Path dir) throws Exception {
    long seed = new Random().nextLong();
    System.out.println("killedAtRandomMomentsEveryGiftIsPairedOnce: seed " + seed);
    Random random = new Random(seed);
    Path home = dir.resolve("home");
    List<GiftCrashTest.Said> said = new ArrayList<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      Path output = dir.resolve("said-" + kill);
      try (ChildServer child = ChildServer.start(PairingCrashTest.class, output, home.toString())) {
        GiftCrashTest.awaitLines(output, 20 + random.nextInt(60), child);
        LockSupport.parkNanos(random.nextInt(50_000_000));
        child.kill();
      }
      said.addAll(GiftCrashTest.read(output));
    }
    try (ConfigurableApplicationContext server = GiftCrashTest.start(home)) {
      PairingHouse house = new PairingHouse(server.getBeanFactory(), COUNTY);
      house.delivered();
      house.minute();
      check(server, house, said);
    }
  }

  private static void check(
      ConfigurableApplicationContext server, PairingHouse house, List<GiftCrashTest.Said> said) {
    house.check();
    assertThat(said).hasSizeGreaterThan(KILLS * 15);
    for (GiftCrashTest.Said each : said)
      assertThat(house.ofGift(new Gifts.Given(each.link(), each.gift())).orElseThrow().state())
          .isEqualTo(AddedCover.State.PAIRED);
    assertThat(house.count("select count(*) from programme.gift_cover where state = 'WAITING'"))
        .isZero();
    assertThat(house.count("select count(*) from programme.pairing where ended_why = 'LEFT'"))
        .as("paired anew")
        .isPositive();
    Proof proof = server.getBean(Proof.class);
    for (UUID pairing : house.sql.sql("select id from programme.pairing").query(UUID.class).list())
      assertThat(proof.find(pairing)).isPresent();
  }

  /// The child: women take part and leave, and gifts are paid, each told of twice.
  public static void main(String[] arguments) {
    ConfigurableApplicationContext server = GiftCrashTest.start(Path.of(arguments[0]));
    PairingHouse house = new PairingHouse(server.getBeanFactory(), COUNTY);
    List<PersonId> women = house.women(8);
    for (int i = 0; i < CALLERS; i++) Thread.ofVirtual().start(() -> give(house));
    for (int i = 0; i + 3 < women.size(); i++) {
      LockSupport.parkNanos(400_000_000);
      house.leave(women.get(i));
    }
    LockSupport.parkNanos(MOST_SECONDS * 1_000_000_000L);
  }

  private static void give(PairingHouse house) {
    while (true) {
      Gifts.Given given = house.give(100);
      house.pay(given);
      System.out.println("paid " + given.link() + " " + given.gift());
    }
  }
}
