package org.yutang.trace.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;
import org.yutang.trace.TraceRefusal;

/// Turns the elements of an event into the shape that JSON has: lists without their inner elements'
/// names, attributes of sensors as fields, names of other namespaces as `{namespace}name`.
final class XmlParts {

  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

  /// Lists and the elements in them.
  private static final Map<String, String> LISTS =
      Map.ofEntries(
          Map.entry("epcList", "epc"),
          Map.entry("childEPCs", "epc"),
          Map.entry("inputEPCList", "epc"),
          Map.entry("outputEPCList", "epc"),
          Map.entry("quantityList", "quantityElement"),
          Map.entry("childQuantityList", "quantityElement"),
          Map.entry("inputQuantityList", "quantityElement"),
          Map.entry("outputQuantityList", "quantityElement"),
          Map.entry("bizTransactionList", "bizTransaction"),
          Map.entry("sourceList", "source"),
          Map.entry("destinationList", "destination"),
          Map.entry("correctiveEventIDs", "correctiveEventID"),
          Map.entry("sensorElementList", "sensorElement"));

  private static final Set<String> TYPED = Set.of("bizTransaction", "source", "destination");
  private static final Set<String> OBJECTS =
      Set.of("readPoint", "bizLocation", "errorDeclaration", "persistentDisposition", "ilmd");
  private static final Set<String> REPEATED = Set.of("set", "unset", "sensorReport");
  private static final Set<String> NUMBERS =
      Set.of(
          "integer",
          "int",
          "long",
          "short",
          "decimal",
          "double",
          "float",
          "nonNegativeInteger",
          "positiveInteger");

  private final XMLStreamReader xml;
  private final Map<String, String> namespaces;
  private int depth;
  private int count;

  XmlParts(XMLStreamReader xml, Map<String, String> namespaces) {
    this.xml = xml;
    this.namespaces = namespaces;
  }

  static String fullName(@Nullable String namespace, String name) {
    return namespace == null || namespace.isEmpty() ? name : "{" + namespace + "}" + name;
  }

  /// Notes the prefixes that an element declares.
  static void declare(XMLStreamReader xml, Map<String, String> into) {
    for (int i = 0; i < xml.getNamespaceCount(); i++) {
      String prefix = xml.getNamespacePrefix(i);
      String namespace = xml.getNamespaceURI(i);
      if (prefix != null && namespace != null) into.putIfAbsent(prefix, namespace);
    }
  }

  /// Runs to the end of the element at which the reader stands.
  static void skip(XMLStreamReader xml) throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      int next = xml.next();
      if (next == XMLStreamConstants.START_ELEMENT) depth++;
      if (next == XMLStreamConstants.END_ELEMENT) depth--;
    }
  }

  /// The event whose element the reader has just entered.
  Map<String, @Nullable Object> event(String type) throws XMLStreamException {
    depth = 1;
    count = 0;
    declare(xml, namespaces);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("type", type);
    children(values);
    return values;
  }

  /// Runs to the end of an event that was given up.
  void finish() throws XMLStreamException {
    while (depth > 0) {
      int next = xml.next();
      if (next == XMLStreamConstants.START_ELEMENT) depth++;
      if (next == XMLStreamConstants.END_ELEMENT) depth--;
    }
  }

  private boolean nextChild() throws XMLStreamException {
    while (true) {
      int next = xml.next();
      if (next == XMLStreamConstants.START_ELEMENT) {
        depth++;
        count++;
        if (depth > EventDocument.MAX_DEPTH || count > EventDocument.MAX_VALUES)
          throw new Refusal(
              TraceRefusal.EVENT_TOO_LARGE,
              Map.of("path", xml.getLocalName(), "limit", EventDocument.MAX_VALUES));
        declare(xml, namespaces);
        return true;
      }
      if (next == XMLStreamConstants.END_ELEMENT) {
        depth--;
        return false;
      }
      boolean text = next == XMLStreamConstants.CHARACTERS && !xml.isWhiteSpace();
      if (text || next == XMLStreamConstants.ENTITY_REFERENCE)
        throw Part.bad("$", text ? xml.getText() : "&", "elements");
    }
  }

  /// An element that says that it is not there.
  private void skipChild() throws XMLStreamException {
    skip(xml);
    depth--;
  }

  private void children(Map<String, @Nullable Object> into) throws XMLStreamException {
    while (nextChild()) {
      String name = fullName(xml.getNamespaceURI(), xml.getLocalName());
      String nil = xml.getAttributeValue(XSI, "nil");
      if (nil != null && Set.of("true", "1").contains(nil)) skipChild();
      else if (name.equals("extension") || name.equals("baseExtension")) children(into);
      else if (name.equals("sensorMetadata")) put(into, name, attributes());
      else if (REPEATED.contains(name)) add(into, name, repeated(name));
      else put(into, name, value(name));
    }
  }

  /// As the reader expects it of a core field; lists are lists, also of one.
  private @Nullable Object value(String name) throws XMLStreamException {
    String inner = LISTS.get(name);
    if (inner != null) return list(inner);
    if (name.startsWith("{")) return extra();
    if (OBJECTS.contains(name)) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      children(object);
      return object;
    }
    return text();
  }

  private Object repeated(String name) throws XMLStreamException {
    return name.equals("sensorReport") ? attributes() : text();
  }

  private List<@Nullable Object> list(String inner) throws XMLStreamException {
    List<@Nullable Object> list = new ArrayList<>();
    while (nextChild()) {
      if (!xml.getLocalName().equals(inner)) throw Part.bad("$", xml.getLocalName(), inner);
      if (TYPED.contains(inner)) {
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        String type = xml.getAttributeValue(null, "type");
        if (type != null) typed.put("type", type);
        typed.put(inner, text());
        list.add(typed);
      } else if (inner.equals("epc") || inner.equals("correctiveEventID")) {
        list.add(text());
      } else {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        children(object);
        list.add(object);
      }
    }
    return list;
  }

  private Map<String, @Nullable Object> attributes() throws XMLStreamException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < xml.getAttributeCount(); i++)
      fields.put(
          fullName(xml.getAttributeNamespace(i), xml.getAttributeLocalName(i)),
          xml.getAttributeValue(i));
    children(fields);
    return fields;
  }

  private String text() throws XMLStreamException {
    return plainText().strip();
  }

  /// Text of an element without inner ones.
  private String plainText() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    while (true) {
      int next = xml.next();
      switch (next) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          return text.toString();
        }
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          throw Part.bad("$", xml.getLocalName(), "text");
        }
        case XMLStreamConstants.ENTITY_REFERENCE -> throw Part.bad("$", "&", "text");
        default -> {}
      }
    }
  }

  /// What stands in an element of another namespace: text, or a map of what stands in it.
  private Object extra() throws XMLStreamException {
    String type = xml.getAttributeValue(XSI, "type");
    Map<String, @Nullable Object> inner = new LinkedHashMap<>();
    for (int i = 0; i < xml.getAttributeCount(); i++)
      if (!XSI.equals(xml.getAttributeNamespace(i)))
        put(
            inner,
            fullName(xml.getAttributeNamespace(i), xml.getAttributeLocalName(i)),
            xml.getAttributeValue(i));
    StringBuilder text = new StringBuilder();
    boolean parts = false;
    while (true) {
      int next = xml.next();
      switch (next) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(xml.getText());
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          if (depth > EventDocument.MAX_DEPTH || ++count > EventDocument.MAX_VALUES)
            throw new Refusal(
                TraceRefusal.EVENT_TOO_LARGE,
                Map.of("path", xml.getLocalName(), "limit", EventDocument.MAX_VALUES));
          declare(xml, namespaces);
          parts = true;
          put(inner, fullName(xml.getNamespaceURI(), xml.getLocalName()), extra());
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          if (inner.isEmpty()) return typed(text.toString(), type);
          if (text.toString().isBlank()) return inner;
          if (parts) throw Part.bad("$", xml.getLocalName(), "text-or-elements");
          put(inner, "value", typed(text.toString(), type)); // beside its attributes
          return inner;
        }
        case XMLStreamConstants.ENTITY_REFERENCE -> throw Part.bad("$", "&", "text");
        default -> {}
      }
    }
  }

  private static Object typed(String text, @Nullable String type) {
    if (type == null) return text;
    String name = type.substring(type.indexOf(':') + 1);
    if (name.equals("boolean"))
      return switch (text.strip()) {
        case "true", "1" -> true;
        case "false", "0" -> false;
        default -> throw Part.bad("$", text, "truth");
      };
    if (!NUMBERS.contains(name)) return text;
    try {
      if (text.length() > 60) throw Part.bad("$", text, "number");
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw Part.bad("$", text, "number");
    }
  }

  @SuppressWarnings("unchecked")
  private static void add(Map<String, @Nullable Object> into, String name, Object value) {
    ((List<@Nullable Object>) into.computeIfAbsent(name, key -> new ArrayList<>())).add(value);
  }

  /// A second value under one name makes a list of them.
  @SuppressWarnings("unchecked")
  private static void put(Map<String, @Nullable Object> into, String name, @Nullable Object value) {
    if (!into.containsKey(name)) {
      into.put(name, value);
      return;
    }
    Object before = into.get(name);
    if (before instanceof Several several) {
      several.add(value);
      return;
    }
    Several several = new Several();
    several.add(before);
    several.add(value);
    into.put(name, several);
  }

  /// Values of one name that came one by one.
  private static final class Several extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1;
  }
}
