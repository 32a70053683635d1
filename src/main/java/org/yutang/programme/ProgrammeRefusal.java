package org.yutang.programme;

import org.yutang.kernel.Refusal;

/// Why a programme says no.
public enum ProgrammeRefusal implements Refusal.Code {
  /// Facts: `programme`.
  UNKNOWN_PROGRAMME(Refusal.Kind.NOT_FOUND),
  UNKNOWN_ENROLMENT(Refusal.Kind.NOT_FOUND),
  /// A definition is not YAML. Facts of this and the next five: `file`, `line`, `column`; here also
  /// `problem`.
  BAD_YAML(Refusal.Kind.INVALID),
  /// Facts: also `key`, `known`.
  UNKNOWN_KEY(Refusal.Kind.INVALID),
  /// Facts: also `key`.
  MISSING_KEY(Refusal.Kind.INVALID),
  /// Facts: also `key`, `wanted`.
  WRONG_VALUE(Refusal.Kind.INVALID),
  /// An expression that does not compile. Facts: also `rule`, `problem`.
  BAD_EXPRESSION(Refusal.Kind.INVALID),
  /// A sentence names a fact that there is not. Facts: also `fact`, `known`.
  UNKNOWN_FACT(Refusal.Kind.INVALID),
  /// Two files define the same programme. Facts: `programme`, `file`.
  DEFINED_TWICE(Refusal.Kind.CONFLICT),
  /// Enrolment goes county by county. Facts: `place`.
  NOT_A_COUNTY(Refusal.Kind.INVALID),
  /// A list wants a county or a place inside one. Facts: `place`.
  PLACE_TOO_LARGE(Refusal.Kind.INVALID),
  /// The programme does not run there. Facts: `place`, `programme`.
  OUTSIDE_PROGRAMME(Refusal.Kind.INVALID),
  /// Facts: `year`, `first`, `last`.
  YEAR_NOT_OPEN(Refusal.Kind.INVALID),
  /// A filter or order that there is not. Facts: `choice`, `known`.
  UNKNOWN_CHOICE(Refusal.Kind.INVALID),
  /// Facts: `amount`.
  BAD_AMOUNT(Refusal.Kind.INVALID),
  /// Facts: `limit`.
  BAD_LABEL(Refusal.Kind.INVALID),
  /// The same grant id came with another amount or label. Facts: `grant`.
  GRANT_DIFFERS(Refusal.Kind.CONFLICT);

  private final Refusal.Kind kind;

  ProgrammeRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
