package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Where lines stand in time. Their numbers have no gaps and grow in the order of the commits, so
/// that a moment is a number: that of the last line recorded before it.
///
/// Should the clock have been put back, the batches of the stretch that it went through twice count
/// with the one that was recorded last; what a statement says stays consistent in itself.
record Journal(int shard, JdbcClient sql) {

  private static final String ENTRY =
      "select number, first_line, lines, digest, recorded_at from ledger.journal where shard_key = :shard";

  /// The number of the last line that is committed; 0 before the first.
  long lastLine() {
    return sql.sql("select last_line from ledger.shard_lease where shard_key = :shard")
        .param("shard", shard)
        .query(Long.class)
        .single();
  }

  /// The number of the last batch that is committed; 0 before the first.
  long lastBatch() {
    return sql.sql("select last_batch from ledger.shard_lease where shard_key = :shard")
        .param("shard", shard)
        .query(Long.class)
        .single();
  }

  /// The number of the last line recorded before the moment; 0 if none was.
  long lastLineBefore(Instant moment) {
    Instant micro = clamped(moment).truncatedTo(ChronoUnit.MICROS);
    return last(micro.isBefore(moment) ? "<=" : "<", micro);
  }

  /// The number of the last line recorded at the moment or before; 0 if none was.
  long lastLineUntil(Instant moment) {
    return last("<=", clamped(moment).truncatedTo(ChronoUnit.MICROS));
  }

  private long last(String before, Instant micro) {
    return sql.sql(
            """
            select first_line + lines - 1 from ledger.journal where shard_key = :shard and recorded_at %s :moment
            order by recorded_at desc, number desc limit 1
            """
                .formatted(before))
        .param("shard", shard)
        .param("moment", Books.utc(micro))
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  /// The batch that a line was written in.
  Optional<JournalEntry> find(long line) {
    return sql.sql(ENTRY + " and first_line <= :line order by first_line desc limit 1")
        .param("shard", shard)
        .param("line", line)
        .query((row, number) -> entry(row))
        .optional()
        .filter(entry -> line <= entry.lastLine());
  }

  /// The batches behind that number, in order.
  List<JournalEntry> after(long number, int limit) {
    return sql.sql(ENTRY + " and number > :number order by number limit :limit")
        .param("shard", shard)
        .param("number", number)
        .param("limit", limit)
        .query((row, each) -> entry(row))
        .list();
  }

  /// A moment as the database can hold it.
  private static Instant clamped(Instant moment) {
    Instant first = Instant.parse("0001-01-01T00:00:00Z");
    Instant last = Instant.parse("9999-12-31T00:00:00Z");
    return moment.isBefore(first) ? first : moment.isAfter(last) ? last : moment;
  }

  private static JournalEntry entry(ResultSet row) throws SQLException {
    return new JournalEntry(
        row.getLong("number"),
        row.getLong("first_line"),
        row.getInt("lines"),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
        HexFormat.of().formatHex(row.getBytes("digest")));
  }
}
