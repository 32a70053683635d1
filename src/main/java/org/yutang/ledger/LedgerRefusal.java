package org.yutang.ledger;

import org.yutang.kernel.Refusal;

/// Why the ledger refuses a call as a whole; single commands are refused by [Outcome.Refused].
public enum LedgerRefusal implements Refusal.Code {
  /// The account exists with other rules. Facts: `account`.
  ACCOUNT_DIFFERS(Refusal.Kind.CONFLICT),
  /// Facts: `account`.
  UNKNOWN_ACCOUNT(Refusal.Kind.NOT_FOUND),
  /// Facts: `transfer`.
  UNKNOWN_TRANSFER(Refusal.Kind.NOT_FOUND),
  /// Facts: `limit`.
  TOO_MANY_COMMANDS(Refusal.Kind.TOO_LARGE),
  /// A closed account stays closed. Facts: `account`.
  ACCOUNT_CLOSED(Refusal.Kind.CONFLICT),
  /// Only an empty account without open reservations can be closed. Facts: `account`.
  ACCOUNT_NOT_EMPTY(Refusal.Kind.CONFLICT),
  /// More waits to be written than may wait; nothing was done.
  BUSY(Refusal.Kind.UNAVAILABLE),
  /// Another server writes this part of the ledger. Facts: `shard`.
  ELSEWHERE(Refusal.Kind.UNAVAILABLE),
  /// The number of shards was fixed by the first account. Facts: `shards`, `wanted`.
  SHARDS_FIXED(Refusal.Kind.CONFLICT),
  /// Facts: `shard`.
  UNKNOWN_SHARD(Refusal.Kind.NOT_FOUND),
  /// Another check of the books goes on.
  CHECK_RUNNING(Refusal.Kind.TOO_MANY),
  /// A day whose lines are still being written. Facts: `day`.
  DAY_NOT_OVER(Refusal.Kind.CONFLICT);

  private final Refusal.Kind kind;

  LedgerRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
