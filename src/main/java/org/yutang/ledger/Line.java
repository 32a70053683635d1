package org.yutang.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One row of the journal.
///
/// @param kind `transfer`, `reserve`, `post` or `void`
/// @param reservation the reservation that a post or void ended
public record Line(
    UUID id, String kind, UUID from, UUID to, long amount, Unit unit, String memo, LocalDate businessDate, Instant recordedAt, @Nullable UUID reservation) {}
