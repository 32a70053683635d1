package org.yutang.farm;

import static org.yutang.farm.PlotRows.at;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// Buyers, what they paid in, market prices and exchange rates, in SQL.
@Component
class BuyerRows {

  private final JdbcClient sql;

  BuyerRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @param at when it was written down, from which its transfer has its id
  record Payment(UUID id, UUID buyer, Money amount, Instant at) {}

  boolean insert(Buyer buyer, Actor by, Instant now) {
    return sql.sql(
                """
                insert into farm.buyer (id, name, place, account, created_at) values (:id, :name, :place, :account, :now)
                on conflict (id) do nothing
                """)
            .param("id", buyer.id())
            .param("name", buyer.name())
            .param("place", buyer.place().text())
            .param("account", by.account())
            .param("now", at(now))
            .update()
        == 1;
  }

  Optional<Buyer> find(UUID id) {
    return buyers(sql.sql("select id, name, place from farm.buyer where id = :id").param("id", id))
        .stream()
        .findFirst();
  }

  List<Buyer> list() {
    return buyers(sql.sql("select id, name, place from farm.buyer order by name, id limit 200"));
  }

  private static List<Buyer> buyers(JdbcClient.StatementSpec statement) {
    return statement
        .query(
            (row, n) ->
                new Buyer(
                    row.getObject("id", UUID.class),
                    row.getString("name"),
                    new PlaceCode(row.getString("place"))))
        .list();
  }

  boolean insert(UUID id, UUID buyer, Money amount, Actor by, Instant now) {
    return sql.sql(
                """
                insert into farm.buyer_payment (id, buyer, fen, account, created_at) values (:id, :buyer, :fen, :account, :now)
                on conflict (id) do nothing
                """)
            .param("id", id)
            .param("buyer", buyer)
            .param("fen", amount.minor())
            .param("account", by.account())
            .param("now", at(now))
            .update()
        == 1;
  }

  Optional<Payment> findPayment(UUID id) {
    return sql.sql("select id, buyer, fen, created_at from farm.buyer_payment where id = :id")
        .param("id", id)
        .query(
            (row, n) ->
                new Payment(
                    row.getObject("id", UUID.class),
                    row.getObject("buyer", UUID.class),
                    Money.fen(row.getLong("fen")),
                    row.getObject("created_at", OffsetDateTime.class).toInstant()))
        .optional();
  }

  boolean insert(Quotes.MarketPrice price, Actor by, Instant now) {
    return sql.sql(
                """
                insert into farm.market_price (id, county, standard, grade, day, fen, source, account, created_at)
                values (:id, :county, :standard, :grade, :day, :fen, :source, :account, :now) on conflict (id) do nothing
                """)
            .param("id", price.id())
            .param("county", price.county().text())
            .param("standard", price.standard())
            .param("grade", price.grade())
            .param("day", price.day())
            .param("fen", price.perKilogram().minor())
            .param("source", price.source())
            .param("account", by.account())
            .param("now", at(now))
            .update()
        == 1;
  }

  private static final String PRICE =
      "select id, county, standard, grade, day, fen, source from farm.market_price";

  Optional<Quotes.MarketPrice> findPrice(UUID id) {
    return prices(sql.sql(PRICE + " where id = :id").param("id", id));
  }

  Optional<Quotes.MarketPrice> price(
      PlaceCode county, String standard, String grade, LocalDate from, LocalDate until) {
    return prices(
        sql.sql(
                PRICE
                    + """
                       where county = :county and standard = :standard and grade = :grade and day between :from and :until
                      order by day desc, created_at desc, id limit 1
                      """)
            .param("county", county.text())
            .param("standard", standard)
            .param("grade", grade)
            .param("from", from)
            .param("until", until));
  }

  private static Optional<Quotes.MarketPrice> prices(JdbcClient.StatementSpec statement) {
    return statement
        .query(
            (row, n) ->
                new Quotes.MarketPrice(
                    row.getObject("id", UUID.class),
                    new PlaceCode(row.getString("county")),
                    row.getString("standard"),
                    row.getString("grade"),
                    row.getObject("day", LocalDate.class),
                    Money.fen(row.getLong("fen")),
                    row.getString("source")))
        .optional();
  }

  boolean insert(Quotes.ExchangeRate rate, Actor by, Instant now) {
    return sql.sql(
                """
                insert into farm.exchange_rate (id, day, yuan, source, account, created_at)
                values (:id, :day, :yuan, :source, :account, :now) on conflict (id) do nothing
                """)
            .param("id", rate.id())
            .param("day", rate.day())
            .param("yuan", rate.yuan())
            .param("source", rate.source())
            .param("account", by.account())
            .param("now", at(now))
            .update()
        == 1;
  }

  Optional<Quotes.ExchangeRate> findRate(UUID id) {
    return rates(
        sql.sql("select id, day, yuan, source from farm.exchange_rate where id = :id")
            .param("id", id));
  }

  Optional<Quotes.ExchangeRate> rate(LocalDate from, LocalDate until) {
    return rates(
        sql.sql(
                """
                select id, day, yuan, source from farm.exchange_rate where day between :from and :until
                order by day desc, created_at desc, id limit 1
                """)
            .param("from", from)
            .param("until", until));
  }

  private static Optional<Quotes.ExchangeRate> rates(JdbcClient.StatementSpec statement) {
    return statement
        .query(
            (row, n) ->
                new Quotes.ExchangeRate(
                    row.getObject("id", UUID.class),
                    row.getObject("day", LocalDate.class),
                    row.getBigDecimal("yuan"),
                    row.getString("source")))
        .optional();
  }
}
