package org.yutang.payment;

import java.time.LocalDate;
import java.util.UUID;
import org.yutang.store.Json;

/// The event of a payout that was answered and whose money has moved: out when it was paid, back to
/// the debit account when it failed.
///
/// @param reason why it failed; empty when it was paid
/// @param day the provider's day of payment or failure, ISO
public record PayoutEnded(
    UUID payout, String purpose, UUID subject, boolean paid, String reason, String day) {

  public static final String TOPIC = "payment.payout-ended";

  public LocalDate date() {
    return LocalDate.parse(day);
  }

  @Override
  public String toString() {
    return Json.write(this);
  }
}
