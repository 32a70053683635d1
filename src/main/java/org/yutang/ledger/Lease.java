package org.yutang.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The right to write a shard, kept in the shard's row: its holder, an epoch that rises with each
/// new holder, and the numbers that the next batch goes on from. Every batch ends with [#pass], in
/// its own transaction, which fails unless the row is as this holder left it. A writer that has
/// written nothing for [#TERM] can be relieved by another.
final class Lease {

  /// How long a writer is waited for that has stopped without giving its lease back.
  static final Duration TERM = Duration.ofSeconds(2);

  private static final String LOCKED = "55P03";

  private final int shard;
  private final UUID holder = UUID.randomUUID();

  Lease(int shard) {
    this.shard = shard;
  }

  /// Where a holder is in the shard's line of batches.
  record Held(long epoch, long lastLine, long lastBatch, byte[] digest) {

    /// After a batch of so many lines.
    Held after(int lines, byte[] newDigest) {
      return new Held(epoch, lastLine + lines, lastBatch + 1, newDigest);
    }
  }

  /// Somebody else holds it; try again within [#TERM].
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    Busy(int shard) {
      super("another server writes shard " + shard + " of this ledger");
    }
  }

  /// Somebody else has taken it since: roll back, and believe nothing that is remembered.
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    Lost(int shard) {
      super("another server has taken shard " + shard + " of this ledger");
    }

    /// A batch that was decided too long ago; it is decided again, too.
    Lost(Instant decided) {
      super("a batch was decided at " + decided + " and not written for too long");
    }
  }

  private record Row(@Nullable UUID holder, boolean stale, Held held) {}

  /// Takes the lease, under a new epoch.
  ///
  /// @throws Busy if somebody else holds it, or is just about to
  Held take(Rows rows) throws SQLException {
    Row row = lock(rows);
    if (row.holder != null && !row.holder.equals(holder) && !row.stale) throw new Busy(shard);
    Held there = row.held;
    rows.update(
        "update ledger.shard_lease set epoch = ?, holder = ?, renewed_at = clock_timestamp() where shard_key = ?",
        there.epoch + 1,
        holder,
        shard);
    return new Held(there.epoch + 1, there.lastLine, there.lastBatch, there.digest);
  }

  /// Waits for no lock: whoever has it may have been stopped in mid-transaction.
  private Row lock(Rows rows) throws SQLException {
    try {
      return rows.query(
              """
              select holder, renewed_at < clock_timestamp() - ? * interval '1 millisecond', epoch, last_line, last_batch, digest
              from ledger.shard_lease where shard_key = ? for update nowait
              """,
              found ->
                  new Row(
                      found.getObject(1, UUID.class),
                      found.getBoolean(2),
                      new Held(
                          found.getLong(3), found.getLong(4), found.getLong(5), found.getBytes(6))),
              TERM.toMillis(),
              shard)
          .getFirst();
    } catch (SQLException e) {
      if (LOCKED.equals(e.getSQLState())) throw new Busy(shard);
      throw e;
    }
  }

  /// Goes from one batch to the next and renews the lease; locks the row until the transaction
  /// ends, so that no two batches end at once.
  ///
  /// @throws Lost unless the row is as it was after the batch before
  void pass(Rows rows, Held from, Held to) throws SQLException {
    int passed =
        rows.update(
            """
            update ledger.shard_lease set renewed_at = clock_timestamp(), last_line = ?, last_batch = ?, digest = ?
            where shard_key = ? and holder = ? and epoch = ? and last_batch = ?
            """,
            to.lastLine,
            to.lastBatch,
            to.digest,
            shard,
            holder,
            from.epoch,
            from.lastBatch);
    if (passed != 1) throw new Lost(shard);
  }

  /// Whether the shard is ours, or nobody's.
  boolean isFree(Rows rows) throws SQLException {
    return rows.query(
            """
            select holder is null or holder = ? or renewed_at < clock_timestamp() - ? * interval '1 millisecond'
            from ledger.shard_lease where shard_key = ?
            """,
            found -> found.getBoolean(1),
            holder,
            TERM.toMillis(),
            shard)
        .getFirst();
  }

  /// For answers that write nothing.
  ///
  /// @throws Lost if somebody else holds it
  void require(Rows rows, Held held) throws SQLException {
    if (rows.query(
            "select 1 from ledger.shard_lease where shard_key = ? and holder = ? and epoch = ?",
            found -> found.getInt(1),
            shard,
            holder,
            held.epoch)
        .isEmpty()) throw new Lost(shard);
  }

  void release(Rows rows) throws SQLException {
    rows.update(
        "update ledger.shard_lease set holder = null where shard_key = ? and holder = ?",
        shard,
        holder);
  }
}
