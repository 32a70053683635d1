package org.yutang.trace.document;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes events as documents, and as they are kept.
public final class EventWriter {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private static final Part.Form KEPT = new Part.Form(false, Map.of());

  /// What a document is: an answer to a query where `query` names one, otherwise plain.
  public record Head(
      OffsetDateTime created, Optional<String> query, Optional<String> subscription) {
    public static Head plain(OffsetDateTime created) {
      return new Head(created, Optional.empty(), Optional.empty());
    }
  }

  private EventWriter() {}

  /// @param prefixes wanted ones by namespace
  public static byte[] json(Head head, List<Event> events, Map<String, String> prefixes) {
    Names names = Names.of(events, prefixes);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("@context", context(names));
    boolean answer = head.query().isPresent();
    document.put("type", answer ? "EPCISQueryDocument" : "EPCISDocument");
    document.put("schemaVersion", "2.0");
    document.put("creationDate", EventTree.time(head.created()));
    List<Object> list = new ArrayList<>();
    for (Event event : events) list.add(EventTree.of(event, names::shorten));
    Map<String, Object> body = Map.of("eventList", list);
    if (answer) {
      Map<String, Object> results = new LinkedHashMap<>();
      head.subscription().ifPresent(id -> results.put("subscriptionID", id));
      results.put("queryName", head.query().get());
      results.put("resultsBody", body);
      body = Map.of("queryResults", results);
    }
    document.put("epcisBody", body);
    return MAPPER.writeValueAsBytes(document);
  }

  /// One event as a document of its own.
  public static byte[] json(Event event, Map<String, String> prefixes) {
    Names names = Names.of(List.of(event), prefixes);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("@context", context(names));
    document.putAll(EventTree.of(event, names::shorten));
    return MAPPER.writeValueAsBytes(document);
  }

  private static List<Object> context(Names names) {
    List<Object> context = new ArrayList<>();
    context.add(Contexts.STANDARD);
    Map<String, String> own = new LinkedHashMap<>();
    names
        .prefixes()
        .forEach(
            (namespace, prefix) -> {
              if (!namespace.equals(Contexts.PREFIXES.get(prefix))) own.put(prefix, namespace);
            });
    if (!own.isEmpty()) context.add(own);
    return context;
  }

  /// @param prefixes wanted ones by namespace
  public static byte[] xml(Head head, List<Event> events, Map<String, String> prefixes) {
    return xml(head, events, prefixes, false);
  }

  /// @param webWords whether words of the CBV are written as web URIs rather than URNs
  public static byte[] xml(
      Head head, List<Event> events, Map<String, String> prefixes, boolean webWords) {
    return new XmlWriter(Names.of(events, prefixes), webWords)
        .document(head, events)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// As it is kept: JSON with whole names.
  public static String kept(Event event) {
    return MAPPER.writeValueAsString(EventTree.of(event, name -> name));
  }

  /// Reads what [#kept] wrote.
  @SuppressWarnings("unchecked")
  public static Event read(String kept) {
    try (JsonParser parser = JsonDocument.FACTORY.createParser(ObjectReadContext.empty(), kept)) {
      parser.nextToken();
      if (!(JsonDocument.value(parser, new int[1]) instanceof Map<?, ?> values))
        throw new IllegalStateException("a kept event is none: " + kept);
      return EventReader.read(new Part((Map<String, @Nullable Object>) values, "$", KEPT));
    } catch (Refusal e) {
      throw new IllegalStateException("a kept event cannot be read: " + kept, e);
    }
  }
}
