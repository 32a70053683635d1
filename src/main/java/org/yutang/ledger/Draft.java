package org.yutang.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A batch as it was decided in memory and is to be written.
///
/// @param outcomes one a command
/// @param contents of its lines by their ids
/// @param made reservations that it made and that are still open
/// @param closed reservations that were open before it
/// @param before where the shard stood; the first of its lines is the next one
/// @param after where it stands then; the same as `before` if there are no lines
record Draft(
    List<Outcome> outcomes,
    List<NewLine> lines,
    Map<UUID, UUID> contents,
    List<Reservation> made,
    List<Reservation> closed,
    List<Accounts.Change> balances,
    List<Counters.Change> counters,
    Lease.Held before,
    Lease.Held after,
    Instant at) {}
