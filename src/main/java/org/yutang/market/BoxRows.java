package org.yutang.market;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Boxes of warehouses that are sold as one piece each, in SQL.
@Component("marketBoxRows")
class BoxRows {

  private final JdbcClient sql;

  BoxRows(JdbcClient sql) {
    this.sql = sql;
  }

  record Box(String sscc, UUID article, UUID site) {}

  /// False where it is up for sale already.
  boolean insert(
      String sscc, UUID article, UUID site, Optional<LocalDate> bestBefore, UUID stocking) {
    return sql.sql(
                """
                insert into market.box (sscc, sku, site, best_before, stocking) values (:sscc, :sku, :site, :before, :stocking) on conflict do nothing
                """)
            .param("sscc", sscc)
            .param("sku", article)
            .param("site", site)
            .param("before", bestBefore.orElse(null))
            .param("stocking", stocking)
            .update()
        == 1;
  }

  List<String> ofStocking(UUID stocking) {
    return sql.sql("select sscc from market.box where stocking = :stocking order by sscc")
        .param("stocking", stocking)
        .query(String.class)
        .list();
  }

  List<String> free(UUID article) {
    return sql.sql(
            "select sscc from market.box where sku = :sku and order_id is null order by best_before, sscc limit 1000")
        .param("sku", article)
        .query(String.class)
        .list();
  }

  /// Gives an order that many boxes of an article, those that keep the shortest first; what others
  /// pick at this moment is left alone.
  int pick(UUID article, UUID order, int pieces) {
    return sql.sql(
            """
            update market.box set order_id = :order where sscc in (
              select sscc from market.box where sku = :sku and order_id is null order by best_before nulls last, sscc
              limit :pieces for update skip locked)
            """)
        .param("order", order)
        .param("sku", article)
        .param("pieces", pieces)
        .update();
  }

  List<Box> ofOrder(UUID order) {
    return sql.sql(
            "select sscc, sku, site from market.box where order_id = :order order by site, sscc")
        .param("order", order)
        .query(
            (row, _) ->
                new Box(
                    row.getString("sscc"),
                    row.getObject("sku", UUID.class),
                    row.getObject("site", UUID.class)))
        .list();
  }

  List<Picked> ofOrders(Collection<UUID> orders) {
    return sql.sql(
            "select order_id, sscc from market.box where order_id = any (:orders) order by sscc")
        .param("orders", orders.toArray(UUID[]::new))
        .query((row, _) -> new Picked(row.getObject("order_id", UUID.class), row.getString("sscc")))
        .list();
  }

  record Picked(UUID order, String sscc) {}

  /// Takes those of an article that nobody picked off the shelf.
  int removeFree(UUID article, Collection<String> boxes) {
    return sql.sql(
            "delete from market.box where sku = :sku and order_id is null and sscc = any (:boxes)")
        .param("sku", article)
        .param("boxes", boxes.toArray(String[]::new))
        .update();
  }

  /// Those that an order picked and did not take can be picked by others.
  void release(UUID order) {
    sql.sql("update market.box set order_id = null where order_id = :order")
        .param("order", order)
        .update();
  }

  /// It is not there any more.
  void remove(String sscc) {
    sql.sql("delete from market.box where sscc = :sscc").param("sscc", sscc).update();
  }

  /// Takes so many of an article that nobody picked off the shelf, those that keep the longest.
  void removeLast(UUID article, long boxes) {
    sql.sql(
            """
            delete from market.box where sscc in (
              select sscc from market.box where sku = :sku and order_id is null order by best_before desc nulls first, sscc desc limit :boxes)
            """)
        .param("sku", article)
        .param("boxes", boxes)
        .update();
  }

  Optional<String> next(UUID article) {
    @Nullable String found =
        sql.sql(
                "select sscc from market.box where sku = :sku and order_id is null order by best_before nulls last, sscc limit 1")
            .param("sku", article)
            .query(String.class)
            .optional()
            .orElse(null);
    return Optional.ofNullable(found);
  }
}
