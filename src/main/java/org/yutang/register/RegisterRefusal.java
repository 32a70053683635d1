package org.yutang.register;

import org.yutang.kernel.Refusal;

/// Why the register says no.
public enum RegisterRefusal implements Refusal.Code {
  /// Facts: `place`.
  UNKNOWN_PLACE(Refusal.Kind.NOT_FOUND),
  /// There is no such household, or none that the actor may see. Facts: `household`.
  UNKNOWN_HOUSEHOLD(Refusal.Kind.NOT_FOUND),
  /// There is no such person, or none that the actor may see. Facts: `person`.
  UNKNOWN_PERSON(Refusal.Kind.NOT_FOUND),
  /// There is no such import, or it is somebody else's. Facts: `job`.
  UNKNOWN_IMPORT(Refusal.Kind.NOT_FOUND),
  /// An identity number is only shown for a reason. Facts: `minLength`.
  REASON_MISSING(Refusal.Kind.INVALID),
  /// A stored identity number does not open with its key: it was tampered with, or the key is
  /// another. Facts: `person`.
  ID_NUMBER_UNREADABLE(Refusal.Kind.UNAVAILABLE),
  /// The mapping is wrong. Facts: `line`, `column`, `problem`.
  MAPPING_WRONG(Refusal.Kind.INVALID),
  /// The mapping is for the other kind. Facts: `asked`, `found`.
  WRONG_KIND(Refusal.Kind.INVALID),
  /// The file lacks columns. Facts: `missing`, `found`.
  WRONG_COLUMNS(Refusal.Kind.INVALID),
  /// The file is empty or has only a heading.
  NO_ROWS(Refusal.Kind.INVALID),
  /// Neither UTF-8 nor GB 18030. Facts: `offset` (bytes from the start).
  BROKEN_ENCODING(Refusal.Kind.INVALID),
  /// Not a CSV or XLSX file, or a damaged one. Facts: `problem`.
  UNREADABLE_FILE(Refusal.Kind.INVALID),
  /// It unpacks to more than allowed. Facts: `limitBytes`.
  UNPACKS_TOO_LARGE(Refusal.Kind.TOO_LARGE),
  /// More rows than allowed. Facts: `limit`.
  TOO_MANY_ROWS(Refusal.Kind.TOO_LARGE),
  /// More bad rows than allowed; nothing was changed. Facts: `rows`, `bad`, `share`, `maxShare`,
  /// `errorFile`.
  TOO_MANY_BAD_ROWS(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  RegisterRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
