package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.yutang.kernel.Uuids;

/// The deciding heart of the ledger against [Model], without a database.
class BatchTest {

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  /// What a writer keeps from batch to batch, without a database below it.
  private static final class Shard {
    final Memory memory = new Memory();
    final Map<UUID, UUID> known = new HashMap<>();
    final Map<UUID, Reservation> open = new HashMap<>();
    final Map<UUID, LineKind> ended = new HashMap<>();
    private final Random random;

    Shard(long seed) {
      random = new Random(seed);
    }

    void account(UUID id, AccountRules rules, long balance) {
      memory.accounts.add(new Accounts.Loaded(id, "CNY", rules, AccountState.OPEN, balance, 0, 0));
    }

    long[] amounts(UUID id) {
      return memory.accounts.amounts(memory.accounts.find(id));
    }

    /// Now and then a batch is undone first, as when its transaction failed; that must not show.
    List<String> run(List<Command> commands, Instant now) {
      for (Command command : commands) {
        if (command instanceof Command.Transfer t) count(t);
        if (command instanceof Command.Reserve r) count(r.from(), r.holder());
        if (command instanceof Command.Linked l) l.transfers().forEach(this::count);
      }
      if (random.nextBoolean()) {
        Batch undone = new Batch(now, memory, open, known);
        memory.undo(draft(undone, decide(commands, now, undone)));
      }
      Batch batch = new Batch(now, memory, open, known);
      List<Outcome> outcomes = decide(commands, now, batch);
      draft(batch, outcomes);
      List<String> words = new ArrayList<>();
      for (int i = 0; i < outcomes.size(); i++)
        words.add(explained(outcomes.get(i), commands.get(i)));
      for (NewLine line : batch.lines()) {
        assertThat(known.put(line.id(), line.content())).isNull();
        if (line.reservation() != null) ended.put(line.reservation(), line.kind());
      }
      batch.made().forEach(each -> open.put(each.id(), each));
      batch.closed().forEach(each -> assertThat(open.remove(each.id())).isNotNull());
      return words;
    }

    private Draft draft(Batch batch, List<Outcome> outcomes) {
      Lease.Held held = new Lease.Held(1, 0, 0, new byte[32]);
      Draft draft =
          new Draft(
              outcomes,
              batch.lines(),
              batch.contents(),
              batch.made(),
              batch.closed(),
              memory.accounts.takeChanges(),
              memory.counters.takeChanges(),
              held,
              held,
              START);
      memory.keep(draft);
      return draft;
    }

    private List<Outcome> decide(List<Command> commands, Instant now, Batch batch) {
      batch.expire(open.values().stream().filter(each -> each.isDue(now)).toList());
      return commands.stream().map(each -> batch.decide(each, Content.of(each))).toList();
    }

    /// What [Books] tells of reservations that ended in earlier batches.
    private String explained(Outcome outcome, Command command) {
      return word(outcome).equals("UNKNOWN_RESERVATION")
          ? Batch.reason(ended.get(Asked.of(command).reservation())).name()
          : word(outcome);
    }

    private void count(Command.Transfer transfer) {
      count(transfer.from(), transfer.holder());
    }

    private void count(UUID from, UUID holder) {
      if (holder == null) return;
      Counters.Key key = new Counters.Key(from, holder);
      if (!memory.counters.holds(key)) memory.counters.add(key, 0);
    }
  }

  static final List<AccountRules> RULES =
      List.of(
          AccountRules.OUTSIDE,
          AccountRules.PLAIN,
          AccountRules.PLAIN.atMost(300),
          AccountRules.PLAIN.perHolder(120),
          AccountRules.OUTSIDE.atMost(150).perHolder(90));

  @Property(tries = 300)
  void decidesWhatTheModelDecides(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
    Shard shard = new Shard(seed);
    Model model = new Model();
    List<UUID> accounts = new ArrayList<>();
    for (int i = 0; i < RULES.size(); i++) {
      UUID id = Uuids.named("account", String.valueOf(i));
      accounts.add(id);
      shard.account(id, RULES.get(i), 0);
      model.account(id, RULES.get(i));
    }
    Commands commands = new Commands(new Random(seed), accounts);
    Instant now = START;
    for (int round = 0; round < 12; round++, now = now.plusSeconds(5)) {
      UUID changed = accounts.get(commands.random.nextInt(accounts.size()));
      AccountState state =
          commands.random.nextInt(3) == 0 ? AccountState.FROZEN : AccountState.OPEN;
      shard.memory.accounts.set(changed, state);
      model.state.put(changed, state);
      List<Command> batch = commands.some(size, now);
      List<String> expected = new ArrayList<>();
      for (Command command : batch) expected.add(model.decide(command, now));
      assertThat(shard.run(batch, now)).isEqualTo(expected);
      for (UUID id : accounts)
        assertThat(shard.amounts(id))
            .containsExactly(
                model.balance.get(id).longValueExact(),
                model.reserved.get(id).longValueExact(),
                model.expected(id).longValueExact());
      assertThat(model.balance.values().stream().reduce(BigInteger.ZERO, BigInteger::add)).isZero();
      model.requireRules();
    }
  }

  @Example
  void sumsBeyondALongAreRefusedAndChangeNothing() {
    UUID world = Uuids.named("world");
    UUID other = Uuids.named("other");
    UUID rich = Uuids.named("rich");
    Shard shard = new Shard(0);
    shard.account(world, AccountRules.OUTSIDE, -10);
    shard.account(other, AccountRules.OUTSIDE, Long.MIN_VALUE + 5);
    shard.account(rich, AccountRules.PLAIN, Long.MAX_VALUE - 5);
    List<String> outcomes =
        shard.run(
            List.of(
                transfer("1", world, rich, 6), // credit overflows
                transfer("2", other, world, 6), // debit overflows
                new Command.Reserve(id("3"), other, world, 6, "m", DAY, "o", START.plusSeconds(9)),
                transfer("4", world, rich, 5)),
            START);
    assertThat(outcomes).containsExactly("OVERFLOW", "OVERFLOW", "OVERFLOW", "ok");
    assertThat(shard.amounts(rich)).containsExactly(Long.MAX_VALUE, 0, 0);
    assertThat(shard.amounts(other)).containsExactly(Long.MIN_VALUE + 5, 0, 0);
  }

  @Example
  void idsFarFromNowAreRefused() {
    UUID world = Uuids.named("world");
    UUID fund = Uuids.named("fund");
    Shard shard = new Shard(0);
    shard.account(world, AccountRules.OUTSIDE, 0);
    shard.account(fund, AccountRules.PLAIN, 0);
    List<String> outcomes =
        shard.run(
            List.of(
                new Command.Transfer(
                    Uuids.fresh(START.minus(Batch.OLDEST_ID).minusMillis(1)),
                    world,
                    fund,
                    1,
                    "m",
                    DAY),
                new Command.Transfer(
                    Uuids.fresh(START.minus(Batch.OLDEST_ID)), world, fund, 1, "m", DAY),
                new Command.Transfer(
                    Uuids.fresh(START.plus(Batch.NEWEST_ID)), world, fund, 1, "m", DAY),
                new Command.Transfer(
                    Uuids.fresh(START.plus(Batch.NEWEST_ID).plusMillis(1)),
                    world,
                    fund,
                    1,
                    "m",
                    DAY),
                new Command.Linked(
                    id("g"),
                    List.of(new Command.Transfer(new UUID(0, 0), world, fund, 1, "m", DAY)))),
            START);
    assertThat(outcomes)
        .containsExactly("ID_OUT_OF_RANGE", "ok", "ok", "ID_OUT_OF_RANGE", "ID_OUT_OF_RANGE");
  }

  private static Command.Transfer transfer(String name, UUID from, UUID to, long amount) {
    return new Command.Transfer(id(name), from, to, amount, "m", DAY);
  }

  private static UUID id(String name) {
    return Uuids.derived(START, name);
  }

  static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted accepted -> accepted.repeated() ? "repeated" : "ok";
      case Outcome.Refused refused -> refused.reason().name();
    };
  }
}
