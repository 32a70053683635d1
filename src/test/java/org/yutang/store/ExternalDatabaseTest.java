package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.TestDatabases;

/// The store on a PostgreSQL 15 that is not ours.
@Tag("slow")
class ExternalDatabaseTest {

  private static String server;

  record Said(int n) {}

  /// Hears and remembers; one instance a server.
  static class Ear implements Outbox.Listener {
    final ConcurrentLinkedQueue<Integer> heard = new ConcurrentLinkedQueue<>();

    @Override
    public String name() {
      return "test.ear";
    }

    @Override
    public Set<String> topics() {
      return Set.of("test.said");
    }

    @Override
    public void handle(List<Outbox.Entry> batch) {
      batch.forEach(entry -> heard.add(entry.as(Said.class).n()));
    }
  }

  static class Room {
    @Bean
    Ear ear() {
      return new Ear();
    }
  }

  @BeforeAll
  static void start() {
    server = TestDatabases.system().orElse("");
    assumeTrue(!server.isEmpty(), "skipped: no PostgreSQL 15 in /usr/lib/postgresql/15/bin");
  }

  private static String utf8() {
    return TestDatabases.create(server, "template template0 encoding 'UTF8' locale 'C.UTF-8'");
  }

  @Test
  void twoServersShareOneDatabaseAndOnlyOneDelivers() throws Exception {
    String url = utf8();
    try (AnnotationConfigApplicationContext second =
        Houses.open(Houses.folder(), url, Room.class)) {
      AnnotationConfigApplicationContext first = Houses.open(Houses.folder(), url, Room.class);
      try {
        for (int n = 0; n < 20; n++) say(n % 2 == 0 ? first : second, n);
        assertThat(first.getBean(Outbox.class).awaitDelivered(Duration.ofSeconds(10))).isTrue();
        assertThat(second.getBean(Ear.class).heard)
            .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
        assertThat(first.getBean(Ear.class).heard).isEmpty();
        second.getBean(Relay.class).stop();
        say(second, 20);
        assertThat(first.getBean(Outbox.class).awaitDelivered(Duration.ofSeconds(20))).isTrue();
        assertThat(first.getBean(Ear.class).heard).containsExactly(20);
      } finally {
        first.close();
      }
    }
  }

  private static void say(AnnotationConfigApplicationContext house, int n) {
    house
        .getBean(Transactions.class)
        .run(() -> house.getBean(Outbox.class).write("test.said", new Said(n)));
  }

  @Test
  void aBackupFromTheEmbeddedServerIsRestoredIntoAnExternalOne() throws Exception {
    Path file = Houses.folder().resolve("backup.zip");
    try (AnnotationConfigApplicationContext house = Houses.openEmbedded(Houses.folder());
        OutputStream out = Files.newOutputStream(file)) {
      house
          .getBean(JdbcClient.class)
          .sql("insert into store.setting values ('synthetic', '示例')")
          .update();
      house.getBean(Backup.class).write(out);
    }
    String url = utf8();
    Path copy = Houses.folder();
    Backup.restore(file, Home.at(copy), url, (step, done, total) -> {});
    try (AnnotationConfigApplicationContext restored = Houses.open(copy, url)) {
      assertThat(
              restored
                  .getBean(JdbcClient.class)
                  .sql("select value from store.setting where name = 'synthetic'")
                  .query(String.class)
                  .single())
          .isEqualTo("示例");
    }
    assertThatThrownBy(
            () -> Backup.restore(file, Home.at(Houses.folder()), url, (step, done, total) -> {}))
        .hasMessageContaining("store.not-empty");
  }

  @Test
  void aDatabaseInAnotherEncodingIsRefused() {
    String latin = TestDatabases.create(server, "template template0 encoding 'LATIN1' locale 'C'");
    assertThatThrownBy(() -> Houses.open(Houses.folder(), latin))
        .rootCause()
        .hasMessageContaining("LATIN1");
  }

  @Test
  void aLocaleThatIsBlindToChineseIsRefused() {
    String blind = TestDatabases.create(server, "template template0 encoding 'UTF8' locale 'C'");
    assertThatThrownBy(() -> Houses.open(Houses.folder(), blind))
        .rootCause()
        .hasMessageContaining("pg_trgm");
  }

  @Test
  void aPlainPostgresqlUrlIsUnderstoodAndANonsenseOneRefused() throws Exception {
    String plain =
        utf8()
            .replace("jdbc:postgresql://", "postgresql://postgres@")
            .replace("?user=postgres", "");
    try (AnnotationConfigApplicationContext house = Houses.open(Houses.folder(), plain)) {
      assertThat(house.getBean(JdbcClient.class).sql("select 1").query(Integer.class).single())
          .isEqualTo(1);
    }
    assertThatThrownBy(() -> Houses.open(Houses.folder(), "mysql://x"))
        .rootCause()
        .hasMessageContaining("postgresql://");
  }
}
