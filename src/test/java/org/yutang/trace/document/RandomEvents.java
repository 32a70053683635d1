package org.yutang.trace.document;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.yutang.trace.Event;
import org.yutang.trace.Event.Action;
import org.yutang.trace.Event.Things;
import org.yutang.trace.Event.Typed;
import org.yutang.trace.Extra;

/// Events with any fields that the standard allows, at random.
final class RandomEvents {

  private static final String TEXTS = "aZ9 <>&\"'\t\n\r{}[]:,/\\é鱼塘𠀀-";

  private final Random random;

  RandomEvents(long seed) {
    this.random = new Random(seed);
  }

  Event next() {
    Action action = Action.values()[random.nextInt(3)];
    return switch (random.nextInt(5)) {
      case 0 ->
          new Event.OfObjects(
              base(), action, things(), action == Action.ADD ? extras(2, true) : List.of());
      case 1 ->
          new Event.OfAggregation(
              base(),
              action,
              action == Action.OBSERVE ? maybe(this::epc) : Optional.of(epc()),
              action == Action.DELETE && random.nextBoolean() ? Things.NONE : things());
      case 2 -> new Event.OfAssociation(base(), action, epc(), things());
      case 3 -> {
        Event.Base base = base();
        while (base.bizTransactions().isEmpty()) base = base();
        yield new Event.OfTransaction(base, action, maybe(this::epc), things());
      }
      default ->
          new Event.OfTransformation(base(), maybe(this::epc), things(), things(), extras(2, true));
    };
  }

  private Event.Base base() {
    return new Event.Base(
        time(),
        any("+08:00", "-06:30", "+14:00", "+00:00"),
        maybe(this::time),
        maybe(this::uri),
        list(this::uri),
        maybe(
            () ->
                new Event.ErrorDeclaration(
                    time(),
                    maybe(() -> any("did_not_occur", "incorrect_data", "urn:own:reason")),
                    list(this::uri),
                    extras(1, true))),
        maybe(() -> any("shipping", "sampling", "https://own.example/step")),
        maybe(() -> any("in_transit", "recalled", "urn:own:state")),
        maybe(() -> new Event.Persistent(List.of("recalled"), List.of("active", "urn:own:state"))),
        maybe(this::place),
        maybe(this::place),
        list(() -> new Typed(maybe(() -> any("po", "urn:own:type")), uri())),
        list(() -> new Typed(Optional.of(any("location", "urn:own:type")), uri())),
        list(() -> new Typed(Optional.of(any("owning_party", "location")), uri())),
        list(this::sensor),
        extras(2, true));
  }

  private Event.Sensor sensor() {
    List<Event.Reading> reports = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) reports.add(reading(SensorFields.REPORT));
    return new Event.Sensor(maybe(() -> reading(SensorFields.METADATA)), reports, extras(1, true));
  }

  private Event.Reading reading(Map<String, SensorFields.Type> table) {
    Map<String, String> fields = new LinkedHashMap<>();
    table.forEach(
        (name, type) -> {
          if (!name.equals("type") && random.nextInt(3) > 0) return;
          fields.put(
              name,
              switch (type) {
                case URI -> uri();
                case TIME -> EventTree.time(time());
                case NUMBER -> number().toPlainString();
                case TEXT -> text();
                case TRUTH -> String.valueOf(random.nextBoolean());
                case HEX -> "f0A9";
                case MEASUREMENT -> any("Temperature", "urn:own:measure");
                case ALERT -> any("ALARM_CONDITION", "urn:own:alert");
                case COMPONENT -> any("x", "altitude", "urn:own:component");
              });
        });
    List<Extra> leaves = new ArrayList<>();
    if (random.nextBoolean())
      leaves.add(
          new Extra("https://own.example/", "note", new Extra.Leaf(Extra.Kind.TEXT, text())));
    return new Event.Reading(fields, leaves);
  }

  /// Names differ, and what is given several times stands together, as any reading has it.
  private List<Extra> extras(int depth, boolean named) {
    List<Extra> extras = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      String namespace =
          named ? any("https://own.example/", "http://other.example/ns#", "urn:own:ns:") : "";
      int times = 1 + random.nextInt(2);
      for (int t = 0; t < times; t++) extras.add(new Extra(namespace, "field" + i, value(depth)));
    }
    return extras;
  }

  private Extra.Value value(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      List<Extra> parts = extras(depth - 1, random.nextBoolean());
      if (!parts.isEmpty()) return new Extra.Parts(parts);
    }
    return switch (random.nextInt(3)) {
      case 0 -> new Extra.Leaf(Extra.Kind.NUMBER, Event.plain(number()).toPlainString());
      case 1 -> new Extra.Leaf(Extra.Kind.BOOLEAN, String.valueOf(random.nextBoolean()));
      default -> new Extra.Leaf(Extra.Kind.TEXT, text());
    };
  }

  private Things things() {
    List<String> epcs = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String epc = epc();
      if (!epcs.contains(epc)) epcs.add(epc);
    }
    return new Things(
        epcs,
        list(
            () ->
                new Event.Quantity(
                    "urn:epc:class:lgtin:4012345.012345." + random.nextInt(99),
                    maybe(() -> number().abs()),
                    maybe(() -> any("KGM", "LTR")))));
  }

  private Event.Place place() {
    return new Event.Place(
        any("urn:epc:id:sgln:4012345.00011.0", "geo:47.5,11.1"), extras(1, true));
  }

  private String epc() {
    return any(
        "urn:epc:id:sgtin:4012345.012345." + random.nextInt(1000),
        "https://id.gs1.org/00/040123450000003338",
        "urn:own:thing:" + random.nextInt(1000));
  }

  private String uri() {
    return "urn:own:" + random.nextInt(1_000_000);
  }

  private OffsetDateTime time() {
    return OffsetDateTime.ofInstant(
        Instant.ofEpochSecond(
            1_600_000_000L + random.nextInt(100_000_000), random.nextInt(1000) * 1_000_000L),
        ZoneOffset.ofHours(random.nextInt(10) - 5));
  }

  private BigDecimal number() {
    return Event.plain(
        BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, random.nextInt(5)));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int[] signs = TEXTS.codePoints().toArray();
    for (int i = 0; i < 1 + random.nextInt(12); i++)
      text.appendCodePoint(signs[random.nextInt(signs.length)]);
    return text.toString();
  }

  private String any(String... all) {
    return all[random.nextInt(all.length)];
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(Supplier<T> value) {
    List<T> list = new ArrayList<>();
    while (random.nextInt(3) == 0) list.add(value.get());
    return list;
  }
}
