package org.yutang.store;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.yutang.kernel.Page;

/// Jobs as rows: `store.job` for their readers, `store.scheduled_task` (db-scheduler's) for whoever
/// runs them.
@Component
class SqlJobs implements Jobs {

  static final String TABLE = "store.scheduled_task";
  static final String TASK = "job";

  private static final String COLUMNS =
      """
      select id, kind, args, account, state, done, total, step, result, refusal_code, refusal_facts, submitted_at, ended_at
      from store.job
      """;

  private final JdbcClient sql;
  private final Transactions transactions;
  private final Clock clock;
  private final SchedulerClient scheduler;
  private final Wake wake;

  SqlJobs(
      JdbcClient sql, Transactions transactions, Clock clock, DataSource dataSource, Wake wake) {
    this.sql = sql;
    this.transactions = transactions;
    this.clock = clock;
    this.wake = wake;
    this.scheduler =
        SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
            .tableName(TABLE)
            .build();
  }

  @Override
  public void submit(UUID id, String kind, Object args, UUID account) {
    transactions.run(
        () -> {
          if (!insert(id, kind, Json.write(args), account)) return;
          scheduler.schedule(
              new TaskInstance<>(TASK, id.toString()),
              Wake.now(),
              SchedulerClient.ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
          TransactionSynchronizationManager.registerSynchronization(
              new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                  wake.wake();
                }
              });
        });
  }

  private boolean insert(UUID id, String kind, String args, UUID account) {
    return sql.sql(
                """
                insert into store.job (id, kind, args, account, state, submitted_at)
                values (:id, :kind, :args, :account, 'WAITING', :at) on conflict (id) do nothing
                """)
            .param("id", id)
            .param("kind", kind)
            .param("args", args)
            .param("account", account)
            .param("at", Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  @Override
  public Optional<Job> find(UUID id) {
    return sql.sql(COLUMNS + "where id = :id")
        .param("id", id)
        .query((row, nth) -> job(row))
        .optional();
  }

  @Override
  public Page<Job> list(Query query) {
    StringJoiner where = new StringJoiner(" and ", "where ", "").setEmptyValue("");
    Map<String, Object> of = new HashMap<>();
    query.account().ifPresent(account -> where(where, of, "account", account));
    query.kind().ifPresent(kind -> where(where, of, "kind", kind));
    query.state().ifPresent(state -> where(where, of, "state", state.name()));
    long total =
        sql.sql("select count(*) from store.job " + where).params(of).query(Long.class).single();
    String order =
        switch (query.sort()) {
          case SUBMITTED -> " order by submitted_at";
          case ENDED -> " order by ended_at";
        };
    Page.Wanted page = query.page();
    return new Page<>(
        sql.sql(
                COLUMNS
                    + where
                    + order
                    + (query.descending() ? " desc nulls last" : " nulls last")
                    + ", id limit :size offset :offset")
            .params(of)
            .param("size", page.size())
            .param("offset", page.offset())
            .query((row, nth) -> job(row))
            .list(),
        total,
        page.number(),
        page.size());
  }

  private static void where(
      StringJoiner where, Map<String, Object> of, String column, Object value) {
    where.add(column + " = :" + column);
    of.put(column, value);
  }

  @Override
  public List<Job> unfinished(String kind) {
    return sql.sql(
            COLUMNS
                + "where kind = :kind and ended_at is null order by submitted_at, id limit :most")
        .param("kind", kind)
        .param("most", Page.MAX_SIZE)
        .query((row, nth) -> job(row))
        .list();
  }

  @SuppressWarnings("unchecked")
  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        row.getString("args"),
        row.getObject("account", UUID.class),
        State.valueOf(row.getString("state")),
        row.getLong("done"),
        row.getLong("total"),
        row.getString("step"),
        row.getString("result"),
        row.getString("refusal_code"),
        Json.read(row.getString("refusal_facts"), Map.class),
        row.getTimestamp("submitted_at").toInstant(),
        instant(row.getTimestamp("ended_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
