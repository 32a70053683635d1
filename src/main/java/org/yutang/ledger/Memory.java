package org.yutang.ledger;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a shard's writer knows without asking: accounts, counters, open reservations and recent
/// lines, as they will be when all that was decided is written. True as long as the lease is held,
/// because nobody else writes; what is not here is in the database. Everything in it is bounded.
final class Memory {

  /// Some 800 MB of accounts; when more have been used, all are forgotten and read again as needed.
  static final int MOST_ACCOUNTS = 14_000_000;

  private static final int MOST_RESERVATIONS = 100_000;

  final Accounts accounts = new Accounts();
  final Counters counters = new Counters();
  final RecentLines recent = new RecentLines();
  private final Map<UUID, Reservation> open = new LinkedHashMap<>();

  /// When the next open reservation of the shard expires at the earliest, whether it is held here
  /// or not; null if that has to be asked.
  private @Nullable Instant nextExpiry;

  /// An open reservation; null if it is not open or not remembered.
  @Nullable Reservation open(UUID reservation) {
    return open.get(reservation);
  }

  boolean mayHaveExpired(Instant now) {
    return nextExpiry == null || !nextExpiry.isAfter(now);
  }

  void expectExpiry(Instant next) {
    nextExpiry = next;
  }

  /// Remembers what a batch did beside accounts and counters, which it changed while it was
  /// decided.
  void keep(Draft draft) {
    for (NewLine line : draft.lines()) recent.put(line.id(), line.content());
    for (Reservation reservation : draft.closed()) open.remove(reservation.id());
    for (Reservation reservation : draft.made()) {
      open.put(reservation.id(), reservation);
      if (nextExpiry != null && reservation.expiresAt().isBefore(nextExpiry))
        nextExpiry = reservation.expiresAt();
    }
    var eldest = open.keySet().iterator();
    while (open.size() > MOST_RESERVATIONS) {
      eldest.next();
      eldest.remove();
    }
    counters.shrink();
  }

  /// Takes back all that a batch changed; of several, the last one first.
  void undo(Draft draft) {
    accounts.undo(draft.balances());
    counters.undo(draft.counters());
    for (NewLine line : draft.lines()) recent.remove(line.id());
    for (Reservation reservation : draft.made()) open.remove(reservation.id());
    for (Reservation reservation : draft.closed()) open.put(reservation.id(), reservation);
    nextExpiry = null; // what it let expire is open again
  }

  /// When somebody else may have written, or what became of a batch is not known (after its
  /// [#undo]: recent lines stay, because what is written never changes).
  void forget() {
    accounts.forget();
    counters.forget();
    open.clear();
    nextExpiry = null;
  }
}
