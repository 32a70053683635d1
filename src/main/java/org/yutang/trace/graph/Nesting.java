package org.yutang.trace.graph;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What lay in what.
public final class Nesting {

  private final Walk walk;

  public Nesting(StepSource source) {
    this.walk = new Walk(source);
  }

  /// The container into which a step puts something; null for other steps.
  public static @Nullable Item container(Step step) {
    return step.contains() && !step.removes() ? step.parent() : null;
  }

  /// Reads ahead what these items ever lay in, and what that lay in, level by level.
  public void load(Collection<Item> items) {
    Set<UUID> seen = new HashSet<>();
    Collection<Item> level = items;
    while (!level.isEmpty()) {
      walk.load(level);
      List<Item> outer = new ArrayList<>();
      for (Item each : level)
        for (Step step : walk.of(each)) {
          Item parent = container(step);
          if (parent == null || !step.has(each, Link.Role.CHILD)) continue;
          if (seen.add(parent.id())) outer.add(parent);
        }
      level = outer;
    }
  }

  /// Whether an item lay, however deep, in one of these at that time.
  public boolean liesInAny(Item item, Set<UUID> containers, Instant at) {
    Set<UUID> seen = new HashSet<>(Set.of(item.id()));
    List<Item> level = List.of(item);
    while (!level.isEmpty()) {
      walk.load(level);
      List<Item> outer = new ArrayList<>();
      for (Item each : level)
        for (Step step : walk.of(each)) {
          Item parent = container(step);
          if (parent == null || step.at().isAfter(at) || !step.has(each, Link.Role.CHILD)) continue;
          walk.load(List.of(parent));
          boolean inside =
              Stays.of(each, parent, walk.of(parent)).stream().anyMatch(stay -> stay.covers(at));
          if (!inside) continue;
          if (containers.contains(parent.id())) return true;
          if (seen.add(parent.id())) outer.add(parent);
        }
      level = outer;
    }
    return false;
  }
}
