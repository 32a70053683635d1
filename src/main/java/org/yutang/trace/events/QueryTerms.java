package org.yutang.trace.events;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yutang.kernel.Refusal;
import org.yutang.store.Json;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.Gs1Pattern;
import org.yutang.trace.TraceRefusal;
import org.yutang.trace.document.EventWords;
import org.yutang.trace.graph.Item;

/// The standard's query parameters (EPCIS 2.0, section 8.2.7.1) as conditions in SQL. What columns
/// and keys answer is quick; what only the event itself answers is read from it.
final class QueryTerms {

  private static final List<String> ACTIONS = List.of("ADD", "OBSERVE", "DELETE");

  /// Where events name things, by role.
  private static final Map<Integer, List<String>> PATHS =
      Map.of(
          1, List.of("$.epcList[*]"),
          2, List.of("$.parentID"),
          3, List.of("$.childEPCs[*]"),
          4, List.of("$.inputEPCList[*]"),
          5, List.of("$.outputEPCList[*]"),
          11, List.of("$.quantityList[*].epcClass"),
          13, List.of("$.childQuantityList[*].epcClass"),
          14, List.of("$.inputQuantityList[*].epcClass"),
          15, List.of("$.outputQuantityList[*].epcClass"));

  private static final List<String> QUANTITY = List.of("EQ", "GT", "GE", "LT", "LE");

  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, String> namespaces;
  private String orderColumn = "e.record_time";
  private boolean ordered;
  private boolean descending = true;
  private long countLimit = -1;
  private long maxCount = -1;

  private QueryTerms(Map<String, String> namespaces) {
    this.namespaces = namespaces;
  }

  static QueryTerms of(EventQuery query, Map<String, String> namespaces) {
    QueryTerms terms = new QueryTerms(namespaces);
    query.also().forEach(terms::parameter);
    query.parameters().forEach(terms::parameter);
    if (terms.countLimit >= 0 && !terms.ordered) throw bad("eventCountLimit", "without orderBy");
    if (terms.countLimit >= 0 && terms.maxCount >= 0)
      throw bad("maxEventCount", "with eventCountLimit");
    return terms;
  }

  String where() {
    return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
  }

  Map<String, Object> values() {
    return values;
  }

  String orderColumn() {
    return orderColumn;
  }

  boolean descending() {
    return descending;
  }

  long countLimit() {
    return countLimit;
  }

  long maxCount() {
    return maxCount;
  }

  void add(String condition, String name, Object value) {
    conditions.add(condition);
    values.put(name, value);
  }

  void add(String name, Object value) {
    values.put(name, value);
  }

  void add(String condition) {
    conditions.add(condition);
  }

  /// The name under which a value stands in a condition.
  String param(Object value) {
    String name = "p" + values.size();
    values.put(name, value);
    return ":" + name;
  }

  static Refusal bad(String parameter, String value) {
    return new Refusal(TraceRefusal.BAD_PARAMETER, Map.of("parameter", parameter, "value", value));
  }

  private void parameter(String name, List<String> given) {
    if (given.isEmpty()) return;
    switch (name) {
      case "eventType" -> types(given);
      case "GE_eventTime" -> time(name, "e.event_time >=", given);
      case "LT_eventTime" -> time(name, "e.event_time <", given);
      case "GE_recordTime" -> time(name, "e.record_time >=", given);
      case "LT_recordTime" -> time(name, "e.record_time <", given);
      case "EQ_action" ->
          text("e.body::jsonb ->> 'action'", words(name, given, QueryTerms::action));
      case "EQ_bizStep" -> text("e.biz_step", words(name, given, EventWords::bizStep));
      case "EQ_disposition" -> text("e.disposition", words(name, given, EventWords::disposition));
      case "EQ_persistentDisposition_set" -> persistent("set", name, given);
      case "EQ_persistentDisposition_unset" -> persistent("unset", name, given);
      case "EQ_readPoint" -> text("e.read_point", keys(given));
      case "EQ_bizLocation" -> text("e.biz_location", keys(given));
      case "WD_readPoint" -> within("e.read_point", given);
      case "WD_bizLocation" -> within("e.biz_location", given);
      case "EQ_transformationID" -> appears(given, 6);
      case "MATCH_epc" -> match(name, given, 1, 3);
      case "MATCH_parentID" -> match(name, given, 2);
      case "MATCH_inputEPC" -> match(name, given, 4);
      case "MATCH_outputEPC" -> match(name, given, 5);
      case "MATCH_anyEPC" -> match(name, given, 1, 2, 3, 4, 5);
      case "MATCH_epcClass" -> match(name, given, 11, 13);
      case "MATCH_inputEPCClass" -> match(name, given, 14);
      case "MATCH_outputEPCClass" -> match(name, given, 15);
      case "MATCH_anyEPCClass" -> match(name, given, 11, 13, 14, 15);
      case "EQ_eventID" -> eventIds(given);
      case "EXISTS_errorDeclaration" -> declarations(name, given.getFirst());
      case "GE_errorDeclarationTime" -> declared(name, ">=", given);
      case "LT_errorDeclarationTime" -> declared(name, "<", given);
      case "EQ_errorReason" ->
          text(
              "e.body::jsonb #>> '{errorDeclaration,reason}'",
              words(name, given, EventWords::errorReason));
      case "EQ_correctiveEventID" ->
          anyContained(
              given, id -> Map.of("errorDeclaration", Map.of("correctiveEventIDs", List.of(id))));
      case "orderBy" -> order(given.getFirst());
      case "orderDirection" -> direction(given.getFirst());
      case "eventCountLimit" -> countLimit = number(name, given.getFirst());
      case "maxEventCount" -> maxCount = number(name, given.getFirst());
      default -> openParameter(name, given);
    }
  }

  /// Parameters whose names say a type or a field.
  private void openParameter(String name, List<String> given) {
    int line = name.indexOf('_');
    String comparison = line < 0 ? "" : name.substring(0, line);
    String rest = name.substring(line + 1);
    if (rest.equals("quantity") && QUANTITY.contains(comparison)) {
      FieldTerms.quantity(this, name, given);
    } else if (comparison.equals("EQ") && rest.startsWith("bizTransaction_")) {
      typed(name, "bizTransaction", rest.substring(15), given, EventWords::transactionType);
    } else if (comparison.equals("EQ") && rest.startsWith("source_")) {
      typed(name, "source", rest.substring(7), given, EventWords::sourceType);
    } else if (comparison.equals("EQ") && rest.startsWith("destination_")) {
      typed(name, "destination", rest.substring(12), given, EventWords::sourceType);
    } else if (SensorTerms.knows(comparison, rest)) {
      sensor(name, SensorTerms.path(rest), rest, given);
    } else if (!FieldTerms.add(this, name, given, namespaces)) {
      throw new Refusal(TraceRefusal.UNKNOWN_PARAMETER, Map.of("parameter", name));
    }
  }

  private void types(List<String> given) {
    List<Short> standard = new ArrayList<>();
    List<String> own = new ArrayList<>();
    for (String type : given)
      if (EventRows.TYPES.contains(type)) standard.add(EventRows.type(type));
      else own.add(FieldTerms.uri(type, namespaces).orElseThrow(() -> bad("eventType", type)));
    String condition = "e.type = any (" + param(standard.toArray(Short[]::new)) + ")";
    if (!own.isEmpty())
      condition +=
          " or (e.type = %d and translate(e.body::jsonb ->> 'type', '{}', '') = any (%s))"
              .formatted(EventRows.OWN_TYPE, param(own.toArray(String[]::new)));
    conditions.add("(" + condition + ")");
  }

  private void text(String column, List<String> wanted) {
    conditions.add(column + " = any (" + param(wanted.toArray(String[]::new)) + ")");
  }

  private static List<String> words(
      String name, List<String> given, Function<String, Optional<String>> word) {
    return given.stream().map(each -> word.apply(each).orElseThrow(() -> bad(name, each))).toList();
  }

  private static Optional<String> action(String value) {
    return Optional.of(value).filter(ACTIONS::contains);
  }

  private static List<String> keys(List<String> given) {
    return given.stream().map(Gs1Key::canonical).toList();
  }

  /// A place with all that lies in it: a location's extensions.
  private void within(String column, List<String> given) {
    List<String> either = new ArrayList<>();
    for (String key : keys(given)) {
      either.add(column + " = " + param(key));
      either.add("starts_with(" + column + ", " + param(key + "/254/") + ")");
    }
    conditions.add("(" + String.join(" or ", either) + ")");
  }

  private void time(String name, String comparison, List<String> given) {
    conditions.add(comparison + " " + param(time(name, given.getFirst())));
  }

  private static OffsetDateTime time(String name, String value) {
    try {
      return OffsetDateTime.parse(value);
    } catch (DateTimeParseException e) {
      throw bad(name, value);
    }
  }

  private static long number(String name, String value) {
    try {
      long number = Long.parseLong(value);
      if (number < 1) throw bad(name, value);
      return number;
    } catch (NumberFormatException e) {
      throw bad(name, value);
    }
  }

  private void declared(String name, String comparison, List<String> given) {
    conditions.add(
        "(e.body::jsonb #>> '{errorDeclaration,declarationTime}')::timestamptz "
            + comparison
            + " "
            + param(time(name, given.getFirst())));
  }

  private void eventIds(List<String> given) {
    List<java.util.UUID> ids = new ArrayList<>();
    for (String id : given) {
      ids.add(NewEvent.id(id, false));
      ids.add(NewEvent.id(id, true));
    }
    conditions.add("e.id = any (" + param(ids.toArray(java.util.UUID[]::new)) + ")");
  }

  private void declarations(String name, String wanted) {
    switch (wanted) {
      case "", "true" -> conditions.add("e.wrong");
      case "false" -> {} // as if it had not been asked
      default -> throw bad(name, wanted);
    }
  }

  /// Exact names are found by key, patterns by looking into events.
  private void match(String name, List<String> given, int... roles) {
    boolean classes = roles[0] >= 10;
    List<String> exact = new ArrayList<>();
    List<String> either = new ArrayList<>();
    for (String uri : given) {
      boolean ofClass = isClass(uri);
      if (Gs1Pattern.isPattern(uri) && !(classes && ofClass)) {
        either.add(pattern(uri, roles));
      } else {
        if (!classes && ofClass) throw bad(name, uri);
        exact.add(uri);
      }
    }
    if (!exact.isEmpty()) either.add(appearing(exact, roles));
    conditions.add("(" + String.join(" or ", either) + ")");
  }

  private static boolean isClass(String uri) {
    try {
      return Gs1Key.find(uri).filter(key -> key.kind().isClass()).isPresent();
    } catch (Refusal pattern) {
      return false; // an open one, which is no kind of things itself
    }
  }

  private String pattern(String uri, int... roles) {
    Gs1Pattern pattern = Gs1Pattern.parse(uri);
    List<String> paths = new ArrayList<>();
    for (int role : roles) paths.addAll(PATHS.getOrDefault(role, List.of()));
    // all pieces of a product are remembered in its shard; those of a company are anywhere
    String among =
        pattern
            .product()
            .map(
                product ->
                    "e.id in (select a.event from trace.appearance a where a.shard_key = %s and a.role = any (%s)) and "
                        .formatted(param(Item.shardOf(product)), param(roles(roles))))
            .orElse("");
    return "(%se.body like %s and exists (select 1 from unnest(%s::jsonpath[]) as p, jsonb_path_query(e.body::jsonb, p) as t where t #>> '{}' ~ %s))"
        .formatted(
            among,
            param("%" + pattern.company() + "%"),
            param(paths.toArray(String[]::new)),
            param(roles[0] >= 10 ? pattern.classes() : pattern.things()));
  }

  private void appears(List<String> given, int... roles) {
    conditions.add(appearing(given, roles));
  }

  private String appearing(List<String> given, int... roles) {
    List<Item> items = given.stream().map(Item::of).toList();
    String shards = param(items.stream().map(Item::shard).toArray(Integer[]::new));
    String ids = param(items.stream().map(Item::id).toArray(java.util.UUID[]::new));
    return "e.id in (select a.event from trace.appearance a where a.shard_key = any (%s) and a.item = any (%s) and a.role = any (%s))"
        .formatted(shards, ids, param(roles(roles)));
  }

  private static Short[] roles(int... roles) {
    Short[] wanted = new Short[roles.length];
    for (int i = 0; i < roles.length; i++) wanted[i] = (short) roles[i];
    return wanted;
  }

  private void persistent(String part, String name, List<String> given) {
    anyContained(
        words(name, given, EventWords::disposition),
        word -> Map.of("persistentDisposition", Map.of(part, List.of(word))));
  }

  private void typed(
      String name,
      String field,
      String type,
      List<String> given,
      Function<String, Optional<String>> word) {
    String known = word.apply(type).orElseThrow(() -> bad(name, type));
    anyContained(
        given, value -> Map.of(field + "List", List.of(Map.of("type", known, field, value))));
  }

  private void anyContained(List<String> given, Function<String, Object> pattern) {
    List<String> either = new ArrayList<>();
    for (String value : given)
      either.add("e.body::jsonb @> " + param(Json.write(pattern.apply(value))) + "::jsonb");
    conditions.add("(" + String.join(" or ", either) + ")");
  }

  private void sensor(String name, String path, String field, List<String> given) {
    List<String> either = new ArrayList<>();
    for (String value : given) {
      String compared =
          field.equals("type")
              ? EventWords.measurement(value).orElseThrow(() -> bad(name, value))
              : value;
      if (SensorTerms.isTime(field)) {
        either.add(
            "exists (select 1 from jsonb_path_query(e.body::jsonb, '%s') as t where (t #>> '{}')::timestamptz %s %s)"
                .formatted(path, name.startsWith("GE_") ? ">=" : "<", param(time(name, value))));
      } else {
        either.add(
            "exists (select 1 from jsonb_path_query(e.body::jsonb, '%s') as t where t #>> '{}' = %s)"
                .formatted(path, param(compared)));
      }
    }
    conditions.add("(" + String.join(" or ", either) + ")");
  }

  private void order(String by) {
    orderColumn =
        switch (by) {
          case "eventTime" -> "e.event_time";
          case "recordTime" -> "e.record_time";
          default -> throw bad("orderBy", by);
        };
    ordered = true;
  }

  private void direction(String direction) {
    descending =
        switch (direction) {
          case "ASC" -> false;
          case "DESC" -> true;
          default -> throw bad("orderDirection", direction);
        };
  }
}
