package org.yutang.web;

import java.util.List;
import java.util.Map;
import org.yutang.kernel.Page;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.web.CaseView.Problem;

/// A judge's own sheets, and one of them.
public final class JudgingView {

  private JudgingView() {}

  /// @param scored of all sheets that are open
  public record Listed(Page<Line> sheets, long scored) {}

  public record Line(
      CaseCall.Sheet sheet, Programme programme, CaseKind kind, CaseKind.Stage stage) {

    /// Of its marks; nothing while it is not scored.
    public int sum() {
      return sheet.marks().values().stream().mapToInt(Integer::intValue).sum();
    }

    public int most() {
      return criteria().stream().mapToInt(CaseKind.Criterion::most).sum();
    }

    public List<CaseKind.Criterion> criteria() {
      return stage.panel().orElseThrow().sheet();
    }
  }

  /// @param scored of `all` sheets that are open
  public record One(
      Line line, long scored, long all, Map<String, String> typed, List<Problem> problems) {
    public One {
      typed = Map.copyOf(typed);
      problems = List.copyOf(problems);
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public String problemOf(String field) {
      return CaseView.problemOf(problems, field);
    }
  }
}
