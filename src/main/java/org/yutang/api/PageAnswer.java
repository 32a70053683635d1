package org.yutang.api;

import java.util.List;
import java.util.function.Function;
import org.yutang.kernel.Page;

/// One page of a list, as the API tells it. `page` counts from 1.
public record PageAnswer<T>(List<T> items, long total, int page, int size) {

  static <R, T> PageAnswer<T> of(Page<R> page, Function<? super R, ? extends T> each) {
    Page<T> told = page.map(each);
    return new PageAnswer<>(told.items(), told.total(), told.number(), told.size());
  }
}
