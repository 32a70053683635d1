package org.yutang.trace.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
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
      case Event.OfOwnType _ -> 0;
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
    ChunkWriter.Written written = proceed ? writeAlone(events) : write(events);
    captured += written.captured();
    repeated += written.repeated();
    for (Capture.Problem problem : written.refused()) refused(problem.event(), problem.why());
    recordTime = store.nextRecordTime();
  }

  private ChunkWriter.Written write(List<NewEvent> events) {
    return ChunkWriter.write(store, events, recordTime, document.namespaces());
  }

  /// Once more where another capture stood in the way.
  private ChunkWriter.Written writeAlone(List<NewEvent> events) {
    for (int tried = 1; ; tried++) {
      try {
        return store.inTransaction(() -> write(events));
      } catch (PessimisticLockingFailureException inTheWay) {
        if (tried == SqlTrace.TRIES) throw inTheWay;
      }
    }
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
