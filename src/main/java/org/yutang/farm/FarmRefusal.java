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
  AGAINST_STANDARD(Refusal.Kind.CONFLICT),
  /// Facts: `choice`, `known`.
  UNKNOWN_CHOICE(Refusal.Kind.INVALID),
  /// Facts: `buyer`.
  UNKNOWN_BUYER(Refusal.Kind.NOT_FOUND),
  /// Also where the reader may not see it. Facts: `contract`.
  UNKNOWN_CONTRACT(Refusal.Kind.NOT_FOUND),
  /// Somebody was quicker. Facts: `version`.
  CONTRACT_CHANGED(Refusal.Kind.CONFLICT),
  /// The state of the contract does not allow it. Facts: `state`.
  NOT_NOW(Refusal.Kind.CONFLICT),
  /// Facts: `grade`.
  UNKNOWN_GRADE(Refusal.Kind.INVALID),
  /// The plot belongs to another grower. Facts: `plot`.
  NOT_THE_GROWERS(Refusal.Kind.INVALID),
  /// The plot has no plan of that season and standard. Facts: `plot`, `season`.
  NOT_PLANNED(Refusal.Kind.INVALID),
  /// Plots of several counties.
  SEVERAL_COUNTIES(Refusal.Kind.INVALID),
  /// The standard names no protected price. Facts: `grade`, `season`.
  NO_PROTECTED_PRICE(Refusal.Kind.INVALID),
  /// Facts: `grade`, `name` (the grade's), `price`, `least`.
  BELOW_PROTECTED_PRICE(Refusal.Kind.INVALID),
  /// A whole orchard for less than its expected yield is worth at the lowest protected price.
  /// Facts: `sum`, `least`.
  SUM_BELOW_PROTECTED(Refusal.Kind.INVALID),
  /// More than the contract is worth. Facts: `advance`, `most`.
  ADVANCE_TOO_LARGE(Refusal.Kind.INVALID),
  /// Facts: `problem`.
  BAD_CHAIN(Refusal.Kind.INVALID),
  /// Who accepts for the grower does not sign for the buyer.
  SAME_PERSON(Refusal.Kind.CONFLICT),
  /// Facts: `needed`, `available`.
  BUYER_LACKS_MONEY(Refusal.Kind.CONFLICT),
  /// The plot's harvest is promised by another contract. Facts: `plot`, `contract`.
  PLOT_PROMISED(Refusal.Kind.CONFLICT),
  /// Facts: `day`, `from`, `until`.
  OUTSIDE_WINDOW(Refusal.Kind.CONFLICT),
  /// The lot's kilograms count already, or it became other lots. Facts: `lot`, `left`.
  LOT_COUNTED(Refusal.Kind.CONFLICT),
  /// Facts: `lot`, `grade`.
  GRADED_OTHERWISE(Refusal.Kind.CONFLICT),
  /// More may still be delivered. Facts: `until`.
  WINDOW_OPEN(Refusal.Kind.CONFLICT),
  /// Facts: `grade`, `day`.
  NO_MARKET_PRICE(Refusal.Kind.CONFLICT);

  private final Refusal.Kind kind;

  FarmRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
