package org.yutang.campaign;

import org.yutang.kernel.Refusal;

/// Why a campaign says no.
public enum CampaignRefusal implements Refusal.Code {
  UNKNOWN_CAMPAIGN(Refusal.Kind.NOT_FOUND),
  /// Also where the reader may not see it.
  UNKNOWN_CLAIM(Refusal.Kind.NOT_FOUND),
  /// A campaign of that id is there with other content. Facts: `id`.
  ID_REUSED(Refusal.Kind.CONFLICT),
  /// Facts: `field`.
  BAD_FIELD(Refusal.Kind.INVALID),
  /// What a claim costs could live in another shard of the ledger than the stock.
  NEEDS_ONE_SHARD(Refusal.Kind.CONFLICT),
  /// Facts: `opensAt`, `retryAfterSeconds`.
  NOT_OPEN_YET(Refusal.Kind.CONFLICT),
  /// Facts: `endedAt`.
  ENDED(Refusal.Kind.CONFLICT),
  /// Not so many pieces are left. More may come back where some wait for their payment.
  SOLD_OUT(Refusal.Kind.CONFLICT),
  /// The holder has as many as one may have. Facts: `limit`.
  LIMIT_REACHED(Refusal.Kind.CONFLICT),
  /// The holder has not enough of what it costs. Facts: `price`, `unit`.
  NOT_ENOUGH(Refusal.Kind.CONFLICT),
  /// Somebody froze an account that the claim would move.
  SUSPENDED(Refusal.Kind.CONFLICT),
  /// Facts: `limit`.
  BAD_QUANTITY(Refusal.Kind.INVALID),
  /// The claim's id was used before for something else.
  CLAIM_DIFFERS(Refusal.Kind.INVALID),
  /// The time in the claim's id is too far from now.
  CLAIM_ID_TIME(Refusal.Kind.INVALID),
  /// Facts: `limit`.
  TOO_MANY_CLAIMS(Refusal.Kind.TOO_LARGE),
  /// More waits than may wait; nothing was done. Facts: `retryAfterSeconds`.
  BUSY(Refusal.Kind.UNAVAILABLE),
  /// Claims of the campaign are not paid with money.
  NOT_FOR_MONEY(Refusal.Kind.CONFLICT),
  /// Facts: `due`.
  WRONG_AMOUNT(Refusal.Kind.CONFLICT),
  /// Another payment for the claim was taken before.
  ALREADY_PAID(Refusal.Kind.CONFLICT),
  /// The payment's number was used before for something else. Facts: `number`.
  PAYMENT_DIFFERS(Refusal.Kind.INVALID),
  /// A notice that cannot be read.
  BAD_NOTICE(Refusal.Kind.INVALID),
  BAD_SIGNATURE(Refusal.Kind.UNAUTHENTICATED),
  /// A filter that there is not. Facts: `choice`, `known`.
  UNKNOWN_CHOICE(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  CampaignRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
