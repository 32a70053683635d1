package org.yutang.payment;

import java.util.UUID;

/// The event of a payment whose money is in its account.
///
/// @param day the business day on which it was paid, ISO
public record IncomingPaid(
    UUID payment, String purpose, UUID subject, UUID arrival, long amount, String day) {
  public static final String TOPIC = "payment.incoming-paid";
}
