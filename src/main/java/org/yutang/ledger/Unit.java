package org.yutang.ledger;

/// What an account counts, in whole smallest parts: `CNY` in fen, later green energy in grams,
/// trees, jars.
public record Unit(String code) {
  public static final Unit CNY = new Unit("CNY");

  public Unit {
    if (!code.matches("[A-Za-z0-9-]{1,16}")) throw new IllegalArgumentException("unit " + code);
  }
}
