package org.yutang.payment.incoming;

import java.util.UUID;

/// The event of money that was written down, or that fits after all, and is to be booked.
record Arrived(int shard, UUID arrival) {
  static final String TOPIC = "payment.arrived";
}
