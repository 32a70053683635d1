package org.yutang.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Collects a transaction's events and inserts them as its very last statement.
///
/// The lateness matters: ids come from one sequence, so if transaction B saw anything that A
/// committed, then B takes its ids after A did, whatever B had locked or written before. The relay
/// needs no more to keep causes before effects.
@Component
class SqlOutbox implements Outbox {

  private final JdbcClient sql;
  private final Relay relay;

  SqlOutbox(JdbcClient sql, Relay relay) {
    this.sql = sql;
    this.relay = relay;
  }

  @Override
  public void write(String topic, Object event) {
    if (!Transactions.isOpen())
      throw new IllegalStateException("outbox event " + topic + " outside a transaction");
    String body = Json.write(event);
    Pending pending = (Pending) TransactionSynchronizationManager.getResource(this);
    if (pending == null) {
      pending = new Pending();
      TransactionSynchronizationManager.bindResource(this, pending);
      TransactionSynchronizationManager.registerSynchronization(pending);
    }
    pending.add(topic, body);
  }

  @Override
  public boolean awaitDelivered(Duration atMost) throws InterruptedException {
    return relay.awaitDelivered(atMost);
  }

  @Override
  public List<Lag> lags() {
    return relay.lags();
  }

  /// What one transaction has written so far.
  private final class Pending implements TransactionSynchronization {
    private final List<String> topics = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();

    void add(String topic, String body) {
      topics.add(topic);
      bodies.add(body);
    }

    @Override
    public int getOrder() {
      return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      sql.sql(
              """
              insert into store.outbox (topic, body)
              select topic, body from unnest(:topics, :bodies) with ordinality as t (topic, body, nth) order by nth
              """)
          .param("topics", topics.toArray(String[]::new))
          .param("bodies", bodies.toArray(String[]::new))
          .update();
    }

    @Override
    public void afterCommit() {
      relay.wake();
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(SqlOutbox.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(SqlOutbox.this, this);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(SqlOutbox.this);
    }
  }
}
