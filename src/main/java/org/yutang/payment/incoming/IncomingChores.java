package org.yutang.payment.incoming;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.Via;
import org.yutang.store.EveryMinute;
import org.yutang.store.Transactions;

/// Asks providers what became of payments of which nothing was heard, with longer and longer
/// pauses, ends what nobody paid, and goes on with refunds that had to wait.
@Component
class IncomingChores implements EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(IncomingChores.class);

  /// How many are asked about, and how many refunds go on, in one go.
  private static final int AT_ONCE = 200;

  /// Silent so often in one go, a provider is left alone until the next minute.
  private static final int PATIENCE = 3;

  /// So many are closed in a minute; what their provider says later still counts.
  private static final int MOST_CLOSED = 5_000;

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /// How long after its end a payment is still asked about.
  static final Duration AFTERWARDS = Duration.ofDays(2);

  private final IncomingRows rows;
  private final SqlIncoming incoming;
  private final RefundRows refunds;
  private final RefundBooking refundBooking;
  private final PayDoors doors;
  private final Transactions transactions;
  private final Clock clock;

  IncomingChores(
      IncomingRows rows,
      SqlIncoming incoming,
      RefundRows refunds,
      RefundBooking refundBooking,
      PayDoors doors,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.incoming = incoming;
    this.refunds = refunds;
    this.refundBooking = refundBooking;
    this.doors = doors;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public void everyMinute() {
    for (UUID payment : rows.expired(clock.instant(), MOST_CLOSED))
      transactions.run(() -> incoming.close(payment, IncomingPayment.State.EXPIRED));
    ask();
    for (UUID refund : refunds.due(clock.instant(), AT_ONCE)) {
      try {
        refundBooking.advance(refund);
      } catch (RuntimeException e) {
        LOG.warn("refund {} does not go on; it is tried again in a minute", refund, e);
      }
    }
  }

  private void ask() {
    Map<Via, Integer> silent = new EnumMap<>(Via.class);
    for (IncomingRows.Due due : rows.due(clock.instant(), AT_ONCE)) {
      Via via = due.payment().order().via();
      boolean asks = silent.getOrDefault(via, 0) < PATIENCE;
      if (!ask(due, asks)) silent.merge(via, 1, Integer::sum);
    }
  }

  /// @param asks whether the provider is asked, or left alone for now
  /// @return whether it could be heard
  private boolean ask(IncomingRows.Due due, boolean asks) {
    IncomingPayment payment = due.payment();
    PayDoor door = doors.of(payment.order().via());
    boolean heard = false;
    try {
      if (asks && door.isOpen()) {
        Optional<PayDoor.Told> told = door.ask(payment.id());
        told.filter(each -> each.status() != PayDoor.Status.NOT_YET)
            .ifPresent(each -> incoming.take(door, each));
        heard = true;
      }
    } catch (RuntimeException e) {
      LOG.warn("what became of the payment {} is not known yet: {}", payment.id(), e.getMessage());
    }
    Instant now = clock.instant();
    Instant end = payment.order().expiresAt();
    if (!end.isAfter(now))
      transactions.run(() -> incoming.close(payment.id(), IncomingPayment.State.EXPIRED));
    boolean over = rows.find(payment.id()).orElseThrow().state() != IncomingPayment.State.OPEN;
    rows.askAgain(payment.id(), next(due.questions(), heard && over, end, now));
    return heard;
  }

  /// The provider's last word, once it was heard after the end, needs no further question; an end
  /// that it was not heard after does, for some time.
  private static Optional<Instant> next(int questions, boolean done, Instant end, Instant now) {
    if (done || now.isAfter(end.plus(AFTERWARDS))) return Optional.empty();
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(questions, 10));
    if (pause.compareTo(LONGEST_PAUSE) > 0) pause = LONGEST_PAUSE;
    Instant next = now.plus(pause);
    // at the end itself, however long the pause
    return Optional.of(now.isBefore(end) && next.isAfter(end) ? end : next);
  }
}
