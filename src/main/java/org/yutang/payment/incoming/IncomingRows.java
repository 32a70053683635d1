package org.yutang.payment.incoming;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
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
import org.yutang.store.Gather;

/// Payments that were asked for, in SQL; asks nobody's permission.
@Component
class IncomingRows {

  private static final String COLUMNS =
      """
      select id, payee, amount, currency, title, purpose, subject, place, provider, state, expires_at, asked_at, arrival, questions
      from payment.incoming
      """;

  private final JdbcClient sql;
  private final Gather<UUID, Optional<IncomingPayment>> one = Gather.byKey(200, this::find);

  IncomingRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @return the ids of those that were not there
  Set<UUID> insert(List<IncomingOrder> orders, Instant at, Instant nextQuestion) {
    return Set.copyOf(
        sql.sql(
                """
                insert into payment.incoming
                  (shard_key, id, payee, amount, currency, title, purpose, subject, place, provider, state, expires_at, asked_at, next_question)
                select shard_key, id, payee, amount, currency, title, purpose, subject, place, provider, 'OPEN', expires, :at, :next
                from unnest(:shards, :ids, :payees, :amounts, :currencies, :titles, :purposes, :subjects, :places, :providers, cast(:expires as timestamptz[]))
                  as t (shard_key, id, payee, amount, currency, title, purpose, subject, place, provider, expires)
                on conflict do nothing returning id
                """)
            .param("shards", each(orders, order -> Shards.ofId(order.id()), Integer[]::new))
            .param("ids", each(orders, IncomingOrder::id, UUID[]::new))
            .param("payees", each(orders, IncomingOrder::payee, UUID[]::new))
            .param("amounts", each(orders, order -> order.amount().minor(), Long[]::new))
            .param("currencies", each(orders, order -> order.amount().currency(), String[]::new))
            .param("titles", each(orders, IncomingOrder::title, String[]::new))
            .param("purposes", each(orders, IncomingOrder::purpose, String[]::new))
            .param("subjects", each(orders, IncomingOrder::subject, UUID[]::new))
            .param("places", each(orders, order -> order.place().text(), String[]::new))
            .param("providers", each(orders, order -> order.via().name(), String[]::new))
            .param("expires", each(orders, order -> order.expiresAt().toString(), String[]::new))
            .param("at", utc(at))
            .param("next", utc(nextQuestion))
            .query(UUID.class)
            .list());
  }

  private static <T> T[] each(
      List<IncomingOrder> orders, Function<IncomingOrder, T> part, IntFunction<T[]> array) {
    return orders.stream().map(part).toArray(array);
  }

  Optional<IncomingPayment> find(UUID id) {
    return Shards.ofId(id) >= Shards.COUNT ? Optional.empty() : one.ask(id);
  }

  private Map<UUID, IncomingPayment> find(Collection<UUID> ids) {
    return these(ids, "");
  }

  /// Those that there are, by id, locked against everybody else until the transaction ends.
  Map<UUID, IncomingPayment> hold(Collection<UUID> ids) {
    return these(ids, " order by shard_key, id for update");
  }

  private Map<UUID, IncomingPayment> these(Collection<UUID> ids, String held) {
    Map<UUID, IncomingPayment> found = new HashMap<>();
    sql.sql(COLUMNS + "where shard_key = any (:shards) and id = any (:ids)" + held)
        .param("shards", ids.stream().map(Shards::ofId).distinct().toArray(Integer[]::new))
        .param("ids", ids.toArray(UUID[]::new))
        .query(
            row -> {
              IncomingPayment payment = payment(row);
              found.put(payment.id(), payment);
            });
    return found;
  }

  /// @param arrivals by the payment that each has paid
  void paid(Map<UUID, UUID> arrivals) {
    List<UUID> ids = List.copyOf(arrivals.keySet());
    sql.sql(
            """
            update payment.incoming i set state = 'PAID', arrival = t.arrival, next_question = null
            from unnest(:shards, :ids, :arrivals) as t (shard_key, id, arrival)
            where i.shard_key = t.shard_key and i.id = t.id and i.state <> 'PAID'
            """)
        .param("shards", ids.stream().map(Shards::ofId).toArray(Integer[]::new))
        .param("ids", ids.toArray(UUID[]::new))
        .param("arrivals", ids.stream().map(arrivals::get).toArray(UUID[]::new))
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
