package org.yutang.market;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Shards;
import org.yutang.payment.Via;
import org.yutang.store.Gather;

/// Purchases in SQL; asks nobody's permission. A state is left once: whoever changes it first
/// counts.
@Component
class PurchaseRows {

  private static final String COLUMNS =
      """
      select p.id, p.buyer, p.state, p.settled, p.fen, p.payment, p.provider, p.digest, p.asked_at, p.pay_by,
        array(select o.id::text from market.orders o where o.shard_key = p.shard_key and o.purchase = p.id order by o.id) as orders
      from market.purchase p
      """;

  private final JdbcClient sql;
  private final Gather<UUID, Optional<Kept>> one = Gather.byKey(200, this::byId);

  PurchaseRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @param digest of the wish
  @SuppressWarnings("ArrayRecordComponent") // compared by its caller
  record Kept(Purchase purchase, boolean settled, Via via, byte[] digest) {}

  /// @return the ids of those that were not there
  Set<UUID> insert(Collection<Kept> some) {
    List<Kept> all = List.copyOf(some);
    return Set.copyOf(
        sql.sql(
                """
                insert into market.purchase (shard_key, id, buyer, state, fen, payment, provider, digest, asked_at, pay_by)
                select shard_key, id, buyer, 'ASKED', fen, payment, via, digest, asked_at, pay_by
                from unnest(:shards, :ids, :buyers, :fens, :payments, :vias, :digests, cast(:asked as timestamptz[]), cast(:by as timestamptz[]))
                  as t (shard_key, id, buyer, fen, payment, via, digest, asked_at, pay_by)
                on conflict do nothing returning id
                """)
            .param("shards", each(all, kept -> Shards.ofId(kept.purchase().id()), Integer[]::new))
            .param("ids", each(all, kept -> kept.purchase().id(), UUID[]::new))
            .param("buyers", each(all, kept -> kept.purchase().buyer(), UUID[]::new))
            .param("fens", each(all, kept -> kept.purchase().total().minor(), Long[]::new))
            .param("payments", each(all, kept -> kept.purchase().payment(), UUID[]::new))
            .param("vias", each(all, kept -> kept.via().name(), String[]::new))
            .param("digests", each(all, Kept::digest, byte[][]::new))
            .param("asked", each(all, kept -> kept.purchase().askedAt().toString(), String[]::new))
            .param("by", each(all, kept -> kept.purchase().payBy().toString(), String[]::new))
            .query(UUID.class)
            .list());
  }

  private static <T> T[] each(List<Kept> all, Function<Kept, T> part, IntFunction<T[]> array) {
    return all.stream().map(part).toArray(array);
  }

  Optional<Kept> find(UUID id) {
    if (Shards.ofId(id) >= Shards.COUNT) return Optional.empty();
    return one.ask(id);
  }

  private Map<UUID, Kept> byId(Collection<UUID> ids) {
    Map<UUID, Kept> found = new HashMap<>();
    these(ids).forEach(kept -> found.put(kept.purchase().id(), kept));
    return found;
  }

  List<Kept> these(Collection<UUID> ids) {
    return sql.sql(
            COLUMNS + "where p.shard_key = any (:shards) and p.id = any (:ids) order by p.id")
        .param("shards", ids.stream().map(Shards::ofId).distinct().toArray(Integer[]::new))
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, _) -> kept(row))
        .list();
  }

  /// @return whether it was in the first state, and is in the second now
  boolean move(UUID id, Purchase.State from, Purchase.State to) {
    return sql.sql(
                "update market.purchase set state = :to where shard_key = :shard and id = :id and state = :from")
            .param("to", to.name())
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .param("from", from.name())
            .update()
        == 1;
  }

  /// @return those that were asked for, and are held now
  Set<UUID> held(Collection<UUID> ids, Instant payBy) {
    return Set.copyOf(
        sql.sql(
                """
                update market.purchase set state = 'UNPAID', pay_by = :by
                where shard_key = any (:shards) and id = any (:ids) and state = 'ASKED' returning id
                """)
            .param("by", ShopRows.at(payBy))
            .param("shards", ids.stream().map(Shards::ofId).distinct().toArray(Integer[]::new))
            .param("ids", ids.toArray(UUID[]::new))
            .query(UUID.class)
            .list());
  }

  /// @return those that were in the state, and are paid now
  List<UUID> paid(Collection<UUID> ids, Purchase.State from, Instant at) {
    return sql.sql(
            """
            update market.purchase set state = 'PAID', settled = false, paid_at = :at
            where shard_key = any (:shards) and id = any (:ids) and state = :from returning id
            """)
        .param("at", ShopRows.at(at))
        .param("shards", ids.stream().map(Shards::ofId).distinct().toArray(Integer[]::new))
        .param("ids", ids.toArray(UUID[]::new))
        .param("from", from.name())
        .query(UUID.class)
        .list();
  }

  /// From [Purchase.State#LAPSED]: its money is to go back.
  void returns(UUID id) {
    sql.sql(
            "update market.purchase set state = 'RETURNED', settled = false where shard_key = :shard and id = :id and state = 'LAPSED'")
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  void settle(Collection<UUID> ids) {
    sql.sql(
            "update market.purchase set settled = true where shard_key = any (:shards) and id = any (:ids)")
        .param("shards", ids.stream().map(Shards::ofId).distinct().toArray(Integer[]::new))
        .param("ids", ids.toArray(UUID[]::new))
        .update();
  }

  /// Those of whose state the ledger may not have heard yet, the oldest first.
  List<Kept> unsettled(Instant before) {
    return sql.sql(
            COLUMNS
                + "where not p.settled and p.state <> 'UNPAID' and p.asked_at < :before order by p.asked_at limit 2000")
        .param("before", ShopRows.at(before))
        .query((row, _) -> kept(row))
        .list();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    List<UUID> orders =
        java.util.Arrays.stream((String[]) row.getArray("orders").getArray())
            .map(UUID::fromString)
            .toList();
    return new Kept(
        new Purchase(
            row.getObject("id", UUID.class),
            row.getObject("buyer", UUID.class),
            Purchase.State.valueOf(row.getString("state")),
            Money.fen(row.getLong("fen")),
            row.getObject("payment", UUID.class),
            ShopRows.instant(row, "asked_at"),
            ShopRows.instant(row, "pay_by"),
            orders),
        row.getBoolean("settled"),
        Via.valueOf(row.getString("provider")),
        row.getBytes("digest"));
  }
}
