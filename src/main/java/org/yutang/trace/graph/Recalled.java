package org.yutang.trace.graph;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yutang.trace.Event.Typed;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.Traced;

/// Collects where goods went.
final class Recalled {

  private static final class Seen {
    private Instant last = Instant.MIN;
    private final Set<String> items = new LinkedHashSet<>();
  }

  private final Set<String> items = new LinkedHashSet<>();
  private final Map<String, Seen> places = new LinkedHashMap<>();
  private final Map<String, Seen> shipments = new LinkedHashMap<>();
  private final Map<String, Seen> buyers = new LinkedHashMap<>();

  void add(Item item, List<Step> steps) {
    items.add(item.key());
    for (Step step : steps) {
      if (step.place() != null) see(places, step.place(), item, step);
      for (Typed transaction : step.transactions()) see(shipments, transaction.id(), item, step);
      for (Typed destination : step.destinations())
        if (destination.type().filter("location"::equals).isPresent())
          see(places, destination.id(), item, step);
        else see(buyers, destination.id(), item, step);
    }
  }

  private static void see(Map<String, Seen> into, String id, Item item, Step step) {
    Seen seen = into.computeIfAbsent(Gs1Key.canonical(id), key -> new Seen());
    seen.last = Walk.later(seen.last, step.at());
    seen.items.add(item.key());
  }

  Traced.Recall answer(String item) {
    return new Traced.Recall(
        item, List.copyOf(items), found(places), found(shipments), found(buyers));
  }

  private static List<Traced.Found> found(Map<String, Seen> all) {
    List<Traced.Found> found = new ArrayList<>(all.size());
    all.forEach((id, seen) -> found.add(new Traced.Found(id, seen.last, List.copyOf(seen.items))));
    return found;
  }
}
