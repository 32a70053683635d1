package org.yutang.ledger;

import java.math.BigInteger;

/// What some lines moved on one account. Exact whatever was moved to and fro: a balance fits a
/// `long`, the sum of all that passed through it need not.
///
/// @param lines how many they are
/// @param in what came, and `out` what went; both are at least zero
public record Turnover(long lines, BigInteger in, BigInteger out) {

  public static final Turnover NONE = new Turnover(0, BigInteger.ZERO, BigInteger.ZERO);

  /// What came less what went.
  public BigInteger net() {
    return in.subtract(out);
  }

  Turnover plus(Turnover other) {
    return new Turnover(lines + other.lines, in.add(other.in), out.add(other.out));
  }

  Turnover minus(Turnover other) {
    return new Turnover(lines - other.lines, in.subtract(other.in), out.subtract(other.out));
  }
}
