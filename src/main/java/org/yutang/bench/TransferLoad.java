package org.yutang.bench;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.LedgerCheck;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Unit;

/// Gifts, premiums, linked pairs and reservations between three accounts. Everything about a call
/// follows from its seat and number, so that whoever checks can make it again.
final class TransferLoad implements CrashLoad {

  private static final UUID WORLD = Uuids.named("crash", "world");
  private static final UUID FUND = Uuids.named("crash", "fund");
  private static final UUID INSURER = Uuids.named("crash", "insurer");
  private static final Duration RESERVED_FOR = Duration.ofDays(30);
  private static final int MOST_STEPS = 12;
  private static final int LOOKED_UP = 20;

  @Override
  public String name() {
    return "transfers";
  }

  @Override
  public List<String> rooms() {
    return List.of("org.yutang.ledger");
  }

  @Override
  public void begin(ApplicationContext house, Seat any) {
    house
        .getBean(Ledger.class)
        .open(
            List.of(
                new NewAccount(WORLD, "world", Unit.CNY, true),
                new NewAccount(FUND, "fund", Unit.CNY, false),
                new NewAccount(INSURER, "insurer", Unit.CNY, false)));
  }

  /// The line names the commands that were accepted by their places.
  @Override
  public Optional<String> call(ApplicationContext house, Seat seat, long number) {
    return CrashLoad.accepted(house.getBean(Ledger.class).execute(commands(seat, number)));
  }

  /// Sends every acknowledged command again, which must find itself, and reckons the books.
  @Override
  public List<String> differences(ApplicationContext house, List<Acknowledged> acknowledged) {
    Ledger ledger = house.getBean(Ledger.class);
    List<String> found = new ArrayList<>();
    List<Command> again = new ArrayList<>();
    for (Acknowledged each : acknowledged) {
      again.addAll(each.of(commands(each.seat(), each.number())));
      if (again.size() >= Ledger.MAX_COMMANDS / 4) {
        lost(ledger, again, found);
        again.clear();
      }
    }
    lost(ledger, again, found);
    new LedgerCheck(house.getBean(JdbcClient.class), List.of())
        .findings()
        .forEach(finding -> found.add(finding.toString()));
    return found;
  }

  private static void lost(Ledger ledger, List<Command> again, List<String> found) {
    for (Command command : again.subList(0, Math.min(LOOKED_UP, again.size())))
      if (ledger.findTransfer(line(command)).isEmpty())
        found.add("acknowledged and not there: " + command);
    for (Outcome outcome : ledger.execute(again))
      if (!(outcome instanceof Outcome.Accepted accepted && accepted.repeated()))
        found.add("acknowledged and not there when repeated: " + outcome);
  }

  @Override
  public boolean hasWritten(ApplicationContext house, Seat seat) {
    Ledger ledger = house.getBean(Ledger.class);
    return commands(seat, 0).stream()
        .anyMatch(command -> ledger.findTransfer(line(command)).isPresent());
  }

  /// What of the command can be looked up: a group has no line of its own.
  private static UUID line(Command command) {
    return command instanceof Command.Linked linked
        ? linked.transfers().getFirst().id()
        : command.id();
  }

  private static List<Command> commands(Seat seat, long number) {
    SplittableRandom random = seat.random(number);
    List<Command> commands = new ArrayList<>();
    int steps = 1 + random.nextInt(MOST_STEPS);
    for (int step = 0; step < steps; step++) addSome(commands, seat, number, random);
    return commands;
  }

  private static void addSome(
      List<Command> commands, Seat seat, long number, SplittableRandom random) {
    UUID id = seat.id("crash", number, commands.size());
    UUID next = seat.id("crash", number, commands.size() + 1);
    long amount = 1L + random.nextInt(50);
    switch (random.nextInt(4)) {
      case 0 -> commands.add(gift(id, amount));
      case 1 -> commands.add(premium(id, amount));
      case 2 ->
          commands.add(
              new Command.Linked(
                  id,
                  List.of(
                      gift(Uuids.derived(Uuids.instantOf(id), "in", id.toString()), amount),
                      premium(Uuids.derived(Uuids.instantOf(id), "out", id.toString()), amount))));
      default -> {
        commands.add(
            new Command.Reserve(
                id,
                FUND,
                INSURER,
                amount,
                "premium",
                LocalDate.EPOCH,
                "crash",
                seat.start().plus(RESERVED_FOR)));
        commands.add(
            random.nextBoolean()
                ? new Command.Post(next, id, 1 + amount / 2)
                : new Command.Void(next, id));
      }
    }
  }

  private static Command.Transfer gift(UUID id, long amount) {
    return new Command.Transfer(id, WORLD, FUND, amount, "gift", LocalDate.EPOCH);
  }

  private static Command.Transfer premium(UUID id, long amount) {
    return new Command.Transfer(id, FUND, INSURER, amount, "premium", LocalDate.EPOCH);
  }
}
