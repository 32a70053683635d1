package org.yutang.payment.incoming;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Unit;
import org.yutang.payment.Arrival;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingClosed;
import org.yutang.payment.IncomingOrder;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.NoticeAnswer;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Writes down what is asked for and what providers tell; [IncomingBooking] moves the money of what
/// was written down. One row a provider's trade decides that nothing counts twice, the lock of the
/// payment's row that one trade pays it.
@Component
class SqlIncoming implements Incoming {

  /// When a provider that has said nothing is asked for the first time.
  static final Duration SILENCE = Duration.ofMinutes(2);

  private final IncomingRows rows;
  private final ArrivalRows arrivals;
  private final RefundRows refunds;
  private final RefusedNotices refused;
  private final PayDoors doors;
  private final SandboxDoor sandbox;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  SqlIncoming(
      IncomingRows rows,
      ArrivalRows arrivals,
      RefundRows refunds,
      RefusedNotices refused,
      PayDoors doors,
      SandboxDoor sandbox,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.arrivals = arrivals;
    this.refunds = refunds;
    this.refused = refused;
    this.doors = doors;
    this.sandbox = sandbox;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public List<Via> offered() {
    return doors.open();
  }

  @Override
  public IncomingPayment ask(IncomingOrder wanted) {
    doors.open(wanted.via());
    if (!wanted.amount().currency().equals(Unit.CNY.code()))
      throw new IllegalArgumentException("currency " + wanted.amount());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    IncomingOrder order = exact(wanted);
    rows.insert(order, now, now.plus(SILENCE));
    IncomingPayment there = rows.find(order.id()).orElseThrow();
    if (!there.order().equals(order))
      throw new Refusal(PaymentRefusal.PAYMENT_DIFFERS, Map.of("payment", order.id().toString()));
    return there;
  }

  /// As the database keeps it.
  private static IncomingOrder exact(IncomingOrder o) {
    return new IncomingOrder(
        o.id(),
        o.payee(),
        o.amount(),
        o.title(),
        o.purpose(),
        o.subject(),
        o.place(),
        o.via(),
        o.expiresAt().truncatedTo(ChronoUnit.MICROS));
  }

  @Override
  public Optional<IncomingPayment> find(UUID payment) {
    return rows.find(payment);
  }

  @Override
  public String address(UUID id, boolean phone, String back) {
    IncomingPayment payment = payable(id);
    return doors.open(payment.order().via()).address(payment, phone, back);
  }

  private IncomingPayment payable(UUID id) {
    IncomingPayment payment =
        rows.find(id).orElseThrow(() -> new Refusal(PaymentRefusal.UNKNOWN_PAYMENT));
    if (payment.state() != IncomingPayment.State.OPEN
        || !payment.order().expiresAt().isAfter(clock.instant()))
      throw new Refusal(PaymentRefusal.PAYMENT_OVER);
    return payment;
  }

  @Override
  public IncomingPayment useSandbox(UUID id, boolean pays) {
    IncomingPayment payment = payable(id);
    if (payment.order().via() != Via.SANDBOX || !sandbox.isOpen())
      throw new Refusal(
          PaymentRefusal.NOT_OFFERED, Map.of("provider", payment.order().via().name()));
    notice(Via.SANDBOX, sandbox.use(payment, pays));
    return rows.find(id).orElseThrow();
  }

  @Override
  public void giveBack(
      UUID wish, UUID payment, Money amount, String reason, UUID askedBy, UUID agreedBy) {
    UUID arrival =
        rows.find(payment)
            .flatMap(IncomingPayment::arrival)
            .orElseThrow(() -> new Refusal(PaymentRefusal.UNKNOWN_PAYMENT));
    UUID id = Uuids.inShard(Shards.ofId(arrival), "payment.give-back", wish.toString());
    transactions.run(
        () -> {
          Arrival held = arrivals.hold(arrival).orElseThrow().arrival();
          Optional<PaymentRefund> there = refunds.find(id).map(RefundRows.Kept::refund);
          if (there.isPresent()) {
            if (there.get().amount().equals(amount)) return;
            throw new Refusal(PaymentRefusal.REFUND_DIFFERS, Map.of("refund", id.toString()));
          }
          if (askedBy.equals(agreedBy)) throw new Refusal(PaymentRefusal.REFUND_SAME_PERSON);
          if (amount.minor() <= 0 || amount.compareTo(held.left()) > 0)
            throw new Refusal(
                PaymentRefusal.REFUND_TOO_LARGE, Map.of("left", held.left().decimal()));
          Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          refunds.insert(id, arrival, amount, reason, askedBy, now);
          arrivals.back(arrival, amount.minor(), 0);
          refunds.release(id, agreedBy, BusinessDay.of(now), now);
          outbox.write(RefundReleased.TOPIC, new RefundReleased(Shards.ofId(id), id));
        });
  }

  @Override
  public NoticeAnswer notice(Via via, Map<String, String> fields) {
    PayDoor door = doors.of(via);
    PayDoor.Told told;
    try {
      if (!door.isOpen()) throw new Refusal(PaymentRefusal.BAD_SIGNATURE);
      told = door.read(fields);
    } catch (Refusal refusal) {
      PaymentRefusal code = (PaymentRefusal) refusal.code();
      if (code == PaymentRefusal.BAD_SIGNATURE) refused.forged(via);
      else
        refused.keep(
            via,
            code,
            fields.getOrDefault("out_trade_no", ""),
            fields.getOrDefault("trade_no", ""),
            fields.getOrDefault("total_amount", ""));
      return new NoticeAnswer.Refused(code, door.word(false));
    }
    return take(door, told);
  }

  /// Takes in what a provider told, by a notice or when it was asked.
  NoticeAnswer take(PayDoor door, PayDoor.Told told) {
    if (told.status() == PayDoor.Status.PAID) return paid(door, told);
    if (told.status() == PayDoor.Status.CLOSED)
      PayDoor.payment(told.number()).ifPresent(this::closed);
    refused.keep(
        door.via(), PaymentRefusal.NOT_PAID, told.number(), told.trade(), told.amount().decimal());
    return new NoticeAnswer.Refused(PaymentRefusal.NOT_PAID, door.word(true));
  }

  private void closed(UUID payment) {
    transactions.run(() -> close(payment, IncomingPayment.State.CANCELLED));
  }

  /// In the transaction that is open.
  void close(UUID id, IncomingPayment.State state) {
    if (!rows.close(id, state)) return;
    IncomingOrder order = rows.find(id).orElseThrow().order();
    outbox.write(IncomingClosed.TOPIC, new IncomingClosed(id, order.purpose(), order.subject()));
  }

  private NoticeAnswer paid(PayDoor door, PayDoor.Told told) {
    Arrival arrival =
        transactions.call(
            () -> {
              UUID id = ArrivalRows.id(door.via(), told.trade());
              Optional<IncomingPayment> payment =
                  PayDoor.payment(told.number())
                      .flatMap(rows::hold)
                      .filter(each -> each.order().via() == door.via());
              Arrival.Fit fit = fit(payment, told);
              if (isNews(door.via(), id, told, payment, fit)) {
                if (fit == Arrival.Fit.FITS) rows.paid(payment.orElseThrow().id(), id);
                outbox.write(Arrived.TOPIC, new Arrived(Shards.ofId(id), id));
              }
              return arrivals.find(id).orElseThrow().arrival();
            });
    return arrival.fit() == Arrival.Fit.FITS
        ? new NoticeAnswer.Taken(arrival.id(), door.word(true))
        : new NoticeAnswer.Kept(arrival.id(), arrival.fit(), door.word(true));
  }

  private boolean isNews(
      Via via, UUID id, PayDoor.Told told, Optional<IncomingPayment> payment, Arrival.Fit fit) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (arrivals.insert(
        via,
        told,
        payment.map(IncomingPayment::order),
        fit,
        ArrivalRows.day(told.paidAt(), now),
        now)) return true;
    // told before; perhaps before the payment's own row could be seen
    return fit != Arrival.Fit.UNKNOWN
        && arrivals.hold(id).orElseThrow().arrival().amount().equals(told.amount())
        && arrivals.match(id, payment.orElseThrow().order(), fit);
  }

  /// Late is what was paid too late, not what was told too late.
  private static Arrival.Fit fit(Optional<IncomingPayment> payment, PayDoor.Told told) {
    if (payment.isEmpty()) return Arrival.Fit.UNKNOWN;
    IncomingPayment asked = payment.get();
    if (!asked.order().amount().equals(told.amount())) return Arrival.Fit.WRONG_AMOUNT;
    return switch (asked.state()) {
      case PAID -> Arrival.Fit.TWICE;
      case CANCELLED -> Arrival.Fit.CANCELLED;
      case OPEN, EXPIRED ->
          told.paidAt().isAfter(asked.order().expiresAt()) ? Arrival.Fit.LATE : Arrival.Fit.FITS;
    };
  }
}
