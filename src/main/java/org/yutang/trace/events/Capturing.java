package org.yutang.trace.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Capture;
import org.yutang.trace.Event;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.TraceRefusal;
import org.yutang.trace.document.EventDocument;

/// One run through a document: events are gathered to chunks and each chunk is written at once.
final class Capturing implements EventDocument.Sink {

  /// Events a chunk; a chunk has one record time.
  static final int CHUNK = 2000;

  /// Items a chunk, so that events with many items make smaller ones.
  private static final int CHUNK_ITEMS = 20_000;

  private final CaptureStore store;
  private final Capture.Order order;
  private final EventDocument document;
  private final Instant latest;
  private final List<Pending> chunk = new ArrayList<>();
  private final List<Capture.Problem> problems = new ArrayList<>();
  private final boolean proceed;
  private Instant recordTime;
  private int items;
  private int captured;
  private int repeated;
  private int refused;
  private @Nullable String lastEventId;

  private record Pending(int index, Event event) {}

  Capturing(CaptureStore store, Capture.Order order, EventDocument document, Instant now) {
    this.store = store;
    this.order = order;
    this.document = document;
    this.latest = now.plus(Duration.ofSeconds(order.futureSeconds()));
    this.proceed = order.onError() == Capture.OnError.PROCEED;
    this.recordTime = store.nextRecordTime();
  }

  @Override
  public void event(int index, Event event) {
    try {
      requirePast(event);
      if (order.knownPlacesOnly()) requireKnownPlaces(event);
    } catch (Refusal why) {
      refused(index, why);
      return;
    }
    // nothing more is written once the whole will be taken back
    if (!proceed && refused > 0) return;
    chunk.add(new Pending(index, event));
    items += items(event);
    if (chunk.size() >= CHUNK || items >= CHUNK_ITEMS) flush();
  }

  @Override
  public void refused(int index, Refusal why) {
    refused++;
    if (problems.size() < Capture.MAX_ERRORS) problems.add(new Capture.Problem(index, why));
  }

  private void requirePast(Event event) {
    if (event.base().time().toInstant().isAfter(latest))
      throw new Refusal(
          TraceRefusal.IN_THE_FUTURE,
          Map.of("path", "$.eventTime", "value", event.base().time().toString()));
  }

  private void requireKnownPlaces(Event event) {
    requireKnown("$.readPoint.id", event.base().readPoint());
    requireKnown("$.bizLocation.id", event.base().bizLocation());
  }

  private void requireKnown(String path, Optional<Event.Place> place) {
    if (place.isPresent() && !store.knowsPlace(Gs1Key.canonical(place.get().id())))
      throw new Refusal(
          TraceRefusal.UNKNOWN_LOCATION, Map.of("path", path, "value", place.get().id()));
  }

  private static int items(Event event) {
    return switch (event) {
      case Event.OfObjects e -> items(e.things());
      case Event.OfAggregation e -> items(e.children());
      case Event.OfAssociation e -> items(e.children());
      case Event.OfTransaction e -> items(e.things());
      case Event.OfTransformation e -> items(e.inputs()) + items(e.outputs());
    };
  }

  private static int items(Event.Things things) {
    return things.epcs().size() + things.quantities().size();
  }

  /// Writes what was gathered: with PROCEED in a transaction of its own.
  void flush() {
    if (chunk.isEmpty()) return;
    // hashes and kept forms are made by all cores
    List<NewEvent> events =
        chunk.parallelStream()
            .map(each -> NewEvent.of(each.index(), each.event(), document.ignored(), recordTime))
            .toList();
    lastEventId = events.getLast().eventId();
    chunk.clear();
    items = 0;
    if (proceed) store.inTransaction(() -> write(events));
    else write(events);
    recordTime = store.nextRecordTime();
  }

  private void write(List<NewEvent> events) {
    Map<UUID, NewEvent> firsts = new HashMap<>();
    List<NewEvent> doubles = new ArrayList<>();
    for (NewEvent event : events)
      if (firsts.putIfAbsent(event.id(), event) != null) doubles.add(event);
    List<NewEvent> rows = new ArrayList<>(firsts.values());
    rows.sort(java.util.Comparator.comparing(NewEvent::id));
    Set<UUID> inserted = store.rows().insert(rows, recordTime);
    List<NewEvent> fresh = new ArrayList<>();
    for (NewEvent event : rows) {
      if (inserted.contains(event.id())) fresh.add(event);
      else doubles.add(event);
    }
    compare(doubles);
    fresh.sort(java.util.Comparator.comparingInt(NewEvent::index));
    List<NewEvent> effective = fresh.stream().filter(event -> !event.wrong()).toList();
    store.rows().appear(fresh);
    store.rows().declare(fresh.stream().filter(NewEvent::wrong).toList());
    List<NewEvent> circular = store.circles().among(effective);
    for (NewEvent event : circular)
      refused(
          event.index(),
          new Refusal(
              TraceRefusal.CIRCULAR, Map.of("path", "$.parentID", "value", parent(event.event()))));
    Set<NewEvent> taken = new HashSet<>(fresh);
    circular.forEach(taken::remove);
    captured += taken.size();
    store.note(taken, document.namespaces());
    if (!taken.isEmpty()) store.tell(recordTime);
  }

  /// Those that were here: the same ones again, or others under their ids.
  private void compare(List<NewEvent> doubles) {
    if (doubles.isEmpty()) return;
    Map<UUID, byte[]> here =
        store.rows().hashes(doubles.stream().map(NewEvent::id).distinct().toList());
    for (NewEvent event : doubles)
      if (Arrays.equals(event.hash(), here.get(event.id()))) repeated++;
      else
        refused(
            event.index(),
            new Refusal(
                TraceRefusal.EVENT_ID_TAKEN,
                Map.of("path", "$.eventID", "value", event.eventId())));
  }

  private static String parent(Event event) {
    return switch (event) {
      case Event.OfAggregation e -> e.parent().orElse("");
      case Event.OfAssociation e -> e.parent();
      default -> "";
    };
  }

  /// How it went; with ROLLBACK and a refusal, as if nothing had been captured.
  Capture outcome(Instant createdAt, Instant finishedAt) {
    boolean success = refused == 0;
    boolean undone = !success && !proceed;
    return new Capture(
        order.id(),
        order.onError(),
        createdAt,
        Optional.of(finishedAt),
        success,
        undone ? 0 : captured,
        undone ? 0 : repeated,
        refused,
        problems,
        undone ? Optional.empty() : Optional.ofNullable(lastEventId));
  }

  /// Whether all of it has to be taken back.
  boolean undone() {
    return refused > 0 && !proceed;
  }
}
