package org.yutang.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// How much each holder has taken of the accounts that count by holder, in memory: as of the last
/// commit, plus what the batch in hand has changed. Holds the last used ones and forgets the
/// others.
final class Counters {

  private static final int MOST = 200_000;

  record Key(UUID account, UUID holder) {}

  /// A counter that the batch in hand has changed, as it is now.
  record Change(UUID account, UUID holder, long used) {}

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

  List<Change> changes() {
    return touched.stream()
        .filter(counter -> counter.change != 0)
        .map(counter -> new Change(counter.key.account(), counter.key.holder(), counter.used))
        .toList();
  }

  void keep() {
    for (Counter counter : touched) {
      counter.change = 0;
      counter.touched = false;
    }
    touched.clear();
    var eldest = counters.entrySet().iterator();
    while (counters.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
  }

  void undo() {
    for (Counter counter : touched) counter.used -= counter.change;
    keep();
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
