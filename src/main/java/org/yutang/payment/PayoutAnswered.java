package org.yutang.payment;

import java.util.UUID;

/// The event of a provider's answer that was written down and whose money is to move.
record PayoutAnswered(int shard, UUID payout) {
  static final String TOPIC = "payment.payout-answered";
}
