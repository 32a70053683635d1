package org.yutang.ledger;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// The ledger on PostgreSQL: a [Writer] a shard writes, [Statements] reads, [Router] and [Sweep]
/// tie the shards together where there are several.
@Component
class SqlLedger implements Ledger {

  /// The first shard, usually the only one.
  static final int SHARD = 0;

  private final Sharding sharding;
  private final List<Shard> shards;
  private final AccountList list;
  private final @Nullable Together together;

  private record Shard(Openings openings, Statements statements, Writer writer) {}

  /// What several shards need.
  private record Together(Router router, Sweep sweep) {}

  SqlLedger(
      Sharding sharding,
      Transactions transactions,
      DataSource database,
      JdbcClient sql,
      Clock clock) {
    JdbcTemplate jdbc = new JdbcTemplate(database);
    this.sharding = sharding;
    this.list = new AccountList(sharding, sql);
    this.shards =
        sharding.all().stream()
            .map(
                key ->
                    new Shard(
                        new Openings(key, jdbc),
                        new Statements(key, sql),
                        new Writer(key, transactions, database, sql, clock)))
            .toList();
    if (sharding.count() == 1) together = null;
    else {
      SubAccounts subAccounts = new SubAccounts(sharding, jdbc);
      List<Writer> writers = shards.stream().map(Shard::writer).toList();
      together =
          new Together(
              new Router(sharding, subAccounts, jdbc),
              new Sweep(sharding, subAccounts, writers, sql, clock));
    }
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
    if (weight == 0) return CompletableFuture.completedFuture(List.of());
    return together == null
        ? shards.getFirst().writer.submit(asked, weight)
        : submit(asked, together);
  }

  private CompletableFuture<List<Outcome>> submit(List<Asked> commands, Together with) {
    Router.Plan plan = with.router.plan(commands);
    enterAll(plan.parcels());
    Map<Integer, CompletableFuture<List<Outcome>>> answers = new TreeMap<>();
    plan.parcels()
        .forEach(
            (shard, parcel) ->
                answers.put(
                    shard,
                    shards.get(shard).writer.submitEntered(parcel.commands(), weight(parcel))));
    return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              if (plan.abroad()) with.sweep.wake();
              Outcome[] outcomes = new Outcome[commands.size()];
              plan.refused().forEach((place, refused) -> outcomes[place] = refused);
              plan.parcels()
                  .forEach(
                      (shard, parcel) -> {
                        List<Outcome> some = Objects.requireNonNull(answers.get(shard)).join();
                        for (int i = 0; i < some.size(); i++)
                          outcomes[parcel.places().get(i)] = some.get(i);
                      });
              return Arrays.asList(outcomes);
            });
  }

  /// In the order of the shards. A refusal leaves nothing done in any of them.
  private void enterAll(Map<Integer, Router.Parcel> parcels) {
    Map<Integer, Integer> entered = new TreeMap<>();
    try {
      parcels.forEach(
          (shard, parcel) -> {
            shards.get(shard).writer.enter(weight(parcel));
            entered.put(shard, weight(parcel));
          });
    } catch (RuntimeException e) {
      entered.forEach((shard, weight) -> shards.get(shard).writer.leave(weight));
      throw e;
    }
  }

  private static int weight(Router.Parcel parcel) {
    return parcel.commands().stream().mapToInt(asked -> weight(asked.command())).sum();
  }

  @Override
  public List<Outcome> execute(List<Command> commands) {
    return Failures.join(submit(commands));
  }

  @Override
  public void open(List<NewAccount> accounts) {
    refuseOpenTransaction();
    Map<Integer, List<NewAccount>> byHome = new TreeMap<>();
    for (NewAccount account : accounts)
      byHome.computeIfAbsent(sharding.home(account.id()), first -> new ArrayList<>()).add(account);
    byHome.forEach((shard, some) -> shards.get(shard).openings.open(some));
  }

  @Override
  public void set(UUID account, AccountState state) {
    refuseOpenTransaction();
    if (together == null || find(account).isEmpty()) home(account).writer.set(account, state);
    else setEverywhere(account, state);
  }

  /// An account that has been frozen gets no new sub-accounts that are open, so that nothing more
  /// gathers anywhere once all that it has are frozen too.
  private void setEverywhere(UUID account, AccountState state) {
    Writer writer = home(account).writer;
    AccountState before = find(account).orElseThrow().state();
    if (before == AccountState.CLOSED || state == AccountState.OPEN) writer.set(account, state);
    else if (before == AccountState.OPEN) writer.set(account, AccountState.FROZEN);
    setSubAccounts(account, state);
    if (state != AccountState.CLOSED) return;
    try {
      if (subAccounts(account).stream()
          .anyMatch(each -> (each.balance() | each.reserved() | each.expected()) != 0))
        throw new Refusal(LedgerRefusal.ACCOUNT_NOT_EMPTY, Map.of("account", account));
      writer.set(account, state);
    } catch (Refusal refused) {
      writer.set(account, before);
      setSubAccounts(account, before);
      throw refused;
    }
  }

  private void setSubAccounts(UUID account, AccountState state) {
    for (SubAccount each : subAccounts(account))
      shards
          .get(each.shard())
          .writer
          .set(account, state == AccountState.OPEN ? AccountState.OPEN : AccountState.FROZEN);
  }

  @Override
  public Optional<Account> find(UUID account) {
    Optional<Account> home = home(account).statements.find(account);
    if (together == null || home.isEmpty()) return home;
    long coming =
        subAccounts(account).stream().mapToLong(each -> each.balance() + each.expected()).sum();
    return home.map(found -> found.expecting(coming));
  }

  @Override
  public Map<UUID, Account> find(Collection<UUID> accounts) {
    Map<UUID, Account> found = new HashMap<>();
    if (together == null)
      shards
          .getFirst()
          .statements
          .find(accounts)
          .forEach(account -> found.put(account.id(), account));
    else for (UUID id : accounts) find(id).ifPresent(account -> found.put(id, account));
    return found;
  }

  @Override
  public List<SubAccount> subAccounts(UUID account) {
    return together == null
        ? List.of()
        : inAll(shard -> shard.subAccount(account).stream()).toList();
  }

  @Override
  public int shards() {
    return sharding.count();
  }

  @Override
  public Page<Account> accounts(String name, Sort sort, boolean descending, Page.Wanted page) {
    return list.find(name, sort, descending, page);
  }

  @Override
  public Statement statement(Statement.Query query) {
    return (query.shard().isPresent()
            ? shard(query.shard().getAsInt())
            : home(query.account()).statements)
        .statement(query);
  }

  @Override
  public long balanceAt(UUID account, Instant at) {
    return home(account).statements.balanceAt(account, at);
  }

  @Override
  public List<TrialBalance> trialBalance() {
    return list.trialBalance();
  }

  @Override
  public List<Line> recorded(int shard, Span.Recorded span, long after, int limit) {
    return shard(shard).recorded(span, after, limit);
  }

  @Override
  public List<Line> members(UUID group) {
    return inAll(shard -> shard.members(group).stream()).toList();
  }

  @Override
  public Optional<Held> findHeld(UUID reservation) {
    return inAll(shard -> shard.findHeld(reservation).stream()).findFirst();
  }

  @Override
  public Optional<JournalEntry> findEntry(Line line) {
    return shard(line.shard()).findEntry(line.number());
  }

  @Override
  public List<Line> linesAfter(UUID account, long number, int limit) {
    return home(account).statements.linesAfter(account, number, limit);
  }

  @Override
  public Optional<Line> findTransfer(UUID id) {
    return inAll(shard -> shard.findTransfer(id).stream()).findFirst();
  }

  @Override
  public List<UUID> openReservations(String owner, Instant madeBefore, int limit) {
    return inAll(shard -> shard.openReservations(owner, madeBefore, limit).stream())
        .limit(limit)
        .toList();
  }

  @PreDestroy
  void stop() throws InterruptedException {
    if (together != null) together.sweep.stop();
    for (Shard shard : shards) shard.writer.stop();
  }

  private Shard home(UUID account) {
    return shards.get(sharding.home(account));
  }

  private Statements shard(int number) {
    if (number < 0 || number >= shards.size())
      throw new Refusal(LedgerRefusal.UNKNOWN_SHARD, Map.of("shard", number));
    return shards.get(number).statements;
  }

  /// Asks one after the other, as far as answers are wanted.
  private <T> Stream<T> inAll(Function<Statements, Stream<T>> question) {
    return shards.stream().map(Shard::statements).flatMap(question);
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
