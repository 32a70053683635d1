package org.yutang.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;

/// What an account counts, in whole smallest parts: `CNY` in fen, later green energy in grams,
/// trees, jars.
public record Unit(String code) {
  public static final Unit CNY = new Unit("CNY");

  public Unit {
    if (!code.matches("[A-Za-z0-9-]{1,16}")) throw new IllegalArgumentException("unit " + code);
  }

  /// Whether it counts fen of yuan, the only money that the books hold. Three capitals alone say
  /// nothing: `JAR` is a jar.
  public boolean isMoney() {
    return equals(CNY);
  }

  /// An amount of this unit for machines: money as a decimal such as `1234.50`, anything else as
  /// the whole number that it is.
  public String plain(BigInteger amount) {
    return isMoney() ? new BigDecimal(amount, 2).toPlainString() : amount.toString();
  }
}
