package org.yutang.register;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.store.BinaryCopy;

/// Turns rows into staged households, persons and facts. What one row alone can tell about its own
/// faults is judged here; what needs other rows or the register is judged by [RegisterMerge].
final class RegisterRows implements Rows {

  static final int OLDEST = 120;
  private static final int LARGEST_HOUSEHOLD = 1000;
  private static final int LONGEST_ID_NUMBER = 40;

  private final Mapping mapping;
  private final Mapping.HouseholdRow household;
  private final String fileDigest;
  private final LocalDate today;
  private final RowReading reading;
  private final Cells cells;
  private final PlaceLookup places;
  private final IdNumbers.Sealer sealer;
  private final PlaceRows placeRows;
  private @Nullable HouseholdCells last;

  RegisterRows(
      Mapping mapping,
      String fileDigest,
      LocalDate today,
      Cells cells,
      RowReading reading,
      PlaceLookup places,
      IdNumbers.Sealer sealer) {
    this.mapping = mapping;
    this.household = mapping.household().orElseThrow();
    this.fileDigest = fileDigest;
    this.today = today;
    this.cells = cells;
    this.reading = reading;
    this.places = places;
    this.sealer = sealer;
    this.placeRows = new PlaceRows(mapping, reading, cells, places);
  }

  /// What a row says of its household; rows that say the same as the one before them stage nothing
  /// new.
  private record HouseholdCells(
      PlaceLookup.Known place,
      UUID id,
      String number,
      @Nullable Integer size,
      @Nullable PovertyStatus status,
      @Nullable LocalDate since,
      @Nullable Object[] facts) {
    boolean says(@Nullable HouseholdCells other) {
      return other != null
          && id.equals(other.id)
          && place.equals(other.place)
          && Objects.equals(size, other.size)
          && status == other.status
          && Objects.equals(since, other.since)
          && java.util.Arrays.equals(facts, other.facts);
    }
  }

  /// What a row says of a person.
  private record PersonCells(
      @Nullable String key,
      @Nullable String name,
      @Nullable Sex sex,
      @Nullable LocalDate born,
      boolean bornExactly,
      @Nullable Relation relation,
      @Nullable Boolean head,
      @Nullable String idNumber,
      @Nullable Object[] facts) {}

  @Override
  public void row(Chunk chunk) {
    reading.begin(chunk);
    if (mapping.place().isPresent()) placeRows.make(chunk);
    PlaceLookup.Known place = place();
    HouseholdCells of = place == null ? null : household(place);
    PersonCells person = mapping.person().map(this::person).orElse(null);
    if (reading.isBad() || of == null) return;
    if (!of.says(last)) stage(chunk, of);
    last = of;
    if (person != null) stage(chunk, of, person);
  }

  private PlaceLookup.@Nullable Known place() {
    String code = reading.needed(household.place(), "place", RowReading.LONGEST_NAME);
    if (code == null) return null;
    Optional<PlaceLookup.Known> known =
        PlaceCode.isCode(code) ? places.find(code) : Optional.empty();
    if (!PlaceCode.isCode(code)) reading.error(household.place(), "place", "bad-code", null);
    else if (known.isEmpty())
      reading.error(field(household.place(), "place"), code, "unknown-place", null);
    else if (!known.get().allowed())
      reading.error(household.place(), "place", "not-permitted", null);
    else return known.get();
    return null;
  }

  private static String field(Expression expression, String key) {
    return expression.columns().isEmpty() ? key : String.join(", ", expression.columns());
  }

  private HouseholdCells household(PlaceLookup.Known place) {
    String key =
        household.key().isEmpty()
            ? null
            : reading.needed(household.key().get(), "key", RowReading.LONGEST_NAME);
    Integer size = reading.whole(household.size(), "size", 0, LARGEST_HOUSEHOLD, "not-a-number");
    PovertyStatus status = reading.choice(household.status(), "status", Choices.STATUS);
    UUID id =
        household.key().isEmpty()
            ? Uuids.inShard(
                place.shard(), "household", mapping.source().id(), fileDigest, "#" + cells.row())
            : Uuids.inShard(
                place.shard(),
                "household",
                mapping.source().id(),
                place.county(),
                String.valueOf(key));
    return new HouseholdCells(
        place,
        id,
        key == null ? "#" + cells.row() : key,
        size,
        status,
        status == null ? null : since(),
        facts(household.facts()));
  }

  private LocalDate since() {
    LocalDate byRow = reading.date(household.since().byRow(), "since");
    return byRow == null ? household.since().day() : byRow;
  }

  private PersonCells person(Mapping.PersonRow row) {
    String key =
        row.key().isEmpty()
            ? null
            : reading.needed(row.key().get(), "key", RowReading.LONGEST_NAME);
    String name = reading.text(row.name(), "name", RowReading.LONGEST_NAME);
    Sex sex = reading.choice(row.sex(), "sex", Choices.SEX);
    Relation relation = reading.choice(row.relation(), "relation", Choices.RELATION);
    Boolean head = reading.yesNo(row.head(), "head");
    String number = idNumber(row);
    LocalDate born = born(row, number);
    return new PersonCells(
        key,
        name,
        sex,
        born,
        row.age().isEmpty(),
        relation,
        head == null ? Boolean.valueOf(relation == Relation.HEAD) : head,
        number,
        facts(row.facts()));
  }

  private @Nullable LocalDate born(Mapping.PersonRow row, @Nullable String number) {
    if (row.age().isPresent()) {
      Integer age = reading.whole(row.age(), "age", 0, OLDEST, "impossible-age");
      return age == null ? null : mapping.source().date().minusYears(age);
    }
    LocalDate inNumber =
        number != null && row.idKind().equals(ChinaId.KIND) ? ChinaId.birthDate(number) : null;
    LocalDate born = reading.date(row.born(), "born");
    if (born == null) return inNumber;
    Expression expression = row.born().orElseThrow();
    if (born.isAfter(today)) reading.error(expression, "born", "future-birth", null);
    else if (born.isBefore(today.minusYears(OLDEST + 1)))
      reading.error(expression, "born", "impossible-age", null);
    else if (inNumber != null && !inNumber.equals(born))
      reading.error(expression, "born", "birth-contradicts-id", null);
    return born;
  }

  private @Nullable String idNumber(Mapping.PersonRow row) {
    if (row.idNumber().isEmpty()) return null;
    Expression expression = row.idNumber().get();
    Object value = reading.any(expression, "id-number");
    if (value == null) return null;
    String number = ChinaId.tidy(value.toString());
    if (number.isEmpty()) return null;
    boolean good =
        row.idKind().equals(ChinaId.KIND)
            ? ChinaId.isValid(number)
            : number.length() <= LONGEST_ID_NUMBER && !RowReading.hasControl(number);
    if (good) return number;
    reading.error(
        field(expression, "id-number"),
        IdNumbers.mask(number.substring(0, Math.min(LONGEST_ID_NUMBER, number.length()))),
        "bad-id-number",
        null);
    return null;
  }

  private @Nullable Object[] facts(java.util.List<Mapping.FactRow> rows) {
    @Nullable Object[] values = new @Nullable Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Mapping.FactRow row = rows.get(i);
      Object value = reading.any(row.value(), row.name());
      if (value instanceof String text
          && !reading.isClean(text, row.value(), row.name(), RowReading.LONGEST_TEXT)) value = null;
      if (value instanceof Double number && !Double.isFinite(number)) {
        reading.error(row.value(), row.name(), "not-a-number", null);
        value = null;
      }
      values[i] = value;
    }
    return values;
  }

  private void stage(Chunk chunk, HouseholdCells of) {
    chunk
        .households
        .row()
        .integer(cells.row())
        .integer(of.place.shard())
        .uuid(of.id)
        .text(of.place.county())
        .text(of.place.code());
    chunk
        .households
        .text(of.number)
        .integer(of.size)
        .small(of.status == null ? null : of.status.ordinal())
        .date(of.since);
    chunk.households.texts(staged(of.facts));
  }

  private void stage(Chunk chunk, HouseholdCells of, PersonCells person) {
    UUID id =
        person.key == null
            ? Uuids.inShard(
                of.place.shard(), "person", mapping.source().id(), fileDigest, "#" + cells.row())
            : Uuids.inShard(
                of.place.shard(), "person", mapping.source().id(), of.place.county(), person.key);
    Names.Sound sound = person.name == null ? null : Names.sound(person.name);
    IdNumbers.Sealed sealed = person.idNumber == null ? null : sealer.seal(id, person.idNumber);
    BinaryCopy row =
        chunk.persons.row().integer(cells.row()).integer(of.place.shard()).uuid(id).uuid(of.id);
    row.text(of.place.county()).text(of.place.code()).text(person.name);
    row.text(sound == null || sound.pinyin().isEmpty() ? null : sound.pinyin())
        .text(sound == null || sound.initials().isEmpty() ? null : sound.initials());
    row.small(person.sex == null ? null : person.sex.ordinal())
        .date(person.born)
        .bool(person.bornExactly);
    row.small(person.relation == null ? null : person.relation.ordinal()).bool(person.head);
    row.text(sealed == null ? null : mapping.person().orElseThrow().idKind());
    row.bytes(sealed == null ? null : sealed.cipher())
        .small(sealed == null ? null : sealed.keyVersion())
        .bytes(sealed == null ? null : sealed.hash());
    row.texts(staged(person.facts));
  }

  /// Kind and value of each fact, in the order of their names, as [#defineFacts] says.
  private static java.util.List<@Nullable String> staged(@Nullable Object[] values) {
    java.util.List<@Nullable String> staged = new java.util.ArrayList<>(values.length);
    for (Object value : values)
      staged.add(
          value == null
              ? null
              : (value instanceof Number ? "n" : value instanceof Boolean ? "b" : "t") + value);
    return staged;
  }

  /// Says what the positions in the arrays of facts mean.
  static void defineFacts(Mapping mapping, Chunk chunk) {
    mapping.household().ifPresent(row -> define(row.facts(), true, chunk));
    mapping.person().ifPresent(row -> define(row.facts(), false, chunk));
  }

  private static void define(
      java.util.List<Mapping.FactRow> facts, boolean ofHousehold, Chunk chunk) {
    int position = 0;
    for (Mapping.FactRow fact : facts) {
      BinaryCopy row = chunk.facts.row().bool(ofHousehold).integer(++position).text(fact.name());
      row.date(fact.from()).date(fact.to().orElse(null)).text(fact.unit().orElse(null));
    }
  }

  @Override
  public Map<String, String> preview() {
    Map<String, String> shown = new LinkedHashMap<>();
    for (String column : mapping.columns()) {
      String value = String.valueOf(cells.getOrDefault(column, ""));
      boolean secret =
          mapping
              .person()
              .flatMap(Mapping.PersonRow::idNumber)
              .map(number -> number.columns().contains(column))
              .orElse(false);
      boolean name =
          mapping
              .person()
              .flatMap(Mapping.PersonRow::name)
              .map(each -> each.columns().contains(column))
              .orElse(false);
      shown.put(column, secret ? IdNumbers.mask(value) : name ? Names.mask(value) : value);
    }
    return shown;
  }
}
