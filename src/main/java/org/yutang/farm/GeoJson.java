package org.yutang.farm;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Outlines as GeoJSON (RFC 7946) has them: polygons in WGS 84, longitude first.
public final class GeoJson {

  private static final JsonMapper MAPPER = new JsonMapper();

  private GeoJson() {}

  /// Reads a polygon, a feature of one, or a bare list of `[longitude, latitude]`. Refuses with
  /// [FarmRefusal#BAD_OUTLINE] what is none, and otherwise as [Outline#of].
  public static Outline outline(String json) {
    return Outline.of(rings(json));
  }

  /// The same, as a walk: see [Outline#walked].
  public static Outline walk(String json) {
    return Outline.walked(rings(json).getFirst());
  }

  private static List<List<Outline.Corner>> rings(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (node.isArray()) return List.of(ring(node));
      return rings(node.path("type").asString("").equals("Feature") ? node.path("geometry") : node);
    } catch (JacksonException e) {
      throw Outline.bad("unreadable");
    }
  }

  /// The rings of a polygon.
  public static Outline outline(JsonNode geometry) {
    return Outline.of(rings(geometry));
  }

  private static List<List<Outline.Corner>> rings(JsonNode geometry) {
    if (!geometry.path("type").asString("").equals("Polygon")) throw Outline.bad("not-a-polygon");
    JsonNode coordinates = geometry.path("coordinates");
    if (!coordinates.isArray() || coordinates.isEmpty()) throw Outline.bad("unreadable");
    List<List<Outline.Corner>> rings = new ArrayList<>();
    for (JsonNode each : coordinates) rings.add(ring(each));
    return rings;
  }

  private static List<Outline.Corner> ring(JsonNode ring) {
    if (!ring.isArray()) throw Outline.bad("unreadable");
    if (ring.size() > Outline.MAX_CORNERS + 1) throw Outline.bad("too-many-corners");
    List<Outline.Corner> corners = new ArrayList<>();
    for (JsonNode each : ring) {
      if (!each.isArray() || each.size() < 2 || !each.get(0).isNumber() || !each.get(1).isNumber())
        throw Outline.bad("unreadable");
      corners.add(new Outline.Corner(each.get(0).asDouble(), each.get(1).asDouble()));
    }
    return corners;
  }

  /// The outline as a GeoJSON polygon.
  public static String write(Outline outline) {
    StringBuilder text = new StringBuilder("{\"type\":\"Polygon\",\"coordinates\":[");
    String betweenRings = "";
    for (List<Outline.Corner> ring : outline.rings()) {
      text.append(betweenRings).append('[');
      betweenRings = ",";
      String between = "";
      for (Outline.Corner corner : ring) {
        text.append(between).append('[').append(corner.lng()).append(',').append(corner.lat());
        text.append(']');
        between = ",";
      }
      text.append(']');
    }
    return text.append("]}").toString();
  }
}
