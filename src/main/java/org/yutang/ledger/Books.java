package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;

/// One batch of one shard in the open transaction: locks the lease, reads what the memory lacks,
/// lets [Batch] decide, and writes lines, reservations, counters, balances and one journal row.
///
/// Lines are inserted without asking first whether their ids are new. Where fewer were inserted
/// than were decided, [Repeats] undoes the transaction, and the batch is decided again knowing them
/// all.
final class Books {

  private static final String RESERVATION =
      "select id, debit, credit, amount, unit, memo, business_date, owner, expires_at, holder from ledger.reservation where shard_key = ? and ";

  private static final Instant NEVER = Instant.MAX;

  private final int shard;
  private final Lease lease;
  private final Partitions partitions;
  private final Memory memory;

  Books(int shard, Lease lease, Partitions partitions, Memory memory) {
    this.shard = shard;
    this.lease = lease;
    this.partitions = partitions;
    this.memory = memory;
  }

  /// A command and its [Content].
  record Asked(Command command, UUID content) {}

  /// What came of a batch; to be given to [#committed] once it is. `held` is null where nothing was
  /// written.
  record Written(List<Outcome> outcomes, Batch batch, Lease.@Nullable Held held) {}

  /// Some ids of the batch were used before; roll back and write again with `known`.
  static final class Repeats extends RuntimeException {
    private static final long serialVersionUID = 1;

    Repeats() {
      super("ids of the batch were used before", null, false, false);
    }
  }

  /// @param lookAll after [Repeats]: look up all ids before anything is decided
  Written write(Rows rows, List<Asked> commands, Instant now, boolean lookAll) throws SQLException {
    Lease.Held held = lease.lock(rows);
    if (held.taken()) memory.forget();
    List<Reservation> due = memory.mayHaveExpired(now) ? due(rows, now) : List.of();
    Map<UUID, Reservation> open = read(rows, commands, due);
    Map<UUID, UUID> known = new HashMap<>();
    if (lookAll) look(rows, ids(commands), known);
    Decided decided = decide(commands, due, open, known, now);
    if (!lookAll && isAnyRepeated(rows, decided.outcomes, known)) {
      look(rows, ids(commands), known);
      memory.undo();
      decided = decide(commands, due, open, known, now);
    }
    List<Outcome> outcomes = explain(rows, commands, decided.outcomes);
    Batch batch = decided.batch;
    if (batch.lines().isEmpty()) return new Written(outcomes, batch, null);
    insertLines(rows, batch.lines(), held, now);
    insertReservations(rows, batch.made(), now);
    deleteReservations(rows, batch.closed());
    updateCounters(rows, memory.counters.changes());
    updateBalances(rows, memory.accounts.changes());
    byte[] digest = Content.digest(held.digest(), batch.lines());
    Lease.Held next = held.after(batch.lines().size(), digest);
    insertJournal(rows, held.lastLine() + 1, batch.lines().size(), next, now);
    lease.renew(rows, next);
    return new Written(outcomes, batch, next);
  }

  /// Changes an account's state; refuses with [LedgerRefusal#UNKNOWN_ACCOUNT],
  /// [LedgerRefusal#ACCOUNT_CLOSED] and, where it is to be closed,
  /// [LedgerRefusal#ACCOUNT_NOT_EMPTY].
  void set(Rows rows, UUID account, AccountState state) throws SQLException {
    if (lease.lock(rows).taken()) memory.forget();
    Accounts.Loaded there =
        loaded(rows, Set.of(account)).stream()
            .findFirst()
            .orElseThrow(
                () -> new Refusal(LedgerRefusal.UNKNOWN_ACCOUNT, Map.of("account", account)));
    if (there.state() == state) return;
    if (there.state() == AccountState.CLOSED)
      throw new Refusal(LedgerRefusal.ACCOUNT_CLOSED, Map.of("account", account));
    if (state == AccountState.CLOSED
        && (there.balance() | there.reserved() | there.expected()) != 0)
      throw new Refusal(LedgerRefusal.ACCOUNT_NOT_EMPTY, Map.of("account", account));
    rows.update(
        "update ledger.account set state = ? where shard_key = ? and id = ?",
        state.name(),
        shard,
        account);
  }

  /// To be called after the commit.
  void committed(Written written) {
    if (written.held != null) lease.committed(written.held);
    memory.keep(written.batch.lines(), written.batch.made(), written.batch.closed());
  }

  private record Decided(Batch batch, List<Outcome> outcomes) {}

  private Decided decide(
      List<Asked> commands,
      List<Reservation> due,
      Map<UUID, Reservation> open,
      Map<UUID, UUID> known,
      Instant now) {
    Batch batch = new Batch(now, memory, open, known);
    batch.expire(due);
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (Asked asked : commands) outcomes.add(batch.decide(asked.command, asked.content));
    return new Decided(batch, outcomes);
  }

  /// A refusal may be that of a repeat whose first time is not remembered; whether there is any.
  private boolean isAnyRepeated(Rows rows, List<Outcome> outcomes, Map<UUID, UUID> known)
      throws SQLException {
    Set<UUID> refused = new HashSet<>();
    for (Outcome outcome : outcomes)
      if (outcome instanceof Outcome.Refused refusal
          && refusal.reason() != Outcome.Reason.ID_OUT_OF_RANGE
          && refusal.reason() != Outcome.Reason.ID_REUSED) refused.add(refusal.id());
    look(rows, refused, known);
    return !known.isEmpty();
  }

  /// Tells reservations that have ended from those that never were.
  private List<Outcome> explain(Rows rows, List<Asked> commands, List<Outcome> outcomes)
      throws SQLException {
    Map<Integer, UUID> unknown = new HashMap<>();
    for (int i = 0; i < outcomes.size(); i++)
      if (outcomes.get(i) instanceof Outcome.Refused refused
          && refused.reason() == Outcome.Reason.UNKNOWN_RESERVATION)
        unknown.put(i, reservation(commands.get(i).command));
    if (unknown.isEmpty()) return outcomes;
    Map<UUID, LineKind> ends = ends(rows, new HashSet<>(unknown.values()));
    List<Outcome> explained = new ArrayList<>(outcomes);
    unknown.forEach(
        (i, reservation) ->
            explained.set(
                i,
                new Outcome.Refused(
                    outcomes.get(i).id(), Batch.reason(ends.get(reservation)), null)));
    return explained;
  }

  /// The reservation that a post or void names.
  static UUID reservation(Command command) {
    return switch (command) {
      case Command.Post post -> post.reservation();
      case Command.Void release -> release.reservation();
      case Command.Transfer t -> throw new IllegalArgumentException("no reservation in " + t);
      case Command.Linked l -> throw new IllegalArgumentException("no reservation in " + l);
      case Command.Reserve r -> throw new IllegalArgumentException("no reservation in " + r);
    };
  }

  /// Brings into memory what the commands name and the memory lacks; returns the open reservations
  /// that they name.
  private Map<UUID, Reservation> read(Rows rows, List<Asked> commands, List<Reservation> due)
      throws SQLException {
    Map<UUID, Reservation> open = new HashMap<>();
    Set<UUID> reservations = new HashSet<>();
    Set<UUID> accounts = new HashSet<>();
    for (Asked asked : commands) {
      switch (asked.command) {
        case Command.Transfer t -> wantAccounts(accounts, t.from(), t.to());
        case Command.Linked l -> {
          for (Command.Transfer t : l.transfers()) wantAccounts(accounts, t.from(), t.to());
        }
        case Command.Reserve r -> wantAccounts(accounts, r.from(), r.to());
        case Command.Post p -> wantReservation(open, reservations, p.reservation());
        case Command.Void v -> wantReservation(open, reservations, v.reservation());
      }
    }
    for (Reservation found : openReservations(rows, reservations)) open.put(found.id(), found);
    for (Reservation expired : due) open.put(expired.id(), expired);
    for (Reservation each : open.values()) wantAccounts(accounts, each.debit(), each.credit());
    loadAccounts(rows, accounts);
    loadCounters(rows, commands, open.values());
    return open;
  }

  private void wantAccounts(Set<UUID> wanted, UUID from, UUID to) {
    if (memory.accounts.find(from) == Accounts.NONE) wanted.add(from);
    if (memory.accounts.find(to) == Accounts.NONE) wanted.add(to);
  }

  private void wantReservation(Map<UUID, Reservation> open, Set<UUID> wanted, UUID id) {
    Reservation remembered = memory.open(id);
    if (remembered == null) wanted.add(id);
    else open.put(id, remembered);
  }

  private void loadAccounts(Rows rows, Set<UUID> ids) throws SQLException {
    if (!ids.isEmpty()) loaded(rows, ids).forEach(memory.accounts::add);
  }

  private List<Accounts.Loaded> loaded(Rows rows, Set<UUID> ids) throws SQLException {
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

  private void loadCounters(Rows rows, List<Asked> commands, Collection<Reservation> open)
      throws SQLException {
    Set<Counters.Key> wanted = new LinkedHashSet<>();
    for (Asked asked : commands)
      switch (asked.command) {
        case Command.Transfer t -> wantCounter(wanted, t.from(), t.holder());
        case Command.Linked l -> {
          for (Command.Transfer t : l.transfers()) wantCounter(wanted, t.from(), t.holder());
        }
        case Command.Reserve r -> wantCounter(wanted, r.from(), r.holder());
        case Command.Post p -> {}
        case Command.Void v -> {}
      }
    for (Reservation each : open) wantCounter(wanted, each.debit(), each.holder());
    if (wanted.isEmpty()) return;
    rows.query(
            """
            select w.account, w.holder, c.used from unnest(?, ?) as w (account, holder)
            join ledger.counter c on c.shard_key = ? and c.account = w.account and c.holder = w.holder
            """,
            row -> {
              Counters.Key key = new Counters.Key(id(row, 1), id(row, 2));
              memory.counters.add(key, row.getLong(3));
              return key;
            },
            Column.uuids(wanted, Counters.Key::account),
            Column.uuids(wanted, Counters.Key::holder),
            shard)
        .forEach(wanted::remove);
    for (Counters.Key key : wanted) memory.counters.add(key, 0);
  }

  private void wantCounter(Set<Counters.Key> wanted, UUID from, @Nullable UUID holder) {
    if (holder == null) return;
    int account = memory.accounts.find(from);
    if (account == Accounts.NONE || memory.accounts.perHolder(account) == 0) return;
    Counters.Key key = new Counters.Key(from, holder);
    if (!memory.counters.holds(key)) wanted.add(key);
  }

  /// Expired reservations, the oldest first; what is beyond the limit comes with the next batch.
  private List<Reservation> due(Rows rows, Instant now) throws SQLException {
    List<Reservation> next =
        rows.query(
            RESERVATION + "true order by expires_at, id limit ?",
            Books::reservation,
            shard,
            Ledger.MAX_COMMANDS + 1);
    List<Reservation> due =
        next.stream().filter(each -> each.isDue(now)).limit(Ledger.MAX_COMMANDS).toList();
    memory.expectExpiry(due.size() == next.size() ? NEVER : next.get(due.size()).expiresAt());
    return due;
  }

  private List<Reservation> openReservations(Rows rows, Set<UUID> ids) throws SQLException {
    return ids.isEmpty()
        ? List.of()
        : rows.query(RESERVATION + "id = any (?)", Books::reservation, shard, Column.uuids(ids, id -> id));
  }

  private static Set<UUID> ids(List<Asked> commands) {
    Set<UUID> ids = new HashSet<>();
    for (Asked asked : commands) {
      ids.add(asked.command.id());
      if (asked.command instanceof Command.Linked linked)
        for (Command.Transfer member : linked.transfers()) ids.add(member.id());
    }
    return ids;
  }

  /// The bounds beside the list let PostgreSQL leave out partitions.
  private void look(Rows rows, Set<UUID> ids, Map<UUID, UUID> known) throws SQLException {
    if (ids.isEmpty()) return;
    rows.query(
        "select id, content from ledger.transfer where shard_key = ? and id = any (?) and id >= ? and id <= ?",
        row -> known.put(id(row, 1), id(row, 2)),
        shard,
        Column.uuids(ids, id -> id),
        Partitions.least(ids),
        Partitions.greatest(ids));
  }

  private Map<UUID, LineKind> ends(Rows rows, Set<UUID> reservations) throws SQLException {
    Map<UUID, LineKind> ends = new HashMap<>();
    record End(UUID reservation, LineKind how) {}
    for (End found :
        rows.query(
            "select reservation, kind from ledger.transfer where shard_key = ? and reservation = any (?)",
            row -> new End(id(row, 1), LineKind.of(row.getInt(2))),
            shard,
            Column.uuids(reservations, id -> id))) ends.put(found.reservation(), found.how());
    return ends;
  }

  private void insertLines(Rows rows, List<NewLine> lines, Lease.Held held, Instant now)
      throws SQLException {
    partitions.requireFor(lines);
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
            held.lastLine(),
            utc(now),
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

  private void deleteReservations(Rows rows, List<UUID> closed) throws SQLException {
    if (closed.isEmpty()) return;
    int deleted =
        rows.update(
            "delete from ledger.reservation where shard_key = ? and id = any (?)",
            shard,
            Column.uuids(closed, id -> id));
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
            Column.uuids(changes, Counters.Change::account),
            Column.uuids(changes, Counters.Change::holder),
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

  private void insertJournal(Rows rows, long firstLine, int lines, Lease.Held next, Instant now)
      throws SQLException {
    rows.update(
        "insert into ledger.journal (shard_key, number, first_line, lines, digest, recorded_at) values (?, ?, ?, ?, ?, ?)",
        shard,
        next.lastBatch(),
        firstLine,
        lines,
        next.digest(),
        utc(now));
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
