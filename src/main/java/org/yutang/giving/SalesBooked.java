package org.yutang.giving;

import java.util.UUID;

/// The event of sales that were committed together; the rows of the chunk say the rest.
record SalesBooked(int shard, UUID chunk) {
  static final String TOPIC = "giving.sales-booked";
}
