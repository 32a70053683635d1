package org.yutang.programme.definition;

import static org.yutang.store.YamlPart.field;

import java.util.List;
import java.util.Map;
import org.yutang.programme.CaseKind;
import org.yutang.store.YamlPart;

/// Reads who is proposed to help with a case.
final class MatchingReader {

  private static final int MOST_HELPERS = 50;

  private MatchingReader() {}

  static CaseKind.Matching read(
      YamlPart part, Map<String, CaseKind.Field> form, List<CaseKind.Log> logs) {
    Map<String, YamlPart> fields = part.fields("from", "skills", "hours", "most");
    if (logs.stream().noneMatch(CaseKind.Log::confirmed))
      throw part.wrong("a log that is confirmed, where the work is written down");
    return new CaseKind.Matching(
        field(fields, "from").name(),
        matched(field(fields, "skills"), form, CaseKind.Type.Choices.class, "choices"),
        matched(field(fields, "hours"), form, CaseKind.Type.Whole.class, "whole"),
        field(fields, "most").whole(1, MOST_HELPERS));
  }

  private static String matched(
      YamlPart part,
      Map<String, CaseKind.Field> form,
      Class<? extends CaseKind.Type> type,
      String word) {
    CaseKind.Field named = KindReader.known(part, form);
    if (!type.isInstance(named.type()) || !named.required() || named.personal())
      throw part.wrong("a required field of type " + word + " that is not personal");
    return named.name();
  }

  /// Whether the volunteers' kind says what the other one asks for.
  static void require(YamlPart part, CaseKind kind, List<CaseKind> all) {
    if (kind.matching().isEmpty()) return;
    CaseKind.Matching matching = kind.matching().get();
    boolean fits =
        all.stream()
            .filter(each -> each.name().equals(matching.from()) && each != kind)
            .filter(each -> each.channels().contains(CaseKind.Channel.SELF))
            .anyMatch(
                each ->
                    isSame(kind, each, matching.skills()) && isSame(kind, each, matching.hours()));
    if (!fits)
      throw part.wrong(
          "matching from another kind of this version, open to self, with the same fields "
              + matching.skills()
              + " and "
              + matching.hours());
  }

  private static boolean isSame(CaseKind one, CaseKind other, String field) {
    CaseKind.Field named = one.field(field);
    return other.fields().stream()
        .filter(each -> each.name().equals(field) && each.required() && !each.personal())
        .anyMatch(
            each ->
                named.type() instanceof CaseKind.Type.Choices
                    ? each.type().equals(named.type())
                    : each.type() instanceof CaseKind.Type.Whole);
  }
}
