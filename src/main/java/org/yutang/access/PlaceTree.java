package org.yutang.access;

import org.yutang.kernel.PlaceCode;

/// The one question that access has about places; the register answers it.
public interface PlaceTree {
  /// Whether `inner` is `outer` or lies inside it. False where either is unknown, except that the world contains all.
  boolean contains(PlaceCode outer, PlaceCode inner);
}
