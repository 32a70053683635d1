package org.yutang.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;

/// A part of a YAML file that knows where it stands and what it is called, so that whatever is
/// wrong with it is named with file, line and column.
public record YamlPart(String file, String key, Node node, Codes codes) {

  /// What a room calls these mistakes. Facts of all: `file`, `line`, `column`.
  ///
  /// @param badYaml facts: `problem`
  /// @param unknownKey facts: `key`, `known`
  /// @param missingKey facts: `key`
  /// @param wrongValue facts: `key`, `wanted`
  public record Codes(
      Refusal.Code badYaml,
      Refusal.Code unknownKey,
      Refusal.Code missingKey,
      Refusal.Code wrongValue) {}

  private static final int MAX_CHARACTERS = 1_000_000;

  /// A place in the file, counted from 1.
  private record Position(int line, int column) {}

  /// Refuses what is not YAML with [Codes#badYaml].
  public static YamlPart read(String file, String text, Codes codes) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setCodePointLimit(MAX_CHARACTERS)
            .build();
    try {
      return new YamlPart(
          file,
          "",
          new Compose(settings)
              .composeString(text)
              .orElseThrow(
                  () ->
                      new YamlPart(file, "", empty(), codes)
                          .refusal(codes.badYaml(), Map.of("problem", "the file is empty"))),
          codes);
    } catch (MarkedYamlEngineException e) {
      throw new Refusal(
          codes.badYaml(),
          at(file, position(e), Map.of("problem", String.valueOf(e.getProblem()))));
    } catch (YamlEngineException e) {
      throw new Refusal(
          codes.badYaml(),
          at(file, new Position(1, 1), Map.of("problem", String.valueOf(e.getMessage()))));
    }
  }

  /// The fields of a mapping: all of these, and no others.
  public Map<String, YamlPart> fields(String... known) {
    return fields(Set.of(), known);
  }

  /// The fields of a mapping: these, of which the optional ones may be missing, and no others.
  public Map<String, YamlPart> fields(Set<String> optional, String... known) {
    if (!(node instanceof MappingNode mapping))
      throw wrong("a block with the keys " + String.join(", ", known));
    Map<String, YamlPart> fields = new LinkedHashMap<>();
    for (NodeTuple each : mapping.getValue()) {
      YamlPart name = new YamlPart(file, key, each.getKeyNode(), codes);
      String text = name.text();
      if (!Arrays.asList(known).contains(text))
        throw name.refusal(
            codes.unknownKey(), Map.of("key", text, "known", String.join(", ", known)));
      if (fields.put(text, new YamlPart(file, text, each.getValueNode(), codes)) != null)
        throw name.wrong("written once only");
    }
    for (String each : known)
      if (!fields.containsKey(each) && !optional.contains(each))
        throw refusal(codes.missingKey(), Map.of("key", each));
    return fields;
  }

  public List<YamlPart> items() {
    if (!(node instanceof SequenceNode sequence)) throw wrong("a list");
    if (sequence.getValue().isEmpty()) throw wrong("a list with at least one entry");
    List<YamlPart> items = new ArrayList<>();
    for (Node each : sequence.getValue()) items.add(new YamlPart(file, key, each, codes));
    return items;
  }

  public String text() {
    if (!(node instanceof ScalarNode scalar)) throw wrong("a text");
    if (scalar.getValue().isBlank()) throw wrong("a text that is not empty");
    return scalar.getValue().strip();
  }

  /// An amount in a currency, nothing or more.
  public Money money(String currency) {
    Money money =
        as(
            "an amount such as \"32.00\" in a currency such as CNY",
            text -> Money.parse(text, currency));
    if (money.minor() < 0) throw wrong("nothing or more");
    return money;
  }

  /// A whole number within these bounds, both included.
  public int whole(int least, int most) {
    return as(
        "a whole number from " + least + " to " + most,
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) throw new IllegalArgumentException(text);
          return number;
        });
  }

  public boolean yesOrNo() {
    return as(
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(text);
            });
  }

  /// One of the words of an enum, written small and with hyphens.
  public <E extends Enum<E>> E word(Class<E> all) {
    Map<String, E> known = new LinkedHashMap<>();
    for (E each : all.getEnumConstants())
      known.put(each.name().toLowerCase(Locale.ROOT).replace('_', '-'), each);
    E found = known.get(text());
    if (found == null) throw wrong("one of " + String.join(", ", known.keySet()));
    return found;
  }

  /// A name such as `years-taught` or `years_taught`: what answers, rules and files call it by.
  public String name() {
    String name = text();
    if (!name.matches("[a-z][a-z0-9_-]{0,39}"))
      throw wrong("lower-case letters, digits, hyphens and underscores");
    return name;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  public interface Parser<T> {
    T parse(String text);
  }

  /// The text as something else; whatever the parser throws becomes a refusal that says what was
  /// wanted.
  public <T> T as(String wanted, Parser<T> parser) {
    String text = text();
    try {
      return parser.parse(text);
    } catch (ArithmeticException | IllegalArgumentException | java.time.DateTimeException e) {
      throw (Refusal) wrong(wanted).initCause(e);
    }
  }

  public static YamlPart field(Map<String, YamlPart> fields, String name) {
    YamlPart part = fields.get(name);
    if (part == null) throw new IllegalStateException("fields() did not ask for " + name);
    return part;
  }

  public Refusal wrong(String wanted) {
    return refusal(codes.wrongValue(), Map.of("key", key, "wanted", wanted));
  }

  public Refusal refusal(Refusal.Code code, Map<String, ?> facts) {
    return new Refusal(code, at(file, start(), facts));
  }

  /// A refusal at a place inside the text: `line` counts from 1 and `column` from 0 within it.
  public Refusal refusalInside(Refusal.Code code, int line, int column, Map<String, ?> facts) {
    return new Refusal(code, at(file, inside(line, column), facts));
  }

  private Position start() {
    return node.getStartMark()
        .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Position(1, 1));
  }

  private Position inside(int line, int column) {
    ScalarStyle style =
        node instanceof ScalarNode scalar ? scalar.getScalarStyle() : ScalarStyle.PLAIN;
    Position start = start();
    return switch (style) {
      case LITERAL, FOLDED -> new Position(start.line() + line, blockIndent() + column + 1);
      case SINGLE_QUOTED, DOUBLE_QUOTED ->
          new Position(start.line() + line - 1, start.column() + column + 1);
      default ->
          new Position(start.line() + line - 1, line == 1 ? start.column() + column : column + 1);
    };
  }

  /// By how much the lines of a block scalar are indented: as the first one is.
  private int blockIndent() {
    Mark mark = node.getStartMark().orElseThrow();
    int[] text = mark.getBuffer();
    int at = mark.getPointer();
    while (at < text.length && text[at] != '\n') at++;
    int first = ++at;
    while (at < text.length && text[at] == ' ') at++;
    return at - first;
  }

  private static Position position(MarkedYamlEngineException e) {
    return e.getProblemMark()
        .or(e::getContextMark)
        .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Position(1, 1));
  }

  private static Map<String, Object> at(String file, Position position, Map<String, ?> facts) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("file", file);
    all.put("line", String.valueOf(position.line()));
    all.put("column", String.valueOf(position.column()));
    all.putAll(facts);
    return all;
  }

  private static Node empty() {
    return new ScalarNode(org.snakeyaml.engine.v2.nodes.Tag.STR, "", ScalarStyle.PLAIN);
  }
}
