package org.yutang.trace;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.yutang.trace.Event.Action;
import org.yutang.trace.Event.Quantity;
import org.yutang.trace.Event.Things;
import org.yutang.trace.Event.Typed;

/// A made-up county that harvests, mixes, packs, repacks and ships at random, and remembers by
/// plain means what is in everything; the events that it writes are all that a trace is told.
public final class World {

  private final Random random;
  private final String company;
  private final List<Event> events = new ArrayList<>();
  private final List<String> lots = new ArrayList<>();
  private final List<String> boxes = new ArrayList<>();
  private final Map<String, Map<String, Share>> shares = new HashMap<>();
  private final Map<String, Set<String>> ancestors = new HashMap<>();
  private final Map<String, Map<String, Integer>> inside = new HashMap<>();
  private final Map<String, Set<String>> boxesInside = new HashMap<>();
  private final Map<String, String> outer = new HashMap<>();
  private final Map<String, Set<String>> buyers = new LinkedHashMap<>();
  private Instant now;
  private int number;

  /// @param company seven digits, for worlds that share a database
  public World(long seed, String company, Instant start) {
    this.random = new Random(seed);
    this.company = company;
    this.now = start;
  }

  public List<Event> events() {
    return events;
  }

  public List<String> lots() {
    return lots;
  }

  public List<String> boxes() {
    return boxes;
  }

  /// By canonical key: what of a source lot is in a lot.
  public Map<String, Share> shares(String lot) {
    return shares.getOrDefault(lot, Map.of());
  }

  /// Everybody who ever got something in which there was some of this lot.
  public Set<String> buyers(String lot) {
    return buyers.getOrDefault(lot, Set.of());
  }

  /// All lots that are in a box now.
  public Set<String> contents(String box) {
    Set<String> lots = new HashSet<>();
    for (String lot : inside.getOrDefault(box, Map.of()).keySet())
      lots.addAll(ancestors.getOrDefault(lot, Set.of()));
    for (String inner : boxesInside.getOrDefault(box, Set.of())) lots.addAll(contents(inner));
    return lots;
  }

  public Instant now() {
    return now;
  }

  public void live(int steps) {
    for (int i = 0; i < steps; i++) {
      now = now.plusSeconds(60);
      switch (random.nextInt(10)) {
        case 0, 1 -> harvest();
        case 2, 3 -> transform();
        case 4, 5 -> pack();
        case 6 -> unpack();
        case 7 -> nest();
        default -> ship();
      }
    }
  }

  private String newLot() {
    number++;
    return "https://id.gs1.org/01/" + gtin() + "/10/L" + number;
  }

  private String gtin() {
    String digits = "0" + company + "00001";
    return digits + Gs1Key.checkDigit(digits);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void harvest() {
    String lot = newLot();
    lots.add(lot);
    shares.put(lot, Map.of(lot, Share.ALL));
    ancestors.put(lot, Set.of(lot));
    events.add(
        new Event.OfObjects(
            base("commissioning", List.of()),
            Action.ADD,
            new Things(List.of(), List.of(grams(lot, 1 + random.nextInt(5000)))),
            List.of()));
  }

  private static Quantity grams(String lot, int grams) {
    return new Quantity(
        lot, Optional.of(BigDecimal.valueOf(grams).movePointLeft(3)), Optional.of("KGM"));
  }

  private void transform() {
    if (lots.isEmpty()) return;
    Map<String, Integer> inputs = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) inputs.put(any(lots), 1 + random.nextInt(900));
    int whole = inputs.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, Share> mixed = new HashMap<>();
    Set<String> from = new HashSet<>();
    inputs.forEach(
        (lot, grams) -> {
          Share part = Share.of(BigDecimal.valueOf(grams), BigDecimal.valueOf(whole));
          shares(lot)
              .forEach((source, share) -> mixed.merge(source, share.times(part), Share::plus));
          from.addAll(ancestors.getOrDefault(lot, Set.of()));
        });
    List<Quantity> outputs = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      String lot = newLot();
      lots.add(lot);
      shares.put(lot, mixed);
      Set<String> all = new HashSet<>(from);
      all.add(lot);
      ancestors.put(lot, all);
      outputs.add(grams(lot, 1 + random.nextInt(900)));
    }
    events.add(
        new Event.OfTransformation(
            base("commissioning", List.of()),
            Optional.empty(),
            new Things(
                List.of(),
                inputs.entrySet().stream().map(e -> grams(e.getKey(), e.getValue())).toList()),
            new Things(List.of(), outputs),
            List.of()));
  }

  private String box() {
    if (boxes.isEmpty() || random.nextInt(3) == 0) {
      String digits = "1" + company + "%09d".formatted(++number);
      boxes.add("https://id.gs1.org/00/" + digits + Gs1Key.checkDigit(digits));
      return boxes.getLast();
    }
    return any(boxes);
  }

  private void pack() {
    if (lots.isEmpty()) return;
    String box = box();
    Map<String, Integer> packed = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(2); i++) packed.put(any(lots), 1 + random.nextInt(50));
    packed.forEach(
        (lot, grams) ->
            inside
                .computeIfAbsent(box, key -> new LinkedHashMap<>())
                .merge(lot, grams, Integer::sum));
    aggregate(Action.ADD, "packing", box, List.of(), packed);
  }

  private void unpack() {
    if (boxes.isEmpty()) return;
    String box = any(boxes);
    Map<String, Integer> held = inside.getOrDefault(box, Map.of());
    if (random.nextBoolean() || held.isEmpty()) {
      inside.remove(box);
      for (String inner : boxesInside.getOrDefault(box, Set.of())) outer.remove(inner);
      boxesInside.remove(box);
      aggregate(Action.DELETE, "unpacking", box, List.of(), Map.of());
      return;
    }
    String lot = any(List.copyOf(held.keySet()));
    int grams = random.nextBoolean() ? held.get(lot) : 1 + random.nextInt(held.get(lot));
    if (grams == held.get(lot)) held.remove(lot);
    else held.merge(lot, -grams, Integer::sum);
    aggregate(Action.DELETE, "unpacking", box, List.of(), Map.of(lot, grams));
  }

  private void nest() {
    String inner = box();
    String box = box();
    if (inner.equals(box) || outer.containsKey(inner)) return;
    for (String each = box; each != null; each = outer.get(each)) if (each.equals(inner)) return;
    outer.put(inner, box);
    boxesInside.computeIfAbsent(box, key -> new HashSet<>()).add(inner);
    aggregate(Action.ADD, "packing", box, List.of(inner), Map.of());
  }

  private void aggregate(
      Action action, String step, String box, List<String> inner, Map<String, Integer> packed) {
    events.add(
        new Event.OfAggregation(
            base(step, List.of()),
            action,
            Optional.of(box),
            new Things(
                inner,
                packed.entrySet().stream().map(e -> grams(e.getKey(), e.getValue())).toList())));
  }

  private void ship() {
    String buyer = "https://buyers.example.cn/" + company + "/" + random.nextInt(40);
    List<Typed> to = List.of(new Typed(Optional.of("possessing_party"), buyer));
    if (!boxes.isEmpty() && random.nextInt(4) > 0) {
      String box = any(boxes);
      for (String lot : contents(box))
        buyers.computeIfAbsent(lot, key -> new HashSet<>()).add(buyer);
      events.add(
          new Event.OfObjects(
              base("shipping", to),
              Action.OBSERVE,
              new Things(List.of(box), List.of()),
              List.of()));
    } else if (!lots.isEmpty()) {
      String sold = any(lots);
      for (String lot : ancestors.getOrDefault(sold, Set.of()))
        buyers.computeIfAbsent(lot, key -> new HashSet<>()).add(buyer);
      events.add(
          new Event.OfObjects(
              base("shipping", to),
              Action.OBSERVE,
              new Things(List.of(), List.of(grams(sold, 1 + random.nextInt(9)))),
              List.of()));
    }
  }

  private Event.Base base(String step, List<Typed> destinations) {
    return new Event.Base(
        now.atOffset(ZoneOffset.UTC),
        "+08:00",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of(step),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Event.Place("urn:epc:id:sgln:0614141.00777.0", List.of())),
        Optional.empty(),
        List.of(),
        List.of(),
        destinations,
        List.of(),
        List.of());
  }
}
