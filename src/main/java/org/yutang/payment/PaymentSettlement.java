package org.yutang.payment;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Command;
import org.yutang.ledger.Earmark;
import org.yutang.ledger.Earmarks;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Outcome;
import org.yutang.store.EveryMinute;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Moves the money of what was written down, sends it, and tells how it ended. Every step may be
/// repeated, so it survives being killed between any two of them.
@Component
class PaymentSettlement implements Outbox.Listener, EveryMinute {

  /// How long a provider may be silent before it is asked again.
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(PaymentSettlement.class);
  private static final int SENT_AT_ONCE = 1000;

  private final PayoutRows rows;
  private final List<Provider> providers;
  private final Earmarks earmarks;
  private final Ledger ledger;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  PaymentSettlement(
      PayoutRows rows,
      List<Provider> providers,
      Earmarks earmarks,
      Ledger ledger,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.providers = List.copyOf(providers);
    this.earmarks = earmarks;
    this.ledger = ledger;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "payment.settlement";
  }

  @Override
  public Set<String> topics() {
    return Set.of(PayoutPlaced.TOPIC, PayoutAnswered.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch) {
      switch (entry.topic()) {
        case PayoutPlaced.TOPIC -> setOff(rows.get(entry.as(PayoutPlaced.class).payout()));
        case PayoutAnswered.TOPIC -> book(rows.get(entry.as(PayoutAnswered.class).payout()));
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
    }
  }

  @Override
  public void everyMinute() {
    sendAgain(SILENCE);
  }

  /// Sends again what was not answered for a while: a provider's answer may be lost.
  void sendAgain(Duration silence) {
    for (Provider provider : providers)
      for (PayoutRows.Row row :
          rows.unanswered(provider.via(), clock.instant().minus(silence), SENT_AT_ONCE)) send(row);
  }

  private void setOff(PayoutRows.Row row) {
    earmarks.settle(new Earmark(row.shard(), row.earmark()), List.of(row.reservation()));
    rows.ready(row.id());
    send(rows.get(row.id()));
  }

  private void send(PayoutRows.Row row) {
    for (Provider provider : providers) {
      if (provider.via() != row.provider()) continue;
      if (row.state() == Payout.State.READY) rows.sent(row.id(), clock.instant());
      if (row.state() != Payout.State.READY && row.state() != Payout.State.SENT) continue;
      try {
        provider.send(row);
      } catch (Refusal refused) {
        LOG.warn("payout {} was not sent: {}", row.id(), refused.getMessage());
      }
    }
  }

  private void book(PayoutRows.Row row) {
    boolean paid = row.state() == Payout.State.PAID;
    LocalDate day = Objects.requireNonNull(row.answerDate());
    Outcome outcome =
        ledger
            .execute(
                List.of(
                    new Command.Transfer(
                        Objects.requireNonNull(row.booking()),
                        Payouts.inTransit(row.debit()),
                        paid ? Payouts.outside(row.debit()) : row.debit(),
                        row.amount().minor(),
                        row.purpose() + (paid ? "-paid" : "-returned"),
                        day)))
            .getFirst();
    if (outcome instanceof Outcome.Refused refused)
      throw new IllegalStateException("answer not booked: " + refused);
    transactions.run(
        () -> {
          if (!rows.booked(row, clock.instant())) return;
          String reason = row.reason();
          outbox.write(
              PayoutEnded.TOPIC,
              new PayoutEnded(
                  row.id(),
                  row.purpose(),
                  row.subject(),
                  paid,
                  reason == null ? "" : reason,
                  day.toString()));
        });
  }
}
