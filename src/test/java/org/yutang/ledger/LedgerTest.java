package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Outcome.Reason;
import org.yutang.store.Transactions;

class LedgerTest extends ServerTest {

  private static final LocalDate DAY = LocalDate.of(2018, 12, 1);

  @Autowired Ledger ledger;
  @Autowired JdbcClient sql;
  @Autowired Transactions transactions;
  @Autowired DataSource database;
  @Autowired Clock clock;

  private UUID world;
  private UUID fund;
  private UUID insurer;

  @BeforeEach
  void openAccounts() {
    world = account("world", true);
    fund = account("fund", false);
    insurer = account("insurer", false);
  }

  @Test
  void aTransferMovesItsAmountOnce() {
    Command.Transfer gift = transfer(world, fund, 1000);
    assertThat(words(gift, gift)).containsExactly("ok", "repeated");
    assertThat(words(gift)).containsExactly("repeated");
    assertThat(balances()).containsExactly(-1000L, 1000L, 0L);
  }

  @Test
  void theSameIdWithOtherContentIsRefused() {
    Command.Transfer gift = transfer(world, fund, 1000);
    Command.Transfer other =
        new Command.Transfer(gift.id(), world, fund, 1001, gift.memo(), gift.businessDate());
    assertThat(words(gift)).containsExactly("ok");
    assertThat(words(other)).containsExactly("ID_REUSED");
    assertThat(balances()).containsExactly(-1000L, 1000L, 0L);
  }

  @Test
  void aRefusalLeavesNoTraceAndIsDecidedAnew() {
    Command.Transfer premium = transfer(fund, insurer, 3200);
    assertThat(ledger.execute(List.of(premium)))
        .containsExactly(new Outcome.Refused(premium.id(), Reason.INSUFFICIENT, fund));
    assertThat(ledger.findTransfer(premium.id())).isEmpty();
    assertThat(words(transfer(world, fund, 3200), premium)).containsExactly("ok", "ok");
    assertThat(balances()).containsExactly(-3200L, 0L, 3200L);
  }

  @Test
  void linkedTransfersHappenAllOrNone() {
    List<Command.Transfer> good =
        List.of(
            transfer(world, fund, 100), transfer(fund, insurer, 60), transfer(fund, insurer, 40));
    List<Command.Transfer> bad = List.of(transfer(world, fund, 100), transfer(fund, insurer, 101));
    assertThat(words(new Command.Linked(fresh(), bad))).containsExactly("INSUFFICIENT");
    assertThat(balances()).containsExactly(0L, 0L, 0L);
    Command.Linked group = new Command.Linked(fresh(), good);
    assertThat(words(group, group)).containsExactly("ok", "repeated");
    assertThat(words(good.getFirst())).containsExactly("ID_REUSED");
    assertThat(balances()).containsExactly(-100L, 0L, 100L);
  }

  @Test
  void aReservationIsPostedInPartAndTheRestReleased() {
    Command.Reserve reserve = reserve(fund, insurer, 900, Duration.ofDays(1));
    Command.Post post = new Command.Post(fresh(), reserve.id(), 400);
    assertThat(words(transfer(world, fund, 1000), reserve)).containsExactly("ok", "ok");
    assertThat(ledger.find(fund).orElseThrow().available()).isEqualTo(100);
    assertThat(
            words(
                transfer(fund, insurer, 101), post, post, new Command.Void(fresh(), reserve.id())))
        .containsExactly("INSUFFICIENT", "ok", "repeated", "ALREADY_POSTED");
    assertThat(words(new Command.Post(fresh(), reserve.id(), 1))).containsExactly("ALREADY_POSTED");
    assertThat(balances()).containsExactly(-1000L, 600L, 400L);
    assertThat(ledger.find(fund).orElseThrow().reserved()).isZero();
  }

  @Test
  void aVoidedOrExpiredReservationCannotBePosted() {
    Command.Reserve voided = reserve(fund, insurer, 900, Duration.ofDays(1));
    assertThat(
            words(
                transfer(world, fund, 1000),
                voided,
                new Command.Void(fresh(), voided.id()),
                new Command.Post(fresh(), voided.id(), 900)))
        .containsExactly("ok", "ok", "ok", "ALREADY_VOIDED");
    Command.Reserve brief = reserve(fund, insurer, 900, Duration.ofMillis(300));
    assertThat(words(brief)).containsExactly("ok");
    while (clock.instant().isBefore(brief.expiresAt())) Thread.onSpinWait();
    assertThat(words(new Command.Post(fresh(), brief.id(), 900), transfer(fund, insurer, 1000)))
        .containsExactly("EXPIRED", "ok");
    assertThat(words(new Command.Void(fresh(), brief.id()), new Command.Void(fresh(), fresh())))
        .containsExactly("EXPIRED", "UNKNOWN_RESERVATION");
  }

  @Test
  void accountsOfDifferentUnitsDoNotMix() {
    UUID trees = Uuids.named("trees", fund.toString());
    ledger.open(List.of(new NewAccount(trees, "trees", new Unit("TREE"), true)));
    assertThat(
            words(
                transfer(world, trees, 1),
                transfer(world, world, 1),
                transfer(world, fund, 0),
                transfer(world, fresh(), 1)))
        .containsExactly("UNIT_MISMATCH", "SAME_ACCOUNT", "NOT_POSITIVE", "UNKNOWN_ACCOUNT");
  }

  @Test
  void anAccountOpenedAgainWithOtherRulesIsRefused() {
    ledger.open(List.of(new NewAccount(fund, "fund", Unit.CNY, false)));
    assertThatThrownBy(() -> ledger.open(List.of(new NewAccount(fund, "fund", Unit.CNY, true))))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(LedgerRefusal.ACCOUNT_DIFFERS));
  }

  @Test
  void theLedgerMayNotBeCalledInsideATransaction() {
    assertThatThrownBy(
            () -> transactions.run(() -> ledger.execute(List.of(transfer(world, fund, 1)))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(balances()).containsExactly(0L, 0L, 0L);
  }

  @Test
  void tooManyCommandsAtOnceAreRefused() {
    List<Command> many =
        IntStream.rangeClosed(0, Ledger.MAX_COMMANDS)
            .<Command>mapToObj(i -> transfer(world, fund, 1))
            .toList();
    assertThatThrownBy(() -> ledger.submit(many)).isInstanceOf(Refusal.class);
    assertThat(words(many.subList(0, Ledger.MAX_COMMANDS).toArray(Command[]::new)))
        .containsOnly("ok");
  }

  @Test
  void aStatementShowsWhatMovedTheNewestFirst() {
    Command.Reserve reserve = reserve(fund, insurer, 30, Duration.ofDays(1));
    Command.Post post = new Command.Post(fresh(), reserve.id(), 30);
    Command.Transfer gift = transfer(world, fund, 100);
    words(gift, reserve, post);
    Page<Line> statement = ledger.statement(fund, new Page.Wanted(1, 10));
    assertThat(statement.items().stream().map(Line::id)).containsExactly(post.id(), gift.id());
    assertThat(statement.total()).isEqualTo(2);
    assertThat(ledger.statement(fund, new Page.Wanted(2, 1)).items().getFirst().id())
        .isEqualTo(gift.id());
    assertThat(ledger.findTransfer(reserve.id()).orElseThrow().kind()).isEqualTo("reserve");
    assertThat(ledger.findTransfer(post.id()).orElseThrow().reservation()).isEqualTo(reserve.id());
    LocalDate day = statement.items().getFirst().businessDate();
    Page.Wanted all = new Page.Wanted(1, 10);
    assertThat(ledger.statement(fund, day, day, false, all).items())
        .containsExactlyElementsOf(statement.items().reversed());
    assertThat(ledger.statement(fund, day.plusDays(1), LocalDate.MAX, true, all).total()).isZero();
    assertThatThrownBy(() -> ledger.statement(fresh(), new Page.Wanted(1, 1)))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void openReservationsAreFoundByTheirOwner() {
    Command.Reserve mine = reserve(world, fund, 5, Duration.ofDays(1));
    words(mine);
    assertThat(ledger.openReservations(mine.owner(), clock.instant().plusSeconds(1), 10))
        .containsExactly(mine.id());
    assertThat(ledger.openReservations(mine.owner(), clock.instant().minusSeconds(60), 10))
        .isEmpty();
    words(new Command.Void(fresh(), mine.id()));
    assertThat(ledger.openReservations(mine.owner(), clock.instant().plusSeconds(1), 10)).isEmpty();
  }

  @Test
  void randomCommandsEndWhereTheModelEnds() {
    long seed = new Random().nextLong();
    System.out.println("randomCommandsEndWhereTheModelEnds: seed " + seed);
    Model model = new Model();
    List<UUID> accounts = BatchTest.RULES.stream().map(rules -> account("m", rules)).toList();
    for (int i = 0; i < accounts.size(); i++)
      model.account(accounts.get(i), BatchTest.RULES.get(i));
    Commands commands = new Commands(new Random(seed), accounts);
    for (int round = 0; round < 25; round++) {
      Instant now = clock.instant();
      // expiry is left to BatchTest, which owns its clock
      List<Command> some =
          commands.some(60, now).stream()
              .filter(each -> !(each instanceof Command.Reserve r) || r.expiresAt().isAfter(now))
              .map(LedgerTest::lasting)
              .toList();
      List<String> expected = some.stream().map(each -> model.decide(each, now)).toList();
      assertThat(words(some.toArray(Command[]::new))).isEqualTo(expected);
      UUID changed = accounts.get(commands.random.nextInt(accounts.size()));
      AccountState state =
          commands.random.nextInt(3) == 0 ? AccountState.FROZEN : AccountState.OPEN;
      ledger.set(changed, state);
      model.state.put(changed, state);
    }
    for (UUID id : accounts) {
      Account account = ledger.find(id).orElseThrow();
      assertThat(account.balance()).isEqualTo(model.balance.get(id).longValueExact());
      assertThat(account.reserved()).isEqualTo(model.reserved.get(id).longValueExact());
      assertThat(account.expected()).isEqualTo(model.expected(id).longValueExact());
    }
    model.used.forEach(
        (key, used) ->
            assertThat(
                    sql.sql(
                            "select coalesce(sum(used), 0) from ledger.counter where shard_key = 0 and account = ? and holder = ?")
                        .params(key.getFirst(), key.getLast())
                        .query(Long.class)
                        .single())
                .isEqualTo(used));
    BooksCheck.check(sql);
  }

  @Test
  void manyCallersAtOnceNeverOverdrawAFund() throws Exception {
    words(transfer(world, fund, 1000));
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Long>> all = new ArrayList<>();
      for (int caller = 0; caller < 40; caller++)
        all.add(
            CompletableFuture.supplyAsync(
                () -> {
                  long ok = 0;
                  for (int i = 0; i < 20; i++)
                    if (words(transfer(fund, insurer, 3)).getFirst().equals("ok")) ok++;
                  return ok;
                },
                callers));
      long ok = all.stream().mapToLong(CompletableFuture::join).sum();
      assertThat(ok).isEqualTo(333);
    }
    assertThat(balances()).containsExactly(-1000L, 1L, 999L);
    BooksCheck.check(sql);
  }

  @Test
  void oneCallersImpossibleTextDoesNotFailTheOthers() {
    assertThatThrownBy(() -> new Command.Transfer(fresh(), world, fund, 1, "a\0b", DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Command.Transfer(fresh(), world, fund, 1, "", DAY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHolderGetsNoMoreThanTheAccountAllows() {
    UUID stock = account("stock", AccountRules.PLAIN.perHolder(2));
    UUID anna = fresh();
    UUID bao = fresh();
    words(transfer(world, stock, 10));
    Command.Reserve held =
        new Command.Reserve(
            fresh(), stock, fund, 2, "t", DAY, "o", clock.instant().plusSeconds(60), bao);
    assertThat(
            words(
                taken(stock, 1, anna),
                taken(stock, 1, anna),
                taken(stock, 1, anna),
                taken(stock, 1, null),
                held,
                taken(stock, 1, bao)))
        .containsExactly("ok", "ok", "OVER_HOLDER", "HOLDER_MISSING", "ok", "OVER_HOLDER");
    // what was only reserved does not count any more once it is given back
    assertThat(
            words(
                new Command.Post(fresh(), held.id(), 1),
                taken(stock, 1, bao),
                taken(stock, 1, bao)))
        .containsExactly("ok", "ok", "OVER_HOLDER");
  }

  @Test
  void anAccountNeverHoldsMoreThanItMayEvenIfAllIsPostedThatIsReserved() {
    UUID jar = account("jar", AccountRules.PLAIN.atMost(100));
    Command.Reserve held = reserve(world, jar, 60, Duration.ofDays(1));
    Command.Transfer late = transfer(world, jar, 41);
    assertThat(ledger.execute(List.of(held, late)))
        .containsExactly(
            new Outcome.Accepted(held.id(), false),
            new Outcome.Refused(late.id(), Reason.OVER_MOST, jar));
    assertThat(words(transfer(world, jar, 40), new Command.Post(fresh(), held.id(), 60)))
        .containsExactly("ok", "ok");
    assertThat(ledger.find(jar).orElseThrow().balance()).isEqualTo(100);
  }

  @Test
  void aFrozenAccountFinishesWhatWasReservedAndNothingElse() {
    Command.Reserve held = reserve(fund, insurer, 30, Duration.ofDays(1));
    words(transfer(world, fund, 100), held);
    ledger.set(fund, AccountState.FROZEN);
    Command.Transfer in = transfer(world, fund, 1);
    assertThat(ledger.execute(List.of(in)))
        .containsExactly(new Outcome.Refused(in.id(), Reason.FROZEN, fund));
    assertThat(
            words(
                transfer(fund, insurer, 1),
                reserve(fund, insurer, 1, Duration.ofDays(1)),
                new Command.Post(fresh(), held.id(), 30)))
        .containsExactly("FROZEN", "FROZEN", "ok");
    ledger.set(fund, AccountState.OPEN);
    assertThat(words(in, transfer(fund, insurer, 71))).containsExactly("ok", "ok");
    assertThat(balances()).containsExactly(-101L, 0L, 101L);
  }

  @Test
  void onlyAnEmptyAccountIsClosedAndThenForEver() {
    words(transfer(world, fund, 5));
    assertRefused(LedgerRefusal.ACCOUNT_NOT_EMPTY, () -> ledger.set(fund, AccountState.CLOSED));
    words(transfer(fund, insurer, 5));
    ledger.set(fund, AccountState.CLOSED);
    ledger.set(fund, AccountState.CLOSED);
    assertThat(words(transfer(world, fund, 1))).containsExactly("CLOSED");
    assertRefused(LedgerRefusal.ACCOUNT_CLOSED, () -> ledger.set(fund, AccountState.OPEN));
    assertRefused(LedgerRefusal.UNKNOWN_ACCOUNT, () -> ledger.set(fresh(), AccountState.FROZEN));
  }

  @Test
  void aSecondWriterKnowsWhatTheFirstWroteAndTheFirstBelievesItsMemoryNoMore() throws Exception {
    Command.Transfer gift = transfer(world, fund, 100);
    Command.Transfer spent = transfer(fund, insurer, 100);
    assertThat(words(gift, spent)).containsExactly("ok", "ok");
    Writer second = new Writer(SqlLedger.SHARD, transactions, database, sql, clock);
    // waits until the first has been silent for long enough; `spent` alone would be refused by now
    assertThat(words(second, spent, transfer(fund, insurer, 1), gift, transfer(world, fund, 7)))
        .containsExactly("repeated", "INSUFFICIENT", "repeated", "ok");
    Command.Transfer rest = transfer(fund, insurer, 7);
    assertThat(words(second, rest, rest)).containsExactly("ok", "repeated");
    second.stop();
    assertThat(words(transfer(fund, insurer, 1), rest, transfer(world, fund, 3)))
        .containsExactly("INSUFFICIENT", "repeated", "ok");
    assertThat(balances()).containsExactly(-110L, 3L, 107L);
    BooksCheck.check(sql);
  }

  @Test
  void oneRepeatInABatchLeavesTheOthersAlone() throws Exception {
    Command.Transfer gift = transfer(world, fund, 100);
    Command.Linked group = new Command.Linked(fresh(), List.of(transfer(world, fund, 9)));
    words(gift, group);
    Writer second = new Writer(SqlLedger.SHARD, transactions, database, sql, clock);
    Command.Linked other = new Command.Linked(fresh(), group.transfers());
    // all of them look new to a writer without memory until the database says otherwise
    assertThat(
            words(
                second, transfer(world, fund, 1), gift, group, other, transfer(fund, insurer, 110)))
        .containsExactly("ok", "repeated", "repeated", "ID_REUSED", "ok");
    second.stop();
    assertThat(balances()).containsExactly(-110L, 0L, 110L);
    BooksCheck.check(sql);
  }

  @Test
  void aLargeCallThatIsSentTwiceAtOnceHappensOnceAndHoldsNobodyUp() throws Exception {
    List<Command> all = new ArrayList<>();
    for (int i = 0; i < Ledger.MAX_COMMANDS; i++) all.add(transfer(world, fund, 1));
    // more than there is room for in the writer's short memory of ids, so that some are forgotten
    List<CompletableFuture<List<Outcome>>> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) answers.add(ledger.submit(all));
    for (int i = 0; i < answers.size(); i++) {
      boolean again = i > 0;
      assertThat(answers.get(i).get(60, TimeUnit.SECONDS))
          .allMatch(each -> each instanceof Outcome.Accepted ok && ok.repeated() == again);
    }
    assertThat(balances()).containsExactly(-8192L, 8192L, 0L);
  }

  @Test
  void aGroupWhoseHeadIsForgottenIsARepeatAllTheSame() {
    Command.Linked group =
        new Command.Linked(fresh(), List.of(transfer(world, fund, 3), transfer(fund, insurer, 1)));
    assertThat(words(group)).containsExactly("ok");
    UUID other = fresh();
    while (RecentLines.place(other) != RecentLines.place(group.id())) other = fresh();
    assertThat(words(new Command.Transfer(other, world, fund, 1, "test", DAY)))
        .containsExactly("ok");
    assertThat(words(group)).containsExactly("repeated");
    assertThat(words(new Command.Linked(fresh(), group.transfers()))).containsExactly("ID_REUSED");
    BooksCheck.check(sql);
  }

  @Test
  void whatExpiresInABatchThatIsDecidedTwiceIsReleasedAllTheSame() throws Exception {
    Command.Transfer gift = transfer(world, fund, 100);
    Command.Reserve brief = reserve(fund, insurer, 100, Duration.ofMillis(300));
    words(gift, brief);
    while (clock.instant().isBefore(brief.expiresAt())) Thread.onSpinWait();
    Writer second = new Writer(SqlLedger.SHARD, transactions, database, sql, clock);
    assertThat(words(second, gift, transfer(world, fund, 1))).containsExactly("repeated", "ok");
    assertThat(words(second, transfer(fund, insurer, 101))).containsExactly("ok");
    second.stop();
    BooksCheck.check(sql);
  }

  private List<String> words(Writer writer, Command... commands) {
    List<Asked> asked = Stream.of(commands).map(Asked::of).toList();
    return writer.submit(asked, asked.size() * 2).join().stream().map(BatchTest::word).toList();
  }

  private static void assertRefused(LedgerRefusal code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private Command.Transfer taken(UUID stock, long amount, UUID holder) {
    return new Command.Transfer(fresh(), stock, fund, amount, "test", DAY, holder);
  }

  @Test
  void aSlowDatabaseHoldsCallersUpThenRefusesThemAndLosesNothing() throws Exception {
    Writer writer =
        new Writer(SqlLedger.SHARD, transactions, database, sql, clock, Duration.ofMillis(300));
    words(writer, transfer(world, fund, 1)); // has the lease now
    List<CompletableFuture<List<Outcome>>> waiting = new ArrayList<>();
    transactions.run(
        () -> {
          sql.sql("lock table ledger.transfer in exclusive mode").update();
          List<Asked> full =
              IntStream.range(0, Ledger.MAX_COMMANDS)
                  .<Command>mapToObj(i -> transfer(world, fund, 1))
                  .map(Asked::of)
                  .toList();
          for (int i = 0; i < Writer.MOST_WAITING / Ledger.MAX_COMMANDS; i++)
            waiting.add(writer.submit(i == 0 ? full : full.subList(0, 1), Ledger.MAX_COMMANDS));
          assertRefused(LedgerRefusal.BUSY, () -> words(writer, transfer(world, fund, 1)));
          assertThat(waiting).noneMatch(CompletableFuture::isDone);
        });
    for (CompletableFuture<List<Outcome>> each : waiting)
      assertThat(each.get(60, TimeUnit.SECONDS)).allMatch(Outcome.Accepted.class::isInstance);
    writer.stop();
    assertThat(balances()).containsExactly(-8193L, 8193L, 0L);
    BooksCheck.check(sql);
  }

  @Test
  void aLeaseThatSomebodyKeepsLockedIsWaitedForAndNotForEver() throws Exception {
    Writer writer = new Writer(SqlLedger.SHARD, transactions, database, sql, clock);
    Command.Transfer gift = transfer(world, fund, 5);
    List<Asked> asked = List.of(Asked.of(gift));
    transactions.run(
        () -> {
          sql.sql("select epoch from ledger.shard_lease where shard_key = 0 for update")
              .query(Long.class)
              .single();
          assertThatThrownBy(() -> writer.submit(asked, 1).get(60, TimeUnit.SECONDS))
              .cause()
              .isInstanceOfSatisfying(
                  Refusal.class,
                  refusal -> assertThat(refusal.code()).isEqualTo(LedgerRefusal.ELSEWHERE));
        });
    assertThat(words(writer, gift, gift)).containsExactly("ok", "repeated");
    writer.stop();
  }

  @Test
  void theDatabaseItselfRefusesAnOverdrawnAccount() {
    assertThatThrownBy(
            () ->
                sql.sql("update ledger.account set balance = -1 where shard_key = 0 and id = ?")
                    .param(fund)
                    .update())
        .hasMessageContaining("account_never_overdrawn");
  }

  private UUID account(String name, boolean negative) {
    return account(name, negative ? AccountRules.OUTSIDE : AccountRules.PLAIN);
  }

  private UUID account(String name, AccountRules rules) {
    UUID id = UUID.randomUUID();
    ledger.open(List.of(new NewAccount(id, name, Unit.CNY, rules)));
    return id;
  }

  private List<Long> balances() {
    return List.of(world, fund, insurer).stream()
        .map(id -> ledger.find(id).orElseThrow().balance())
        .toList();
  }

  private List<String> words(Command... commands) {
    return ledger.execute(List.of(commands)).stream().map(BatchTest::word).toList();
  }

  private UUID fresh() {
    return Uuids.fresh(clock.instant());
  }

  private Command.Transfer transfer(UUID from, UUID to, long amount) {
    return new Command.Transfer(fresh(), from, to, amount, "test", DAY);
  }

  private Command.Reserve reserve(UUID from, UUID to, long amount, Duration lasting) {
    return new Command.Reserve(
        fresh(), from, to, amount, "test", DAY, "test/" + fund, clock.instant().plus(lasting));
  }

  private static Command lasting(Command command) {
    if (!(command instanceof Command.Reserve r)) return command;
    return new Command.Reserve(
        r.id(),
        r.from(),
        r.to(),
        r.amount(),
        r.memo(),
        r.businessDate(),
        r.owner(),
        Instant.parse("2100-01-01T00:00:00Z"),
        r.holder());
  }
}
