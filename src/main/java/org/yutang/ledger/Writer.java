package org.yutang.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
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

/// The engine: one thread that writes one shard.
///
/// # How it works
///
/// Callers put commands into a queue and get a future. The thread takes everything that waits, up
/// to [Ledger#MAX_COMMANDS], and makes one batch of it:
/// 1. begin; lock the shard's lease row and compare its epoch ([Lease]);
/// 2. read what the batch names and [Memory] lacks: usually nothing, since balances stay in memory
///    for as long as the lease is ours;
/// 3. decide every command in order in plain Java ([Batch]);
/// 4. write lines, reservations and counters, one aggregated update of the balances, one journal
///    row with a digest chained to the batch before, and the lease ([Books]);
/// 5. commit, remember, answer.
///
/// While one batch commits, the next one gathers: the load itself makes the batches larger, and a
/// lonely caller waits for nothing but its own commit. A row lock a transfer, which is what limits
/// the usual design to one fsync or one lock hand-over a transfer on a hot account, never happens.
///
/// # Why it is right
///
/// - *Exact.* Only this thread decides, one command after the other; the database repeats the rules
///   as constraints on the sums.
/// - *Once.* The id of a line is its primary key for as long as ids are taken (400 days back, by
///   the millisecond in the id, not by anybody's clock of arrival). Lines are inserted `on conflict
///   do nothing` without asking first; if fewer went in than were decided, the transaction is
///   rolled back, the memory takes back the batch, the known ids are looked up, and it is decided
///   again. A refusal leaves no line, so before it is given out its id is looked up: it may be a
///   repeat that only looks refused now.
/// - *Durable.* A future completes after the commit and never before.
/// - *Alone.* The lease row is locked first in each transaction. If another writer has written
///   since (another epoch), this one forgets all it knows and waits for its turn. A stopped writer
///   that wakes up finds the epoch changed before it can write anything.
///
/// # What happens at each crash point
///
/// | dies | then |
/// | --- | --- |
/// | before or during the commit, and the commit did not happen | nothing is there; nobody was answered; the caller asks again with the same ids |
/// | after the commit, before the answer | all of it is there; asked again, the same ids give `repeated` |
/// | the connection, in doubt whether it was committed | the callers get an error; the memory is forgotten and read again, so either is fine |
/// | another process takes the lease over | after [Lease#TERM] without a batch; ours notices at its next batch |
///
/// # Limits
///
/// At most [#MOST_WAITING] commands wait; a caller that finds no room for [#PATIENCE] is
/// refused with [LedgerRefusal#BUSY]. A batch that fails by its own fault (never seen, but a bug is
/// possible) is tried command list by command list, so that nobody fails by another's; one that
/// fails because the database is down or the disk is full fails for all in it. Throughput is that
/// of one core plus one database connection; what lies beyond is another shard.
final class Writer {

  /// Commands in the queue and in the batch in hand.
  static final int MOST_WAITING = 8 * Ledger.MAX_COMMANDS;

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final long LEASE_POLL_MILLIS = 100;

  private sealed interface Waiting {}

  private record Submission(
      List<Books.Asked> commands, int weight, CompletableFuture<List<Outcome>> answer)
      implements Waiting {}

  private record StateChange(UUID account, AccountState state, CompletableFuture<Boolean> answer)
      implements Waiting {}

  private record Stop() implements Waiting {}

  private final Transactions transactions;
  private final JdbcTemplate jdbc;
  private final Clock clock;
  private final Duration patience;
  private final int shard;
  private final Lease lease;
  private final Partitions partitions;
  private final Memory memory = new Memory();
  private final Books books;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MOST_WAITING, true);
  private final Thread thread;
  private volatile boolean stopped;

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
    this.books = new Books(shard, lease, partitions, memory);
    this.thread = Thread.ofPlatform().name("ledger-" + shard).daemon().start(this::run);
  }

  /// @param weight how many lines the commands can make, at most [Ledger#MAX_COMMANDS]
  CompletableFuture<List<Outcome>> submit(List<Books.Asked> commands, int weight) {
    if (Thread.currentThread() == thread)
      throw new IllegalStateException(
          "the ledger's own thread may not wait for itself: use thenApplyAsync");
    try {
      if (!room.tryAcquire(weight, patience.toMillis(), TimeUnit.MILLISECONDS))
        throw new Refusal(LedgerRefusal.BUSY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the ledger", e);
    }
    Submission submission = new Submission(commands, weight, new CompletableFuture<>());
    enqueue(submission);
    return submission.answer;
  }

  void set(UUID account, AccountState state) {
    StateChange change = new StateChange(account, state, new CompletableFuture<>());
    enqueue(change);
    Failures.join(change.answer);
  }

  /// Answers what waits, gives the lease back and ends.
  void stop() throws InterruptedException {
    stopped = true;
    queue.add(new Stop());
    thread.join();
    inTransaction(
        rows -> {
          lease.release(rows);
          return true;
        });
  }

  private void enqueue(Waiting waiting) {
    if (stopped) throw new IllegalStateException("the ledger has stopped");
    queue.add(waiting);
    if (!thread.isAlive()) failRest();
  }

  private void run() {
    try {
      Waiting left = null;
      while (true) {
        Waiting first = left == null ? queue.take() : left;
        left = null;
        switch (first) {
          case Stop stop -> {
            return;
          }
          case StateChange change -> apply(change);
          case Submission submission -> {
            List<Submission> together = new ArrayList<>(List.of(submission));
            left = gather(together);
            commit(together);
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("the ledger's writer was interrupted");
    } finally {
      stopped = true;
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
        case Stop stop -> {}
      }
    }
  }

  private void fail(Submission submission, Throwable why) {
    room.release(submission.weight);
    submission.answer.completeExceptionally(why);
  }

  private void commit(List<Submission> together) throws InterruptedException {
    try {
      List<Books.Asked> commands =
          together.size() == 1
              ? together.getFirst().commands
              : together.stream().flatMap(each -> each.commands.stream()).toList();
      answer(together, write(commands));
    } catch (RuntimeException | Error e) {
      memory.forget();
      if (together.size() == 1 || Failures.isOutage(e)) {
        LOG.warn("a batch of {} lists of commands failed", together.size(), e);
        for (Submission each : together) fail(each, e);
      } else for (Submission each : together) commit(List.of(each));
    }
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

  /// One transaction, or more where the batch holds repeats or the lease is another's for a while.
  private List<Outcome> write(List<Books.Asked> commands) throws InterruptedException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    partitions.makeFor(commands, now);
    boolean lookAll = false;
    while (true) {
      boolean look = lookAll;
      try {
        Books.Written written =
            patiently(() -> inTransaction(rows -> books.write(rows, commands, now, look)));
        books.committed(written);
        return written.outcomes();
      } catch (Books.Repeats e) {
        if (lookAll) throw new IllegalStateException("somebody else writes this shard", e);
        memory.undo();
        lookAll = true;
      }
    }
  }

  private void apply(StateChange change) throws InterruptedException {
    try {
      patiently(
          () ->
              inTransaction(
                  rows -> {
                    books.set(rows, change.account, change.state);
                    return true;
                  }));
      memory.accounts.set(change.account, change.state);
      change.answer.complete(true);
    } catch (RuntimeException | Error e) {
      change.answer.completeExceptionally(e);
    }
  }

  private interface Attempt<T> {
    T run();
  }

  /// Waits for a lease that somebody else has, for as long as a stopped writer may keep it.
  private <T> T patiently(Attempt<T> attempt) throws InterruptedException {
    long limit = System.nanoTime() + 5 * Lease.TERM.toNanos();
    while (true) {
      try {
        return attempt.run();
      } catch (Lease.Busy e) {
        if (System.nanoTime() > limit)
          throw new Refusal(LedgerRefusal.ELSEWHERE, Map.of("shard", shard));
        Thread.sleep(LEASE_POLL_MILLIS);
      }
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
