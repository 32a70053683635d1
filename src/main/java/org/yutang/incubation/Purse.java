package org.yutang.incubation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Account;
import org.yutang.ledger.Command;
import org.yutang.ledger.Earmark;
import org.yutang.ledger.Earmarks;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Unit;
import org.yutang.store.Outbox;
import org.yutang.store.Words;

/// Moves the money of budgets and packages, each step once: it is reserved before a row is written
/// and posted after.
@Component
class Purse implements Outbox.Listener {

  private static final String HELD = "incubation.held";
  private static final String MOVED = "incubation.moved";
  private static final UUID OUTSIDE = Uuids.named("incubation.outside");
  private static final UUID SPENT = Uuids.named("incubation.spent");

  private final Ledger ledger;
  private final Earmarks earmarks;
  private final Outbox outbox;
  private final Desk desk;

  Purse(Ledger ledger, Earmarks earmarks, Outbox outbox, Desk desk) {
    this.ledger = ledger;
    this.earmarks = earmarks;
    this.outbox = outbox;
    this.desk = desk;
  }

  /// What was committed with money held for it.
  record Held(int shard, UUID earmark, UUID hold) {}

  /// A transfer that a row asks for, with an id of its own.
  record Moved(UUID id, UUID from, UUID to, long fen, String memo) {}

  void open(Support.Budget budget) {
    ledger.open(
        List.of(
            account(OUTSIDE, "outside", "", true),
            account(SPENT, "spent", "", false),
            account(budget.account(), "budget", budget.name(), false)));
  }

  void open(UUID of) {
    ledger.open(
        List.of(
            account(Support.Package.account(of), "package", of.toString().substring(0, 8), false)));
  }

  private static NewAccount account(UUID id, String which, String name, boolean negative) {
    return new NewAccount(
        id,
        Words.in(Words.Language.ZH).t("incubation.account." + which, Map.of("name", name)),
        Unit.CNY,
        negative);
  }

  /// Holds the money, lets `rows` be written in one transaction with it, and has it posted.
  ///
  /// @return false if the payer has less; then nothing was done
  boolean hold(UUID from, UUID to, long fen, String memo, Consumer<UUID> rows) {
    Instant now = desk.now();
    Earmark earmark = earmarks.open(0, "incubation");
    UUID hold = Uuids.fresh(now);
    Outcome outcome =
        earmarks
            .hold(
                earmark, List.of(new Earmarks.Hold(hold, from, to, fen, memo, BusinessDay.of(now))))
            .getFirst();
    boolean kept = false;
    try {
      if (outcome instanceof Outcome.Refused refused) {
        if (refused.reason() == Outcome.Reason.INSUFFICIENT) return false;
        throw new IllegalStateException("not held: " + refused);
      }
      desk.transactions.run(
          () -> {
            rows.accept(hold);
            earmarks.keep(earmark);
            outbox.write(HELD, new Held(earmark.shard(), earmark.id(), hold));
          });
      kept = true;
      return true;
    } finally {
      if (!kept) earmarks.drop(earmark);
    }
  }

  boolean holdForSpending(UUID of, long fen, Consumer<UUID> rows) {
    return hold(Support.Package.account(of), SPENT, fen, "incubation-spent", rows);
  }

  boolean holdForPackage(Support.Budget budget, UUID of, long fen, Consumer<UUID> rows) {
    return hold(budget.account(), Support.Package.account(of), fen, "incubation-package", rows);
  }

  /// Within the transaction of the row that asks for it.
  void payIn(UUID payment, Support.Budget budget, long fen) {
    move(new Moved(id("paid-in", payment), OUTSIDE, budget.account(), fen, "incubation-paid-in"));
  }

  /// Within the transaction that closes the package.
  void giveBack(UUID of, Support.Budget budget, long fen) {
    if (fen > 0)
      move(
          new Moved(
              id("returned", of),
              Support.Package.account(of),
              budget.account(),
              fen,
              "incubation-returned"));
  }

  private UUID id(String what, UUID of) {
    return Uuids.derived(desk.now(), "incubation." + what, of.toString());
  }

  private void move(Moved moved) {
    outbox.write(MOVED, moved);
  }

  long available(UUID account) {
    return ledger.find(account).map(Account::available).orElse(0L);
  }

  @Override
  public String name() {
    return "incubation.purse";
  }

  @Override
  public Set<String> topics() {
    return Set.of(HELD, MOVED);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch)
      if (entry.topic().equals(HELD)) {
        Held held = entry.as(Held.class);
        earmarks.settle(new Earmark(held.shard(), held.earmark()), List.of(held.hold()));
      } else {
        Moved moved = entry.as(Moved.class);
        Outcome outcome =
            ledger
                .execute(
                    List.of(
                        new Command.Transfer(
                            moved.id(),
                            moved.from(),
                            moved.to(),
                            moved.fen(),
                            moved.memo(),
                            BusinessDay.of(Uuids.instantOf(moved.id())))))
                .getFirst();
        // somebody may hold a part for a moment who will be refused; the outbox tries again
        if (outcome instanceof Outcome.Refused refused)
          throw new IllegalStateException("not moved: " + refused);
      }
  }
}
