package org.yutang.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// How much each holder has taken of the accounts that count by holder, in memory, as it will be
/// when all that was decided is written. Holds the last used ones and forgets the others.
final class Counters {

  /// More than all batches under way can name.
  private static final int MOST = 200_000;

  record Key(UUID account, UUID holder) {}

  /// What a batch changed.
  ///
  /// @param used what it came to
  record Change(Key key, long by, long used) {}

  private static final class Counter {
    final Key key;
    long used;
    long change;
    boolean touched;

    Counter(Key key, long used) {
      this.key = key;
      this.used = used;
    }
  }

  private final Map<Key, Counter> counters = new LinkedHashMap<>(1024, 0.75f, true);
  private final List<Counter> touched = new ArrayList<>();

  boolean holds(Key key) {
    return counters.containsKey(key);
  }

  void add(Key key, long used) {
    counters.put(key, new Counter(key, used));
  }

  long used(Key key) {
    return get(key).used;
  }

  void change(Key key, long by) {
    Counter counter = get(key);
    counter.used += by;
    counter.change += by;
    if (!counter.touched) {
      counter.touched = true;
      touched.add(counter);
    }
  }

  /// What was changed since the last call, for the database.
  List<Change> takeChanges() {
    if (touched.isEmpty()) return List.of();
    List<Change> changes = new ArrayList<>(touched.size());
    for (Counter counter : touched) {
      if (counter.change != 0) changes.add(new Change(counter.key, counter.change, counter.used));
      counter.change = 0;
      counter.touched = false;
    }
    touched.clear();
    return changes;
  }

  /// Takes changes back.
  void undo(List<Change> taken) {
    for (Change change : taken) get(change.key).used -= change.by;
  }

  /// Forgets those that were not used for longest.
  void shrink() {
    var eldest = counters.entrySet().iterator();
    while (counters.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
  }

  void forget() {
    counters.clear();
    touched.clear();
  }

  private Counter get(Key key) {
    Counter counter = counters.get(key);
    if (counter == null) throw new IllegalStateException("counter not loaded");
    return counter;
  }
}
