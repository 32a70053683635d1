package org.yutang.payment;

import java.util.UUID;

/// The event of a part of a payment, or all of it, that has left its account and gone back.
///
/// @param day the business day, ISO
public record PaymentRefunded(
    UUID refund, UUID payment, String purpose, UUID subject, long amount, String day) {
  public static final String TOPIC = "payment.refunded";
}
