package org.yutang.market;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.store.Json;
import org.yutang.store.Sealing;

/// Orders that came from elsewhere, and files that were read in, in SQL; asks nobody's permission.
@Component
class ForeignRows {

  private final JdbcClient sql;

  ForeignRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// An order as its rows tell it.
  ///
  /// @param row its first
  record Told(
      int row,
      String number,
      Instant soldAt,
      PlaceCode region,
      Money freight,
      Optional<Address> address,
      List<Line> lines) {}

  record Line(int row, ProductRows.Kept article, int pieces, Money price) {}

  /// One that is written down.
  @SuppressWarnings("ArrayRecordComponent") // compared by its caller
  record Kept(UUID order, byte[] digest, boolean settled, Instant at) {}

  Optional<Kept> find(UUID shop, String platform, String number) {
    return sql.sql(
            "select order_id, digest, settled, at from market.foreign_order where shop = :shop and platform = :platform and number = :number")
        .param("shop", shop)
        .param("platform", platform)
        .param("number", number)
        .query(
            (row, _) ->
                new Kept(
                    row.getObject(1, UUID.class),
                    row.getBytes(2),
                    row.getBoolean(3),
                    ShopRows.instant(row, "at")))
        .optional();
  }

  boolean insert(
      UUID shop, String platform, String number, UUID order, byte[] digest, Instant now) {
    return sql.sql(
                """
                insert into market.foreign_order (shop, platform, number, order_id, digest, at) values (:shop, :platform, :number, :order, :digest, :now)
                on conflict do nothing
                """)
            .param("shop", shop)
            .param("platform", platform)
            .param("number", number)
            .param("order", order)
            .param("digest", digest)
            .param("now", ShopRows.at(now))
            .update()
        == 1;
  }

  void insert(UUID id, UUID shop, Told told, Sealing.@Nullable Sealed sealed, String number) {
    long goods =
        told.lines().stream().mapToLong(line -> line.price().times(line.pieces()).minor()).sum();
    sql.sql(
            """
            insert into market.orders (shard_key, id, purchase, shop, buyer, number, state, goods_fen, freight_fen, off_fen, region, sealed, key_version,
              asked_at)
            values (:shard, :id, :id, :shop, :id, :number, 'WAITING', :goods, :freight, 0, :region, :sealed, :version, :at)
            """)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .param("shop", shop)
        .param("number", number)
        .param("goods", goods)
        .param("freight", told.freight().minor())
        .param("region", told.region().text())
        .param("sealed", sealed == null ? null : sealed.bytes(), java.sql.Types.BINARY)
        .param("version", sealed == null ? 0 : sealed.keyVersion())
        .param("at", ShopRows.at(told.soldAt()))
        .update();
    int number0 = 0;
    for (Line line : told.lines())
      sql.sql(
              """
              insert into market.order_line (shard_key, order_id, number, sku, product, title_zh, title_en, pieces, fen, grams)
              values (:shard, :order, :number, :sku, :product, :zh, :en, :pieces, :fen, :grams)
              """)
          .param("shard", Shards.ofId(id))
          .param("order", id)
          .param("number", number0++)
          .param("sku", line.article().article().id())
          .param("product", line.article().article().product())
          .param("zh", line.article().title().zh() + " " + line.article().article().name().zh())
          .param("en", line.article().title().en() + " " + line.article().article().name().en())
          .param("pieces", line.pieces())
          .param("fen", line.price().minor())
          .param("grams", line.article().article().mass().grams())
          .update();
  }

  /// @return whether it was there and not settled before
  boolean settle(UUID order) {
    return sql.sql(
                "update market.foreign_order set settled = true where order_id = :order and not settled")
            .param("order", order)
            .update()
        == 1;
  }

  /// Its pieces are to go back.
  void returns(UUID order) {
    sql.sql("update market.foreign_order set settled = false where order_id = :order")
        .param("order", order)
        .update();
  }

  /// Forgets one of which too few pieces were there, so that its file can be read again.
  boolean drop(UUID order) {
    int dropped =
        sql.sql("delete from market.foreign_order where order_id = :order and not settled")
            .param("order", order)
            .update();
    if (dropped == 0) return false;
    for (String table : List.of("order_line where order_id", "orders where id"))
      sql.sql("delete from market." + table + " = :order and shard_key = :shard")
          .param("order", order)
          .param("shard", Shards.ofId(order))
          .update();
    return true;
  }

  /// Orders that were cut off.
  List<UUID> unsettled(Instant before) {
    return sql.sql(
            "select order_id from market.foreign_order where not settled and at < :before order by at limit 1000")
        .param("before", ShopRows.at(before))
        .query(UUID.class)
        .list();
  }

  Optional<Instant> at(UUID order) {
    return sql.sql("select at from market.foreign_order where order_id = :order")
        .param("order", order)
        .query((row, _) -> ShopRows.instant(row, "at"))
        .optional();
  }

  Map<UUID, Elsewhere.Origin> origins(Collection<UUID> orders) {
    Map<UUID, Elsewhere.Origin> origins = new HashMap<>();
    sql.sql(
            "select order_id, platform, number from market.foreign_order where order_id = any (:ids)")
        .param("ids", orders.toArray(UUID[]::new))
        .query(
            row -> {
              origins.put(
                  row.getObject(1, UUID.class),
                  new Elsewhere.Origin(row.getString(2), row.getString(3)));
            });
    return origins;
  }

  boolean insert(FileImport done, String digest, UUID account) {
    return sql.sql(
                """
                insert into market.file_import (id, shop, kind, name, digest, fresh, known, refused, errors, account, at)
                values (:id, :shop, :kind, :name, :digest, :fresh, :known, :refused, :errors::jsonb, :account, :at) on conflict do nothing
                """)
            .param("id", done.id())
            .param("shop", done.shop())
            .param("kind", done.kind().name())
            .param("name", done.name())
            .param("digest", digest)
            .param("fresh", done.fresh())
            .param("known", done.known())
            .param("refused", done.refused())
            .param("errors", Json.write(done.errors()))
            .param("account", account)
            .param("at", ShopRows.at(done.at()))
            .update()
        == 1;
  }

  List<FileImport> imports(UUID shop, Optional<UUID> id) {
    return sql.sql(
            """
            select id, shop, kind, name, fresh, known, refused, errors, at from market.file_import
            where shop = :shop and (:id::uuid is null or id = :id) order by at desc limit 100
            """)
        .param("shop", shop)
        .param("id", id.orElse(null))
        .query(
            (row, _) ->
                new FileImport(
                    row.getObject("id", UUID.class),
                    row.getObject("shop", UUID.class),
                    FileImport.Kind.valueOf(row.getString("kind")),
                    row.getString("name"),
                    false,
                    row.getInt("fresh"),
                    row.getInt("known"),
                    row.getInt("refused"),
                    List.of(Json.read(row.getString("errors"), FileImport.Bad[].class)),
                    ShopRows.instant(row, "at")))
        .list();
  }
}
