package org.yutang.kernel;

import java.util.List;
import java.util.function.Function;

/// One page of a longer list. `number` counts from 1; `total` is the size of the whole list.
public record Page<T>(List<T> items, long total, int number, int size) {

  /// The most that one page may hold.
  public static final int MAX_SIZE = 200;

  /// The most rows of a list that is wanted whole, for a file; see [Wanted#whole].
  public static final int MAX_WHOLE = 100_000;

  public Page {
    items = List.copyOf(items);
    if (number < 1 || size < 1 || size > MAX_WHOLE)
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
  ///
  /// @param whole the whole list at once, up to [#MAX_WHOLE] rows; never from a URL
  public record Wanted(int number, int size, boolean whole) {
    public Wanted {
      number = whole ? 1 : Math.clamp(number, 1, 1_000_000);
      size = whole ? MAX_WHOLE : Math.clamp(size, 1, MAX_SIZE);
    }

    public Wanted(int number, int size) {
      this(number, size, false);
    }

    /// Everything, for a file; [Page#total] says whether it was more than [#MAX_WHOLE].
    public static Wanted everything() {
      return new Wanted(1, MAX_WHOLE, true);
    }

    public long offset() {
      return (long) (number - 1) * size;
    }
  }
}
