package org.yutang.trace.graph;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// When a thing lay in a container, told from the container's steps.
///
/// A stay has both its ends: what is taken out at the very moment of another event counts as inside
/// for it, so that nothing is missed where clocks tick together. Being seen inside is as good as
/// being put in. It ends when the thing, or everything, is taken out; an amount when as much was
/// taken out as was put in, or an amount that nobody wrote down. What is put in and taken out at
/// one moment is still inside: which came last, nobody knows.
record Stays(Instant from, Instant until) {

  boolean covers(Instant at) {
    return !at.isBefore(from) && !at.isAfter(until);
  }

  /// All stays of a child in a container.
  static List<Stays> of(Item child, Item container, List<Step> containersSteps) {
    List<Stays> stays = new ArrayList<>();
    Instant since = null;
    Instant lastIn = null;
    BigDecimal left = BigDecimal.ZERO;
    for (Step step : containersSteps) {
      if (!step.contains() || !step.has(container, Link.Role.PARENT)) continue;
      Link link = child(step, child.id());
      if (!step.removes()) {
        if (link == null) continue;
        if (since == null) {
          since = step.at();
          left = BigDecimal.ZERO;
        }
        lastIn = step.at();
        if ("ADD".equals(step.action())) left = left.add(quantity(link));
        continue;
      }
      boolean everything = step.of(Link.Role.CHILD).isEmpty();
      if (since == null || (link == null && !everything)) continue;
      if (step.at().equals(lastIn)) continue;
      if (link != null && link.ofClass() && link.known().isPresent()) {
        left = left.subtract(quantity(link));
        if (left.signum() > 0) continue;
      }
      stays.add(new Stays(since, step.at()));
      since = null;
    }
    if (since != null) stays.add(new Stays(since, Instant.MAX));
    return stays;
  }

  private static BigDecimal quantity(Link link) {
    return link.known().map(Amount::quantity).orElse(BigDecimal.ZERO);
  }

  private static @Nullable Link child(Step step, UUID item) {
    for (Link link : step.links())
      if (link.role() == Link.Role.CHILD && link.item().id().equals(item)) return link;
    return null;
  }

  /// What lay in a container at that time.
  static List<Link> contents(Item container, List<Step> containersSteps, Instant at) {
    List<Link> inside = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    for (Step step : containersSteps) {
      if (step.at().isAfter(at)) break;
      if (!step.contains() || step.removes() || !step.has(container, Link.Role.PARENT)) continue;
      for (Link link : step.of(Link.Role.CHILD)) {
        if (!seen.add(link.item().id())) continue;
        for (Stays stay : of(link.item(), container, containersSteps))
          if (stay.covers(at)) {
            inside.add(link);
            break;
          }
      }
    }
    return inside;
  }
}
