package org.yutang.store;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Kept answers as rows. The primary key does the work: a second request under a key waits for the
/// transaction of the first.
@Component
class SqlIdempotency implements Idempotency {

  /// How long a repeated request waits for the first one before it is told to come back.
  private static final String PATIENCE = "3s";

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final JdbcClient sql;
  private final Transactions transactions;

  SqlIdempotency(JdbcClient sql, Transactions transactions) {
    this.sql = sql;
    this.transactions = transactions;
  }

  @Override
  public Answer once(UUID caller, UUID key, String requestDigest, Supplier<Answer> work) {
    return transactions.call(
        () -> {
          if (!claim(caller, key, requestDigest))
            return find(caller, key, requestDigest).orElseThrow();
          Answer answer = work.get();
          keep(caller, key, answer);
          return answer;
        });
  }

  private boolean claim(UUID caller, UUID key, String requestDigest) {
    String before = sql.sql("select current_setting('lock_timeout')").query(String.class).single();
    setLockTimeout(PATIENCE);
    try {
      int inserted =
          sql.sql(
                  """
                  insert into store.idempotency (caller, key, request_digest)
                  values (:caller, :key, :digest) on conflict do nothing
                  """)
              .param("caller", caller)
              .param("key", key)
              .param("digest", requestDigest)
              .update();
      setLockTimeout(before);
      return inserted == 1;
    } catch (DataAccessException e) {
      if (e.getMostSpecificCause() instanceof SQLException cause
          && LOCK_NOT_AVAILABLE.equals(cause.getSQLState()))
        throw new Refusal(StoreRefusal.KEY_IN_PROGRESS, Map.of("key", key));
      throw e;
    }
  }

  private void setLockTimeout(String value) {
    sql.sql("select set_config('lock_timeout', :value, true)")
        .param("value", value)
        .query(String.class)
        .single();
  }

  @Override
  public Optional<Answer> find(UUID caller, UUID key, String requestDigest) {
    return sql.sql(
            """
            select request_digest, status, content_type, body from store.idempotency where caller = :caller and key = :key
            """)
        .param("caller", caller)
        .param("key", key)
        .query(
            (row, nth) -> {
              if (!row.getString("request_digest").equals(requestDigest))
                throw new Refusal(StoreRefusal.KEY_REUSED, Map.of("key", key));
              return new Answer(
                  row.getInt("status"), row.getString("content_type"), row.getString("body"), true);
            })
        .optional();
  }

  private void keep(UUID caller, UUID key, Answer answer) {
    sql.sql(
            """
            update store.idempotency set status = :status, content_type = :type, body = :body
            where caller = :caller and key = :key
            """)
        .param("status", answer.status())
        .param("type", answer.contentType())
        .param("body", answer.body())
        .param("caller", caller)
        .param("key", key)
        .update();
  }
}
