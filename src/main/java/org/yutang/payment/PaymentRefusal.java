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
