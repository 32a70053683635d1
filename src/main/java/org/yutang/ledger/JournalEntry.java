package org.yutang.ledger;

import java.time.Instant;

/// One batch of the journal: the lines that were written in one transaction.
///
/// @param digest SHA-256, in hexadecimal, over the digest of the batch before and the id and
///   content of every line in order, so that no line can be changed without changing all digests
///   after it
public record JournalEntry(
    long number, long firstLine, int lines, Instant recordedAt, String digest) {

  public long lastLine() {
    return firstLine + lines - 1;
  }
}
