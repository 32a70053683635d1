package org.yutang.payment;

/// What stands between a payout and a bank.
interface Provider {

  Payout.Via via();

  /// Sends a payout whose money is in transit. May be told the same again; runs outside any
  /// transaction. A provider that works by other ways, such as files, does nothing here.
  void send(PayoutRows.Row payout);
}
