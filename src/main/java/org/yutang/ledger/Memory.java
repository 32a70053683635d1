package org.yutang.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a shard's writer knows without asking: accounts, counters, open reservations and the lines
/// of the last batches. True as long as the writer holds the lease, because nobody else writes;
/// what is not here is in the database. Everything in it is bounded.
final class Memory {

  /// Some 800 MB of accounts; when more have been used, all are forgotten and read again as needed.
  static final int MOST_ACCOUNTS = 14_000_000;

  private static final int MOST_RESERVATIONS = 100_000;

  /// Enough for the repeats that follow on the heels of a command: a listener of the outbox, a
  /// client that did not wait.
  private static final int MOST_LINES = 200_000;

  final Accounts accounts = new Accounts();
  final Counters counters = new Counters();
  private final Map<UUID, Reservation> open = new LinkedHashMap<>();
  private final Map<UUID, UUID> recent = new LinkedHashMap<>();

  /// When the next open reservation of the shard expires, whether it is held here or not; null if
  /// that has to be asked.
  private @Nullable Instant nextExpiry;

  @Nullable Reservation open(UUID reservation) {
    return open.get(reservation);
  }

  /// The content of a line of the last batches.
  @Nullable UUID recent(UUID line) {
    return recent.get(line);
  }

  boolean mayHaveExpired(Instant now) {
    return nextExpiry == null || !nextExpiry.isAfter(now);
  }

  void expectExpiry(Instant next) {
    nextExpiry = next;
  }

  /// After the commit.
  void keep(Collection<NewLine> lines, Collection<Reservation> made, List<UUID> closed) {
    accounts.keep();
    counters.keep();
    if (accounts.size() > MOST_ACCOUNTS) accounts.forget();
    for (NewLine line : lines) recent.put(line.id(), line.content());
    shrink(recent, MOST_LINES);
    for (UUID reservation : closed) open.remove(reservation);
    for (Reservation reservation : made) {
      open.put(reservation.id(), reservation);
      if (nextExpiry != null && reservation.expiresAt().isBefore(nextExpiry))
        nextExpiry = reservation.expiresAt();
    }
    shrink(open, MOST_RESERVATIONS);
  }

  /// Takes back what the batch in hand changed.
  void undo() {
    accounts.undo();
    counters.undo();
  }

  /// When somebody else may have written, or what became of a batch is not known. Lines stay,
  /// because they never change.
  void forget() {
    accounts.forget();
    counters.forget();
    open.clear();
    nextExpiry = null;
  }

  private static void shrink(Map<UUID, ?> map, int most) {
    var eldest = map.keySet().iterator();
    while (map.size() > most) {
      eldest.next();
      eldest.remove();
    }
  }
}
