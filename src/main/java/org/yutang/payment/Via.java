package org.yutang.payment;

/// Through whom money comes in.
public enum Via {
  /// A made-up provider for trying out: no real money.
  SANDBOX,
  ALIPAY
}
