package org.yutang.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Trace;

/// Events and what they name, for reading: the query interface of EPCIS 2.0 as the standard's own
/// description has it.
@Hidden
@RestController
@RequestMapping(EpcisHeaders.ROOT)
class EpcisEventsApi {

  private static final String QUERY = "SimpleEventQuery";
  private static final List<String> TOP =
      List.of(
          "queries",
          "capture",
          "events",
          "eventTypes",
          "epcs",
          "readPoints",
          "bizLocations",
          "dispositions",
          "bizSteps");

  /// A list of words, and by which parameter its events are asked for.
  private record Kind(Trace.Word word, String parameter) {}

  private static final Map<String, Kind> KINDS =
      Map.of(
          "eventTypes", new Kind(Trace.Word.EVENT_TYPE, "eventType"),
          "bizSteps", new Kind(Trace.Word.BIZ_STEP, "EQ_bizStep"),
          "dispositions", new Kind(Trace.Word.DISPOSITION, "EQ_disposition"),
          "readPoints", new Kind(Trace.Word.READ_POINT, "EQ_readPoint"),
          "bizLocations", new Kind(Trace.Word.BIZ_LOCATION, "EQ_bizLocation"));

  private final Trace trace;

  EpcisEventsApi(Trace trace) {
    this.trace = trace;
  }

  @RequestMapping(
      path = {
        "",
        "/",
        "/events/{id}",
        "/{kind:eventTypes|bizSteps|dispositions|readPoints|bizLocations|epcs}",
        "/{kind:eventTypes|bizSteps|dispositions|readPoints|bizLocations|epcs}/{value}",
        "/{kind:eventTypes|bizSteps|dispositions|readPoints|bizLocations|epcs}/{value}/events"
      },
      method = RequestMethod.OPTIONS)
  ResponseEntity<Void> discover(Actor actor) {
    return EpcisHeaders.discovery("GET");
  }

  @GetMapping({"", "/"})
  ResponseEntity<Map<String, Object>> top(Actor actor) {
    return EpcisHeaders.ok().body(EpcisHeaders.collection(TOP));
  }

  @GetMapping("/events")
  ResponseEntity<byte[]> events(Actor actor, HttpServletRequest request) {
    return found(actor, request, Map.of());
  }

  private ResponseEntity<byte[]> found(
      Actor actor, HttpServletRequest request, Map<String, List<String>> more) {
    EventQuery.Found found = trace.find(actor, EpcisHeaders.query(request, more));
    return EpcisHeaders.document(trace, request, found.events(), QUERY, found.nextPage());
  }

  @GetMapping("/events/{id}")
  ResponseEntity<byte[]> event(Actor actor, @PathVariable String id, HttpServletRequest request) {
    List<Event> events = trace.get(actor, id);
    return EpcisHeaders.document(trace, request, events, QUERY, Optional.empty());
  }

  @GetMapping("/{kind:eventTypes|bizSteps|dispositions|readPoints|bizLocations}")
  ResponseEntity<Map<String, Object>> words(
      Actor actor, @PathVariable String kind, HttpServletRequest request) {
    List<String> words =
        trace.words(
            actor,
            kind(kind).word(),
            EpcisHeaders.pageToken(request).orElse(""),
            EpcisHeaders.perPage(request) + 1);
    ResponseEntity.BodyBuilder answer = EpcisHeaders.ok();
    List<String> page = EpcisHeaders.page(request, answer, words, word -> word);
    return answer.body(EpcisHeaders.collection(page));
  }

  private static Kind kind(String name) {
    Kind kind = KINDS.get(name);
    if (kind == null) throw new Refusal(ApiRefusal.UNKNOWN_PATH);
    return kind;
  }

  @GetMapping("/epcs")
  ResponseEntity<Map<String, Object>> things(Actor actor, HttpServletRequest request) {
    Trace.Things things =
        trace.things(actor, EpcisHeaders.pageToken(request), EpcisHeaders.perPage(request));
    ResponseEntity.BodyBuilder answer = EpcisHeaders.ok();
    things.nextPage().ifPresent(token -> answer.header("Link", EpcisHeaders.link(request, token)));
    return answer.body(EpcisHeaders.collection(things.uris()));
  }

  @GetMapping("/{kind:eventTypes|bizSteps|dispositions|readPoints|bizLocations|epcs}/{value}")
  ResponseEntity<Map<String, Object>> word(
      Actor actor, @PathVariable String kind, @PathVariable String value) {
    requireKnown(actor, kind, value);
    return EpcisHeaders.ok().body(EpcisHeaders.collection(List.of("events")));
  }

  @GetMapping(
      "/{kind:eventTypes|bizSteps|dispositions|readPoints|bizLocations|epcs}/{value}/events")
  ResponseEntity<byte[]> events(
      Actor actor,
      @PathVariable String kind,
      @PathVariable String value,
      HttpServletRequest request) {
    requireKnown(actor, kind, value);
    return found(actor, request, asked(kind, value));
  }

  private void requireKnown(Actor actor, String kind, String value) {
    boolean known =
        kind.equals("epcs")
            ? !trace
                .find(actor, new EventQuery(asked(kind, value), 1, Optional.empty()))
                .events()
                .isEmpty()
            : trace.knows(actor, kind(kind).word(), value);
    if (!known) throw new Refusal(ApiRefusal.UNKNOWN_NAME, Map.of("name", value));
  }

  private static Map<String, List<String>> asked(String kind, String value) {
    String parameter = kind.equals("epcs") ? "MATCH_anyEPC" : kind(kind).parameter();
    return Map.of(parameter, List.of(value));
  }

  /// Page tokens hold nothing that could be forgotten.
  @DeleteMapping("/nextPageToken/{token}")
  @HarmlessTwice
  ResponseEntity<Void> forget(Actor actor, @PathVariable String token) {
    throw new Refusal(ApiRefusal.NOT_OFFERED);
  }
}
