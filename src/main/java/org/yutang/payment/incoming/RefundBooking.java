package org.yutang.payment.incoming;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Outcome;
import org.yutang.payment.Arrival;
import org.yutang.payment.Incoming;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.PaymentRefund.State;
import org.yutang.payment.PaymentRefunded;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Brings released refunds to their end: the money leaves its account, the provider sends it back,
/// the money is outside; or it goes back to where it was. Each step is written down before the next
/// and may be repeated.
@Component
class RefundBooking {

  private static final Logger LOG = LoggerFactory.getLogger(RefundBooking.class);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final int MAX_DOUBLINGS = 6;

  private final RefundRows rows;
  private final ArrivalRows arrivals;
  private final PayDoors doors;
  private final Ledger ledger;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  RefundBooking(
      RefundRows rows,
      ArrivalRows arrivals,
      PayDoors doors,
      Ledger ledger,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.arrivals = arrivals;
    this.doors = doors;
    this.ledger = ledger;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// As far as it goes now.
  void advance(UUID id) {
    boolean moved = true;
    while (moved) {
      RefundRows.Kept kept = rows.find(id).orElseThrow();
      ArrivalRows.Kept arrival = arrivals.find(kept.refund().arrival()).orElseThrow();
      moved =
          switch (kept.refund().state()) {
            case RELEASED -> hold(kept, arrival);
            case HELD -> send(kept, arrival);
            case RETURNED -> end(kept, arrival, State.DONE);
            case REJECTED -> end(kept, arrival, State.FAILED);
            case ASKED, DECLINED, DONE, FAILED -> false;
          };
    }
  }

  private boolean hold(RefundRows.Kept kept, ArrivalRows.Kept arrival) {
    if (!arrival.arrival().booked()) return later(kept, "not booked yet");
    Outcome outcome =
        move(kept, "hold", account(arrival), Incoming.returning(arrival.arrival().via()));
    if (outcome instanceof Outcome.Refused refused) {
      if (refused.reason() != Outcome.Reason.INSUFFICIENT)
        throw new IllegalStateException("refund not held: " + refused);
      return later(kept, "insufficient");
    }
    return rows.move(kept.refund().id(), State.RELEASED, State.HELD, null);
  }

  /// Where an arrival's money lies.
  private static UUID account(ArrivalRows.Kept arrival) {
    return arrival.arrival().fit() == Arrival.Fit.FITS
        ? Objects.requireNonNull(arrival.payee())
        : Incoming.unmatched(arrival.arrival().via());
  }

  private boolean send(RefundRows.Kept kept, ArrivalRows.Kept arrival) {
    PaymentRefund refund = kept.refund();
    Arrival of = arrival.arrival();
    try {
      PayDoor.Returned answer =
          doors
              .of(of.via())
              .refund(
                  new PayDoor.Back(
                      refund.id(),
                      of.number(),
                      of.trade(),
                      refund.amount(),
                      of.amount(),
                      refund.reason()));
      return switch (answer) {
        case PayDoor.Returned.Done _ -> rows.move(refund.id(), State.HELD, State.RETURNED, null);
        case PayDoor.Returned.Refused(String why) ->
            rows.move(refund.id(), State.HELD, State.REJECTED, why);
      };
    } catch (RuntimeException silent) {
      LOG.warn("refund {} is not sent back yet: {}", refund.id(), silent.getMessage());
      return later(kept, "silent");
    }
  }

  private boolean end(RefundRows.Kept kept, ArrivalRows.Kept arrival, State end) {
    PaymentRefund refund = kept.refund();
    Arrival of = arrival.arrival();
    boolean done = end == State.DONE;
    Outcome outcome =
        move(
            kept,
            done ? "out" : "back",
            Incoming.returning(of.via()),
            done ? Incoming.outside(of.via()) : account(arrival));
    if (outcome instanceof Outcome.Refused refused) {
      // what was held in another shard comes home within a second
      if (refused.reason() == Outcome.Reason.INSUFFICIENT) return later(kept, "not booked yet");
      throw new IllegalStateException("refund not booked: " + refused);
    }
    transactions.run(
        () -> {
          if (!rows.end(refund.id(), refund.state(), end, clock.instant())) return;
          long amount = refund.amount().minor();
          arrivals.back(of.id(), done ? 0 : -amount, done ? amount : 0);
          if (done && of.fit() == Arrival.Fit.FITS)
            outbox.write(
                PaymentRefunded.TOPIC,
                new PaymentRefunded(
                    refund.id(),
                    of.payment().orElseThrow(),
                    Objects.requireNonNull(arrival.purpose()),
                    Objects.requireNonNull(arrival.subject()),
                    amount,
                    Objects.requireNonNull(kept.businessDate()).toString()));
        });
    return false;
  }

  private Outcome move(RefundRows.Kept kept, String what, UUID from, UUID to) {
    PaymentRefund refund = kept.refund();
    Instant decided = refund.decidedAt().orElseThrow();
    return ledger
        .execute(
            List.of(
                new Command.Transfer(
                    Uuids.derived(decided, "payment.refund", what, refund.id().toString()),
                    from,
                    to,
                    refund.amount().minor(),
                    "refund",
                    Objects.requireNonNull(kept.businessDate()))))
        .getFirst();
  }

  private boolean later(RefundRows.Kept kept, String problem) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(kept.tries(), MAX_DOUBLINGS));
    rows.tryAgain(kept.refund().id(), problem, clock.instant().plus(pause));
    return false;
  }
}
