package org.yutang.trace.events;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.yutang.trace.graph.Item;
import org.yutang.trace.graph.Link;
import org.yutang.trace.graph.Nesting;
import org.yutang.trace.graph.Step;

/// Finds, among events that were just inserted, those by which something would lie inside itself at
/// that moment, and takes them back. Two captures at the same moment do not see each other: the
/// circle that they draw together is found by nobody, and only bounds the shares of an answer.
final class Circles {

  private final EventRows rows;
  private final org.springframework.jdbc.core.JdbcTemplate jdbc;

  Circles(EventRows rows, org.springframework.jdbc.core.JdbcTemplate jdbc) {
    this.rows = rows;
    this.jdbc = jdbc;
  }

  List<NewEvent> among(List<NewEvent> inserted) {
    List<NewEvent> circular = new ArrayList<>();
    List<NewEvent> open = new ArrayList<>();
    Set<Item> parents = new HashSet<>();
    for (NewEvent event : inserted) {
      Item parent = container(event.step());
      if (parent == null || children(event.step()).isEmpty()) continue;
      if (children(event.step()).contains(parent.id())) {
        circular.add(event);
        rows.remove(List.of(event));
      } else {
        open.add(event);
        parents.add(parent);
      }
    }
    if (parents.isEmpty()) return circular;
    Set<UUID> contained = rows.contained(parents);
    parents.removeIf(parent -> !contained.contains(parent.id()));
    Nesting nesting = nesting(parents);
    for (NewEvent event : open) {
      Item parent = container(event.step());
      if (parent == null || !contained.contains(parent.id())) continue;
      if (nesting.liesInAny(parent, children(event.step()), event.step().at())) {
        circular.add(event);
        rows.remove(List.of(event));
        nesting = nesting(parents); // what it closed does not condemn the next one
      }
    }
    return circular;
  }

  private Nesting nesting(Set<Item> parents) {
    Nesting nesting = new Nesting(StepRows.all(jdbc));
    nesting.load(parents);
    return nesting;
  }

  private static @org.jspecify.annotations.Nullable Item container(Step step) {
    return Nesting.container(step);
  }

  private static Set<UUID> children(Step step) {
    Set<UUID> children = new HashSet<>();
    for (Link link : step.links())
      if (link.role() == Link.Role.CHILD && !link.ofClass()) children.add(link.item().id());
    return children;
  }
}
