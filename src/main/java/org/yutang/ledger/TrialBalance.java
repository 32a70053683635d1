package org.yutang.ledger;

import java.math.BigInteger;

/// All accounts of one unit, added up. A balance is credits minus debits, so accounts below zero
/// (the outside world) stand on the debit side and all others on the credit side.
///
/// @param debits what the accounts below zero are short of, as a number of at least zero
/// @param reserved what open reservations hold
public record TrialBalance(
    Unit unit, long accounts, BigInteger debits, BigInteger credits, BigInteger reserved) {

  /// Whether the books are in balance, as they always must be.
  public boolean balances() {
    return debits.equals(credits);
  }
}
