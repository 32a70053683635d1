package org.yutang.trace.graph;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.trace.Share;
import org.yutang.trace.Traced;

/// Everything that went into an item by a moment: the inputs of what made it, as they were then,
/// and what lay in it; with the share that each has in it.
///
/// Inputs of one event are taken as mixed evenly: each has the share of its amount. Where a lot was
/// made several times, each time counts by what came out. Amounts that are unknown or do not
/// compare (pieces and kilos) leave the share open, not the way.
public final class Back {

  /// Shares with longer numbers are left open.
  private static final int MAX_BITS = 4096;

  /// An item as it was at a moment.
  private record State(UUID id, Instant at) {}

  private record Edge(State into, @Nullable Share share) {}

  private final Walk walk;
  private final Map<State, Item> states = new LinkedHashMap<>();
  private final Map<State, List<Edge>> edges = new HashMap<>();
  private final Set<Traced.Passage> passages = new LinkedHashSet<>();
  private List<State> next = new ArrayList<>();

  private Back(StepSource source) {
    this.walk = new Walk(source);
  }

  public static Traced.Back of(String uri, Instant at, StepSource source) {
    Item item = Item.of(uri);
    Back back = new Back(source);
    State root = back.state(item, at);
    back.run();
    return new Traced.Back(
        item.key(), at, back.origins(back.shares(root), root), List.copyOf(back.passages));
  }

  private State state(Item item, Instant at) {
    State state = new State(item.id(), at);
    if (states.putIfAbsent(state, item) == null) next.add(state);
    return state;
  }

  private void run() {
    while (!next.isEmpty()) {
      List<State> level = next;
      next = new ArrayList<>();
      List<Item> items = new ArrayList<>(level.size());
      for (State state : level) items.add(item(state));
      walk.load(items);
      List<Item> transformations = new ArrayList<>();
      for (State state : level)
        for (Step step : made(item(state), state.at())) {
          Item transformation = step.transformation();
          if (transformation != null) transformations.add(transformation);
        }
      walk.load(transformations);
      for (State state : level) edges.put(state, edges(item(state), state.at()));
    }
  }

  private Item item(State state) {
    Item item = states.get(state);
    if (item == null) throw new IllegalStateException(state.toString());
    return item;
  }

  /// The steps that made an item by then.
  private List<Step> made(Item item, Instant at) {
    List<Step> made = new ArrayList<>(1);
    for (Step step : walk.of(item))
      if (!step.at().isAfter(at) && step.has(item, Link.Role.OUTPUT)) made.add(step);
    return made;
  }

  private List<Edge> edges(Item item, Instant at) {
    List<Edge> into = new ArrayList<>();
    List<Link> contents = Stays.contents(item, walk.of(item), at);
    List<Step> made = made(item, at);
    List<@Nullable Share> weights = shares(outputs(item, made));
    for (int i = 0; i < made.size(); i++) {
      Share weight = contents.isEmpty() ? weights.get(i) : null;
      List<Link> links = new ArrayList<>();
      List<Instant> times = new ArrayList<>();
      inputs(made.get(i), links, times);
      List<@Nullable Share> shares = shares(links);
      for (int j = 0; j < links.size(); j++) {
        Share share = shares.get(j);
        Item input = links.get(j).item();
        passages.add(
            new Traced.Passage(input.key(), item.key(), Traced.Way.BECAME, made.get(i).at()));
        into.add(
            new Edge(
                state(input, times.get(j)),
                share == null || weight == null ? null : share.times(weight)));
      }
    }
    List<@Nullable Share> shares = shares(contents);
    for (int i = 0; i < contents.size(); i++) {
      Item inner = contents.get(i).item();
      passages.add(new Traced.Passage(inner.key(), item.key(), Traced.Way.LAY_IN, at));
      into.add(new Edge(state(inner, at), made.isEmpty() ? shares.get(i) : null));
    }
    return into;
  }

  private static List<Link> outputs(Item item, List<Step> made) {
    List<Link> outputs = new ArrayList<>();
    for (Step step : made)
      for (Link link : step.of(Link.Role.OUTPUT))
        if (link.item().id().equals(item.id())) {
          outputs.add(link);
          break;
        }
    return outputs;
  }

  /// What went in at a step, and at the other steps of its transformation.
  private void inputs(Step step, List<Link> links, List<Instant> times) {
    List<Step> all = new ArrayList<>(List.of(step));
    Item transformation = step.transformation();
    if (transformation != null)
      for (Step other : walk.of(transformation)) if (!other.id().equals(step.id())) all.add(other);
    for (Step each : all)
      for (Link link : each.of(Link.Role.INPUT)) {
        links.add(link);
        times.add(each.at());
      }
  }

  /// Each one's share of all together; null where that is not known.
  private static List<@Nullable Share> shares(List<Link> links) {
    List<@Nullable Share> shares = new ArrayList<>(links.size());
    BigDecimal whole = BigDecimal.ZERO;
    String unit = null;
    boolean known = true;
    for (Link link : links) {
      Amount amount = link.amount();
      if (amount == null || (unit != null && !unit.equals(amount.unit()))) {
        known = false;
        break;
      }
      unit = amount.unit();
      whole = whole.add(amount.quantity());
    }
    for (Link link : links) {
      Amount amount = link.amount();
      if (links.size() == 1) shares.add(Share.ALL);
      else if (!known || amount == null || whole.signum() <= 0) shares.add(null);
      else shares.add(Share.of(amount.quantity(), whole));
    }
    return shares;
  }

  /// The share of every state in the root; a state counts after all that lead to it.
  private Map<State, Optional<Share>> shares(State root) {
    Map<State, Integer> waiting = new HashMap<>();
    for (List<Edge> each : edges.values())
      for (Edge edge : each) waiting.merge(edge.into(), 1, Integer::sum);
    Map<State, Optional<Share>> shares = new HashMap<>();
    shares.put(root, Optional.of(Share.ALL));
    ArrayDeque<State> ready = new ArrayDeque<>(List.of(root));
    while (!ready.isEmpty()) {
      State state = ready.remove();
      Optional<Share> mine = shares.getOrDefault(state, Optional.empty());
      for (Edge edge : edges.getOrDefault(state, List.of())) {
        Optional<Share> more =
            mine.flatMap(share -> Optional.ofNullable(edge.share()).map(share::times));
        shares.merge(edge.into(), more, Back::sum);
        if (waiting.merge(edge.into(), -1, Integer::sum) == 0) ready.add(edge.into());
      }
    }
    // what events draw as a circle stays without shares
    for (State state : states.keySet())
      if (waiting.getOrDefault(state, 0) > 0) shares.put(state, Optional.empty());
    return shares;
  }

  private static Optional<Share> sum(Optional<Share> a, Optional<Share> b) {
    if (a.isEmpty() || b.isEmpty()) return Optional.empty();
    Share sum = a.get().plus(b.get());
    return sum.whole().bitLength() > MAX_BITS ? Optional.empty() : Optional.of(sum);
  }

  private List<Traced.Origin> origins(Map<State, Optional<Share>> shares, State root) {
    Map<UUID, Traced.Origin> origins = new LinkedHashMap<>();
    states.forEach(
        (state, item) -> {
          if (state.equals(root)) return;
          Traced.Origin origin =
              new Traced.Origin(
                  item.key(),
                  state.at(),
                  shares.getOrDefault(state, Optional.empty()),
                  edges.getOrDefault(state, List.of()).isEmpty(),
                  stops(item, state.at()));
          origins.merge(item.id(), origin, Back::join);
        });
    return List.copyOf(origins.values());
  }

  /// One item at two moments.
  private static Traced.Origin join(Traced.Origin a, Traced.Origin b) {
    Traced.Origin later = a.asOf().isAfter(b.asOf()) ? a : b;
    return new Traced.Origin(
        a.item(), later.asOf(), sum(a.share(), b.share()), a.source() && b.source(), later.stops());
  }

  private List<Traced.Stop> stops(Item item, Instant at) {
    List<Traced.Stop> stops = new ArrayList<>();
    for (Step step : walk.of(item)) if (!step.at().isAfter(at)) stops.add(Walk.stop(step));
    return stops;
  }
}
