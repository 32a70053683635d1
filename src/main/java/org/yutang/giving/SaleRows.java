package org.yutang.giving;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.programme.ProgrammeId;
import org.yutang.store.BinaryCopy;

/// Sales in SQL: whole columns at once, one shard at a time.
@Component
class SaleRows {

  private static final String SALE =
      """
      select s.id, s.merchant, s.order_number, s.pledge, s.project, s.programme, s.sold_at, s.business_date, s.amount, s.donation, s.origin,
        s.origin_county, s.buyer_region, s.gross_from, s.transfer, s.salt, s.refunded, s.returned, c.settled_at is not null as settled
      from giving.sale s join giving.chunk c on c.shard_key = s.shard_key and c.id = s.chunk
      """;

  private static final String NEW =
      """
      giving.sale (shard_key, id, merchant, order_number, chunk, pledge, project, programme, sold_at, business_date, amount, donation,
        origin, origin_county, buyer_region, gross_from, transfer, salt, booked_at)\
      """;

  private final JdbcClient sql;
  private final JdbcTemplate connections;

  SaleRows(JdbcClient sql, DataSource database) {
    this.sql = sql;
    this.connections = new JdbcTemplate(database);
  }

  /// A sale with what does not leave the room.
  ///
  /// @param settled whether it is paid and published
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(
      Sale sale, Optional<PlaceCode> originCounty, long grossFrom, byte[] salt, boolean settled) {}

  /// How many fen were ever given to each of these funds; locks them, in one order by all.
  Map<String, Long> lockFunds(Collection<String> programmes) {
    Map<String, Long> given = new HashMap<>();
    sql.sql(
            "select programme, given from giving.fund where programme = any (:programmes) order by programme for update")
        .param("programmes", programmes.toArray(String[]::new))
        .query(
            row -> {
              given.put(row.getString(1), row.getLong(2));
            });
    return given;
  }

  void moveFund(String programme, long given) {
    sql.sql("update giving.fund set given = :given where programme = :programme")
        .param("given", given)
        .param("programme", programme)
        .update();
  }

  Map<String, Kept> byOrder(UUID merchant, Collection<String> orders) {
    return byOrder(merchant, orders, "");
  }

  /// The same, locked against other refunds.
  Map<String, Kept> heldByOrder(UUID merchant, Collection<String> orders) {
    return byOrder(merchant, orders, " order by s.id for update of s");
  }

  private Map<String, Kept> byOrder(UUID merchant, Collection<String> orders, String lock) {
    Map<String, Kept> found = new HashMap<>();
    sql.sql(
            SALE
                + "where s.shard_key = :shard and s.merchant = :merchant and s.order_number = any (:orders)"
                + lock)
        .param("shard", Merchant.shard(merchant))
        .param("merchant", merchant)
        .param("orders", orders.toArray(String[]::new))
        .query(
            row -> {
              Kept kept = kept(row);
              found.put(kept.sale().orderNumber(), kept);
            });
    return found;
  }

  Optional<Kept> find(UUID id) {
    return sql.sql(SALE + "where s.shard_key = :shard and s.id = :id")
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> kept(row))
        .optional();
  }

  /// All of a chunk; for its settlement. None if it is settled.
  List<Kept> ofOpenChunk(int shard, UUID chunk) {
    Optional<Boolean> scattered =
        sql.sql(
                "select scattered from giving.chunk where shard_key = :shard and id = :chunk and settled_at is null")
            .param("shard", shard)
            .param("chunk", chunk)
            .query(Boolean.class)
            .optional();
    if (scattered.isEmpty()) return List.of();
    String within = scattered.get() ? "" : " and s.id >= :first and s.id <= :last";
    Instant written = Uuids.instantOf(chunk);
    return sql.sql(
            SALE
                + "where s.shard_key = :shard and s.chunk = :chunk"
                + within
                + " order by s.programme, s.gross_from")
        .params(
            Map.of(
                "shard",
                shard,
                "chunk",
                chunk,
                "first",
                Uuids.freshInShard(shard, written, 0),
                "last",
                Uuids.freshInShard(shard, written, -1)))
        .query((row, number) -> kept(row))
        .list();
  }

  /// @param before what was given to each fund before these sales, which count from there
  void insert(int shard, UUID chunk, List<Kept> rows, Map<String, Long> before, Instant at) {
    sql.sql("insert into giving.chunk (shard_key, id, sales) values (:shard, :id, :sales)")
        .param("shard", shard)
        .param("id", chunk)
        .param("sales", rows.size())
        .update();
    BinaryCopy copy = new BinaryCopy(NEW);
    for (Kept row : rows) {
      Sale sale = row.sale();
      copy.row()
          .integer(shard)
          .uuid(sale.id())
          .uuid(sale.merchant())
          .text(sale.orderNumber())
          .uuid(chunk)
          .uuid(sale.pledge())
          .uuid(sale.project())
          .text(sale.programme().text())
          .instant(sale.soldAt())
          .date(sale.businessDate())
          .bigint(sale.amount().minor())
          .bigint(sale.donation().minor())
          .text(text(sale.origin()))
          .text(text(row.originCounty()))
          .text(text(sale.buyerRegion()))
          .bigint(
              Math.addExact(
                  Objects.requireNonNull(before.get(sale.programme().text())), row.grossFrom()))
          .uuid(sale.transfer())
          .bytes(row.salt())
          .instant(at);
    }
    connections.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              copy.send(connection);
              return true;
            });
  }

  void settled(int shard, UUID chunk, Instant at) {
    sql.sql(
            "update giving.chunk set settled_at = :at where shard_key = :shard and id = :id and settled_at is null")
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("shard", shard)
        .param("id", chunk)
        .update();
  }

  /// The last business day with a sale under the pledge.
  Optional<LocalDate> lastSale(UUID merchant, UUID pledge) {
    return sql.sql(
            "select last_day from giving.pledge_day where shard_key = :shard and pledge = :pledge")
        .param("shard", Merchant.shard(merchant))
        .param("pledge", pledge)
        .query(LocalDate.class)
        .optional();
  }

  /// Keeps the last days of sales under these pledges, if they are later than those known.
  void soldUnder(int shard, SortedMap<UUID, LocalDate> lastDays) {
    lastDays.forEach(
        (pledge, day) ->
            sql.sql(
                    """
                    insert into giving.pledge_day as d (shard_key, pledge, last_day) values (:shard, :pledge, :day)
                    on conflict (shard_key, pledge) do update set last_day = excluded.last_day where d.last_day < excluded.last_day
                    """)
                .param("shard", shard)
                .param("pledge", pledge)
                .param("day", day)
                .update());
  }

  /// Sets what refunds took back of these sales, whose rows are held.
  void refunded(int shard, Collection<Sale> sales) {
    sql.sql(
            """
            update giving.sale s set refunded = u.refunded, returned = u.returned
            from unnest(:ids, :refunded, :returned) as u (id, refunded, returned) where s.shard_key = :shard and s.id = u.id
            """)
        .param("ids", sales.stream().map(Sale::id).toArray(UUID[]::new))
        .param("refunded", sales.stream().mapToLong(each -> each.refunded().minor()).toArray())
        .param("returned", sales.stream().mapToLong(each -> each.returned().minor()).toArray())
        .param("shard", shard)
        .update();
  }

  /// Those of these sales whose chunk is not settled.
  List<Sale> unsettled(Collection<UUID> ids) {
    return sql.sql(
            SALE
                + """
                join unnest(:shards, :ids) as w (shard_key, id) on w.shard_key = s.shard_key and w.id = s.id
                where c.settled_at is null order by s.id
                """)
        .param("shards", ids.stream().mapToInt(Shards::ofId).toArray())
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, number) -> kept(row).sale())
        .list();
  }

  Sale.Totals totals(Sale.Query query, Optional<String> programme) {
    Map<String, Object> of = new HashMap<>();
    String where = where(query, programme, of);
    return sql.sql(
            "select count(*), coalesce(sum(s.amount), 0), coalesce(sum(s.donation), 0), coalesce(sum(s.returned), 0) from giving.sale s "
                + where)
        .params(of)
        .query(
            (row, number) ->
                new Sale.Totals(
                    row.getLong(1),
                    Money.fen(row.getLong(2)),
                    Money.fen(row.getLong(3)),
                    Money.fen(row.getLong(4))))
        .single();
  }

  Page<Sale> list(Sale.Query query, Optional<String> programme) {
    Map<String, Object> of = new HashMap<>();
    String where = where(query, programme, of);
    String order =
        switch (query.sort()) {
          case SOLD -> "s.sold_at";
          case AMOUNT -> "s.amount";
          case DONATION -> "s.donation";
        };
    long total =
        sql.sql("select count(*) from giving.sale s " + where)
            .params(of)
            .query(Long.class)
            .single();
    List<Sale> items =
        sql.sql(
                SALE
                    + where
                    + " order by %s %s, s.id limit :size offset :offset"
                        .formatted(order, query.descending() ? "desc" : ""))
            .params(of)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> kept(row).sale())
            .list();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private static String where(
      Sale.Query query, Optional<String> programme, Map<String, Object> of) {
    StringBuilder where = new StringBuilder("where true");
    query
        .merchant()
        .ifPresent(
            merchant -> {
              where.append(" and s.shard_key = :shard and s.merchant = :merchant");
              of.put("shard", Merchant.shard(merchant));
              of.put("merchant", merchant);
            });
    programme.ifPresent(
        text -> {
          where.append(" and s.programme = :programme");
          of.put("programme", text);
        });
    condition(where, of, " and s.project = :project", "project", query.project());
    condition(where, of, " and s.business_date >= :from", "from", query.from());
    condition(where, of, " and s.business_date <= :to", "to", query.to());
    condition(where, of, " and s.order_number = :order", "order", query.order());
    condition(where, of, " and (s.refunded > 0) = :refunded", "refunded", query.refunded());
    return where.toString();
  }

  private static void condition(
      StringBuilder where,
      Map<String, Object> of,
      String condition,
      String name,
      Optional<?> value) {
    value.ifPresent(
        each -> {
          where.append(condition);
          of.put(name, each);
        });
  }

  private static @Nullable String text(Optional<PlaceCode> place) {
    return place.map(PlaceCode::text).orElse(null);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        new Sale(
            row.getObject("id", UUID.class),
            row.getObject("merchant", UUID.class),
            row.getString("order_number"),
            row.getObject("pledge", UUID.class),
            row.getObject("project", UUID.class),
            new ProgrammeId(row.getString("programme")),
            row.getObject("sold_at", OffsetDateTime.class).toInstant(),
            row.getObject("business_date", LocalDate.class),
            Money.fen(row.getLong("amount")),
            Money.fen(row.getLong("donation")),
            place(row.getString("origin")),
            place(row.getString("buyer_region")),
            row.getObject("transfer", UUID.class),
            Money.fen(row.getLong("refunded")),
            Money.fen(row.getLong("returned"))),
        place(row.getString("origin_county")),
        row.getLong("gross_from"),
        row.getBytes("salt"),
        row.getBoolean("settled"));
  }

  private static Optional<PlaceCode> place(@Nullable String code) {
    return Optional.ofNullable(code).map(PlaceCode::new);
  }
}
