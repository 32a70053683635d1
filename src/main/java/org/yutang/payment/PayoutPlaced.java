package org.yutang.payment;

import java.util.UUID;

/// The event of a payout that was written down and whose money is to be set in transit.
record PayoutPlaced(int shard, UUID payout) {
  static final String TOPIC = "payment.payout-placed";
}
