package org.yutang.ledger;

import java.util.UUID;

/// Why something cannot move, and the account that stands in the way.
record Obstacle(Outcome.Reason reason, UUID account) {}
