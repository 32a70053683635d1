package org.yutang.ledger;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// The ledger on PostgreSQL. One thread writes: it takes everything that waits, up to
/// [#MAX_COMMANDS] lines, decides and commits it as one batch, and answers. While a batch commits,
/// the next one gathers, so the load itself makes the batches larger.
@Component
class SqlLedger implements Ledger {

  /// There is one shard today.
  static final int SHARD = 0;

  private static final Logger LOG = LoggerFactory.getLogger(SqlLedger.class);

  /// How many calls may wait before a caller is held up.
  private static final int QUEUE = 1024;

  private static final long LEASE_POLL_MILLIS = 100;
  private static final Submission STOP = new Submission(List.of(), 0, new CompletableFuture<>());

  private final Transactions transactions;
  private final JdbcTemplate jdbc;
  private final Statements statements;
  private final Clock clock;
  private final Lease lease = new Lease(SHARD);
  private final Partitions partitions;
  private final Books books;
  private final BlockingQueue<Submission> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread writer;
  private volatile boolean stopped;

  private record Submission(
      List<Command> commands, int weight, CompletableFuture<List<Outcome>> answer) {}

  SqlLedger(Transactions transactions, DataSource database, JdbcClient sql, Clock clock) {
    this.transactions = transactions;
    this.jdbc = new JdbcTemplate(database);
    this.statements = new Statements(SHARD, sql);
    this.clock = clock;
    this.partitions = new Partitions(sql);
    this.books = new Books(SHARD, lease, partitions);
    this.writer = Thread.ofPlatform().name("ledger-" + SHARD).daemon().start(this::write);
  }

  @Override
  public CompletableFuture<List<Outcome>> submit(List<Command> commands) {
    refuseOpenTransaction();
    if (Thread.currentThread() == writer)
      throw new IllegalStateException(
          "the ledger's own thread may not wait for itself: use thenApplyAsync");
    int weight = commands.stream().mapToInt(SqlLedger::weight).sum();
    if (weight > MAX_COMMANDS)
      throw new Refusal(LedgerRefusal.TOO_MANY_COMMANDS, Map.of("limit", MAX_COMMANDS));
    Submission submission =
        new Submission(List.copyOf(commands), weight, new CompletableFuture<>());
    if (weight == 0) submission.answer().complete(List.of());
    else enqueue(submission);
    return submission.answer();
  }

  @Override
  public List<Outcome> execute(List<Command> commands) {
    try {
      return submit(commands).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the ledger could not write", e.getCause());
    }
  }

  @Override
  public void open(List<NewAccount> accounts) {
    refuseOpenTransaction();
    statements.open(accounts);
  }

  @Override
  public Optional<Account> find(UUID account) {
    return statements.find(account);
  }

  @Override
  public Page<Account> accounts(String name, Sort sort, boolean descending, Page.Wanted page) {
    return statements.accounts(name, sort, descending, page);
  }

  @Override
  public Statement statement(Statement.Query query) {
    return statements.statement(query);
  }

  @Override
  public long balanceAt(UUID account, Instant at) {
    return statements.balanceAt(account, at);
  }

  @Override
  public List<TrialBalance> trialBalance() {
    return statements.trialBalance();
  }

  @Override
  public List<Line> recorded(Span.Recorded span, long after, int limit) {
    return statements.recorded(span, after, limit);
  }

  @Override
  public List<Line> members(UUID group) {
    return statements.members(group);
  }

  @Override
  public Optional<Held> findHeld(UUID reservation) {
    return statements.findHeld(reservation);
  }

  @Override
  public Optional<JournalEntry> findEntry(long line) {
    return statements.findEntry(line);
  }

  @Override
  public List<Line> linesAfter(UUID account, long number, int limit) {
    return statements.linesAfter(account, number, limit);
  }

  @Override
  public Optional<Line> findTransfer(UUID id) {
    return statements.findTransfer(id);
  }

  @Override
  public List<UUID> openReservations(String owner, Instant madeBefore, int limit) {
    return statements.openReservations(owner, madeBefore, limit);
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stopped = true;
    queue.put(STOP);
    writer.join();
    transactions.run(
        () ->
            withRows(
                rows -> {
                  lease.release(rows);
                  return true;
                }));
  }

  private static void refuseOpenTransaction() {
    if (Transactions.isOpen())
      throw new IllegalStateException(
          "the ledger may not be called inside a transaction: reserve, commit, then post");
  }

  private static int weight(Command command) {
    return command instanceof Command.Linked linked ? linked.transfers().size() + 1 : 1;
  }

  private void enqueue(Submission submission) {
    try {
      if (stopped) throw new IllegalStateException("the ledger has stopped");
      queue.put(submission);
      if (!writer.isAlive()) failRest();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the ledger", e);
    }
  }

  private void write() {
    try {
      Submission left = null;
      while (true) {
        Submission first = left == null ? queue.take() : left;
        if (first == STOP) break;
        List<Submission> together = new ArrayList<>(List.of(first));
        left = gather(together);
        commit(together);
      }
    } catch (InterruptedException e) {
      LOG.warn("the ledger's writer was interrupted");
    } finally {
      stopped = true;
      failRest();
    }
  }

  /// Takes what else is waiting and fits; returns the first that does not.
  private @Nullable Submission gather(List<Submission> together) {
    int weight = together.getFirst().weight();
    for (Submission next = queue.poll(); next != null; next = queue.poll()) {
      if (next == STOP || weight + next.weight() > MAX_COMMANDS) return next;
      together.add(next);
      weight += next.weight();
    }
    return null;
  }

  private void failRest() {
    for (Submission next = queue.poll(); next != null; next = queue.poll())
      next.answer().completeExceptionally(new IllegalStateException("the ledger has stopped"));
  }

  /// One transaction for all; if that fails, one for each, so that nobody fails by another's fault.
  /// Ids make that harmless.
  private void commit(List<Submission> together) throws InterruptedException {
    try {
      answer(
          together,
          commit(
              together.stream().flatMap(each -> each.commands().stream()).toList(),
              clock.instant()));
    } catch (RuntimeException | Error e) {
      if (together.size() == 1) {
        LOG.warn("a batch of {} commands failed", together.getFirst().commands().size(), e);
        together.getFirst().answer().completeExceptionally(e);
      } else for (Submission each : together) commit(List.of(each));
    }
  }

  private static void answer(List<Submission> together, List<Outcome> outcomes) {
    int from = 0;
    for (Submission each : together) {
      int to = from + each.commands().size();
      each.answer().complete(List.copyOf(outcomes.subList(from, to)));
      from = to;
    }
  }

  private List<Outcome> commit(List<Command> commands, Instant at) throws InterruptedException {
    Instant now = at.truncatedTo(ChronoUnit.MICROS);
    partitions.makeFor(commands, now);
    long limit = System.nanoTime() + 5 * Lease.TERM.toNanos();
    while (true) {
      try {
        Books.Written written =
            transactions.call(() -> withRows(rows -> books.write(rows, commands, now)));
        lease.committed(written.held());
        return written.outcomes();
      } catch (Lease.Busy e) {
        if (System.nanoTime() > limit) throw e;
        Thread.sleep(LEASE_POLL_MILLIS);
      }
    }
  }

  private interface Work<T> {
    T with(Rows rows) throws SQLException;
  }

  private <T> T withRows(Work<T> work) {
    T result =
        jdbc.execute(
            (ConnectionCallback<T>) (Connection connection) -> work.with(new Rows(connection)));
    if (result == null) throw new IllegalStateException("no result");
    return result;
  }
}
