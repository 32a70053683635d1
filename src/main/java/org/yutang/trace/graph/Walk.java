package org.yutang.trace.graph;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Refusal;
import org.yutang.trace.TraceRefusal;
import org.yutang.trace.Traced;

/// The steps that one question has looked at, each loaded once.
final class Walk {

  /// More steps than this are refused.
  static final int MAX_STEPS = 400_000;

  private final StepSource source;
  private final Map<UUID, List<Step>> steps = new HashMap<>();
  private int count;

  Walk(StepSource source) {
    this.source = source;
  }

  /// Loads the steps of those items that are not here yet, at once.
  void load(Collection<Item> items) {
    Map<UUID, Item> missing = new LinkedHashMap<>();
    for (Item item : items) if (!steps.containsKey(item.id())) missing.put(item.id(), item);
    if (missing.isEmpty()) return;
    Map<UUID, List<Step>> found = source.steps(missing.values());
    for (UUID id : missing.keySet()) {
      List<Step> each = found.getOrDefault(id, List.of());
      steps.put(id, each);
      count += each.size();
    }
    if (count > MAX_STEPS)
      throw new Refusal(TraceRefusal.TRACE_TOO_LARGE, Map.of("limit", MAX_STEPS));
  }

  /// The steps of an item that was loaded, the earliest first.
  List<Step> of(Item item) {
    return steps.getOrDefault(item.id(), List.of());
  }

  static Traced.Stop stop(Step step) {
    return new Traced.Stop(
        step.eventId(),
        step.at(),
        step.type(),
        Optional.ofNullable(step.bizStep()),
        Optional.ofNullable(step.place()),
        step.transactions(),
        step.destinations());
  }

  static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
