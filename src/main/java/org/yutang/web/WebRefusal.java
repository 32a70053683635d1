package org.yutang.web;

import org.yutang.kernel.Refusal;

/// Why a page says no by itself: only for what is wrong with an address or a form, never for a
/// rule.
public enum WebRefusal implements Refusal.Code {
  /// Nothing can have that address.
  BAD_ADDRESS(Refusal.Kind.NOT_FOUND),
  /// No such code was given out here.
  UNKNOWN_CODE(Refusal.Kind.NOT_FOUND),
  /// One address opened too many codes. Facts: `retryAfterSeconds`, `minutes`.
  TOO_MANY_CODES(Refusal.Kind.TOO_MANY),
  /// The upload holds no file.
  FILE_MISSING(Refusal.Kind.INVALID),
  /// Neither chosen nor uploaded.
  MAPPING_MISSING(Refusal.Kind.INVALID),
  /// Facts: `amount`.
  AMOUNT_UNREADABLE(Refusal.Kind.INVALID),
  /// No place of that name or code. Facts: `place`.
  PLACE_UNKNOWN(Refusal.Kind.INVALID),
  /// None of the decisions was chosen.
  DECISION_MISSING(Refusal.Kind.INVALID),
  /// No row was ticked for a decision about many.
  NOTHING_TICKED(Refusal.Kind.INVALID),
  /// An Excel file was asked for with a filter that its list cannot read. Facts: `filter`.
  FILTER_UNREADABLE(Refusal.Kind.INVALID),
  /// More rows than an Excel file takes. Facts: `rows`, `limit`.
  TOO_MANY_ROWS(Refusal.Kind.TOO_LARGE),
  /// Other Excel files are being made.
  SHEETS_BUSY(Refusal.Kind.TOO_MANY),
  /// Others keep the printer busy.
  TOO_BUSY(Refusal.Kind.UNAVAILABLE),
  /// As many look at moving pages as may. Facts: `retryAfterSeconds`.
  TOO_MANY_LISTENERS(Refusal.Kind.UNAVAILABLE),
  /// The two passwords differ.
  PASSWORDS_DIFFER(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  WebRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
