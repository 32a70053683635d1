package org.yutang.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events for other rooms, written in the transaction that caused them.
///
/// The relay numbers committed entries in commit order and hands each listener up to [#MAX_BATCH]
/// at once, at least once, never out of order. A listener that fails gets the same batch again,
/// later; others go on.
public interface Outbox {

  /// The most entries that a listener is handed at once.
  int MAX_BATCH = 8192;

  /// Writes one event. `event` is a record that Jackson can write and read; a bulk command writes
  /// one event a chunk.
  ///
  /// @throws IllegalStateException if no transaction is open
  void write(String topic, Object event);

  /// One event as a listener sees it. `number` grows by one per entry.
  record Entry(long number, String topic, String json) {
    /// Reads the event back.
    public <T> T as(Class<T> type) {
      return Json.read(json, type);
    }
  }

  /// Implemented as a bean by a room that wants events. `handle` must be idempotent and runs
  /// outside any transaction; it returns when the whole batch is dealt with, or throws to be called
  /// again with it.
  interface Listener {
    /// Stable: it names the listener's place in the stream.
    String name();

    /// The topics it wants; others are skipped for it.
    java.util.Set<String> topics();

    void handle(List<Entry> batch) throws Exception;
  }

  /// Where every listener stands, by name; for a page and for health.
  List<Lag> lags();

  /// @param behind how many numbered entries (of any topic) the listener has not passed yet
  /// @param failures how often in a row it failed at its present place
  record Lag(String listener, long behind, int failures, @Nullable String lastError) {}

  /// Blocks until every entry that was committed before the call has reached every listener, or the
  /// time is up.
  ///
  /// @return whether all were delivered
  boolean awaitDelivered(java.time.Duration atMost) throws InterruptedException;
}
