package org.yutang.programme;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;

/// Which units of a fund paid which premium, and what a fund received and paid as a whole; without
/// persons.
@Component
class PaidRanges {

  /// Counties times months of a programme.
  private static final int MAX_GROUPS = 100_000;

  private final JdbcClient sql;

  PaidRanges(JdbcClient sql) {
    this.sql = sql;
  }

  List<PaidPremium> between(ProgrammeId programme, long from, long to, int limit) {
    return sql.sql(
            """
            select * from (
              select e.id, c.policy_year, c.county, e.village, e.premium, e.currency,
                (c.paid_from + sum(e.premium) over (partition by e.shard_key, e.chunk order by e.id))::bigint as until
              from programme.chunk c join programme.enrolment e on e.shard_key = c.shard_key and e.chunk = c.id
              where c.programme = :programme and c.paid > 0 and c.paid_from < :to and c.paid_from >= (
                select coalesce(max(paid_from), 0) from programme.chunk where programme = :programme and paid > 0 and paid_from <= :from)
            ) paid where until > :from and until - premium < :to order by until limit :limit
            """)
        .param("programme", programme.text())
        .param("from", from)
        .param("to", to)
        .param("limit", limit)
        .query((row, number) -> premium(row))
        .list();
  }

  Optional<PaidPremium> of(UUID enrolment) {
    return sql.sql(
            """
            select e.id, c.policy_year, c.county, e.village, e.premium, e.currency, (c.paid_from + (
              select sum(o.premium) from programme.enrolment o where o.shard_key = e.shard_key and o.chunk = e.chunk and o.id <= e.id))::bigint as until
            from programme.enrolment e join programme.chunk c on c.shard_key = e.shard_key and c.id = e.chunk
            where e.shard_key = :shard and e.id = :id and c.paid_from is not null
            """)
        .param("shard", Shards.ofId(enrolment))
        .param("id", enrolment)
        .query((row, number) -> premium(row))
        .optional();
  }

  List<Spent> spent(ProgrammeId programme, String currency) {
    return sql.sql(
            """
            select date_trunc('month', business_date)::date, county, sum(enrolled), sum(paid) from programme.chunk
            where programme = :programme and paid > 0 group by 1, 2 order by 1, 2 limit :limit
            """)
        .param("programme", programme.text())
        .param("limit", MAX_GROUPS)
        .query(
            (row, number) ->
                new Spent(
                    YearMonth.from(row.getObject(1, LocalDate.class)),
                    new PlaceCode(row.getString(2)),
                    row.getLong(3),
                    new Money(row.getLong(4), currency)))
        .list();
  }

  List<Granted> granted(ProgrammeId programme, String currency) {
    return sql.sql(
            """
            select date_trunc('month', business_date)::date, count(*), sum(amount) from programme.fund_grant
            where programme = :programme group by 1 order by 1 limit :limit
            """)
        .param("programme", programme.text())
        .param("limit", MAX_GROUPS)
        .query(
            (row, number) ->
                new Granted(
                    YearMonth.from(row.getObject(1, LocalDate.class)),
                    row.getLong(2),
                    new Money(row.getLong(3), currency)))
        .list();
  }

  private static PaidPremium premium(ResultSet row) throws SQLException {
    long until = row.getLong("until");
    long premium = row.getLong("premium");
    return new PaidPremium(
        row.getObject("id", UUID.class),
        row.getInt("policy_year"),
        new PlaceCode(row.getString("county")),
        new PlaceCode(row.getString("village")),
        new Money(premium, row.getString("currency")),
        until - premium,
        until);
  }
}
