package org.yutang.trace.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.trace.Event;
import org.yutang.trace.document.EventWriter;

/// Steps of events in memory, read as the database's are.
public final class MemorySteps implements StepSource {

  private final Map<UUID, List<Step>> steps = new HashMap<>();

  public MemorySteps(List<Event> events) {
    for (Event event : events) {
      Step step =
          StepReader.read(
              UUID.randomUUID(), event.base().time().toInstant(), EventWriter.kept(event));
      step.links().stream()
          .map(link -> link.item().id())
          .distinct()
          .forEach(item -> steps.computeIfAbsent(item, key -> new ArrayList<>()).add(step));
    }
    steps.values().forEach(all -> all.sort(Comparator.comparing(Step::at)));
  }

  @Override
  public Map<UUID, List<Step>> steps(Collection<Item> items) {
    Map<UUID, List<Step>> found = new HashMap<>();
    for (Item item : items) found.put(item.id(), steps.getOrDefault(item.id(), List.of()));
    return found;
  }
}
