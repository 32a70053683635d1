package org.yutang.ledger;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Runs [Earmarks#sweep] once a minute while the server is up.
@Component
class EarmarkSweeper {

  private static final Logger LOG = LoggerFactory.getLogger(EarmarkSweeper.class);

  private final Earmarks earmarks;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ledger-sweeper").daemon().factory());

  EarmarkSweeper(Earmarks earmarks) {
    this.earmarks = earmarks;
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
      earmarks.sweep(Earmarks.GRACE);
    } catch (RuntimeException e) {
      LOG.warn("sweeping earmarks failed; it is tried again in a minute", e);
    }
  }
}
