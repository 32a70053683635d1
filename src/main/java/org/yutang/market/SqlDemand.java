package org.yutang.market;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;

/// Adds up what was asked for and bought, in SQL.
@Component
class SqlDemand implements Demand {

  private static final String MATCHES =
      """
       (:county::text is null or p.county = :county)
       and case when :standard::text is null then p.words @> cast(:words as text[]) and cardinality(cast(:words as text[])) > 0
         else p.standard = :standard end
      """;

  private final JdbcClient sql;

  SqlDemand(JdbcClient sql) {
    this.sql = sql;
  }

  @Override
  public Sold sold(PlaceCode county, Match match, LocalDate from, LocalDate to) {
    return bind(
            """
            with p as (select p.id, p.state, p.shop from market.product p where %s),
            l as (select o.id, l.pieces, l.grams, l.fen from market.orders o
              join market.order_line l on l.shard_key = o.shard_key and l.order_id = o.id
              where o.paid_at >= :from and o.paid_at < :end and o.state <> 'CANCELLED' and l.product in (select id from p))
            select (select count(*) from p where state = 'ON_SALE'
                and exists (select from market.shop s where s.id = p.shop and s.state = 'OPEN')) as products,
              count(distinct id) as orders, coalesce(sum(pieces), 0)::bigint as pieces,
              coalesce(sum(pieces * grams), 0)::bigint as grams, coalesce(sum(pieces * fen), 0)::bigint as fen from l
            """
                .formatted(MATCHES),
            Optional.of(county),
            match)
        .param("from", start(from))
        .param("end", start(to.plusDays(1)))
        .query(
            (row, _) ->
                new Sold(
                    row.getLong("products"),
                    row.getLong("orders"),
                    row.getLong("pieces"),
                    row.getLong("grams"),
                    row.getLong("fen")))
        .single();
  }

  @Override
  public OptionalLong perKilogram(Optional<PlaceCode> county, Match match) {
    Long median =
        bind(
                """
                select coalesce(percentile_disc(0.5) within group (order by k.fen * 1000 / k.grams), -1)
                from market.sku k join market.product p on p.id = k.product join market.shop s on s.id = p.shop
                where p.state = 'ON_SALE' and s.state = 'OPEN' and %s
                """
                    .formatted(MATCHES),
                county,
                match)
            .query(Long.class)
            .single();
    return median < 0 ? OptionalLong.empty() : OptionalLong.of(median);
  }

  @Override
  public long searches(String name, LocalDate from, LocalDate to) {
    List<String> words = Sound.asked(name);
    if (words.isEmpty()) return 0;
    return sql.sql(
            """
            select coalesce(min(n), 0) from (select coalesce(sum(s.times), 0)::bigint as n
              from unnest(cast(:words as text[])) as w (word)
              left join market.search_day s on s.word = w.word and s.day between :from and :to group by w.word) counts
            """)
        .param("words", words.toArray(String[]::new))
        .param("from", from)
        .param("to", to)
        .query(Long.class)
        .single();
  }

  @Override
  public boolean counted(LocalDate from, LocalDate to) {
    return sql.sql("select exists (select from market.search_day where day between :from and :to)")
        .param("from", from)
        .param("to", to)
        .query(Boolean.class)
        .single();
  }

  private JdbcClient.StatementSpec bind(String text, Optional<PlaceCode> county, Match match) {
    return sql.sql(text)
        .param("county", county.map(PlaceCode::text).orElse(null))
        .param("standard", match.standard().orElse(null))
        .param("words", Sound.asked(match.name()).toArray(String[]::new));
  }

  private static OffsetDateTime start(LocalDate day) {
    return day.atStartOfDay(BusinessDay.ZONE).toOffsetDateTime();
  }
}
