package org.yutang.trace.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;
import org.yutang.trace.TraceRefusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A JSON-LD document. It is run through twice: the context, without which no event can be
/// understood, may stand behind them.
final class JsonDocument implements EventDocument {

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 10)
                  .maxStringLength(1 << 20)
                  .maxNumberLength(100)
                  .maxNameLength(4000)
                  .maxDocumentLength(-1)
                  .build())
          .build();

  private static final Set<String> HEAD =
      Set.of(
          "@context",
          "id",
          "type",
          "schemaVersion",
          "creationDate",
          "instanceIdentifier",
          "sender",
          "receiver",
          "epcisHeader",
          "epcisBody");

  private static final List<String> DOCUMENT = List.of("epcisBody", "eventList");
  private static final List<String> QUERY =
      List.of("epcisBody", "queryResults", "resultsBody", "eventList");

  private final Path file;
  private final Map<String, @Nullable Object> head = new LinkedHashMap<>();
  private final Set<String> ignored = new HashSet<>();
  private List<String> way = List.of();
  private Map<String, String> namespaces = Map.of();

  private JsonDocument(Path file) {
    this.file = file;
  }

  static JsonDocument open(Path file) throws IOException {
    JsonDocument document = new JsonDocument(file);
    document.readHead();
    return document;
  }

  @Override
  public Map<String, String> namespaces() {
    return namespaces;
  }

  @Override
  public Set<String> ignored() {
    return ignored;
  }

  private void readHead() throws IOException {
    List<Object> ignoring = new ArrayList<>();
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), Files.newInputStream(file))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) throw notADocument("$");
      readHead(parser, ignoring);
      if (parser.nextToken() != null) throw notADocument("$");
    } catch (JacksonException e) {
      throw malformed(e, "$");
    }
    namespaces = Contexts.read(head.get("@context"), Map.of(), true);
    Object type = head.get("type");
    if (!(type instanceof String text)) throw notADocument("$.type");
    switch (text) {
      case "EPCISDocument" -> way = DOCUMENT;
      case "EPCISQueryDocument" -> way = QUERY;
      default -> {
        return; // one event by itself
      }
    }
    require(text);
    Part.Form form = new Part.Form(false, namespaces);
    Map<String, @Nullable Object> names = new LinkedHashMap<>();
    for (Object name : ignoring) if (name instanceof String field) names.put(field, "");
    new Part(names, "$", form).extras(Set.of()).forEach(extra -> ignored.add(extra.fullName()));
  }

  /// Keeps the simple values of the head, and what is to be ignored.
  private void readHead(JsonParser parser, List<Object> ignoring) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("@context")) {
        head.put(name, value(parser, new int[1]));
      } else if (name.endsWith(":ignoreFields")) {
        Object fields = value(parser, new int[1]);
        if (fields instanceof List<?> list) ignoring.addAll(list);
        head.put(name, "");
      } else if (value == JsonToken.START_OBJECT
          && Set.of("epcisBody", "queryResults").contains(name)) {
        head.put(name, "");
        Map<String, @Nullable Object> outer = new LinkedHashMap<>(head);
        readHead(parser, ignoring);
        head.clear();
        head.putAll(outer);
      } else {
        head.put(name, value.isScalarValue() ? parser.getString() : "");
        parser.skipChildren();
      }
    }
  }

  private void require(String type) {
    Part part = new Part(head, "$", new Part.Form(false, namespaces));
    if (!head.containsKey("epcisBody")) throw notADocument("$.epcisBody");
    if (type.equals("EPCISDocument")) {
      if (!part.text("schemaVersion").filter(version -> version.matches("2(\\.\\d+)*")).isPresent())
        throw notADocument("$.schemaVersion");
      if (part.time("creationDate").isEmpty()) throw notADocument("$.creationDate");
    }
    var _ = part.uri("id");
    Set<String> known = new HashSet<>(HEAD);
    known.add("queryResults");
    part.extras(known);
  }

  @Override
  public void read(Sink sink) throws IOException {
    int[] index = {0};
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), Files.newInputStream(file))) {
      parser.nextToken();
      if (way.isEmpty()) {
        read(parser, 0, sink);
        return;
      }
      if (!descend(parser)) throw notADocument("$." + String.join(".", way));
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        read(parser, index[0], sink);
        index[0]++;
      }
    } catch (JacksonException e) {
      throw malformed(e, "$[" + index[0] + "]");
    }
  }

  /// Goes to the list of events.
  private boolean descend(JsonParser parser) {
    for (int depth = 0; depth < way.size(); depth++) {
      if (parser.currentToken() != JsonToken.START_OBJECT) return false;
      boolean found = false;
      while (!found && parser.nextToken() == JsonToken.PROPERTY_NAME) {
        found = parser.currentName().equals(way.get(depth));
        parser.nextToken();
        if (!found) parser.skipChildren();
      }
      if (!found) return false;
    }
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  @SuppressWarnings("unchecked")
  private void read(JsonParser parser, int index, Sink sink) {
    Event event;
    try {
      Object value;
      int[] count = new int[1];
      value = value(parser, count);
      if (count[0] > MAX_VALUES)
        throw new Refusal(TraceRefusal.EVENT_TOO_LARGE, Map.of("path", "$", "limit", MAX_VALUES));
      if (!(value instanceof Map<?, ?> map)) throw Part.bad("$", value, "object");
      Map<String, String> prefixes =
          map.containsKey("@context")
              ? Contexts.read(map.get("@context"), namespaces, false)
              : namespaces;
      event =
          EventReader.read(
              new Part((Map<String, @Nullable Object>) map, "$", new Part.Form(false, prefixes)));
    } catch (Refusal why) {
      sink.refused(index, why);
      return;
    }
    sink.event(index, event);
  }

  /// The value at which the parser stands; beyond the bound it is only run through.
  static @Nullable Object value(JsonParser parser, int[] count) {
    count[0]++;
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          Object value = value(parser, count);
          if (count[0] <= MAX_VALUES) map.put(name, value);
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          Object value = value(parser, count);
          if (count[0] <= MAX_VALUES) list.add(value);
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> null;
    };
  }

  private static Refusal notADocument(String path) {
    return new Refusal(TraceRefusal.NOT_A_DOCUMENT, Map.of("path", path));
  }

  private static Refusal malformed(JacksonException e, String path) {
    int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    return new Refusal(TraceRefusal.MALFORMED, Map.of("path", path, "line", line));
  }
}
