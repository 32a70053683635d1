package org.yutang.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.yutang.kernel.Uuids;

/// Random commands on a few accounts, made to get in each other's way: small funds, repeated ids,
/// reused ids, unknown and ended reservations, reservations that expire, groups that fail half-way.
final class Commands {

  private static final LocalDate DAY = LocalDate.of(2018, 12, 1);

  final Random random;
  final List<UUID> accounts;
  private final List<Command> made = new ArrayList<>();
  private final List<UUID> reservations = new ArrayList<>();

  Commands(Random random, List<UUID> accounts) {
    this.random = random;
    this.accounts = accounts;
  }

  List<Command> some(int count, Instant now) {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Command next = next(now);
      made.add(next);
      if (next instanceof Command.Reserve) reservations.add(next.id());
      commands.add(next);
    }
    return commands;
  }

  private Command next(Instant now) {
    int dice = random.nextInt(100);
    if (dice < 12 && !made.isEmpty()) return made.get(random.nextInt(made.size()));
    UUID id =
        dice < 17 && !made.isEmpty() ? made.get(random.nextInt(made.size())).id() : fresh(now);
    if (dice < 45) return transfer(id);
    if (dice < 55) {
      List<Command.Transfer> members = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(4); i++)
        members.add(
            transfer(
                random.nextInt(10) == 0 && !made.isEmpty()
                    ? made.get(random.nextInt(made.size())).id()
                    : fresh(now)));
      return new Command.Linked(id, members);
    }
    if (dice < 75)
      return new Command.Reserve(
          id,
          account(),
          account(),
          amount(),
          "m" + random.nextInt(2),
          DAY,
          "test",
          now.plusSeconds(random.nextInt(40) - 2),
          holder());
    UUID reservation =
        reservations.isEmpty() || random.nextInt(12) == 0
            ? fresh(now)
            : reservations.get(random.nextInt(reservations.size()));
    return dice < 90
        ? new Command.Post(id, reservation, amount() / 2)
        : new Command.Void(id, reservation);
  }

  private Command.Transfer transfer(UUID id) {
    return new Command.Transfer(
        id, account(), account(), amount(), "m" + random.nextInt(2), DAY, holder());
  }

  private UUID holder() {
    int holder = random.nextInt(8);
    return holder == 7 ? null : new UUID(holder, holder);
  }

  private UUID account() {
    return accounts.get(random.nextInt(accounts.size()));
  }

  private long amount() {
    return random.nextInt(100) - 1L;
  }

  private UUID fresh(Instant now) {
    return Uuids.derived(now, String.valueOf(random.nextLong()));
  }
}
