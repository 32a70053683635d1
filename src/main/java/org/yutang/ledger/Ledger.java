package org.yutang.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.yutang.kernel.Page;

/// Moves amounts between accounts.
///
/// Thread-safe. A call while the calling thread has a database transaction open throws
/// [IllegalStateException]: reserve first, commit your own row with an outbox entry, then post. Ids
/// are made by the caller ([org.yutang.kernel.Uuids#derived] or `fresh`); their first 48 bits are
/// the millisecond of the cause.
///
/// The same id with the same content again gets the first answer (`repeated`); with other content
/// it is refused.
///
/// A ledger may be spread over several *shards*, numbered from 0, each with lines, numbers and
/// batches of its own; usually there is one. An account lives in one of them. What is paid to it in
/// another gathers in a [SubAccount] there, is part of [Account#expected], and comes home within a
/// second. A linked group whose payers live in different shards, and a payment from another shard
/// to an account that may only hold so much, are refused with [Outcome.Reason#OTHER_SHARD].
public interface Ledger {

  /// The most commands of one call.
  int MAX_COMMANDS = 8192;

  /// The most shards: three connections each have to fit into the pool beside everybody else's.
  int MAX_SHARDS = 4;

  /// Decides the commands in this order; the future completes after the commit, with one outcome a
  /// command. It fails only by an outage or bug, never by a refusal of a command; after an outage,
  /// when some of it may have happened, ask again with the same ids. Blocks while too much is
  /// waiting, and refuses with [LedgerRefusal#BUSY] after ten seconds of that; refuses more than
  /// [#MAX_COMMANDS] with [LedgerRefusal#TOO_MANY_COMMANDS]. A full disk fails it with the store's
  /// refusal.
  CompletableFuture<List<Outcome>> submit(List<Command> commands);

  /// The blocking form of [#submit]. Refusals are thrown as they are, an outage as an
  /// [IllegalStateException].
  List<Outcome> execute(List<Command> commands);

  /// Opens accounts. The same account again is quietly accepted; with other rules it is refused
  /// with [LedgerRefusal#ACCOUNT_DIFFERS].
  void open(List<NewAccount> accounts);

  /// Freezes, opens again or closes an account, in order with the commands submitted before.
  /// Refuses with [LedgerRefusal#UNKNOWN_ACCOUNT], [LedgerRefusal#ACCOUNT_CLOSED] and, where it is
  /// to be closed, [LedgerRefusal#ACCOUNT_NOT_EMPTY].
  void set(UUID account, AccountState state);

  Optional<Account> find(UUID account);

  /// Those of these that there are, by id.
  Map<UUID, Account> find(Collection<UUID> accounts);

  /// Where the account receives in other shards than its own; none while there is one shard.
  List<SubAccount> subAccounts(UUID account);

  /// How many shards there are.
  int shards();

  /// @param name a part of the name; empty for all
  Page<Account> accounts(String name, Sort sort, boolean descending, Page.Wanted page);

  /// In which order accounts are listed.
  enum Sort {
    NAME,
    BALANCE,
    RESERVED
  }

  /// What moved the account's balance, the newest first. Refuses with
  /// [LedgerRefusal#UNKNOWN_ACCOUNT].
  default Page<Line> statement(UUID account, Page.Wanted page) {
    return statement(account, LocalDate.MIN, LocalDate.MAX, true, page);
  }

  /// The same for business dates within both days, which count as well.
  default Page<Line> statement(
      UUID account, LocalDate from, LocalDate to, boolean newestFirst, Page.Wanted page) {
    return statement(new Statement.Query(account, new Span.Days(from, to), newestFirst, page))
        .lines();
  }

  /// What moved the account within a span, with the balance before and after. The first reader of
  /// an account that millions of lines have moved waits while they are added up; see [Turnovers].
  /// Refuses with [LedgerRefusal#UNKNOWN_ACCOUNT].
  Statement statement(Statement.Query query);

  /// The balance that the books showed at that moment, with all that was recorded until then and
  /// nothing that was recorded later, whatever its business date. Refuses with
  /// [LedgerRefusal#UNKNOWN_ACCOUNT].
  long balanceAt(UUID account, Instant at);

  /// All accounts added up, by unit; as of one moment.
  List<TrialBalance> trialBalance();

  /// What moved the account's balance behind the line of that number (0 for the first), the oldest
  /// first; for exports, which take up where the last list ended. Refuses with
  /// [LedgerRefusal#UNKNOWN_ACCOUNT].
  List<Line> linesAfter(UUID account, long number, int limit);

  /// One transfer, reservation, post or void by its id.
  Optional<Line> findTransfer(UUID id);

  /// What all accounts together recorded in a shard within the span, behind the line of that number
  /// (0 for the first), the oldest first. Refuses with [LedgerRefusal#UNKNOWN_SHARD].
  List<Line> recorded(int shard, Span.Recorded span, long after, int limit);

  /// The transfers of a linked group, in their order, at most [Command.Linked#MAX_LINKED]; none if
  /// there is no such group.
  List<Line> members(UUID group);

  /// A reservation and what became of it, by the id of the reserve.
  Optional<Held> findHeld(UUID reservation);

  /// The batch that a line was written in.
  Optional<JournalEntry> findEntry(Line line);

  /// Reservations that are still open and were made before the given instant, the oldest of each
  /// shard first; for whoever sweeps them (`owner` as given at the reserve).
  List<UUID> openReservations(String owner, Instant madeBefore, int limit);
}
