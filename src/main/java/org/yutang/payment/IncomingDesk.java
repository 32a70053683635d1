package org.yutang.payment;

import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;

/// Incoming payments for people: lists, and refunds by two of them. Everything lies in a place;
/// money for no payment that we know lies in none and is seen by whoever holds the permission
/// anywhere. Commands leave an audit row.
public interface IncomingDesk {

  /// Where the actor may `SEE_PAYMENT`.
  Page<IncomingPayment> payments(Actor actor, IncomingPayment.Query query);

  /// Refuses with [PaymentRefusal#UNKNOWN_PAYMENT], also where the actor may not see it.
  IncomingPayment get(Actor actor, UUID payment);

  /// Where the actor may `SEE_PAYMENT`.
  Page<Arrival> arrivals(Actor actor, Arrival.Query query);

  /// Refuses with [PaymentRefusal#UNKNOWN_PAYMENT], also where the actor may not see it.
  Arrival arrival(Actor actor, UUID arrival);

  /// Asks that part of an arrival, or all of it, goes back. Wants `PREPARE_PAYMENT`. The same key
  /// again with the same content gives the same refund. Refuses with
  /// [PaymentRefusal#REFUND_TOO_LARGE], [PaymentRefusal#BAD_REFUND] and
  /// [PaymentRefusal#REFUND_DIFFERS].
  PaymentRefund askRefund(Actor actor, UUID key, UUID arrival, Money amount, String reason);

  /// Lets a refund go that somebody else asked for; it then happens by itself. Wants
  /// `RELEASE_PAYMENT`. Refuses with [PaymentRefusal#REFUND_SAME_PERSON] and
  /// [PaymentRefusal#REFUND_DECIDED].
  PaymentRefund release(Actor actor, UUID refund);

  /// Wants `RELEASE_PAYMENT`; also whoever asked may decline. Refuses with
  /// [PaymentRefusal#REFUND_DECIDED].
  PaymentRefund decline(Actor actor, UUID refund);

  /// Where the actor may `SEE_PAYMENT`.
  Page<PaymentRefund> refunds(Actor actor, PaymentRefund.Query query);
}
