package org.yutang.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// The engine: one thread that decides what is written to one shard, and two that write.
///
/// # How it works
///
/// Callers put commands into a queue and get a future. The thread takes everything that waits, up
/// to [Ledger#MAX_COMMANDS] lines, and makes one batch of it:
/// 1. *decide* ([Desk], [Batch]): every command in order, in plain Java, on balances in memory
///    ([Memory]); usually nothing is read, because the memory is true for as long as the lease is
///    ours;
/// 2. *write*, in one transaction ([Books]): insert the lines; when the batch before is committed,
///    pass the lease ([Lease#pass]), write reservations, counters, one aggregated update of the
///    balances and one journal row with a digest chained to the batch before; commit; answer.
///
/// While a batch is written, the next one is decided and inserts its lines on a second connection;
/// they end in order, one after the other. While both are under way, more commands gather: the load
/// itself makes the batches larger, and a lonely caller waits for nothing but its own commit. A row
/// lock a transfer, which is what limits the usual design to one lock hand-over or one fsync a
/// transfer on a hot account, never happens.
///
/// # Why it is right
///
/// - *Exact.* Only this thread decides, one command after the other; the database repeats the rules
///   as constraints on the sums.
/// - *Once.* The id of a line is its primary key for as long as ids are taken (400 days back, by
///   the millisecond in the id, not by anybody's clock of arrival). Lines are inserted `on conflict
///   do nothing` without asking first; if fewer go in than were decided, the transaction is rolled
///   back, the memory takes the batch back, its ids are looked up, and it is decided again. A
///   refusal leaves no line, so before it is given out its id is looked up: it may be a repeat that
///   only looks refused now.
/// - *Durable.* An answer is given after the commit of its own batch and of all before it, never
///   earlier, also where it only repeats what a batch under way has decided.
/// - *Alone.* A batch commits only if the lease row is as this writer's batch before left it. Who
///   has lost the lease forgets all it remembers and waits for its turn; a writer that was stopped
///   and wakes up finds the row changed before it can commit anything.
///
/// # What happens at each crash point
///
/// | what dies when | then |
/// | --- | --- |
/// | the process, before a batch is committed | nothing of it is there, nobody was answered; who asks again with the same ids gets it done |
/// | the process, after the commit, before the answer | all of it is there; asked again, the same ids give `repeated` |
/// | the connection or the database, in doubt whether a commit happened | callers get an error; memory and lease are forgotten and read again, so either is fine |
/// | the connection on which a batch was decided, before it is given to be written | what was decided is taken back, and only what was kept ([Desk#keep]) is ever taken for a repeat |
/// | a batch while the next is under way | the next one, which was decided on top of it, is rolled back too; both are taken out of memory. The next one is decided again; the first as well, unless it was an outage, which its callers are told |
/// | a process that is stopped and keeps its transaction open | PostgreSQL ends it after [Books#IDLE_SECONDS]; who wants the same ids meanwhile waits for some seconds and is told of an outage |
/// | the writer, for longer than [Lease#TERM] | another process may take the lease; ours notices at its next batch |
///
/// # Limits
///
/// At most [#MOST_WAITING] commands wait; a caller that finds no room for [#PATIENCE] is refused
/// with [LedgerRefusal#BUSY]. A batch that fails by its own fault (never seen, but a bug is
/// possible) is tried again call by call, so that nobody fails by another's; one that fails because
/// the database is down or the disk is full fails for all in it. Throughput is that of one deciding
/// core and two connections; what lies beyond is another shard.
final class Writer {

  /// Commands in the queue and in the batches under way.
  static final int MOST_WAITING = 8 * Ledger.MAX_COMMANDS;

  static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Batches under way at once.
  private static final int DEPTH = 2;

  /// The oldest batch that is still written.
  static final Duration OLDEST_DRAFT = Duration.ofMinutes(5);

  /// How often a batch is begun anew because the lease was lost.
  private static final int MOST_TRIES = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final long LEASE_POLL_MILLIS = 100;

  private sealed interface Waiting {}

  private record Submission(
      List<Asked> commands, int weight, CompletableFuture<List<Outcome>> answer)
      implements Waiting {}

  private record StateChange(UUID account, AccountState state, CompletableFuture<Boolean> answer)
      implements Waiting {}

  /// Wakes the thread up when a batch has failed.
  private record Failed() implements Waiting {}

  private record Stop() implements Waiting {}

  /// A batch under way, and how it ends.
  private record Flight(List<Submission> submissions, Draft draft, CompletableFuture<Void> end) {}

  private final Transactions transactions;
  private final JdbcTemplate jdbc;
  private final Clock clock;
  private final Duration patience;
  private final int shard;
  private final Lease lease;
  private final Partitions partitions;
  private final Books books;
  private final Memory memory = new Memory();
  private final Desk desk;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MOST_WAITING, true);
  private final Deque<Flight> underWay = new ArrayDeque<>();
  private final ExecutorService hands;
  private final Thread thread;
  private volatile boolean stopped;

  /// Nobody takes from the queue any more.
  private volatile boolean ended;

  /// Where the shard will stand when all that is under way is written; null while the lease is not
  /// ours.
  private Lease.@Nullable Held held;

  Writer(int shard, Transactions transactions, DataSource database, JdbcClient sql, Clock clock) {
    this(shard, transactions, database, sql, clock, PATIENCE);
  }

  /// @param patience how long a caller waits for room in the queue
  Writer(
      int shard,
      Transactions transactions,
      DataSource database,
      JdbcClient sql,
      Clock clock,
      Duration patience) {
    this.shard = shard;
    this.patience = patience;
    this.transactions = transactions;
    this.jdbc = new JdbcTemplate(database);
    this.clock = clock;
    this.lease = new Lease(shard);
    this.partitions = new Partitions(sql);
    this.books = new Books(shard);
    this.desk = new Desk(memory, books, lease);
    this.hands =
        Executors.newFixedThreadPool(
            DEPTH, Thread.ofPlatform().name("ledger-" + shard + "-hand-", 1).daemon().factory());
    this.thread = Thread.ofPlatform().name("ledger-" + shard).daemon().start(this::run);
  }

  /// @param weight how many lines the commands can make, at most [Ledger#MAX_COMMANDS]
  CompletableFuture<List<Outcome>> submit(List<Asked> commands, int weight) {
    enter(weight);
    return submitEntered(commands, weight);
  }

  /// Waits for room, which [#submitEntered] uses or [#leave] gives back. Refuses with
  /// [LedgerRefusal#BUSY].
  void enter(int weight) {
    if (Thread.currentThread().getName().startsWith(thread.getName()))
      throw new IllegalStateException(
          "the ledger's own threads may not wait for themselves: use thenApplyAsync");
    try {
      if (!room.tryAcquire(weight, patience.toMillis(), TimeUnit.MILLISECONDS))
        throw new Refusal(LedgerRefusal.BUSY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the ledger", e);
    }
  }

  void leave(int weight) {
    room.release(weight);
  }

  /// For who has entered with that weight.
  CompletableFuture<List<Outcome>> submitEntered(List<Asked> commands, int weight) {
    Submission submission = new Submission(commands, weight, new CompletableFuture<>());
    enqueue(submission);
    return submission.answer;
  }

  /// See [Ledger#set].
  void set(UUID account, AccountState state) {
    StateChange change = new StateChange(account, state, new CompletableFuture<>());
    enqueue(change);
    Failures.join(change.answer);
  }

  /// Whether no other process writes this shard.
  boolean mayWrite() {
    return inTransaction(lease::isFree);
  }

  /// Answers what waits, gives the lease back and ends.
  void stop() throws InterruptedException {
    stopped = true;
    queue.add(new Stop());
    thread.join();
    hands.shutdown();
    inTransaction(
        rows -> {
          lease.release(rows);
          return true;
        });
  }

  private void enqueue(Waiting waiting) {
    if (stopped) throw new IllegalStateException("the ledger has stopped");
    queue.add(waiting);
    if (ended) failRest();
  }

  private void run() {
    try {
      Waiting left = null;
      while (true) {
        Waiting next = left == null ? queue.take() : left;
        left = null;
        switch (next) {
          case Stop stop -> {
            land(0);
            return;
          }
          case Failed failed -> land(0); // the batch before may be the one that still goes on
          case StateChange change -> {
            land(0);
            apply(change);
          }
          case Submission submission -> {
            land(DEPTH - 1);
            List<Submission> together = new ArrayList<>(List.of(submission));
            left = gather(together);
            start(together);
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("the ledger's writer was interrupted");
    } finally {
      stopped = true;
      ended = true;
      failRest();
    }
  }

  /// Takes what else is waiting and fits; returns the first that does not.
  private @Nullable Waiting gather(List<Submission> together) {
    int weight = together.getFirst().weight;
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      if (!(next instanceof Submission submission)
          || weight + submission.weight > Ledger.MAX_COMMANDS) return next;
      together.add(submission);
      weight += submission.weight;
    }
    return null;
  }

  private void failRest() {
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      IllegalStateException ended = new IllegalStateException("the ledger has stopped");
      switch (next) {
        case Submission submission -> fail(submission, ended);
        case StateChange change -> change.answer.completeExceptionally(ended);
        case Failed failed -> {}
        case Stop stop -> {}
      }
    }
  }

  /// Decides a batch and gives it to a hand; alone, if it has to be.
  private void start(List<Submission> together) throws InterruptedException {
    Draft draft = null;
    try {
      if (held == null || memory.accounts.size() > Memory.MOST_ACCOUNTS) land(0);
      if (held == null) takeLease();
      draft = decide(together, underWay.isEmpty(), false);
      if (draft == null) {
        land(0);
        alone(together, false);
      } else {
        held = draft.after();
        fly(together, draft);
      }
    } catch (RuntimeException | Error e) {
      if (draft != null) memory.undo(draft);
      land(0);
      forget();
      again(together, e);
    }
  }

  private void fly(List<Submission> together, Draft draft) {
    CompletableFuture<Void> before =
        underWay.isEmpty() ? CompletableFuture.completedFuture(null) : underWay.getLast().end;
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () -> {
              write(draft, before);
              answer(together, draft.outcomes());
            },
            hands);
    CompletableFuture<?> _ =
        end.whenComplete(
            (done, failure) -> {
              if (failure != null) queue.add(new Failed());
            });
    underWay.add(new Flight(together, draft, end));
  }

  /// Waits until at most so many batches are under way, and looks after those that have failed.
  private void land(int left) throws InterruptedException {
    while (underWay.size() > left || (!underWay.isEmpty() && underWay.peek().end.isDone())) {
      Throwable failure = failure(underWay.peek().end);
      if (failure == null) underWay.remove();
      else recover(failure);
    }
  }

  /// The oldest batch has failed, and with it those that were decided on top of it: takes all out
  /// of memory, the last one first, and does them again one after the other.
  private void recover(Throwable failure) throws InterruptedException {
    List<Flight> failed = List.copyOf(underWay);
    underWay.clear();
    for (Flight flight : failed.reversed()) {
      failure(flight.end);
      memory.undo(flight.draft);
    }
    held = failed.getFirst().draft.before();
    if (failure instanceof Books.Repeats) alone(failed.getFirst().submissions, true);
    else {
      forget();
      again(failed.getFirst().submissions, failure);
    }
    for (Flight flight : failed.subList(1, failed.size())) alone(flight.submissions, false);
  }

  /// After a failure that is not [Books.Repeats] or a lost lease, whose fault it was decides.
  private void again(List<Submission> together, Throwable failure) throws InterruptedException {
    if (isWorthAnotherTry(failure)) alone(together, false);
    else if (together.size() == 1 || Failures.isOutage(failure)) {
      if (Failures.isOutage(failure))
        LOG.warn("a batch of {} calls failed: {}", together.size(), failure.toString());
      else LOG.error("a call failed", failure);
      for (Submission each : together) fail(each, failure);
    } else for (Submission each : together) alone(List.of(each), false);
  }

  /// Does a batch from beginning to end with nothing else under way.
  ///
  /// @param repeats whether it is known to hold ids that were used before
  private void alone(List<Submission> together, boolean repeats) throws InterruptedException {
    boolean lookAll = repeats;
    for (int tries = 0; ; tries++) {
      Draft draft = null;
      try {
        if (held == null) takeLease();
        draft = Objects.requireNonNull(decide(together, true, lookAll));
        write(draft, CompletableFuture.completedFuture(null));
        held = draft.after();
        answer(together, draft.outcomes());
        return;
      } catch (RuntimeException | Error e) {
        if (draft != null) memory.undo(draft);
        if (e instanceof Books.Repeats && !lookAll) {
          lookAll = true;
          continue;
        }
        forget();
        if (!isWorthAnotherTry(e)) {
          again(together, e);
          return;
        }
        if (tries == MOST_TRIES) {
          Refusal given = new Refusal(LedgerRefusal.ELSEWHERE, Map.of("shard", shard));
          for (Submission each : together) fail(each, given);
          return;
        }
      }
    }
  }

  private static boolean isWorthAnotherTry(Throwable failure) {
    return failure instanceof Lease.Lost || Failures.isConflict(failure);
  }

  /// Null if it has to be alone and is not.
  private @Nullable Draft decide(List<Submission> together, boolean alone, boolean lookAll) {
    List<Asked> commands =
        together.size() == 1
            ? together.getFirst().commands
            : together.stream().flatMap(each -> each.commands.stream()).toList();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    partitions.makeFor(commands, now);
    Lease.Held from = Objects.requireNonNull(held);
    Map<UUID, UUID> known = underWay.isEmpty() ? Map.of() : underWay.getLast().draft.contents();
    try {
      return inTransaction(rows -> desk.decide(rows, commands, now, from, known, alone, lookAll))
          .map(decided -> desk.keep(decided, from, now))
          .orElse(null);
    } catch (RuntimeException | Error e) {
      desk.takeBack();
      throw e;
    }
  }

  /// Writes a batch in one transaction that ends after the batch before has ended well. One that
  /// was decided long ago, by a process that was stopped in between, is decided again: a day that
  /// is over for longer gets no more lines.
  private void write(Draft draft, CompletableFuture<Void> before) {
    if (draft.lines().isEmpty()) {
      before.join();
      return;
    }
    inTransaction(
        rows -> {
          books.limitWaiting(rows);
          books.insertLines(rows, draft);
          before.join();
          if (clock.instant().isAfter(draft.at().plus(OLDEST_DRAFT)))
            throw new Lease.Lost(draft.at());
          lease.pass(rows, draft.before(), draft.after());
          books.settle(rows, draft);
          return true;
        });
  }

  private void takeLease() throws InterruptedException {
    memory.forget();
    long limit = System.nanoTime() + 5 * Lease.TERM.toNanos();
    while (held == null) {
      try {
        held = inTransaction(lease::take);
      } catch (Lease.Busy e) {
        if (System.nanoTime() > limit)
          throw new Refusal(LedgerRefusal.ELSEWHERE, Map.of("shard", shard));
        Thread.sleep(LEASE_POLL_MILLIS);
      }
    }
  }

  private void forget() {
    held = null;
    memory.forget();
  }

  private void apply(StateChange change) throws InterruptedException {
    try {
      if (held == null) takeLease();
      Lease.Held from = Objects.requireNonNull(held);
      inTransaction(rows -> set(rows, from, change.account, change.state));
      memory.accounts.set(change.account, change.state);
      change.answer.complete(true);
    } catch (RuntimeException | Error e) {
      forget();
      change.answer.completeExceptionally(e);
    }
  }

  private boolean set(Rows rows, Lease.Held from, UUID account, AccountState state)
      throws SQLException {
    Accounts.Loaded there =
        books.accounts(rows, Set.of(account)).stream()
            .findFirst()
            .orElseThrow(
                () -> new Refusal(LedgerRefusal.UNKNOWN_ACCOUNT, Map.of("account", account)));
    if (there.state() == state) return false;
    if (there.state() == AccountState.CLOSED)
      throw new Refusal(LedgerRefusal.ACCOUNT_CLOSED, Map.of("account", account));
    if (state == AccountState.CLOSED
        && (there.balance() | there.reserved() | there.expected()) != 0)
      throw new Refusal(LedgerRefusal.ACCOUNT_NOT_EMPTY, Map.of("account", account));
    books.set(rows, account, state);
    lease.pass(rows, from, from);
    return true;
  }

  private void answer(List<Submission> together, List<Outcome> outcomes) {
    int from = 0;
    for (Submission each : together) {
      int to = from + each.commands.size();
      room.release(each.weight);
      each.answer.complete(List.copyOf(outcomes.subList(from, to)));
      from = to;
    }
  }

  private void fail(Submission submission, Throwable why) {
    room.release(submission.weight);
    submission.answer.completeExceptionally(why);
  }

  /// Waits for the end; null if it was a good one.
  private static @Nullable Throwable failure(CompletableFuture<Void> end) {
    try {
      end.join();
      return null;
    } catch (CompletionException e) {
      return Objects.requireNonNullElse(e.getCause(), e);
    }
  }

  private interface Work<T> {
    T with(Rows rows) throws SQLException;
  }

  private <T> T inTransaction(Work<T> work) {
    return transactions.call(
        () -> {
          T result =
              jdbc.execute(
                  (ConnectionCallback<T>)
                      (Connection connection) -> work.with(new Rows(connection)));
          if (result == null) throw new IllegalStateException("no result");
          return result;
        });
  }
}
