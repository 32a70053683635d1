package org.yutang.payment.incoming;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    for (Outbox.Entry entry : batch) {
      switch (entry.topic()) {
        case Arrived.TOPIC -> book(entry.as(Arrived.class).arrival());
        case RefundReleased.TOPIC -> refunds.advance(entry.as(RefundReleased.class).refund());
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
    }
  }

  /// Books an arrival as what it is by now; repeating does nothing.
  void book(UUID id) {
    ArrivalRows.Kept kept = rows.find(id).orElseThrow();
    Arrival arrival = kept.arrival();
    if (arrival.booked()) return;
    for (Command command : transfers(kept))
      if (ledger.execute(List.of(command)).getFirst() instanceof Outcome.Refused refused)
        throw new IllegalStateException("arrival not booked: " + refused);
    transactions.run(
        () -> {
          if (!rows.booked(id, arrival.fit(), clock.instant())) return;
          if (arrival.fit() != Arrival.Fit.FITS) return;
          outbox.write(
              IncomingPaid.TOPIC,
              new IncomingPaid(
                  arrival.payment().orElseThrow(),
                  Objects.requireNonNull(kept.purpose()),
                  Objects.requireNonNull(kept.subject()),
                  id,
                  arrival.amount().minor(),
                  arrival.businessDate().toString()));
        });
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
