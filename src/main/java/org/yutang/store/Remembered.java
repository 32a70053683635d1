package org.yutang.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps what was computed from the database for as long as nothing in it changes, for readers who
/// all ask for the same.
///
/// Nobody gets anything older than their question: a value is given again only while [Changes] says
/// that nothing was committed since its computation began, or if that began after the question was
/// put. While a house is written to, readers who ask at once therefore share one computation after
/// the other, and each key has at most one under way. Values must be immutable and depend on
/// nothing but the key and the database: no clock, no reader, no language that is not in the key.
///
/// Holds the `most` keys that were asked for last. A computation that throws leaves nothing behind.
public final class Remembered<K, V> {

  private final Changes changes;
  private final int most;
  private final Map<K, Place<V>> places = new LinkedHashMap<>(16, 0.75f, true);

  public Remembered(Changes changes, int most) {
    this.changes = changes;
    this.most = most;
  }

  /// @param mark of the database before the computation began
  private record Kept<V>(V value, String mark, long began) {}

  private static final class Place<V> {
    final ReentrantLock computing = new ReentrantLock();
    volatile @Nullable Kept<V> kept;
  }

  public V get(K key, Supplier<V> compute) {
    long asked = System.nanoTime();
    Place<V> place = place(key);
    String mark = changes.mark();
    Kept<V> kept = place.kept;
    if (kept != null && kept.mark.equals(mark)) return kept.value;
    place.computing.lock();
    try {
      kept = place.kept;
      if (kept != null && (kept.began - asked > 0 || kept.mark.equals(mark))) return kept.value;
      return compute(key, place, compute);
    } finally {
      place.computing.unlock();
    }
  }

  private V compute(K key, Place<V> place, Supplier<V> compute) {
    boolean done = false;
    try {
      long began = System.nanoTime();
      String mark = changes.mark();
      V value = compute.get();
      place.kept = new Kept<>(value, mark, began);
      done = true;
      return value;
    } finally {
      if (!done) forget(key, place);
    }
  }

  private Place<V> place(K key) {
    synchronized (places) {
      Place<V> place = places.computeIfAbsent(key, fresh -> new Place<>());
      if (places.size() > most) places.remove(places.keySet().iterator().next());
      return place;
    }
  }

  private void forget(K key, Place<V> place) {
    synchronized (places) {
      places.remove(key, place);
    }
  }
}
