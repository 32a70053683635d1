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

  /// The tables that a batch reads and writes.
  private static final class Tables {
    final Map<UUID, long[]> accounts = new HashMap<>();
    final Map<UUID, Boolean> negative = new HashMap<>();
    final Map<UUID, UUID> known = new HashMap<>();
    final Map<UUID, Reservation> open = new HashMap<>();
    final Map<UUID, LineKind> ended = new HashMap<>();

    List<Outcome> run(List<Command> commands, Instant now) {
      Map<UUID, Balance> loaded = new HashMap<>();
      accounts.forEach(
          (id, values) ->
              loaded.put(id, new Balance(id, "CNY", negative.get(id), values[0], values[1])));
      Batch batch = new Batch(now, loaded, known, open, ended);
      batch.expire(open.values().stream().filter(each -> each.isDue(now)).toList());
      List<Outcome> outcomes = commands.stream().map(batch::decide).toList();
      for (Balance changed : batch.changed()) {
        accounts.get(changed.id)[0] += changed.balanceChange();
        accounts.get(changed.id)[1] += changed.reservedChange();
      }
      for (NewLine line : batch.lines()) {
        assertThat(known.put(line.id(), line.content())).isNull();
        if (line.reservation() != null) ended.put(line.reservation(), line.kind());
      }
      batch.made().forEach(each -> open.put(each.id(), each));
      batch.closed().forEach(each -> assertThat(open.remove(each)).isNotNull());
      return outcomes;
    }
  }

  @Property(tries = 300)
  void decidesWhatTheModelDecides(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
    Tables tables = new Tables();
    Model model = new Model();
    List<UUID> accounts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      UUID id = Uuids.named("account", String.valueOf(i));
      accounts.add(id);
      tables.accounts.put(id, new long[2]);
      tables.negative.put(id, i == 0);
      model.account(id, i == 0);
    }
    Commands commands = new Commands(new Random(seed), accounts);
    Instant now = START;
    for (int round = 0; round < 12; round++, now = now.plusSeconds(5)) {
      List<Command> batch = commands.some(size, now);
      List<String> expected = new ArrayList<>();
      for (Command command : batch) expected.add(model.decide(command, now));
      assertThat(tables.run(batch, now).stream().map(BatchTest::word).toList()).isEqualTo(expected);
      for (UUID id : accounts) {
        assertThat(tables.accounts.get(id)[0]).isEqualTo(model.balance.get(id).longValueExact());
        assertThat(tables.accounts.get(id)[1]).isEqualTo(model.reserved.get(id).longValueExact());
      }
      assertThat(model.balance.values().stream().reduce(BigInteger.ZERO, BigInteger::add)).isZero();
    }
  }

  @Example
  void sumsBeyondALongAreRefusedAndChangeNothing() {
    UUID world = Uuids.named("world");
    UUID other = Uuids.named("other");
    UUID rich = Uuids.named("rich");
    Tables tables = new Tables();
    tables.accounts.put(world, new long[] {-10, 0});
    tables.accounts.put(other, new long[] {Long.MIN_VALUE + 5, 0});
    tables.accounts.put(rich, new long[] {Long.MAX_VALUE - 5, 0});
    tables.negative.put(world, true);
    tables.negative.put(other, true);
    tables.negative.put(rich, false);
    List<Outcome> outcomes =
        tables.run(
            List.of(
                transfer("1", world, rich, 6), // credit overflows
                transfer("2", other, world, 6), // debit overflows
                new Command.Reserve(id("3"), other, world, 6, "m", DAY, "o", START.plusSeconds(9)),
                transfer("4", world, rich, 5)),
            START);
    assertThat(outcomes.stream().map(BatchTest::word))
        .containsExactly("OVERFLOW", "OVERFLOW", "OVERFLOW", "ok");
    assertThat(tables.accounts.get(rich)).containsExactly(Long.MAX_VALUE, 0);
    assertThat(tables.accounts.get(other)).containsExactly(Long.MIN_VALUE + 5, 0);
  }

  @Example
  void idsFarFromNowAreRefused() {
    UUID world = Uuids.named("world");
    UUID fund = Uuids.named("fund");
    Tables tables = new Tables();
    tables.accounts.put(world, new long[2]);
    tables.accounts.put(fund, new long[2]);
    tables.negative.put(world, true);
    tables.negative.put(fund, false);
    List<Outcome> outcomes =
        tables.run(
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
    assertThat(outcomes.stream().map(BatchTest::word))
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
