package org.yutang.register;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.CelFunctionDecl;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// The words that a mapping's expressions have beyond CEL's own. `mappings/README.md` lists them
/// for those who write mappings.
final class ExpressionWords {

  private ExpressionWords() {}

  /// Thrown by a word that is asked about an empty cell: the whole expression is nothing then.
  static final class Nothing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Nothing() {
      super("nothing", null, false, false);
    }
  }

  static List<CelFunctionDecl> declarations() {
    return List.of(
        newFunctionDeclaration("number", newGlobalOverload("number_text", DOUBLE, STRING)),
        newFunctionDeclaration("whole", newGlobalOverload("whole_text", INT, STRING)),
        newFunctionDeclaration("exp", newGlobalOverload("exp_double", DOUBLE, DOUBLE)),
        newFunctionDeclaration("log", newGlobalOverload("log_double", DOUBLE, DOUBLE)),
        newFunctionDeclaration("pow", newGlobalOverload("pow_double", DOUBLE, DOUBLE, DOUBLE)),
        newFunctionDeclaration(
            "round",
            newGlobalOverload("round_double", INT, DOUBLE),
            newGlobalOverload("round_places", DOUBLE, DOUBLE, INT)),
        newFunctionDeclaration("date", newGlobalOverload("date_pattern", STRING, STRING, STRING)),
        newFunctionDeclaration("digits", newGlobalOverload("digits_text", STRING, STRING)),
        newFunctionDeclaration("pad", newGlobalOverload("pad_text", STRING, STRING, INT)),
        newFunctionDeclaration("blank", newGlobalOverload("blank_text", BOOL, STRING)),
        newFunctionDeclaration("need", newGlobalOverload("need_text", STRING, STRING)));
  }

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("number_text", String.class, ExpressionWords::number),
        CelFunctionBinding.from("whole_text", String.class, ExpressionWords::whole),
        CelFunctionBinding.from("exp_double", Double.class, Math::exp),
        CelFunctionBinding.from("log_double", Double.class, Math::log),
        CelFunctionBinding.from("pow_double", Double.class, Double.class, Math::pow),
        CelFunctionBinding.from(
            "round_double", Double.class, value -> round(value, 0).longValueExact()),
        CelFunctionBinding.from(
            "round_places",
            Double.class,
            Long.class,
            (value, places) -> round(value, Math.clamp(places, 0, 10)).doubleValue()),
        CelFunctionBinding.from("date_pattern", String.class, String.class, ExpressionWords::date),
        CelFunctionBinding.from(
            "digits_text",
            String.class,
            text -> text.replaceFirst("\\.0+$", "").replaceAll("[^0-9]", "")),
        CelFunctionBinding.from(
            "pad_text",
            String.class,
            Long.class,
            (text, length) -> "0".repeat(Math.clamp(length - text.length(), 0, 20)) + text),
        CelFunctionBinding.from("blank_text", String.class, String::isBlank),
        CelFunctionBinding.from("need_text", String.class, ExpressionWords::need));
  }

  /// A decimal number, with blanks or commas between thousands borne.
  private static double number(String text) {
    String bare = need(text).strip().replace(",", "").replace(" ", "");
    double value = Double.parseDouble(bare);
    if (!Double.isFinite(value)) throw new NumberFormatException(text);
    return value;
  }

  private static long whole(String text) {
    return new BigDecimal(need(text).strip().replace(",", "")).longValueExact();
  }

  /// Half away from zero.
  private static BigDecimal round(double value, int places) {
    return BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP);
  }

  /// A date written in a pattern of `DateTimeFormatter`, as an ISO date.
  private static String date(String text, String pattern) {
    try {
      return LocalDate.parse(need(text).strip(), DateTimeFormatter.ofPattern(pattern)).toString();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a date: " + pattern, e);
    }
  }

  private static String need(String text) {
    if (text.isBlank()) throw new Nothing();
    return text;
  }
}
