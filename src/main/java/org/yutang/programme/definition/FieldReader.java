package org.yutang.programme.definition;

import static org.yutang.store.YamlPart.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Text;
import org.yutang.store.YamlPart;

/// Reads the questions of a form.
final class FieldReader {

  private static final int MOST_FIELDS = 60;

  /// The longest text; where a field doesn't say how long it may be, it is one line of this.
  private static final int LONGEST = 4000;

  private static final int LINE = 200;

  List<CaseKind.Field> read(@Nullable YamlPart part) {
    List<CaseKind.Field> all = new ArrayList<>();
    if (part == null) return all;
    for (YamlPart each : part.items()) {
      CaseKind.Field one = one(each);
      if (all.stream().anyMatch(before -> before.name().equals(one.name())))
        throw each.wrong("names that differ");
      all.add(one);
      if (all.size() > MOST_FIELDS) throw each.wrong("at most " + MOST_FIELDS + " fields");
    }
    return all;
  }

  private static CaseKind.Field one(YamlPart part) {
    Map<String, YamlPart> fields =
        part.fields(
            Set.of("required", "personal", "blind", "most", "least", "options"),
            "name",
            "title",
            "type",
            "required",
            "personal",
            "blind",
            "most",
            "least",
            "options");
    String name =
        field(fields, "name")
            .as("lower-case letters, digits and underscores", FieldReader::fieldName);
    return new CaseKind.Field(
        name,
        Text.of(field(fields, "title")),
        type(fields),
        yes(fields, "required"),
        yes(fields, "personal"),
        yes(fields, "blind"));
  }

  /// Without hyphens: rules read it as `answers.<name>`.
  static String fieldName(String text) {
    if (!text.matches("[a-z][a-z0-9_]{0,39}")) throw new IllegalArgumentException(text);
    return text;
  }

  private static CaseKind.Type type(Map<String, YamlPart> fields) {
    YamlPart type = field(fields, "type");
    CaseKind.Type read =
        switch (type.text()) {
          case "text" -> new CaseKind.Type.Line(whole(fields, "most", 1, LONGEST).orElse(LINE));
          case "whole" ->
              new CaseKind.Type.Whole(
                  whole(fields, "least", -1_000_000_000, 1_000_000_000).orElse(0),
                  whole(fields, "most", -1_000_000_000, 1_000_000_000).orElse(1_000_000_000));
          case "amount" -> new CaseKind.Type.Amount();
          case "day" -> new CaseKind.Type.Day();
          case "yes-no" -> new CaseKind.Type.YesNo();
          case "choice" -> new CaseKind.Type.Choice(options(fields, type));
          case "choices" -> new CaseKind.Type.Choices(options(fields, type));
          case "bill-lines" -> new CaseKind.Type.BillLines();
          default ->
              throw type.wrong("text, whole, amount, day, yes-no, choice, choices or bill-lines");
        };
    if (fields.containsKey("options")
        && !(read instanceof CaseKind.Type.Choice)
        && !(read instanceof CaseKind.Type.Choices))
      throw field(fields, "options").wrong("written only with a choice or choices");
    if (fields.containsKey("least") && !(read instanceof CaseKind.Type.Whole))
      throw field(fields, "least").wrong("written only with a whole number");
    return read;
  }

  private static List<CaseKind.Type.Option> options(Map<String, YamlPart> fields, YamlPart type) {
    YamlPart part = fields.get("options");
    if (part == null) throw type.wrong("a choice with options");
    return options(part);
  }

  /// A list of names with titles.
  static List<CaseKind.Type.Option> options(YamlPart part) {
    List<CaseKind.Type.Option> options = new ArrayList<>();
    for (YamlPart each : part.items()) {
      Map<String, YamlPart> parts = each.fields("name", "title");
      String name = field(parts, "name").name();
      if (options.stream().anyMatch(before -> before.name().equals(name)))
        throw field(parts, "name").wrong("names that differ");
      options.add(new CaseKind.Type.Option(name, Text.of(field(parts, "title"))));
    }
    return options;
  }

  private static boolean yes(Map<String, YamlPart> fields, String name) {
    return Optional.ofNullable(fields.get(name)).map(YamlPart::yesOrNo).orElse(false);
  }

  private static Optional<Integer> whole(
      Map<String, YamlPart> fields, String name, int least, int most) {
    return Optional.ofNullable(fields.get(name)).map(each -> each.whole(least, most));
  }
}
