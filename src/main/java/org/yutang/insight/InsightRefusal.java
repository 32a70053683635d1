package org.yutang.insight;

import org.yutang.kernel.Refusal;

/// Why insight says no.
public enum InsightRefusal implements Refusal.Code {
  /// Facts: `indicator`.
  UNKNOWN_INDICATOR(Refusal.Kind.NOT_FOUND),
  /// The id is taken by another indicator. Facts: `indicator`.
  INDICATOR_DIFFERS(Refusal.Kind.CONFLICT),
  /// Facts: `indicator`.
  BAD_ID(Refusal.Kind.INVALID),
  /// A name or source that is missing or too long. Facts: `field`, `limit`.
  BAD_TEXT(Refusal.Kind.INVALID),
  /// The own figure beside it counts something else. Facts: `unit`.
  UNIT_DIFFERS(Refusal.Kind.INVALID),
  /// Negative, too large, or no number of that unit kind. Facts: `value`.
  BAD_VALUE(Refusal.Kind.INVALID),
  /// Before 1949 or more than fifty years ahead. Facts: `day`.
  BAD_DAY(Refusal.Kind.INVALID),
  /// What has not come yet is no actual figure. Facts: `day`.
  FUTURE_ACTUAL(Refusal.Kind.INVALID),
  /// Not an address of the web. Facts: `url`.
  BAD_URL(Refusal.Kind.INVALID),
  /// The figure id came before with other content.
  FIGURE_DIFFERS(Refusal.Kind.CONFLICT),
  /// Somebody entered or corrected it meanwhile. Facts: `version` (the present one).
  FIGURE_CHANGED(Refusal.Kind.CONFLICT),
  /// Facts: `year`, `first`, `last`.
  UNKNOWN_YEAR(Refusal.Kind.NOT_FOUND),
  /// Outside the year, or still to come. Facts: `day`, `from`, `to`.
  BAD_CUT_OFF(Refusal.Kind.INVALID),
  /// Everybody may ask for the ends of months only. Facts: `day`.
  NO_MONTH_END(Refusal.Kind.INVALID),
  /// Reports are in yuan. Facts: `programme`.
  FOREIGN_FUND(Refusal.Kind.CONFLICT),
  /// A filter, order or unit that there is not. Facts: `choice`, `known`.
  UNKNOWN_CHOICE(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  InsightRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
