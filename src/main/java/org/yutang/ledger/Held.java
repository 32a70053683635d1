package org.yutang.ledger;

import java.time.Instant;
import java.util.Optional;

/// What became of a reservation.
///
/// @param reserve the line that made it
/// @param ended the post, void or expiry that ended it; empty while it is open
/// @param expiresAt until when it holds; only while it is open
public record Held(Line reserve, Optional<Line> ended, Optional<Instant> expiresAt) {}
