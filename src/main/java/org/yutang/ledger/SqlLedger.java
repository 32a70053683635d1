package org.yutang.ledger;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// The ledger on PostgreSQL: [Writer] writes, [Statements] reads.
@Component
class SqlLedger implements Ledger {

  /// There is one shard today.
  static final int SHARD = 0;

  private final Openings openings;
  private final Statements statements;
  private final Writer writer;

  SqlLedger(Transactions transactions, DataSource database, JdbcClient sql, Clock clock) {
    this.openings = new Openings(SHARD, new JdbcTemplate(database));
    this.statements = new Statements(SHARD, sql);
    this.writer = new Writer(SHARD, transactions, database, sql, clock);
  }

  @Override
  public CompletableFuture<List<Outcome>> submit(List<Command> commands) {
    refuseOpenTransaction();
    int weight = 0;
    List<Asked> asked = new ArrayList<>(commands.size());
    for (Command command : commands) {
      weight += weight(command);
      if (weight > MAX_COMMANDS)
        throw new Refusal(LedgerRefusal.TOO_MANY_COMMANDS, Map.of("limit", MAX_COMMANDS));
      // digested here, so that callers share the work and the writer has less of it
      asked.add(Asked.of(command));
    }
    return weight == 0
        ? CompletableFuture.completedFuture(List.of())
        : writer.submit(asked, weight);
  }

  @Override
  public List<Outcome> execute(List<Command> commands) {
    return Failures.join(submit(commands));
  }

  @Override
  public void open(List<NewAccount> accounts) {
    refuseOpenTransaction();
    openings.open(accounts);
  }

  @Override
  public void set(UUID account, AccountState state) {
    refuseOpenTransaction();
    writer.set(account, state);
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
  public Page<Line> statement(
      UUID account, LocalDate from, LocalDate to, boolean newestFirst, Page.Wanted page) {
    return statements.statement(account, from, to, newestFirst, page);
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
    writer.stop();
  }

  private static void refuseOpenTransaction() {
    if (Transactions.isOpen())
      throw new IllegalStateException(
          "the ledger may not be called inside a transaction: reserve, commit, then post");
  }

  /// How many lines it can make.
  private static int weight(Command command) {
    return command instanceof Command.Linked linked ? linked.transfers().size() + 1 : 1;
  }
}
