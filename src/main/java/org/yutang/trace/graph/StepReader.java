package org.yutang.trace.graph;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.trace.Event.Typed;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads of a kept event what the graph needs, and runs over the rest.
public final class StepReader {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final List<Link> links = new ArrayList<>(4);
  private final List<Typed> transactions = new ArrayList<>(2);
  private final List<Typed> destinations = new ArrayList<>(2);
  private String type = "";
  private String eventId = "";
  private @Nullable String action;
  private @Nullable String bizStep;
  private @Nullable String readPoint;
  private @Nullable String location;

  private StepReader() {}

  public static Step read(UUID id, Instant at, String kept) {
    StepReader reader = new StepReader();
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), kept)) {
      json.nextToken();
      reader.fields(json);
    }
    return new Step(
        id,
        reader.eventId,
        at,
        reader.type,
        reader.action,
        reader.bizStep,
        reader.location == null ? reader.readPoint : reader.location,
        reader.links,
        reader.transactions,
        reader.destinations);
  }

  private void fields(JsonParser json) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type" -> type = json.getString();
        case "eventID" -> eventId = json.getString();
        case "action" -> action = json.getString();
        case "bizStep" -> bizStep = json.getString();
        case "readPoint" -> readPoint = place(json);
        case "bizLocation" -> location = place(json);
        case "parentID" -> links.add(single(json.getString(), Link.Role.PARENT));
        case "transformationID" -> links.add(single(json.getString(), Link.Role.TRANSFORMATION));
        case "epcList" -> epcs(json, Link.Role.THING);
        case "childEPCs" -> epcs(json, Link.Role.CHILD);
        case "inputEPCList" -> epcs(json, Link.Role.INPUT);
        case "outputEPCList" -> epcs(json, Link.Role.OUTPUT);
        case "quantityList" -> amounts(json, Link.Role.THING);
        case "childQuantityList" -> amounts(json, Link.Role.CHILD);
        case "inputQuantityList" -> amounts(json, Link.Role.INPUT);
        case "outputQuantityList" -> amounts(json, Link.Role.OUTPUT);
        case "bizTransactionList" -> typed(json, "bizTransaction", transactions);
        case "destinationList" -> typed(json, "destination", destinations);
        default -> json.skipChildren();
      }
    }
  }

  private static Link single(String uri, Link.Role role) {
    return new Link(Item.of(uri), role, false, Amount.PIECE);
  }

  private static @Nullable String place(JsonParser json) {
    String id = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isId = json.currentName().equals("id");
      json.nextToken();
      if (isId) id = json.getString();
      else json.skipChildren();
    }
    return id;
  }

  private void epcs(JsonParser json, Link.Role role) {
    while (json.nextToken() != JsonToken.END_ARRAY) links.add(single(json.getString(), role));
  }

  private void amounts(JsonParser json, Link.Role role) {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String kind = "";
      BigDecimal quantity = null;
      String uom = null;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "epcClass" -> kind = json.getString();
          case "quantity" -> quantity = json.getDecimalValue();
          case "uom" -> uom = json.getString();
          default -> json.skipChildren();
        }
      }
      links.add(new Link(Item.of(kind), role, true, Amount.of(quantity, uom).orElse(null)));
    }
  }

  private static void typed(JsonParser json, String field, List<Typed> into) {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String type = null;
      String id = "";
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("type")) type = json.getString();
        else if (name.equals(field)) id = json.getString();
      }
      into.add(new Typed(Optional.ofNullable(type), id));
    }
  }
}
