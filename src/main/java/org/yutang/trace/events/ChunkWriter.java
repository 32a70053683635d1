package org.yutang.trace.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Capture;
import org.yutang.trace.Event;
import org.yutang.trace.TraceRefusal;

/// Writes one chunk of events in the transaction that is open, and says what came of each.
final class ChunkWriter {

  /// @param refused those that the others' events leave no place for
  record Written(int captured, int repeated, List<Capture.Problem> refused) {}

  private final CaptureStore store;
  private final List<Capture.Problem> refused = new ArrayList<>();
  private int repeated;

  private ChunkWriter(CaptureStore store) {
    this.store = store;
  }

  static Written write(
      CaptureStore store,
      List<NewEvent> events,
      Instant recordTime,
      Map<String, String> namespaces) {
    return new ChunkWriter(store).write(events, recordTime, namespaces);
  }

  private Written write(List<NewEvent> events, Instant recordTime, Map<String, String> namespaces) {
    Map<UUID, NewEvent> firsts = new HashMap<>();
    List<NewEvent> doubles = new ArrayList<>();
    for (NewEvent event : events)
      if (firsts.putIfAbsent(event.id(), event) != null) doubles.add(event);
    List<NewEvent> rows = new ArrayList<>(firsts.values());
    rows.sort(Comparator.comparing(NewEvent::id)); // all captures in one order
    Set<UUID> inserted = store.rows().insert(rows, recordTime);
    List<NewEvent> fresh = new ArrayList<>();
    for (NewEvent event : rows) {
      if (inserted.contains(event.id())) fresh.add(event);
      else doubles.add(event);
    }
    compare(doubles);
    fresh.sort(Comparator.comparingInt(NewEvent::index));
    store.rows().appear(fresh);
    store.rows().declare(fresh.stream().filter(NewEvent::wrong).toList());
    List<NewEvent> taken = withoutCircles(fresh);
    store.note(taken, namespaces);
    if (!taken.isEmpty()) store.tell(recordTime);
    return new Written(taken.size(), repeated, refused);
  }

  /// Those that were here: the same ones again, or others under their ids.
  private void compare(List<NewEvent> doubles) {
    if (doubles.isEmpty()) return;
    Map<UUID, byte[]> here =
        store.rows().hashes(doubles.stream().map(NewEvent::id).distinct().toList());
    for (NewEvent event : doubles) {
      if (Arrays.equals(event.hash(), here.get(event.id()))) repeated++;
      else refuse(event, TraceRefusal.EVENT_ID_TAKEN, "$.eventID", event.eventId());
    }
  }

  private List<NewEvent> withoutCircles(List<NewEvent> fresh) {
    List<NewEvent> circular =
        store.circles().among(fresh.stream().filter(event -> !event.wrong()).toList());
    if (circular.isEmpty()) return fresh;
    for (NewEvent event : circular)
      refuse(event, TraceRefusal.CIRCULAR, "$.parentID", parent(event.event()));
    Set<UUID> gone = circular.stream().map(NewEvent::id).collect(Collectors.toSet());
    return fresh.stream().filter(event -> !gone.contains(event.id())).toList();
  }

  private void refuse(NewEvent event, TraceRefusal code, String path, String value) {
    refused.add(
        new Capture.Problem(
            event.index(), new Refusal(code, Map.of("path", path, "value", value))));
  }

  private static String parent(Event event) {
    return switch (event) {
      case Event.OfAggregation e -> e.parent().orElse("");
      case Event.OfAssociation e -> e.parent();
      default -> "";
    };
  }
}
