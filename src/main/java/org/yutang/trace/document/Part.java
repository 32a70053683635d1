package org.yutang.trace.document;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;
import org.yutang.trace.Extra;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.TraceRefusal;

/// One object of a document while it is read, with the place where it stands. Its values are texts,
/// numbers, truth values, lists and maps, whether they came as JSON or as XML.
final class Part {

  /// How a document writes things.
  ///
  /// @param namespaces by prefix
  record Form(boolean xml, Map<String, String> namespaces) {}

  private static final int MAX_DIGITS = 40;

  private final Map<String, @Nullable Object> values;
  private final String path;
  private final Form form;

  Part(Map<String, @Nullable Object> values, String path, Form form) {
    this.values = values;
    this.path = path;
    this.form = form;
  }

  static Refusal refusal(TraceRefusal code, String path) {
    return new Refusal(code, Map.of("path", path));
  }

  static Refusal bad(String path, @Nullable Object value, String expected) {
    String text = String.valueOf(value);
    if (text.length() > 200) text = text.substring(0, 200) + "…";
    return new Refusal(
        TraceRefusal.BAD_VALUE, Map.of("path", path, "value", text, "expected", expected));
  }

  String path() {
    return path;
  }

  String at(String name) {
    return path + "." + name;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<String> text(String name) {
    if (!values.containsKey(name)) return Optional.empty();
    Object value = values.get(name);
    if (!(value instanceof String text)) throw bad(at(name), value, "text");
    return Optional.of(writable(text, at(name)));
  }

  /// A text that XML and the database can hold as well.
  private static String writable(String text, String where) {
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      boolean fits = sign >= ' ' ? sign < 0xFFFE : sign == '\t' || sign == '\n' || sign == '\r';
      if (Character.isSurrogate(sign)) {
        fits = i + 1 < text.length() && Character.isSurrogatePair(sign, text.charAt(i + 1));
        i++;
      }
      if (!fits) throw bad(where, "U+" + Integer.toHexString(sign), "text");
    }
    return text;
  }

  Optional<String> uri(String name) {
    Optional<String> text = text(name);
    text.ifPresent(value -> requireUri(value, at(name)));
    return text;
  }

  String requiredUri(String name) {
    return uri(name).orElseThrow(() -> refusal(TraceRefusal.FIELD_MISSING, at(name)));
  }

  private static void requireUri(String value, String path) {
    if (!Uris.isUri(value)) throw bad(path, value, "uri");
  }

  /// The URI of a thing, place or party: GS1 keys are checked.
  Optional<String> key(String name) {
    Optional<String> uri = uri(name);
    uri.ifPresent(value -> requireKey(value, at(name)));
    return uri;
  }

  String requiredKey(String name) {
    return key(name).orElseThrow(() -> refusal(TraceRefusal.FIELD_MISSING, at(name)));
  }

  private static void requireKey(String value, String path) {
    requireUri(value, path);
    try {
      Gs1Key.find(value);
    } catch (Refusal wrong) {
      Map<String, Object> facts = new java.util.HashMap<>(wrong.facts());
      facts.put("path", path);
      throw new Refusal(wrong.code(), facts);
    }
  }

  /// @param each whether every one may come once only
  List<String> keys(String name, boolean each) {
    List<String> keys = texts(name);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      requireKey(keys.get(i), at(name) + "[" + i + "]");
      if (each && !seen.add(keys.get(i)))
        throw new Refusal(
            TraceRefusal.DUPLICATE, Map.of("path", at(name) + "[" + i + "]", "value", keys.get(i)));
    }
    return keys;
  }

  List<String> uris(String name) {
    List<String> uris = texts(name);
    for (int i = 0; i < uris.size(); i++) requireUri(uris.get(i), at(name) + "[" + i + "]");
    return uris;
  }

  private List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    List<?> list = list(name);
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof String text))
        throw bad(at(name) + "[" + i + "]", list.get(i), "text");
      texts.add(writable(text, at(name) + "[" + i + "]"));
    }
    return texts;
  }

  private List<?> list(String name) {
    if (!values.containsKey(name)) return List.of();
    Object value = values.get(name);
    if (!(value instanceof List<?> list)) throw bad(at(name), value, "list");
    return list;
  }

  List<String> words(String name, Cbv vocabulary) {
    List<String> words = texts(name);
    if (has(name) && words.isEmpty()) throw refusal(TraceRefusal.NOTHING_NAMED, at(name));
    if (new HashSet<>(words).size() < words.size())
      throw new Refusal(TraceRefusal.DUPLICATE, Map.of("path", at(name), "value", words));
    return words.stream().map(word -> word(word, vocabulary, at(name))).toList();
  }

  Optional<String> word(String name, Cbv vocabulary) {
    return text(name).map(value -> word(value, vocabulary, at(name)));
  }

  private String word(String value, Cbv vocabulary, String where) {
    return vocabulary
        .word(value, form.xml())
        .orElseThrow(
            () ->
                bad(
                    where,
                    value,
                    "word-"
                        + vocabulary.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
  }

  Optional<OffsetDateTime> time(String name) {
    return text(name).map(value -> time(value, at(name)));
  }

  static OffsetDateTime time(String value, String path) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(value, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
      if (time.getYear() < 1 || time.getYear() > 9999) throw bad(path, value, "time");
      return time;
    } catch (DateTimeParseException e) {
      throw bad(path, value, "time");
    }
  }

  Optional<BigDecimal> number(String name) {
    if (!values.containsKey(name)) return Optional.empty();
    Object value = values.get(name);
    if (form.xml() && value instanceof String text) value = decimal(text, at(name));
    if (!(value instanceof BigDecimal number)) throw bad(at(name), value, "number");
    requireSmall(number, at(name));
    return Optional.of(number);
  }

  private static BigDecimal decimal(String text, String path) {
    try {
      if (text.length() > MAX_DIGITS) throw bad(path, text, "number");
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw bad(path, text, "number");
    }
  }

  private static void requireSmall(BigDecimal number, String path) {
    if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS)
      throw bad(path, number.toString(), "number");
  }

  Optional<Boolean> truth(String name) {
    if (!values.containsKey(name)) return Optional.empty();
    Object value = values.get(name);
    if (form.xml() && value instanceof String text)
      value =
          switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> text;
          };
    if (!(value instanceof Boolean truth)) throw bad(at(name), value, "truth");
    return Optional.of(truth);
  }

  Optional<Part> part(String name) {
    return values.containsKey(name)
        ? Optional.of(part(values.get(name), at(name)))
        : Optional.empty();
  }

  List<Part> parts(String name) {
    List<Part> parts = new ArrayList<>();
    for (Object value : list(name)) parts.add(part(value, at(name) + "[" + parts.size() + "]"));
    return parts;
  }

  @SuppressWarnings("unchecked")
  private Part part(@Nullable Object value, String where) {
    if (!(value instanceof Map<?, ?> map)) throw bad(where, value, "object");
    return new Part((Map<String, @Nullable Object>) map, where, form);
  }

  /// Everything that is not one of these fields; it must have a namespace.
  List<Extra> extras(Set<String> own) {
    List<Extra> extras = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (!own.contains(name)) collect(name, value, at(name), true, extras);
        });
    return extras;
  }

  /// Refuses whatever is not one of these fields.
  void only(Set<String> own) {
    for (String name : values.keySet())
      if (!own.contains(name)) throw refusal(TraceRefusal.FIELD_UNKNOWN, at(name));
  }

  private void collect(
      String key, @Nullable Object value, String where, boolean outermost, List<Extra> into) {
    String[] name = name(key, where, outermost);
    List<?> all = value instanceof List<?> list ? list : java.util.Collections.singletonList(value);
    for (Object each : all) into.add(new Extra(name[0], name[1], value(each, where)));
  }

  private Extra.Value value(@Nullable Object value, String where) {
    return switch (value) {
      case String text -> new Extra.Leaf(Extra.Kind.TEXT, writable(text, where));
      case Boolean truth -> new Extra.Leaf(Extra.Kind.BOOLEAN, truth.toString());
      case BigDecimal number -> {
        requireSmall(number, where);
        yield new Extra.Leaf(Extra.Kind.NUMBER, Event.plain(number).toPlainString());
      }
      case Map<?, ?> map -> {
        List<Extra> inner = new ArrayList<>();
        map.forEach(
            (key, each) -> collect(String.valueOf(key), each, where + "." + key, false, inner));
        yield new Extra.Parts(inner);
      }
      case null, default -> throw bad(where, value, "value");
    };
  }

  /// A name as `{namespace}name`.
  String fullName(String key, String where) {
    String[] name = name(key, where, true);
    return "{" + name[0] + "}" + name[1];
  }

  /// Namespace and name of a key: `{namespace}name`, `prefix:name` or a whole URI.
  private String[] name(String key, String where, boolean outermost) {
    if (key.startsWith("{")) {
      int end = key.indexOf('}');
      if (end < 2) throw bad(where, key, "name");
      return new String[] {key.substring(1, end), requireName(key.substring(end + 1), where)};
    }
    int colon = key.indexOf(':');
    if (colon < 0) {
      if (outermost) throw refusal(TraceRefusal.FIELD_UNKNOWN, where);
      return new String[] {"", requireName(key, where)};
    }
    String prefix = key.substring(0, colon);
    String namespace = form.namespaces().get(prefix);
    if (namespace != null)
      return new String[] {namespace, requireName(key.substring(colon + 1), where)};
    int last = Math.max(key.lastIndexOf('/'), key.lastIndexOf('#'));
    if (prefix.equals("urn")) last = Math.max(last, key.lastIndexOf(':'));
    boolean whole = prefix.equals("urn") || key.startsWith("//", colon + 1);
    if (!whole || last < colon || !Uris.isUri(key))
      throw new Refusal(TraceRefusal.UNDECLARED_PREFIX, Map.of("path", where, "prefix", prefix));
    return new String[] {key.substring(0, last + 1), requireName(key.substring(last + 1), where)};
  }

  /// A name that JSON and XML can both write.
  private static String requireName(String name, String where) {
    boolean fits = !name.isEmpty() && name.length() <= 200;
    for (int i = 0; fits && i < name.length(); i++) {
      char sign = name.charAt(i);
      boolean letter = Character.isLetter(sign) || sign == '_';
      boolean later = Character.isDigit(sign) || sign == '-' || sign == '.';
      fits = letter || (i > 0 && later);
    }
    if (!fits) throw bad(where, name, "name");
    return name;
  }
}
