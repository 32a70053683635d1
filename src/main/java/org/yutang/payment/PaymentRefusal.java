package org.yutang.payment;

import org.yutang.kernel.Refusal;

/// Why a payment says no.
public enum PaymentRefusal implements Refusal.Code {
  UNKNOWN_PAYOUT(Refusal.Kind.NOT_FOUND),
  UNKNOWN_BATCH(Refusal.Kind.NOT_FOUND),
  /// Facts: `field`.
  BAD_PAYEE(Refusal.Kind.INVALID),
  /// Nothing is waiting for the bank where the actor may prepare payments.
  NOTHING_TO_PAY(Refusal.Kind.CONFLICT),
  /// A name has signs that GBK lacks; UTF-8 has them all. Facts: `payout`.
  NOT_IN_GBK(Refusal.Kind.INVALID),
  /// Whoever made a batch may not release it.
  SAME_PERSON(Refusal.Kind.FORBIDDEN),
  /// The file is handed out, and results are taken, only after the release. Facts: `number`.
  NOT_RELEASED(Refusal.Kind.CONFLICT),
  /// The bank's result does not fit what was sent; nothing was changed. Facts: `line`, `problem`.
  RESULT_DIFFERS(Refusal.Kind.INVALID),
  /// Another result came for this batch before. Facts: `number`.
  ANSWERED_OTHERWISE(Refusal.Kind.CONFLICT),
  /// An answer to a payout that was not sent, or that was answered otherwise before. Facts:
  /// `payout`.
  ANSWER_REFUSED(Refusal.Kind.CONFLICT),
  /// A callback that is signed well and still cannot be: unreadable, or of an impossible day.
  BAD_ANSWER(Refusal.Kind.INVALID),
  /// A callback whose signature is wrong.
  BAD_SIGNATURE(Refusal.Kind.UNAUTHENTICATED),
  /// A notice that tells of another app of the provider, or of another seller.
  OTHER_APP(Refusal.Kind.FORBIDDEN),
  /// A notice that tells of no money that came; what it tells was noted.
  NOT_PAID(Refusal.Kind.CONFLICT),
  /// A notice that is signed well and cannot be read.
  BAD_NOTICE(Refusal.Kind.INVALID),
  UNKNOWN_PAYMENT(Refusal.Kind.NOT_FOUND),
  /// Another payment has that id. Facts: `payment`.
  PAYMENT_DIFFERS(Refusal.Kind.CONFLICT),
  /// It was paid, has expired or was closed.
  PAYMENT_OVER(Refusal.Kind.CONFLICT),
  /// Nobody can pay through this provider here. Facts: `provider`.
  NOT_OFFERED(Refusal.Kind.CONFLICT),
  UNKNOWN_REFUND(Refusal.Kind.NOT_FOUND),
  /// Another refund has that id. Facts: `refund`.
  REFUND_DIFFERS(Refusal.Kind.CONFLICT),
  /// Facts: `field`.
  BAD_REFUND(Refusal.Kind.INVALID),
  /// The room that the payment belongs to gives its money back itself.
  REFUND_ELSEWHERE(Refusal.Kind.CONFLICT),
  /// Facts: `left`.
  REFUND_TOO_LARGE(Refusal.Kind.CONFLICT),
  /// Whoever asked for a refund may not release it.
  REFUND_SAME_PERSON(Refusal.Kind.FORBIDDEN),
  /// It was released or declined before.
  REFUND_DECIDED(Refusal.Kind.CONFLICT),
  /// A filter or order that there is not. Facts: `choice`, `known`.
  UNKNOWN_CHOICE(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  PaymentRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
