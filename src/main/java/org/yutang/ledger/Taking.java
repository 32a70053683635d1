package org.yutang.ledger;

import java.time.Instant;
import java.util.UUID;

/// A line by which somebody took, or reserved, out of an account for a holder.
///
/// @param number counts the lines of the ledger in the order in which they happened
/// @param reserved whether it was a reservation; what became of it stands elsewhere
public record Taking(
    UUID id,
    long number,
    boolean reserved,
    UUID from,
    UUID holder,
    long amount,
    String memo,
    Instant recordedAt) {}
