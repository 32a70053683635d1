package org.yutang.programme.cases;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeRefusal;

/// What was typed into a form, as it is kept: each answer of the type that its field has.
final class Answers {

  /// A hundred million yuan: more is a slip of the keys.
  static final long MAX_MINOR = 10_000_000_000L;

  static final int MAX_LINES = 200;
  static final int MAX_QUANTITY = 100_000;

  /// Earlier days are slips of the keys.
  private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

  private Answers() {}

  /// Checks every answer and leaves out empty ones. Refuses with [ProgrammeRefusal#BAD_ANSWER] an
  /// unknown field, another type, or what lies outside its bounds.
  ///
  /// @param today days may not lie behind it
  static Map<String, Object> sound(
      List<CaseKind.Field> fields, Map<String, Object> given, String currency, LocalDate today) {
    Map<String, Object> sound = new TreeMap<>();
    for (Map.Entry<String, Object> each : given.entrySet()) {
      CaseKind.Field field =
          fields.stream()
              .filter(known -> known.name().equals(each.getKey()))
              .findFirst()
              .orElseThrow(() -> bad(each.getKey()));
      read(field, each.getValue(), currency, today)
          .ifPresent(answer -> sound.put(field.name(), answer));
    }
    return sound;
  }

  /// The names of required fields without an answer.
  static List<String> missing(List<CaseKind.Field> fields, Map<String, Object> answers) {
    return fields.stream()
        .filter(CaseKind.Field::required)
        .map(CaseKind.Field::name)
        .filter(name -> !answers.containsKey(name))
        .toList();
  }

  private static Optional<Object> read(
      CaseKind.Field field, Object given, String currency, LocalDate today) {
    if (given instanceof String text && text.isBlank()) return Optional.empty();
    Object answer =
        switch (field.type()) {
          case CaseKind.Type.Line line -> text(field, given, line.most());
          case CaseKind.Type.Whole whole -> whole(field, given, whole.least(), whole.most());
          case CaseKind.Type.Amount amount -> amount(field, given, currency).decimal();
          case CaseKind.Type.Day day -> day(field, given, today);
          case CaseKind.Type.YesNo yesNo -> yesNo(field, given);
          case CaseKind.Type.Choice choice -> choice(field, given, choice);
          case CaseKind.Type.Choices choices -> choices(field, given, choices);
          case CaseKind.Type.BillLines lines -> lines(field, given, currency);
        };
    return Optional.of(answer);
  }

  private static String text(CaseKind.Field field, Object given, int most) {
    if (!(given instanceof String text)) throw bad(field.name());
    String stripped = text.strip();
    if (stripped.length() > most || stripped.indexOf('\0') >= 0) throw bad(field.name());
    return stripped;
  }

  private static Long whole(CaseKind.Field field, Object given, long least, long most) {
    try {
      long number = Long.parseLong(String.valueOf(given).strip());
      if (number < least || number > most) throw bad(field.name());
      return number;
    } catch (NumberFormatException e) {
      throw (Refusal) bad(field.name()).initCause(e);
    }
  }

  private static Money amount(CaseKind.Field field, Object given, String currency) {
    try {
      Money money = Money.parse(Money.ungrouped(String.valueOf(given)), currency);
      if (money.minor() < 0 || money.minor() > MAX_MINOR) throw bad(field.name());
      return money;
    } catch (ArithmeticException | NumberFormatException e) {
      throw (Refusal) bad(field.name()).initCause(e);
    }
  }

  private static String day(CaseKind.Field field, Object given, LocalDate today) {
    try {
      LocalDate day = LocalDate.parse(String.valueOf(given).strip());
      if (day.isAfter(today) || day.isBefore(EARLIEST)) throw bad(field.name());
      return day.toString();
    } catch (DateTimeException e) {
      throw (Refusal) bad(field.name()).initCause(e);
    }
  }

  private static Boolean yesNo(CaseKind.Field field, Object given) {
    return switch (String.valueOf(given)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(field.name());
    };
  }

  private static String choice(CaseKind.Field field, Object given, CaseKind.Type.Choice choice) {
    String name = String.valueOf(given);
    if (choice.options().stream().noneMatch(option -> option.name().equals(name)))
      throw bad(field.name());
    return name;
  }

  private static List<String> choices(
      CaseKind.Field field, Object given, CaseKind.Type.Choices choices) {
    if (!(given instanceof List<?> list) || list.isEmpty()) throw bad(field.name());
    List<String> known = choices.options().stream().map(CaseKind.Type.Option::name).toList();
    if (!known.containsAll(list)) throw bad(field.name());
    return known.stream().filter(list::contains).toList();
  }

  private static List<Map<String, Object>> lines(
      CaseKind.Field field, Object given, String currency) {
    if (!(given instanceof List<?> list) || list.isEmpty() || list.size() > MAX_LINES)
      throw bad(field.name());
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof Map<?, ?> line)
          || line.size() != 3
          || !(line.get("service") instanceof String service)) throw bad(field.name());
      long quantity = whole(field, String.valueOf(line.get("quantity")), 1, MAX_QUANTITY);
      Money price = amount(field, String.valueOf(line.get("price")), currency);
      lines.add(
          Map.of(
              "service", text(field, service, 40), "quantity", quantity, "price", price.decimal()));
    }
    return lines;
  }

  /// As it was before it was JSON: whole numbers are `Long`, also inside lists and maps.
  static Map<String, Object> normal(Map<String, Object> read) {
    Map<String, Object> normal = new TreeMap<>();
    read.forEach((name, value) -> normal.put(name, normal(value)));
    return normal;
  }

  private static Object normal(Object value) {
    return switch (value) {
      case Integer number -> number.longValue();
      case List<?> list -> list.stream().map(Answers::normal).toList();
      case Map<?, ?> map -> {
        Map<String, Object> normal = new TreeMap<>();
        map.forEach((name, each) -> normal.put(String.valueOf(name), normal(each)));
        yield normal;
      }
      default -> value;
    };
  }

  static Refusal bad(String field) {
    return new Refusal(ProgrammeRefusal.BAD_ANSWER, Map.of("field", field));
  }
}
