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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.programme.ProgrammeId;

/// Refunds in SQL.
@Component
class RefundRows {

  private static final String REFUND =
      """
      select r.id, r.merchant, r.refund_number, r.sale, s.order_number, r.project, r.programme, r.refunded_at, r.business_date, r.asked, r.amount,
        r.returned, r.transfer, r.salt, r.state, r.booked_at, r.done_at, s.gross_from, s.donation, s.origin_county, m.county
      from giving.refund r join giving.sale s on s.shard_key = r.shard_key and s.id = r.sale join giving.merchant m on m.id = r.merchant
      """;

  private final JdbcClient sql;

  RefundRows(JdbcClient sql) {
    this.sql = sql;
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
    return sql.sql(REFUND + "where r.shard_key = :shard and r.id = :id")
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> kept(row))
        .optional();
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

  void insert(int shard, UUID batch, Kept kept) {
    Refund refund = kept.refund();
    sql.sql(
            """
            insert into giving.refund (shard_key, id, merchant, refund_number, batch, sale, project, programme, refunded_at, business_date, asked, amount,
              returned, transfer, salt, state, booked_at)
            values (:shard, :id, :merchant, :number, :batch, :sale, :project, :programme, :refundedAt, :date, :asked, :amount,
              :returned, :transfer, :salt, 'BOOKED', :at)
            """)
        .param("shard", shard)
        .param("id", refund.id())
        .param("merchant", refund.merchant())
        .param("number", refund.refundNumber())
        .param("batch", batch)
        .param("sale", refund.sale())
        .param("project", refund.project())
        .param("programme", kept.programme().text())
        .param("refundedAt", refund.refundedAt().atOffset(ZoneOffset.UTC))
        .param("date", refund.businessDate())
        .param("asked", kept.asked().map(Money::minor).orElse(null))
        .param("amount", refund.amount().minor())
        .param("returned", refund.returned().minor())
        .param("transfer", refund.transfer())
        .param("salt", kept.salt())
        .param("at", refund.bookedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /// True for the one who ends it.
  boolean done(UUID id, Instant at) {
    return sql.sql(
                "update giving.refund set state = 'DONE', done_at = :at where shard_key = :shard and id = :id and state <> 'DONE'")
            .param("at", at.atOffset(ZoneOffset.UTC))
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .update()
        == 1;
  }

  void waits(UUID id) {
    sql.sql(
            "update giving.refund set state = 'WAITING' where shard_key = :shard and id = :id and state = 'BOOKED'")
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  /// Takes fen out of the fund's sequence.
  void take(Kept kept) {
    sql.sql(
            """
            insert into giving.taken as t (programme, gross_from, donation, taken) values (:programme, :from, :donation, :taken)
            on conflict (programme, gross_from) do update set taken = t.taken + excluded.taken
            """)
        .param("programme", kept.programme().text())
        .param("from", kept.grossFrom())
        .param("donation", kept.donation())
        .param("taken", kept.refund().returned().minor())
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
