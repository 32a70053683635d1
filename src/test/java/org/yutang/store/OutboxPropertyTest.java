package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Random transactions in several threads: none lost, none invented, causes before effects,
/// whatever listeners do.
@Tag("slow")
class OutboxPropertyTest {

  private static final int THREADS = 6;
  private static final int TRANSACTIONS = 150;
  private static final int COUNTERS = 4;

  /// The value that a counter had in the transaction that wrote this; a later value was written by
  /// whoever saw this one.
  record Step(int counter, int value, int nth) {}

  static class Room {
    final long seed = new Random().nextLong();
    final Random random = new Random(seed);
    final ConcurrentLinkedQueue<Outbox.Entry> steady = new ConcurrentLinkedQueue<>();
    final Map<Long, Outbox.Entry> shaky = new ConcurrentHashMap<>();
    final List<Long> shakyOrder = new ArrayList<>();

    @Bean
    Room room() {
      return this;
    }

    @Bean
    Outbox.Listener steadyEar() {
      return listener("test.steady", Set.of("test.step", "test.other"), steady::addAll);
    }

    /// Fails at random, before, in the middle and after its work.
    @Bean
    Outbox.Listener shakyEar() {
      return listener(
          "test.shaky",
          Set.of("test.step"),
          batch -> {
            for (Outbox.Entry entry : batch) {
              if (random.nextInt(1000) == 0) throw new IllegalStateException("stumbled");
              if (shaky.put(entry.number(), entry) == null) shakyOrder.add(entry.number());
            }
            if (random.nextInt(10) == 0) throw new IllegalStateException("stumbled at the end");
          });
    }

    @Bean
    Outbox.Listener brokenEar() {
      return listener(
          "test.broken",
          Set.of("test.never-heard-by-anybody-else"),
          batch -> {
            throw new IllegalStateException("always");
          });
    }

    private static Outbox.Listener listener(
        String name, Set<String> topics, java.util.function.Consumer<List<Outbox.Entry>> handler) {
      return new Outbox.Listener() {
        @Override
        public String name() {
          return name;
        }

        @Override
        public Set<String> topics() {
          return topics;
        }

        @Override
        public void handle(List<Outbox.Entry> batch) {
          handler.accept(batch);
        }
      };
    }
  }

  @Test
  void everyCommittedEventArrivesInCausalOrderAndNoneOfTheOthers() throws Exception {
    try (AnnotationConfigApplicationContext house = Houses.open(Houses.folder(), Room.class)) {
      Room room = house.getBean("room", Room.class);
      System.out.println("seed " + room.seed);
      JdbcClient sql = house.getBean(JdbcClient.class);
      for (int counter = 0; counter < COUNTERS; counter++)
        sql.sql("insert into drill.counters values (:c, 0)").param("c", counter).update();
      Set<Step> committed = ConcurrentHashMap.newKeySet();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        Random random = new Random(room.seed + t);
        threads.add(Thread.ofVirtual().start(() -> work(house, random, committed)));
      }
      for (Thread thread : threads) thread.join();

      assertThat(house.getBean(Outbox.class).awaitDelivered(Duration.ofSeconds(60))).isTrue();
      check(List.copyOf(room.steady), committed);
      check(room.shakyOrder.stream().map(room.shaky::get).toList(), committed);
      assertThat(room.shakyOrder).isSorted();

      house
          .getBean(Transactions.class)
          .run(() -> house.getBean(Outbox.class).write("test.never-heard-by-anybody-else", 1));
      assertThat(house.getBean(Outbox.class).awaitDelivered(Duration.ofMillis(500))).isFalse();
      Outbox.Lag broken =
          house.getBean(Outbox.class).lags().stream()
              .filter(lag -> lag.listener().equals("test.broken"))
              .findFirst()
              .orElseThrow();
      assertThat(broken.behind()).isPositive();
      assertThat(broken.lastError()).contains("always");
      assertThat(house.getBean(Outbox.class).lags())
          .filteredOn(lag -> !lag.listener().equals("test.broken"))
          .allMatch(lag -> lag.failures() == 0);
    }
  }

  private static void check(List<Outbox.Entry> heard, Set<Step> committed) {
    List<Step> steps =
        heard.stream()
            .filter(entry -> entry.topic().equals("test.step"))
            .map(entry -> entry.as(Step.class))
            .toList();
    assertThat(steps).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(committed);
    assertThat(heard).extracting(Outbox.Entry::number).isSorted();
    for (int counter = 0; counter < COUNTERS; counter++) {
      int of = counter;
      List<Integer> values =
          steps.stream()
              .filter(step -> step.counter() == of)
              .map(step -> step.value() * 10 + step.nth())
              .toList();
      assertThat(values).as("counter " + counter).isEqualTo(List.copyOf(new TreeSet<>(values)));
    }
  }

  private static void work(
      AnnotationConfigApplicationContext house, Random random, Set<Step> committed) {
    for (int n = 0; n < TRANSACTIONS; n++) {
      List<Step> mine = new ArrayList<>();
      boolean undo = random.nextInt(4) == 0;
      boolean early = random.nextBoolean();
      int counter = random.nextInt(COUNTERS);
      int events = 1 + random.nextInt(3);
      try {
        house
            .getBean(Transactions.class)
            .run(() -> step(house, counter, events, early, undo, mine));
        committed.addAll(mine);
      } catch (IllegalStateException e) {
        if (!"undone".equals(e.getMessage())) throw e;
      }
    }
  }

  /// Some transactions write an event before they wait for the counter's lock: their place in the
  /// stream must still be where they commit, not where they began.
  private static void step(
      AnnotationConfigApplicationContext house,
      int counter,
      int events,
      boolean early,
      boolean undo,
      List<Step> mine) {
    Outbox outbox = house.getBean(Outbox.class);
    if (early) outbox.write("test.other", "early");
    int value =
        house
            .getBean(JdbcClient.class)
            .sql("update drill.counters set value = value + 1 where counter = :c returning value")
            .param("c", counter)
            .query(Integer.class)
            .single();
    for (int nth = 0; nth < events; nth++) {
      Step step = new Step(counter, value, nth);
      outbox.write("test.step", step);
      mine.add(step);
    }
    if (undo) throw new IllegalStateException("undone");
  }
}
