package org.yutang.store;

import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Calls every [EveryMinute], so many threads that one which hangs does not hold up the others.
@Component
class MinuteHand {

  private static final Logger LOG = LoggerFactory.getLogger(MinuteHand.class);

  private final List<EveryMinute> chores;
  private final ScheduledExecutorService clockwork;

  MinuteHand(ObjectProvider<EveryMinute> chores) {
    // made before this, so that they are there until it has stopped
    this.chores = chores.stream().toList();
    this.clockwork =
        Executors.newScheduledThreadPool(
            Math.max(1, this.chores.size()),
            Thread.ofPlatform().name("minute-", 0).daemon().factory());
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    for (EveryMinute chore : chores) {
      var _ = clockwork.scheduleWithFixedDelay(() -> call(chore), 1, 1, TimeUnit.MINUTES);
    }
  }

  @PreDestroy
  void stop() throws InterruptedException {
    clockwork.shutdown();
    if (!clockwork.awaitTermination(5, TimeUnit.SECONDS)) clockwork.shutdownNow();
  }

  private static void call(EveryMinute chore) {
    try {
      chore.everyMinute();
    } catch (RuntimeException e) {
      LOG.warn("{} failed; it is tried again in a minute", chore.getClass().getName(), e);
    }
  }
}
