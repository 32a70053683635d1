package org.yutang.payment;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// Batches in SQL. A batch's row is locked while it changes, so that two persons at once change it
/// one after the other.
@Component
class SqlBankFiles implements BankFiles {

  private static final String COLUMNS =
      """
      select id, number, encoding, state, payouts, amount, currency, digest, places, business_date, made_by, made_at, released_by, released_at,
        result_digest, answered_by, answered_at, paid, paid_amount
      from payment.batch
      """;

  private final JdbcClient sql;
  private final PayoutRows rows;
  private final SqlPayouts payouts;
  private final Transactions transactions;
  private final Access access;
  private final Audit audit;
  private final Clock clock;

  SqlBankFiles(
      JdbcClient sql,
      PayoutRows rows,
      SqlPayouts payouts,
      Transactions transactions,
      Access access,
      Audit audit,
      Clock clock) {
    this.sql = sql;
    this.rows = rows;
    this.payouts = payouts;
    this.transactions = transactions;
    this.access = access;
    this.audit = audit;
    this.clock = clock;
  }

  private record Kept(Batch batch, @Nullable String resultDigest) {}

  @Override
  public Batch make(Actor actor, UUID id, Encoding encoding, LocalDate businessDate) {
    return transactions.call(
        () -> {
          Optional<Kept> there = find(id, true);
          if (there.isPresent()) {
            requireAll(actor, Permission.PREPARE_PAYMENT, there.get().batch());
            return there.get().batch();
          }
          String[] places =
              access.among(actor, Permission.PREPARE_PAYMENT, rows.places()).stream()
                  .map(PlaceCode::text)
                  .toArray(String[]::new);
          List<PayoutRows.Row> ready = rows.takeReady(places, MAX_LINES);
          if (ready.isEmpty()) throw new Refusal(PaymentRefusal.NOTHING_TO_PAY);
          String currency = ready.getFirst().amount().currency();
          Batch batch =
              insert(
                  actor,
                  id,
                  encoding,
                  businessDate,
                  ready.stream().filter(row -> row.amount().currency().equals(currency)).toList());
          audit.record(
              actor, "payment.batch-made", batch.places().getFirst(), id.toString(), facts(batch));
          return batch;
        });
  }

  private Batch insert(
      Actor actor, UUID id, Encoding encoding, LocalDate day, List<PayoutRows.Row> lines) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String number = day.toString().replace("-", "") + "-" + id.toString().substring(0, 8);
    byte[] file = BankFile.write(number, encoding, lines(lines));
    for (int i = 0; i < lines.size(); i++) rows.putIntoBatch(lines.get(i), id, i + 1);
    Money sum = BankFile.sum(lines.stream().map(PayoutRows.Row::amount).toList());
    sql.sql(
            """
            insert into payment.batch (id, number, encoding, state, payouts, amount, currency, digest, places, business_date, made_by, made_at)
            values (:id, :number, :encoding, 'MADE', :payouts, :amount, :currency, :digest, :places, :date, :by, :at)
            """)
        .param("id", id)
        .param("number", number)
        .param("encoding", encoding.name())
        .param("payouts", lines.size())
        .param("amount", sum.minor())
        .param("currency", sum.currency())
        .param("digest", BankFile.digest(file))
        .param(
            "places",
            lines.stream()
                .map(row -> row.place().text())
                .distinct()
                .sorted()
                .toArray(String[]::new))
        .param("date", day)
        .param("by", actor.account())
        .param("at", PayoutRows.utc(now))
        .update();
    return kept(id).batch();
  }

  @Override
  public Batch release(Actor actor, UUID id) {
    return transactions.call(
        () -> {
          Batch batch = visible(actor, id, true).batch();
          requireAll(actor, Permission.RELEASE_PAYMENT, batch);
          if (batch.madeBy().equals(actor.account())) throw new Refusal(PaymentRefusal.SAME_PERSON);
          if (batch.state() != State.MADE) return batch;
          sql.sql(
                  "update payment.batch set state = 'RELEASED', released_by = :by, released_at = :at where id = :id")
              .param("by", actor.account())
              .param("at", PayoutRows.utc(clock.instant()))
              .param("id", id)
              .update();
          rows.batchSent(id, clock.instant());
          audit.record(
              actor,
              "payment.batch-released",
              batch.places().getFirst(),
              id.toString(),
              facts(batch));
          return kept(id).batch();
        });
  }

  @Override
  public byte[] file(Actor actor, UUID id) {
    return transactions.call(
        () -> {
          Batch batch = visible(actor, id, false).batch();
          requireAll(actor, Permission.PREPARE_PAYMENT, batch);
          requireReleased(batch);
          byte[] file = BankFile.write(batch.number(), batch.encoding(), lines(rows.ofBatch(id)));
          if (!BankFile.digest(file).equals(batch.digest()))
            throw new IllegalStateException("bank file " + batch.number() + " has changed");
          audit.record(
              actor,
              "payment.batch-fetched",
              batch.places().getFirst(),
              id.toString(),
              facts(batch));
          return file;
        });
  }

  @Override
  public Batch result(Actor actor, UUID id, byte[] file) {
    return transactions.call(
        () -> {
          Kept kept = visible(actor, id, true);
          Batch batch = kept.batch();
          requireAll(actor, Permission.PREPARE_PAYMENT, batch);
          requireReleased(batch);
          String digest = BankFile.digest(file);
          if (digest.equals(kept.resultDigest())) return batch;
          if (batch.state() == State.ANSWERED)
            throw new Refusal(PaymentRefusal.ANSWERED_OTHERWISE, Map.of("number", batch.number()));
          List<PayoutRows.Row> sent = rows.ofBatch(id);
          List<BankFile.Result> results =
              BankFile.read(file, batch, sent, BusinessDay.of(clock.instant()));
          Money paid = new Money(0, batch.amount().currency());
          int count = 0;
          for (int i = 0; i < results.size(); i++) {
            BankFile.Result each = results.get(i);
            payouts.answer(sent.get(i), each.paid(), each.reason(), each.day());
            if (!each.paid()) continue;
            paid = paid.plus(sent.get(i).amount());
            count++;
          }
          answered(actor, id, digest, count, paid);
          Batch ended = kept(id).batch();
          audit.record(
              actor,
              "payment.batch-answered",
              batch.places().getFirst(),
              id.toString(),
              Map.of("number", batch.number(), "paid", count, "paidAmount", paid.toString()));
          return ended;
        });
  }

  private void answered(Actor actor, UUID id, String digest, int paid, Money amount) {
    sql.sql(
            """
            update payment.batch set state = 'ANSWERED', result_digest = :digest, answered_by = :by, answered_at = :at, paid = :paid, paid_amount = :amount
            where id = :id
            """)
        .param("digest", digest)
        .param("by", actor.account())
        .param("at", PayoutRows.utc(clock.instant()))
        .param("paid", paid)
        .param("amount", amount.minor())
        .param("id", id)
        .update();
  }

  @Override
  public Batch get(Actor actor, UUID id) {
    return visible(actor, id, false).batch();
  }

  @Override
  public Page<Batch> list(Actor actor, Query query) {
    String[] places =
        access.among(actor, Permission.SEE_PAYMENT, rows.places()).stream()
            .map(PlaceCode::text)
            .toArray(String[]::new);
    String where =
        "where places <@ cast(:places as text[])"
            + (query.state().isPresent() ? " and state = :state" : "");
    String way = query.descending() ? " desc" : "";
    String order =
        switch (query.sort()) {
          case MADE -> " order by made_at" + way + ", id";
          case AMOUNT -> " order by amount" + way + ", id";
          case STATE -> " order by state" + way + ", made_at, id";
        };
    @Nullable String state = query.state().map(Enum::name).orElse(null);
    List<Batch> items =
        sql
            .sql(COLUMNS + where + order + " limit :size offset :offset")
            .param("places", places)
            .param("state", state)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> kept(row))
            .list()
            .stream()
            .map(Kept::batch)
            .toList();
    long total =
        sql.sql("select count(*) from payment.batch " + where)
            .param("places", places)
            .param("state", state)
            .query(Long.class)
            .single();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private List<BankFile.Line> lines(List<PayoutRows.Row> payouts) {
    return payouts.stream()
        .map(row -> new BankFile.Line(row.id(), rows.payee(row), row.amount(), row.purpose()))
        .toList();
  }

  private Kept visible(Actor actor, UUID id, boolean lock) {
    return find(id, lock)
        .filter(
            kept ->
                kept.batch().places().stream()
                    .allMatch(place -> access.may(actor, Permission.SEE_PAYMENT, place)))
        .orElseThrow(() -> new Refusal(PaymentRefusal.UNKNOWN_BATCH));
  }

  private void requireAll(Actor actor, Permission permission, Batch batch) {
    for (PlaceCode place : batch.places()) access.require(actor, permission, place);
  }

  private static void requireReleased(Batch batch) {
    if (batch.state() == State.MADE)
      throw new Refusal(PaymentRefusal.NOT_RELEASED, Map.of("number", batch.number()));
  }

  private static Map<String, Object> facts(Batch batch) {
    return Map.of(
        "number",
        batch.number(),
        "payouts",
        batch.payouts(),
        "amount",
        batch.amount().toString(),
        "digest",
        batch.digest());
  }

  private Kept kept(UUID id) {
    return find(id, false).orElseThrow();
  }

  private Optional<Kept> find(UUID id, boolean lock) {
    return sql.sql(COLUMNS + "where id = :id" + (lock ? " for update" : ""))
        .param("id", id)
        .query((row, number) -> kept(row))
        .optional();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    String currency = row.getString("currency");
    Array places = row.getArray("places");
    long paidAmount = row.getLong("paid_amount");
    Optional<Money> paid =
        row.wasNull() ? Optional.empty() : Optional.of(new Money(paidAmount, currency));
    return new Kept(
        new Batch(
            row.getObject("id", UUID.class),
            row.getString("number"),
            Encoding.valueOf(row.getString("encoding")),
            State.valueOf(row.getString("state")),
            row.getInt("payouts"),
            new Money(row.getLong("amount"), currency),
            row.getString("digest"),
            Arrays.stream((String[]) places.getArray()).map(PlaceCode::new).toList(),
            row.getObject("business_date", LocalDate.class),
            row.getObject("made_by", UUID.class),
            instant(row, "made_at").orElseThrow(),
            Optional.ofNullable(row.getObject("released_by", UUID.class)),
            instant(row, "released_at"),
            Optional.ofNullable(row.getObject("answered_by", UUID.class)),
            instant(row, "answered_at"),
            paid.isPresent() ? Optional.of(row.getInt("paid")) : Optional.empty(),
            paid),
        row.getString("result_digest"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
