package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;

/// What is remembered is given again only while nothing changes. Other tests share the server and
/// its jobs write at times, so a repeated computation is no failure in itself, and a stale answer
/// always is.
class RememberedTest extends ServerTest {

  private static final String KEY = "remembered-test";

  @Autowired Changes changes;
  @Autowired HouseSettings settings;
  @Autowired JdbcClient sql;

  private final AtomicInteger computed = new AtomicInteger();

  @SuppressWarnings("UnnecessaryLambda") // handed on in four places
  private final Supplier<Integer> read =
      () -> {
        computed.incrementAndGet();
        return Integer.parseInt(settings.find(KEY).orElseThrow());
      };

  @BeforeEach
  void start() {
    settings.put(KEY, "0");
  }

  @Test
  void aQuietHouseIsReadOnceAndEveryCommitIsSeen() {
    Remembered<String, Integer> remembered = new Remembered<>(changes, 8);
    for (int value = 1; value <= 20; value++) {
      settings.put(KEY, String.valueOf(value));
      for (int i = 0; i < 50; i++) assertThat(remembered.get("a", read)).isEqualTo(value);
    }
    assertThat(computed.get()).isBetween(20, 500);
  }

  @Test
  void whatIsNotCommittedMovesNothing() throws Exception {
    String mark = changes.mark();
    assertThat(sql.sql("select count(*) from store.setting").query(Long.class).single())
        .isPositive();
    for (int i = 0; i < 200 && !changes.mark().equals(mark); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
      mark = changes.mark();
    }
    assertThat(changes.mark()).isEqualTo(mark);
    settings.put(KEY, "1");
    assertThat(changes.mark()).isNotEqualTo(mark);
  }

  @Test
  void whileOthersWriteNobodyGetsWhatIsOlderThanTheirQuestion() throws Exception {
    Remembered<String, Integer> remembered = new Remembered<>(changes, 8);
    AtomicInteger committed = new AtomicInteger();
    AtomicInteger atOnce = new AtomicInteger();
    AtomicBoolean shared = new AtomicBoolean();
    AtomicBoolean ended = new AtomicBoolean();
    Supplier<Integer> slow =
        () -> {
          if (atOnce.incrementAndGet() > 1) shared.set(true);
          try {
            int value = read.get();
            TimeUnit.MILLISECONDS.sleep(2);
            return value;
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          } finally {
            atOnce.decrementAndGet();
          }
        };
    int answers = 0;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer =
          pool.submit(
              () -> {
                for (int value = 1; value <= 200; value++) {
                  settings.put(KEY, String.valueOf(value));
                  committed.set(value);
                }
                ended.set(true);
              });
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++)
        readers.add(
            pool.submit(
                () -> {
                  int count = 0;
                  while (!ended.get()) {
                    int atLeast = committed.get();
                    assertThat(remembered.get("a", slow)).isGreaterThanOrEqualTo(atLeast);
                    count++;
                  }
                  return count;
                }));
      for (Future<Integer> each : readers) answers += each.get();
      writer.get();
    }
    assertThat(remembered.get("a", slow)).isEqualTo(200);
    assertThat(shared).as("two computations of one key at once").isFalse();
    assertThat(computed.get()).isLessThanOrEqualTo(answers + 1);
  }

  @Test
  void keysAreKeptApartAndTheOldestMakesRoom() throws Exception {
    Remembered<String, String> remembered = new Remembered<>(changes, 2);
    for (String key : List.of("zh", "en", "zh", "fr", "zh"))
      assertThat(remembered.get(key, () -> key + computed.incrementAndGet())).startsWith(key);
    int before = computed.get();
    assertThat(remembered.get("en", () -> "en" + computed.incrementAndGet()))
        .as("en was put out by fr")
        .isEqualTo("en" + (before + 1));
  }

  @Test
  void aRefusedComputationIsTriedAgainByTheNext() throws Exception {
    Remembered<String, Integer> remembered = new Remembered<>(changes, 2);
    CountDownLatch two = new CountDownLatch(2);
    for (int i = 0; i < 2; i++)
      assertThatThrownBy(
              () ->
                  remembered.get(
                      "a",
                      () -> {
                        two.countDown();
                        throw new IllegalStateException("no");
                      }))
          .hasMessage("no");
    assertThat(two.getCount()).isZero();
    assertThat(remembered.get("a", read)).isZero();
  }
}
