package org.yutang.store;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Calls every [EveryMinute], so many threads that one which hangs does not hold up the others.
@Component
class MinuteHand {

  private static final Logger LOG = LoggerFactory.getLogger(MinuteHand.class);

  private final List<EveryMinute> chores;
  private final Duration period;
  private final ScheduledExecutorService clockwork;

  @Autowired
  MinuteHand(ObjectProvider<EveryMinute> chores) {
    // made before this, so that they are there until it has stopped
    this(chores.stream().toList(), Duration.ofMinutes(1));
  }

  MinuteHand(List<EveryMinute> chores, Duration period) {
    this.chores = List.copyOf(chores);
    this.period = period;
    this.clockwork =
        Executors.newScheduledThreadPool(
            Math.max(1, this.chores.size()),
            Thread.ofPlatform().name("minute-", 0).daemon().factory());
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    for (EveryMinute chore : chores) {
      var _ =
          clockwork.scheduleWithFixedDelay(
              () -> call(chore), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
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
