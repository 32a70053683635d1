package org.yutang.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Adds up what moved an account, without reading all of it each time.
///
/// A fund that nine thousand million donations go through cannot be added up line by line whenever
/// somebody opens its statement, and neither a running balance in each line nor a tree by business
/// date would be paid for by the reader: both cost the writer, for every line. So whoever reads an
/// account that many lines have moved leaves behind a *tally*: sums by business date of the lines
/// up to one of them. Lines never change and later ones have greater numbers, so a tally is right
/// for ever; what came after it is added up live and is short, because [#catchUp] comes first and
/// [Tallies] every minute.
///
/// A moment is a line's number (see [Journal]). Days of the tally that end before that line count
/// whole, and only days that it cuts through are read line by line.
record Turnovers(int shard, JdbcClient sql) {

  /// How many lines a tally may be behind, and how many it takes up at once.
  static final int STEP = 10_000;

  /// The most steps of one call, so that a first reader waits for some of it and not for all.
  private static final int MOST_STEPS = 500;

  private record Day(LocalDate date, long firstLine, long lastLine, Turnover turnover) {}

  /// @param upTo the last line that the days hold
  private record Tally(long upTo, List<Day> days) {
    static final Tally NONE = new Tally(0, List.of());
  }

  /// What moved the account up to that line.
  Turnover upTo(UUID account, long line) {
    Tally tally = tally(account);
    Turnover sum = Turnover.NONE;
    List<LocalDate> cut = new ArrayList<>();
    long first = Long.MAX_VALUE;
    for (Day day : tally.days)
      if (day.lastLine <= line) sum = sum.plus(day.turnover);
      else if (day.firstLine <= line) {
        cut.add(day.date);
        first = Math.min(first, day.firstLine);
      }
    if (!cut.isEmpty())
      sum =
          sum.plus(sum(Moved.lines(shard, account, first - 1, Math.min(line, tally.upTo)).on(cut)));
    return line > tally.upTo ? sum.plus(sum(Moved.lines(shard, account, tally.upTo, line))) : sum;
  }

  /// What moved the account on those business days and before them, up to the end of the books.
  OnDays on(UUID account, Span.Days days) {
    Tally tally = tally(account);
    long end = new Journal(shard, sql).lastLine(); // after the tally, which may be moving on
    Turnover before = Turnover.NONE;
    Turnover within = Turnover.NONE;
    long first = tally.upTo + 1;
    long last = 0;
    for (Day day : tally.days)
      if (day.date.isBefore(days.from())) before = before.plus(day.turnover);
      else if (!day.date.isAfter(days.to())) {
        within = within.plus(day.turnover);
        first = Math.min(first, day.firstLine);
        last = Math.max(last, day.lastLine);
      }
    Moved tail = Moved.lines(shard, account, tally.upTo, end);
    Turnover late = sum(tail.on(days));
    if (days.from().isAfter(LocalDate.MIN))
      before = before.plus(sum(tail.on(new Span.Days(LocalDate.MIN, days.from().minusDays(1)))));
    return new OnDays(before, within.plus(late), first - 1, late.lines() > 0 ? end : last);
  }

  /// @param after and `upTo` bound the numbers of all lines within
  record OnDays(Turnover before, Turnover within, long after, long upTo) {}

  /// Adds up line by line.
  Turnover sum(Moved moved) {
    return moved
        .on(
            sql,
            """
            select came.lines + went.lines as lines, came.amount as came, went.amount as went
            from (select count(*) as lines, coalesce(sum(amount), 0) as amount from (%s) c) came,
              (select count(*) as lines, coalesce(sum(amount), 0) as amount from (%s) w) went
            """
                .formatted(moved.half("amount", "credit"), moved.half("amount", "debit")))
        .query((row, number) -> turnover(row))
        .single();
  }

  /// Brings the account's tally near the end, if it is far behind.
  ///
  /// @param movements how many lines have moved the account
  void catchUp(UUID account, long movements) {
    Progress at = progress(account);
    for (int step = 0; step < MOST_STEPS && movements - at.lines >= STEP; step++) {
      if (!advance(account, at)) return;
      at = progress(account);
    }
  }

  private record Progress(long upTo, long lines) {}

  private Progress progress(UUID account) {
    return sql.sql(
            "select up_to, lines from ledger.tally where shard_key = :shard and account = :account")
        .param("shard", shard)
        .param("account", account)
        .query((row, number) -> new Progress(row.getLong(1), row.getLong(2)))
        .optional()
        .orElseGet(() -> new Progress(0, 0));
  }

  /// Takes up the next step, in one statement: whoever finds that somebody else moved the tally on
  /// meanwhile adds nothing.
  private boolean advance(UUID account, Progress from) {
    Moved rest = Moved.lines(shard, account, from.upTo, Long.MAX_VALUE);
    List<Long> next =
        rest.on(
                sql,
                "select line from ((%s order by line limit :step) union all (%s order by line limit :step)) moved order by line offset :step - 1 limit 1"
                    .formatted(rest.half("line", "debit"), rest.half("line", "credit")))
            .param("step", STEP)
            .query(Long.class)
            .list();
    if (next.isEmpty()) return false;
    sql.sql(
            "insert into ledger.tally (shard_key, account, up_to, lines) values (:shard, :account, 0, 0) on conflict do nothing")
        .param("shard", shard)
        .param("account", account)
        .update();
    Moved step = Moved.lines(shard, account, from.upTo, next.getFirst());
    step.on(
            sql,
            """
            with moved_on as (
              update ledger.tally set up_to = :upTo, lines = lines + :step
              where shard_key = :shard and account = :account and up_to = :after returning account
            )
            insert into ledger.tally_day as d (shard_key, account, business_date, first_line, last_line, lines, came, went)
            select :shard, moved_on.account, business_date, min(line), max(line), count(*), sum(came), sum(went)
            from moved_on, (%s union all %s) moved group by moved_on.account, business_date
            on conflict (shard_key, account, business_date) do update set
              first_line = least(d.first_line, excluded.first_line), last_line = greatest(d.last_line, excluded.last_line),
              lines = d.lines + excluded.lines, came = d.came + excluded.came, went = d.went + excluded.went
            """
                .formatted(
                    step.half("business_date, line, amount as came, 0 as went", "credit"),
                    step.half("business_date, line, 0 as came, amount as went", "debit")))
        .param("step", STEP)
        .update();
    return true;
  }

  /// One statement, because somebody may be bringing it forward.
  private Tally tally(UUID account) {
    record Row(long upTo, Day day) {}
    List<Row> rows =
        sql.sql(
                """
                select t.up_to, d.business_date, d.first_line, d.last_line, d.lines, d.came, d.went
                from ledger.tally t join ledger.tally_day d on d.shard_key = t.shard_key and d.account = t.account
                where t.shard_key = :shard and t.account = :account
                """)
            .param("shard", shard)
            .param("account", account)
            .query(
                (row, number) ->
                    new Row(
                        row.getLong("up_to"),
                        new Day(
                            row.getObject("business_date", LocalDate.class),
                            row.getLong("first_line"),
                            row.getLong("last_line"),
                            turnover(row))))
            .list();
    return rows.isEmpty()
        ? Tally.NONE
        : new Tally(rows.getFirst().upTo, rows.stream().map(Row::day).toList());
  }

  private static Turnover turnover(ResultSet row) throws SQLException {
    return new Turnover(row.getLong("lines"), whole(row, "came"), whole(row, "went"));
  }

  static BigInteger whole(ResultSet row, String column) throws SQLException {
    BigDecimal value = row.getBigDecimal(column);
    return value.toBigIntegerExact();
  }
}
