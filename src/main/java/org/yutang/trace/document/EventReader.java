package org.yutang.trace.document;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;
import org.yutang.trace.Event.Action;
import org.yutang.trace.Event.Base;
import org.yutang.trace.Event.Things;
import org.yutang.trace.Event.Typed;
import org.yutang.trace.Extra;
import org.yutang.trace.TraceRefusal;

/// Makes an event of one object of a document, by the tables of EPCIS 2.0 section 7.4; refuses it
/// at the first field that does not fit.
final class EventReader {

  private static final Pattern OFFSET = Pattern.compile("[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00)");
  private static final Pattern UOM = Pattern.compile("[A-Z0-9]{2,3}");
  private static final Pattern HEX = Pattern.compile("[A-Fa-f0-9]+");

  private static final Set<String> COMMON =
      Set.of(
          "@context",
          "type",
          "eventTime",
          "recordTime",
          "eventTimeZoneOffset",
          "eventID",
          "certificationInfo",
          "errorDeclaration",
          "bizStep",
          "disposition",
          "persistentDisposition",
          "readPoint",
          "bizLocation",
          "bizTransactionList",
          "sourceList",
          "destinationList",
          "sensorElementList");

  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "ObjectEvent",
          fields("action", "epcList", "quantityList", "ilmd"),
          "AggregationEvent",
          fields("action", "parentID", "childEPCs", "childQuantityList"),
          "AssociationEvent",
          fields("action", "parentID", "childEPCs", "childQuantityList"),
          "TransactionEvent",
          fields("action", "parentID", "epcList", "quantityList"),
          "TransformationEvent",
          fields(
              "inputEPCList",
              "inputQuantityList",
              "outputEPCList",
              "outputQuantityList",
              "transformationID",
              "ilmd"));

  private EventReader() {}

  private static Set<String> fields(String... own) {
    Set<String> fields = new HashSet<>(COMMON);
    fields.addAll(Set.of(own));
    return Set.copyOf(fields);
  }

  static Event read(Part part) {
    String type =
        part.text("type")
            .orElseThrow(() -> Part.refusal(TraceRefusal.FIELD_MISSING, part.at("type")));
    Set<String> fields = FIELDS.get(type);
    if (fields == null) return ofOwnType(part, type);
    Base base = base(part, fields);
    return switch (type) {
      case "ObjectEvent" -> ofObjects(part, base);
      case "AggregationEvent" -> ofAggregation(part, base);
      case "AssociationEvent" ->
          new Event.OfAssociation(
              base, action(part), part.requiredKey("parentID"), children(part, action(part)));
      case "TransactionEvent" -> ofTransaction(part, base);
      default -> ofTransformation(part, base);
    };
  }

  /// A bare name would be the standard's; somebody's own has a declared namespace.
  private static Event ofOwnType(Part part, String type) {
    if (type.indexOf(':') < 0 && !type.startsWith("{"))
      throw new Refusal(
          TraceRefusal.UNKNOWN_EVENT_TYPE, Map.of("path", part.at("type"), "type", type));
    return new Event.OfOwnType(base(part, COMMON), part.fullName(type, part.at("type")));
  }

  private static Event ofObjects(Part part, Base base) {
    Action action = action(part);
    Things things = things(part, "epcList", "quantityList", true);
    boolean observed = !base.sensors().isEmpty() && base.readPoint().isPresent();
    if (things.isEmpty() && !part.has("epcList") && !observed)
      throw Part.refusal(TraceRefusal.NOTHING_NAMED, part.at("epcList"));
    if (part.has("ilmd") && action != Action.ADD)
      throw Part.refusal(TraceRefusal.ILMD_NOT_HERE, part.at("ilmd"));
    return new Event.OfObjects(base, action, things, ilmd(part));
  }

  private static Event ofAggregation(Part part, Base base) {
    Action action = action(part);
    Optional<String> parent = part.key("parentID");
    if (parent.isEmpty() && action != Action.OBSERVE)
      throw Part.refusal(TraceRefusal.FIELD_MISSING, part.at("parentID"));
    return new Event.OfAggregation(base, action, parent, children(part, action));
  }

  private static Event ofTransaction(Part part, Base base) {
    Action action = action(part);
    if (base.bizTransactions().isEmpty())
      throw Part.refusal(TraceRefusal.FIELD_MISSING, part.at("bizTransactionList"));
    Things things = things(part, "epcList", "quantityList", true);
    if (things.isEmpty() && !part.has("epcList") && action != Action.DELETE)
      throw Part.refusal(TraceRefusal.NOTHING_NAMED, part.at("epcList"));
    return new Event.OfTransaction(base, action, part.key("parentID"), things);
  }

  private static Event ofTransformation(Part part, Base base) {
    Optional<String> transformation = part.key("transformationID");
    Things inputs = things(part, "inputEPCList", "inputQuantityList", true);
    Things outputs = things(part, "outputEPCList", "outputQuantityList", true);
    boolean enough =
        transformation.isPresent()
            ? !inputs.isEmpty() || !outputs.isEmpty()
            : !inputs.isEmpty() && !outputs.isEmpty();
    if (!enough)
      throw Part.refusal(
          TraceRefusal.NOTHING_NAMED, part.at(inputs.isEmpty() ? "inputEPCList" : "outputEPCList"));
    return new Event.OfTransformation(base, transformation, inputs, outputs, ilmd(part));
  }

  private static Base base(Part part, Set<String> fields) {
    OffsetDateTime time =
        part.time("eventTime")
            .orElseThrow(() -> Part.refusal(TraceRefusal.FIELD_MISSING, part.at("eventTime")));
    String offset =
        part.text("eventTimeZoneOffset")
            .orElseThrow(
                () -> Part.refusal(TraceRefusal.FIELD_MISSING, part.at("eventTimeZoneOffset")));
    if (!OFFSET.matcher(offset).matches())
      throw Part.bad(part.at("eventTimeZoneOffset"), offset, "offset");
    return new Base(
        time,
        offset,
        part.time("recordTime"),
        part.uri("eventID"),
        part.has("certificationInfo") ? certifications(part) : List.of(),
        part.part("errorDeclaration").map(EventReader::error),
        part.word("bizStep", Cbv.BIZ_STEP),
        part.word("disposition", Cbv.DISPOSITION),
        part.part("persistentDisposition").map(EventReader::persistent),
        part.part("readPoint").map(EventReader::place),
        part.part("bizLocation").map(EventReader::place),
        typed(part, "bizTransactionList", "bizTransaction", Cbv.TRANSACTION, false),
        typed(part, "sourceList", "source", Cbv.SOURCE, true),
        typed(part, "destinationList", "destination", Cbv.SOURCE, true),
        sensors(part),
        part.extras(fields));
  }

  private static List<String> certifications(Part part) {
    try {
      return List.of(part.uri("certificationInfo").orElseThrow());
    } catch (Refusal severalMaybe) {
      return part.uris("certificationInfo");
    }
  }

  private static Action action(Part part) {
    String action =
        part.text("action")
            .orElseThrow(() -> Part.refusal(TraceRefusal.FIELD_MISSING, part.at("action")));
    return switch (action) {
      case "ADD" -> Action.ADD;
      case "OBSERVE" -> Action.OBSERVE;
      case "DELETE" -> Action.DELETE;
      default -> throw Part.bad(part.at("action"), action, "action");
    };
  }

  private static Event.ErrorDeclaration error(Part part) {
    return new Event.ErrorDeclaration(
        part.time("declarationTime")
            .orElseThrow(
                () -> Part.refusal(TraceRefusal.FIELD_MISSING, part.at("declarationTime"))),
        part.word("reason", Cbv.ERROR),
        part.uris("correctiveEventIDs"),
        part.extras(Set.of("declarationTime", "reason", "correctiveEventIDs")));
  }

  private static Event.Persistent persistent(Part part) {
    part.only(Set.of("set", "unset"));
    if (!part.has("set") && !part.has("unset"))
      throw Part.refusal(TraceRefusal.NOTHING_NAMED, part.path());
    return new Event.Persistent(
        part.words("set", Cbv.DISPOSITION), part.words("unset", Cbv.DISPOSITION));
  }

  private static Event.Place place(Part part) {
    return new Event.Place(part.requiredKey("id"), part.extras(Set.of("id")));
  }

  private static List<Typed> typed(
      Part part, String list, String name, Cbv vocabulary, boolean typeRequired) {
    List<Typed> all = new ArrayList<>();
    for (Part each : part.parts(list)) {
      each.only(Set.of("type", name));
      Optional<String> type = each.word("type", vocabulary);
      if (typeRequired && type.isEmpty())
        throw Part.refusal(TraceRefusal.FIELD_MISSING, each.at("type"));
      all.add(new Typed(type, each.requiredKey(name)));
    }
    return all;
  }

  private static Things things(Part part, String epcs, String quantities, boolean each) {
    List<Event.Quantity> amounts = new ArrayList<>();
    for (Part amount : part.parts(quantities)) amounts.add(quantity(amount));
    return new Things(part.keys(epcs, each), amounts);
  }

  private static Event.Quantity quantity(Part part) {
    part.only(Set.of("epcClass", "quantity", "uom"));
    Optional<BigDecimal> quantity = part.number("quantity");
    if (quantity.filter(number -> number.signum() < 0).isPresent())
      throw Part.bad(part.at("quantity"), quantity.get().toPlainString(), "not-negative");
    Optional<String> uom = part.text("uom");
    if (uom.filter(text -> !UOM.matcher(text).matches()).isPresent())
      throw Part.bad(part.at("uom"), uom.get(), "unit");
    return new Event.Quantity(part.requiredKey("epcClass"), quantity, uom);
  }

  private static Things children(Part part, Action action) {
    Things children = things(part, "childEPCs", "childQuantityList", false);
    if (children.isEmpty() && action != Action.DELETE)
      throw Part.refusal(TraceRefusal.NOTHING_NAMED, part.at("childEPCs"));
    return children;
  }

  private static List<Extra> ilmd(Part part) {
    return part.part("ilmd").map(inner -> inner.extras(Set.of())).orElse(List.of());
  }

  private static List<Event.Sensor> sensors(Part part) {
    List<Event.Sensor> sensors = new ArrayList<>();
    for (Part each : part.parts("sensorElementList")) {
      List<Event.Reading> reports = new ArrayList<>();
      for (Part report : each.parts("sensorReport"))
        reports.add(reading(report, SensorFields.REPORT));
      if (reports.isEmpty())
        throw Part.refusal(TraceRefusal.FIELD_MISSING, each.at("sensorReport"));
      sensors.add(
          new Event.Sensor(
              each.part("sensorMetadata").map(data -> reading(data, SensorFields.METADATA)),
              reports,
              each.extras(Set.of("sensorMetadata", "sensorReport"))));
    }
    return sensors;
  }

  private static Event.Reading reading(Part part, Map<String, SensorFields.Type> table) {
    Map<String, String> fields = new LinkedHashMap<>();
    table.forEach(
        (name, type) -> {
          if (part.has(name)) fields.put(name, field(part, name, type));
        });
    if (table.containsKey("type") && !fields.containsKey("type"))
      throw Part.refusal(TraceRefusal.FIELD_MISSING, part.at("type"));
    return new Event.Reading(fields, part.extras(table.keySet()));
  }

  private static String field(Part part, String name, SensorFields.Type type) {
    return switch (type) {
      case URI -> part.uri(name).orElseThrow();
      case TIME -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(part.time(name).orElseThrow());
      case NUMBER -> Event.plain(part.number(name).orElseThrow()).toPlainString();
      case TEXT -> part.text(name).orElseThrow();
      case TRUTH -> part.truth(name).orElseThrow().toString();
      case HEX -> {
        String hex = part.text(name).orElseThrow();
        if (!HEX.matcher(hex).matches()) throw Part.bad(part.at(name), hex, "hex");
        yield hex;
      }
      case MEASUREMENT -> part.word(name, Cbv.MEASUREMENT).orElseThrow();
      case ALERT -> part.word(name, Cbv.ALERT).orElseThrow();
      case COMPONENT -> part.word(name, Cbv.COMPONENT).orElseThrow();
    };
  }
}
