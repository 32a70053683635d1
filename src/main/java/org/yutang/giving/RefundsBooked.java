package org.yutang.giving;

import java.util.UUID;

/// The event of refunds that were committed together.
record RefundsBooked(int shard, UUID batch) {
  static final String TOPIC = "giving.refunds-booked";
}
