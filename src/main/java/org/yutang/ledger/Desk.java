package org.yutang.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.ledger.Outcome.Reason;
import org.yutang.ledger.Outcome.Refused;

/// Where a shard's batches are decided: brings into memory what a batch names, lets [Batch] decide,
/// and makes sure of what may only be said when the database agrees.
///
/// Usually it asks the database nothing. It has to be *alone*, with nothing decided that is not
/// committed yet, for what the memory cannot answer by itself: which reservations have expired,
/// what became of one that is not remembered, and whether a refused command is the repeat of one
/// that was accepted long ago.
final class Desk {

  private static final Instant NEVER = Instant.MAX;

  private final Memory memory;
  private final Books books;
  private final Lease lease;

  Desk(Memory memory, Books books, Lease lease) {
    this.memory = memory;
    this.books = books;
    this.lease = lease;
  }

  /// What was decided, before [#keep].
  record Decided(Batch batch, List<Outcome> outcomes) {}

  /// Decides a batch; balances and counters in memory are changed then, until [#keep] or
  /// [#takeBack]. Empty, with nothing changed, if it has to be alone and is not.
  ///
  /// @param rows for reading, in a transaction
  /// @param underWay contents of the lines that are decided and not committed yet. Each of them
  ///   must be known: if both batches inserted the same id, each would wait for the other for ever
  /// @param lookAll to ask for all ids whether they have been used, after [Books.Repeats]; only
  ///   alone
  /// @throws Lease.Lost if the lease was lost, where the batch rests on what was read
  Optional<Decided> decide(
      Rows rows,
      List<Asked> commands,
      Instant now,
      Lease.Held held,
      Map<UUID, UUID> underWay,
      boolean alone,
      boolean lookAll)
      throws SQLException {
    boolean expiry = memory.mayHaveExpired(now);
    Map<UUID, Reservation> open = new HashMap<>();
    Set<UUID> unknown = remembered(commands, open, !alone);
    if (!alone && (expiry || !unknown.isEmpty())) return Optional.empty();
    if (alone && memory.accounts.size() > Memory.MOST_ACCOUNTS) memory.accounts.forget();
    List<Reservation> due = expiry ? due(rows, now) : List.of();
    for (Reservation found : books.openReservations(rows, unknown)) open.put(found.id(), found);
    for (Reservation expired : due) open.put(expired.id(), expired);
    load(rows, commands, open);

    Map<UUID, UUID> known = lookAll ? books.contents(rows, Asked.ids(commands)) : underWay;
    Decided decided = decide(commands, due, open, known, now);
    Set<UUID> refused = inDoubt(decided.outcomes);
    if (refused.isEmpty()) return Optional.of(decided);
    if (!alone) {
      takeBack();
      return Optional.empty();
    }
    lease.require(rows, held);
    if (!lookAll && !books.contents(rows, refused).isEmpty()) {
      takeBack();
      known = books.contents(rows, Asked.ids(commands));
      decided = decide(commands, due, open, known, now);
    }
    return Optional.of(explained(rows, commands, decided));
  }

  private Decided decide(
      List<Asked> commands,
      List<Reservation> due,
      Map<UUID, Reservation> open,
      Map<UUID, UUID> known,
      Instant now) {
    Batch batch = new Batch(now, memory, open, known);
    batch.expire(due);
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (Asked asked : commands) outcomes.add(batch.decide(asked.command(), asked.content()));
    return new Decided(batch, outcomes);
  }

  /// Takes back what is decided and not kept.
  void takeBack() {
    memory.accounts.undo(memory.accounts.takeChanges());
    memory.counters.undo(memory.counters.takeChanges());
  }

  /// Remembers a batch as it will be written. Only after the transaction in which it was decided
  /// has ended well: lines that are remembered and never written would be taken for repeats, and
  /// acknowledged, when they come again.
  Draft keep(Decided decided, Lease.Held held, Instant now) {
    List<NewLine> lines = decided.batch.lines();
    Draft draft =
        new Draft(
            decided.outcomes,
            lines,
            decided.batch.contents(),
            decided.batch.made(),
            decided.batch.closed(),
            memory.accounts.takeChanges(),
            memory.counters.takeChanges(),
            held,
            lines.isEmpty() ? held : held.after(lines.size(), Content.digest(held.digest(), lines)),
            now);
    memory.keep(draft);
    return draft;
  }

  /// Refusals that may be those of repeats: a refusal leaves no line, but what was accepted once
  /// stays accepted. Also `ID_REUSED`: of a group that comes again, a member may be remembered and
  /// the head not.
  private static Set<UUID> inDoubt(List<Outcome> outcomes) {
    Set<UUID> refused = new HashSet<>();
    for (Outcome outcome : outcomes)
      if (outcome instanceof Refused refusal && refusal.reason() != Reason.ID_OUT_OF_RANGE)
        refused.add(refusal.id());
    return refused;
  }

  /// Tells reservations that have ended from those that never were.
  private Decided explained(Rows rows, List<Asked> commands, Decided decided) throws SQLException {
    Map<Integer, UUID> unknown = new HashMap<>();
    for (int i = 0; i < commands.size(); i++)
      if (decided.outcomes.get(i) instanceof Refused refused
          && refused.reason() == Reason.UNKNOWN_RESERVATION)
        unknown.put(i, commands.get(i).reservation());
    Map<UUID, LineKind> ends = books.ends(rows, new HashSet<>(unknown.values()));
    List<Outcome> explained = new ArrayList<>(decided.outcomes);
    unknown.forEach(
        (i, reservation) ->
            explained.set(
                i,
                new Refused(
                    commands.get(i).command().id(), Batch.reason(ends.get(reservation)), null)));
    return new Decided(decided.batch, explained);
  }

  /// Puts the remembered ones of the open reservations that the commands name into `open` and
  /// returns the others.
  ///
  /// @param trusting to believe that what these commands reserve has not been reserved before
  private Set<UUID> remembered(
      List<Asked> commands, Map<UUID, Reservation> open, boolean trusting) {
    Set<UUID> unknown = new HashSet<>();
    Set<UUID> made = new HashSet<>();
    for (Asked asked : commands)
      switch (asked.command()) {
        case Command.Reserve reserve -> made.add(reserve.id());
        case Command.Post post -> remember(post.reservation(), open, unknown);
        case Command.Void release -> remember(release.reservation(), open, unknown);
        case Command.Transfer t -> {}
        case Command.Linked l -> {}
      }
    if (trusting) unknown.removeAll(made);
    return unknown;
  }

  private void remember(UUID id, Map<UUID, Reservation> open, Set<UUID> unknown) {
    Reservation reservation = memory.open(id);
    if (reservation == null) unknown.add(id);
    else open.put(id, reservation);
  }

  /// Expired reservations, the oldest first; what is beyond the limit comes with the next batch.
  private List<Reservation> due(Rows rows, Instant now) throws SQLException {
    List<Reservation> next = books.nextToExpire(rows, Ledger.MAX_COMMANDS + 1);
    List<Reservation> due =
        next.stream().filter(each -> each.isDue(now)).limit(Ledger.MAX_COMMANDS).toList();
    memory.expectExpiry(due.size() == next.size() ? NEVER : next.get(due.size()).expiresAt());
    return due;
  }

  /// Brings the accounts and counters into memory that the commands and these reservations name.
  private void load(Rows rows, List<Asked> commands, Map<UUID, Reservation> open)
      throws SQLException {
    Set<UUID> accounts = new HashSet<>();
    for (Asked asked : commands)
      switch (asked.command()) {
        case Command.Transfer t -> wantAccounts(accounts, t.from(), t.to());
        case Command.Linked l -> {
          for (Command.Transfer t : l.transfers()) wantAccounts(accounts, t.from(), t.to());
        }
        case Command.Reserve r -> wantAccounts(accounts, r.from(), r.to());
        case Command.Post p -> {}
        case Command.Void v -> {}
      }
    for (Reservation each : open.values()) wantAccounts(accounts, each.debit(), each.credit());
    if (!accounts.isEmpty()) books.accounts(rows, accounts).forEach(memory.accounts::add);

    Set<Counters.Key> counters = new LinkedHashSet<>();
    for (Asked asked : commands)
      switch (asked.command()) {
        case Command.Transfer t -> wantCounter(counters, t.from(), t.holder());
        case Command.Linked l -> {
          for (Command.Transfer t : l.transfers()) wantCounter(counters, t.from(), t.holder());
        }
        case Command.Reserve r -> wantCounter(counters, r.from(), r.holder());
        case Command.Post p -> {}
        case Command.Void v -> {}
      }
    for (Reservation each : open.values()) wantCounter(counters, each.debit(), each.holder());
    if (counters.isEmpty()) return;
    Map<Counters.Key, Long> used = books.counters(rows, counters);
    for (Counters.Key key : counters) memory.counters.add(key, used.getOrDefault(key, 0L));
  }

  private void wantAccounts(Set<UUID> wanted, UUID from, UUID to) {
    if (memory.accounts.find(from) == Accounts.NONE) wanted.add(from);
    if (memory.accounts.find(to) == Accounts.NONE) wanted.add(to);
  }

  private void wantCounter(Set<Counters.Key> wanted, UUID from, @Nullable UUID holder) {
    if (holder == null) return;
    int account = memory.accounts.find(from);
    if (account == Accounts.NONE || memory.accounts.perHolder(account) == 0) return;
    Counters.Key key = new Counters.Key(from, holder);
    if (!memory.counters.holds(key)) wanted.add(key);
  }
}
