package org.yutang.trace.events;

import java.time.Instant;

/// A chunk of events was captured.
///
/// @param recordTime that all of them have
record EventsCaptured(Instant recordTime) {

  static final String TOPIC = "trace.events-captured";
}
