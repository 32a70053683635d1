package org.yutang.ledger;

import java.util.UUID;

/// An account and its balance.
///
/// @param balance credits minus debits that are posted
/// @param reserved what open reservations hold of it; `available` is what can still be spent
/// @param expected what open reservations will bring in at most, and what is on its way from other
///   shards
public record Account(
    UUID id,
    String name,
    Unit unit,
    AccountRules rules,
    AccountState state,
    long balance,
    long reserved,
    long expected) {

  /// One that has not been opened yet.
  public static Account none(UUID id, Unit unit) {
    return new Account(id, "", unit, AccountRules.PLAIN, AccountState.OPEN, 0, 0, 0);
  }

  /// The same, with more on its way.
  Account expecting(long more) {
    return new Account(id, name, unit, rules, state, balance, reserved, expected + more);
  }

  public boolean mayGoNegative() {
    return rules.mayGoNegative();
  }

  public long available() {
    return balance - reserved;
  }
}
