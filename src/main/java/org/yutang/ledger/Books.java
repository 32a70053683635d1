package org.yutang.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yutang.ledger.Rows.Column;

/// One batch of one shard in the open transaction: locks the lease, loads what the commands name,
/// lets [Batch] decide, and writes lines, reservations, balances and one journal row.
final class Books {

  private static final String RESERVATION =
      "select id, debit, credit, amount, unit, memo, business_date, owner, expires_at from ledger.reservation where shard_key = ? and ";

  private final int shard;
  private final Lease lease;
  private final Partitions partitions;

  Books(int shard, Lease lease, Partitions partitions) {
    this.shard = shard;
    this.lease = lease;
    this.partitions = partitions;
  }

  /// What came of it; [Lease#committed] is still to be told.
  record Written(List<Outcome> outcomes, Lease.Held held) {}

  Written write(Rows rows, List<Command> commands, Instant now) throws SQLException {
    Lease.Held held = lease.lock(rows);
    List<Reservation> due = dueReservations(rows, now);
    Batch batch = load(rows, commands, due, now);
    batch.expire(due);
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (Command command : commands) outcomes.add(batch.decide(command));
    if (batch.lines().isEmpty()) return new Written(outcomes, held);
    insertLines(rows, batch.lines(), held, now);
    insertReservations(rows, batch.made(), now);
    deleteReservations(rows, batch.closed());
    updateBalances(rows, batch.changed());
    Lease.Held next = insertJournal(rows, batch.lines(), held, now);
    lease.renew(rows, next);
    return new Written(outcomes, next);
  }

  private Batch load(Rows rows, List<Command> commands, List<Reservation> due, Instant now)
      throws SQLException {
    Set<UUID> ids = new HashSet<>();
    Set<UUID> accounts = new HashSet<>();
    Set<UUID> reservations = new HashSet<>();
    for (Command command : commands) {
      ids.add(command.id());
      switch (command) {
        case Command.Transfer t -> accounts.addAll(List.of(t.from(), t.to()));
        case Command.Linked l -> {
          for (Command.Transfer t : l.transfers()) {
            ids.add(t.id());
            accounts.addAll(List.of(t.from(), t.to()));
          }
        }
        case Command.Reserve r -> accounts.addAll(List.of(r.from(), r.to()));
        case Command.Post p -> reservations.add(p.reservation());
        case Command.Void v -> reservations.add(v.reservation());
      }
    }
    Map<UUID, Reservation> open = openReservations(rows, reservations);
    due.forEach(reservation -> open.put(reservation.id(), reservation));
    reservations.removeAll(open.keySet());
    open.values()
        .forEach(
            reservation -> accounts.addAll(List.of(reservation.debit(), reservation.credit())));
    return new Batch(
        now, balances(rows, accounts), known(rows, ids), open, ended(rows, reservations));
  }

  private List<Reservation> dueReservations(Rows rows, Instant now) throws SQLException {
    return rows.query(
        RESERVATION + "expires_at <= ? order by expires_at, id limit ?",
        Books::reservation,
        shard,
        utc(now),
        Ledger.MAX_COMMANDS);
  }

  private Map<UUID, Reservation> openReservations(Rows rows, Set<UUID> ids) throws SQLException {
    Map<UUID, Reservation> open = new HashMap<>();
    if (ids.isEmpty()) return open;
    for (Reservation found :
        rows.query(RESERVATION + "id = any (?)", Books::reservation, shard, uuids(ids, id -> id)))
      open.put(found.id(), found);
    return open;
  }

  private Map<UUID, Balance> balances(Rows rows, Set<UUID> ids) throws SQLException {
    return rows
        .query(
            "select id, unit, may_go_negative, balance, reserved from ledger.account where shard_key = ? and id = any (?)",
            found ->
                new Balance(
                    id(found, 1),
                    found.getString(2),
                    found.getBoolean(3),
                    found.getLong(4),
                    found.getLong(5)),
            shard,
            uuids(ids, id -> id))
        .stream()
        .collect(Collectors.toMap(balance -> balance.id, balance -> balance));
  }

  /// The bounds beside the list let PostgreSQL leave out partitions.
  private Map<UUID, UUID> known(Rows rows, Set<UUID> ids) throws SQLException {
    Map<UUID, UUID> known = new HashMap<>();
    record Known(UUID id, UUID content) {}
    for (Known found :
        rows.query(
            """
            select id, content from ledger.transfer
            where shard_key = ? and id = any (?) and id >= ? and id <= ?
            """,
            row -> new Known(id(row, 1), id(row, 2)),
            shard,
            uuids(ids, id -> id),
            Partitions.least(ids),
            Partitions.greatest(ids))) known.put(found.id(), found.content());
    return known;
  }

  private Map<UUID, LineKind> ended(Rows rows, Set<UUID> reservations) throws SQLException {
    Map<UUID, LineKind> ended = new HashMap<>();
    if (reservations.isEmpty()) return ended;
    record Ended(UUID reservation, LineKind how) {}
    for (Ended found :
        rows.query(
            "select reservation, kind from ledger.transfer where shard_key = ? and reservation = any (?)",
            row -> new Ended(id(row, 1), LineKind.of(row.getInt(2))),
            shard,
            uuids(reservations, id -> id))) ended.put(found.reservation(), found.how());
    return ended;
  }

  private void insertLines(Rows rows, List<NewLine> lines, Lease.Held held, Instant now)
      throws SQLException {
    partitions.requireFor(lines);
    int inserted =
        rows.update(
            """
            insert into ledger.transfer
              (shard_key, id, line, kind, debit, credit, amount, unit, memo, business_date, reservation, linked, content, recorded_at)
            select ?, id, ? + position, kind, debit, credit, amount, unit, memo, business_date, reservation, linked, content, ?
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
              as line (id, kind, debit, credit, amount, unit, memo, business_date, reservation, linked, content, position)
            on conflict do nothing
            """,
            shard,
            held.lastLine(),
            utc(now),
            uuids(lines, NewLine::id),
            Column.of("int2", lines, line -> (short) line.kind().code),
            uuids(lines, NewLine::debit),
            uuids(lines, NewLine::credit),
            Column.of("int8", lines, NewLine::amount),
            Column.of("text", lines, NewLine::unit),
            Column.of("text", lines, NewLine::memo),
            Column.of("date", lines, NewLine::businessDate),
            uuids(lines, NewLine::reservation),
            uuids(lines, NewLine::linked),
            uuids(lines, NewLine::content));
    require(inserted, lines.size(), "lines");
  }

  private void insertReservations(Rows rows, Collection<Reservation> made, Instant now)
      throws SQLException {
    if (made.isEmpty()) return;
    int inserted =
        rows.update(
            """
            insert into ledger.reservation (shard_key, id, debit, credit, amount, unit, memo, business_date, owner, expires_at, made_at)
            select ?, id, debit, credit, amount, unit, memo, business_date, owner, expires_at, ?
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) as made (id, debit, credit, amount, unit, memo, business_date, owner, expires_at)
            on conflict do nothing
            """,
            shard,
            utc(now),
            uuids(made, Reservation::id),
            uuids(made, Reservation::debit),
            uuids(made, Reservation::credit),
            Column.of("int8", made, Reservation::amount),
            Column.of("text", made, Reservation::unit),
            Column.of("text", made, Reservation::memo),
            Column.of("date", made, Reservation::businessDate),
            Column.of("text", made, Reservation::owner),
            Column.of("timestamptz", made, each -> utc(each.expiresAt())));
    require(inserted, made.size(), "reservations");
  }

  private void deleteReservations(Rows rows, List<UUID> closed) throws SQLException {
    if (closed.isEmpty()) return;
    int deleted =
        rows.update(
            "delete from ledger.reservation where shard_key = ? and id = any (?)",
            shard,
            uuids(closed, id -> id));
    require(deleted, closed.size(), "reservations");
  }

  private void updateBalances(Rows rows, List<Balance> changed) throws SQLException {
    if (changed.isEmpty()) return;
    int updated =
        rows.update(
            """
            update ledger.account a set balance = a.balance + c.balance, reserved = a.reserved + c.reserved, movements = a.movements + c.movements
            from (select * from unnest(?, ?, ?, ?) as u (id, balance, reserved, movements)) c
            where a.shard_key = ? and a.id = c.id
            """,
            uuids(changed, balance -> balance.id),
            Column.of("int8", changed, Balance::balanceChange),
            Column.of("int8", changed, Balance::reservedChange),
            Column.of("int8", changed, balance -> (long) balance.movements()),
            shard);
    require(updated, changed.size(), "accounts");
  }

  private Lease.Held insertJournal(Rows rows, List<NewLine> lines, Lease.Held held, Instant now)
      throws SQLException {
    byte[] digest = digest(held.digest(), lines);
    long number = held.lastBatch() + 1;
    rows.update(
        "insert into ledger.journal (shard_key, number, first_line, lines, digest, recorded_at) values (?, ?, ?, ?, ?, ?)",
        shard,
        number,
        held.lastLine() + 1,
        lines.size(),
        digest,
        utc(now));
    return new Lease.Held(held.epoch(), held.lastLine() + lines.size(), number, digest);
  }

  /// SHA-256 over the digest of the batch before and each line's id and content.
  private static byte[] digest(byte[] before, List<NewLine> lines) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(before);
      ByteBuffer line = ByteBuffer.allocate(32);
      for (NewLine each : lines) {
        line.clear();
        line.putLong(each.id().getMostSignificantBits())
            .putLong(each.id().getLeastSignificantBits());
        line.putLong(each.content().getMostSignificantBits())
            .putLong(each.content().getLeastSignificantBits());
        sha.update(line.array());
      }
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reservation reservation(ResultSet row) throws SQLException {
    return new Reservation(
        id(row, 1),
        id(row, 2),
        id(row, 3),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getObject(7, java.time.LocalDate.class),
        row.getString(8),
        row.getObject(9, OffsetDateTime.class).toInstant());
  }

  private static UUID id(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  private static <T> Column uuids(
      Collection<T> rows,
      Function<? super T, ? extends @org.jspecify.annotations.Nullable UUID> id) {
    return Column.of("uuid", rows, id);
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static void require(int found, int expected, String what) {
    if (found != expected)
      throw new IllegalStateException(
          found
              + " of "
              + expected
              + " "
              + what
              + " were written: somebody else writes this shard");
  }
}
