package org.yutang.payment.incoming;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.payment.IncomingOrder;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.Via;

/// Payments that were asked for, in SQL; asks nobody's permission.
@Component
class IncomingRows {

  private static final String COLUMNS =
      """
      select id, payee, amount, currency, title, purpose, subject, place, provider, state, expires_at, asked_at, arrival, questions
      from payment.incoming
      """;

  private final JdbcClient sql;

  IncomingRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// False if there is one of that id.
  boolean insert(IncomingOrder order, Instant at, Instant nextQuestion) {
    return sql.sql(
                """
                insert into payment.incoming
                  (shard_key, id, payee, amount, currency, title, purpose, subject, place, provider, state, expires_at, asked_at, next_question)
                values (:shard, :id, :payee, :amount, :currency, :title, :purpose, :subject, :place, :provider, 'OPEN', :expires, :at, :next)
                on conflict do nothing
                """)
            .param("shard", Shards.ofId(order.id()))
            .param("id", order.id())
            .param("payee", order.payee())
            .param("amount", order.amount().minor())
            .param("currency", order.amount().currency())
            .param("title", order.title())
            .param("purpose", order.purpose())
            .param("subject", order.subject())
            .param("place", order.place().text())
            .param("provider", order.via().name())
            .param("expires", utc(order.expiresAt()))
            .param("at", utc(at))
            .param("next", utc(nextQuestion))
            .update()
        == 1;
  }

  Optional<IncomingPayment> find(UUID id) {
    return find(id, "");
  }

  /// Locked against everybody else until the transaction ends.
  Optional<IncomingPayment> hold(UUID id) {
    return find(id, " for update");
  }

  private Optional<IncomingPayment> find(UUID id, String lock) {
    if (Shards.ofId(id) >= Shards.COUNT) return Optional.empty();
    return sql.sql(COLUMNS + "where shard_key = :shard and id = :id" + lock)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> payment(row))
        .optional();
  }

  void paid(UUID id, UUID arrival) {
    sql.sql(
            """
            update payment.incoming set state = 'PAID', arrival = :arrival, next_question = null
            where shard_key = :shard and id = :id and state <> 'PAID'
            """)
        .param("arrival", arrival)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  /// @return whether it was open
  boolean close(UUID id, IncomingPayment.State state) {
    return sql.sql(
                "update payment.incoming set state = :state where shard_key = :shard and id = :id and state = 'OPEN'")
            .param("state", state.name())
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .update()
        == 1;
  }

  /// @param next empty for never again
  void askAgain(UUID id, Optional<Instant> next) {
    sql.sql(
            """
            update payment.incoming set questions = questions + 1, next_question = cast(:next as timestamptz)
            where shard_key = :shard and id = :id and next_question is not null
            """)
        .param("next", next.map(IncomingRows::utc).orElse(null))
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  /// A payment whose provider is to be asked.
  record Due(IncomingPayment payment, int questions) {}

  /// Those that nobody paid in time, the oldest first.
  List<UUID> expired(Instant now, int limit) {
    return sql.sql(
            "select id from payment.incoming where state = 'OPEN' and expires_at <= :now order by expires_at limit :limit")
        .param("now", utc(now))
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  List<Due> due(Instant now, int limit) {
    return sql.sql(COLUMNS + "where next_question <= :now order by next_question, id limit :limit")
        .param("now", utc(now))
        .param("limit", limit)
        .query((row, number) -> new Due(payment(row), row.getInt("questions")))
        .list();
  }

  List<PlaceCode> places() {
    return sql.sql(
            """
            with recursive hop as (
              (select place from payment.incoming where place is not null order by place limit 1)
              union all
              select (select p.place from payment.incoming p where p.place > hop.place order by p.place limit 1) from hop where hop.place is not null
            )
            select place from hop where place is not null
            """)
        .query((row, number) -> new PlaceCode(row.getString(1)))
        .list();
  }

  Page<IncomingPayment> list(IncomingPayment.Query query, String[] places) {
    String where =
        "where place = any (:places)" + (query.state().isPresent() ? " and state = :state" : "");
    @Nullable String state = query.state().map(Enum::name).orElse(null);
    List<IncomingPayment> items =
        sql.sql(COLUMNS + where + " order by asked_at desc, id limit :size offset :offset")
            .param("places", places)
            .param("state", state)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> payment(row))
            .list();
    long total =
        sql.sql("select count(*) from payment.incoming " + where)
            .param("places", places)
            .param("state", state)
            .query(Long.class)
            .single();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private static IncomingPayment payment(ResultSet row) throws SQLException {
    return new IncomingPayment(
        new IncomingOrder(
            row.getObject("id", UUID.class),
            row.getObject("payee", UUID.class),
            new Money(row.getLong("amount"), row.getString("currency")),
            row.getString("title"),
            row.getString("purpose"),
            row.getObject("subject", UUID.class),
            new PlaceCode(row.getString("place")),
            Via.valueOf(row.getString("provider")),
            instant(row, "expires_at").orElseThrow()),
        IncomingPayment.State.valueOf(row.getString("state")),
        instant(row, "asked_at").orElseThrow(),
        Optional.ofNullable(row.getObject("arrival", UUID.class)));
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
