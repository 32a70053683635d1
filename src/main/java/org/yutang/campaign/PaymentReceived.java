package org.yutang.campaign;

import java.util.UUID;

/// The event of a payment that was written down and is to be booked.
record PaymentReceived(int shard, UUID payment) {
  static final String TOPIC = "campaign.payment-received";
}
