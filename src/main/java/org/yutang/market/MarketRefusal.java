package org.yutang.market;

import org.yutang.kernel.Refusal;

/// Why the room says no.
public enum MarketRefusal implements Refusal.Code {
  /// Facts: `field`.
  BAD_FIELD(Refusal.Kind.INVALID),
  /// Something of that id is there with other content. Facts: `id`.
  ID_REUSED(Refusal.Kind.CONFLICT),
  /// Also where the reader may not see it.
  UNKNOWN_SHOP(Refusal.Kind.NOT_FOUND),
  UNKNOWN_PRODUCT(Refusal.Kind.NOT_FOUND),
  UNKNOWN_ARTICLE(Refusal.Kind.NOT_FOUND),
  /// Also where it is somebody else's.
  UNKNOWN_ORDER(Refusal.Kind.NOT_FOUND),
  /// The key opens nothing.
  UNKNOWN_BUYER(Refusal.Kind.UNAUTHENTICATED),
  UNKNOWN_ADDRESS(Refusal.Kind.NOT_FOUND),
  /// The shop was decided on before. Facts: `state`.
  SHOP_DECIDED(Refusal.Kind.CONFLICT),
  SHOP_NOT_OPEN(Refusal.Kind.CONFLICT),
  /// The product cannot be bought now. Facts: `title`.
  NOT_ON_SALE(Refusal.Kind.CONFLICT),
  /// The box is not at that site, is held, or is another product's. Facts: `box`.
  BOX_NOT_FIT(Refusal.Kind.CONFLICT),
  /// The box is up for sale already. Facts: `box`.
  BOX_TAKEN(Refusal.Kind.CONFLICT),
  /// Fewer pieces are left. Facts: `title`, `left`.
  SOLD_OUT(Refusal.Kind.CONFLICT),
  /// Nothing, or too much at once. Facts: `limit`.
  BAD_COUNT(Refusal.Kind.INVALID),
  CART_EMPTY(Refusal.Kind.INVALID),
  /// The sum is another one by now. Facts: `seen`, `now`.
  PRICE_CHANGED(Refusal.Kind.CONFLICT),
  /// The shop does not send there. Facts: `shop`.
  NOT_SENT_THERE(Refusal.Kind.CONFLICT),
  /// Unknown, not valid on this day, for more goods than these, or used up. Facts: `code`.
  COUPON_NOT_VALID(Refusal.Kind.CONFLICT),
  NOBODY_TO_PAY(Refusal.Kind.UNAVAILABLE),
  /// Facts: `state`.
  ORDER_STATE(Refusal.Kind.CONFLICT),
  /// Somebody changed it since it was seen.
  ORDER_CHANGED(Refusal.Kind.CONFLICT),
  /// More than is left of the order. Facts: `left`.
  TOO_MUCH_BACK(Refusal.Kind.CONFLICT),
  /// A wish for money back is open already, or there is none.
  MONEY_BACK_STATE(Refusal.Kind.CONFLICT),
  /// Only who received it may review it, once.
  NO_REVIEW(Refusal.Kind.CONFLICT),
  /// Orders are still under way.
  ORDERS_OPEN(Refusal.Kind.CONFLICT),
  /// Not https in the world, or of somebody's own network.
  BAD_ADDRESS(Refusal.Kind.INVALID),
  UNKNOWN_HOOK(Refusal.Kind.NOT_FOUND),
  /// Facts: `limit`.
  TOO_MANY_HOOKS(Refusal.Kind.CONFLICT),
  UNKNOWN_IMPORT(Refusal.Kind.NOT_FOUND),
  /// More rows than are taken at once. Facts: `limit`.
  TOO_MANY_ROWS(Refusal.Kind.TOO_LARGE),
  UNKNOWN_PRESALE(Refusal.Kind.NOT_FOUND),
  /// The article was stocked before, or is sold ahead in another way.
  SOLD_OTHERWISE(Refusal.Kind.CONFLICT),
  /// What is sold ahead of a harvest is an order of its own.
  PRESALE_ALONE(Refusal.Kind.CONFLICT),
  /// It is open, closed or confirmed, or the harvest of a grade is not told. Facts: `state`,
  /// `grade`.
  PRESALE_STATE(Refusal.Kind.CONFLICT),
  /// Orders may still be paid. Facts: `orders`.
  PRESALE_UNPAID(Refusal.Kind.CONFLICT),
  /// Orders or harvest are others since the plan was looked at.
  PRESALE_PLAN_CHANGED(Refusal.Kind.CONFLICT),
  /// The harvest is not divided yet.
  PRESALE_NOT_READY(Refusal.Kind.CONFLICT),
  UNKNOWN_CRAFT(Refusal.Kind.NOT_FOUND),
  /// A ledger of several shards cannot do this at once.
  OTHER_SHARD(Refusal.Kind.UNAVAILABLE);

  private final Refusal.Kind kind;

  MarketRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
