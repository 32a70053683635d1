package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// The statements of one shard: what a batch reads, and how it is written.
record Books(int shard) {

  private static final String RESERVATION =
      "select id, debit, credit, amount, unit, memo, business_date, owner, expires_at, holder from ledger.reservation where shard_key = ? and ";

  /// How long a transaction that writes may stand still; usually it waits some milliseconds for the
  /// batch before.
  static final int IDLE_SECONDS = 30;

  private static final int LOCK_SECONDS = 5;

  private static final String LIMITS =
      "select set_config('lock_timeout', '%ds', true), set_config('idle_in_transaction_session_timeout', '%ds', true)"
          .formatted(LOCK_SECONDS, IDLE_SECONDS);

  /// Some ids of the batch were used before; roll back and decide again knowing them all.
  static final class Repeats extends RuntimeException {
    private static final long serialVersionUID = 1;

    Repeats() {
      super("ids of the batch were used before", null, false, false);
    }
  }

  List<Accounts.Loaded> accounts(Rows rows, Set<UUID> ids) throws SQLException {
    return rows.query(
        """
        select id, unit, may_go_negative, most, per_holder, state, balance, reserved, expected
        from ledger.account where shard_key = ? and id = any (?)
        """,
        row ->
            new Accounts.Loaded(
                id(row, 1),
                row.getString(2),
                rules(row, 3),
                AccountState.valueOf(row.getString(6)),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9)),
        shard,
        Column.uuids(ids, id -> id));
  }

  /// Those counters of `wanted` that are there.
  Map<Counters.Key, Long> counters(Rows rows, Set<Counters.Key> wanted) throws SQLException {
    Map<Counters.Key, Long> used = new HashMap<>();
    rows.query(
        """
        select w.account, w.holder, c.used from unnest(?, ?) as w (account, holder)
        join ledger.counter c on c.shard_key = ? and c.account = w.account and c.holder = w.holder
        """,
        row -> used.put(new Counters.Key(id(row, 1), id(row, 2)), row.getLong(3)),
        Column.uuids(wanted, Counters.Key::account),
        Column.uuids(wanted, Counters.Key::holder),
        shard);
    return used;
  }

  /// Open reservations, those that expire first coming first.
  List<Reservation> nextToExpire(Rows rows, int limit) throws SQLException {
    return rows.query(
        RESERVATION + "true order by expires_at, id limit ?", Books::reservation, shard, limit);
  }

  List<Reservation> openReservations(Rows rows, Set<UUID> ids) throws SQLException {
    return ids.isEmpty()
        ? List.of()
        : rows.query(
            RESERVATION + "id = any (?)", Books::reservation, shard, Column.uuids(ids, id -> id));
  }

  /// The contents of those of the lines that are there. The bounds beside the list let PostgreSQL
  /// leave out partitions.
  Map<UUID, UUID> contents(Rows rows, Set<UUID> ids) throws SQLException {
    Map<UUID, UUID> known = new HashMap<>();
    if (ids.isEmpty()) return known;
    rows.query(
        "select id, content from ledger.transfer where shard_key = ? and id = any (?) and id >= ? and id <= ?",
        row -> known.put(id(row, 1), id(row, 2)),
        shard,
        Column.uuids(ids, id -> id),
        Partitions.least(ids),
        Partitions.greatest(ids));
    return known;
  }

  /// How those of the reservations ended that did.
  Map<UUID, LineKind> ends(Rows rows, Set<UUID> reservations) throws SQLException {
    Map<UUID, LineKind> ends = new HashMap<>();
    if (reservations.isEmpty()) return ends;
    rows.query(
        "select reservation, kind from ledger.transfer where shard_key = ? and reservation = any (?)",
        row -> ends.put(id(row, 1), LineKind.of(row.getInt(2))),
        shard,
        Column.uuids(reservations, id -> id));
    return ends;
  }

  /// Bounds what this transaction waits for, and how long others wait for it should its process be
  /// stopped in the middle.
  void limitWaiting(Rows rows) throws SQLException {
    rows.query(LIMITS, row -> true);
  }

  /// @throws Repeats if an id is there already
  void insertLines(Rows rows, Draft draft) throws SQLException {
    List<NewLine> lines = draft.lines();
    int inserted =
        rows.update(
            """
            insert into ledger.transfer
              (shard_key, id, line, kind, debit, credit, amount, unit, memo, business_date, reservation, linked, holder, content, recorded_at)
            select ?, id, ? + position, kind, debit, credit, amount, unit, memo, business_date, reservation, linked, holder, content, ?
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
              as line (id, kind, debit, credit, amount, unit, memo, business_date, reservation, linked, holder, content, position)
            on conflict do nothing
            """,
            shard,
            draft.before().lastLine(),
            utc(draft.at()),
            Column.uuids(lines, NewLine::id),
            Column.shorts(lines, line -> line.kind().code),
            Column.uuids(lines, NewLine::debit),
            Column.uuids(lines, NewLine::credit),
            Column.longs(lines, NewLine::amount),
            Column.texts(lines, NewLine::unit),
            Column.texts(lines, NewLine::memo),
            Column.dates(lines, NewLine::businessDate),
            Column.uuids(lines, NewLine::reservation),
            Column.uuids(lines, NewLine::linked),
            Column.uuids(lines, NewLine::holder),
            Column.uuids(lines, NewLine::content));
    if (inserted != lines.size()) throw new Repeats();
  }

  /// All of a batch but its lines.
  void settle(Rows rows, Draft draft) throws SQLException {
    insertReservations(rows, draft.made(), draft.at());
    deleteReservations(rows, draft.closed());
    updateCounters(rows, draft.counters());
    updateBalances(rows, draft.balances());
    insertJournal(rows, draft);
  }

  /// Changes an account's state.
  void set(Rows rows, UUID account, AccountState state) throws SQLException {
    require(
        rows.update(
            "update ledger.account set state = ? where shard_key = ? and id = ?",
            state.name(),
            shard,
            account),
        1,
        "accounts");
  }

  private void insertReservations(Rows rows, Collection<Reservation> made, Instant now)
      throws SQLException {
    if (made.isEmpty()) return;
    int inserted =
        rows.update(
            """
            insert into ledger.reservation (shard_key, id, debit, credit, amount, unit, memo, business_date, owner, expires_at, holder, made_at)
            select ?, id, debit, credit, amount, unit, memo, business_date, owner, expires_at, holder, ?
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as made (id, debit, credit, amount, unit, memo, business_date, owner, expires_at, holder)
            on conflict do nothing
            """,
            shard,
            utc(now),
            Column.uuids(made, Reservation::id),
            Column.uuids(made, Reservation::debit),
            Column.uuids(made, Reservation::credit),
            Column.longs(made, Reservation::amount),
            Column.texts(made, Reservation::unit),
            Column.texts(made, Reservation::memo),
            Column.dates(made, Reservation::businessDate),
            Column.texts(made, Reservation::owner),
            Column.instants(made, Reservation::expiresAt),
            Column.uuids(made, Reservation::holder));
    require(inserted, made.size(), "reservations");
  }

  private void deleteReservations(Rows rows, List<Reservation> closed) throws SQLException {
    if (closed.isEmpty()) return;
    int deleted =
        rows.update(
            "delete from ledger.reservation where shard_key = ? and id = any (?)",
            shard,
            Column.uuids(closed, Reservation::id));
    require(deleted, closed.size(), "reservations");
  }

  private void updateCounters(Rows rows, List<Counters.Change> changes) throws SQLException {
    if (changes.isEmpty()) return;
    int written =
        rows.update(
            """
            insert into ledger.counter (shard_key, account, holder, used)
            select ?, account, holder, used from unnest(?, ?, ?) as c (account, holder, used)
            on conflict (shard_key, account, holder) do update set used = excluded.used
            """,
            shard,
            Column.uuids(changes, change -> change.key().account()),
            Column.uuids(changes, change -> change.key().holder()),
            Column.longs(changes, Counters.Change::used));
    require(written, changes.size(), "counters");
  }

  private void updateBalances(Rows rows, List<Accounts.Change> changes) throws SQLException {
    if (changes.isEmpty()) return;
    int updated =
        rows.update(
            """
            update ledger.account a set balance = a.balance + c.balance, reserved = a.reserved + c.reserved,
              expected = a.expected + c.expected, movements = a.movements + c.movements
            from (select * from unnest(?, ?, ?, ?, ?) as u (id, balance, reserved, expected, movements)) c
            where a.shard_key = ? and a.id = c.id
            """,
            Column.uuids(changes, Accounts.Change::id),
            Column.longs(changes, Accounts.Change::balance),
            Column.longs(changes, Accounts.Change::reserved),
            Column.longs(changes, Accounts.Change::expected),
            Column.longs(changes, Accounts.Change::movements),
            shard);
    require(updated, changes.size(), "accounts");
  }

  private void insertJournal(Rows rows, Draft draft) throws SQLException {
    rows.update(
        "insert into ledger.journal (shard_key, number, first_line, lines, digest, recorded_at) values (?, ?, ?, ?, ?, ?)",
        shard,
        draft.after().lastBatch(),
        draft.before().lastLine() + 1,
        draft.lines().size(),
        draft.after().digest(),
        utc(draft.at()));
  }

  /// Reads the columns `may_go_negative`, `most`, `per_holder`, which stand together.
  static AccountRules rules(ResultSet row, int first) throws SQLException {
    return new AccountRules(row.getBoolean(first), amount(row, first + 1), amount(row, first + 2));
  }

  private static OptionalLong amount(ResultSet row, int column) throws SQLException {
    long amount = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(amount);
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
        row.getObject(9, OffsetDateTime.class).toInstant(),
        row.getObject(10, UUID.class));
  }

  private static UUID id(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
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
