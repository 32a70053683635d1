package org.yutang.trace.graph;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.trace.Event.Typed;

/// What the graph needs of an event.
///
/// @param type the standard's name
/// @param action null for transformations
/// @param place where it happened, business location before read point
public record Step(
    UUID id,
    String eventId,
    Instant at,
    String type,
    @Nullable String action,
    @Nullable String bizStep,
    @Nullable String place,
    List<Link> links,
    List<Typed> transactions,
    List<Typed> destinations) {

  public Step {
    links = List.copyOf(links);
    transactions = List.copyOf(transactions);
    destinations = List.copyOf(destinations);
  }

  /// Whether it tells of something in something else.
  boolean contains() {
    return type.equals("AggregationEvent") || type.equals("AssociationEvent");
  }

  boolean removes() {
    return "DELETE".equals(action);
  }

  List<Link> of(Link.Role role) {
    List<Link> found = new ArrayList<>(links.size());
    for (Link link : links) if (link.role() == role) found.add(link);
    return found;
  }

  boolean has(Item item, Link.Role role) {
    for (Link link : links)
      if (link.role() == role && link.item().id().equals(item.id())) return true;
    return false;
  }

  @Nullable Item parent() {
    for (Link link : links) if (link.role() == Link.Role.PARENT) return link.item();
    return null;
  }

  @Nullable Item transformation() {
    for (Link link : links) if (link.role() == Link.Role.TRANSFORMATION) return link.item();
    return null;
  }
}
