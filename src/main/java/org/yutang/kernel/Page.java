package org.yutang.kernel;

import java.util.List;
import java.util.function.Function;

/// One page of a longer list. `number` counts from 1; `total` is the size of the whole list.
public record Page<T>(List<T> items, long total, int number, int size) {

  /// The most that one page may hold.
  public static final int MAX_SIZE = 200;

  public Page {
    items = List.copyOf(items);
    if (number < 1 || size < 1 || size > MAX_SIZE)
      throw new IllegalArgumentException("page " + number + " of " + size);
  }

  public <R> Page<R> map(Function<? super T, ? extends R> each) {
    return new Page<>(items.stream().<R>map(each).toList(), total, number, size);
  }

  /// How many pages there are, at least 1.
  public long pages() {
    return Math.max(1, (total + size - 1) / size);
  }

  public long firstRow() {
    return total == 0 ? 0 : (long) (number - 1) * size + 1;
  }

  public long lastRow() {
    return (long) (number - 1) * size + items.size();
  }

  /// Which page of a list is wanted; both numbers are forced into their bounds, because they come
  /// from URLs.
  public record Wanted(int number, int size) {
    public Wanted {
      number = Math.clamp(number, 1, 1_000_000);
      size = Math.clamp(size, 1, MAX_SIZE);
    }

    public long offset() {
      return (long) (number - 1) * size;
    }
  }
}
