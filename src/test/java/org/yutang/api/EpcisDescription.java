package org.yutang.api;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yutang.store.Json;
import org.yutang.trace.document.Examples;

/// The standard's own OpenAPI description of the EPCIS interface, with all that it refers to in
/// place.
final class EpcisDescription {

  private static final List<String> METHODS = List.of("options", "get", "post", "delete");

  private final Map<String, Object> root;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  /// @param path as described, with names in braces
  record Operation(String method, String path, Map<?, ?> described) {

    Map<?, ?> answers() {
      return (Map<?, ?>) described.get("responses");
    }

    @Override
    public String toString() {
      return method.toUpperCase(java.util.Locale.ROOT) + " " + path;
    }
  }

  private EpcisDescription(Map<String, Object> root) {
    this.root = root;
  }

  static EpcisDescription read() throws Exception {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(1 << 22);
    Map<String, Object> root =
        new Yaml(options).load(Files.readString(Examples.folder().resolve("openapi.yaml")));
    return new EpcisDescription(root);
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    ((Map<?, ?>) root.get("paths"))
        .forEach(
            (path, methods) -> {
              Map<?, ?> shared = (Map<?, ?>) methods;
              for (String method : METHODS)
                if (shared.get(method) instanceof Map<?, ?> operation)
                  operations.add(
                      new Operation(method, (String) path, (Map<?, ?>) resolved(operation)));
            });
    return operations;
  }

  /// The names of the parameters of a query string, with a value that fits.
  static Map<String, String> parameters(Operation operation) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Object described = operation.described().get("parameters");
    if (described == null) return parameters;
    for (Object each : (List<?>) described) {
      Map<?, ?> parameter = (Map<?, ?>) each;
      if ("query".equals(parameter.get("in")))
        parameters.put((String) parameter.get("name"), value(parameter));
    }
    return parameters;
  }

  private static String value(Map<?, ?> parameter) {
    Object example = parameter.get("example");
    if (example != null)
      return example instanceof java.util.Date date ? date.toInstant().toString() : "" + example;
    Map<?, ?> schema = (Map<?, ?>) parameter.get("schema");
    String name = (String) parameter.get("name");
    if (name.startsWith("MATCH_")) return "urn:epc:id:sscc:9930001.1000000001";
    if (name.equals("EQ_errorReason")) return "incorrect_data";
    if (name.equals("orderBy")) return "eventTime";
    if (name.equals("maxEventCount")) return "1000000";
    if (name.equals("EQ_persistentDisposition_set")) return "in_transit";
    return switch ((String) schema.get("type")) {
      case "integer", "number" -> "7";
      case "boolean" -> "true";
      default -> schema.get("enum") instanceof List<?> known ? "" + known.getFirst() : "urn:x:y";
    };
  }

  /// What of an answer is not as its description says: headers and body.
  ///
  /// @param absent headers that may be absent
  List<String> wrong(
      Operation operation,
      java.net.http.HttpResponse<String> answer,
      java.util.Set<String> absent) {
    Object described = operation.answers().get(String.valueOf(answer.statusCode()));
    if (described == null) return List.of("status " + answer.statusCode() + " " + answer.body());
    List<String> wrong = new ArrayList<>();
    if (((Map<?, ?>) described).get("headers") instanceof Map<?, ?> headers)
      headers.forEach(
          (name, header) -> {
            Optional<String> given = answer.headers().firstValue((String) name);
            if (given.isEmpty()) {
              if (!absent.contains(name)) wrong.add("without " + name);
            } else {
              Object schema = ((Map<?, ?>) header).get("schema");
              wrong.addAll(told("header " + name, schema, headerJson(schema, given.get())));
            }
          });
    if (((Map<?, ?>) described).get("content") instanceof Map<?, ?> content) {
      String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
      if (!(content.get(type) instanceof Map<?, ?> form))
        wrong.add(type + " is none of " + content.keySet());
      else if (type.endsWith("json")) wrong.addAll(told("body", form.get("schema"), answer.body()));
    } else if (!answer.body().isEmpty()) {
      wrong.add("has a body");
    }
    return wrong;
  }

  private List<String> told(String what, Object schema, String json) {
    Schema compiled = schemas.getSchema(Json.write(schema));
    List<String> wrong = new ArrayList<>();
    for (Error error : compiled.validate(json, InputFormat.JSON))
      wrong.add(what + " " + error + ": " + json);
    return wrong;
  }

  private static String headerJson(Object schema, String value) {
    boolean number = schema instanceof Map<?, ?> map && "integer".equals(map.get("type"));
    return number ? value : Json.write(value);
  }

  /// With everything that a reference names in its place. Schemas of events lie elsewhere: they are
  /// held against the documents by another test, here they are objects.
  private Object resolved(Object node) {
    if (node instanceof List<?> list) return list.stream().map(this::resolved).toList();
    if (!(node instanceof Map<?, ?> map)) return node;
    if (map.get("$ref") instanceof String ref) return resolved(ref);
    Map<Object, Object> copy = new LinkedHashMap<>();
    map.forEach((name, value) -> copy.put(name, resolved(value)));
    // the two ways of telling errors do not exclude each other as they are described
    if (copy.get("oneOf") != null) copy.put("anyOf", copy.remove("oneOf"));
    // addresses may be relative, as texts beside them say, and a link header is never a bare one
    if ("uri".equals(copy.get("format"))) copy.put("format", "uri-reference");
    if (String.valueOf(copy.get("description")).startsWith("A pagination header link"))
      copy.remove("format");
    // examples are no rules, and Java knows no named subpatterns
    copy.remove("example");
    if (copy.get("pattern") instanceof String pattern && pattern.contains("\\g"))
      copy.remove("pattern");
    return copy;
  }

  private Object resolved(String ref) {
    if (!ref.startsWith("#/")) {
      boolean document = ref.contains("ocument");
      return Map.of("type", document ? "object" : "string");
    }
    Object node = root;
    for (String step : ref.substring(2).split("/"))
      node = ((Map<?, ?>) node).get(step.replace("~1", "/").replace("~0", "~"));
    Object example = node instanceof Map<?, ?> map ? map.get("example") : null;
    Object found = resolved(node);
    if (example != null && ref.contains("/parameters/")) {
      Map<Object, Object> with = new LinkedHashMap<>((Map<?, ?>) found);
      with.put("example", example);
      return with;
    }
    return found;
  }
}
