package org.yutang.ledger;

import java.util.UUID;

/// An account and its balance.
///
/// @param balance credits minus debits that are posted
/// @param reserved what open reservations hold of it; `available` is what can still be spent
public record Account(
    UUID id, String name, Unit unit, boolean mayGoNegative, long balance, long reserved) {
  public long available() {
    return balance - reserved;
  }
}
