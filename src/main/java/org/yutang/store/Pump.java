package org.yutang.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Hands numbered entries to one listener, on a thread of its own: a slow or failing listener
/// delays nobody else.
final class Pump {

  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofSeconds(2);

  /// Bounds what one batch holds in memory; a single larger entry is still handed over alone.
  private static final long MAX_CHARACTERS = 16_000_000;

  private final Outbox.Listener listener;
  private final JdbcClient sql;
  private final BooleanSupplier mayDeliver;
  private final Semaphore signal = new Semaphore(0);
  private final String[] topics;
  private volatile boolean stopping;
  private final Thread thread;
  private int failures;

  Pump(Outbox.Listener listener, JdbcClient sql, BooleanSupplier mayDeliver) {
    this.listener = listener;
    this.sql = sql;
    this.mayDeliver = mayDeliver;
    this.topics = listener.topics().toArray(String[]::new);
    this.thread = Thread.ofVirtual().name("outbox-" + listener.name()).unstarted(this::pump);
  }

  String name() {
    return listener.name();
  }

  void start() {
    thread.start();
  }

  void wake() {
    if (signal.availablePermits() == 0) signal.release();
  }

  void stop() {
    stopping = true;
    wake();
    try {
      if (!thread.join(Duration.ofSeconds(3))) {
        thread.interrupt();
        thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump() {
    while (!stopping) {
      try {
        if (mayDeliver.getAsBoolean()) while (!stopping && deliver()) failures = 0;
        signal.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      } catch (Exception | LinkageError | AssertionError e) {
        if (stopping) return;
        failed(e);
      }
    }
  }

  /// Hands over one batch; false if there was none.
  private boolean deliver() throws Exception {
    long last = sql.sql("select last from store.outbox_head").query(Long.class).single();
    long cursor =
        sql.sql("select number from store.outbox_cursor where listener = :name")
            .param("name", name())
            .query(Long.class)
            .single();
    if (cursor >= last) return false;
    List<Outbox.Entry> batch = read(cursor, last);
    if (!batch.isEmpty()) listener.handle(batch);
    advance(batch.isEmpty() ? last : batch.getLast().number());
    return true;
  }

  private List<Outbox.Entry> read(long cursor, long last) {
    return sql.sql(
            """
            select number, topic, body from (
              select number, topic, body, sum(length(body)) over (order by number) - length(body) as before
              from (
                select number, topic, body from store.outbox
                where number > :cursor and number <= :last and topic = any(:topics)
                order by number limit :most
              ) as next
            ) as measured
            where before < :characters order by number
            """)
        .param("cursor", cursor)
        .param("last", last)
        .param("topics", topics)
        .param("most", Outbox.MAX_BATCH)
        .param("characters", MAX_CHARACTERS)
        .query(
            (row, nth) ->
                new Outbox.Entry(
                    row.getLong("number"), row.getString("topic"), row.getString("body")))
        .list();
  }

  private void advance(long number) {
    sql.sql(
            """
            update store.outbox_cursor set number = :number, failures = 0, last_error = null, changed_at = now()
            where listener = :name and number < :number
            """)
        .param("number", number)
        .param("name", name())
        .update();
  }

  private void failed(Throwable e) {
    failures++;
    Duration pause = pause(failures);
    if (failures == 1) LOG.warn("outbox listener {} failed and is called again", name(), e);
    else
      LOG.warn(
          "outbox listener {} failed {} times and is called again in {} ms: {}",
          name(),
          failures,
          pause.toMillis(),
          e.toString());
    try {
      sql.sql(
              "update store.outbox_cursor set failures = :failures, last_error = :error, changed_at = now() where listener = :name")
          .param("failures", failures)
          .param("error", e.toString().lines().findFirst().orElse(""))
          .param("name", name())
          .update();
    } catch (RuntimeException unreachable) {
      LOG.warn(
          "the failure of outbox listener {} could not be kept: {}",
          name(),
          unreachable.toString());
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
