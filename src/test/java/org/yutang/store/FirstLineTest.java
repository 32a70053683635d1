package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;

/// Outbox, jobs, files, keys and idempotency through their public interfaces.
@Tag("slow")
class FirstLineTest {

  record Said(String word) {}

  record Work(String how) {}

  static class Rooms {
    static final ConcurrentLinkedQueue<String> HEARD = new ConcurrentLinkedQueue<>();
    static final AtomicInteger TRIES = new AtomicInteger();

    @Bean
    Outbox.Listener ear() {
      return new Outbox.Listener() {
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
          batch.forEach(entry -> HEARD.add(entry.as(Said.class).word()));
        }
      };
    }

    @Bean
    Jobs.Handler<Work> worker() {
      return new Jobs.Handler<>() {
        @Override
        public String kind() {
          return "test.work";
        }

        @Override
        public Class<Work> argsType() {
          return Work.class;
        }

        @Override
        public Object run(UUID jobId, Work args, UUID account, Jobs.Progress progress)
            throws Exception {
          progress.step("job.test", 1, 2);
          if (args.how().equals("refuse"))
            throw new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", "fish"));
          if (args.how().equals("stumble") && TRIES.incrementAndGet() == 1)
            throw new IOException("once");
          progress.step("job.test", 2, 2);
          return new Said(args.how());
        }
      };
    }
  }

  private static AnnotationConfigApplicationContext house;
  private static Outbox outbox;
  private static Transactions transactions;
  private static Jobs jobs;
  private static FileStore files;
  private static Keys keys;
  private static Idempotency idempotency;
  private static Home home;
  private static JdbcClient sql;

  @BeforeAll
  static void open() throws IOException {
    house = Houses.open(Houses.folder(), Rooms.class);
    outbox = house.getBean(Outbox.class);
    transactions = house.getBean(Transactions.class);
    jobs = house.getBean(Jobs.class);
    files = house.getBean(FileStore.class);
    keys = house.getBean(Keys.class);
    idempotency = house.getBean(Idempotency.class);
    home = house.getBean(Home.class);
    sql = house.getBean(JdbcClient.class);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void oldEntriesThatEveryListenerHadAreRemovedAndOthersStay() throws Exception {
    transactions.run(() -> outbox.write("test.said", new Said("old")));
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(10))).isTrue();
    sql.sql("update store.outbox set written_at = now() - interval '8 days'").update();
    sql.sql(
            "insert into store.outbox (topic, body, number, written_at) values ('test.said', '{}', 1000000, now() - interval '8 days')")
        .update();
    house.getBean(Expiry.class).sweep(List.of("test.ear"));
    assertThat(sql.sql("select number from store.outbox").query(Long.class).list())
        .containsExactly(1_000_000L);
    sql.sql("delete from store.outbox where number = 1000000").update();
  }

  @Test
  void aSecondRequestUnderAKeyThatIsStillWorkedOnIsToldToComeBack() throws Exception {
    UUID caller = UUID.randomUUID();
    UUID key = UUID.randomUUID();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Idempotency.Answer answer = new Idempotency.Answer(200, "text/plain", "done", false);
    Thread first =
        Thread.ofVirtual()
            .start(
                () ->
                    idempotency.once(
                        caller,
                        key,
                        "one",
                        () -> {
                          inside.countDown();
                          Uninterrupted.await(goOn);
                          return answer;
                        }));
    inside.await();
    assertThatThrownBy(() -> idempotency.once(caller, key, "one", () -> answer))
        .hasMessageStartingWith("store.key-in-progress");
    goOn.countDown();
    first.join();
    assertThat(idempotency.once(caller, key, "one", () -> answer).repeated()).isTrue();
  }

  private static final class Uninterrupted {
    static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void committedEventsArriveInOrderAndRolledBackOnesDoNot() throws Exception {
    Rooms.HEARD.clear();
    transactions.run(
        () -> List.of("a", "b").forEach(word -> outbox.write("test.said", new Said(word))));
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      outbox.write("test.said", new Said("never"));
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    transactions.run(() -> outbox.write("test.said", new Said("c")));
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(10))).isTrue();
    assertThat(Rooms.HEARD).containsExactly("a", "b", "c");
    assertThatThrownBy(() -> outbox.write("test.said", new Said("d")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aJobRunsToItsEndAndKeepsItsResult() throws Exception {
    Jobs.Job done = run("well");
    assertThat(done.state()).isEqualTo(Jobs.State.DONE);
    assertThat(done.resultJson()).isEqualTo("{\"word\":\"well\"}");
    assertThat(done.done()).isEqualTo(2);
    assertThat(
            jobs.list(Jobs.Query.newest(Optional.of(done.account()), new Page.Wanted(1, 10)))
                .items())
        .extracting(Jobs.Job::id)
        .containsExactly(done.id());
  }

  @Test
  void aRefusalEndsTheJobWithItsCodeAndFacts() throws Exception {
    Jobs.Job refused = run("refuse");
    assertThat(refused.state()).isEqualTo(Jobs.State.REFUSED);
    assertThat(refused.refusalCode()).isEqualTo("store.not-found");
    assertThat(refused.refusalFacts()).isEqualTo(Map.of("what", "fish"));
  }

  @Test
  void aJobThatFailsOnceIsTriedAgain() throws Exception {
    assertThat(run("stumble").state()).isEqualTo(Jobs.State.DONE);
    assertThat(Rooms.TRIES).hasValue(2);
  }

  private Jobs.Job run(String how) throws InterruptedException {
    UUID id = Uuids.fresh(Instant.now());
    jobs.submit(id, "test.work", new Work(how), UUID.randomUUID());
    jobs.submit(id, "test.work", new Work("other"), UUID.randomUUID());
    long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!jobs.find(id).orElseThrow().ended() && System.nanoTime() < limit) Thread.sleep(10);
    return jobs.find(id).orElseThrow();
  }

  @Test
  void theSameBytesAreKeptOnce() throws Exception {
    byte[] bytes = "鱼塘".getBytes();
    FileStore.Stored stored = files.put(new ByteArrayInputStream(bytes), 100);
    assertThat(files.put(new ByteArrayInputStream(bytes), 100)).isEqualTo(stored);
    assertThat(Files.readAllBytes(files.get(stored.digest()))).isEqualTo(bytes);
    assertThatThrownBy(() -> files.put(new ByteArrayInputStream(bytes), 5))
        .hasMessageStartingWith("store.file-too-large");
    assertThatThrownBy(() -> files.get("../../etc/passwd"))
        .hasMessageStartingWith("store.not-found");
    assertThat(home.files().resolve("unfinished")).isEmptyDirectory();
  }

  @Test
  void keysStayTheSameUntilTheyAreRotated() throws Exception {
    Keys.Key first = keys.newest("test");
    assertThat(keys.newest("test").secret()).isEqualTo(first.secret()).hasSize(32);
    assertThat(keys.rotate("test").version()).isEqualTo(2);
    assertThat(keys.newest("test").version()).isEqualTo(2);
    assertThat(keys.version("test", 1).secret()).isEqualTo(first.secret());
    assertThat(new FolderKeys(home).newest("test").secret())
        .isEqualTo(keys.newest("test").secret());
    assertThat(Files.getPosixFilePermissions(home.keys().resolve("test.1")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> keys.version("test", 9)).hasMessageStartingWith("store.not-found");
  }

  @Test
  void theFirstAnswerIsGivenAgainAndAnotherBodyIsRefused() {
    UUID caller = UUID.randomUUID();
    UUID key = UUID.randomUUID();
    AtomicInteger ran = new AtomicInteger();
    for (boolean repeated : new boolean[] {false, true})
      assertThat(
              idempotency.once(
                  caller,
                  key,
                  "one",
                  () ->
                      new Idempotency.Answer(
                          201, "application/json", "{\"n\":" + ran.incrementAndGet() + "}", false)))
          .isEqualTo(new Idempotency.Answer(201, "application/json", "{\"n\":1}", repeated));
    assertThatThrownBy(
            () ->
                idempotency.once(
                    caller, key, "two", () -> new Idempotency.Answer(200, "text/plain", "", false)))
        .hasMessageStartingWith("store.key-reused");
  }
}
