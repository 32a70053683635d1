package org.yutang.trace.graph;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Where steps come from.
public interface StepSource {

  /// All steps in which these items appear and that nobody declared wrong, by item, the earliest
  /// first; an item without any may be left out.
  Map<UUID, List<Step>> steps(Collection<Item> items);
}
