package org.yutang.store;

import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes a job's progress, at most every [#PAUSE], at once when the step changes.
final class JobProgress implements Jobs.Progress {

  private static final Duration PAUSE = Duration.ofMillis(300);

  private final JdbcClient sql;
  private final UUID job;
  private String step = "";
  private long done;
  private long total;
  private boolean unwritten;
  private long writeAt = System.nanoTime();

  JobProgress(JdbcClient sql, UUID job) {
    this.sql = sql;
    this.job = job;
  }

  @Override
  public synchronized void step(String messageKey, long done, long total) {
    boolean newStep = !messageKey.equals(step);
    step = messageKey;
    this.done = done;
    this.total = total;
    unwritten = true;
    if (newStep || System.nanoTime() - writeAt >= 0) flush();
  }

  synchronized void flush() {
    if (!unwritten) return;
    sql.sql("update store.job set step = :step, done = :done, total = :total where id = :id")
        .param("step", step)
        .param("done", done)
        .param("total", total)
        .param("id", job)
        .update();
    unwritten = false;
    writeAt = System.nanoTime() + PAUSE.toNanos();
  }
}
