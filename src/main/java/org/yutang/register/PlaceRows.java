package org.yutang.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.PlaceCode;

/// Turns rows into staged places and facts about places.
final class PlaceRows implements Rows {

  private static final int MAX_MADE = 100_000;

  private final Mapping mapping;
  private final RowReading reading;
  private final Cells cells;
  private final PlaceLookup places;
  private final @Nullable PlaceFinder finder;

  PlaceRows(Mapping mapping, RowReading reading, Cells cells, PlaceLookup places) {
    this(mapping, reading, cells, places, null);
  }

  PlaceRows(
      Mapping mapping,
      RowReading reading,
      Cells cells,
      PlaceLookup places,
      @Nullable PlaceFinder finder) {
    this.mapping = mapping;
    this.reading = reading;
    this.cells = cells;
    this.places = places;
    this.finder = finder;
  }

  @Override
  public void row(Chunk chunk) {
    reading.begin(chunk);
    Mapping.PlaceRow place = mapping.place().orElseThrow();
    String code = place.find().isPresent() ? found(place) : fresh(chunk, place);
    if (code == null) return;
    for (Mapping.PlaceFactRow fact : place.facts()) {
      String value = reading.text(fact.value(), fact.name(), RowReading.LONGEST_TEXT);
      Integer year =
          reading.whole(fact.delistedYear(), "delisted-year", 1900, 2100, "not-a-number");
      String note = reading.text(fact.note(), "note", RowReading.LONGEST_TEXT);
      if (value != null && !reading.isBad())
        chunk
            .placeFacts
            .row()
            .integer(cells.row())
            .text(code)
            .text(fact.name())
            .text(value)
            .small(year)
            .text(note);
    }
  }

  /// Stages the place that a row names, below a parent that the file may bring as well; the merge
  /// looks whether it is there.
  private @Nullable String fresh(Chunk chunk, Mapping.PlaceRow place) {
    String code = code(place.code().orElseThrow(), "code");
    String parent = code(place.parent().orElseThrow(), "parent");
    String zh = reading.needed(place.zh().orElseThrow(), "zh", RowReading.LONGEST_NAME);
    String en = reading.text(place.en(), "en", RowReading.LONGEST_NAME);
    if (reading.isBad() || code == null) return null;
    chunk
        .places
        .row()
        .integer(cells.row())
        .text(code)
        .text(parent)
        .small(place.level().orElseThrow().ordinal())
        .text(zh)
        .text(en);
    return code;
  }

  /// In a file of households: makes the place that a row names, once, below one that is known.
  void make(Chunk chunk) {
    Mapping.PlaceRow place = mapping.place().orElseThrow();
    String code = code(place.code().orElseThrow(), "code");
    String parent = code(place.parent().orElseThrow(), "parent");
    if (code == null || parent == null || places.find(code).isPresent()) return;
    Optional<PlaceLookup.Known> above = places.find(parent);
    PlaceLevel level = place.level().orElseThrow();
    if (above.isEmpty()) reading.error(place.parent().get(), "parent", "unknown-place", null);
    else if (!above.get().allowed())
      reading.error(place.parent().get(), "parent", "not-permitted", null);
    else if (places.madeCount() < MAX_MADE && fresh(chunk, place) != null)
      places.make(code, above.get(), level);
  }

  private @Nullable String code(Expression expression, String key) {
    String code = reading.needed(expression, key, RowReading.LONGEST_NAME);
    if (code == null || PlaceCode.isCode(code)) return code;
    reading.error(expression, key, "bad-code", null);
    return null;
  }

  private @Nullable String found(Mapping.PlaceRow place) {
    Mapping.Find find = place.find().orElseThrow();
    String code = reading.text(place.code(), "code", RowReading.LONGEST_NAME);
    String name = reading.needed(find.name(), "name", RowReading.LONGEST_NAME);
    List<String> within = new ArrayList<>();
    for (Expression each : find.within()) {
      String above = reading.text(each, "within", RowReading.LONGEST_NAME);
      if (above != null) within.add(above);
    }
    if (name == null || reading.isBad() || finder == null) return null;
    Optional<PlaceFinder.Match> match = finder.find(code, name, within, place.level());
    if (match.isEmpty())
      reading.error(find.name(), "name", "no-such-name", String.join(" ", within));
    else if (!match.get().allowed()) reading.error(find.name(), "name", "not-permitted", null);
    else return match.get().code();
    return null;
  }

  @Override
  public Map<String, String> preview() {
    Map<String, String> shown = new LinkedHashMap<>();
    for (String column : mapping.columns())
      shown.put(column, String.valueOf(cells.getOrDefault(column, "")));
    return shown;
  }
}
