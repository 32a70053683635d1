package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.trace.Event;
import org.yutang.trace.Share;
import org.yutang.trace.Trace;
import org.yutang.trace.Traced;

/// What the events of goods lead to.
@RestController
@RequestMapping("/api/v1/trace")
@Tag(
    name = "Trace",
    description =
        "Where goods came from and went. Events themselves come in and go out at /api/v1/epcis, as the REST description of EPCIS 2.0 has it")
class TraceApi {

  private static final int PLACES = 6;

  private final Trace trace;
  private final Clock clock;

  TraceApi(Trace trace, Clock clock) {
    this.trace = trace;
    this.clock = clock;
  }

  @Operation(
      summary =
          "Everything that went into an item by a moment, with exact shares; item is an EPC URI or a GS1 Digital Link")
  @GetMapping("/back")
  BackView back(Actor actor, @RequestParam String item, @RequestParam Optional<Instant> at) {
    return BackView.of(trace.back(actor, item, at.orElseGet(clock::instant)));
  }

  @Operation(summary = "Everything that holds, or held, some of an item")
  @GetMapping("/forward")
  ForwardView forward(Actor actor, @RequestParam String item) {
    return ForwardView.of(trace.forward(actor, item));
  }

  @Operation(summary = "Places, shipments and buyers that an item, or what was made of it, reached")
  @GetMapping("/recall")
  RecallView recall(Actor actor, @RequestParam String item) {
    return RecallView.of(trace.recall(actor, item));
  }

  record PlacesBody(List<String> uris) {}

  @Operation(
      summary =
          "Writes places down as known, by EPC URI or GS1 Digital Link; /api/v1/epcis/capture?knownPlacesOnly=true refuses events at others")
  @PostMapping("/places")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void places(Actor actor, @RequestBody PlacesBody body) {
    trace.knowPlaces(actor, body.uris());
  }

  record TypedView(@Nullable String type, String id) {
    static List<TypedView> all(List<Event.Typed> typed) {
      return typed.stream().map(t -> new TypedView(t.type().orElse(null), t.id())).toList();
    }
  }

  record StopView(
      String event,
      Instant at,
      String type,
      @Nullable String bizStep,
      @Nullable String place,
      List<TypedView> transactions,
      List<TypedView> destinations) {
    static List<StopView> all(List<Traced.Stop> stops) {
      return stops.stream()
          .map(
              s ->
                  new StopView(
                      s.event(),
                      s.at(),
                      s.type(),
                      s.bizStep().orElse(null),
                      s.place().orElse(null),
                      TypedView.all(s.transactions()),
                      TypedView.all(s.destinations())))
          .toList();
    }
  }

  /// @param share as an exact fraction such as `3/7`; `decimal` is it rounded down
  record OriginView(
      String item,
      Instant asOf,
      @Nullable String share,
      @Nullable String decimal,
      boolean source,
      List<StopView> stops) {}

  record PassageView(String from, String to, String way, Instant at) {
    static List<PassageView> all(List<Traced.Passage> passages) {
      return passages.stream()
          .map(p -> new PassageView(p.from(), p.to(), Choices.word(p.way()), p.at()))
          .toList();
    }
  }

  record BackView(String item, Instant at, List<OriginView> origins, List<PassageView> passages) {
    static BackView of(Traced.Back back) {
      return new BackView(
          back.item(),
          back.at(),
          back.origins().stream()
              .map(
                  o ->
                      new OriginView(
                          o.item(),
                          o.asOf(),
                          o.share().map(Share::toString).orElse(null),
                          o.share().map(s -> s.decimal(PLACES).toPlainString()).orElse(null),
                          o.source(),
                          StopView.all(o.stops())))
              .toList(),
          PassageView.all(back.passages()));
    }
  }

  /// @param from null for the item that was asked about
  record ReachedView(
      String item, @Nullable Instant from, @Nullable Instant until, List<StopView> stops) {}

  record ForwardView(String item, List<ReachedView> reached, List<PassageView> passages) {
    static ForwardView of(Traced.Forward forward) {
      return new ForwardView(
          forward.item(),
          forward.reached().stream()
              .map(
                  r ->
                      new ReachedView(
                          r.item(),
                          r.from().equals(Instant.MIN) ? null : r.from(),
                          r.until().orElse(null),
                          StopView.all(r.stops())))
              .toList(),
          PassageView.all(forward.passages()));
    }
  }

  record FoundView(String id, Instant last, List<String> items) {
    static List<FoundView> all(List<Traced.Found> found) {
      return found.stream().map(f -> new FoundView(f.id(), f.last(), f.items())).toList();
    }
  }

  record RecallView(
      String item,
      List<String> items,
      List<FoundView> places,
      List<FoundView> shipments,
      List<FoundView> buyers) {
    static RecallView of(Traced.Recall recall) {
      return new RecallView(
          recall.item(),
          recall.items(),
          FoundView.all(recall.places()),
          FoundView.all(recall.shipments()),
          FoundView.all(recall.buyers()));
    }
  }
}
