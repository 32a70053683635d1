package org.yutang.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Numbers committed outbox entries and has one [Pump] a listener hand them over.
///
/// Order: an identity or a transaction id says nothing about when a transaction commits, so neither
/// can be a cursor: an entry that becomes visible late would be jumped over. Instead one thread,
/// under a lease, numbers whatever entries a snapshot shows that have none. If A committed before
/// B, a snapshot that shows B also shows A; so A is numbered in an earlier round, or in the same
/// one, where the order is that of ids (see [SqlOutbox] for why those respect causes). Numbers have
/// no gaps and, once given, never change: a listener's cursor over them misses nothing.
@Component
class Relay implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final String LEASE = "outbox";

  /// How soon entries are found that another process wrote; those of this process wake the relay at
  /// once.
  private static final Duration POLL = Duration.ofMillis(500);

  private static final Duration RENEW = Leases.TERM.dividedBy(4);
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final JdbcClient sql;
  private final Transactions transactions;
  private final Leases leases;
  private final Expiry expiry;
  private final ObjectProvider<Outbox.Listener> listeners;
  private final Semaphore signal = new Semaphore(0);
  private final List<Pump> pumps = new ArrayList<>();
  private volatile boolean running;
  private volatile boolean leading;
  private @Nullable Thread thread;

  Relay(
      JdbcClient sql,
      Transactions transactions,
      Leases leases,
      Expiry expiry,
      ObjectProvider<Outbox.Listener> listeners) {
    this.sql = sql;
    this.transactions = transactions;
    this.leases = leases;
    this.expiry = expiry;
    this.listeners = listeners;
  }

  /// Says that there may be new entries.
  void wake() {
    if (signal.availablePermits() == 0) signal.release();
  }

  @Override
  public synchronized void start() {
    running = true;
    listeners.stream()
        .forEach(listener -> pumps.add(new Pump(listener, sql, () -> running && leading)));
    pumps.stream().map(Pump::name).distinct().forEach(this::addCursor);
    if (pumps.stream().map(Pump::name).distinct().count() != pumps.size())
      throw new IllegalStateException("two outbox listeners with one name");
    thread = Thread.ofVirtual().name("outbox-relay").start(this::relay);
    pumps.forEach(Pump::start);
  }

  @Override
  public synchronized void stop() {
    running = false;
    wake();
    pumps.forEach(Pump::stop);
    try {
      if (thread != null && !thread.join(Duration.ofSeconds(3))) thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pumps.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Before the web server starts, and stopped after it.
  @Override
  public int getPhase() {
    return 1000;
  }

  private void addCursor(String listener) {
    sql.sql(
            "insert into store.outbox_cursor (listener, number) values (:listener, 0) on conflict do nothing")
        .param("listener", listener)
        .update();
  }

  private void relay() {
    long renewAt = System.nanoTime();
    long sweepAt = System.nanoTime();
    OptionalLong epoch = OptionalLong.empty();
    String trouble = "";
    while (running) {
      try {
        if (System.nanoTime() - renewAt >= 0) {
          epoch = leases.take(LEASE);
          leading = epoch.isPresent();
          renewAt = System.nanoTime() + RENEW.toNanos();
        }
        if (epoch.isPresent()) {
          number(epoch.getAsLong());
          if (System.nanoTime() - sweepAt >= 0) {
            expiry.sweep(pumps.stream().map(Pump::name).toList());
            sweepAt = System.nanoTime() + SWEEP.toNanos();
          }
        }
        trouble = "";
        signal.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!running) return;
        if (!e.toString().equals(trouble)) LOG.warn("the outbox relay pauses: {}", e.toString());
        trouble = e.toString();
        pause();
      }
    }
    leading = false;
    try {
      leases.release(LEASE);
    } catch (RuntimeException e) {
      LOG.debug("the outbox lease will expire by itself", e);
    }
  }

  private void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void number(long epoch) {
    if (!isAnyNew()) return; // a look costs nothing, a locked row is a write
    int numbered;
    do {
      numbered = transactions.call(() -> leases.lock(LEASE, epoch) ? numberOnce() : 0);
      if (numbered > 0) pumps.forEach(Pump::wake);
    } while (numbered == Outbox.MAX_BATCH && running);
  }

  private boolean isAnyNew() {
    return sql.sql("select exists (select 1 from store.outbox where number is null)")
        .query(Boolean.class)
        .single();
  }

  private int numberOnce() {
    return sql.sql(
            """
            with fresh as (
              select id, row_number() over (order by id) as nth
              from (select id from store.outbox where number is null order by id limit :most) as oldest
            ), numbered as (
              update store.outbox as o set number = h.last + f.nth
              from fresh as f, store.outbox_head as h where o.id = f.id returning 1
            ), moved as (
              update store.outbox_head set last = last + (select count(*) from numbered)
              where exists (select 1 from numbered)
            )
            select count(*) from numbered
            """)
        .param("most", Outbox.MAX_BATCH)
        .query(Integer.class)
        .single();
  }

  boolean awaitDelivered(Duration atMost) throws InterruptedException {
    long limit = System.nanoTime() + atMost.toNanos();
    long newest =
        sql.sql("select coalesce(max(id), 0) from store.outbox").query(Long.class).single();
    wake();
    while (!delivered(newest)) {
      if (System.nanoTime() > limit) return false;
      Thread.sleep(5);
    }
    return true;
  }

  private boolean delivered(long newest) {
    return sql.sql(
            """
            select not exists (select 1 from store.outbox where id <= :newest and number is null)
            and not exists (
              select 1 from store.outbox_cursor
              where listener = any(:listeners)
              and number < (select coalesce(max(number), 0) from store.outbox where id <= :newest))
            """)
        .param("newest", newest)
        .param("listeners", pumps.stream().map(Pump::name).toArray(String[]::new))
        .query(Boolean.class)
        .single();
  }

  List<Outbox.Lag> lags() {
    return sql.sql(
            """
            select c.listener, h.last - c.number as behind, c.failures, c.last_error
            from store.outbox_cursor as c, store.outbox_head as h order by c.listener limit 200
            """)
        .query(Outbox.Lag.class)
        .list();
  }
}
