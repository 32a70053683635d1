package org.yutang.programme;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.definition.Definitions;

/// Adds up premiums, grants, enrolments and cases by business day.
@Component
class SqlProgrammeBooks implements ProgrammeBooks {

  /// Counties times months, or villages, of one programme.
  private static final int MAX_ROWS = 1_000_000;

  private final JdbcClient sql;
  private final Definitions definitions;

  SqlProgrammeBooks(JdbcClient sql, Definitions definitions) {
    this.sql = sql;
    this.definitions = definitions;
  }

  @Override
  public List<Spent> spent(ProgrammeId programme, LocalDate from, LocalDate to) {
    String currency = currency(programme);
    return within(
            """
            select date_trunc('month', business_date)::date, county, sum(enrolled), sum(paid) from programme.chunk
            where programme = :programme and paid > 0 and business_date between :from and :to group by 1, 2 order by 1, 2 limit :limit
            """,
            programme,
            from,
            to)
        .query(
            (row, number) ->
                new Spent(
                    YearMonth.from(row.getObject(1, LocalDate.class)),
                    new PlaceCode(row.getString(2)),
                    row.getLong(3),
                    new Money(row.getLong(4), currency)))
        .list();
  }

  @Override
  public List<Granted> granted(ProgrammeId programme, LocalDate from, LocalDate to) {
    String currency = currency(programme);
    return within(
            """
            select date_trunc('month', business_date)::date, count(*), sum(amount) from programme.fund_grant
            where programme = :programme and business_date between :from and :to group by 1 order by 1 limit :limit
            """,
            programme,
            from,
            to)
        .query(
            (row, number) ->
                new Granted(
                    YearMonth.from(row.getObject(1, LocalDate.class)),
                    row.getLong(2),
                    new Money(row.getLong(3), currency)))
        .list();
  }

  @Override
  public List<Reached> reached(ProgrammeId programme, int policyYear, LocalDate until) {
    String currency = currency(programme);
    return sql.sql(
            """
            select county, village, sum(persons)::bigint, sum(eligible)::bigint, sum(covered)::bigint, sum(premiums)::bigint, sum(waiting)::bigint from (
              select county, village, persons, eligible, 0 as covered, 0 as premiums, 0 as waiting from programme.assessment
              where programme = :programme and policy_year = :year
              union all
              select e.county, e.village, 0, 0, count(*) filter (where c.settled_at is not null and c.business_date <= :until),
                coalesce(sum(e.premium) filter (where c.settled_at is not null and c.business_date <= :until), 0),
                count(*) filter (where e.decided_at < :next and (e.chunk is null or c.business_date > :until))
              from programme.enrolment e left join programme.chunk c on c.shard_key = e.shard_key and c.id = e.chunk
              where e.programme = :programme and e.policy_year = :year group by 1, 2
            ) r group by 1, 2 order by 1, 2 limit :limit
            """)
        .param("programme", programme.text())
        .param("year", policyYear)
        .param("until", until)
        .param(
            "next",
            until.plusDays(1).atStartOfDay(BusinessDay.ZONE).toInstant().atOffset(ZoneOffset.UTC))
        .param("limit", MAX_ROWS)
        .query(
            (row, number) ->
                new Reached(
                    new PlaceCode(row.getString(1)),
                    new PlaceCode(row.getString(2)),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    new Money(row.getLong(6), currency),
                    row.getLong(7)))
        .list();
  }

  @Override
  public CaseBook cases(ProgrammeId programme, LocalDate from, LocalDate to) {
    record Counts(long filed, long open, long withdrawn, long rejected, long reduced) {}
    Counts counts =
        within(
                """
                select count(*), count(*) filter (where state in ('IN_REVIEW', 'PAPERS_MISSING')),
                  count(*) filter (where state = 'WITHDRAWN'), count(*) filter (where state in ('REJECTED', 'REVERSED')),
                  count(*) filter (where state in ('APPROVED', 'GRANTED', 'COMPLETED') and less)
                from (
                  select (
                      select e.state from programme.case_event e
                      where e.shard_key = c.shard_key and e.case_file = c.id and e.day <= :to order by e.number desc limit 1) as state, (
                      select jsonb_exists(e.facts, 'less') from programme.case_event e
                      where e.shard_key = c.shard_key and e.case_file = c.id and e.kind = 'PASSED' and e.state = 'APPROVED' and e.day <= :to
                      order by e.number desc limit 1) as less
                  from programme.case_file c where c.programme = :programme and c.filed_day between :from and :to limit :limit
                ) filed
                """,
                programme,
                from,
                to)
            .query(
                (row, number) ->
                    new Counts(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)))
            .single();
    return new CaseBook(
        counts.filed(),
        counts.open(),
        counts.withdrawn(),
        counts.rejected(),
        counts.filed() - counts.open() - counts.withdrawn() - counts.rejected(),
        counts.reduced(),
        payments(programme, from, to),
        waiting(
            """
            select c.decision_days as days from programme.case_file c where c.programme = :programme and c.decision_days is not null and (
              select min(e.day) from programme.case_event e
              where e.shard_key = c.shard_key and e.case_file = c.id and e.state in ('APPROVED', 'REJECTED')) between :from and :to
            """,
            programme,
            from,
            to),
        waiting(
            """
            select c.payment_days as days from programme.case_file c where c.programme = :programme and c.payment_days is not null and (
              select min(p.ended_day) from programme.case_payment p
              where p.shard_key = c.shard_key and p.case_file = c.id and p.state = 'PAID') between :from and :to
            """,
            programme,
            from,
            to));
  }

  private List<Payments> payments(ProgrammeId programme, LocalDate from, LocalDate to) {
    String currency = currency(programme);
    return within(
            """
            select county, date_trunc('month', ended_day)::date, count(*), sum(amount) from programme.case_payment
            where programme = :programme and state = 'PAID' and ended_day between :from and :to group by 1, 2 order by 1, 2 limit :limit
            """,
            programme,
            from,
            to)
        .query(
            (row, number) ->
                new Payments(
                    new PlaceCode(row.getString(1)),
                    YearMonth.from(row.getObject(2, LocalDate.class)),
                    row.getLong(3),
                    new Money(row.getLong(4), currency)))
        .list();
  }

  private Optional<CaseTotals.Waiting> waiting(
      String days, ProgrammeId programme, LocalDate from, LocalDate to) {
    return within(
            """
            select count(*), percentile_disc(0.5) within group (order by days), percentile_disc(0.9) within group (order by days), max(days)
            from (%s limit :limit) d
            """
                .formatted(days),
            programme,
            from,
            to)
        .query(
            (row, number) ->
                new CaseTotals.Waiting(row.getLong(1), row.getInt(2), row.getInt(3), row.getInt(4)))
        .optional()
        .filter(each -> each.cases() > 0);
  }

  private JdbcClient.StatementSpec within(
      String select, ProgrammeId programme, LocalDate from, LocalDate to) {
    return sql.sql(select)
        .param("programme", programme.text())
        .param("from", from)
        .param("to", to)
        .param("limit", MAX_ROWS);
  }

  private String currency(ProgrammeId programme) {
    return definitions.get(programme).programme().currency();
  }
}
