package org.yutang.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.yutang.kernel.PlaceCode;

/// What access asks about places; the register answers it.
public interface PlaceTree {
  /// Whether `inner` is `outer` or lies inside it. False where either is unknown, except that the
  /// world contains all.
  boolean contains(PlaceCode outer, PlaceCode inner);

  /// Those of `inner` that one of `outer` contains, asked at once.
  default Set<PlaceCode> within(Collection<PlaceCode> outer, Collection<PlaceCode> inner) {
    Set<PlaceCode> found = new HashSet<>();
    for (PlaceCode place : inner)
      if (outer.stream().anyMatch(around -> contains(around, place))) found.add(place);
    return found;
  }
}
