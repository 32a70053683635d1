package org.yutang.payment;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Asks again, once a minute, where a provider's answer is missing.
@Component
class PaymentSweeper {

  private static final Logger LOG = LoggerFactory.getLogger(PaymentSweeper.class);
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private final PaymentSettlement settlement;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("payment-sweeper").daemon().factory());

  PaymentSweeper(PaymentSettlement settlement) {
    this.settlement = settlement;
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
      settlement.sendAgain(SILENCE);
    } catch (RuntimeException e) {
      LOG.warn("asking for missing answers failed; it is tried again in a minute", e);
    }
  }
}
