package org.yutang.trace.graph;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.yutang.trace.Traced;

/// Everything that some items reached: what they became from the moment they went in, and what they
/// lay in for as long as they did. Goes level by level; each level asks for its steps at once.
public final class Forward {

  /// An item while it holds some of what was asked for; both ends count.
  record Visit(Item item, Instant from, Instant until) {}

  private final Walk walk;
  private final Map<UUID, List<Visit>> visited = new HashMap<>();
  private final List<Visit> order = new ArrayList<>();
  private final Set<Traced.Passage> passages = new LinkedHashSet<>();
  private List<Visit> next = new ArrayList<>();

  private Forward(StepSource source) {
    this.walk = new Walk(source);
  }

  public static Traced.Forward of(String uri, StepSource source) {
    Item item = Item.of(uri);
    Forward forward = new Forward(source);
    forward.run(List.of(item));
    List<Traced.Reached> reached = new ArrayList<>();
    for (Visit visit : forward.order)
      reached.add(
          new Traced.Reached(
              visit.item().key(),
              visit.from(),
              Optional.of(visit.until()).filter(until -> !until.equals(Instant.MAX)),
              forward.steps(visit).stream().map(Walk::stop).toList()));
    return new Traced.Forward(item.key(), reached, List.copyOf(forward.passages));
  }

  /// Where an item went; a container goes with everything that ever lay in it.
  public static Traced.Recall recall(String uri, StepSource source) {
    Item item = Item.of(uri);
    Forward forward = new Forward(source);
    forward.run(forward.withContents(item));
    Recalled recalled = new Recalled();
    for (Visit visit : forward.order) recalled.add(visit.item(), forward.steps(visit));
    return recalled.answer(item.key());
  }

  private List<Item> withContents(Item item) {
    Set<Item> all = new LinkedHashSet<>(List.of(item));
    List<Item> level = List.of(item);
    while (!level.isEmpty()) {
      walk.load(level);
      List<Item> inner = new ArrayList<>();
      for (Item each : level)
        for (Step step : walk.of(each))
          if (step.contains() && step.has(each, Link.Role.PARENT))
            for (Link child : step.of(Link.Role.CHILD))
              if (!child.ofClass() && all.add(child.item())) inner.add(child.item());
      level = inner;
    }
    return List.copyOf(all);
  }

  private void run(List<Item> items) {
    for (Item item : items) visit(new Visit(item, Instant.MIN, Instant.MAX));
    while (!next.isEmpty()) {
      List<Visit> level = next;
      next = new ArrayList<>();
      walk.load(level.stream().map(Visit::item).toList());
      walk.load(related(level));
      for (Visit visit : level) {
        for (Step step : steps(visit)) become(visit, step);
        for (Step step : packings(visit)) lie(visit, step);
      }
    }
  }

  /// What must be known beside the visited items' own steps: containers and transformations.
  private List<Item> related(List<Visit> level) {
    List<Item> related = new ArrayList<>();
    for (Visit visit : level) {
      for (Step step : packings(visit)) related.add(container(step));
      for (Step step : steps(visit)) {
        Item transformation = step.transformation();
        if (transformation != null) related.add(transformation);
      }
    }
    return related;
  }

  /// An item's steps while it is visited.
  private List<Step> steps(Visit visit) {
    List<Step> all = walk.of(visit.item());
    if (visit.from().equals(Instant.MIN) && visit.until().equals(Instant.MAX)) return all;
    List<Step> within = new ArrayList<>(all.size());
    for (Step step : all)
      if (!step.at().isBefore(visit.from()) && !step.at().isAfter(visit.until())) within.add(step);
    return within;
  }

  /// The steps that put an item into something, also before it was visited: it may still lie there.
  private List<Step> packings(Visit visit) {
    List<Step> packings = new ArrayList<>();
    for (Step step : walk.of(visit.item())) {
      if (step.at().isAfter(visit.until())) break;
      if (Nesting.container(step) != null && step.has(visit.item(), Link.Role.CHILD))
        packings.add(step);
    }
    return packings;
  }

  private static Item container(Step packing) {
    Item container = Nesting.container(packing);
    if (container == null) throw new IllegalStateException(packing.toString());
    return container;
  }

  private void become(Visit visit, Step step) {
    if (!step.has(visit.item(), Link.Role.INPUT)) return;
    became(visit, step);
    Item transformation = step.transformation();
    if (transformation != null) for (Step other : walk.of(transformation)) became(visit, other);
  }

  private void lie(Visit visit, Step packing) {
    Item parent = container(packing);
    for (Stays stay : Stays.of(visit.item(), parent, walk.of(parent))) {
      Instant from = Walk.later(stay.from(), visit.from());
      Instant until = Walk.earlier(stay.until(), visit.until());
      if (!stay.covers(packing.at()) || from.isAfter(until)) continue;
      passages.add(
          new Traced.Passage(visit.item().key(), parent.key(), Traced.Way.LAY_IN, stay.from()));
      visit(new Visit(parent, from, until));
    }
  }

  private void became(Visit visit, Step step) {
    for (Link output : step.of(Link.Role.OUTPUT)) {
      passages.add(
          new Traced.Passage(
              visit.item().key(), output.item().key(), Traced.Way.BECAME, step.at()));
      visit(new Visit(output.item(), step.at(), Instant.MAX));
    }
  }

  /// Unless a visit of that item covers this one already.
  private void visit(Visit visit) {
    List<Visit> before = visited.computeIfAbsent(visit.item().id(), id -> new ArrayList<>(1));
    for (Visit each : before)
      if (!each.from().isAfter(visit.from()) && !each.until().isBefore(visit.until())) return;
    before.add(visit);
    order.add(visit);
    next.add(visit);
  }
}
