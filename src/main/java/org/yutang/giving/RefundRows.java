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
import java.util.Optional;
import java.util.Set;
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
import org.yutang.programme.ProgrammeId;
import org.yutang.store.BinaryCopy;

/// Refunds in SQL.
@Component
class RefundRows {

  private static final String REFUND =
      """
      select r.id, r.merchant, r.refund_number, r.sale, s.order_number, r.project, r.programme, r.refunded_at, r.business_date, r.asked, r.amount,
        r.returned, r.transfer, r.salt, r.state, r.booked_at, r.done_at, s.gross_from, s.donation, s.origin_county, m.county
      from giving.refund r join giving.sale s on s.shard_key = r.shard_key and s.id = r.sale join giving.merchant m on m.id = r.merchant
      """;

  private static final String NEW =
      """
      giving.refund (shard_key, id, merchant, refund_number, batch, sale, project, programme, refunded_at, business_date, asked, amount,
        returned, transfer, salt, state, booked_at)\
      """;

  private final JdbcClient sql;
  private final JdbcTemplate connections;

  RefundRows(JdbcClient sql, DataSource database) {
    this.sql = sql;
    this.connections = new JdbcTemplate(database);
  }

  /// A refund with what does not leave the room.
  ///
  /// @param asked the amount that the notice named, if it named one
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(
      Refund refund,
      ProgrammeId programme,
      Optional<Money> asked,
      byte[] salt,
      long grossFrom,
      long donation,
      Optional<PlaceCode> originCounty,
      PlaceCode merchantCounty) {}

  Map<String, Kept> byNumber(UUID merchant, Collection<String> numbers) {
    Map<String, Kept> found = new HashMap<>();
    sql.sql(
            REFUND
                + "where r.shard_key = :shard and r.merchant = :merchant and r.refund_number = any (:numbers)")
        .param("shard", Merchant.shard(merchant))
        .param("merchant", merchant)
        .param("numbers", numbers.toArray(String[]::new))
        .query(
            row -> {
              Kept kept = kept(row);
              found.put(kept.refund().refundNumber(), kept);
            });
    return found;
  }

  Optional<Kept> find(UUID id) {
    return Optional.ofNullable(byId(List.of(id)).get(id));
  }

  Map<UUID, Kept> byId(Collection<UUID> ids) {
    Map<UUID, Kept> found = new HashMap<>();
    sql.sql(
            REFUND
                + "join unnest(:shards, :ids) as w (shard_key, id) on w.shard_key = r.shard_key and w.id = r.id")
        .param("shards", ids.stream().mapToInt(Shards::ofId).toArray())
        .param("ids", ids.toArray(UUID[]::new))
        .query(
            row -> {
              Kept kept = kept(row);
              found.put(kept.refund().id(), kept);
            });
    return found;
  }

  List<Kept> openOf(int shard, UUID batch) {
    return sql.sql(
            REFUND
                + "where r.shard_key = :shard and r.batch = :batch and r.state <> 'DONE' order by r.id")
        .param("shard", shard)
        .param("batch", batch)
        .query((row, number) -> kept(row))
        .list();
  }

  /// Those that wait for money, the oldest first. The longest waiting of each fund in turn, so that
  /// an empty fund does not hold up the others.
  List<Kept> waiting(int limit) {
    return sql.sql(
            REFUND
                + """
                join (select shard_key, id, row_number() over (partition by programme order by booked_at, id) as turn
                  from giving.refund where state = 'WAITING') w on w.shard_key = r.shard_key and w.id = r.id
                order by w.turn, r.booked_at, r.id limit :limit
                """)
        .param("limit", limit)
        .query((row, number) -> kept(row))
        .list();
  }

  void insert(int shard, UUID batch, List<Kept> fresh) {
    BinaryCopy copy = new BinaryCopy(NEW);
    for (Kept kept : fresh) {
      Refund refund = kept.refund();
      copy.row()
          .integer(shard)
          .uuid(refund.id())
          .uuid(refund.merchant())
          .text(refund.refundNumber())
          .uuid(batch)
          .uuid(refund.sale())
          .uuid(refund.project())
          .text(kept.programme().text())
          .instant(refund.refundedAt())
          .date(refund.businessDate());
      if (kept.asked().isPresent()) copy.bigint(kept.asked().get().minor());
      else copy.bytes(null);
      copy.bigint(refund.amount().minor())
          .bigint(refund.returned().minor())
          .uuid(refund.transfer())
          .bytes(kept.salt())
          .text(Refund.State.BOOKED.name())
          .instant(refund.bookedAt());
    }
    connections.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              copy.send(connection);
              return true;
            });
  }

  /// Ends those that are open, and says which: each is ended by one caller only. Locked in one
  /// order by all.
  Set<UUID> done(Collection<UUID> ids, Instant at) {
    return Set.copyOf(
        sql.sql(
                """
                with open as (
                  select r.shard_key, r.id from giving.refund r
                  join unnest(:shards, :ids) as w (shard_key, id) on w.shard_key = r.shard_key and w.id = r.id
                  where r.state <> 'DONE' order by r.id for update of r
                )
                update giving.refund r set state = 'DONE', done_at = :at from open
                where r.shard_key = open.shard_key and r.id = open.id and r.state <> 'DONE' returning r.id
                """)
            .param("shards", ids.stream().mapToInt(Shards::ofId).toArray())
            .param("ids", ids.toArray(UUID[]::new))
            .param("at", at.atOffset(ZoneOffset.UTC))
            .query(UUID.class)
            .list());
  }

  void letWait(Collection<UUID> ids) {
    sql.sql(
            """
            with booked as (
              select r.shard_key, r.id from giving.refund r
              join unnest(:shards, :ids) as w (shard_key, id) on w.shard_key = r.shard_key and w.id = r.id
              where r.state = 'BOOKED' order by r.id for update of r
            )
            update giving.refund r set state = 'WAITING' from booked
            where r.shard_key = booked.shard_key and r.id = booked.id and r.state = 'BOOKED'
            """)
        .param("shards", ids.stream().mapToInt(Shards::ofId).toArray())
        .param("ids", ids.toArray(UUID[]::new))
        .update();
  }

  /// Takes fen out of the funds' sequences; in one order by all.
  void take(Collection<Kept> refunds) {
    sql.sql(
            """
            insert into giving.taken as t (programme, gross_from, donation, taken)
            select programme, gross_from, donation, sum(taken)::bigint from unnest(:programmes, :froms, :donations, :takens)
              as u (programme, gross_from, donation, taken) group by 1, 2, 3 order by 1, 2
            on conflict (programme, gross_from) do update set taken = t.taken + excluded.taken
            """)
        .param(
            "programmes",
            refunds.stream().map(each -> each.programme().text()).toArray(String[]::new))
        .param("froms", refunds.stream().mapToLong(Kept::grossFrom).toArray())
        .param("donations", refunds.stream().mapToLong(Kept::donation).toArray())
        .param(
            "takens",
            refunds.stream().mapToLong(each -> each.refund().returned().minor()).toArray())
        .update();
  }

  Page<Refund> list(Refund.Query query) {
    Map<String, Object> of = new HashMap<>();
    StringBuilder where = new StringBuilder("where true");
    query
        .merchant()
        .ifPresent(
            merchant -> {
              where.append(" and r.shard_key = :shard and r.merchant = :merchant");
              of.put("shard", Merchant.shard(merchant));
              of.put("merchant", merchant);
            });
    query
        .project()
        .ifPresent(
            project -> {
              where.append(" and r.project = :project");
              of.put("project", project);
            });
    query
        .state()
        .ifPresent(
            state -> {
              where.append(" and r.state = :state");
              of.put("state", state.name());
            });
    String order =
        switch (query.sort()) {
          case BOOKED -> "r.booked_at";
          case REFUNDED -> "r.refunded_at";
          case AMOUNT -> "r.amount";
        };
    long total =
        sql.sql("select count(*) from giving.refund r " + where)
            .params(of)
            .query(Long.class)
            .single();
    List<Refund> items =
        sql.sql(
                REFUND
                    + where
                    + " order by %s %s, r.id limit :size offset :offset"
                        .formatted(order, query.descending() ? "desc" : ""))
            .params(of)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> kept(row).refund())
            .list();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private static Kept kept(ResultSet row) throws SQLException {
    @Nullable Long asked = row.getObject("asked", Long.class);
    return new Kept(
        new Refund(
            row.getObject("id", UUID.class),
            row.getObject("merchant", UUID.class),
            row.getString("refund_number"),
            row.getObject("sale", UUID.class),
            row.getString("order_number"),
            row.getObject("project", UUID.class),
            row.getObject("refunded_at", OffsetDateTime.class).toInstant(),
            row.getObject("business_date", LocalDate.class),
            Money.fen(row.getLong("amount")),
            Money.fen(row.getLong("returned")),
            row.getObject("transfer", UUID.class),
            Refund.State.valueOf(row.getString("state")),
            row.getObject("booked_at", OffsetDateTime.class).toInstant(),
            Optional.ofNullable(row.getObject("done_at", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant)),
        new ProgrammeId(row.getString("programme")),
        Optional.ofNullable(asked).map(Money::fen),
        row.getBytes("salt"),
        row.getLong("gross_from"),
        row.getLong("donation"),
        Optional.ofNullable(row.getString("origin_county")).map(PlaceCode::new),
        new PlaceCode(row.getString("county")));
  }
}
