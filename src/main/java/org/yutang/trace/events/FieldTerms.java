package org.yutang.trace.events;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Questions for fields of somebody's own, by the standard's names (EPCIS 2.0, section 8.2.7.1):
/// `EQ_`, `GT_` … or `EXISTS_`, then `INNER_` for what lies deeper, then where, then `prefix:name`
/// or `namespace#name`. And for what sensors measured: `GE_value_CEL`.
final class FieldTerms {

  private static final Map<String, String> COMPARISONS =
      Map.of("GE", ">=", "GT", ">", "LE", "<=", "LT", "<", "EQ", "==");

  /// Where a field may lie, as a path of SQL/JSON.
  private static final Map<String, String> PLACES = places();

  private static final List<String> MEASURES =
      List.of("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue");

  private FieldTerms() {}

  private static Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("ILMD_", "$.ilmd");
    places.put("ERROR_DECLARATION_", "$.errorDeclaration");
    places.put("SENSORELEMENT_", "$.sensorElementList[*]");
    places.put("SENSORMETADATA_", "$.sensorElementList[*].sensorMetadata");
    places.put("SENSORREPORT_", "$.sensorElementList[*].sensorReport[*]");
    places.put("readPoint_", "$.readPoint");
    places.put("bizLocation_", "$.bizLocation");
    places.put("", "$");
    return places;
  }

  /// Adds the condition that a parameter means.
  ///
  /// @return false where it is none of these
  static boolean add(
      QueryTerms terms, String name, List<String> given, Map<String, String> namespaces) {
    int line = name.indexOf('_');
    if (line < 0) return false;
    String comparison = name.substring(0, line);
    String rest = name.substring(line + 1);
    if (!comparison.equals("EXISTS") && !COMPARISONS.containsKey(comparison)) return false;
    if (measured(terms, name, comparison, rest, given)) return true;
    boolean inner = rest.startsWith("INNER_");
    if (inner) rest = rest.substring("INNER_".length());
    for (Map.Entry<String, String> place : PLACES.entrySet())
      if (rest.startsWith(place.getKey())) {
        Optional<String> key = key(rest.substring(place.getKey().length()), namespaces);
        if (key.isEmpty()) return false;
        String path = place.getValue() + (inner ? ".**{1 to last}." : ".") + key.get() + "[*]";
        compare(terms, name, comparison, path, given);
        return true;
      }
    return false;
  }

  /// The URI that a name of somebody's own stands for: itself, or with its prefix written out.
  static Optional<String> uri(String name, Map<String, String> namespaces) {
    int colon = name.indexOf(':');
    if (colon <= 0) return Optional.empty();
    String namespace = namespaces.get(name.substring(0, colon));
    return Optional.of(namespace == null ? name : namespace + name.substring(colon + 1));
  }

  /// The name under which a field is kept, quoted for a path.
  private static Optional<String> key(String field, Map<String, String> namespaces) {
    int hash = field.lastIndexOf('#');
    int colon = field.indexOf(':');
    String full;
    if (hash > 0) {
      String before = field.substring(0, hash);
      // a namespace may end with the sign that stands between it and the name
      String namespace = namespaces.containsValue(before + "#") ? before + "#" : before;
      full = "{" + namespace + "}" + field.substring(hash + 1);
    } else {
      String namespace = colon > 0 ? namespaces.get(field.substring(0, colon)) : null;
      if (namespace == null) return Optional.empty();
      full = "{" + namespace + "}" + field.substring(colon + 1);
    }
    return Optional.of(org.yutang.store.Json.write(full));
  }

  private static void compare(
      QueryTerms terms, String name, String comparison, String path, List<String> given) {
    String found =
        "jsonb_path_query(e.body::jsonb, %s::jsonpath) as t".formatted(terms.param(path));
    String holds =
        switch (comparison) {
          case "EXISTS" -> "true";
          case "EQ" -> "t #>> '{}' = any (" + terms.param(given.toArray(String[]::new)) + ")";
          // texts are passed over before they are compared
          default ->
              "case when jsonb_typeof(t) = 'number' then (t #>> '{}')::numeric %s %s else false end"
                  .formatted(
                      COMPARISONS.get(comparison), terms.param(number(name, given.getFirst())));
        };
    terms.add("exists (select 1 from " + found + " where " + holds + ")");
  }

  /// A measure in one unit, such as `value_CEL`.
  private static boolean measured(
      QueryTerms terms, String name, String comparison, String rest, List<String> given) {
    int line = rest.indexOf('_');
    if (line < 0 || !MEASURES.contains(rest.substring(0, line))) return false;
    if (comparison.equals("EXISTS")) return false;
    terms.add(
        "jsonb_path_exists(e.body::jsonb, '$.sensorElementList[*].sensorReport[*] ? (@.uom == $u && @.%s %s $v)', jsonb_build_object('u', %s::text, 'v', %s::numeric))"
            .formatted(
                rest.substring(0, line),
                COMPARISONS.get(comparison),
                terms.param(rest.substring(line + 1)),
                terms.param(number(name, given.getFirst()))));
    return true;
  }

  /// Compares the quantities of an event.
  static void quantity(QueryTerms terms, String name, List<String> given) {
    terms.add(
        "jsonb_path_exists(e.body::jsonb, '$.*[*].quantity ? (@ %s $v)', jsonb_build_object('v', %s::numeric))"
            .formatted(
                COMPARISONS.get(name.substring(0, 2)),
                terms.param(number(name, given.getFirst()))));
  }

  private static BigDecimal number(String name, String value) {
    try {
      BigDecimal number = new BigDecimal(value);
      // written out, a huge exponent would fill the memory
      if (Math.abs((long) number.scale()) > 100 || number.precision() > 100)
        throw QueryTerms.bad(name, value);
      return number;
    } catch (NumberFormatException e) {
      throw QueryTerms.bad(name, value);
    }
  }
}
