package org.yutang.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The right to write a shard. Its row is locked for the length of every batch; the epoch tells a
/// writer that another one has written since. A writer that has written nothing for [#TERM] can be
/// relieved by another.
final class Lease {

  /// How long a writer is waited for that has stopped without giving its lease back.
  static final Duration TERM = Duration.ofSeconds(2);

  private static final String LOCKED = "55P03";

  private final int shard;
  private final UUID holder = UUID.randomUUID();
  private long epoch = -1;

  Lease(int shard) {
    this.shard = shard;
  }

  /// The shard's row as it was locked: the numbers to go on from.
  ///
  /// @param taken whether somebody else, or nobody, held it before, so that what is remembered of
  ///   the shard may be wrong
  record Held(long epoch, boolean taken, long lastLine, long lastBatch, byte[] digest) {

    /// After a batch of so many lines.
    Held after(int lines, byte[] newDigest) {
      return new Held(epoch, taken, lastLine + lines, lastBatch + 1, newDigest);
    }
  }

  /// Somebody else holds it; try again within [#TERM].
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    Busy(int shard) {
      super("another server writes shard " + shard + " of this ledger");
    }
  }

  private record Row(long epoch, @Nullable UUID holder, boolean stale, Held held) {}

  /// Locks the shard's row for the open transaction.
  ///
  /// @throws Busy if somebody else holds the lease, or is just about to
  Held lock(Rows rows) throws SQLException {
    Row row = read(rows);
    if (holder.equals(row.holder()) && epoch == row.epoch()) return row.held();
    if (row.holder() != null && !row.stale()) throw new Busy(shard);
    return new Held(
        row.epoch() + 1, true, row.held().lastLine(), row.held().lastBatch(), row.held().digest());
  }

  /// Waits for no lock: whoever has it may have been stopped in mid-transaction.
  private Row read(Rows rows) throws SQLException {
    try {
      return rows
          .query(
                """
                select epoch, holder, renewed_at < clock_timestamp() - ? * interval '1 millisecond' as stale, last_line, last_batch, digest
                from ledger.shard_lease where shard_key = ? for update nowait
                """,
                found ->
                    new Row(
                        found.getLong(1),
                        found.getObject(2, UUID.class),
                        found.getBoolean(3),
                        new Held(
                            found.getLong(1),
                            false,
                            found.getLong(4),
                            found.getLong(5),
                            found.getBytes(6))),
                TERM.toMillis(),
                shard)
            .getFirst();
    } catch (SQLException e) {
      if (LOCKED.equals(e.getSQLState())) throw new Busy(shard);
      throw e;
    }
  }

  /// Writes the numbers back and holds the lease on. Call [#committed] after the commit.
  void renew(Rows rows, Held held) throws SQLException {
    rows.update(
        """
        update ledger.shard_lease set epoch = ?, holder = ?, renewed_at = clock_timestamp(), last_line = ?, last_batch = ?, digest = ?
        where shard_key = ?
        """,
        held.epoch(),
        holder,
        held.lastLine(),
        held.lastBatch(),
        held.digest(),
        shard);
  }

  /// After the commit of a batch that [#renew] was called in.
  void committed(Held held) {
    epoch = held.epoch();
  }

  void release(Rows rows) throws SQLException {
    rows.update(
        "update ledger.shard_lease set holder = null where shard_key = ? and holder = ? and epoch = ?",
        shard,
        holder,
        epoch);
  }
}
