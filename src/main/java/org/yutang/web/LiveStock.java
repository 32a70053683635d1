package org.yutang.web;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yutang.campaign.Campaign;
import org.yutang.campaign.Campaigns;
import org.yutang.kernel.Refusal;

/// Tells everybody who looks at a campaign what is left of it.
///
/// One ticker asks once a tick for each campaign that anybody looks at, however many do. A listener
/// is a virtual thread that waits for the next figures and writes them to its own reader, so that a
/// slow reader holds up nobody else, and sees only the latest figures when it is ready again.
@Component
class LiveStock implements SmartLifecycle {

  /// More look at pages that do not move.
  static final int MOST_LISTENERS = 2000;

  /// Of one address; an office or a village shares one.
  static final int MOST_OF_AN_ADDRESS = 200;

  private static final Duration TICK = Duration.ofMillis(300);

  /// A reader that went away is noticed when something is written to it.
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /// After that the browser asks anew, perhaps another server.
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(LiveStock.class);

  private final Campaigns campaigns;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Map<UUID, Channel> channels = new HashMap<>();
  private final Map<String, Integer> addresses = new HashMap<>();
  private int listeners;
  private boolean ticking;
  private volatile boolean running;

  LiveStock(Campaigns campaigns) {
    this.campaigns = campaigns;
  }

  /// Where a listener's figures go. Throws when nobody reads any more.
  interface Reader {
    void tell(Campaign.Stock stock) throws IOException;

    void stillHere() throws IOException;
  }

  private static final class Channel {
    int listeners;
    Campaign.@Nullable Stock latest;
  }

  /// Tells the reader until it goes away, or for [#LONGEST]. Refuses with
  /// [WebRefusal#TOO_MANY_LISTENERS].
  ///
  /// @param address of the reader
  void listen(UUID campaign, String address, Reader reader) throws IOException {
    Channel channel = enter(campaign, address);
    try {
      long end = System.nanoTime() + LONGEST.toNanos();
      Campaign.Stock told = null;
      while (running && System.nanoTime() < end) {
        Campaign.Stock next = await(channel, told);
        if (next == null || next.equals(told)) reader.stillHere();
        else reader.tell(next);
        told = next;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(campaign, address, channel);
    }
  }

  int listeners() {
    lock.lock();
    try {
      return listeners;
    } finally {
      lock.unlock();
    }
  }

  private Channel enter(UUID campaign, String address) {
    campaigns.get(campaign);
    lock.lock();
    try {
      if (listeners >= MOST_LISTENERS || addresses.getOrDefault(address, 0) >= MOST_OF_AN_ADDRESS)
        throw new Refusal(WebRefusal.TOO_MANY_LISTENERS, Map.of("retryAfterSeconds", 30));
      listeners++;
      addresses.merge(address, 1, Integer::sum);
      Channel channel = channels.computeIfAbsent(campaign, id -> new Channel());
      channel.listeners++;
      if (!ticking) {
        ticking = true;
        Thread.ofVirtual().name("live-stock").start(this::tick);
      }
      return channel;
    } finally {
      lock.unlock();
    }
  }

  private void leave(UUID campaign, String address, Channel channel) {
    lock.lock();
    try {
      listeners--;
      addresses.computeIfPresent(address, (known, count) -> count > 1 ? count - 1 : null);
      if (--channel.listeners == 0) channels.remove(campaign);
    } finally {
      lock.unlock();
    }
  }

  /// The figures as soon as they are others than these, or those of now after [#SILENCE].
  private Campaign.@Nullable Stock await(Channel channel, Campaign.@Nullable Stock told)
      throws InterruptedException {
    long left = SILENCE.toNanos();
    lock.lock();
    try {
      while (running && left > 0 && (channel.latest == null || channel.latest.equals(told)))
        left = news.awaitNanos(left);
      return channel.latest;
    } finally {
      lock.unlock();
    }
  }

  private void tick() {
    try {
      while (true) {
        Map<UUID, Channel> now;
        lock.lock();
        try {
          ticking = running && !channels.isEmpty();
          if (!ticking) return;
          now = Map.copyOf(channels);
        } finally {
          lock.unlock();
        }
        now.forEach(this::ask);
        TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(UUID campaign, Channel channel) {
    Campaign.Stock stock;
    try {
      stock = campaigns.stock(campaign);
    } catch (RuntimeException e) {
      LOG.warn("no figures of campaign {}: {}", campaign, e.toString());
      return;
    }
    lock.lock();
    try {
      if (stock.equals(channel.latest)) return;
      channel.latest = stock;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void start() {
    running = true;
  }

  /// Listeners end before the server waits for its last requests.
  @Override
  public void stop() {
    running = false;
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
