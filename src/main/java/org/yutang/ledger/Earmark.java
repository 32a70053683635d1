package org.yutang.ledger;

import java.util.UUID;

/// What one step of a room's work has set aside; `shard` is that of the room's own rows. See
/// [Earmarks].
public record Earmark(int shard, UUID id) {}
