package org.yutang.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Schedule;
import org.yutang.trace.Subscriptions;
import org.yutang.trace.Trace;
import org.yutang.trace.TraceRefusal;

/// Named queries and their subscriptions, as the standard's own description has them: subscribers
/// are told of events as they come (`stream`) or by a `schedule`.
@Hidden
@RestController
@RequestMapping(EpcisHeaders.ROOT + "/queries")
class EpcisQueriesApi {

  private final Trace trace;
  private final Subscriptions subscriptions;

  EpcisQueriesApi(Trace trace, Subscriptions subscriptions) {
    this.trace = trace;
    this.subscriptions = subscriptions;
  }

  record QueryBody(String name, Map<String, Object> query) {}

  record SubscriptionBody(
      String dest,
      @Nullable String signatureToken,
      @Nullable Boolean stream,
      @Nullable Map<String, String> schedule,
      @Nullable Boolean reportIfEmpty,
      @Nullable String initialRecordTime) {

    private static final Set<String> CLOCK =
        Set.of("second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek");

    /// As the parameters of an upgrade have it.
    static SubscriptionBody of(Map<String, String> parameters) {
      Map<String, String> schedule = new LinkedHashMap<>(parameters);
      schedule.keySet().retainAll(CLOCK);
      return new SubscriptionBody(
          "",
          null,
          Boolean.valueOf(parameters.get("stream")),
          schedule.isEmpty() ? null : schedule,
          Boolean.valueOf(parameters.get("reportIfEmpty")),
          parameters.get("initialRecordTime"));
    }

    /// Either by the clock or as they come, never both.
    Subscriptions.When when() {
      if ((schedule == null) != Boolean.TRUE.equals(stream))
        throw new Refusal(
            TraceRefusal.BAD_SCHEDULE, Map.of("field", "stream", "value", String.valueOf(stream)));
      try {
        return new Subscriptions.When(
            Optional.ofNullable(schedule).map(Schedule::of),
            Boolean.TRUE.equals(reportIfEmpty),
            Optional.ofNullable(initialRecordTime)
                .map(OffsetDateTime::parse)
                .map(OffsetDateTime::toInstant));
      } catch (DateTimeParseException e) {
        throw new Refusal(
            TraceRefusal.BAD_PARAMETER,
            Map.of("parameter", "initialRecordTime", "value", String.valueOf(initialRecordTime)));
      }
    }
  }

  @RequestMapping(
      path = {"", "/{name}/subscriptions"},
      method = RequestMethod.OPTIONS)
  ResponseEntity<Void> discover(Actor actor) {
    return EpcisHeaders.discovery("GET", "POST");
  }

  @RequestMapping(
      path = {"/{name}", "/{name}/subscriptions/{id}"},
      method = RequestMethod.OPTIONS)
  ResponseEntity<Void> discoverOne(Actor actor) {
    return EpcisHeaders.discovery("GET", "DELETE");
  }

  @RequestMapping(path = "/{name}/events", method = RequestMethod.OPTIONS)
  ResponseEntity<Void> discoverEvents(Actor actor) {
    return EpcisHeaders.discovery("GET");
  }

  @GetMapping
  ResponseEntity<List<Object>> list(Actor actor, HttpServletRequest request) {
    List<Subscriptions.Query> found =
        subscriptions.listQueries(
            actor, EpcisHeaders.pageToken(request).orElse(""), EpcisHeaders.perPage(request) + 1);
    ResponseEntity.BodyBuilder answer = EpcisHeaders.ok();
    List<Object> queries = new ArrayList<>();
    for (Subscriptions.Query query :
        EpcisHeaders.page(request, answer, found, Subscriptions.Query::name))
      queries.add(view(query));
    return answer.body(queries);
  }

  @PostMapping
  @HarmlessTwice
  ResponseEntity<Void> define(Actor actor, @RequestBody QueryBody body) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    body.query().forEach((name, value) -> parameters.put(name, values(name, value)));
    Subscriptions.Query query = subscriptions.define(actor, body.name(), parameters);
    return EpcisHeaders.with(ResponseEntity.status(HttpStatus.CREATED))
        .location(URI.create(EpcisHeaders.ROOT + "/queries/" + query.name()))
        .build();
  }

  private static List<String> values(String name, @Nullable Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case Number number -> List.of(number.toString());
      case Boolean truth -> List.of(truth.toString());
      case List<?> list -> list.stream().map(each -> values(name, each).getFirst()).toList();
      case null, default ->
          throw new Refusal(
              TraceRefusal.BAD_PARAMETER,
              Map.of("parameter", name, "value", String.valueOf(value)));
    };
  }

  @GetMapping("/{name}")
  ResponseEntity<Map<String, Object>> get(Actor actor, @PathVariable String name) {
    return EpcisHeaders.ok().body(view(subscriptions.getQuery(actor, name)));
  }

  private static Map<String, Object> view(Subscriptions.Query query) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", query.name());
    view.put("createdAt", query.createdAt().toString());
    view.put("query", query.parameters());
    return view;
  }

  @DeleteMapping("/{name}")
  @HarmlessTwice
  ResponseEntity<Void> delete(Actor actor, @PathVariable String name) {
    subscriptions.deleteQuery(actor, name);
    return EpcisHeaders.with(ResponseEntity.status(HttpStatus.NO_CONTENT)).build();
  }

  @GetMapping("/{name}/events")
  ResponseEntity<byte[]> events(
      Actor actor, @PathVariable String name, HttpServletRequest request) {
    Subscriptions.Query query = subscriptions.getQuery(actor, name);
    EventQuery asked = EpcisHeaders.query(request, query.parameters());
    EventQuery.Found found = trace.find(actor, asked);
    return EpcisHeaders.document(trace, request, found.events(), name, found.nextPage());
  }

  @GetMapping("/{name}/subscriptions")
  ResponseEntity<List<Object>> subscriptions(
      Actor actor, @PathVariable String name, HttpServletRequest request) {
    List<Subscriptions.Subscription> found =
        subscriptions.listSubscriptions(
            actor,
            name,
            EpcisHeaders.pageToken(request).map(EpcisHeaders::uuidToken),
            EpcisHeaders.perPage(request) + 1);
    ResponseEntity.BodyBuilder answer = EpcisHeaders.ok();
    List<Object> all = new ArrayList<>();
    for (Subscriptions.Subscription each :
        EpcisHeaders.page(request, answer, found, one -> one.id().toString())) all.add(view(each));
    return answer.body(all);
  }

  @PostMapping("/{name}/subscriptions")
  @HarmlessTwice
  ResponseEntity<Map<String, Object>> subscribe(
      Actor actor,
      @PathVariable String name,
      @RequestBody SubscriptionBody body,
      HttpServletRequest request) {
    Subscriptions.When when = body.when();
    URI address;
    try {
      address = URI.create(body.dest());
    } catch (IllegalArgumentException e) {
      throw new Refusal(TraceRefusal.BAD_DESTINATION, Map.of("address", body.dest()));
    }
    String key = request.getHeader(ApiFrame.KEY);
    UUID id = key == null ? UUID.randomUUID() : UUID.fromString(key);
    Subscriptions.Subscription made =
        subscriptions.subscribe(
            actor,
            new Subscriptions.Order(
                id, name, address, Objects.requireNonNullElse(body.signatureToken(), ""), when));
    return EpcisHeaders.with(ResponseEntity.status(HttpStatus.CREATED))
        .location(URI.create(EpcisHeaders.ROOT + "/queries/" + name + "/subscriptions/" + id))
        .body(view(made));
  }

  @GetMapping("/{name}/subscriptions/{id}")
  ResponseEntity<Map<String, Object>> subscription(
      Actor actor, @PathVariable String name, @PathVariable String id) {
    return EpcisHeaders.ok().body(view(subscriptions.getSubscription(actor, name, uuid(id))));
  }

  @DeleteMapping("/{name}/subscriptions/{id}")
  @HarmlessTwice
  ResponseEntity<Void> unsubscribe(
      Actor actor, @PathVariable String name, @PathVariable String id) {
    subscriptions.unsubscribe(actor, name, uuid(id));
    return EpcisHeaders.with(ResponseEntity.status(HttpStatus.NO_CONTENT)).build();
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(TraceRefusal.UNKNOWN_SUBSCRIPTION);
    }
  }

  private static Map<String, Object> view(Subscriptions.Subscription subscription) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("subscriptionID", subscription.id().toString());
    view.put("queryName", subscription.query());
    view.put("dest", subscription.address().toString());
    Subscriptions.When when = subscription.when();
    when.schedule()
        .ifPresentOrElse(
            schedule -> view.put("schedule", schedule.fields()), () -> view.put("stream", true));
    view.put("reportIfEmpty", when.reportIfEmpty());
    view.put("createdAt", subscription.createdAt().toString());
    Instant from = when.from().orElse(subscription.createdAt());
    view.put("initialRecordTime", from.toString());
    view.put("minRecordTime", subscription.lastNotifiedAt().orElse(from).toString());
    subscription.lastNotifiedAt().ifPresent(at -> view.put("lastNotifiedAt", at.toString()));
    Optional<String> error = subscription.lastError();
    error.ifPresent(text -> view.put("lastError", text));
    return view;
  }
}
