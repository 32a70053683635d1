package org.yutang.programme;

import java.util.List;
import java.util.UUID;

/// The event of pairings that are to stand in the public log.
record CoverPaired(List<UUID> pairings) {
  static final String TOPIC = "programme.cover-paired";

  CoverPaired {
    pairings = List.copyOf(pairings);
  }
}
