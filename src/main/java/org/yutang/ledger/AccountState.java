package org.yutang.ledger;

/// Whether an account takes part.
public enum AccountState {
  OPEN,
  /// Nothing new goes in or out; what was reserved before may still be posted or voided. Can be
  /// opened again.
  FROZEN,
  /// Empty for ever.
  CLOSED
}
