package org.yutang.trace.document;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yutang.trace.Event;
import org.yutang.trace.Event.Things;
import org.yutang.trace.Extra;

/// An event as JSON has it, with names of other namespaces still whole.
final class EventTree {

  private final Map<String, Object> tree = new LinkedHashMap<>();
  private final java.util.function.UnaryOperator<String> names;

  private EventTree(java.util.function.UnaryOperator<String> names) {
    this.names = names;
  }

  /// @param names how a full name `{namespace}name` is written
  static Map<String, Object> of(Event event, java.util.function.UnaryOperator<String> names) {
    EventTree tree = new EventTree(names);
    tree.add(event);
    return tree.tree;
  }

  static String time(OffsetDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
  }

  private void add(Event event) {
    Event.Base base = event.base();
    tree.put("type", names.apply(event.type()));
    base.id().ifPresent(id -> tree.put("eventID", id));
    tree.put("eventTime", time(base.time()));
    base.recordTime().ifPresent(at -> tree.put("recordTime", time(at)));
    tree.put("eventTimeZoneOffset", base.offset());
    if (base.certifications().size() == 1)
      tree.put("certificationInfo", base.certifications().getFirst());
    else if (!base.certifications().isEmpty()) tree.put("certificationInfo", base.certifications());
    base.error().ifPresent(error -> tree.put("errorDeclaration", error(error)));
    List<Extra> ilmd = List.of();
    switch (event) {
      case Event.OfObjects e -> {
        ilmd = e.ilmd();
        things("epcList", "quantityList", e.things());
        boolean observed = !base.sensors().isEmpty() && base.readPoint().isPresent();
        if (e.things().isEmpty() && !observed) tree.put("epcList", List.of());
        tree.put("action", e.action().name());
      }
      case Event.OfAggregation e -> {
        e.parent().ifPresent(parent -> tree.put("parentID", parent));
        things("childEPCs", "childQuantityList", e.children());
        tree.put("action", e.action().name());
      }
      case Event.OfAssociation e -> {
        tree.put("parentID", e.parent());
        things("childEPCs", "childQuantityList", e.children());
        tree.put("action", e.action().name());
      }
      case Event.OfTransaction e -> {
        e.parent().ifPresent(parent -> tree.put("parentID", parent));
        things("epcList", "quantityList", e.things());
        if (e.things().isEmpty() && e.action() != Event.Action.DELETE)
          tree.put("epcList", List.of());
        tree.put("action", e.action().name());
      }
      case Event.OfTransformation e -> {
        ilmd = e.ilmd();
        things("inputEPCList", "inputQuantityList", e.inputs());
        things("outputEPCList", "outputQuantityList", e.outputs());
        e.transformation().ifPresent(id -> tree.put("transformationID", id));
      }
      case Event.OfOwnType _ -> {}
    }
    add(base);
    if (!ilmd.isEmpty()) tree.put("ilmd", extras(ilmd));
    tree.putAll(extras(base.extras()));
  }

  private void add(Event.Base base) {
    base.bizStep().ifPresent(word -> tree.put("bizStep", word));
    base.disposition().ifPresent(word -> tree.put("disposition", word));
    base.persistent()
        .ifPresent(
            persistent -> {
              Map<String, Object> inner = new LinkedHashMap<>();
              if (!persistent.set().isEmpty()) inner.put("set", persistent.set());
              if (!persistent.unset().isEmpty()) inner.put("unset", persistent.unset());
              tree.put("persistentDisposition", inner);
            });
    base.readPoint().ifPresent(place -> tree.put("readPoint", place(place)));
    base.bizLocation().ifPresent(place -> tree.put("bizLocation", place(place)));
    typed("bizTransactionList", "bizTransaction", base.bizTransactions());
    typed("sourceList", "source", base.sources());
    typed("destinationList", "destination", base.destinations());
    if (!base.sensors().isEmpty())
      tree.put("sensorElementList", base.sensors().stream().map(this::sensor).toList());
  }

  private Map<String, Object> error(Event.ErrorDeclaration error) {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("declarationTime", time(error.declared()));
    error.reason().ifPresent(reason -> inner.put("reason", reason));
    if (!error.corrective().isEmpty()) inner.put("correctiveEventIDs", error.corrective());
    inner.putAll(extras(error.extras()));
    return inner;
  }

  private void things(String epcs, String quantities, Things things) {
    if (!things.epcs().isEmpty()) tree.put(epcs, things.epcs());
    if (things.quantities().isEmpty()) return;
    List<Object> amounts = new ArrayList<>();
    for (Event.Quantity each : things.quantities()) {
      Map<String, Object> amount = new LinkedHashMap<>();
      amount.put("epcClass", each.epcClass());
      each.quantity().ifPresent(number -> amount.put("quantity", number));
      each.uom().ifPresent(unit -> amount.put("uom", unit));
      amounts.add(amount);
    }
    tree.put(quantities, amounts);
  }

  private Map<String, Object> place(Event.Place place) {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("id", place.id());
    inner.putAll(extras(place.extras()));
    return inner;
  }

  private void typed(String list, String name, List<Event.Typed> all) {
    if (all.isEmpty()) return;
    List<Object> inner = new ArrayList<>();
    for (Event.Typed each : all) {
      Map<String, Object> typed = new LinkedHashMap<>();
      each.type().ifPresent(type -> typed.put("type", type));
      typed.put(name, each.id());
      inner.add(typed);
    }
    tree.put(list, inner);
  }

  private Map<String, Object> sensor(Event.Sensor sensor) {
    Map<String, Object> inner = new LinkedHashMap<>();
    sensor
        .metadata()
        .ifPresent(data -> inner.put("sensorMetadata", reading(data, SensorFields.METADATA)));
    inner.put(
        "sensorReport",
        sensor.reports().stream().map(each -> reading(each, SensorFields.REPORT)).toList());
    inner.putAll(extras(sensor.extras()));
    return inner;
  }

  private Map<String, Object> reading(Event.Reading reading, Map<String, SensorFields.Type> table) {
    Map<String, Object> inner = new LinkedHashMap<>();
    reading
        .fields()
        .forEach(
            (name, value) ->
                inner.put(
                    name,
                    switch (table.getOrDefault(name, SensorFields.Type.TEXT)) {
                      case NUMBER -> new BigDecimal(value);
                      case TRUTH -> Boolean.valueOf(value);
                      default -> value;
                    }));
    inner.putAll(extras(reading.extras()));
    return inner;
  }

  private Map<String, Object> extras(List<Extra> extras) {
    Map<String, List<Object>> all = new LinkedHashMap<>();
    for (Extra extra : extras)
      all.computeIfAbsent(names.apply(extra.fullName()), name -> new ArrayList<>())
          .add(value(extra.value()));
    Map<String, Object> inner = new LinkedHashMap<>();
    all.forEach((name, values) -> inner.put(name, values.size() == 1 ? values.getFirst() : values));
    return inner;
  }

  private Object value(Extra.Value value) {
    return switch (value) {
      case Extra.Parts parts -> extras(parts.parts());
      case Extra.Leaf leaf ->
          switch (leaf.kind()) {
            case TEXT -> leaf.text();
            case NUMBER -> new BigDecimal(leaf.text());
            case BOOLEAN -> Boolean.valueOf(leaf.text());
          };
    };
  }
}
