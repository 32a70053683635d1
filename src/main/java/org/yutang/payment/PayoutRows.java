package org.yutang.payment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.store.Json;
import org.yutang.store.Sealing;

/// Payouts in SQL; asks nobody's permission.
@Component
class PayoutRows {

  private static final String KEY = "payment-payee";

  private static final String COLUMNS =
      """
      select shard_key, id, debit, amount, currency, purpose, subject, place, business_date, provider, payee, payee_key, earmark, reservation, state,
        batch, line, placed_at, answered_at, answer_date, reason, booking, booked_at
      from payment.payout
      """;

  private final JdbcClient sql;
  private final Sealing sealing;

  PayoutRows(JdbcClient sql, Sealing sealing) {
    this.sql = sql;
    this.sealing = sealing;
  }

  /// A payout with what does not leave the room.
  record Row(
      int shard,
      UUID id,
      UUID debit,
      Money amount,
      String purpose,
      UUID subject,
      PlaceCode place,
      LocalDate businessDate,
      Payout.Via provider,
      Sealing.Sealed payee,
      UUID earmark,
      UUID reservation,
      Payout.State state,
      @Nullable UUID batch,
      int line,
      Instant placedAt,
      @Nullable LocalDate answerDate,
      @Nullable String reason,
      @Nullable UUID booking,
      boolean booked) {}

  void insert(Payouts.Prepared prepared, Payout.Via provider, Instant at) {
    PayoutOrder order = prepared.order();
    Sealing.Sealed payee = sealing.seal(KEY, order.id(), Json.write(order.payee()));
    sql.sql(
            """
            insert into payment.payout (shard_key, id, debit, amount, currency, purpose, subject, place, business_date, provider, payee, payee_key,
              earmark, reservation, state, placed_at)
            values (:shard, :id, :debit, :amount, :currency, :purpose, :subject, :place, :date, :provider, :payee, :key, :earmark, :reservation, 'HELD', :at)
            """)
        .param("shard", Shards.ofId(order.id()))
        .param("id", order.id())
        .param("debit", order.debit())
        .param("amount", order.amount().minor())
        .param("currency", order.amount().currency())
        .param("purpose", order.purpose())
        .param("subject", order.subject())
        .param("place", order.place().text())
        .param("date", order.businessDate())
        .param("provider", provider.name())
        .param("payee", payee.bytes())
        .param("key", payee.keyVersion())
        .param("earmark", prepared.earmark().id())
        .param("reservation", prepared.reservation())
        .param("at", utc(at))
        .update();
  }

  Optional<Row> find(UUID id) {
    return sql.sql(COLUMNS + "where shard_key = :shard and id = :id")
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> row(row))
        .optional();
  }

  Row get(UUID id) {
    return find(id).orElseThrow();
  }

  Payee payee(Row row) {
    return Json.read(sealing.open(KEY, row.id(), row.payee()), Payee.class);
  }

  /// @return whether it changed
  boolean ready(UUID id) {
    return sql.sql(
                "update payment.payout set state = 'READY' where shard_key = :shard and id = :id and state = 'HELD'")
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .update()
        == 1;
  }

  boolean sent(UUID id, Instant at) {
    return sql.sql(
                """
                update payment.payout set state = 'SENT', sent_at = :at
                where shard_key = :shard and id = :id and state = 'READY' and batch is null
                """)
            .param("at", utc(at))
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .update()
        == 1;
  }

  /// @return whether it was open, and is answered now
  boolean answer(
      Row row, boolean paid, @Nullable String reason, LocalDate day, Instant at, UUID booking) {
    return sql.sql(
                """
                update payment.payout set state = :state, reason = :reason, answer_date = :day, answered_at = :at, booking = :booking
                where shard_key = :shard and id = :id and state = 'SENT'
                """)
            .param("state", paid ? "PAID" : "FAILED")
            .param("reason", reason)
            .param("day", day)
            .param("at", utc(at))
            .param("booking", booking)
            .param("shard", row.shard())
            .param("id", row.id())
            .update()
        == 1;
  }

  /// @return whether it was not booked before
  boolean booked(Row row, Instant at) {
    return sql.sql(
                "update payment.payout set booked_at = :at where shard_key = :shard and id = :id and booked_at is null")
            .param("at", utc(at))
            .param("shard", row.shard())
            .param("id", row.id())
            .update()
        == 1;
  }

  /// Whose answer has not come, or that were never sent, although their provider answers by itself;
  /// the oldest first.
  List<Row> unanswered(Payout.Via provider, Instant before, int limit) {
    return sql.sql(
            COLUMNS
                + "where state in ('READY', 'SENT') and provider = :provider and placed_at < :before order by placed_at, id limit :limit")
        .param("provider", provider.name())
        .param("before", utc(before))
        .param("limit", limit)
        .query((row, number) -> row(row))
        .list();
  }

  Page<Row> list(Payout.Query query, String[] places) {
    String where =
        "where place = any(:places)"
            + (query.state().isPresent() ? " and state = :state" : "")
            + (query.batch().isPresent() ? " and batch = :batch" : "")
            + (query.subject().isPresent() ? " and subject = :subject" : "");
    String way = query.descending() ? " desc" : "";
    String order =
        switch (query.sort()) {
          case PLACED -> " order by placed_at" + way + ", id";
          case AMOUNT -> " order by amount" + way + ", id";
          case STATE -> " order by state" + way + ", placed_at, id";
        };
    List<Row> items =
        bind(sql.sql(COLUMNS + where + order + " limit :size offset :offset"), query, places)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> row(row))
            .list();
    long total =
        bind(sql.sql("select count(*) from payment.payout " + where), query, places)
            .query(Long.class)
            .single();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, Payout.Query query, String[] places) {
    return statement
        .param("places", places)
        .param("state", query.state().map(Enum::name).orElse(null))
        .param("batch", query.batch().orElse(null))
        .param("subject", query.subject().orElse(null));
  }

  /// All places that have payouts.
  List<PlaceCode> places() {
    return sql
        .sql(
            """
            with recursive hop as (
              (select place from payment.payout order by place limit 1)
              union all
              select (select p.place from payment.payout p where p.place > hop.place order by p.place limit 1) from hop where hop.place is not null
            )
            select place from hop where place is not null
            """)
        .query(String.class)
        .list()
        .stream()
        .map(PlaceCode::new)
        .toList();
  }

  /// What a bank file could carry, locked, the oldest first.
  List<Row> takeReady(String[] places, int limit) {
    return sql.sql(
            COLUMNS
                + """
                where state = 'READY' and provider = 'BANK_FILE' and batch is null and place = any(:places)
                order by placed_at, id limit :limit for update skip locked
                """)
        .param("places", places)
        .param("limit", limit)
        .query((row, number) -> row(row))
        .list();
  }

  void putIntoBatch(Row row, UUID batch, int line) {
    sql.sql(
            "update payment.payout set batch = :batch, line = :line where shard_key = :shard and id = :id")
        .param("batch", batch)
        .param("line", line)
        .param("shard", row.shard())
        .param("id", row.id())
        .update();
  }

  void batchSent(UUID batch, Instant at) {
    sql.sql(
            "update payment.payout set state = 'SENT', sent_at = :at where batch = :batch and state = 'READY'")
        .param("at", utc(at))
        .param("batch", batch)
        .update();
  }

  List<Row> ofBatch(UUID batch) {
    return sql.sql(COLUMNS + "where batch = :batch order by line limit " + BankFiles.MAX_LINES)
        .param("batch", batch)
        .query((row, number) -> row(row))
        .list();
  }

  static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getInt("shard_key"),
        row.getObject("id", UUID.class),
        row.getObject("debit", UUID.class),
        new Money(row.getLong("amount"), row.getString("currency")),
        row.getString("purpose"),
        row.getObject("subject", UUID.class),
        new PlaceCode(row.getString("place")),
        row.getObject("business_date", LocalDate.class),
        Payout.Via.valueOf(row.getString("provider")),
        new Sealing.Sealed(row.getBytes("payee"), row.getInt("payee_key")),
        row.getObject("earmark", UUID.class),
        row.getObject("reservation", UUID.class),
        Payout.State.valueOf(row.getString("state")),
        row.getObject("batch", UUID.class),
        row.getInt("line"),
        row.getObject("placed_at", OffsetDateTime.class).toInstant(),
        row.getObject("answer_date", LocalDate.class),
        row.getString("reason"),
        row.getObject("booking", UUID.class),
        row.getObject("booked_at") != null);
  }
}
