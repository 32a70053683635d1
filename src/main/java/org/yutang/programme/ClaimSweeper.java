package org.yutang.programme;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Tries claims again, once a minute, that wait for the insurer's money.
@Component
class ClaimSweeper {

  private static final Logger LOG = LoggerFactory.getLogger(ClaimSweeper.class);

  private final ClaimPaying paying;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("claim-sweeper").daemon().factory());

  ClaimSweeper(ClaimPaying paying) {
    this.paying = paying;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    var _ = clockwork.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.MINUTES);
  }

  @PreDestroy
  void stop() throws InterruptedException {
    clockwork.shutdown();
    if (!clockwork.awaitTermination(5, TimeUnit.SECONDS)) clockwork.shutdownNow();
  }

  private void sweep() {
    try {
      paying.tryAgain();
    } catch (RuntimeException e) {
      LOG.warn("trying waiting claims failed; it is done again in a minute", e);
    }
  }
}
