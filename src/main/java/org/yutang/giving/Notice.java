package org.yutang.giving;

/// What a merchant tells: that an order was sold, or refunded.
public sealed interface Notice permits SaleNotice, RefundNotice {

  /// What became of one notice of a mixed list.
  sealed interface Result permits Sale.Result, Refund.Result {}
}
