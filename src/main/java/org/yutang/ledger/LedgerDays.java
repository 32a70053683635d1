package org.yutang.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Cells;
import org.yutang.kernel.Refusal;

/// The lines that a shard *recorded* on one day of China's time, as CSV, in their order.
///
/// By recorded day and not by business date, because a day that is over never changes any more: the
/// same day gives the same bytes whenever it is asked for, and whoever keeps yesterday's file can
/// prove what stood in the books. Every line is there, heads of groups as well, with its batch and
/// content, so that the digests of the journal can be computed from the file alone.
@Component
public class LedgerDays {

  /// The first line of every file.
  public static final String HEAD =
      "batch,number,id,kind,business_date,recorded_at,from,to,amount,unit,memo,reservation,linked,holder,content";

  private static final int BATCHES_AT_ONCE = 1000;

  /// After that nothing is recorded for a day that is over.
  private static final Duration LATEST = org.yutang.ledger.Writer.OLDEST_DRAFT.multipliedBy(2);

  private final Sharding sharding;
  private final JdbcClient sql;
  private final Clock clock;

  LedgerDays(Sharding sharding, JdbcClient sql, Clock clock) {
    this.sharding = sharding;
    this.sql = sql;
    this.clock = clock;
  }

  /// What a day's file holds.
  ///
  /// @param rows without the head
  /// @param firstLine and `lastLine` are their numbers; without rows, the number before and one
  ///   less
  /// @param digest of the last batch up to the end of the day, or zeros before the first
  public record Day(
      int shard, LocalDate day, long rows, long firstLine, long lastLine, String digest) {}

  /// Refuses with [LedgerRefusal#DAY_NOT_OVER] and [LedgerRefusal#UNKNOWN_SHARD].
  public Day get(int shard, LocalDate day) {
    if (!sharding.all().contains(shard))
      throw new Refusal(LedgerRefusal.UNKNOWN_SHARD, Map.of("shard", shard));
    if (!day.isBefore(BusinessDay.of(clock.instant().minus(LATEST))))
      throw new Refusal(LedgerRefusal.DAY_NOT_OVER, Map.of("day", day));
    Instant end = begin(day.plusDays(1));
    Journal journal = new Journal(shard, sql);
    long before = journal.lastLineBefore(begin(day));
    long last = Math.max(before, journal.lastLineBefore(end));
    return new Day(
        shard,
        day,
        last - before,
        before + 1,
        last,
        journal.find(last).map(JournalEntry::digest).orElse("0".repeat(64)));
  }

  /// Writes the file of a day, lines ending in LF. Throws [IllegalStateException], in the middle of
  /// it, if lines are missing: half a day must not look like one.
  public void write(Day day, OutputStream to) throws IOException {
    Writer out = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    out.write(HEAD + "\n");
    LineReader reader = new LineReader(day.shard, sql, day.firstLine - 1, day.lastLine);
    long written = 0;
    Journal journal = new Journal(day.shard, sql);
    long number = journal.find(day.firstLine).map(entry -> entry.number() - 1).orElse(0L);
    long covered = day.firstLine - 1;
    while (covered < day.lastLine) {
      List<JournalEntry> entries = journal.after(number, BATCHES_AT_ONCE);
      if (entries.isEmpty()) break;
      for (JournalEntry entry : entries) {
        number = entry.number();
        covered = entry.lastLine();
        for (LineReader.Row row = reader.next(covered); row != null; row = reader.next(covered)) {
          out.write(row(number, row));
          written++;
        }
        if (covered >= day.lastLine) break;
      }
    }
    if (written != day.rows)
      throw new IllegalStateException(
          written + " of " + day.rows + " lines of " + day.day + " are there");
    out.flush();
  }

  private static Instant begin(LocalDate day) {
    return day.atStartOfDay(BusinessDay.ZONE).toInstant();
  }

  private static String row(long batch, LineReader.Row row) {
    return Stream.<@Nullable Object>of(
                batch,
                row.line(),
                row.id(),
                row.kind().word(),
                row.businessDate(),
                row.recordedAt(),
                row.debit(),
                row.credit(),
                row.kind() == LineKind.GROUP
                    ? null
                    : new Unit(row.unit()).plain(BigInteger.valueOf(row.amount())),
                row.unit(),
                Cells.csv(row.memo()),
                row.reservation(),
                row.linked(),
                row.holder(),
                row.content())
            .map(cell -> cell == null ? "" : cell.toString())
            .collect(Collectors.joining(","))
        + "\n";
  }
}
