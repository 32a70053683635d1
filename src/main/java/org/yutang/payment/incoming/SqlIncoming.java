package org.yutang.payment.incoming;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
import org.yutang.store.Gather;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Writes down what is asked for and what providers tell; [IncomingBooking] moves the money of what
/// was written down. One row a provider's trade decides that nothing counts twice, the lock of the
/// payment's row that one trade pays it.
@Component
class SqlIncoming implements Incoming {

  /// When a provider that has said nothing is asked for the first time.
  static final Duration SILENCE = Duration.ofMinutes(2);

  private static final int MOST_AT_ONCE = 200;

  private final IncomingRows rows;
  private final ArrivalRows arrivals;
  private final RefundRows refunds;
  private final RefusedNotices refused;
  private final PayDoors doors;
  private final SandboxDoor sandbox;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;
  private final Gather<Paid, Arrival> notices = new Gather<>(MOST_AT_ONCE, this::paid);

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
    return ask(List.of(wanted)).getFirst();
  }

  @Override
  public List<IncomingPayment> ask(List<IncomingOrder> wanted) {
    for (IncomingOrder each : wanted) {
      doors.open(each.via());
      if (!each.amount().currency().equals(Unit.CNY.code()))
        throw new IllegalArgumentException("currency " + each.amount());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<IncomingOrder> orders = wanted.stream().map(SqlIncoming::exact).toList();
    Set<UUID> news = rows.insert(orders, now, now.plus(SILENCE));
    return orders.stream().map(order -> asked(order, now, news.contains(order.id()))).toList();
  }

  private IncomingPayment asked(IncomingOrder order, Instant now, boolean isNew) {
    if (isNew) return new IncomingPayment(order, IncomingPayment.State.OPEN, now, Optional.empty());
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

  /// What a provider said was paid.
  private record Paid(Via via, PayDoor.Told told) {
    UUID arrival() {
      return ArrivalRows.id(via, told.trade());
    }

    Optional<UUID> payment() {
      return PayDoor.payment(told.number());
    }
  }

  private NoticeAnswer paid(PayDoor door, PayDoor.Told told) {
    Arrival arrival = notices.ask(new Paid(door.via(), told));
    return arrival.fit() == Arrival.Fit.FITS
        ? new NoticeAnswer.Taken(arrival.id(), door.word(true))
        : new NoticeAnswer.Kept(arrival.id(), arrival.fit(), door.word(true));
  }

  /// Takes many in, in one transaction; two that are about the same payment or trade, one after the
  /// other.
  private List<Arrival> paid(List<Paid> some) {
    boolean apart =
        some.stream().map(Paid::arrival).distinct().count() == some.size()
            && some.stream().map(Paid::payment).distinct().count() == some.size();
    if (apart) return transactions.call(() -> paidAtOnce(some));
    return some.stream()
        .map(each -> transactions.call(() -> paidAtOnce(List.of(each))).getFirst())
        .toList();
  }

  private List<Arrival> paidAtOnce(List<Paid> some) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, IncomingPayment> held =
        rows.hold(some.stream().flatMap(each -> each.payment().stream()).toList());
    List<ArrivalRows.Wanted> wanted = new ArrayList<>();
    for (Paid each : some) {
      Optional<IncomingPayment> payment =
          each.payment()
              .flatMap(id -> Optional.ofNullable(held.get(id)))
              .filter(found -> found.order().via() == each.via());
      wanted.add(
          new ArrivalRows.Wanted(
              each.arrival(),
              each.via(),
              each.told(),
              payment.map(IncomingPayment::order),
              fit(payment, each.told()),
              ArrivalRows.day(each.told().paidAt(), now)));
    }
    Set<UUID> inserted = arrivals.insert(wanted, now);
    Map<UUID, UUID> paid = new HashMap<>();
    for (ArrivalRows.Wanted each : wanted) {
      if (!inserted.contains(each.id()) && !isMatched(each)) continue;
      if (each.fit() == Arrival.Fit.FITS) paid.put(each.order().orElseThrow().id(), each.id());
      outbox.write(Arrived.TOPIC, new Arrived(Shards.ofId(each.id()), each.id()));
    }
    if (!paid.isEmpty()) rows.paid(paid);
    Map<UUID, Arrival> there = new HashMap<>();
    arrivals
        .these(wanted.stream().map(ArrivalRows.Wanted::id).toList())
        .forEach(kept -> there.put(kept.arrival().id(), kept.arrival()));
    return wanted.stream().map(each -> Objects.requireNonNull(there.get(each.id()))).toList();
  }

  /// Whether it was told before, perhaps before the payment's own row could be seen.
  private boolean isMatched(ArrivalRows.Wanted told) {
    return told.fit() != Arrival.Fit.UNKNOWN
        && arrivals.hold(told.id()).orElseThrow().arrival().amount().equals(told.told().amount())
        && arrivals.match(told.id(), told.order().orElseThrow(), told.fit());
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
