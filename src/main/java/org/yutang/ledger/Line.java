package org.yutang.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One line of the books.
///
/// @param kind `transfer`, `reserve`, `post`, `void` or `expire`; only `transfer` and `post` move
///   balances
/// @param shard where it was written
/// @param number counts the lines of the shard in the order in which they happened
/// @param reservation the reservation that a post, void or expiry ended
/// @param linked the group that a transfer belongs to
public record Line(
    UUID id,
    String kind,
    int shard,
    long number,
    UUID from,
    UUID to,
    long amount,
    Unit unit,
    String memo,
    LocalDate businessDate,
    Instant recordedAt,
    @Nullable UUID reservation,
    @Nullable UUID linked) {}
