package org.yutang.payment.incoming;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Unit;
import org.yutang.payment.Arrival;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingPaid;
import org.yutang.payment.Via;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;
import org.yutang.store.Words;

/// Moves the money of arrivals and refunds that were written down. Every step may be repeated, also
/// by two at once, so it survives being killed between any two of them: ids of transfers derive
/// from the arrival and the moment in which it was written down.
@Component
class IncomingBooking implements Outbox.Listener {

  /// Two movements an arrival at most.
  private static final int AT_ONCE = Ledger.MAX_COMMANDS / 2;

  private final ArrivalRows rows;
  private final RefundBooking refunds;
  private final Ledger ledger;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;
  private volatile boolean opened;

  IncomingBooking(
      ArrivalRows rows,
      RefundBooking refunds,
      Ledger ledger,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.refunds = refunds;
    this.ledger = ledger;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "payment.incoming";
  }

  @Override
  public Set<String> topics() {
    return Set.of(Arrived.TOPIC, RefundReleased.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    openAccounts();
    List<UUID> arrived = new ArrayList<>();
    List<UUID> released = new ArrayList<>();
    for (Outbox.Entry entry : batch) {
      switch (entry.topic()) {
        case Arrived.TOPIC -> arrived.add(entry.as(Arrived.class).arrival());
        case RefundReleased.TOPIC -> released.add(entry.as(RefundReleased.class).refund());
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
    }
    // money comes before it goes back, so arrivals first keep the order of causes
    book(arrived);
    released.forEach(refunds::advance);
  }

  /// Books arrivals as what they are by now; repeating does nothing. One that the ledger refuses
  /// does not keep the others from being booked.
  void book(List<UUID> ids) {
    List<ArrivalRows.Kept> open = new ArrayList<>();
    for (ArrivalRows.Kept kept : rows.these(ids)) if (!kept.arrival().booked()) open.add(kept);
    Optional<Outcome.Refused> refused = Optional.empty();
    for (int from = 0; from < open.size(); from += AT_ONCE) {
      List<ArrivalRows.Kept> some = open.subList(from, Math.min(open.size(), from + AT_ONCE));
      Optional<Outcome.Refused> first = bookAtOnce(some);
      if (refused.isEmpty()) refused = first;
    }
    if (refused.isPresent())
      throw new IllegalStateException("arrival not booked: " + refused.get());
  }

  /// @return what the ledger refused first
  private Optional<Outcome.Refused> bookAtOnce(List<ArrivalRows.Kept> some) {
    List<Command> commands = new ArrayList<>();
    for (ArrivalRows.Kept kept : some) commands.addAll(transfers(kept));
    List<Outcome> outcomes = ledger.execute(commands);
    List<ArrivalRows.Kept> moved = new ArrayList<>();
    Optional<Outcome.Refused> refused = Optional.empty();
    int at = 0;
    for (ArrivalRows.Kept kept : some) {
      int next = at + transfers(kept).size();
      Optional<Outcome.Refused> first =
          outcomes.subList(at, next).stream()
              .filter(Outcome.Refused.class::isInstance)
              .map(Outcome.Refused.class::cast)
              .findFirst();
      if (first.isEmpty()) moved.add(kept);
      else if (refused.isEmpty()) refused = first;
      at = next;
    }
    transactions.run(() -> booked(moved));
    return refused;
  }

  private void booked(List<ArrivalRows.Kept> moved) {
    Set<UUID> news = rows.booked(moved, clock.instant());
    for (ArrivalRows.Kept kept : moved) {
      Arrival arrival = kept.arrival();
      if (arrival.fit() != Arrival.Fit.FITS || !news.contains(arrival.id())) continue;
      outbox.write(
          IncomingPaid.TOPIC,
          new IncomingPaid(
              arrival.payment().orElseThrow(),
              Objects.requireNonNull(kept.purpose()),
              Objects.requireNonNull(kept.subject()),
              arrival.id(),
              arrival.amount().minor(),
              arrival.businessDate().toString()));
    }
  }

  private static List<Command> transfers(ArrivalRows.Kept kept) {
    Arrival arrival = kept.arrival();
    UUID outside = Incoming.outside(arrival.via());
    UUID unmatched = Incoming.unmatched(arrival.via());
    List<Command> transfers = new ArrayList<>();
    if (kept.parked()) transfers.add(transfer(arrival, "unmatched", outside, unmatched));
    if (arrival.fit() == Arrival.Fit.FITS)
      transfers.add(
          transfer(
              arrival,
              Objects.requireNonNull(kept.purpose()),
              kept.parked() ? unmatched : outside,
              Objects.requireNonNull(kept.payee())));
    return transfers;
  }

  private static Command transfer(Arrival arrival, String what, UUID from, UUID to) {
    return new Command.Transfer(
        Uuids.derived(arrival.receivedAt(), "payment.arrival", what, arrival.id().toString()),
        from,
        to,
        arrival.amount().minor(),
        what,
        arrival.businessDate());
  }

  private void openAccounts() {
    if (opened) return;
    Words words = Words.in(Words.Language.ZH);
    List<NewAccount> accounts = new ArrayList<>();
    for (Via via : Via.values()) {
      Map<String, String> named =
          Map.of(
              "provider",
              words.t("payment.incoming.via." + via.name().toLowerCase(java.util.Locale.ROOT)));
      accounts.add(
          new NewAccount(
              Incoming.outside(via), words.t("payment.account.provider", named), Unit.CNY, true));
      accounts.add(
          new NewAccount(
              Incoming.unmatched(via),
              words.t("payment.account.unmatched", named),
              Unit.CNY,
              false));
      accounts.add(
          new NewAccount(
              Incoming.returning(via),
              words.t("payment.account.returning", named),
              Unit.CNY,
              false));
    }
    ledger.open(accounts);
    opened = true;
  }
}
