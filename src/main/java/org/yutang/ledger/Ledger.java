package org.yutang.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.yutang.kernel.Page;

/// Moves amounts between accounts.
///
/// Thread-safe. A call while the calling thread has a database transaction open throws [IllegalStateException]: reserve
/// first, commit your own row with an outbox entry, then post. Ids are made by the caller
/// ([org.yutang.kernel.Uuids#derived] or `fresh`); their first 48 bits are the millisecond of the cause.
public interface Ledger {

  /// Decides the commands in this order; the future completes after the commit, with one outcome a command.
  /// It fails only by an outage or bug, never by a refusal.
  CompletableFuture<List<Outcome>> submit(List<Command> commands);

  /// The blocking form of [#submit].
  List<Outcome> execute(List<Command> commands);

  /// Opens accounts. The same account again is quietly accepted; with other rules it is refused with [LedgerRefusal#ACCOUNT_DIFFERS].
  void open(List<NewAccount> accounts);

  Optional<Account> find(UUID account);

  /// All accounts, by name.
  Page<Account> accounts(Page.Wanted page);

  /// The newest transfers of an account first.
  Page<Line> statement(UUID account, Page.Wanted page);

  /// One transfer, reservation, post or void by its id.
  Optional<Line> findTransfer(UUID id);

  /// Reservations that are still open and were made before the given instant; for sweepers of rooms that own them (`owner` as given at the reserve).
  List<UUID> openReservations(String owner, java.time.Instant madeBefore, int limit);
}
