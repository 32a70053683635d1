package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All lines of a range in the order of their numbers, a window at a time, so that any number of
/// them needs the same memory and no transaction stays open. One thread.
final class LineReader {

  /// How many numbers are read at once.
  private static final int WINDOW = 10_000;

  private final int shard;
  private final JdbcClient sql;
  private final long last;
  private final Deque<Row> window = new ArrayDeque<>();
  private long read;

  /// @param after and `last` bound the numbers, the second of them included
  LineReader(int shard, JdbcClient sql, long after, long last) {
    this.shard = shard;
    this.sql = sql;
    this.read = after;
    this.last = last;
  }

  /// A line as it stands in the table; the head of a group has no accounts and no day.
  record Row(
      UUID id,
      long line,
      LineKind kind,
      @Nullable UUID debit,
      @Nullable UUID credit,
      long amount,
      String unit,
      String memo,
      @Nullable LocalDate businessDate,
      @Nullable UUID reservation,
      @Nullable UUID linked,
      @Nullable UUID holder,
      UUID content,
      Instant recordedAt) {}

  /// The next line whose number is at most that; null if there is none.
  @Nullable Row next(long upTo) {
    while (window.isEmpty() && read < last) fill();
    Row next = window.peek();
    return next == null || next.line > upTo ? null : window.poll();
  }

  private void fill() {
    long until = Math.min(last, read + WINDOW);
    window.addAll(
        sql.sql(
                """
                select id, line, kind, debit, credit, amount, unit, memo, business_date, reservation, linked, holder, content, recorded_at
                from ledger.transfer where shard_key = :shard and line > :after and line <= :until order by line, id
                """)
            .param("shard", shard)
            .param("after", read)
            .param("until", until)
            .query((row, number) -> row(row))
            .list());
    read = until;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getLong("line"),
        LineKind.of(row.getInt("kind")),
        row.getObject("debit", UUID.class),
        row.getObject("credit", UUID.class),
        row.getLong("amount"),
        row.getString("unit"),
        row.getString("memo"),
        row.getObject("business_date", LocalDate.class),
        row.getObject("reservation", UUID.class),
        row.getObject("linked", UUID.class),
        row.getObject("holder", UUID.class),
        row.getObject("content", UUID.class),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant());
  }
}
