package org.yutang.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.web.CaseView.Problem;

/// How the questions of a kind stand in a form: what each input is called, what was typed, and
/// where something is wrong. The rules themselves are the room's.
final class CaseForms {

  /// Before the name of a field, so that it is no other input of the page.
  static final String ANSWER = "a-";

  static final int MAX_LINES = 200;
  static final List<String> LINE_PARTS = List.of("service", "quantity", "price");

  private CaseForms() {}

  static String line(String field, int number, String part) {
    return ANSWER + field + "-" + number + "-" + part;
  }

  /// The box of one of several options.
  static String chosen(String field, String option) {
    return ANSWER + field + "-" + option;
  }

  /// The answers that a form holds; empty ones are left out.
  static Map<String, Object> answers(List<CaseKind.Field> fields, Map<String, String> typed) {
    Map<String, Object> answers = new HashMap<>();
    for (CaseKind.Field field : fields) {
      if (field.type() instanceof CaseKind.Type.BillLines) {
        List<Map<String, Object>> lines = lines(field.name(), typed);
        if (!lines.isEmpty()) answers.put(field.name(), lines);
      } else if (field.type() instanceof CaseKind.Type.Choices choices) {
        List<String> chosen =
            choices.options().stream()
                .map(CaseKind.Type.Option::name)
                .filter(option -> typed.containsKey(chosen(field.name(), option)))
                .toList();
        if (!chosen.isEmpty()) answers.put(field.name(), chosen);
      } else {
        String text = typed.getOrDefault(ANSWER + field.name(), "").strip();
        if (!text.isEmpty())
          answers.put(
              field.name(),
              field.type() instanceof CaseKind.Type.Line ? text.replace("\r\n", "\n") : text);
      }
    }
    return answers;
  }

  private static List<Map<String, Object>> lines(String field, Map<String, String> typed) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < MAX_LINES; i++) {
      Map<String, Object> line = new HashMap<>();
      boolean blank = true;
      for (String part : LINE_PARTS) {
        String text = typed.getOrDefault(line(field, i, part), "").strip();
        blank = blank && text.isEmpty();
        line.put(part, text);
      }
      if (!blank) lines.add(line);
    }
    return lines;
  }

  /// What stands in a form of answers that are kept.
  static Map<String, String> typed(Map<String, Object> answers) {
    Map<String, String> typed = new HashMap<>();
    answers.forEach(
        (name, answer) -> {
          if (answer instanceof List<?> list && list.getFirst() instanceof String) {
            for (Object option : list) typed.put(chosen(name, String.valueOf(option)), "true");
          } else if (answer instanceof List<?>) {
            List<CaseView.BillLine> lines = CaseView.bill(answer);
            for (int i = 0; i < lines.size(); i++) {
              typed.put(line(name, i, "service"), lines.get(i).service());
              typed.put(line(name, i, "quantity"), lines.get(i).quantity());
              typed.put(line(name, i, "price"), lines.get(i).price());
            }
          } else typed.put(ANSWER + name, String.valueOf(answer));
        });
    return typed;
  }

  /// A refusal as what is wrong with which input, in the form's own words.
  static List<Problem> problems(Screen s, CaseKind kind, Refusal refusal) {
    return problems(s, kind.fields(), kind.evidence(), refusal);
  }

  static List<Problem> problems(
      Screen s, List<CaseKind.Field> fields, List<CaseKind.Evidence> evidence, Refusal refusal) {
    if (refusal.code() == ProgrammeRefusal.CASE_INCOMPLETE)
      return Arrays.stream(String.valueOf(refusal.facts().get("missing")).split("[, ]+"))
          .map(
              name ->
                  new Problem(
                      input(fields, evidence, name),
                      s.t("web.case.fill-in", "field", title(s, fields, evidence, name))))
          .toList();
    if (refusal.code() == ProgrammeRefusal.BAD_ANSWER) {
      String name = String.valueOf(refusal.facts().get("field"));
      Refusal told = new Refusal(refusal.code(), Map.of("field", title(s, fields, evidence, name)));
      return List.of(new Problem(input(fields, evidence, name), s.refusal(told)));
    }
    return List.of(new Problem(field(refusal), s.refusal(refusal)));
  }

  /// Where on a page it is wrong.
  private static String field(Refusal refusal) {
    return switch (refusal.code()) {
      case ProgrammeRefusal.NOTE_WANTED -> "note";
      case ProgrammeRefusal.BAD_REDUCED -> "reduced";
      case ProgrammeRefusal.BAD_COUNTED -> "counted";
      case ProgrammeRefusal.REASON_WANTED -> "reason";
      case ProgrammeRefusal.BAD_TAKEN_BACK, ProgrammeRefusal.BAD_AMOUNT -> "amount";
      case ProgrammeRefusal.CHANNEL_CLOSED -> "channel";
      default -> "main";
    };
  }

  private static String title(
      Screen s, List<CaseKind.Field> fields, List<CaseKind.Evidence> evidence, String name) {
    for (CaseKind.Field field : fields) if (field.name().equals(name)) return s.in(field.title());
    for (CaseKind.Evidence each : evidence) if (each.name().equals(name)) return s.in(each.title());
    return switch (name) {
      case "payeeName" -> s.t("web.case.payee-name");
      case "payeeAccount" -> s.t("web.case.payee-account");
      case "confirmation" -> s.t("web.case.confirmation");
      case "photos", "evidence" -> s.t("web.case.photos");
      case "lines" -> s.t("web.case.bill");
      default -> name;
    };
  }

  private static String input(
      List<CaseKind.Field> fields, List<CaseKind.Evidence> evidence, String name) {
    for (CaseKind.Field field : fields)
      if (field.name().equals(name)) return CaseFormView.input(field);
    if (evidence.stream().anyMatch(each -> each.name().equals(name))) return "upload-" + name;
    return switch (name) {
      case "payeeName", "payeeAccount" -> name;
      case "confirmation" -> "how";
      default -> "main";
    };
  }
}
