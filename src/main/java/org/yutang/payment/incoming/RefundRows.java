package org.yutang.payment.incoming;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Shards;
import org.yutang.payment.PaymentRefund;

/// Refunds of payments in SQL; asks nobody's permission.
@Component("paymentRefundRows")
class RefundRows {

  private static final String COLUMNS =
      """
      select r.id, r.arrival, r.amount, r.currency, r.reason, r.state, r.asked_by, r.asked_at, r.decided_by, r.decided_at, r.business_date, r.tries,
        r.problem, r.ended_at
      from payment.refund r
      """;

  private final JdbcClient sql;

  RefundRows(JdbcClient sql) {
    this.sql = sql;
  }

  record Kept(PaymentRefund refund, @Nullable LocalDate businessDate, int tries) {}

  /// False if there is one of that id.
  boolean insert(UUID id, UUID arrival, Money amount, String reason, UUID by, Instant at) {
    return sql.sql(
                """
                insert into payment.refund (shard_key, id, arrival, amount, currency, reason, state, asked_by, asked_at)
                values (:shard, :id, :arrival, :amount, :currency, :reason, 'ASKED', :by, :at) on conflict do nothing
                """)
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .param("arrival", arrival)
            .param("amount", amount.minor())
            .param("currency", amount.currency())
            .param("reason", reason)
            .param("by", by)
            .param("at", IncomingRows.utc(at))
            .update()
        == 1;
  }

  Optional<Kept> find(UUID id) {
    return find(id, "");
  }

  Optional<Kept> hold(UUID id) {
    return find(id, " for update");
  }

  private Optional<Kept> find(UUID id, String lock) {
    if (Shards.ofId(id) >= Shards.COUNT) return Optional.empty();
    return sql.sql(COLUMNS + "where r.shard_key = :shard and r.id = :id" + lock)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> kept(row))
        .optional();
  }

  void release(UUID id, UUID by, LocalDate day, Instant at) {
    sql.sql(
            """
            update payment.refund set state = 'RELEASED', decided_by = :by, decided_at = :at, business_date = :day, next_try = :at
            where shard_key = :shard and id = :id and state = 'ASKED'
            """)
        .param("by", by)
        .param("at", IncomingRows.utc(at))
        .param("day", day)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  void decline(UUID id, UUID by, Instant at) {
    sql.sql(
            """
            update payment.refund set state = 'DECLINED', decided_by = :by, decided_at = :at, ended_at = :at
            where shard_key = :shard and id = :id and state = 'ASKED'
            """)
        .param("by", by)
        .param("at", IncomingRows.utc(at))
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  /// @return whether it was in the first state, and is in the second now
  boolean move(
      UUID id, PaymentRefund.State from, PaymentRefund.State to, @Nullable String problem) {
    return sql.sql(
                """
                update payment.refund set state = :to, problem = cast(:problem as text), tries = 0
                where shard_key = :shard and id = :id and state = :from
                """)
            .param("to", to.name())
            .param("problem", problem)
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .param("from", from.name())
            .update()
        == 1;
  }

  boolean end(UUID id, PaymentRefund.State from, PaymentRefund.State to, Instant at) {
    return sql.sql(
                """
                update payment.refund set state = :to, ended_at = :at, next_try = null where shard_key = :shard and id = :id and state = :from
                """)
            .param("to", to.name())
            .param("at", IncomingRows.utc(at))
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .param("from", from.name())
            .update()
        == 1;
  }

  void tryAgain(UUID id, String problem, Instant next) {
    sql.sql(
            """
            update payment.refund set tries = tries + 1, problem = :problem, next_try = :next
            where shard_key = :shard and id = :id and next_try is not null
            """)
        .param("problem", problem)
        .param("next", IncomingRows.utc(next))
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  /// What the provider would not take of an arrival's refunds, less what was asked for after that.
  long failedAndNotRepeated(UUID arrival) {
    return sql.sql(
            """
            select greatest(0, coalesce(sum(amount) filter (where state = 'FAILED'), 0) - coalesce(sum(amount) filter (
              where state not in ('FAILED', 'DECLINED') and asked_at > (
                select min(f.ended_at) from payment.refund f where f.shard_key = :shard and f.arrival = :arrival and f.state = 'FAILED')), 0))
            from payment.refund where shard_key = :shard and arrival = :arrival
            """)
        .param("shard", Shards.ofId(arrival))
        .param("arrival", arrival)
        .query(Long.class)
        .single();
  }

  List<UUID> due(Instant now, int limit) {
    return sql.sql(
            "select id from payment.refund where next_try <= :now order by next_try, id limit :limit")
        .param("now", IncomingRows.utc(now))
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  Page<PaymentRefund> list(PaymentRefund.Query query, String[] places) {
    String where =
        """
        join payment.arrival a on a.id = r.arrival and a.shard_key = r.shard_key where (a.place = any (:places) or a.place is null)\
        """
            + (query.state().isPresent() ? " and r.state = :state" : "")
            + (query.arrival().isPresent() ? " and r.arrival = :arrival" : "");
    @Nullable String state = query.state().map(Enum::name).orElse(null);
    @Nullable UUID arrival = query.arrival().orElse(null);
    List<PaymentRefund> items =
        sql
            .sql(COLUMNS + where + " order by r.asked_at desc, r.id limit :size offset :offset")
            .param("places", places)
            .param("state", state)
            .param("arrival", arrival)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> kept(row))
            .list()
            .stream()
            .map(Kept::refund)
            .toList();
    long total =
        sql.sql("select count(*) from payment.refund r " + where)
            .param("places", places)
            .param("state", state)
            .param("arrival", arrival)
            .query(Long.class)
            .single();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        new PaymentRefund(
            row.getObject("id", UUID.class),
            row.getObject("arrival", UUID.class),
            new Money(row.getLong("amount"), row.getString("currency")),
            row.getString("reason"),
            PaymentRefund.State.valueOf(row.getString("state")),
            row.getObject("asked_by", UUID.class),
            IncomingRows.instant(row, "asked_at").orElseThrow(),
            Optional.ofNullable(row.getObject("decided_by", UUID.class)),
            IncomingRows.instant(row, "decided_at"),
            Optional.ofNullable(row.getString("problem")),
            IncomingRows.instant(row, "ended_at")),
        row.getObject("business_date", LocalDate.class),
        row.getInt("tries"));
  }
}
