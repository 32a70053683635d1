package org.yutang.market;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Shards;

/// Wishes for money back, in SQL; asks nobody's permission. An order has at most one that is open.
@Component
class MoneyBackRows {

  private static final String COLUMNS =
      """
      select id, order_id, shop, number, state, fen, donation_fen, restocked, judged, reason, answer, asked_at, decided_by, decided_at from market.money_back
      """;

  private final JdbcClient sql;

  MoneyBackRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @param number for statements
  /// @param restock whether the goods can be sold again
  /// @param judged whether an officer had the last word
  record Kept(
      Order.MoneyBack wish,
      String number,
      boolean restock,
      boolean judged,
      Optional<UUID> decidedBy,
      Optional<Instant> decidedAt) {}

  /// False where one of that id is there.
  boolean insert(Order.MoneyBack wish, String number) {
    return sql.sql(
                """
                insert into market.money_back (shard_key, id, order_id, shop, number, state, fen, reason, asked_at)
                values (:shard, :id, :order, :shop, :number, :state, :fen, :reason, :at) on conflict (shard_key, id) do nothing
                """)
            .param("shard", Shards.ofId(wish.id()))
            .param("id", wish.id())
            .param("order", wish.order())
            .param("shop", wish.shop())
            .param("number", number)
            .param("state", wish.state().name())
            .param("fen", wish.amount().minor())
            .param("reason", wish.reason())
            .param("at", ShopRows.at(wish.askedAt()))
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
    return sql.sql(COLUMNS + "where shard_key = :shard and id = :id" + lock)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, _) -> kept(row))
        .optional();
  }

  List<Kept> ofOrder(UUID order) {
    return sql.sql(COLUMNS + "where shard_key = :shard and order_id = :order order by asked_at, id")
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .query((row, _) -> kept(row))
        .list();
  }

  List<Order.MoneyBack> open(UUID shop) {
    return sql.sql(
            COLUMNS
                + "where shop = :shop and state in ('ASKED', 'DISPUTED') order by asked_at, id limit 200")
        .param("shop", shop)
        .query((row, _) -> kept(row).wish())
        .list();
  }

  void decide(
      UUID id, Order.MoneyBack.State to, boolean restock, String answer, UUID by, Instant at) {
    sql.sql(
            """
            update market.money_back set state = :to, restocked = :restock, answer = :answer, decided_by = :by, decided_at = :at,
              judged = (state = 'DISPUTED')
            where shard_key = :shard and id = :id
            """)
        .param("to", to.name())
        .param("restock", restock)
        .param("answer", answer)
        .param("by", by)
        .param("at", ShopRows.at(at))
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  void dispute(UUID id, String why) {
    sql.sql(
            """
            update market.money_back set state = 'DISPUTED', reason = reason || E'\\n' || :why where shard_key = :shard and id = :id
            """)
        .param("why", why)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  boolean done(UUID id, long donation) {
    return sql.sql(
                """
                update market.money_back set state = 'DONE', donation_fen = :donation where shard_key = :shard and id = :id and state = 'AGREED'
                """)
            .param("donation", donation)
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .update()
        == 1;
  }

  List<UUID> agreed(Instant before) {
    return sql.sql(
            "select id from market.money_back where state = 'AGREED' and decided_at < :before order by decided_at limit 500")
        .param("before", ShopRows.at(before))
        .query(UUID.class)
        .list();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    @Nullable UUID by = row.getObject("decided_by", UUID.class);
    return new Kept(
        new Order.MoneyBack(
            row.getObject("id", UUID.class),
            row.getObject("order_id", UUID.class),
            row.getObject("shop", UUID.class),
            Order.MoneyBack.State.valueOf(row.getString("state")),
            Money.fen(row.getLong("fen")),
            Money.fen(row.getLong("donation_fen")),
            row.getString("reason"),
            row.getString("answer"),
            ShopRows.instant(row, "asked_at")),
        row.getString("number"),
        row.getBoolean("restocked"),
        row.getBoolean("judged"),
        Optional.ofNullable(by),
        ShopRows.maybe(row, "decided_at"));
  }
}
