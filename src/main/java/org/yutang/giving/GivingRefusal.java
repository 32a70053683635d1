package org.yutang.giving;

import org.yutang.kernel.Refusal;

/// Why giving says no.
public enum GivingRefusal implements Refusal.Code {
  UNKNOWN_PROJECT(Refusal.Kind.NOT_FOUND),
  UNKNOWN_MERCHANT(Refusal.Kind.NOT_FOUND),
  UNKNOWN_PLEDGE(Refusal.Kind.NOT_FOUND),
  UNKNOWN_SALE(Refusal.Kind.NOT_FOUND),
  UNKNOWN_REFUND(Refusal.Kind.NOT_FOUND),
  UNKNOWN_IMPORT(Refusal.Kind.NOT_FOUND),
  /// A project, merchant or pledge of that id is there with other content. Facts: `id`.
  ID_REUSED(Refusal.Kind.CONFLICT),
  /// A field of a project or merchant. Facts: `field`.
  BAD_FIELD(Refusal.Kind.INVALID),
  /// The programme's premiums are not in yuan. Facts: `programme`.
  FOREIGN_FUND(Refusal.Kind.INVALID),
  /// Facts: `rate`.
  BAD_RATE(Refusal.Kind.INVALID),
  /// Facts: `day`.
  OUTSIDE_PROJECT(Refusal.Kind.INVALID),
  /// Another pledge of the merchant holds then. Facts: `day`.
  PLEDGE_OVERLAPS(Refusal.Kind.CONFLICT),
  PLEDGE_ENDED(Refusal.Kind.CONFLICT),
  /// Facts: `day`, the last one that a new rate may not touch.
  RATE_TOO_EARLY(Refusal.Kind.CONFLICT),
  BAD_ORDER_NUMBER(Refusal.Kind.INVALID),
  BAD_REFUND_NUMBER(Refusal.Kind.INVALID),
  /// Facts: `time`.
  BAD_TIME(Refusal.Kind.INVALID),
  /// Facts: `amount`.
  BAD_AMOUNT(Refusal.Kind.INVALID),
  /// Facts: `currency`.
  FOREIGN_CURRENCY(Refusal.Kind.INVALID),
  /// Facts: `place`.
  UNKNOWN_PLACE(Refusal.Kind.INVALID),
  /// An origin larger than a county. Facts: `place`.
  ORIGIN_TOO_LARGE(Refusal.Kind.INVALID),
  /// A buyer's region smaller than a county could point at a person. Facts: `place`.
  REGION_TOO_SMALL(Refusal.Kind.INVALID),
  IN_THE_FUTURE(Refusal.Kind.INVALID),
  /// Facts: `days`.
  TOO_OLD(Refusal.Kind.INVALID),
  /// No pledge of the merchant gives on that day. Facts: `day`.
  NO_PLEDGE(Refusal.Kind.CONFLICT),
  /// The order was told before with other content. Facts: `order`.
  ORDER_DIFFERS(Refusal.Kind.CONFLICT),
  /// A refund of an order that was never told. Facts: `order`.
  UNKNOWN_ORDER(Refusal.Kind.CONFLICT),
  /// Facts: `order`.
  REFUND_BEFORE_ORDER(Refusal.Kind.INVALID),
  /// Facts: `refund`.
  REFUND_DIFFERS(Refusal.Kind.CONFLICT),
  /// Facts: `order`, `left`.
  REFUND_TOO_LARGE(Refusal.Kind.CONFLICT),
  /// Facts: `limit`.
  TOO_MANY_LINES(Refusal.Kind.TOO_LARGE),
  NO_LINES(Refusal.Kind.INVALID),
  /// Nothing of the list was booked. Facts: `count`, `lines`: of each refused line its number from
  /// 1, code and facts.
  LINES_REFUSED(Refusal.Kind.INVALID),
  /// A list wants a merchant or a project.
  NOTHING_NAMED(Refusal.Kind.INVALID),
  UNKNOWN_GIFT(Refusal.Kind.NOT_FOUND),
  /// No donor has that link, or the gift is not that donor's.
  UNKNOWN_LINK(Refusal.Kind.NOT_FOUND),
  /// Facts: `field`.
  BAD_GIFT(Refusal.Kind.INVALID),
  /// No provider takes money here.
  NOBODY_TO_PAY(Refusal.Kind.UNAVAILABLE),
  PLAN_ENDED(Refusal.Kind.CONFLICT),
  /// Somebody decided about the message before.
  MESSAGE_DECIDED(Refusal.Kind.CONFLICT),
  /// A filter or order that there is not. Facts: `choice`, `known`.
  UNKNOWN_CHOICE(Refusal.Kind.INVALID),
  /// Facts: `problem`.
  UNREADABLE_FILE(Refusal.Kind.INVALID),
  /// Facts: `missing`, `found`.
  WRONG_COLUMNS(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  GivingRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
