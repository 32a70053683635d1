package org.yutang.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    Instant expiresAt,
    @Nullable UUID holder) {

  boolean isDue(Instant now) {
    return !expiresAt.isAfter(now);
  }
}
