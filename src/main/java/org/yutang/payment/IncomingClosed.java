package org.yutang.payment;

import java.util.UUID;

/// The event of a payment that expired or was closed unpaid. A late message may still turn an
/// expired one into a paid one, if it was paid in time.
public record IncomingClosed(UUID payment, String purpose, UUID subject) {
  public static final String TOPIC = "payment.incoming-closed";
}
