package org.yutang.register;

import dev.cel.runtime.CelEvaluationException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Works out a mapping's expressions for one row after the other, and notes in the chunk what is
/// wrong with a row.
final class RowReading {

  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})[-/.年]?(\\d{1,2})[-/.月]?(\\d{1,2})日?(T.*| .*)?");
  private static final DateTimeFormatter COMPACT = DateTimeFormatter.BASIC_ISO_DATE;
  static final int LONGEST_NAME = 100;
  static final int LONGEST_TEXT = 500;

  private final Cells cells;
  private Chunk chunk = new Chunk();
  private boolean bad;

  RowReading(Cells cells) {
    this.cells = cells;
  }

  /// Begins a row, whose errors go into that chunk.
  void begin(Chunk into) {
    chunk = into;
    bad = false;
    if (cells.hasTooMany()) error("", null, "too-many-cells", null);
  }

  /// Whether something is wrong with the row at hand.
  boolean isBad() {
    return bad;
  }

  void error(String field, @Nullable String value, String code, @Nullable String hint) {
    chunk.error(cells.row(), field, value, code, hint);
    bad = true;
  }

  /// The same, naming the columns that the expression reads and the value that stands there.
  void error(Expression expression, String key, String code, @Nullable String hint) {
    error(
        field(expression, key),
        expression.columns().isEmpty() ? null : value(expression),
        code,
        hint);
  }

  private static String field(Expression expression, String key) {
    return expression.columns().isEmpty() ? key : String.join(", ", expression.columns());
  }

  private String value(Expression expression) {
    return String.join(
        ", ",
        expression.columns().stream()
            .map(column -> String.valueOf(cells.getOrDefault(column, "")))
            .toList());
  }

  /// The raw value; null for nothing or if it cannot be worked out, which is noted.
  @Nullable Object any(Expression expression, String key) {
    try {
      return expression.of(cells);
    } catch (CelEvaluationException e) {
      error(expression, key, "not-worked-out", problem(e));
      return null;
    }
  }

  /// What CEL says, without the values that it says it about.
  private static String problem(CelEvaluationException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause())
      if (cause instanceof NumberFormatException) return "not a number";
    return String.valueOf(e.getMessage())
        .replaceFirst("^evaluation error at [^:]*:\\d+: ", "")
        .replaceFirst(" with arg\\(s\\).*", "");
  }

  @Nullable String text(Optional<Expression> expression, String key, int longest) {
    return expression.isEmpty() ? null : text(expression.get(), key, longest);
  }

  @Nullable String text(Expression expression, String key, int longest) {
    Object value = any(expression, key);
    if (value == null) return null;
    String text = value.toString().strip();
    if (text.isEmpty()) return null;
    return isClean(text, expression, key, longest) ? text : null;
  }

  /// Notes what may not stand in a text: too much of it, control characters, an identity number.
  boolean isClean(String text, Expression expression, String key, int longest) {
    if (text.length() > longest) error(expression, key, "too-long", String.valueOf(longest));
    else if (hasControl(text)) error(expression, key, "control-characters", null);
    else if (ChinaId.isInside(text))
      error(field(expression, key), IdNumbers.mask(text), "id-number-in-text", null);
    else return true;
    return false;
  }

  static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == '\uFFFD' || c == '\uFFFE' || c == '\uFFFF')
        return true;
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 >= text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) return true;
        i++;
      }
    }
    return false;
  }

  /// As [#text], but noted as missing if it is nothing.
  @Nullable String needed(Expression expression, String key, int longest) {
    boolean before = bad;
    bad = false;
    String text = text(expression, key, longest);
    if (text == null && !bad) error(expression, key, "missing", null);
    bad |= before;
    return text;
  }

  /// A whole number between the bounds; a number with decimals is cut off, as ages are.
  @Nullable Integer whole(
      Optional<Expression> expression, String key, int least, int most, String code) {
    if (expression.isEmpty()) return null;
    Object value = any(expression.get(), key);
    if (value == null) return null;
    double number = value instanceof Number n ? n.doubleValue() : Double.NaN;
    if (Double.isNaN(number) || Math.floor(number) < least || number > most) {
      error(expression.get(), key, code, null);
      return null;
    }
    return (int) Math.floor(number);
  }

  @Nullable Boolean yesNo(Optional<Expression> expression, String key) {
    if (expression.isEmpty()) return null;
    Object value = any(expression.get(), key);
    if (value == null) return null;
    if (value instanceof Boolean answer) return answer;
    error(expression.get(), key, "unknown-choice", "true, false");
    return null;
  }

  <E extends Enum<E>> @Nullable E choice(
      Optional<Expression> expression, String key, Map<String, E> choices) {
    String text = text(expression, key, LONGEST_NAME);
    if (text == null) return null;
    E chosen = choices.get(text.toLowerCase(Locale.ROOT));
    if (chosen == null)
      error(
          expression.orElseThrow(),
          key,
          "unknown-choice",
          String.join(", ", choices.keySet().stream().sorted().toList()));
    return chosen;
  }

  /// A date written year first, with or without separators.
  @Nullable LocalDate date(Optional<Expression> expression, String key) {
    String text = text(expression, key, LONGEST_NAME);
    if (text == null) return null;
    try {
      if (text.length() == 10 && text.charAt(4) == '-') return LocalDate.parse(text);
      if (text.length() == 8) return LocalDate.parse(text, COMPACT);
      var parts = YEAR_FIRST.matcher(text);
      if (parts.matches())
        return LocalDate.of(
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)));
    } catch (DateTimeException e) {
      error(expression.orElseThrow(), key, "bad-date", null);
      return null;
    }
    error(expression.orElseThrow(), key, "bad-date", null);
    return null;
  }

  /// The cells of the row at hand, for the preview.
  List<String> shown(Iterable<String> columns) {
    List<String> shown = new java.util.ArrayList<>();
    for (String column : columns) shown.add(column + "=" + cells.getOrDefault(column, ""));
    return shown;
  }
}
