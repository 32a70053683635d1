package org.yutang.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.yutang.farm.FarmRefusal;
import org.yutang.farm.GeoJson;
import org.yutang.farm.Outline;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.kernel.Area;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.register.HouseholdId;
import org.yutang.store.Words;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a FeatureCollection feature by feature and writes plots in parts, so that memory stays
/// flat; a feature that cannot be read is refused by its number, and the others go on.
final class PlotsImport {

  /// Refused rows that are told; the rest is counted.
  private static final int MOST_TOLD = 1000;

  /// One feature is followed by others.
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Function<List<Plot.New>, List<Optional<Refusal>>> register;
  private final Words words;
  private final List<Numbered> waiting = new ArrayList<>();
  private final List<Refused> told = new ArrayList<>();
  private int taken;
  private int refused;

  PlotsImport(Function<List<Plot.New>, List<Optional<Refusal>>> register, Words words) {
    this.register = register;
    this.words = words;
  }

  private record Numbered(int row, Plot.New plot) {}

  /// @param row the feature's number, from 1
  record Refused(int row, String name, String code, String detail) {}

  /// @param rows those that were refused, at most 1000
  record Answer(int taken, int refused, List<Refused> rows) {
    int status() {
      if (refused == 0) return 200;
      return taken == 0 ? 422 : 207;
    }
  }

  Answer read(InputStream body) throws IOException {
    int row = 0;
    try (JsonParser json = MAPPER.createParser(body)) {
      if (!findFeatures(json)) refuse(1, "", bad("unreadable"));
      else
        for (JsonToken token = json.nextToken();
            token != null && token != JsonToken.END_ARRAY;
            token = json.nextToken()) {
          take(row + 1, MAPPER.readValue(json, JsonNode.class));
          row++;
        }
    } catch (JacksonException e) {
      refuse(row + 1, "", bad("unreadable"));
    }
    flush();
    readRest(body);
    return new Answer(taken, refused, List.copyOf(told));
  }

  private static boolean findFeatures(JsonParser json) {
    if (json.nextToken() != JsonToken.START_OBJECT) return false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean features = json.currentName().equals("features");
      JsonToken value = json.nextToken();
      if (features) return value == JsonToken.START_ARRAY;
      json.skipChildren();
    }
    return false;
  }

  private void take(int row, JsonNode feature) {
    JsonNode properties = feature.path("properties");
    String name = properties.path("name").asString("").strip();
    try {
      waiting.add(new Numbered(row, plot(feature, properties, name)));
    } catch (Refusal refusal) {
      refuse(row, name, refusal);
    }
    if (waiting.size() == Plots.MAX_BATCH) flush();
  }

  private static Plot.New plot(JsonNode feature, JsonNode properties, String name) {
    Outline outline = GeoJson.outline(feature.path("geometry"));
    String village = properties.path("village").asString("");
    if (!PlaceCode.isCode(village))
      throw new Refusal(FarmRefusal.NOT_A_VILLAGE, Map.of("place", village));
    UUID id =
        id(properties, "id")
            .orElseGet(() -> Uuids.named("farm.plot", village, name, GeoJson.write(outline)));
    return new Plot.New(
        id,
        new PlaceCode(village),
        id(properties, "household").map(HouseholdId::new),
        id(properties, "cooperative"),
        name,
        declared(properties.path("declaredMu")),
        outline,
        Plot.Origin.IMPORTED);
  }

  private static Optional<UUID> id(JsonNode properties, String field) {
    String text = properties.path(field).asString("");
    if (text.isEmpty()) return Optional.empty();
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw new Refusal(FarmRefusal.BAD_FIELD, Map.of("field", field));
    }
  }

  private static Optional<Area> declared(JsonNode mu) {
    if (mu.isMissingNode() || mu.isNull()) return Optional.empty();
    try {
      return Optional.of(Area.parseMu(mu.asString("")));
    } catch (NumberFormatException e) {
      throw new Refusal(FarmRefusal.BAD_FIELD, Map.of("field", "declared"));
    }
  }

  private void flush() {
    if (waiting.isEmpty()) return;
    List<Optional<Refusal>> answers = register.apply(waiting.stream().map(Numbered::plot).toList());
    for (int i = 0; i < answers.size(); i++) {
      Numbered each = waiting.get(i);
      if (answers.get(i).isEmpty()) taken++;
      else refuse(each.row, each.plot.name(), answers.get(i).get());
    }
    waiting.clear();
  }

  private void refuse(int row, String name, Refusal why) {
    refused++;
    if (told.size() < MOST_TOLD)
      told.add(new Refused(row, name, why.code().code(), words.refusal(why)));
  }

  private static Refusal bad(String problem) {
    return new Refusal(FarmRefusal.BAD_OUTLINE, Map.of("problem", problem));
  }

  /// To the end, because the answer is kept with the digest of what was sent.
  private static void readRest(InputStream body) throws IOException {
    body.transferTo(OutputStream.nullOutputStream());
  }
}
