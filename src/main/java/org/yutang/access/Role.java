package org.yutang.access;

/// What a person is in the programme. A role is always bound to a place: see [Grant].
public enum Role {
  ADMINISTRATOR,
  FUND_OFFICER,
  COUNTY_OFFICER,
  VILLAGE_CADRE,
  INSURER,
  MERCHANT,
  /// Proposes people for awards and grants.
  NOMINATOR,
  /// Scores cases of a panel.
  JUDGE,
  /// Sorts, stores and ships goods at a place's sites.
  KEEPER,
  AUDITOR
}
