package org.yutang.incubation;

import org.yutang.kernel.Refusal;

/// Why incubation says no.
public enum IncubationRefusal implements Refusal.Code {
  /// Facts: `what`, `id`.
  UNKNOWN(Refusal.Kind.NOT_FOUND),
  /// The id came before with other content. Facts: `id`.
  ID_REUSED(Refusal.Kind.CONFLICT),
  /// Missing, too long, or not possible. Facts: `field`.
  BAD_FIELD(Refusal.Kind.INVALID),
  /// Facts: `sum`.
  WEIGHTS_SUM(Refusal.Kind.INVALID),
  /// Who proposed it does not approve it.
  SAME_PERSON(Refusal.Kind.FORBIDDEN),
  /// The state does not allow it. Facts: `state`.
  NOT_NOW(Refusal.Kind.CONFLICT),
  /// The budget has less. Facts: `budget`.
  BUDGET_LACKS_MONEY(Refusal.Kind.CONFLICT),
  /// More than is left of the measure. Facts: `left` (yuan).
  OVER_BUDGET(Refusal.Kind.CONFLICT),
  /// There is a plan for it already.
  PLAN_THERE(Refusal.Kind.CONFLICT),
  /// Not every milestone is reached. Facts: `missing`.
  TARGETS_MISSED(Refusal.Kind.CONFLICT),
  /// The house measures that milestone itself.
  MEASURED(Refusal.Kind.CONFLICT),
  /// No story without the teller's word, dated and not in the future.
  NO_CONSENT(Refusal.Kind.INVALID),
  /// The case is not one of women who start a business, or its place was not granted.
  CASE_UNFIT(Refusal.Kind.CONFLICT),
  /// The shop tells a story already.
  STORY_THERE(Refusal.Kind.CONFLICT),
  /// Facts: `choice`, `known`.
  UNKNOWN_CHOICE(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  IncubationRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
