package org.yutang.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The contents of recent lines by their ids, to know a repeat that follows on the heels of its
/// command: from a listener of the outbox, or a client that did not wait. Each id has one place,
/// which a later id may take, so it may forget a line early; it never makes one up.
final class RecentLines {

  private static final int PLACES = 1 << 18;
  private static final int WIDTH = 4;

  /// Id and content, two words each; no id is all zeros.
  private final long[] words = new long[PLACES * WIDTH];

  @Nullable UUID content(UUID id) {
    int at = place(id);
    return isAt(at, id) ? new UUID(words[at + 2], words[at + 3]) : null;
  }

  void put(UUID id, UUID content) {
    int at = place(id);
    words[at] = id.getMostSignificantBits();
    words[at + 1] = id.getLeastSignificantBits();
    words[at + 2] = content.getMostSignificantBits();
    words[at + 3] = content.getLeastSignificantBits();
  }

  void remove(UUID id) {
    int at = place(id);
    if (isAt(at, id)) words[at] = words[at + 1] = 0;
  }

  private boolean isAt(int at, UUID id) {
    return words[at] == id.getMostSignificantBits()
        && words[at + 1] == id.getLeastSignificantBits();
  }

  /// Where it is remembered; a later id of the same place is remembered instead.
  static int place(UUID id) {
    long mixed =
        (id.getMostSignificantBits() ^ id.getLeastSignificantBits() * 0x9E3779B97F4A7C15L)
            * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 46) * WIDTH;
  }
}
