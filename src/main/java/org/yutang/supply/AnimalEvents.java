package org.yutang.supply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Uuids;
import org.yutang.proof.Proof;
import org.yutang.store.Outbox;
import org.yutang.trace.Event;
import org.yutang.trace.Gs1Key;

/// Tells the trace and the public log what was done with animals.
@Component
class AnimalEvents implements Outbox.Listener {

  private static final String LEAF = "yutang/animals/1";

  private final HouseEvents house;
  private final Proof proof;

  AnimalEvents(HouseEvents house, Proof proof) {
    this.house = house;
    this.proof = proof;
  }

  @Override
  public String name() {
    return "supply.animals";
  }

  @Override
  public Set<String> topics() {
    return Set.of(AnimalsSeen.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) throws IOException {
    List<List<Event>> events = new ArrayList<>();
    List<Proof.Entry> leaves = new ArrayList<>();
    for (Outbox.Entry entry : batch) {
      AnimalsSeen seen = entry.as(AnimalsSeen.class);
      events.add(events(seen));
      leaves.add(new Proof.Entry(Uuids.named("supply.leaf", key(seen)), leaf(seen)));
    }
    proof.append(leaves);
    house.tell(events);
  }

  /// One call may ring animals of several villages.
  private static String key(AnimalsSeen seen) {
    return seen.what().name() + seen.id() + seen.place();
  }

  private static List<Event> events(AnimalsSeen seen) {
    Event.Things things = new Event.Things(seen.uris(), List.of());
    return switch (seen.what()) {
      case RINGED ->
          List.of(
              new Event.OfObjects(
                  base(seen, 0, seen.at(), "commissioning", "active"),
                  Event.Action.ADD,
                  things,
                  List.of()));
      case VISITED ->
          List.of(
              new Event.OfObjects(
                  base(seen, 0, seen.at(), "inspecting", "in_progress"),
                  Event.Action.OBSERVE,
                  things,
                  List.of()));
      case SLAUGHTERED ->
          List.of(
              new Event.OfObjects(
                  base(seen, 0, seen.at(), "killing", "in_progress"),
                  Event.Action.OBSERVE,
                  things,
                  List.of()),
              new Event.OfAggregation(
                  base(seen, 1, seen.at().plusMillis(1), "packing", "in_progress"),
                  Event.Action.ADD,
                  Optional.of(Gs1Key.HOME + "/00/" + seen.box()),
                  things));
    };
  }

  private static Event.Base base(
      AnimalsSeen seen, int nth, Instant at, String bizStep, String disposition) {
    String place =
        seen.place().startsWith(Gs1Key.HOME) ? seen.place() : "urn:yutang:place:" + seen.place();
    return HouseEvents.base(
        Uuids.named("supply.animals", key(seen), String.valueOf(nth)),
        at,
        bizStep,
        disposition,
        place,
        List.of(),
        List.of());
  }

  /// Canonical JSON without people: rings, photos' digests, when, and the town's or site's code.
  private static byte[] leaf(AnimalsSeen seen) {
    return ("{\"animals\":"
            + list(
                seen.uris().stream().map(uri -> uri.substring(uri.lastIndexOf('/') + 1)).toList())
            + ",\"at\":\""
            + seen.at()
            + "\",\"photos\":"
            + list(seen.photos())
            + ",\"type\":\""
            + LEAF
            + "\",\"what\":\""
            + seen.what()
            + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String list(List<String> all) {
    return all.stream()
        .sorted()
        .map(each -> '"' + each + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }
}
