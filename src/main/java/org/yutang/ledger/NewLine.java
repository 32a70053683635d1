package org.yutang.ledger;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A line that a batch is about to write. `content` is a digest of the command that caused it, by
/// which a repeat is known.
record NewLine(
    UUID id,
    LineKind kind,
    @Nullable UUID debit,
    @Nullable UUID credit,
    long amount,
    String unit,
    String memo,
    @Nullable LocalDate businessDate,
    @Nullable UUID reservation,
    @Nullable UUID linked,
    @Nullable UUID holder,
    UUID content) {}
