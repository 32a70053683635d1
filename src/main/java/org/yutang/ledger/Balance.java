package org.yutang.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An account as a batch changes it in memory. Every change either happens wholly or says why not
/// and changes nothing.
final class Balance {

  final UUID id;
  final String unit;
  private final boolean mayGoNegative;
  private final long balanceBefore;
  private final long reservedBefore;
  private long balance;
  private long reserved;
  private int movements;

  Balance(UUID id, String unit, boolean mayGoNegative, long balance, long reserved) {
    this.id = id;
    this.unit = unit;
    this.mayGoNegative = mayGoNegative;
    this.balanceBefore = balance;
    this.reservedBefore = reserved;
    this.balance = balance;
    this.reserved = reserved;
  }

  /// Moves from this to the other, or says why not.
  Outcome.@Nullable Reason give(Balance to, long amount) {
    if (!mayGoNegative && balance - reserved < amount) return Outcome.Reason.INSUFFICIENT;
    if (falls(balance, amount) || falls(balance - amount, reserved)) return Outcome.Reason.OVERFLOW;
    if (rises(to.balance, amount)) return Outcome.Reason.OVERFLOW;
    move(to, amount);
    return null;
  }

  /// Takes back what [#give] did, in the reverse order of a group.
  void takeBack(Balance from, long amount) {
    balance += amount;
    from.balance -= amount;
    movements--;
    from.movements--;
  }

  Outcome.@Nullable Reason reserve(long amount) {
    if (!mayGoNegative && balance - reserved < amount) return Outcome.Reason.INSUFFICIENT;
    if (rises(reserved, amount) || falls(balance, reserved + amount))
      return Outcome.Reason.OVERFLOW;
    reserved += amount;
    return null;
  }

  void release(long amount) {
    reserved -= amount;
  }

  /// Gives `amount` of the `held` that was reserved, and releases the rest. The debit cannot fail,
  /// because it was reserved.
  Outcome.@Nullable Reason post(Balance to, long held, long amount) {
    if (rises(to.balance, amount)) return Outcome.Reason.OVERFLOW;
    reserved -= held;
    move(to, amount);
    return null;
  }

  long balanceChange() {
    return balance - balanceBefore;
  }

  long reservedChange() {
    return reserved - reservedBefore;
  }

  int movements() {
    return movements;
  }

  boolean changed() {
    return movements > 0 || balance != balanceBefore || reserved != reservedBefore;
  }

  private void move(Balance to, long amount) {
    balance -= amount;
    to.balance += amount;
    movements++;
    to.movements++;
  }

  private static boolean rises(long value, long by) {
    return value > Long.MAX_VALUE - by;
  }

  private static boolean falls(long value, long by) {
    return value < Long.MIN_VALUE + by;
  }
}
