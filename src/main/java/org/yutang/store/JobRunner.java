package org.yutang.store;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Runs submitted jobs, at most [#AT_ONCE] at a time in this process, on db-scheduler.
///
/// db-scheduler decides who runs what and notices dead processes by their missing heartbeats;
/// `store.job` is what people see. The job's row is closed first and the scheduled task removed
/// after it; a task whose job is closed already (the process died in between) is only removed.
@Component
class JobRunner implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  /// Bounds memory and leaves the database to requests.
  static final int AT_ONCE = 2;

  /// A failing job is tried this often in all before it is FAILED.
  static final int MAX_TRIES = 5;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final int MISSED_HEARTBEATS = 5;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

  private final JdbcClient sql;
  private final Jobs jobs;
  private final Clock clock;
  private final DataSource dataSource;
  private final ObjectProvider<Jobs.Handler<?>> handlerBeans;
  private final Wake wake;
  private final Database database;
  private final Map<String, Jobs.Handler<?>> handlers = new HashMap<>();
  private @Nullable Scheduler scheduler;
  private volatile boolean stopping;

  JobRunner(
      JdbcClient sql,
      Jobs jobs,
      Clock clock,
      DataSource dataSource,
      ObjectProvider<Jobs.Handler<?>> handlerBeans,
      Wake wake,
      Database database) {
    this.sql = sql;
    this.jobs = jobs;
    this.clock = clock;
    this.dataSource = dataSource;
    this.handlerBeans = handlerBeans;
    this.wake = wake;
    this.database = database;
  }

  @Override
  public synchronized void start() {
    stopping = false;
    handlers.clear();
    handlerBeans.forEach(
        handler -> {
          if (handlers.put(handler.kind(), handler) != null)
            throw new IllegalStateException("two handlers for jobs of kind " + handler.kind());
        });
    if (database.isOurs()) freeTasksOfTheDead();
    CustomTask<Void> task =
        Tasks.custom(SqlJobs.TASK, Void.class)
            .onDeadExecution(new DeadExecutionHandler.ReviveDeadExecution<>())
            .onFailure(
                (complete, operations) ->
                    operations.reschedule(complete, Wake.now().plus(FIRST_PAUSE)))
            .execute(this::execute);
    Scheduler started =
        Scheduler.create(dataSource, task)
            .tableName(SqlJobs.TABLE)
            .threads(AT_ONCE)
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(STOP_LIMIT)
            .failureLogging(LogLevel.WARN, true)
            .build();
    started.start();
    wake.whenWoken(started::triggerCheckForDueExecutions);
    scheduler = started;
  }

  @Override
  public synchronized void stop() {
    stopping = true;
    wake.whenWoken(() -> {});
    if (scheduler != null) scheduler.stop();
    scheduler = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return scheduler != null;
  }

  @Override
  public int getPhase() {
    return 1000;
  }

  /// We hold the folder's lock, so whoever picked a task on this database is dead: no need to wait
  /// for heartbeats.
  private void freeTasksOfTheDead() {
    int freed =
        sql.sql(
                """
                update store.scheduled_task
                set picked = false, picked_by = null, last_heartbeat = null, version = version + 1 where picked
                """)
            .update();
    if (freed > 0) LOG.info("{} interrupted jobs are run again", freed);
  }

  private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    UUID id = UUID.fromString(instance.getId());
    Jobs.Job job = jobs.find(id).orElse(null);
    if (job == null || job.ended()) return new CompletionHandler.OnCompleteRemove<>();
    sql.sql("update store.job set state = 'RUNNING' where id = :id").param("id", id).update();
    Jobs.Handler<?> handler = handlers.get(job.kind());
    try {
      if (handler == null)
        throw new IllegalStateException("no handler for jobs of kind " + job.kind());
      Object result = call(handler, job);
      end(id, Jobs.State.DONE, Json.write(result), null);
      tidy(handler, job);
      return new CompletionHandler.OnCompleteRemove<>();
    } catch (Refusal refusal) {
      end(id, Jobs.State.REFUSED, null, refusal);
      tidy(handler, job);
      return new CompletionHandler.OnCompleteRemove<>();
    } catch (Throwable e) {
      return stopping ? again(Duration.ZERO) : failed(id, job, e);
    }
  }

  private static <A> void tidy(Jobs.@Nullable Handler<A> handler, Jobs.Job job) {
    if (handler == null) return;
    try {
      handler.ended(job.id(), Json.read(job.argsJson(), handler.argsType()));
    } catch (RuntimeException e) {
      LOG.warn("job {} has ended, but was not tidied up", job.id(), e);
    }
  }

  private <A> Object call(Jobs.Handler<A> handler, Jobs.Job job) throws Exception {
    JobProgress progress = new JobProgress(sql, job.id());
    Object result =
        handler.run(
            job.id(), Json.read(job.argsJson(), handler.argsType()), job.account(), progress);
    progress.flush();
    return result;
  }

  private void end(UUID id, Jobs.State state, @Nullable String result, @Nullable Refusal refusal) {
    sql.sql(
            """
            update store.job set state = :state, result = :result, refusal_code = :code, refusal_facts = :facts, ended_at = :at
            where id = :id
            """)
        .param("state", state.name())
        .param("result", result)
        .param("code", refusal == null ? null : refusal.code().code())
        .param("facts", refusal == null ? "{}" : Json.write(refusal.facts()))
        .param("at", Timestamp.from(clock.instant()))
        .param("id", id)
        .update();
  }

  private CompletionHandler<Void> failed(UUID id, Jobs.Job job, Throwable e) {
    int failures =
        sql.sql(
                "update store.job set failures = failures + 1, last_error = :error, state = 'RETRYING' where id = :id returning failures")
            .param("error", e.toString())
            .param("id", id)
            .query(Integer.class)
            .single();
    LOG.warn("job {} of kind {} failed, try {} of {}", id, job.kind(), failures, MAX_TRIES, e);
    if (failures < MAX_TRIES) return again(FIRST_PAUSE.multipliedBy(1L << (2 * (failures - 1))));
    end(id, Jobs.State.FAILED, null, null);
    return new CompletionHandler.OnCompleteRemove<>();
  }

  private static CompletionHandler<Void> again(Duration pause) {
    return (complete, operations) -> operations.reschedule(complete, Wake.now().plus(pause));
  }
}
