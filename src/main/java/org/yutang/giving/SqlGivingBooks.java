package org.yutang.giving;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.ProgrammeId;

/// Whole months come from the sums that every booking moves; what is cut off inside a month is
/// added up from its sales and refunds.
@Component
class SqlGivingBooks implements GivingBooks {

  /// Months times counties times projects of one programme.
  private static final int MAX_ROWS = 1_000_000;

  private final JdbcClient sql;
  private final Clock clock;

  SqlGivingBooks(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  private record Key(UUID project, YearMonth month, String county) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::project).thenComparing(Key::month).thenComparing(Key::county);
  }

  private record Row(Key key, FigureRows.Sums sums) {}

  @Override
  public List<Raised> raised(ProgrammeId programme, LocalDate from, LocalDate to) {
    if (to.isBefore(from)) return List.of();
    TreeMap<Key, FigureRows.Sums> sums = new TreeMap<>(Key.ORDER);
    LocalDate first = from.getDayOfMonth() == 1 ? from : from.plusMonths(1).withDayOfMonth(1);
    LocalDate next = afterWholeMonths(to);
    if (first.isBefore(next)) {
      add(sums, months(programme, first, next));
      if (from.isBefore(first)) add(sums, days(programme, from, first.minusDays(1)));
      if (!next.isAfter(to)) add(sums, days(programme, next, to));
    } else {
      add(sums, days(programme, from, to));
    }
    return sums.entrySet().stream()
        .map(
            each ->
                new Raised(
                    each.getKey().project(),
                    each.getKey().month(),
                    new PlaceCode(each.getKey().county()),
                    each.getValue().donations(),
                    Money.fen(each.getValue().given()),
                    each.getValue().refunds(),
                    Money.fen(each.getValue().returned())))
        .toList();
  }

  /// The first day behind the whole months that end by then. Nothing is sold tomorrow, so this
  /// month is whole as far as it goes.
  private LocalDate afterWholeMonths(LocalDate to) {
    boolean whole =
        !to.isBefore(BusinessDay.of(clock.instant())) || to.getDayOfMonth() == to.lengthOfMonth();
    return whole ? to.plusMonths(1).withDayOfMonth(1) : to.withDayOfMonth(1);
  }

  private static void add(Map<Key, FigureRows.Sums> sums, List<Row> rows) {
    for (Row row : rows) sums.merge(row.key(), row.sums(), FigureRows.Sums::plus);
  }

  private List<Row> months(ProgrammeId programme, LocalDate from, LocalDate next) {
    return rows(
        """
        select f.project, f.month, f.merchant_county, sum(f.donations), sum(f.given), sum(f.refunds), sum(f.returned)
        from giving.figure f join giving.project p on p.id = f.project
        where p.programme = :programme and f.month >= :from and f.month < :to group by 1, 2, 3 limit :limit
        """,
        programme,
        from,
        next);
  }

  private List<Row> days(ProgrammeId programme, LocalDate from, LocalDate to) {
    return rows(
        """
        select d.project, d.month, m.county, sum(d.donations), sum(d.given), sum(d.refunds), sum(d.returned) from (
          select project, merchant, date_trunc('month', business_date)::date as month, count(*) as donations, sum(donation) as given,
            0 as refunds, 0 as returned
          from giving.sale where programme = :programme and business_date between :from and :to group by 1, 2, 3
          union all
          select project, merchant, date_trunc('month', business_date)::date, 0, 0, count(*), sum(returned)
          from giving.refund where programme = :programme and state = 'DONE' and business_date between :from and :to group by 1, 2, 3
        ) d join giving.merchant m on m.id = d.merchant group by 1, 2, 3 limit :limit
        """,
        programme,
        from,
        to);
  }

  private List<Row> rows(String select, ProgrammeId programme, LocalDate from, LocalDate to) {
    return sql.sql(select)
        .param("programme", programme.text())
        .param("from", from)
        .param("to", to)
        .param("limit", MAX_ROWS)
        .query(
            (row, number) ->
                new Row(
                    new Key(
                        row.getObject(1, UUID.class),
                        YearMonth.from(row.getObject(2, LocalDate.class)),
                        row.getString(3)),
                    new FigureRows.Sums(
                        row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7))))
        .list();
  }

  @Override
  public Vouchers vouchers(
      Kind kind, ProgrammeId programme, LocalDate from, LocalDate to, Page.Wanted page) {
    String rows =
        switch (kind) {
          case DONATIONS ->
              "select id, business_date, project, merchant, donation as amount from giving.sale where programme = :programme";
          case REFUNDS ->
              "select id, business_date, project, merchant, returned as amount from giving.refund where programme = :programme and state = 'DONE'";
        };
    rows += " and business_date between :from and :to";
    record Total(long count, long sum) {}
    Total total =
        bound(
                "select count(*), coalesce(sum(amount), 0)::bigint from (" + rows + ") v",
                programme,
                from,
                to)
            .query((row, number) -> new Total(row.getLong(1), row.getLong(2)))
            .single();
    List<Voucher> items =
        bound(rows + " order by business_date, id limit :size offset :offset", programme, from, to)
            .param("size", page.size())
            .param("offset", page.offset())
            .query(
                (row, number) ->
                    new Voucher(
                        row.getObject("id", UUID.class),
                        row.getObject("business_date", LocalDate.class),
                        row.getObject("project", UUID.class),
                        row.getObject("merchant", UUID.class),
                        Money.fen(row.getLong("amount"))))
            .list();
    return new Vouchers(
        new Page<>(items, total.count(), page.number(), page.size()), Money.fen(total.sum()));
  }

  private JdbcClient.StatementSpec bound(
      String select, ProgrammeId programme, LocalDate from, LocalDate to) {
    return sql.sql(select).param("programme", programme.text()).param("from", from).param("to", to);
  }
}
