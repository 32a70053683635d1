package org.yutang.market;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Shards;

/// Orders of pre-sales, their rules and what they get, in SQL; asks nobody's permission.
@Component
class PresaleOrderRows {

  private static final String COLUMNS =
      """
      select order_id, presale, substitution, partial, from_day, to_day, latest, state, back_fen from market.presale_order
      """;

  private final JdbcClient sql;

  PresaleOrderRows(JdbcClient sql) {
    this.sql = sql;
  }

  void insert(UUID order, Presale presale) {
    Presale.Terms terms = presale.terms();
    sql.sql(
            """
            insert into market.presale_order (shard_key, order_id, presale, substitution, partial, from_day, to_day, latest, state)
            values (:shard, :order, :presale, :substitution, :partial, :from, :to, :latest, 'SOLD')
            """)
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .param("presale", presale.id())
        .param("substitution", terms.substitution().name())
        .param("partial", terms.partial())
        .param("from", terms.from())
        .param("to", terms.to())
        .param("latest", terms.latest())
        .update();
  }

  Optional<Presale.Ordered> find(UUID order) {
    if (Shards.ofId(order) >= Shards.COUNT) return Optional.empty();
    return sql.sql(COLUMNS + "where shard_key = :shard and order_id = :order")
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .query((row, _) -> bare(row))
        .optional()
        .map(this::whole);
  }

  /// Those of a pre-sale that a plan gave something, at most 1000.
  List<Presale.Ordered> allotted(UUID presale) {
    return sql
        .sql(
            COLUMNS
                + "where presale = :presale and allotted_at is not null order by order_id limit 1000")
        .param("presale", presale)
        .query((row, _) -> bare(row))
        .list()
        .stream()
        .map(this::whole)
        .toList();
  }

  /// Those that wait for a plan and were paid, in the order of their payment.
  List<UUID> paid(UUID presale) {
    return sql.sql(
            """
            select o.id from market.presale_order w join market.orders o on o.shard_key = w.shard_key and o.id = w.order_id
            where w.presale = :presale and w.state = 'SOLD' and o.state = 'PAID' order by o.paid_at, o.id
            """)
        .param("presale", presale)
        .query(UUID.class)
        .list();
  }

  /// Orders that were not paid yet and may be, or that the ledger has not heard of.
  long pending(UUID presale) {
    return sql.sql(
            """
            select count(*) from market.presale_order w
              join market.orders o on o.shard_key = w.shard_key and o.id = w.order_id
              join market.purchase p on p.shard_key = o.shard_key and p.id = o.purchase
            where w.presale = :presale and w.state = 'SOLD'
              and (p.state in ('ASKED', 'UNPAID') or (p.state = 'PAID' and not p.settled))
            """)
        .param("presale", presale)
        .query(Long.class)
        .single();
  }

  void allot(PresalePlan.Share share, Instant at) {
    sql.sql(
            """
            update market.presale_order set state = 'ALLOTTED', back_fen = :back, allotted_at = :at where shard_key = :shard and order_id = :order
            """)
        .param("back", share.back().minor())
        .param("at", ShopRows.at(at))
        .param("shard", Shards.ofId(share.order()))
        .param("order", share.order())
        .update();
    int number = 0;
    for (Presale.Given each : share.given())
      sql.sql(
              """
              insert into market.presale_allotment (shard_key, order_id, number, sku, given, pieces, fen)
              values (:shard, :order, :number, :sku, :given, :pieces, :fen)
              """)
          .param("shard", Shards.ofId(share.order()))
          .param("order", share.order())
          .param("number", number++)
          .param("sku", each.ordered())
          .param("given", each.given().orElse(null))
          .param("pieces", each.pieces())
          .param("fen", each.price().minor())
          .update();
  }

  void step(UUID order, Presale.Step to) {
    sql.sql(
            "update market.presale_order set state = :to where shard_key = :shard and order_id = :order")
        .param("to", to.name())
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .update();
  }

  /// When the plan gave it something; empty before that.
  Optional<Instant> allottedAt(UUID order) {
    return sql.sql(
            "select allotted_at from market.presale_order where shard_key = :shard and order_id = :order and allotted_at is not null")
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .query((row, _) -> ShopRows.instant(row, "allotted_at"))
        .optional();
  }

  /// Those of which a plan was confirmed that is not carried out.
  List<UUID> open() {
    return sql.sql(
            "select order_id from market.presale_order where state in ('ALLOTTED', 'TOLD') order by allotted_at, order_id limit 1000")
        .query(UUID.class)
        .list();
  }

  List<UUID> open(UUID presale) {
    return sql.sql(
            """
            select order_id from market.presale_order where presale = :presale and state in ('ALLOTTED', 'TOLD') order by allotted_at, order_id
            """)
        .param("presale", presale)
        .query(UUID.class)
        .list();
  }

  /// Paid, not sent, and past their latest day, or paid too late for the plan.
  List<UUID> overdue(LocalDate today) {
    return sql.sql(
            """
            select o.id from market.presale_order w
              join market.orders o on o.shard_key = w.shard_key and o.id = w.order_id
              join market.purchase p on p.shard_key = o.shard_key and p.id = o.purchase
            where w.state in ('SOLD', 'DONE') and o.state = 'PAID' and o.picked_at is null and p.settled
              and (w.latest < :today or (w.state = 'SOLD' and exists (
                select from market.presale s where s.id = w.presale and s.state = 'CONFIRMED')))
            order by w.latest, o.id limit 500
            """)
        .param("today", today)
        .query(UUID.class)
        .list();
  }

  /// The lines become what the order gets, at the prices that are paid for it in the end.
  void rewrite(Order order, List<Presale.Given> given) {
    sql.sql("delete from market.order_line where shard_key = :shard and order_id = :order")
        .param("shard", Shards.ofId(order.id()))
        .param("order", order.id())
        .update();
    int number = 0;
    for (Presale.Given each : given) {
      if (each.given().isEmpty()) continue;
      sql.sql(
              """
              insert into market.order_line (shard_key, order_id, number, sku, product, title_zh, title_en, pieces, fen, grams)
              select :shard, :order, :number, s.id, s.product, p.title_zh || ' ' || s.name_zh, p.title_en || ' ' || s.name_en, :pieces, :fen, s.grams
              from market.sku s join market.product p on p.id = s.product where s.id = :sku
              """)
          .param("shard", Shards.ofId(order.id()))
          .param("order", order.id())
          .param("number", number++)
          .param("pieces", each.pieces())
          .param("fen", each.price().minor())
          .param("sku", each.given().get())
          .update();
    }
    sql.sql(
            "update market.orders set version = version + 1 where shard_key = :shard and id = :order")
        .param("shard", Shards.ofId(order.id()))
        .param("order", order.id())
        .update();
  }

  private Presale.Ordered whole(Presale.Ordered bare) {
    List<Presale.Given> given =
        sql.sql(
                """
                select sku, given, pieces, fen from market.presale_allotment where shard_key = :shard and order_id = :order order by number
                """)
            .param("shard", Shards.ofId(bare.order()))
            .param("order", bare.order())
            .query(
                (row, _) ->
                    new Presale.Given(
                        row.getObject("sku", UUID.class),
                        Optional.ofNullable(row.getObject("given", UUID.class)),
                        row.getInt("pieces"),
                        Money.fen(row.getLong("fen"))))
            .list();
    return new Presale.Ordered(
        bare.order(), bare.presale(), bare.terms(), bare.step(), given, bare.back());
  }

  private static Presale.Ordered bare(ResultSet row) throws SQLException {
    return new Presale.Ordered(
        row.getObject("order_id", UUID.class),
        row.getObject("presale", UUID.class),
        PresaleRows.terms(row),
        Presale.Step.valueOf(row.getString("state")),
        List.of(),
        Money.fen(row.getLong("back_fen")));
  }
}
