package org.yutang.campaign;

import java.util.concurrent.atomic.AtomicLongArray;

/// A growing set of numbers that are spread evenly and never 0: one slot each, half of them empty.
/// Readers never wait; what was added before a question is found.
final class LongSet {

  private volatile AtomicLongArray slots = new AtomicLongArray(1 << 8);
  private int size;

  boolean contains(long number) {
    AtomicLongArray now = slots;
    return now.get(slot(now, number)) == number;
  }

  synchronized void add(long number) {
    AtomicLongArray now = slots;
    int slot = slot(now, number);
    if (now.get(slot) == number) return;
    if (++size > now.length() / 2) {
      now = larger(now);
      slot = slot(now, number);
      slots = now;
    }
    now.set(slot, number);
  }

  /// Where it is, or where it would be.
  private static int slot(AtomicLongArray slots, long number) {
    int mask = slots.length() - 1;
    int slot = (int) number & mask;
    for (long there = slots.get(slot); there != 0 && there != number; there = slots.get(slot))
      slot = slot + 1 & mask;
    return slot;
  }

  private static AtomicLongArray larger(AtomicLongArray slots) {
    AtomicLongArray larger = new AtomicLongArray(slots.length() * 2);
    for (int i = 0; i < slots.length(); i++)
      if (slots.get(i) != 0) larger.set(slot(larger, slots.get(i)), slots.get(i));
    return larger;
  }
}
