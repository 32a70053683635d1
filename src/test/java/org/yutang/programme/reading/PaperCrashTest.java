package org.yutang.programme.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ChildServer;
import org.yutang.cli.Server;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.PaperHouse;
import org.yutang.specimen.SpecimenBill;
import org.yutang.specimen.Specimens;
import org.yutang.store.Home;
import org.yutang.store.Photos;

/// Kills the server while photos are read; the next one reads the rest, and what was read before
/// stays as it was.
@Tag("slow")
class PaperCrashTest {

  private static final int PHOTOS = 5;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void killedWhileItReadsTheNextServerGoesOnAtOnce(@TempDir Path dir) throws Exception {
    Path home = dir.resolve("home");
    Path said = dir.resolve("said");
    try (ChildServer child = ChildServer.start(PaperCrashTest.class, said, home.toString())) {
      long limit = System.nanoTime() + LIMIT.toNanos();
      while (!Files.exists(said) || !Files.readString(said).contains("one read")) {
        if (!child.isAlive() || System.nanoTime() > limit)
          throw new IllegalStateException("no progress: " + Files.readString(said));
        LockSupport.parkNanos(10_000_000);
      }
      child.kill();
    }
    try (ConfigurableApplicationContext server = start(home)) {
      JdbcClient sql = server.getBean(JdbcClient.class);
      List<String> before = read(sql);
      long limit = System.nanoTime() + Duration.ofSeconds(90).toNanos(); // less than a lease
      while (read(sql).size() < PHOTOS && System.nanoTime() < limit)
        LockSupport.parkNanos(200_000_000);
      assertThat(read(sql)).hasSize(PHOTOS).containsAll(before);
      assertThat(sql.sql("select max(tries) from programme.paper").query(Integer.class).single())
          .isLessThanOrEqualTo(2);
    }
  }

  /// Which photos were read, and when.
  private static List<String> read(JdbcClient sql) {
    return sql.sql("select photo || ' ' || read_at from programme.paper where state = 'READ'")
        .query(String.class)
        .list();
  }

  private static ConfigurableApplicationContext start(Path dir) {
    SpringApplication application = new SpringApplication(Server.class);
    application.setDefaultProperties(Map.of("server.port", "0"));
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)));
    return application.run("--server.port=0");
  }

  /// The child: saves a claim with photos and tells when the first was read.
  public static void main(String[] arguments) throws Exception {
    ConfigurableApplicationContext server = start(Path.of(arguments[0]));
    PaperHouse house = new PaperHouse(server.getBeanFactory(), new PlaceCode("CN-500236"));
    Photos photos = server.getBean(Photos.class);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < PHOTOS; i++)
      ids.add(
          photos
              .put(
                  new ByteArrayInputStream(
                      Specimens.scanned(SpecimenBill.Layout.INVOICE, 50 + i).jpeg()))
              .id());
    var _ = house.saved(ids);
    JdbcClient sql = server.getBean(JdbcClient.class);
    while (read(sql).isEmpty()) LockSupport.parkNanos(20_000_000);
    System.out.println("one read");
    LockSupport.parkNanos(Long.MAX_VALUE);
  }
}
