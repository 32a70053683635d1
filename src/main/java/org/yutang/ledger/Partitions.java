package org.yutang.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.Uuids;

/// The partitions of `ledger.transfer`: one a calendar month (UTC) of the millisecond in the id,
/// made when first needed.
final class Partitions {

  /// A table or a type of that name is there.
  private static final Set<String> MADE_MEANWHILE = Set.of("42P07", "42710", "23505");

  private final JdbcClient sql;
  private final Set<YearMonth> present = new ConcurrentSkipListSet<>();

  Partitions(JdbcClient sql) {
    this.sql = sql;
  }

  /// Makes those that these ids need; outside the batch's transaction, because making one locks out
  /// readers until its end.
  void makeFor(Collection<Asked> commands, Instant now) {
    Set<YearMonth> months = new TreeSet<>();
    months.add(month(now));
    for (Asked asked : commands) {
      Command command = asked.command();
      add(months, command.id(), now);
      if (command instanceof Command.Linked linked)
        for (Command.Transfer member : linked.transfers()) add(months, member.id(), now);
    }
    months.removeAll(present);
    for (YearMonth month : months) make(month);
  }

  void requireFor(Collection<NewLine> lines) {
    for (NewLine line : lines)
      if (!present.contains(month(Uuids.instantOf(line.id()))))
        throw new IllegalStateException("no partition for " + line.id());
  }

  private static void add(Set<YearMonth> months, UUID id, Instant now) {
    Instant cause = Uuids.instantOf(id);
    if (!cause.isBefore(now.minus(Batch.OLDEST_ID)) && !cause.isAfter(now.plus(Batch.NEWEST_ID)))
      months.add(month(cause));
  }

  private void make(YearMonth month) {
    try {
      create(month);
    } catch (DataAccessException e) { // "if not exists" does not see one that is being made
      if (!(e.getMostSpecificCause() instanceof SQLException cause)
          || !MADE_MEANWHILE.contains(String.valueOf(cause.getSQLState()))) throw e;
    }
    present.add(month);
  }

  private void create(YearMonth month) {
    sql.sql(
            String.format(
                Locale.ROOT,
                "create table if not exists ledger.transfer_%04d%02d partition of ledger.transfer for values from ('%s') to ('%s')",
                month.getYear(),
                month.getMonthValue(),
                lowest(month),
                lowest(month.plusMonths(1))))
        .update();
  }

  private static YearMonth month(Instant instant) {
    return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
  }

  private static UUID lowest(YearMonth month) {
    return new UUID(
        month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() << 16, 0);
  }

  /// The least of the ids in PostgreSQL's order, which is that of unsigned bytes (Java's is not).
  static UUID least(Collection<UUID> ids) {
    return ids.stream().min(Partitions::compare).orElseThrow();
  }

  static UUID greatest(Collection<UUID> ids) {
    return ids.stream().max(Partitions::compare).orElseThrow();
  }

  private static int compare(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
