package org.yutang.bench;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Unit;

/// Moves money through the ledger's public interface as fast as it takes it: a few callers that
/// each keep several calls in flight.
final class LedgerLoad {

  /// Bounds of what waits at once: callers, calls of one caller, transfers of one call.
  static final int CALLERS = 4;

  static final int IN_FLIGHT = 8;
  static final int CALL = 500;

  /// Ids of that many transfers share a millisecond, as they would at that rate.
  private static final int IDS_A_MILLISECOND = 50;

  private static final long FILLED = 1_000_000_000;
  private static final int OPENED_AT_ONCE = 5_000;
  private static final int OPENERS = 8;
  private static final int TOLD_EVERY = 1_000_000;
  private static final int FILLED_AT_ONCE = 200_000;
  static final String MEMO = "bench";

  private final Ledger ledger;
  private final String name;
  private final int accounts;
  private final UUID world;
  private final UUID fund;
  private final SplittableRandom random = new SplittableRandom(4);
  private Instant cause;

  /// @param name sets its accounts apart from others'
  /// @param accounts how many there are beside the fund
  LedgerLoad(Ledger ledger, String name, int accounts, Instant now) {
    this.ledger = ledger;
    this.name = name;
    this.accounts = accounts;
    this.world = Uuids.named(name, "world");
    this.fund = Uuids.named(name, "fund");
    this.cause = now;
  }

  /// Transfers of one round, in calls, with the first and the last of their ids.
  record Round(List<List<Command>> calls, UUID first, UUID last) {

    int transfers() {
      return calls.stream().mapToInt(List::size).sum();
    }
  }

  /// Opens all accounts.
  ///
  /// @param mayGoNegative all but the fund; otherwise only the world, and [#fill] comes next
  void open(boolean mayGoNegative, Consumer<String> say) throws Exception {
    ledger.open(
        List.of(
            new NewAccount(world, name + " world", Unit.CNY, true),
            new NewAccount(fund, name + " fund", Unit.CNY, false)));
    AtomicInteger next = new AtomicInteger();
    together(
        OPENERS,
        () -> {
          for (int from = next.getAndAdd(OPENED_AT_ONCE);
              from < accounts;
              from = next.getAndAdd(OPENED_AT_ONCE)) {
            List<NewAccount> some = new ArrayList<>();
            for (int i = from; i < Math.min(from + OPENED_AT_ONCE, accounts); i++)
              some.add(new NewAccount(account(i), name + " " + i, Unit.CNY, mayGoNegative));
            ledger.open(some);
            if (from > 0 && from % TOLD_EVERY == 0) say.accept("%,d accounts open".formatted(from));
          }
        });
  }

  /// Gives each account something to pay with.
  void fill() throws Exception {
    for (int from = 0; from < accounts; from += FILLED_AT_ONCE) {
      List<Command> fill = new ArrayList<>();
      for (int i = from; i < Math.min(from + FILLED_AT_ONCE, accounts); i++)
        fill.add(transfer(i - from, world, account(i), FILLED));
      run(round(fill));
    }
  }

  /// Everybody pays into the fund.
  Round hot(int transfers) {
    List<Command> commands = new ArrayList<>(transfers);
    for (int i = 0; i < transfers; i++)
      commands.add(transfer(i, account(random.nextInt(accounts)), fund, 1));
    return round(commands);
  }

  /// The first half of the accounts pays the other half.
  Round spread(int transfers) {
    int half = accounts / 2;
    List<Command> commands = new ArrayList<>(transfers);
    for (int i = 0; i < transfers; i++)
      commands.add(
          transfer(
              i,
              account(random.nextInt(half)),
              account(half + random.nextInt(accounts - half)),
              1 + random.nextInt(3)));
    return round(commands);
  }

  /// Each of these accounts pays or is paid, once.
  Round touch(int from, int to) {
    List<Command> commands = new ArrayList<>((to - from) / 2);
    for (int i = from; i + 1 < to; i += 2)
      commands.add(transfer((i - from) / 2, account(i), account(i + 1), 1));
    return round(commands);
  }

  /// Sends a round and returns when all of it is durable: how many transfers that were.
  ///
  /// @throws IllegalStateException if one is refused or was there before
  long run(Round round) throws Exception {
    AtomicInteger next = new AtomicInteger();
    together(
        CALLERS,
        () -> {
          Deque<CompletableFuture<List<Outcome>>> flying = new ArrayDeque<>();
          for (int at = next.getAndIncrement();
              at < round.calls().size();
              at = next.getAndIncrement()) {
            if (flying.size() == IN_FLIGHT) require(flying.remove().get());
            flying.add(ledger.submit(round.calls().get(at)));
          }
          while (!flying.isEmpty()) require(flying.remove().get());
        });
    return round.transfers();
  }

  static String described() {
    return "%d callers with up to %d calls of %,d transfers in flight each"
        .formatted(CALLERS, IN_FLIGHT, CALL);
  }

  private Round round(List<Command> commands) {
    List<List<Command>> calls = new ArrayList<>();
    for (int from = 0; from < commands.size(); from += CALL)
      calls.add(List.copyOf(commands.subList(from, Math.min(from + CALL, commands.size()))));
    Instant first = cause;
    cause = first.plusMillis(commands.size() / IDS_A_MILLISECOND + 1L);
    return new Round(calls, lowest(first), lowest(cause));
  }

  private Command.Transfer transfer(int number, UUID from, UUID to, long amount) {
    Instant at = cause.plusMillis(number / IDS_A_MILLISECOND);
    return new Command.Transfer(Uuids.fresh(at), from, to, amount, MEMO, LocalDate.EPOCH);
  }

  private UUID account(int number) {
    long spread = (number + 1) * 0x9E3779B97F4A7C15L; // over all bits, as a digest would
    return new UUID(
        fund.getMostSignificantBits() ^ spread,
        fund.getLeastSignificantBits() ^ Long.rotateLeft(spread, 17));
  }

  private static UUID lowest(Instant cause) {
    return new UUID(cause.toEpochMilli() << 16, 0);
  }

  static void require(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes)
      if (!(outcome instanceof Outcome.Accepted accepted) || accepted.repeated())
        throw new IllegalStateException("a transfer of the load came to " + outcome);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void together(int threads, Work work) throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(threads)) {
      List<Callable<Void>> each = new ArrayList<>();
      for (int i = 0; i < threads; i++)
        each.add(
            () -> {
              work.run();
              return null;
            });
      for (Future<Void> done : callers.invokeAll(each)) done.get();
    }
  }
}
