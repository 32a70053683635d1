package org.yutang.programme;

import java.util.UUID;

/// The event of one committed chunk; its rows say the rest.
record ChunkEnrolled(int shard, UUID chunk) {
  static final String TOPIC = "programme.chunk-enrolled";
}
