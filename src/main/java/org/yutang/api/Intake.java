package org.yutang.api;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.yutang.kernel.Refusal;

/// How many bodies of notices are read at once, and how many pieces of them are booked at once. Who
/// comes when all places are taken is told to come back; who is in waits in line for the database,
/// and not for ever. Thread-safe.
final class Intake {

  /// Each holds a piece of its body and its answers, some 8 MB at most.
  static final int MOST_BODIES = 16;

  /// So that one sender with many hands leaves room for others.
  static final int MOST_OF_ONE = 8;

  private static final int BOOKING = 4;
  private static final long PATIENCE_SECONDS = 30;
  private static final int COME_BACK_SECONDS = 2;

  private final Semaphore bodies = new Semaphore(MOST_BODIES);
  private final Semaphore booking = new Semaphore(BOOKING, true);
  private final Map<UUID, Integer> ofSender = new ConcurrentHashMap<>();

  /// A place for one body, given back by closing it.
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /// Refuses with [ApiRefusal#TOO_MANY_AT_ONCE] when the sender has all the places that one may
  /// have, and with [ApiRefusal#BUSY] when others have them.
  Place enter(UUID sender) {
    if (ofSender.merge(sender, 1, Integer::sum) > MOST_OF_ONE) {
      leave(sender);
      throw new Refusal(
          ApiRefusal.TOO_MANY_AT_ONCE,
          Map.of("limit", MOST_OF_ONE, "retryAfterSeconds", COME_BACK_SECONDS));
    }
    if (!bodies.tryAcquire()) {
      leave(sender);
      throw busy();
    }
    return () -> {
      bodies.release();
      leave(sender);
    };
  }

  /// Runs the work when it is its turn. Refuses with [ApiRefusal#BUSY] when that takes too long.
  <T> T inTurn(Supplier<T> work) {
    try {
      if (!booking.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) throw busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return work.get();
    } finally {
      booking.release();
    }
  }

  private void leave(UUID sender) {
    ofSender.computeIfPresent(sender, (_, count) -> count == 1 ? null : count - 1);
  }

  private static Refusal busy() {
    return new Refusal(ApiRefusal.BUSY, Map.of("retryAfterSeconds", COME_BACK_SECONDS));
  }
}
