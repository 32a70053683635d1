package org.yutang.ledger;

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

  private static final int MOST_TRIES = 20;

  private final JdbcClient sql;
  private final Set<YearMonth> present = new ConcurrentSkipListSet<>();

  Partitions(JdbcClient sql) {
    this.sql = sql;
  }

  /// Makes those that these ids need; outside the batch's transaction.
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

  private static void add(Set<YearMonth> months, UUID id, Instant now) {
    Instant cause = Uuids.instantOf(id);
    if (!cause.isBefore(now.minus(Batch.OLDEST_ID)) && !cause.isAfter(now.plus(Batch.NEWEST_ID)))
      months.add(month(cause));
  }

  /// Somebody else may be making it at the same time.
  private void make(YearMonth month) {
    for (int tries = 0; !isThere(month); tries++)
      try {
        create(month);
      } catch (DataAccessException e) {
        if (tries == MOST_TRIES && !isThere(month)) throw e;
      }
    present.add(month);
  }

  private boolean isThere(YearMonth month) {
    return sql.sql(
            "select exists (select 1 from pg_inherits where inhparent = 'ledger.transfer'::regclass and inhrelid = to_regclass(:name))")
        .param("name", name(month))
        .query(Boolean.class)
        .single();
  }

  /// Made apart and then attached, which waits for no reader and no writer of the others; `create
  /// table … partition of` would wait for a backup to end, and everybody else behind it.
  private void create(YearMonth month) {
    sql.sql(
            "create table if not exists %s (like ledger.transfer including all)"
                .formatted(name(month)))
        .update();
    sql.sql(
            "alter table ledger.transfer attach partition %s for values from ('%s') to ('%s')"
                .formatted(name(month), lowest(month), lowest(month.plusMonths(1))))
        .update();
  }

  private static String name(YearMonth month) {
    return String.format(
        Locale.ROOT, "ledger.transfer_%04d%02d", month.getYear(), month.getMonthValue());
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
