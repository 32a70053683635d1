package org.yutang.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/// An open reservation.
record Reservation(
    UUID id,
    UUID debit,
    UUID credit,
    long amount,
    String unit,
    String memo,
    LocalDate businessDate,
    String owner,
    Instant expiresAt) {

  boolean isDue(Instant now) {
    return !expiresAt.isAfter(now);
  }
}
