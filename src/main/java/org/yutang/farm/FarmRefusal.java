package org.yutang.farm;

import org.yutang.kernel.Refusal;

/// Why the farm says no.
public enum FarmRefusal implements Refusal.Code {
  /// A standard's file is not YAML. Facts: `file`, `line`, `column`, `problem`.
  BAD_YAML(Refusal.Kind.INVALID),
  /// Facts: `file`, `line`, `column`, `key`, `known`.
  UNKNOWN_KEY(Refusal.Kind.INVALID),
  /// Facts: `file`, `line`, `column`, `key`.
  MISSING_KEY(Refusal.Kind.INVALID),
  /// Facts: `file`, `line`, `column`, `key`, `wanted`.
  WRONG_VALUE(Refusal.Kind.INVALID),
  /// Two files define it. Facts: `standard`, `file`.
  DEFINED_TWICE(Refusal.Kind.CONFLICT),
  /// Facts: `standard`.
  UNKNOWN_STANDARD(Refusal.Kind.NOT_FOUND),
  /// No version of the standard holds in that season. Facts: `standard`, `season`.
  NO_VERSION(Refusal.Kind.INVALID),
  /// Facts: `variety`.
  UNKNOWN_VARIETY(Refusal.Kind.INVALID),
  /// A sample lacks what a grade asks for. Facts: `measure`.
  MEASURE_MISSING(Refusal.Kind.INVALID),
  /// A number that cannot be read, or that no such product has. Facts: `measure`, `least`, `most`,
  /// `unit`.
  IMPLAUSIBLE(Refusal.Kind.INVALID),
  /// Facts: `problem`.
  BAD_OUTLINE(Refusal.Kind.INVALID),
  /// An outline that crosses itself. Facts: `lng`, `lat`.
  SELF_INTERSECTING(Refusal.Kind.INVALID),
  /// It lies on land of another plot. Facts: `plot`, `id`, `squareMetres`, `tolerance`.
  OVERLAP(Refusal.Kind.CONFLICT),
  /// Also where the reader may not see it. Facts: `plot`.
  UNKNOWN_PLOT(Refusal.Kind.NOT_FOUND),
  /// A plot lies in a village, or in a town where the register knows no villages. Facts: `place`.
  NOT_A_VILLAGE(Refusal.Kind.INVALID),
  /// Facts: `household`.
  UNKNOWN_HOUSEHOLD(Refusal.Kind.INVALID),
  /// Facts: `cooperative`.
  UNKNOWN_COOPERATIVE(Refusal.Kind.INVALID),
  /// A plot has a household or a co-operative.
  NO_GROWER(Refusal.Kind.INVALID),
  /// Facts: `field`.
  BAD_FIELD(Refusal.Kind.INVALID),
  /// Something of that id is there with other content. Facts: `id`.
  ID_REUSED(Refusal.Kind.CONFLICT),
  /// Facts: `limit`.
  TOO_MANY(Refusal.Kind.TOO_LARGE),
  /// Facts: `season`.
  UNKNOWN_SEASON(Refusal.Kind.NOT_FOUND),
  /// The plot has a plan for that season. Facts: `season`.
  SEASON_PLANNED(Refusal.Kind.CONFLICT),
  /// Facts: `task`.
  UNKNOWN_TASK(Refusal.Kind.INVALID),
  /// Facts: `input`.
  UNKNOWN_INPUT(Refusal.Kind.INVALID),
  /// Field work that breaks the standard. Facts: `rule`, `input`, `value`, `limit`.
  AGAINST_STANDARD(Refusal.Kind.CONFLICT);

  private final Refusal.Kind kind;

  FarmRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
