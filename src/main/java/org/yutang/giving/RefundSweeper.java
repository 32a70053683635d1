package org.yutang.giving;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Tries waiting refunds once a minute, for money that comes without an event of its own, such as a
/// reservation that is let go.
@Component
class RefundSweeper {

  private static final Logger LOG = LoggerFactory.getLogger(RefundSweeper.class);

  private final Refunds refunds;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("giving-sweeper").daemon().factory());

  RefundSweeper(Refunds refunds) {
    this.refunds = refunds;
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
      refunds.payWaiting();
    } catch (RuntimeException e) {
      LOG.warn("paying waiting refunds failed; it is tried again in a minute", e);
    }
  }
}
