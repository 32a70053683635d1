package org.yutang.trace.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yutang.trace.Event;
import org.yutang.trace.Event.Things;
import org.yutang.trace.Event.Typed;
import org.yutang.trace.Extra;
import org.yutang.trace.Gs1Key;

/// The hash by which an event names itself (CBV 2.0, section 8.9.2): its fields in one order, GS1
/// keys as canonical links, words as web URIs, times in UTC to the millisecond, numbers without
/// idle zeros, lists sorted, then what is not the standard's; SHA-256 of that.
///
/// When it was recorded, its own id, certificates and declarations of error do not count.
public final class EventHash {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final Pattern TIME_FORM =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
  private static final String START = "ni:///sha-256;";
  private static final String END = "?ver=CBV2.0";

  private final StringBuilder out = new StringBuilder(512);
  private final Set<String> ignored;

  private EventHash(Set<String> ignored) {
    this.ignored = ignored;
  }

  /// The hash as an event id, `ni:///sha-256;…?ver=CBV2.0`.
  ///
  /// @param ignored full names of fields that do not count
  public static String of(Event event, Set<String> ignored) {
    return START + HexFormat.of().formatHex(digest(text(event, ignored))) + END;
  }

  /// Whether an event id is a hash of this kind.
  public static boolean isHash(String id) {
    return id.startsWith(START) && id.endsWith(END);
  }

  /// The text of which the hash is made.
  public static String text(Event event, Set<String> ignored) {
    EventHash hash = new EventHash(ignored);
    hash.add(event);
    return hash.out.toString();
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(Event event) {
    Event.Base base = event.base();
    field("eventType", event.typeName());
    field("eventTime", time(base.time()));
    field("eventTimeZoneOffset", base.offset());
    List<Extra> ilmd = List.of();
    switch (event) {
      case Event.OfObjects e -> {
        ilmd = e.ilmd();
        epcs("epcList", e.things());
        quantities("quantityList", e.things());
        field("action", e.action().name());
      }
      case Event.OfAggregation e -> {
        e.parent().ifPresent(parent -> key("parentID", parent));
        children(e.children());
        field("action", e.action().name());
      }
      case Event.OfAssociation e -> {
        key("parentID", e.parent());
        children(e.children());
        field("action", e.action().name());
      }
      case Event.OfTransaction e -> {
        epcs("epcList", e.things());
        e.parent().ifPresent(parent -> key("parentID", parent));
        quantities("quantityList", e.things());
        field("action", e.action().name());
      }
      case Event.OfTransformation e -> {
        ilmd = e.ilmd();
        epcs("inputEPCList", e.inputs());
        quantities("inputQuantityList", e.inputs());
        epcs("outputEPCList", e.outputs());
        quantities("outputQuantityList", e.outputs());
        e.transformation().ifPresent(id -> key("transformationID", id));
      }
      case Event.OfOwnType _ -> {}
    }
    add(base);
    if (!ilmd.isEmpty()) {
      out.append("ilmd");
      extras(ilmd);
    }
    extras(base.extras());
  }

  private void add(Event.Base base) {
    base.bizStep().ifPresent(word -> field("bizStep", Cbv.BIZ_STEP.web(word)));
    base.disposition().ifPresent(word -> field("disposition", Cbv.DISPOSITION.web(word)));
    base.persistent()
        .ifPresent(
            persistent -> {
              out.append("persistentDisposition");
              sorted(persistent.set(), word -> "set=" + Cbv.DISPOSITION.web(word));
              sorted(persistent.unset(), word -> "unset=" + Cbv.DISPOSITION.web(word));
            });
    place("readPoint", base.readPoint());
    place("bizLocation", base.bizLocation());
    typed("bizTransactionList", "bizTransaction", Cbv.TRANSACTION, base.bizTransactions());
    typed("destinationList", "destination", Cbv.SOURCE, base.destinations());
    typed("sourceList", "source", Cbv.SOURCE, base.sources());
    sensors(base.sensors());
  }

  private void field(String name, String value) {
    out.append(name).append('=').append(value);
  }

  private void key(String name, String uri) {
    field(name, Gs1Key.canonical(uri));
  }

  private void sorted(List<String> values, java.util.function.UnaryOperator<String> text) {
    values.stream().map(text).sorted().forEach(out::append);
  }

  private void children(Things things) {
    epcs("childEPCs", things);
    quantities("childQuantityList", things);
  }

  private void epcs(String list, Things things) {
    if (things.epcs().isEmpty()) return;
    out.append(list);
    sorted(things.epcs(), uri -> "epc=" + Gs1Key.canonical(uri));
  }

  private void quantities(String list, Things things) {
    if (things.quantities().isEmpty()) return;
    out.append(list);
    List<String> texts = new ArrayList<>();
    for (Event.Quantity each : things.quantities())
      texts.add(
          "quantityElementepcClass="
              + Gs1Key.canonical(each.epcClass())
              + each.quantity().map(number -> "quantity=" + number.toPlainString()).orElse("")
              + each.uom().map(unit -> "uom=" + unit).orElse(""));
    Collections.sort(texts);
    texts.forEach(out::append);
  }

  private void place(String name, Optional<Event.Place> place) {
    place.ifPresent(
        found -> {
          out.append(name);
          key("id", found.id());
          extras(found.extras());
        });
  }

  private void typed(String list, String name, Cbv vocabulary, List<Typed> all) {
    if (all.isEmpty()) return;
    out.append(list);
    List<String> texts = new ArrayList<>();
    for (Typed each : all)
      texts.add(
          each.type().map(type -> "type=" + vocabulary.web(type)).orElse("")
              + name
              + "="
              + Gs1Key.canonical(each.id()));
    Collections.sort(texts);
    texts.forEach(out::append);
  }

  private void sensors(List<Event.Sensor> sensors) {
    if (sensors.isEmpty()) return;
    out.append("sensorElementList");
    List<String> texts = new ArrayList<>();
    for (Event.Sensor each : sensors) {
      EventHash inner = new EventHash(ignored);
      inner.out.append("sensorElement");
      each.metadata()
          .ifPresent(
              data ->
                  inner.out.append("sensorMetadata").append(reading(data, SensorFields.METADATA)));
      List<String> reports = new ArrayList<>();
      for (Event.Reading report : each.reports())
        reports.add("sensorReport" + reading(report, SensorFields.REPORT));
      Collections.sort(reports);
      reports.forEach(inner.out::append);
      inner.extras(each.extras());
      texts.add(inner.out.toString());
    }
    Collections.sort(texts);
    texts.forEach(out::append);
  }

  private String reading(Event.Reading reading, Map<String, SensorFields.Type> table) {
    EventHash inner = new EventHash(ignored);
    reading
        .fields()
        .forEach(
            (name, value) -> {
              switch (table.getOrDefault(name, SensorFields.Type.TEXT)) {
                case TIME -> inner.field(name, time(OffsetDateTime.parse(value)));
                case URI -> inner.key(name, value);
                case MEASUREMENT -> inner.field(name, Cbv.MEASUREMENT.web(value));
                case ALERT -> inner.field(name, Cbv.ALERT.web(value));
                case COMPONENT -> inner.field(name, Cbv.COMPONENT.web(value));
                case NUMBER, TEXT, TRUTH, HEX -> inner.field(name, value);
              }
            });
    inner.extras(reading.extras());
    return inner.out.toString();
  }

  private void extras(List<Extra> extras) {
    List<String> texts = new ArrayList<>();
    for (Extra extra : extras)
      if (!ignored.contains(extra.fullName())) {
        EventHash inner = new EventHash(ignored);
        inner.out.append(extra.fullName());
        switch (extra.value()) {
          case Extra.Leaf leaf -> inner.out.append('=').append(text(leaf));
          case Extra.Parts parts -> inner.extras(parts.parts());
        }
        texts.add(inner.out.toString());
      }
    Collections.sort(texts);
    texts.forEach(out::append);
  }

  private static String text(Extra.Leaf leaf) {
    String text = leaf.text();
    if (leaf.kind() == Extra.Kind.TEXT && TIME_FORM.matcher(text).matches())
      return time(OffsetDateTime.parse(text));
    return leaf.kind() == Extra.Kind.TEXT ? Gs1Key.canonical(text) : text;
  }

  private static String time(OffsetDateTime time) {
    return TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }
}
