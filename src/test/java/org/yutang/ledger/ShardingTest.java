package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Outcome.Reason;
import org.yutang.store.FreshDatabase;
import org.yutang.store.Home;
import org.yutang.store.Transactions;
import org.yutang.store.UnreliableDatabase;

/// A ledger of three shards, in a database of its own.
class ShardingTest extends ServerTest {

  private static final int SHARDS = 3;
  private static final LocalDate DAY = LocalDate.of(2018, 12, 1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired DataSource house;
  @Autowired Home home;
  @Autowired Clock clock;

  private FreshDatabase fresh;
  private Sharding sharding;
  private SqlLedger ledger;

  @BeforeEach
  void begin() throws Exception {
    fresh = FreshDatabase.beside(house, 14);
    fresh.migrate("ledger", "latest");
    sharding = new Sharding(fresh.transactions(home), fresh.sql(), SHARDS);
    ledger = ledger(fresh.transactions(home), fresh.source());
  }

  @AfterEach
  void end() throws Exception {
    ledger.stop();
    fresh.close();
  }

  private SqlLedger ledger(Transactions transactions, DataSource database) {
    return new SqlLedger(sharding, transactions, database, fresh.sql(), clock);
  }

  @Test
  void everybodyPaysTheFundAtOnceAndItGetsAllOfItAFewMomentsLater() {
    UUID world = account(0, AccountRules.OUTSIDE);
    UUID fund = account(1, AccountRules.PLAIN);
    List<UUID> payers = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) payers.add(account(shard, AccountRules.PLAIN));
    for (UUID payer : payers) assertThat(words(transfer(world, payer, 100))).containsExactly("ok");
    awaitSwept(payers);
    List<Command> gifts = payers.stream().<Command>map(payer -> transfer(payer, fund, 60)).toList();
    assertThat(words(gifts)).containsExactly("ok", "ok", "ok");
    assertThat(words(gifts)).containsExactly("repeated", "repeated", "repeated");
    assertThat(words(transfer(payers.get(0), fund, 60), transfer(payers.get(2), fund, 40)))
        .containsExactly("INSUFFICIENT", "ok");
    awaitSwept(List.of(fund));
    assertThat(ledger.find(fund).orElseThrow())
        .satisfies(
            account -> assertThat(account.balance()).isEqualTo(220),
            account -> assertThat(account.expected()).isZero());
    // what came from elsewhere stands in the statement as swept, and by whom where it was paid
    assertThat(ledger.statement(fund, new Page.Wanted(1, 10)).items())
        .extracting(Line::memo)
        .contains("test", Sweep.MEMO);
    assertThat(
            ledger
                .statement(
                    new Statement.Query(
                        fund,
                        Span.ALL,
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        false,
                        new Page.Wanted(1, 10),
                        java.util.OptionalInt.of(2)))
                .lines()
                .items())
        .filteredOn(line -> line.memo().equals("test"))
        .extracting(Line::amount)
        .containsExactly(60L, 40L);
    assertThat(ledger.accounts("", Ledger.Sort.NAME, false, new Page.Wanted(1, 50)).total())
        .isEqualTo(5);
    assertThat(ledger.trialBalance())
        .singleElement()
        .satisfies(
            trial -> assertThat(trial.accounts()).isEqualTo(5),
            trial -> assertThat(trial.balances()).isTrue());
    BooksCheck.check(fresh.sql());
  }

  @Test
  void whatCannotBeDoneBetweenShardsIsRefused() {
    UUID here = account(0, AccountRules.OUTSIDE);
    UUID there = account(1, AccountRules.OUTSIDE);
    UUID limited = account(2, AccountRules.PLAIN.atMost(10));
    Command.Linked group =
        new Command.Linked(id(), List.of(transfer(here, there, 1), transfer(there, here, 1)));
    Command.Linked one =
        new Command.Linked(id(), List.of(transfer(here, there, 1), transfer(here, there, 2)));
    assertThat(
            ledger.execute(
                List.of(group, one, transfer(here, limited, 1), transfer(here, id(), 1))))
        .satisfiesExactly(
            refused -> assertThat(refused).isEqualTo(refusal(group, Reason.OTHER_SHARD, there)),
            accepted -> assertThat(BatchTest.word(accepted)).isEqualTo("ok"),
            refused -> assertThat(BatchTest.word(refused)).isEqualTo("OTHER_SHARD"),
            refused -> assertThat(BatchTest.word(refused)).isEqualTo("UNKNOWN_ACCOUNT"));
    assertThatThrownBy(
            () -> ledger.recorded(SHARDS, new Span.Recorded(Instant.MIN, Instant.MAX), 0, 1))
        .isInstanceOfSatisfying(
            Refusal.class, each -> assertThat(each.code()).isEqualTo(LedgerRefusal.UNKNOWN_SHARD));
  }

  @Test
  void theNumberOfShardsIsFixedByTheFirstAccount() {
    assertThat(new Sharding(fresh.transactions(home), fresh.sql(), 2).count()).isEqualTo(2);
    assertThat(new Sharding(fresh.transactions(home), fresh.sql(), SHARDS).count())
        .isEqualTo(SHARDS);
    account(2, AccountRules.PLAIN);
    assertThatThrownBy(() -> new Sharding(fresh.transactions(home), fresh.sql(), 1))
        .isInstanceOfSatisfying(
            Refusal.class, each -> assertThat(each.code()).isEqualTo(LedgerRefusal.SHARDS_FIXED));
  }

  @Test
  void aReservationIsPostedWhereItWasMadeAlsoByALedgerThatDoesNotRememberIt() throws Exception {
    UUID payer = account(2, AccountRules.OUTSIDE);
    UUID payee = account(0, AccountRules.PLAIN);
    Command.Reserve reserve = reserve(payer, payee, 50);
    assertThat(words(reserve)).containsExactly("ok");
    assertThat(ledger.find(payee).orElseThrow().expected()).isEqualTo(50);
    ledger.stop();
    ledger = ledger(fresh.transactions(home), fresh.source());
    assertThat(
            words(new Command.Post(id(), reserve.id(), 30), new Command.Void(id(), reserve.id())))
        .containsExactly("ok", "ALREADY_POSTED");
    assertThat(words(new Command.Post(id(), id(), 30))).containsExactly("UNKNOWN_RESERVATION");
    awaitSwept(List.of(payee));
    assertThat(ledger.find(payee).orElseThrow().balance()).isEqualTo(30);
    BooksCheck.check(fresh.sql());
  }

  @Test
  void whatIsOnItsWayToAFrozenAccountWaitsAndAnAccountThatGetsSomethingIsNotClosed() {
    UUID world = account(0, AccountRules.OUTSIDE);
    UUID fund = account(1, AccountRules.PLAIN);
    Command.Reserve held = reserve(world, fund, 7);
    assertThat(words(transfer(world, fund, 5), held)).containsExactly("ok", "ok");
    awaitSwept(List.of(fund));
    ledger.set(fund, AccountState.FROZEN);
    assertThat(words(transfer(world, fund, 1), new Command.Post(id(), held.id(), 7)))
        .containsExactly("FROZEN", "ok");
    assertThatThrownBy(() -> ledger.set(fund, AccountState.CLOSED))
        .isInstanceOfSatisfying(
            Refusal.class,
            each -> assertThat(each.code()).isEqualTo(LedgerRefusal.ACCOUNT_NOT_EMPTY));
    assertThat(ledger.find(fund).orElseThrow())
        .satisfies(
            account -> assertThat(account.state()).isEqualTo(AccountState.FROZEN),
            account -> assertThat(account.balance()).isEqualTo(5),
            account -> assertThat(account.expected()).isEqualTo(7));
    ledger.set(fund, AccountState.OPEN);
    awaitSwept(List.of(fund));
    assertThat(words(transfer(fund, world, 12))).containsExactly("ok");
    ledger.set(fund, AccountState.CLOSED);
    assertThat(words(transfer(world, fund, 1))).containsExactly("FROZEN");
    awaitSwept(List.of(world));
    BooksCheck.check(fresh.sql());
  }

  @Test
  void aSubAccountThatWasLeftFrozenFollowsItsAccountAgain() throws Exception {
    UUID world = account(0, AccountRules.OUTSIDE);
    UUID fund = account(1, AccountRules.PLAIN);
    assertThat(words(transfer(world, fund, 5))).containsExactly("ok");
    awaitSwept(List.of(fund));
    ledger.stop();
    // as if a server had been killed between the account and its sub-account
    fresh.sql().sql("update ledger.account set state = 'FROZEN' where part = 'SUB'").update();
    ledger = ledger(fresh.transactions(home), fresh.source());
    Instant end = clock.instant().plus(PATIENCE);
    while (!words(transfer(world, fund, 7)).equals(List.of("ok")))
      assertThat(clock.instant()).as("opened again").isBefore(end);
    awaitSwept(List.of(fund));
    assertThat(ledger.find(fund).orElseThrow().balance()).isEqualTo(12);
  }

  @Test
  void randomPaymentsEndWhereTheyShouldAlthoughConnectionsBreak() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("ShardingTest: seed " + seed);
    Random random = new Random(seed);
    List<UUID> accounts = new ArrayList<>();
    for (int i = 0; i < 8; i++) accounts.add(account(i % SHARDS, AccountRules.PLAIN));
    accounts.add(account(1, AccountRules.OUTSIDE));
    ledger.stop();
    UnreliableDatabase broken = new UnreliableDatabase(fresh.source(), random, 0.04);
    ledger = ledger(broken.transactions(home), broken.source());
    Map<UUID, Long> balances = new HashMap<>();
    for (int call = 0; call < 120; call++) {
      List<Command> commands = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(12); i++) {
        UUID from = accounts.get(random.nextInt(accounts.size()));
        UUID to = accounts.get(random.nextInt(accounts.size()));
        long amount = 1L + random.nextInt(40);
        if (random.nextInt(4) > 0) commands.add(transfer(from, to, amount));
        else {
          Command.Reserve reserve = reserve(from, to, amount);
          commands.add(reserve);
          commands.add(
              random.nextBoolean()
                  ? new Command.Post(id(), reserve.id(), amount)
                  : new Command.Void(id(), reserve.id()));
        }
      }
      List<Outcome> outcomes = insist(commands);
      for (int i = 0; i < commands.size(); i++)
        if (outcomes.get(i) instanceof Outcome.Accepted) count(commands, i, balances);
    }
    broken.mend();
    assertThat(broken.broken()).isGreaterThan(50);
    awaitSwept(accounts);
    for (UUID each : accounts)
      assertThat(ledger.find(each).orElseThrow().balance())
          .isEqualTo(balances.getOrDefault(each, 0L));
    assertThat(balances.values()).anyMatch(amount -> amount > 0);
    BooksCheck.check(fresh.sql());
    fresh
        .sql()
        .sql(
            "update ledger.account set balance = balance + 1 where part = 'CLEARING' and shard_key = 1")
        .update();
    assertThat(BooksCheck.findings(fresh.sql()))
        .extracting(Finding::kind)
        .contains(Finding.Kind.CLEARING_DIFFERS);
  }

  private static void count(List<Command> commands, int at, Map<UUID, Long> balances) {
    switch (commands.get(at)) {
      case Command.Transfer t -> move(balances, t.from(), t.to(), t.amount());
      case Command.Post post -> {
        Command.Reserve made = (Command.Reserve) commands.get(at - 1);
        move(balances, made.from(), made.to(), post.amount());
      }
      case Command.Reserve r -> {}
      case Command.Void v -> {}
      case Command.Linked l -> throw new IllegalStateException("none was made");
    }
  }

  private static void move(Map<UUID, Long> balances, UUID from, UUID to, long amount) {
    balances.merge(from, -amount, Long::sum);
    balances.merge(to, amount, Long::sum);
  }

  /// Asks the same again until there is an answer.
  private List<Outcome> insist(List<Command> commands) {
    for (int tries = 0; ; tries++)
      try {
        return ledger.execute(commands);
      } catch (RuntimeException e) {
        if (tries == 200) throw e;
      }
  }

  private void awaitSwept(List<UUID> accounts) {
    Instant end = clock.instant().plus(PATIENCE);
    Predicate<UUID> waiting =
        id ->
            ledger.subAccounts(id).stream()
                .anyMatch(each -> (each.balance() | each.reserved()) != 0);
    while (accounts.stream().anyMatch(waiting)) {
      assertThat(clock.instant()).as("swept").isBefore(end);
      Thread.onSpinWait();
    }
  }

  private UUID account(int shard, AccountRules rules) {
    UUID id = UUID.randomUUID();
    while (sharding.home(id) != shard) id = UUID.randomUUID();
    ledger.open(List.of(new NewAccount(id, "in shard " + shard, Unit.CNY, rules)));
    return id;
  }

  private static Outcome refusal(Command command, Reason reason, UUID account) {
    return new Outcome.Refused(command.id(), reason, account);
  }

  private List<String> words(Command... commands) {
    return words(List.of(commands));
  }

  private List<String> words(List<Command> commands) {
    return ledger.execute(commands).stream().map(BatchTest::word).toList();
  }

  private UUID id() {
    return Uuids.fresh(clock.instant());
  }

  private Command.Transfer transfer(UUID from, UUID to, long amount) {
    return new Command.Transfer(id(), from, to, amount, "test", DAY);
  }

  private Command.Reserve reserve(UUID from, UUID to, long amount) {
    return new Command.Reserve(
        id(), from, to, amount, "test", DAY, "test", clock.instant().plus(Duration.ofDays(1)));
  }
}
