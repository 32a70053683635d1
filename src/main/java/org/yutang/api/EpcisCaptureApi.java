package org.yutang.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.store.Words;
import org.yutang.trace.Capture;
import org.yutang.trace.Event;
import org.yutang.trace.Trace;
import org.yutang.trace.TraceRefusal;

/// The capture interface of EPCIS 2.0 (section 12), as the standard's own description has it; that
/// is why it is not in ours. A capture has come to its end when its address is told.
@Hidden
@RestController
@RequestMapping(EpcisHeaders.ROOT)
class EpcisCaptureApi {

  static final long LIMIT_BYTES = 256L << 20;

  private static final String ON_ERROR = "GS1-Capture-Error-Behaviour";

  private final Trace trace;

  EpcisCaptureApi(Trace trace) {
    this.trace = trace;
  }

  @RequestMapping(
      path = {"/capture", "/events"},
      method = RequestMethod.OPTIONS)
  ResponseEntity<Void> discover(Actor actor) {
    return EpcisHeaders.discovery("GET", "POST");
  }

  @RequestMapping(path = "/capture/{id}", method = RequestMethod.OPTIONS)
  ResponseEntity<Void> discoverJob(Actor actor, @PathVariable String id) {
    return EpcisHeaders.discovery("GET");
  }

  @PostMapping("/capture")
  @BodyLimit(bytes = LIMIT_BYTES, streamed = true)
  @HarmlessTwice
  ResponseEntity<Void> capture(Actor actor, HttpServletRequest request) throws IOException {
    Capture capture = take(actor, request, onError(request.getHeader(ON_ERROR)));
    return EpcisHeaders.with(ResponseEntity.accepted())
        .location(URI.create(EpcisHeaders.ROOT + "/capture/" + capture.id()))
        .build();
  }

  /// One event, taken or refused at once.
  @PostMapping("/events")
  @HarmlessTwice
  ResponseEntity<byte[]> capture1(Actor actor, HttpServletRequest request) throws IOException {
    Capture capture = take(actor, request, Capture.OnError.ROLLBACK);
    if (!capture.success()) throw capture.errors().getFirst().why();
    String id = capture.lastEventId().orElseThrow(() -> new Refusal(TraceRefusal.UNKNOWN_EVENT));
    Event event = trace.get(actor, id).getLast();
    return EpcisHeaders.with(ResponseEntity.status(HttpStatus.CREATED))
        .location(URI.create(address(id)))
        .header(HttpHeaders.CONTENT_TYPE, "application/json")
        .body(trace.write(event));
  }

  /// Slashes do not pass a path, however encoded; such ids are asked for by a parameter.
  private static String address(String eventId) {
    String encoded = EpcisHeaders.encoded(eventId);
    return EpcisHeaders.ROOT
        + (eventId.indexOf('/') < 0 && eventId.indexOf(';') < 0
            ? "/events/" + encoded
            : "/events?EQ_eventID=" + encoded);
  }

  private Capture take(Actor actor, HttpServletRequest request, Capture.OnError onError)
      throws IOException {
    String type = String.valueOf(request.getContentType());
    boolean xml = EpcisHeaders.isXml(type);
    if (!xml && !type.startsWith("application/json") && !type.startsWith(EpcisHeaders.JSON_LD))
      throw new Refusal(
          ApiRefusal.UNSUPPORTED_MEDIA_TYPE,
          Map.of("supported", "application/json, application/ld+json, application/xml"));
    UUID id = key(request.getHeader(ApiFrame.KEY));
    // our own: the standard has no word for it
    boolean knownOnly = "true".equals(request.getParameter("knownPlacesOnly"));
    Capture.Order order =
        new Capture.Order(id, xml, onError, knownOnly, Capture.Order.USUAL_FUTURE_SECONDS);
    return trace.capture(actor, order, request.getInputStream());
  }

  private static UUID key(@org.jspecify.annotations.Nullable String key) {
    if (key == null) return UUID.randomUUID();
    try {
      return UUID.fromString(key);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ApiRefusal.IDEMPOTENCY_KEY_INVALID);
    }
  }

  private static Capture.OnError onError(@org.jspecify.annotations.Nullable String header) {
    return switch (header) {
      case null -> Capture.OnError.ROLLBACK;
      case "rollback" -> Capture.OnError.ROLLBACK;
      case "proceed" -> Capture.OnError.PROCEED;
      default ->
          throw new Refusal(
              TraceRefusal.BAD_PARAMETER, Map.of("parameter", ON_ERROR, "value", header));
    };
  }

  @GetMapping("/capture")
  ResponseEntity<List<Object>> jobs(Actor actor, HttpServletRequest request) {
    Words words = Words.in(Problems.language(request));
    Optional<UUID> after = EpcisHeaders.pageToken(request).map(EpcisHeaders::uuidToken);
    List<Capture> found = trace.listCaptures(actor, after, EpcisHeaders.perPage(request) + 1);
    ResponseEntity.BodyBuilder answer = EpcisHeaders.ok();
    List<Object> jobs = new ArrayList<>();
    for (Capture capture : EpcisHeaders.page(request, answer, found, each -> each.id().toString()))
      jobs.add(job(capture, words));
    return answer.body(jobs);
  }

  @GetMapping("/capture/{id}")
  ResponseEntity<Map<String, Object>> job(
      Actor actor, @PathVariable String id, HttpServletRequest request) {
    UUID job;
    try {
      job = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new Refusal(TraceRefusal.UNKNOWN_CAPTURE);
    }
    return EpcisHeaders.ok()
        .body(job(trace.getCapture(actor, job), Words.in(Problems.language(request))));
  }

  private static Map<String, Object> job(Capture capture, Words words) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("captureID", capture.id().toString());
    job.put("createdAt", capture.createdAt().toString());
    capture.finishedAt().ifPresent(at -> job.put("finishedAt", at.toString()));
    job.put("running", capture.finishedAt().isEmpty());
    job.put("success", capture.success());
    job.put(
        "captureErrorBehaviour",
        capture.onError() == Capture.OnError.ROLLBACK ? "rollback" : "proceed");
    List<Object> errors = new ArrayList<>();
    for (Capture.Problem problem : capture.errors()) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("type", EpcisProblem.type(problem.why().code(), false));
      error.put("title", words.t("problem.title." + Problems.status(problem.why().code())));
      error.put("status", Problems.status(problem.why().code()));
      error.put("detail", words.refusal(problem.why()));
      Optional.of(problem.event()).filter(n -> n >= 0).ifPresent(n -> error.put("event", n));
      error.put("code", problem.why().code().code());
      error.put("facts", Problems.plain(problem.why().facts(), words));
      errors.add(error);
    }
    job.put("errors", errors);
    return job;
  }
}
