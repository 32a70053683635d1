package org.yutang.ledger;

import java.util.UUID;

/// An account to be opened.
///
/// @param id made by the caller, best from a name: `Uuids.named("fund", …)`
/// @param name for statements; no personal data
public record NewAccount(UUID id, String name, Unit unit, AccountRules rules) {

  /// One with no other rule than whether it may go below zero.
  public NewAccount(UUID id, String name, Unit unit, boolean mayGoNegative) {
    this(id, name, unit, AccountRules.of(mayGoNegative));
  }
}
