package org.yutang.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContext;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.AccountRules;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Taking;
import org.yutang.ledger.Takings;
import org.yutang.ledger.Unit;

/// Claims on a stock that runs out, by holders of whom each may have a few: the ledger's side of a
/// campaign.
final class ClaimLoad implements CrashLoad {

  static final long STOCK = 3_000;
  static final long PER_HOLDER = 3;

  private static final String MEMO = "flash-claim";
  private static final Unit JAR = new Unit("JAR");
  private static final UUID MAKER = Uuids.named("crash", "maker");
  private static final UUID STOCKED = Uuids.named("crash", "stocked");
  private static final UUID GRANTED = Uuids.named("crash", "granted");
  private static final int HOLDERS = 2_000;
  private static final int MOST_CLAIMS = 8;

  @Override
  public String name() {
    return "claims";
  }

  @Override
  public List<String> rooms() {
    return List.of("org.yutang.ledger");
  }

  @Override
  public void begin(ApplicationContext house, CrashLoad.Seat any) {
    Ledger ledger = house.getBean(Ledger.class);
    ledger.open(
        List.of(
            new NewAccount(MAKER, "maker", JAR, true),
            new NewAccount(STOCKED, "stocked", JAR, AccountRules.PLAIN.perHolder(PER_HOLDER)),
            new NewAccount(GRANTED, "granted", JAR, false)));
    UUID id = Uuids.derived(any.start(), "crash", "stock");
    Outcome laid =
        ledger
            .execute(
                List.of(new Command.Transfer(id, MAKER, STOCKED, STOCK, "stock", LocalDate.EPOCH)))
            .getFirst();
    if (!(laid instanceof Outcome.Accepted)) throw new IllegalStateException("no stock: " + laid);
  }

  /// The line names the claims that were accepted by their places.
  @Override
  public Optional<String> call(ApplicationContext house, Seat seat, long number) {
    return CrashLoad.accepted(house.getBean(Ledger.class).execute(claims(seat, number)));
  }

  @Override
  public List<String> differences(ApplicationContext house, List<Acknowledged> acknowledged) {
    // a claim takes one piece at least, so that this is all unless much too much was claimed
    List<Taking> written = house.getBean(Takings.class).after(STOCKED, MEMO, 0, Takings.MOST);
    Set<UUID> ids = written.stream().map(Taking::id).collect(Collectors.toSet());
    List<String> found = new ArrayList<>();
    for (Acknowledged each : acknowledged)
      each.of(claims(each.seat(), each.number())).stream()
          .map(Command::id)
          .filter(id -> !ids.contains(id))
          .forEach(id -> found.add("claimed and not there: " + id));
    long claimed = written.stream().mapToLong(Taking::amount).sum();
    if (claimed > STOCK) found.add(claimed + " claimed of " + STOCK);
    written.stream()
        .collect(Collectors.groupingBy(Taking::holder, Collectors.summingLong(Taking::amount)))
        .forEach(
            (holder, amount) -> {
              if (amount > PER_HOLDER) found.add(holder + " has claimed " + amount);
            });
    return found;
  }

  @Override
  public boolean hasWritten(ApplicationContext house, Seat seat) {
    Ledger ledger = house.getBean(Ledger.class);
    return claims(seat, 0).stream().anyMatch(each -> ledger.findTransfer(each.id()).isPresent());
  }

  private static List<Command> claims(Seat seat, long number) {
    SplittableRandom random = seat.random(number);
    List<Command> claims = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_CLAIMS);
    for (int place = 0; place < count; place++)
      claims.add(
          new Command.Transfer(
              seat.id("claim", number, place),
              STOCKED,
              GRANTED,
              1L + random.nextInt(2),
              MEMO,
              LocalDate.EPOCH,
              new UUID(1, random.nextInt(HOLDERS))));
    return claims;
  }
}
