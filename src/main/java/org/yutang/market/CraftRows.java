package org.yutang.market;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Shards;
import org.yutang.store.Gather;

/// Craft articles, their weeks, and what orders hold of them, in SQL; asks nobody's permission.
@Component
class CraftRows {

  private static final String CRAFT =
      "select sku, shop, per_week, lead_days, horizon_weeks from market.craft ";

  private final JdbcClient sql;
  private final Gather<UUID, Optional<Craft>> one = Gather.byKey(200, this::byArticle);

  CraftRows(JdbcClient sql) {
    this.sql = sql;
  }

  void write(Craft craft) {
    sql.sql(
            """
            insert into market.craft (sku, shop, per_week, lead_days, horizon_weeks) values (:sku, :shop, :week, :lead, :horizon)
            on conflict (sku) do update set per_week = excluded.per_week, lead_days = excluded.lead_days, horizon_weeks = excluded.horizon_weeks
            """)
        .param("sku", craft.article())
        .param("shop", craft.shop())
        .param("week", craft.perWeek())
        .param("lead", craft.lead())
        .param("horizon", craft.horizon())
        .update();
  }

  Optional<Craft> find(UUID article) {
    return one.ask(article);
  }

  private Map<UUID, Craft> byArticle(Collection<UUID> articles) {
    Map<UUID, Craft> found = new HashMap<>();
    sql.sql(CRAFT + "where sku = any (:skus)")
        .param("skus", articles.toArray(UUID[]::new))
        .query((row, _) -> craft(row))
        .list()
        .forEach(craft -> found.put(craft.article(), craft));
    return found;
  }

  void lock(UUID article) {
    sql.sql("select sku from market.craft where sku = :sku for update")
        .param("sku", article)
        .query(UUID.class)
        .single();
  }

  List<Craft> ofShop(UUID shop) {
    return sql.sql(CRAFT + "where shop = :shop order by sku limit 500")
        .param("shop", shop)
        .query((row, _) -> craft(row))
        .list();
  }

  List<Craft> all() {
    return sql.sql(CRAFT + "order by sku limit 10000").query((row, _) -> craft(row)).list();
  }

  private static Craft craft(ResultSet row) throws SQLException {
    return new Craft(
        row.getObject("sku", UUID.class),
        row.getObject("shop", UUID.class),
        row.getInt("per_week"),
        row.getInt("lead_days"),
        row.getInt("horizon_weeks"));
  }

  /// Pieces that a week can make more or fewer.
  record Change(UUID id, UUID article, LocalDate week, long pieces, Instant at, boolean settled) {}

  boolean insert(Change change) {
    return sql.sql(
                """
                insert into market.craft_change (id, sku, week, pieces, at) values (:id, :sku, :week, :pieces, :at) on conflict do nothing
                """)
            .param("id", change.id())
            .param("sku", change.article())
            .param("week", change.week())
            .param("pieces", change.pieces())
            .param("at", ShopRows.at(change.at()))
            .update()
        == 1;
  }

  Optional<Change> change(UUID id) {
    return sql.sql(
            "select id, sku, week, pieces, at, settled from market.craft_change where id = :id")
        .param("id", id)
        .query((row, _) -> change(row))
        .optional();
  }

  List<Change> unsettled(UUID article) {
    return sql.sql(
            "select id, sku, week, pieces, at, settled from market.craft_change where sku = :sku and not settled order by at, id")
        .param("sku", article)
        .query((row, _) -> change(row))
        .list();
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getObject("id", UUID.class),
        row.getObject("sku", UUID.class),
        row.getObject("week", LocalDate.class),
        row.getLong("pieces"),
        ShopRows.instant(row, "at"),
        row.getBoolean("settled"));
  }

  void settle(UUID change) {
    sql.sql("update market.craft_change set settled = true where id = :id")
        .param("id", change)
        .update();
  }

  void drop(UUID change) {
    sql.sql("delete from market.craft_change where id = :id and not settled")
        .param("id", change)
        .update();
  }

  /// What each week from one to another can make.
  Map<LocalDate, Long> capacities(UUID article, LocalDate from, LocalDate to) {
    Map<LocalDate, Long> found = new HashMap<>();
    sql.sql(
            """
            select week, sum(pieces) as pieces from market.craft_change where sku = :sku and week between :from and :to group by week
            """)
        .param("sku", article)
        .param("from", from)
        .param("to", to)
        .query(
            row -> {
              found.put(row.getObject("week", LocalDate.class), row.getLong("pieces"));
            });
    return found;
  }

  enum Try {
    PLANNED,
    HELD,
    FAILED,
    FREED
  }

  /// A try to get weeks for an order.
  record Tried(UUID order, int attempt, Try state, LocalDate promised, Instant at) {}

  record Slot(UUID article, LocalDate week, int pieces) {}

  Optional<Tried> last(UUID order) {
    if (Shards.ofId(order) >= Shards.COUNT) return Optional.empty();
    return sql.sql(
            """
            select order_id, attempt, state, promised, at from market.craft_try where shard_key = :shard and order_id = :order
            order by attempt desc limit 1
            """)
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .query((row, _) -> tried(row))
        .optional();
  }

  private static Tried tried(ResultSet row) throws SQLException {
    return new Tried(
        row.getObject("order_id", UUID.class),
        row.getInt("attempt"),
        Try.valueOf(row.getString("state")),
        row.getObject("promised", LocalDate.class),
        ShopRows.instant(row, "at"));
  }

  /// Nothing where somebody tries the same at this moment.
  void insert(Tried tried, List<Slot> slots) {
    int written =
        sql.sql(
                """
                insert into market.craft_try (shard_key, order_id, attempt, state, promised, at)
                values (:shard, :order, :attempt, 'PLANNED', :promised, :at) on conflict do nothing
                """)
            .param("shard", Shards.ofId(tried.order()))
            .param("order", tried.order())
            .param("attempt", tried.attempt())
            .param("promised", tried.promised())
            .param("at", ShopRows.at(tried.at()))
            .update();
    if (written == 0) return;
    for (Slot each : slots)
      sql.sql(
              """
              insert into market.craft_slot (shard_key, order_id, attempt, sku, week, pieces) values (:shard, :order, :attempt, :sku, :week, :pieces)
              """)
          .param("shard", Shards.ofId(tried.order()))
          .param("order", tried.order())
          .param("attempt", tried.attempt())
          .param("sku", each.article())
          .param("week", each.week())
          .param("pieces", each.pieces())
          .update();
  }

  List<Slot> slots(UUID order, int attempt) {
    return sql.sql(
            """
            select sku, week, pieces from market.craft_slot where shard_key = :shard and order_id = :order and attempt = :attempt order by sku, week
            """)
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .param("attempt", attempt)
        .query(
            (row, _) ->
                new Slot(
                    row.getObject("sku", UUID.class),
                    row.getObject("week", LocalDate.class),
                    row.getInt("pieces")))
        .list();
  }

  /// The state that it has then, whoever set it.
  Try move(Tried tried, Try from, Try to) {
    sql.sql(
            """
            update market.craft_try set state = :to where shard_key = :shard and order_id = :order and attempt = :attempt and state = :from
            """)
        .param("from", from.name())
        .param("to", to.name())
        .param("shard", Shards.ofId(tried.order()))
        .param("order", tried.order())
        .param("attempt", tried.attempt())
        .update();
    return Try.valueOf(
        sql.sql(
                "select state from market.craft_try where shard_key = :shard and order_id = :order and attempt = :attempt")
            .param("shard", Shards.ofId(tried.order()))
            .param("order", tried.order())
            .param("attempt", tried.attempt())
            .query(String.class)
            .single());
  }

  /// Those that hold or plan weeks for orders that nobody will pay any more, or that were
  /// cancelled.
  List<Tried> idle() {
    return sql.sql(
            """
            select t.order_id, t.attempt, t.state, t.promised, t.at from market.craft_try t
              join market.orders o on o.shard_key = t.shard_key and o.id = t.order_id
              join market.purchase p on p.shard_key = o.shard_key and p.id = o.purchase
            where t.state in ('HELD', 'PLANNED')
              and (o.state = 'CANCELLED' or (o.state = 'WAITING' and p.state in ('REFUSED', 'LAPSED', 'RETURNED') and p.settled))
            order by t.at limit 500
            """)
        .query((row, _) -> tried(row))
        .list();
  }

  /// Orders that were paid and have no weeks any more: paid in time, told too late.
  List<Tried> orphans() {
    return sql.sql(
            """
            select t.order_id, t.attempt, t.state, t.promised, t.at from market.craft_try t
              join market.orders o on o.shard_key = t.shard_key and o.id = t.order_id
              join market.purchase p on p.shard_key = o.shard_key and p.id = o.purchase
            where t.state in ('FREED', 'FAILED') and o.state = 'PAID' and p.settled and not exists (
              select from market.craft_try u where u.shard_key = t.shard_key and u.order_id = t.order_id and u.attempt > t.attempt)
            order by t.at limit 500
            """)
        .query((row, _) -> tried(row))
        .list();
  }

  /// Promised before that day, paid and not sent.
  List<Craft.Late> late(UUID shop, LocalDate today) {
    return sql.sql(
            """
            select o.id, o.number, t.promised,
              (select sum(l.pieces) from market.order_line l where l.shard_key = o.shard_key and l.order_id = o.id) as pieces
            from market.craft_try t join market.orders o on o.shard_key = t.shard_key and o.id = t.order_id
            where t.state = 'HELD' and t.promised < :today and o.shop = :shop and o.state = 'PAID' order by t.promised, o.id limit 500
            """)
        .param("today", today)
        .param("shop", shop)
        .query(
            (row, _) ->
                new Craft.Late(
                    row.getObject("id", UUID.class),
                    row.getString("number"),
                    row.getObject("promised", LocalDate.class),
                    row.getLong("pieces")))
        .list();
  }
}
