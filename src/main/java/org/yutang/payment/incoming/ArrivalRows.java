package org.yutang.payment.incoming;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.payment.Arrival;
import org.yutang.payment.IncomingOrder;
import org.yutang.payment.Via;

/// Money that came, in SQL; asks nobody's permission.
@Component
class ArrivalRows {

  private static final String COLUMNS =
      """
      select id, provider, trade, number, payment, amount, currency, fit, parked, payee, title, purpose, subject, place, paid_at, business_date,
        received_at, booked_at, asked_back, gone_back
      from payment.arrival
      """;

  private final JdbcClient sql;

  ArrivalRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// An arrival with what does not leave the room.
  ///
  /// @param parked whether it did not fit at first
  record Kept(
      Arrival arrival,
      boolean parked,
      @Nullable UUID payee,
      @Nullable String purpose,
      @Nullable UUID subject) {}

  /// Of a provider's trade, in the shard that its digest says.
  static UUID id(Via via, String trade) {
    UUID named = Uuids.named("payment.arrival", via.name(), trade);
    return Uuids.inShard(Shards.ofId(named) % Shards.COUNT, "payment.arrival", via.name(), trade);
  }

  /// Money that a provider tells of.
  ///
  /// @param order what it is for, if that is known
  record Wanted(
      UUID id,
      Via via,
      PayDoor.Told told,
      Optional<IncomingOrder> order,
      Arrival.Fit fit,
      LocalDate day) {
    private <T> @Nullable T of(Function<IncomingOrder, T> part) {
      return order.map(part).orElse(null);
    }
  }

  /// @return the ids of those of whose trades nothing was known
  Set<UUID> insert(List<Wanted> all, Instant at) {
    return Set.copyOf(
        sql.sql(
                """
                insert into payment.arrival (shard_key, id, provider, trade, number, amount, currency, fit, parked, payment, payee, title, purpose,
                  subject, place, paid_at, business_date, received_at)
                select shard_key, id, provider, trade, number, amount, currency, fit, fit <> 'FITS', payment, payee, title, purpose,
                  subject, place, paid, day, :at
                from unnest(:shards, :ids, :providers, :trades, :numbers, :amounts, :currencies, :fits, :payments, :payees, :titles, :purposes,
                    :subjects, :places, cast(:paid as timestamptz[]), cast(:days as date[]))
                  as t (shard_key, id, provider, trade, number, amount, currency, fit, payment, payee, title, purpose, subject, place, paid, day)
                on conflict do nothing returning id
                """)
            .param("shards", each(all, wanted -> Shards.ofId(wanted.id()), Integer[]::new))
            .param("ids", each(all, Wanted::id, UUID[]::new))
            .param("providers", each(all, wanted -> wanted.via().name(), String[]::new))
            .param("trades", each(all, wanted -> wanted.told().trade(), String[]::new))
            .param("numbers", each(all, wanted -> wanted.told().number(), String[]::new))
            .param("amounts", each(all, wanted -> wanted.told().amount().minor(), Long[]::new))
            .param(
                "currencies", each(all, wanted -> wanted.told().amount().currency(), String[]::new))
            .param("fits", each(all, wanted -> wanted.fit().name(), String[]::new))
            .param("payments", each(all, wanted -> wanted.of(IncomingOrder::id), UUID[]::new))
            .param("payees", each(all, wanted -> wanted.of(IncomingOrder::payee), UUID[]::new))
            .param("titles", each(all, wanted -> wanted.of(IncomingOrder::title), String[]::new))
            .param(
                "purposes", each(all, wanted -> wanted.of(IncomingOrder::purpose), String[]::new))
            .param("subjects", each(all, wanted -> wanted.of(IncomingOrder::subject), UUID[]::new))
            .param(
                "places",
                each(all, wanted -> wanted.of(order -> order.place().text()), String[]::new))
            .param("paid", each(all, wanted -> wanted.told().paidAt().toString(), String[]::new))
            .param("days", each(all, wanted -> wanted.day().toString(), String[]::new))
            .param("at", IncomingRows.utc(at))
            .query(UUID.class)
            .list());
  }

  private static <T extends @Nullable Object> T[] each(
      List<Wanted> all, Function<Wanted, T> part, IntFunction<T[]> array) {
    return all.stream().map(part).toArray(array);
  }

  /// What was for no known payment is for this one after all; it is to be booked anew. False if
  /// that is so already, or somebody has asked that it goes back.
  boolean match(UUID id, IncomingOrder order, Arrival.Fit fit) {
    return bind(
                sql.sql(
                    """
                    update payment.arrival set fit = :fit, payment = cast(:payment as uuid), payee = cast(:payee as uuid), title = :title,
                      purpose = :purpose, subject = cast(:subject as uuid), place = :place, booked_at = null
                    where shard_key = :shard and id = :id and fit = 'UNKNOWN' and asked_back = 0
                    """),
                Optional.of(order))
            .param("fit", fit.name())
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .update()
        == 1;
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, Optional<IncomingOrder> order) {
    return statement
        .param("payment", order.map(IncomingOrder::id).orElse(null))
        .param("payee", order.map(IncomingOrder::payee).orElse(null))
        .param("title", order.map(IncomingOrder::title).orElse(null))
        .param("purpose", order.map(IncomingOrder::purpose).orElse(null))
        .param("subject", order.map(IncomingOrder::subject).orElse(null))
        .param("place", order.map(each -> each.place().text()).orElse(null));
  }

  Optional<Kept> find(UUID id) {
    return find(id, "");
  }

  Optional<Kept> hold(UUID id) {
    return find(id, " for update");
  }

  private Optional<Kept> find(UUID id, String lock) {
    if (Shards.ofId(id) >= Shards.COUNT) return Optional.empty();
    return sql.sql(COLUMNS + "where shard_key = :shard and id = :id" + lock)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> kept(row))
        .optional();
  }

  List<Kept> these(Collection<UUID> ids) {
    return sql.sql(COLUMNS + "where shard_key = any (:shards) and id = any (:ids)")
        .param("shards", ids.stream().map(Shards::ofId).distinct().toArray(Integer[]::new))
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, number) -> kept(row))
        .list();
  }

  /// @return those that were not booked before, as what they are
  Set<UUID> booked(List<Kept> some, Instant at) {
    return Set.copyOf(
        sql.sql(
                """
                update payment.arrival a set booked_at = :at from unnest(:shards, :ids, :fits) as t (shard_key, id, fit)
                where a.shard_key = t.shard_key and a.id = t.id and a.fit = t.fit and a.booked_at is null
                returning a.id
                """)
            .param("at", IncomingRows.utc(at))
            .param(
                "shards",
                some.stream().map(kept -> Shards.ofId(kept.arrival().id())).toArray(Integer[]::new))
            .param("ids", some.stream().map(kept -> kept.arrival().id()).toArray(UUID[]::new))
            .param(
                "fits",
                some.stream().map(kept -> kept.arrival().fit().name()).toArray(String[]::new))
            .query(UUID.class)
            .list());
  }

  /// Moves what refunds hold or have taken.
  void back(UUID id, long asked, long gone) {
    sql.sql(
            """
            update payment.arrival set asked_back = asked_back + :asked, gone_back = gone_back + :gone
            where shard_key = :shard and id = :id
            """)
        .param("asked", asked)
        .param("gone", gone)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  List<PlaceCode> places() {
    return sql.sql(
            """
            with recursive hop as (
              (select place from payment.arrival where place is not null order by place limit 1)
              union all
              select (select p.place from payment.arrival p where p.place > hop.place order by p.place limit 1) from hop where hop.place is not null
            )
            select place from hop where place is not null
            """)
        .query((row, number) -> new PlaceCode(row.getString(1)))
        .list();
  }

  Page<Arrival> list(Arrival.Query query, String[] places) {
    String where =
        "where (place = any (:places) or place is null)"
            + (query.unmatched() ? " and fit <> 'FITS'" : "")
            + (query.open() ? " and gone_back < amount" : "")
            + (query.payment().isPresent() ? " and payment = :payment" : "");
    List<Arrival> items =
        sql
            .sql(COLUMNS + where + " order by received_at desc, id limit :size offset :offset")
            .param("places", places)
            .param("payment", query.payment().orElse(null))
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> kept(row))
            .list()
            .stream()
            .map(Kept::arrival)
            .toList();
    long total =
        sql.sql("select count(*) from payment.arrival " + where)
            .param("places", places)
            .param("payment", query.payment().orElse(null))
            .query(Long.class)
            .single();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private static Kept kept(ResultSet row) throws SQLException {
    String currency = row.getString("currency");
    return new Kept(
        new Arrival(
            row.getObject("id", UUID.class),
            Via.valueOf(row.getString("provider")),
            row.getString("trade"),
            row.getString("number"),
            Optional.ofNullable(row.getObject("payment", UUID.class)),
            Optional.ofNullable(row.getString("title")),
            Optional.ofNullable(row.getString("place")).map(PlaceCode::new),
            new Money(row.getLong("amount"), currency),
            Arrival.Fit.valueOf(row.getString("fit")),
            IncomingRows.instant(row, "paid_at").orElseThrow(),
            row.getObject("business_date", LocalDate.class),
            IncomingRows.instant(row, "received_at").orElseThrow(),
            IncomingRows.instant(row, "booked_at").isPresent(),
            new Money(row.getLong("asked_back"), currency),
            new Money(row.getLong("gone_back"), currency)),
        row.getBoolean("parked"),
        row.getObject("payee", UUID.class),
        row.getString("purpose"),
        row.getObject("subject", UUID.class));
  }

  /// The day to which money belongs: that of its payment, unless the provider's clock tells the
  /// future or a past that is no news.
  static LocalDate day(Instant paidAt, Instant now) {
    boolean told = !paidAt.isAfter(now) && paidAt.isAfter(now.minus(java.time.Duration.ofDays(30)));
    return BusinessDay.of(told ? paidAt : now);
  }
}
