package org.yutang.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yutang.trace.Gs1Key;

/// Made-up goods as EPCIS documents, and the same as plain edges. A group is a village's day: four
/// harvested lots, graded two by two, two grades mixed, all packed into twelve boxes that go to a
/// buyer each, on two pallets; [#GROUP_EVENTS] events. One batch goes to very many buyers.
final class TraceLoad {

  static final int GROUP_EVENTS = 35;

  private static final int BOXES = 12;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  /// What a plain table would keep.
  record Edge(String source, String target, Instant at) {}

  record Sold(String item, String buyer) {}

  private final List<Edge> edges = new ArrayList<>();
  private final List<Sold> sold = new ArrayList<>();

  /// Edges of what was written since they were last taken.
  List<Edge> takeEdges() {
    List<Edge> taken = List.copyOf(edges);
    edges.clear();
    return taken;
  }

  List<Sold> takeSold() {
    List<Sold> taken = List.copyOf(sold);
    sold.clear();
    return taken;
  }

  static String lot(int group, String name) {
    String digits = String.format(Locale.ROOT, "09950%08d", group % 5000);
    return "https://id.gs1.org/01/" + digits + Gs1Key.checkDigit(digits) + "/10/" + name + group;
  }

  static String box(int group, int number) {
    String digits = String.format(Locale.ROOT, "1995%010d%03d", group, number);
    return "https://id.gs1.org/00/" + digits + Gs1Key.checkDigit(digits);
  }

  /// The box of the batch's buyer with that number.
  static String batchBox(int group, int number) {
    return box(group + number / 900, 100 + number % 900);
  }

  static Instant after(int group) {
    return START.plusSeconds(60L * group + 50);
  }

  /// Writes groups as one document.
  void write(Path file, int from, int groups) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      begin(out);
      for (int group = from; group < from + groups; group++) {
        if (group > from) out.write(",\n");
        group(out, group);
      }
      end(out);
    }
  }

  /// Writes one lot that is packed into a box for each of many buyers.
  void writeBatch(Path file, int group, int buyers) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      begin(out);
      Instant at = START.plusSeconds(60L * group);
      String lot = lot(group, "Z");
      out.write(made(at, lot));
      for (int i = 0; i < buyers; i++) {
        String box = batchBox(group, i);
        out.write(",\n" + packed(at.plusSeconds(10), box, lot));
        out.write(",\n" + shipped(at.plusSeconds(20), box, "https://buyers.example.cn/z" + i));
      }
      end(out);
    }
  }

  private static void begin(BufferedWriter out) throws IOException {
    out.write(
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "EPCISDocument", "schemaVersion": "2.0",
        "creationDate": "2026-01-01T00:00:00Z", "epcisBody": {"eventList": [
        """);
  }

  private static void end(BufferedWriter out) throws IOException {
    out.write("]}}\n");
  }

  private void group(BufferedWriter out, int group) throws IOException {
    Instant at = START.plusSeconds(60L * group);
    List<String> events = new ArrayList<>(GROUP_EVENTS);
    for (String name : List.of("A", "B", "C", "D")) events.add(made(at, lot(group, name)));
    events.add(mixed(at.plusSeconds(5), group, List.of("A", "B"), List.of("E", "F")));
    events.add(mixed(at.plusSeconds(5), group, List.of("C", "D"), List.of("G", "H")));
    events.add(mixed(at.plusSeconds(10), group, List.of("E", "G"), List.of("M")));
    List<String> packable = List.of("F", "H", "M");
    for (int i = 0; i < BOXES; i++)
      events.add(packed(at.plusSeconds(15), box(group, i), lot(group, packable.get(i % 3))));
    for (int pallet = 0; pallet < 2; pallet++)
      events.add(loaded(at.plusSeconds(20), group, 90 + pallet, pallet * 6));
    for (int pallet = 0; pallet < 2; pallet++)
      events.add(
          shipped(
              at.plusSeconds(25), box(group, 90 + pallet), "https://hubs.example.cn/" + group % 7));
    for (int i = 0; i < BOXES; i++)
      events.add(
          shipped(
              at.plusSeconds(40),
              box(group, i),
              "https://buyers.example.cn/" + (group * 31 + i) % 90_000));
    out.write(String.join(",\n", events));
  }

  private static String event(String type, Instant at, String step, String rest) {
    return """
        {"type": "%s", "eventTime": "%s", "eventTimeZoneOffset": "+08:00", "bizStep": "%s", \
        "readPoint": {"id": "https://id.gs1.org/414/4012345000115"}, %s}"""
        .formatted(type, at, step, rest);
  }

  private static String kilos(String lot, int kilos) {
    return "{\"epcClass\": \"" + lot + "\", \"quantity\": " + kilos + ", \"uom\": \"KGM\"}";
  }

  private String made(Instant at, String lot) {
    return event(
        "ObjectEvent",
        at,
        "commissioning",
        "\"action\": \"ADD\", \"quantityList\": [" + kilos(lot, 300) + "]");
  }

  private String mixed(Instant at, int group, List<String> from, List<String> to) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    for (String name : from) inputs.add(kilos(lot(group, name), 100 + group % 50));
    for (String name : to) outputs.add(kilos(lot(group, name), 90));
    for (String input : from)
      for (String output : to) edges.add(new Edge(lot(group, input), lot(group, output), at));
    return event(
        "TransformationEvent",
        at,
        "commissioning",
        "\"inputQuantityList\": [%s], \"outputQuantityList\": [%s]"
            .formatted(String.join(", ", inputs), String.join(", ", outputs)));
  }

  private String packed(Instant at, String box, String lot) {
    edges.add(new Edge(lot, box, at));
    return event(
        "AggregationEvent",
        at,
        "packing",
        "\"action\": \"ADD\", \"parentID\": \"%s\", \"childQuantityList\": [%s]"
            .formatted(box, kilos(lot, 5)));
  }

  private String loaded(Instant at, int group, int pallet, int first) {
    List<String> boxes = new ArrayList<>();
    for (int i = first; i < first + 6; i++) {
      boxes.add("\"" + box(group, i) + "\"");
      edges.add(new Edge(box(group, i), box(group, pallet), at));
    }
    return event(
        "AggregationEvent",
        at,
        "packing",
        "\"action\": \"ADD\", \"parentID\": \"%s\", \"childEPCs\": [%s]"
            .formatted(box(group, pallet), String.join(", ", boxes)));
  }

  private String shipped(Instant at, String box, String buyer) {
    sold.add(new Sold(box, buyer));
    return event(
        "ObjectEvent",
        at,
        "shipping",
        "\"action\": \"OBSERVE\", \"epcList\": [\"%s\"], \"destinationList\": [{\"type\": \"possessing_party\", \"destination\": \"%s\"}]"
            .formatted(box, buyer));
  }
}
