package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The clockwork itself, with a period that a test can wait for.
class MinuteHandTest {

  private static final Duration PERIOD = Duration.ofMillis(20);

  @Test
  void everyChoreIsCalledAgainAndAgainAlsoAfterItFailedAndBesideOneThatHangs() throws Exception {
    CountDownLatch called = new CountDownLatch(3);
    CountDownLatch failed = new CountDownLatch(3);
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    MinuteHand hand =
        new MinuteHand(
            List.of(
                called::countDown,
                () -> {
                  failed.countDown();
                  if (failed.getCount() == 2) throw new IllegalStateException("a test");
                },
                () -> {
                  hangs.countDown();
                  try {
                    released.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }),
            PERIOD);
    assertThat(called.await(3 * PERIOD.toMillis(), TimeUnit.MILLISECONDS))
        .as("before it begins")
        .isFalse();
    hand.begin();
    for (CountDownLatch each : List.of(called, failed, hangs))
      assertThat(each.await(20, TimeUnit.SECONDS)).isTrue();
    released.countDown();
    hand.stop();
  }

  @Test
  void nothingIsCalledAfterTheEnd() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch called = new CountDownLatch(1);
    MinuteHand hand =
        new MinuteHand(
            List.of(
                () -> {
                  calls.incrementAndGet();
                  called.countDown();
                }),
            PERIOD);
    hand.begin();
    assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
    hand.stop();
    int atTheEnd = calls.get();
    TimeUnit.MILLISECONDS.sleep(5 * PERIOD.toMillis());
    assertThat(calls.get()).isEqualTo(atTheEnd);
  }
}
