package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class GatherTest {

  @Test
  void callsThatComeWhileOneIsWorkedOnAreDoneTogetherAndEachHearsItsOwn() throws Exception {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Gather<Integer, Integer> doubled =
        new Gather<>(
            8,
            some -> {
              sizes.add(some.size());
              first.countDown();
              await(go);
              return some.stream().map(each -> each * 2).toList();
            });
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      answers.add(pool.submit(() -> doubled.ask(0)));
      await(first);
      for (int i = 1; i <= 20; i++) {
        int each = i;
        answers.add(pool.submit(() -> doubled.ask(each)));
      }
      while (doubled.waiting() < 20) Thread.onSpinWait();
      go.countDown();
      for (int i = 0; i < answers.size(); i++) assertThat(answers.get(i).get()).isEqualTo(i * 2);
    }
    assertThat(sizes).containsExactly(1, 8, 8, 4);
  }

  @Test
  void oneThatFailsLeavesTheOthersOfItsBatchAlone() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Gather<Integer, Integer> divided =
        new Gather<>(
            100,
            some -> {
              first.countDown();
              await(go);
              return some.stream().map(each -> 100 / each).toList();
            });
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> one = pool.submit(() -> divided.ask(1));
      await(first);
      Future<Integer> nought = pool.submit(() -> divided.ask(0));
      Future<Integer> four = pool.submit(() -> divided.ask(4));
      while (divided.waiting() < 2) Thread.onSpinWait();
      go.countDown();
      assertThat(one.get()).isEqualTo(100);
      assertThat(four.get()).isEqualTo(25);
      assertThatThrownBy(nought::get).hasCauseInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void anErrorLeavesNobodyWaiting() throws Exception {
    Gather<Integer, Integer> broken =
        new Gather<>(
            4,
            _ -> {
              throw new StackOverflowError("broken");
            });
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) answers.add(pool.submit(() -> broken.ask(1)));
      for (Future<Integer> each : answers)
        assertThatThrownBy(each::get)
            .cause()
            .isInstanceOfAny(StackOverflowError.class, IllegalStateException.class);
    }
  }

  @Test
  void lookUpsByKeySayWhatIsNotThere() {
    Gather<String, java.util.Optional<Integer>> lengths =
        Gather.byKey(
            10,
            keys -> {
              java.util.Map<String, Integer> found = new java.util.HashMap<>();
              for (String key : keys) if (!key.isEmpty()) found.put(key, key.length());
              return found;
            });
    assertThat(lengths.ask("three")).contains(5);
    assertThat(lengths.ask("")).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
