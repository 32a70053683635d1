package org.yutang.market;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.Shards;

/// Reviews, in SQL.
@Component
class ReviewRows {

  private static final String COLUMNS =
      "select order_id, product, stars, text, photos, reply, hidden, at from market.review ";

  private final JdbcClient sql;

  ReviewRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// False where there is one.
  boolean insert(Review review) {
    return sql.sql(
                """
                insert into market.review (shard_key, order_id, product, stars, text, photos, at)
                values (:shard, :order, :product, :stars, :text, :photos, :at) on conflict do nothing
                """)
            .param("shard", Shards.ofId(review.order()))
            .param("order", review.order())
            .param("product", review.product())
            .param("stars", review.stars())
            .param("text", review.text())
            .param("photos", review.photos().toArray(String[]::new))
            .param("at", ShopRows.at(review.at()))
            .update()
        == 1;
  }

  Optional<Review> find(UUID order, UUID product) {
    return sql.sql(
            COLUMNS + "where shard_key = :shard and order_id = :order and product = :product")
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .param("product", product)
        .query((row, _) -> review(row))
        .optional();
  }

  void reply(UUID order, UUID product, String reply) {
    sql.sql(
            "update market.review set reply = :reply where shard_key = :shard and order_id = :order and product = :product")
        .param("reply", reply)
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .param("product", product)
        .update();
  }

  void hide(UUID order, UUID product, boolean hidden) {
    sql.sql(
            "update market.review set hidden = :hidden where shard_key = :shard and order_id = :order and product = :product")
        .param("hidden", hidden)
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .param("product", product)
        .update();
  }

  List<Review> hidden(UUID shop) {
    return sql.sql(
            COLUMNS
                + "where hidden and product in (select id from market.product where shop = :shop) order by at desc limit 100")
        .param("shop", shop)
        .query((row, _) -> review(row))
        .list();
  }

  /// Those that are shown, the newest first.
  Page<Review> shown(UUID product, Page.Wanted page) {
    List<Review> items =
        sql.sql(
                COLUMNS
                    + "where product = :product and not hidden order by at desc, order_id limit :size offset :offset")
            .param("product", product)
            .param("size", page.size())
            .param("offset", page.offset())
            .query((row, _) -> review(row))
            .list();
    long total =
        sql.sql("select count(*) from market.review where product = :product and not hidden")
            .param("product", product)
            .query(Long.class)
            .single();
    return new Page<>(items, total, page.number(), page.size());
  }

  boolean shows(UUID product, String photo) {
    return sql.sql(
            "select exists (select from market.review where product = :product and not hidden and :photo = any (photos))")
        .param("product", product)
        .param("photo", photo)
        .query(Boolean.class)
        .single();
  }

  Shelf.Stars stars(UUID product) {
    return sql.sql(
            """
            select coalesce(round(100 * avg(stars)), 0)::int as mean, count(*) as reviews from market.review where product = :product and not hidden
            """)
        .param("product", product)
        .query((row, _) -> new Shelf.Stars(row.getInt("mean"), row.getLong("reviews")))
        .single();
  }

  private static Review review(ResultSet row) throws SQLException {
    return new Review(
        row.getObject("order_id", UUID.class),
        row.getObject("product", UUID.class),
        row.getInt("stars"),
        row.getString("text"),
        Arrays.asList((String[]) row.getArray("photos").getArray()),
        row.getString("reply"),
        row.getBoolean("hidden"),
        ShopRows.instant(row, "at"));
  }
}
