package org.yutang.farm;

import static org.yutang.store.YamlPart.field;

import java.math.BigDecimal;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;
import org.yutang.store.YamlPart;

/// Reads a standard's file; whatever is wrong is named with file, line and column.
final class StandardReader {

  private static final YamlPart.Codes CODES =
      new YamlPart.Codes(
          FarmRefusal.BAD_YAML,
          FarmRefusal.UNKNOWN_KEY,
          FarmRefusal.MISSING_KEY,
          FarmRefusal.WRONG_VALUE);

  private StandardReader() {}

  static Standard read(String file, String text) {
    Map<String, YamlPart> fields =
        YamlPart.read(file, text, CODES)
            .fields("id", "title", "summary", "varieties", "sources", "versions");
    List<Standard.Version> versions = new ArrayList<>();
    for (YamlPart each : field(fields, "versions").items()) {
      Standard.Version version = version(each);
      if (!versions.isEmpty() && versions.getLast().fromSeason() >= version.fromSeason())
        throw each.wrong("a later season than the version before");
      versions.add(version);
    }
    return new Standard(
        field(fields, "id").as("lower-case letters, digits and hyphens", StandardId::new),
        Text.of(field(fields, "title")),
        Text.of(field(fields, "summary")),
        named(field(fields, "varieties"), StandardReader::variety, Standard.Variety::name),
        versions,
        field(fields, "sources").items().stream().map(Text::of).toList());
  }

  private static Standard.Variety variety(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("name", "title");
    return new Standard.Variety(field(fields, "name").name(), Text.of(field(fields, "title")));
  }

  private static Standard.Version version(YamlPart part) {
    Map<String, YamlPart> fields =
        part.fields(
            Set.of("nutrients", "prices", "bases", "shelfLifeDays", "purity", "temperature"),
            "fromSeason",
            "seasonStarts",
            "measures",
            "grades",
            "tasks",
            "inputs",
            "forbidden",
            "nutrients",
            "prices",
            "bases",
            "shelfLifeDays",
            "purity",
            "temperature");
    List<Standard.Bound> measures = bounds(field(fields, "measures"));
    List<Standard.Grade> grades =
        named(field(fields, "grades"), each -> grade(each, measures), Standard.Grade::name);
    return new Standard.Version(
        field(fields, "fromSeason").whole(1990, 2200),
        day(field(fields, "seasonStarts")),
        measures,
        grades,
        named(field(fields, "tasks"), StandardReader::task, Standard.Task::name),
        named(field(fields, "inputs"), StandardReader::input, Standard.Input::name),
        named(field(fields, "forbidden"), StandardReader::forbidden, Standard.Forbidden::name),
        Optional.ofNullable(fields.get("nutrients")).map(StandardReader::nutrients),
        many(fields, "prices", each -> prices(each, grades)),
        many(fields, "bases", StandardReader::base),
        fields.containsKey("shelfLifeDays")
            ? OptionalInt.of(field(fields, "shelfLifeDays").whole(1, 3650))
            : OptionalInt.empty(),
        fields.containsKey("purity")
            ? named(field(fields, "purity"), StandardReader::purity, Standard.PurityTest::name)
            : List.of(),
        Optional.ofNullable(fields.get("temperature")).map(StandardReader::temperature));
  }

  private static Standard.PurityTest purity(YamlPart part) {
    Map<String, YamlPart> fields =
        part.fields(Set.of("least", "most"), "name", "title", "unit", "least", "most", "method");
    Standard.PurityTest test =
        new Standard.PurityTest(
            field(fields, "name").name(),
            Text.of(field(fields, "title")),
            field(fields, "unit").text(),
            decimal(fields, "least"),
            decimal(fields, "most"),
            field(fields, "method").text());
    if (test.least().isEmpty() && test.most().isEmpty()) throw part.wrong("least, most or both");
    if (test.least().isPresent()
        && test.most().isPresent()
        && test.least().get().compareTo(test.most().get()) > 0)
      throw part.wrong("least not above most");
    return test;
  }

  private static Optional<BigDecimal> decimal(Map<String, YamlPart> fields, String name) {
    return Optional.ofNullable(fields.get(name))
        .map(
            part ->
                part.as(
                    "a number with at most four decimals",
                    text -> {
                      if (!text.matches("-?[0-9]{1,6}([.][0-9]{1,4})?"))
                        throw new IllegalArgumentException(text);
                      return new BigDecimal(text);
                    }));
  }

  private static Standard.Temperature temperature(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("least", "most");
    int least = tenths(field(fields, "least"));
    int most = tenths(field(fields, "most"));
    if (least > most) throw part.wrong("least not above most");
    return new Standard.Temperature(least, most);
  }

  private static int tenths(YamlPart part) {
    return part.as(
        "degrees Celsius with one decimal, from -40.0 to 60.0",
        text -> {
          int tenths = new BigDecimal(text).movePointRight(1).intValueExact();
          if (tenths < -400 || tenths > 600) throw new IllegalArgumentException(text);
          return tenths;
        });
  }

  private static <T> List<T> many(
      Map<String, YamlPart> fields, String name, Function<YamlPart, T> read) {
    YamlPart part = fields.get(name);
    return part == null ? List.of() : part.items().stream().map(read).toList();
  }

  private static <T> List<T> named(
      YamlPart part, Function<YamlPart, T> read, Function<T, String> name) {
    List<T> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlPart each : part.items()) {
      T one = read.apply(each);
      if (!names.add(name.apply(one))) throw each.wrong("names that differ");
      all.add(one);
    }
    return all;
  }

  private static List<Standard.Bound> bounds(YamlPart part) {
    return named(part, StandardReader::bound, bound -> bound.measure().name());
  }

  private static Standard.Bound bound(YamlPart part) {
    Map<String, YamlPart> fields = part.fields(Set.of("least", "most"), "measure", "least", "most");
    Measure measure = field(fields, "measure").word(Measure.class);
    Standard.Bound bound =
        new Standard.Bound(
            measure, value(fields, "least", measure), value(fields, "most", measure));
    if (bound.least().isEmpty() && bound.most().isEmpty()) throw part.wrong("least, most or both");
    if (bound.least().isPresent()
        && bound.most().isPresent()
        && bound.least().get() > bound.most().get()) throw part.wrong("least not above most");
    return bound;
  }

  private static Optional<Long> value(Map<String, YamlPart> fields, String name, Measure measure) {
    return Optional.ofNullable(fields.get(name))
        .map(
            part ->
                part.as(
                    "a number of "
                        + measure.unit()
                        + " with at most "
                        + measure.decimals()
                        + " decimals",
                    measure::parse));
  }

  private static Standard.Grade grade(YamlPart part, List<Standard.Bound> measures) {
    Map<String, YamlPart> fields = part.fields("name", "title", "bounds");
    List<Standard.Bound> bounds = bounds(field(fields, "bounds"));
    for (Standard.Bound bound : bounds)
      if (measures.stream().noneMatch(each -> each.measure() == bound.measure()))
        throw field(fields, "bounds").wrong("bounds of what stands under measures");
    return new Standard.Grade(
        field(fields, "name").name(), Text.of(field(fields, "title")), bounds);
  }

  private static Standard.Task task(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("name", "title", "stage", "kind", "from", "to");
    return new Standard.Task(
        field(fields, "name").name(),
        Text.of(field(fields, "title")),
        Text.of(field(fields, "stage")),
        field(fields, "kind").word(Standard.TaskKind.class),
        day(field(fields, "from")),
        day(field(fields, "to")));
  }

  private static Standard.Input input(YamlPart part) {
    Map<String, YamlPart> fields =
        part.fields("name", "title", "unit", "mostPerMu", "times", "intervalDays");
    String unit = field(fields, "unit").text();
    if (!unit.equals("g") && !unit.equals("ml")) throw field(fields, "unit").wrong("g or ml");
    return new Standard.Input(
        field(fields, "name").name(),
        Text.of(field(fields, "title")),
        unit,
        field(fields, "mostPerMu").as("a number with at most three decimals", Work::parseDose),
        field(fields, "times").whole(1, 365),
        field(fields, "intervalDays").whole(0, 365));
  }

  private static Standard.Forbidden forbidden(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("name", "title", "because");
    return new Standard.Forbidden(
        field(fields, "name").name(),
        Text.of(field(fields, "title")),
        Text.of(field(fields, "because")));
  }

  private static Standard.Nutrients nutrients(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("n", "p2o5", "k2o", "source");
    return new Standard.Nutrients(
        nutrient(field(fields, "n")),
        nutrient(field(fields, "p2o5")),
        nutrient(field(fields, "k2o")),
        Text.of(field(fields, "source")));
  }

  private static Standard.Nutrient nutrient(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("uptake", "soil", "use");
    return new Standard.Nutrient(
        positive(field(fields, "uptake"), 100),
        positive(field(fields, "soil"), 5),
        positive(field(fields, "use"), 1));
  }

  private static BigDecimal positive(YamlPart part, int most) {
    return part.as(
        "a number above 0, at most " + most,
        text -> {
          BigDecimal number = new BigDecimal(text);
          if (number.signum() <= 0 || number.compareTo(BigDecimal.valueOf(most)) > 0)
            throw new IllegalArgumentException(text);
          return number;
        });
  }

  private static Standard.Prices prices(YamlPart part, List<Standard.Grade> grades) {
    Map<String, YamlPart> fields = part.fields("season", "currency", "perKilogram");
    String currency =
        field(fields, "currency").as("a currency", text -> new Money(0, text).currency());
    Map<String, YamlPart> each =
        field(fields, "perKilogram")
            .fields(grades.stream().map(Standard.Grade::name).toArray(String[]::new));
    Map<String, Money> prices = new LinkedHashMap<>();
    each.forEach((grade, price) -> prices.put(grade, price.money(currency)));
    return new Standard.Prices(field(fields, "season").whole(1990, 2200), prices);
  }

  private static Standard.Base base(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("title", "place");
    return new Standard.Base(
        Text.of(field(fields, "title")), field(fields, "place").as("a place code", PlaceCode::new));
  }

  private static MonthDay day(YamlPart part) {
    return part.as(
        "a month and a day such as 03-15, not 02-29",
        text -> {
          MonthDay day = MonthDay.parse("--" + text);
          if (day.equals(MonthDay.of(2, 29))) throw new IllegalArgumentException(text);
          return day;
        });
  }
}
