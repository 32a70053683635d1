package org.yutang.trace.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.trace.Event;
import org.yutang.trace.Event.Things;
import org.yutang.trace.Extra;

/// Writes events as XML, in the order of the standard's schema.
final class XmlWriter {

  private final Names names;
  private final boolean webWords;
  private final StringBuilder out = new StringBuilder(4096);

  /// @param webWords whether words of the CBV are web URIs rather than URNs
  XmlWriter(Names names, boolean webWords) {
    this.names = names;
    this.webWords = webWords;
  }

  String document(EventWriter.Head head, List<Event> events) {
    boolean answer = head.query().isPresent();
    String root = answer ? "epcisq:EPCISQueryDocument" : "epcis:EPCISDocument";
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<").append(root);
    attribute(
        answer ? "xmlns:epcisq" : "xmlns:epcis",
        answer ? "urn:epcglobal:epcis-query:xsd:2" : "urn:epcglobal:epcis:xsd:2");
    attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    attribute("xmlns:xsd", "http://www.w3.org/2001/XMLSchema");
    names
        .prefixes()
        .forEach(
            (namespace, prefix) -> {
              if (!prefix.equals("xsd")) attribute("xmlns:" + prefix, namespace);
            });
    attribute("schemaVersion", "2.0");
    attribute("creationDate", EventTree.time(head.created()));
    out.append(">\n<EPCISBody>");
    if (answer) {
      out.append("<epcisq:QueryResults>");
      element("queryName", head.query().get());
      head.subscription().ifPresent(id -> element("subscriptionID", id));
      out.append("<resultsBody>");
    }
    out.append("<EventList>\n");
    for (Event event : events) event(event);
    out.append("</EventList>");
    if (answer) out.append("</resultsBody></epcisq:QueryResults>");
    return out.append("</EPCISBody>\n</").append(root).append(">\n").toString();
  }

  private void event(Event event) {
    Event.Base base = event.base();
    open(names.shorten(event.type()));
    element("eventTime", EventTree.time(base.time()));
    base.recordTime().ifPresent(at -> element("recordTime", EventTree.time(at)));
    element("eventTimeZoneOffset", base.offset());
    base.id().ifPresent(id -> element("eventID", id));
    base.error().ifPresent(this::error);
    for (String each : base.certifications()) element("certificationInfo", each);
    switch (event) {
      case Event.OfObjects e -> {
        epcs("epcList", e.things(), true);
        element("action", e.action().name());
        base(base, "quantityList", e.things(), true);
        ilmd(e.ilmd());
      }
      case Event.OfAggregation e -> {
        e.parent().ifPresent(parent -> element("parentID", parent));
        epcs("childEPCs", e.children(), true);
        element("action", e.action().name());
        base(base, "childQuantityList", e.children(), true);
      }
      case Event.OfAssociation e -> {
        element("parentID", e.parent());
        epcs("childEPCs", e.children(), false);
        quantities("childQuantityList", e.children());
        element("action", e.action().name());
        base(base, "", Things.NONE, true);
      }
      case Event.OfTransaction e -> {
        typed("bizTransactionList", "bizTransaction", Cbv.TRANSACTION, base.bizTransactions());
        e.parent().ifPresent(parent -> element("parentID", parent));
        epcs("epcList", e.things(), true);
        element("action", e.action().name());
        base(base, "quantityList", e.things(), false);
      }
      case Event.OfTransformation e -> {
        epcs("inputEPCList", e.inputs(), false);
        quantities("inputQuantityList", e.inputs());
        epcs("outputEPCList", e.outputs(), false);
        quantities("outputQuantityList", e.outputs());
        e.transformation().ifPresent(id -> element("transformationID", id));
        base(base, "", Things.NONE, true);
        ilmd(e.ilmd());
      }
      case Event.OfOwnType _ -> base(base, "", Things.NONE, true);
    }
    extras(base.extras());
    close(names.shorten(event.type()));
    out.append('\n');
  }

  private void error(Event.ErrorDeclaration error) {
    open("errorDeclaration");
    element("declarationTime", EventTree.time(error.declared()));
    error.reason().ifPresent(reason -> element("reason", word(Cbv.ERROR, reason)));
    if (!error.corrective().isEmpty()) {
      open("correctiveEventIDs");
      for (String id : error.corrective()) element("correctiveEventID", id);
      close("correctiveEventIDs");
    }
    extras(error.extras());
    close("errorDeclaration");
  }

  private void base(Event.Base base, String quantityList, Things things, boolean transactions) {
    base.bizStep().ifPresent(word -> element("bizStep", word(Cbv.BIZ_STEP, word)));
    base.disposition().ifPresent(word -> element("disposition", word(Cbv.DISPOSITION, word)));
    place("readPoint", base.readPoint());
    place("bizLocation", base.bizLocation());
    if (transactions)
      typed("bizTransactionList", "bizTransaction", Cbv.TRANSACTION, base.bizTransactions());
    if (!quantityList.isEmpty()) quantities(quantityList, things);
    typed("sourceList", "source", Cbv.SOURCE, base.sources());
    typed("destinationList", "destination", Cbv.SOURCE, base.destinations());
    sensors(base);
    base.persistent().ifPresent(this::persistent);
  }

  private void sensors(Event.Base base) {
    if (base.sensors().isEmpty()) return;
    open("sensorElementList");
    for (Event.Sensor sensor : base.sensors()) {
      open("sensorElement");
      sensor.metadata().ifPresent(data -> reading("sensorMetadata", data, SensorFields.METADATA));
      for (Event.Reading report : sensor.reports())
        reading("sensorReport", report, SensorFields.REPORT);
      extras(sensor.extras());
      close("sensorElement");
    }
    close("sensorElementList");
  }

  private void persistent(Event.Persistent persistent) {
    open("persistentDisposition");
    for (String word : persistent.unset()) element("unset", word(Cbv.DISPOSITION, word));
    for (String word : persistent.set()) element("set", word(Cbv.DISPOSITION, word));
    close("persistentDisposition");
  }

  private void ilmd(List<Extra> extras) {
    if (extras.isEmpty()) return;
    open("ilmd");
    extras(extras);
    close("ilmd");
  }

  /// @param always whether the list is there also when it is empty
  private void epcs(String list, Things things, boolean always) {
    if (things.epcs().isEmpty() && !always) return;
    open(list);
    for (String epc : things.epcs()) element("epc", epc);
    close(list);
  }

  private void quantities(String list, Things things) {
    if (things.quantities().isEmpty()) return;
    open(list);
    for (Event.Quantity each : things.quantities()) {
      open("quantityElement");
      element("epcClass", each.epcClass());
      each.quantity().ifPresent(number -> element("quantity", number.toPlainString()));
      each.uom().ifPresent(unit -> element("uom", unit));
      close("quantityElement");
    }
    close(list);
  }

  private void place(String name, Optional<Event.Place> place) {
    place.ifPresent(
        found -> {
          open(name);
          element("id", found.id());
          extras(found.extras());
          close(name);
        });
  }

  private void typed(String list, String name, Cbv vocabulary, List<Event.Typed> all) {
    if (all.isEmpty()) return;
    open(list);
    for (Event.Typed each : all) {
      out.append('<').append(name);
      each.type().ifPresent(type -> attribute("type", word(vocabulary, type)));
      out.append('>');
      text(each.id());
      close(name);
    }
    close(list);
  }

  private void reading(String name, Event.Reading reading, Map<String, SensorFields.Type> table) {
    out.append('<').append(name);
    reading
        .fields()
        .forEach(
            (field, value) ->
                attribute(
                    field,
                    switch (table.getOrDefault(field, SensorFields.Type.TEXT)) {
                      case MEASUREMENT -> word(Cbv.MEASUREMENT, value);
                      case ALERT -> word(Cbv.ALERT, value);
                      case COMPONENT -> word(Cbv.COMPONENT, value);
                      default -> value;
                    }));
    out.append('>');
    extras(reading.extras());
    close(name);
  }

  private void extras(List<Extra> extras) {
    for (Extra extra : extras) {
      String name = names.shorten(extra.fullName());
      out.append('<').append(name);
      switch (extra.value()) {
        case Extra.Parts parts -> {
          out.append('>');
          extras(parts.parts());
        }
        case Extra.Leaf leaf -> {
          if (leaf.kind() == Extra.Kind.NUMBER) attribute("xsi:type", "xsd:decimal");
          if (leaf.kind() == Extra.Kind.BOOLEAN) attribute("xsi:type", "xsd:boolean");
          out.append('>');
          text(leaf.text());
        }
      }
      close(name);
    }
  }

  private String word(Cbv vocabulary, String word) {
    return webWords ? vocabulary.web(word) : vocabulary.xml(word);
  }

  private void open(String name) {
    out.append('<').append(name).append('>');
  }

  private void close(String name) {
    out.append("</").append(name).append('>');
  }

  private void element(String name, String text) {
    open(name);
    text(text);
    close(name);
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      char sign = value.charAt(i);
      switch (sign) {
        case '"' -> out.append("&quot;");
        case '\t', '\n' -> out.append("&#").append((int) sign).append(';');
        default -> sign(sign);
      }
    }
    out.append('"');
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) sign(text.charAt(i));
  }

  private void sign(char sign) {
    switch (sign) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '\r' -> out.append("&#13;");
      default -> out.append(sign);
    }
  }
}
