package org.yutang.payment.incoming;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.payment.Arrival;
import org.yutang.payment.IncomingDesk;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.OwnRefunds;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.PaymentRefusal;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Who may see and send back what; the lock of an arrival's row decides that no more goes back than
/// came.
@Component
class SqlIncomingDesk implements IncomingDesk {

  private static final int MAX_REASON = 200;

  private final IncomingRows rows;
  private final ArrivalRows arrivals;
  private final RefundRows refunds;
  private final List<OwnRefunds> ownRefunds;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  SqlIncomingDesk(
      IncomingRows rows,
      ArrivalRows arrivals,
      RefundRows refunds,
      List<OwnRefunds> ownRefunds,
      Access access,
      Audit audit,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.arrivals = arrivals;
    this.refunds = refunds;
    this.ownRefunds = List.copyOf(ownRefunds);
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Page<IncomingPayment> payments(Actor actor, IncomingPayment.Query query) {
    access.requireSomewhere(actor, Permission.SEE_PAYMENT);
    return rows.list(query, seen(actor, rows.places()));
  }

  @Override
  public IncomingPayment get(Actor actor, UUID payment) {
    return rows.find(payment)
        .filter(each -> access.may(actor, Permission.SEE_PAYMENT, each.order().place()))
        .orElseThrow(() -> new Refusal(PaymentRefusal.UNKNOWN_PAYMENT));
  }

  @Override
  public Page<Arrival> arrivals(Actor actor, Arrival.Query query) {
    access.requireSomewhere(actor, Permission.SEE_PAYMENT);
    return arrivals.list(query, seen(actor, arrivals.places()));
  }

  @Override
  public Arrival arrival(Actor actor, UUID id) {
    return arrivals
        .find(id)
        .map(ArrivalRows.Kept::arrival)
        .filter(each -> may(actor, Permission.SEE_PAYMENT, each.place()))
        .orElseThrow(() -> new Refusal(PaymentRefusal.UNKNOWN_PAYMENT));
  }

  @Override
  public Page<PaymentRefund> refunds(Actor actor, PaymentRefund.Query query) {
    access.requireSomewhere(actor, Permission.SEE_PAYMENT);
    return refunds.list(query, seen(actor, arrivals.places()));
  }

  @Override
  public PaymentRefund askRefund(
      Actor actor, UUID key, UUID arrivalId, Money amount, String reason) {
    Arrival of = arrival(actor, arrivalId);
    require(actor, Permission.PREPARE_PAYMENT, of.place());
    String told = reason.strip();
    if (told.isEmpty() || told.length() > MAX_REASON || told.indexOf('\0') >= 0)
      throw bad("reason");
    if (amount.minor() <= 0 || !amount.currency().equals(of.amount().currency()))
      throw bad("amount");
    UUID id =
        Uuids.inShard(
            Shards.ofId(arrivalId), "payment.refund", actor.account().toString(), key.toString());
    transactions.run(
        () -> {
          ArrivalRows.Kept kept = arrivals.hold(arrivalId).orElseThrow();
          Arrival held = kept.arrival();
          if (refunds.find(id).isPresent()) return;
          boolean elsewhere =
              held.fit() == Arrival.Fit.FITS
                  && ownRefunds.stream().anyMatch(room -> room.purpose().equals(kept.purpose()))
                  && amount.minor() > refunds.failedAndNotRepeated(arrivalId);
          if (elsewhere) throw new Refusal(PaymentRefusal.REFUND_ELSEWHERE);
          if (amount.compareTo(held.left()) > 0)
            throw new Refusal(
                PaymentRefusal.REFUND_TOO_LARGE, Map.of("left", held.left().decimal()));
          refunds.insert(id, arrivalId, amount, told, actor.account(), now());
          arrivals.back(arrivalId, amount.minor(), 0);
          audit.record(
              actor,
              "payment.refund-asked",
              held.place().orElse(PlaceCode.WORLD),
              id.toString(),
              Map.of("amount", amount.toString(), "reason", told));
        });
    PaymentRefund there = refunds.find(id).orElseThrow().refund();
    if (!there.arrival().equals(arrivalId)
        || !there.amount().equals(amount)
        || !there.reason().equals(told))
      throw new Refusal(PaymentRefusal.REFUND_DIFFERS, Map.of("refund", id.toString()));
    return there;
  }

  @Override
  public PaymentRefund release(Actor actor, UUID id) {
    decide(actor, id, true);
    return refunds.find(id).orElseThrow().refund();
  }

  @Override
  public PaymentRefund decline(Actor actor, UUID id) {
    decide(actor, id, false);
    return refunds.find(id).orElseThrow().refund();
  }

  private void decide(Actor actor, UUID id, boolean goes) {
    Arrival of =
        refunds
            .find(id)
            .flatMap(kept -> arrivals.find(kept.refund().arrival()))
            .map(ArrivalRows.Kept::arrival)
            .filter(each -> may(actor, Permission.SEE_PAYMENT, each.place()))
            .orElseThrow(() -> new Refusal(PaymentRefusal.UNKNOWN_REFUND));
    require(actor, Permission.RELEASE_PAYMENT, of.place());
    transactions.run(
        () -> {
          PaymentRefund refund = refunds.hold(id).orElseThrow().refund();
          if (goes && refund.askedBy().equals(actor.account()))
            throw new Refusal(PaymentRefusal.REFUND_SAME_PERSON);
          if (refund.state() != PaymentRefund.State.ASKED) {
            boolean again =
                refund.decidedBy().filter(actor.account()::equals).isPresent()
                    && goes != (refund.state() == PaymentRefund.State.DECLINED);
            if (again) return;
            throw new Refusal(PaymentRefusal.REFUND_DECIDED);
          }
          if (goes) {
            refunds.release(id, actor.account(), BusinessDay.of(clock.instant()), now());
            outbox.write(RefundReleased.TOPIC, new RefundReleased(Shards.ofId(id), id));
          } else {
            refunds.decline(id, actor.account(), now());
            arrivals.back(of.id(), -refund.amount().minor(), 0);
          }
          String what = goes ? "payment.refund-released" : "payment.refund-declined";
          audit.record(
              actor,
              what,
              of.place().orElse(PlaceCode.WORLD),
              id.toString(),
              Map.of("amount", refund.amount().toString()));
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private String[] seen(Actor actor, List<PlaceCode> places) {
    return access.among(actor, Permission.SEE_PAYMENT, places).stream()
        .map(PlaceCode::text)
        .toArray(String[]::new);
  }

  private boolean may(Actor actor, Permission permission, Optional<PlaceCode> place) {
    return place.isPresent()
        ? access.may(actor, permission, place.get())
        : !access.places(actor, permission).isEmpty();
  }

  private void require(Actor actor, Permission permission, Optional<PlaceCode> place) {
    if (place.isPresent()) access.require(actor, permission, place.get());
    else access.requireSomewhere(actor, permission);
  }

  private static Refusal bad(String field) {
    return new Refusal(PaymentRefusal.BAD_REFUND, Map.of("field", field));
  }
}
