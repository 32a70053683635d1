package org.yutang.incubation;

/// What a candidate is scored by; see `Scoring` for the formulas.
public enum Factor {
  /// Paid orders of the period and their trend.
  DEMAND,
  /// Searches of the period.
  SEARCH,
  /// How soon it is harvested.
  SEASON,
  /// What it sells for beside the whole market and beside the protected price.
  PRICE,
  /// Land, growers, standard, certificates, contracts.
  ADVANTAGE
}
