package org.yutang.payment.incoming;

import java.util.UUID;

/// The event of a refund that may go.
record RefundReleased(int shard, UUID refund) {
  static final String TOPIC = "payment.refund-released";
}
