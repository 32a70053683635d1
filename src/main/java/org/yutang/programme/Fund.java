package org.yutang.programme;

import org.yutang.kernel.Money;

/// The money of a programme.
///
/// @param balance what is in the fund
/// @param held of it, what is held for premiums that are about to be paid
/// @param promised what was taken out of it for granted cases and is not paid yet
/// @param paid what people were paid for granted cases, and what the payee (the insurer) has been
///   paid, whatever it has spent on claims since
public record Fund(Money balance, Money held, Money promised, Money paid) {

  /// What can still be spent.
  public Money available() {
    return balance.minus(held);
  }
}
