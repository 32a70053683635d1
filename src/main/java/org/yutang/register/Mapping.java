package org.yutang.register;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.yutang.kernel.PlaceCode;

/// What the rows of a file mean, as somebody wrote it in YAML: no code for any survey or country.
/// `mappings/README.md` explains every key.
record Mapping(
    ImportKind kind,
    About source,
    Format format,
    List<NewPlace> places,
    Optional<PlaceRow> place,
    Optional<HouseholdRow> household,
    Optional<PersonRow> person) {

  /// What the mapping says about the source. `id` is the namespace of its keys; `date` the day that
  /// its facts describe.
  record About(String id, String title, String licence, LocalDate date) {}

  /// How to read the file, where it is not to be guessed.
  record Format(
      Optional<String> encoding,
      Optional<Character> separator,
      Optional<String> sheet,
      Set<String> empty) {}

  /// A place that the rows need and that is made if it is not there.
  record NewPlace(
      PlaceCode code, PlaceCode parent, PlaceLevel level, String zh, Optional<String> en) {}

  /// What a row says about a place. With `find` the place must be there; else it is made below
  /// `parent`.
  record PlaceRow(
      Optional<Expression> code,
      Optional<Expression> parent,
      Optional<PlaceLevel> level,
      Optional<Expression> zh,
      Optional<Expression> en,
      Optional<Find> find,
      List<PlaceFactRow> facts) {}

  /// Finds a place by name inside named ones where its code is unknown or another's; `within` runs
  /// from the largest down.
  record Find(Expression name, List<Expression> within) {}

  record PlaceFactRow(
      String name,
      Expression value,
      Optional<Expression> delistedYear,
      Optional<Expression> note) {}

  record HouseholdRow(
      Expression place,
      Optional<Expression> key,
      Optional<Expression> size,
      Optional<Expression> status,
      Since since,
      List<FactRow> facts) {}

  /// From which day a household's status holds: the same for all, or by row.
  record Since(LocalDate day, Optional<Expression> byRow) {}

  record PersonRow(
      Optional<Expression> key,
      Optional<Expression> name,
      Optional<Expression> sex,
      Optional<Expression> born,
      Optional<Expression> age,
      Optional<Expression> relation,
      Optional<Expression> head,
      Optional<Expression> idNumber,
      String idKind,
      List<FactRow> facts) {}

  record FactRow(
      String name,
      Expression value,
      Optional<String> unit,
      LocalDate from,
      Optional<LocalDate> to) {}

  private static final int MAX_FACTS = 200;

  /// Refuses with [RegisterRefusal#MAPPING_WRONG]. Facts come in the order of their names.
  static Mapping read(String yaml) {
    YamlNode root =
        YamlNode.read(yaml)
            .block("kind", "source", "format", "places", "place", "household", "person");
    ImportKind kind = choice(root.get("kind"), ImportKind.class);
    YamlNode source = root.get("source").block("id", "title", "licence", "date");
    About about =
        new About(
            name(source.get("id"), "[a-z0-9][a-z0-9.-]{0,59}"),
            line(source.get("title")),
            line(source.get("licence")),
            date(source.get("date")));
    if (kind == ImportKind.PLACES) {
      for (String other : List.of("household", "person"))
        if (root.find(other).isPresent())
          throw root.get(other).wrong("a mapping of places has no '" + other + "'");
      root.get("place");
    } else root.get("household");
    return new Mapping(
        kind,
        about,
        format(root.find("format")),
        root.find("places").map(YamlNode::items).orElse(List.of()).stream()
            .map(Mapping::newPlace)
            .toList(),
        root.find("place").map(Mapping::placeRow),
        root.find("household").map(node -> householdRow(node, about.date)),
        root.find("person").map(node -> personRow(node, about.date)));
  }

  /// The columns that its expressions cannot do without, in their order.
  Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    Consumer<Expression> add = expression -> columns.addAll(expression.columns());
    place.ifPresent(
        row -> {
          row.code.ifPresent(add);
          row.parent.ifPresent(add);
          row.zh.ifPresent(add);
          row.en.ifPresent(add);
          row.find.ifPresent(
              find -> {
                add.accept(find.name);
                find.within.forEach(add);
              });
          for (PlaceFactRow fact : row.facts) {
            add.accept(fact.value);
            fact.delistedYear.ifPresent(add);
            fact.note.ifPresent(add);
          }
        });
    household.ifPresent(
        row -> {
          add.accept(row.place);
          List.of(row.key, row.size, row.status, row.since.byRow)
              .forEach(each -> each.ifPresent(add));
          row.facts.forEach(fact -> add.accept(fact.value));
        });
    person.ifPresent(
        row -> {
          List.of(
                  row.key,
                  row.name,
                  row.sex,
                  row.born,
                  row.age,
                  row.relation,
                  row.head,
                  row.idNumber)
              .forEach(each -> each.ifPresent(add));
          row.facts.forEach(fact -> add.accept(fact.value));
        });
    return columns;
  }

  static Format format(Optional<YamlNode> node) {
    Set<String> empty = new LinkedHashSet<>(List.of(""));
    if (node.isEmpty())
      return new Format(Optional.empty(), Optional.empty(), Optional.empty(), Set.copyOf(empty));
    YamlNode format = node.get().block("encoding", "separator", "sheet", "empty");
    format.find("empty").ifPresent(list -> list.items().forEach(item -> empty.add(item.text())));
    Optional<Character> separator =
        format
            .find("separator")
            .map(
                each ->
                    switch (each.text()) {
                      case ",", "comma" -> ',';
                      case ";", "semicolon" -> ';';
                      case "\t", "tab" -> '\t';
                      default -> throw each.wrong("a separator is comma, semicolon or tab");
                    });
    Optional<String> encoding =
        format
            .find("encoding")
            .map(
                each -> {
                  if (!java.nio.charset.Charset.isSupported(each.text()))
                    throw each.wrong("unknown encoding '" + each.text() + "'");
                  return each.text();
                });
    return new Format(
        encoding, separator, format.find("sheet").map(YamlNode::text), Set.copyOf(empty));
  }

  private static NewPlace newPlace(YamlNode node) {
    node.block("code", "parent", "level", "zh", "en");
    return new NewPlace(
        code(node.get("code")),
        code(node.get("parent")),
        choice(node.get("level"), PlaceLevel.class),
        line(node.get("zh")),
        node.find("en").map(Mapping::line));
  }

  private static PlaceRow placeRow(YamlNode node) {
    node.block("code", "parent", "level", "zh", "en", "find", "facts");
    Optional<Find> find =
        node.find("find")
            .map(
                each -> {
                  each.block("name", "within");
                  List<Expression> within =
                      each.find("within").map(YamlNode::items).orElse(List.of()).stream()
                          .map(item -> item.expression(Expression.Gives.TEXT))
                          .toList();
                  return new Find(each.get("name").expression(Expression.Gives.TEXT), within);
                });
    if (find.isEmpty())
      for (String needed : List.of("code", "parent", "level", "zh")) node.get(needed);
    List<PlaceFactRow> facts = new ArrayList<>();
    for (YamlNode fact : node.find("facts").map(YamlNode::items).orElse(List.of())) {
      fact.block("name", "value", "delisted-year", "note");
      facts.add(
          new PlaceFactRow(
              name(fact.get("name"), "[a-z][a-z0-9-]{0,59}"),
              fact.get("value").expression(Expression.Gives.TEXT),
              fact.find("delisted-year").map(each -> each.expression(Expression.Gives.NUMBER)),
              fact.find("note").map(each -> each.expression(Expression.Gives.TEXT))));
    }
    return new PlaceRow(
        text(node, "code"),
        text(node, "parent"),
        node.find("level").map(each -> choice(each, PlaceLevel.class)),
        text(node, "zh"),
        text(node, "en"),
        find,
        List.copyOf(facts));
  }

  private static HouseholdRow householdRow(YamlNode node, LocalDate date) {
    node.block("place", "key", "size", "status", "since", "facts");
    return new HouseholdRow(
        node.get("place").expression(Expression.Gives.TEXT),
        text(node, "key"),
        node.find("size").map(each -> each.expression(Expression.Gives.NUMBER)),
        text(node, "status"),
        node.find("since").map(each -> since(each, date)).orElse(new Since(date, Optional.empty())),
        facts(node, date));
  }

  private static Since since(YamlNode node, LocalDate date) {
    return node.text().matches("[0-9].*")
        ? new Since(date(node), Optional.empty())
        : new Since(date, Optional.of(node.expression(Expression.Gives.TEXT)));
  }

  private static PersonRow personRow(YamlNode node, LocalDate date) {
    node.block(
        "key", "name", "sex", "born", "age", "relation", "head", "id-number", "id-kind", "facts");
    if (node.find("born").isPresent() && node.find("age").isPresent())
      throw node.get("age").wrong("'born' and 'age' contradict each other: give one");
    return new PersonRow(
        text(node, "key"),
        text(node, "name"),
        text(node, "sex"),
        text(node, "born"),
        node.find("age").map(each -> each.expression(Expression.Gives.NUMBER)),
        text(node, "relation"),
        node.find("head").map(each -> each.expression(Expression.Gives.YES_NO)),
        text(node, "id-number"),
        node.find("id-kind")
            .map(each -> name(each, "[A-Z]{2}-[A-Z0-9-]{1,20}"))
            .orElse(ChinaId.KIND),
        facts(node, date));
  }

  private static List<FactRow> facts(YamlNode parent, LocalDate date) {
    List<YamlNode> items = parent.find("facts").map(YamlNode::items).orElse(List.of());
    if (items.size() > MAX_FACTS)
      throw parent.get("facts").wrong("more than " + MAX_FACTS + " facts");
    List<FactRow> facts = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (YamlNode fact : items) {
      fact.block("name", "value", "unit", "date", "until");
      String name = name(fact.get("name"), "[a-z][a-z0-9_]{0,59}");
      if (!names.add(name)) throw fact.wrong("fact '" + name + "' stands here twice");
      facts.add(
          new FactRow(
              name,
              fact.get("value").expression(Expression.Gives.ANY),
              fact.find("unit").map(Mapping::line),
              fact.find("date").map(Mapping::date).orElse(date),
              fact.find("until").map(Mapping::date)));
    }
    facts.sort(Comparator.comparing(FactRow::name));
    return List.copyOf(facts);
  }

  private static Optional<Expression> text(YamlNode parent, String key) {
    return parent.find(key).map(node -> node.expression(Expression.Gives.TEXT));
  }

  private static <E extends Enum<E>> E choice(YamlNode node, Class<E> type) {
    for (E each : type.getEnumConstants())
      if (each.name().toLowerCase(Locale.ROOT).equals(node.text())) return each;
    throw node.wrong(
        "'"
            + node.text()
            + "' is none of "
            + String.join(
                ", ",
                java.util.Arrays.stream(type.getEnumConstants())
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }

  private static PlaceCode code(YamlNode node) {
    if (!PlaceCode.isCode(node.text()))
      throw node.wrong("'" + node.text() + "' is not a place code, such as CN-500236 or AT-7");
    return new PlaceCode(node.text());
  }

  private static LocalDate date(YamlNode node) {
    try {
      return LocalDate.parse(node.text());
    } catch (DateTimeException e) {
      throw node.wrong("'" + node.text() + "' is not a date such as 2016-12-31");
    }
  }

  private static String name(YamlNode node, String form) {
    if (!node.text().matches(form))
      throw node.wrong("'" + node.text() + "' does not have the form " + form);
    return node.text();
  }

  private static String line(YamlNode node) {
    String text = node.text().strip();
    if (text.isEmpty() || text.length() > 500)
      throw node.wrong("1 to 500 characters are wanted here");
    return text;
  }
}
