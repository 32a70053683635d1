package org.yutang.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.web.CaseView.Problem;

/// What judges do: their sheets, one after the other.
@Controller
class JudgingPages {

  private static final String MARK = "m-";

  private final Cases cases;
  private final Programmes programmes;

  JudgingPages(Cases cases, Programmes programmes) {
    this.cases = cases;
    this.programmes = programmes;
  }

  @GetMapping("/judging")
  View list(Screen s, Actor judge) {
    Page<CaseCall.Sheet> page = cases.sheets(judge, Asked.page(s));
    return s.page("judging", new JudgingView.Listed(page.map(this::line), count(all(judge))));
  }

  @GetMapping("/judging/{number}")
  View one(Screen s, Actor judge, @PathVariable String number) {
    return sheet(s, judge, Asked.id(number), HttpStatus.OK, Optional.empty(), List.of());
  }

  @PostMapping("/judging/{number}")
  View step(
      Screen s, Actor judge, @PathVariable String number, @RequestParam Map<String, String> typed) {
    UUID sheet = Asked.id(number);
    String step = typed.getOrDefault("step", "");
    String note = typed.getOrDefault("note", "").strip();
    try {
      switch (step) {
        case "recuse" -> cases.recuse(judge, sheet, typed.getOrDefault("why", "").strip());
        case "save", "next" -> cases.score(judge, sheet, marks(s, judge, sheet, typed), note);
        default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
      }
    } catch (Refusal refusal) {
      Refusal.Kind kind = refusal.code().kind();
      if (kind == Refusal.Kind.NOT_FOUND || kind == Refusal.Kind.FORBIDDEN) throw refusal;
      String field =
          refusal.code() == ProgrammeRefusal.NOTE_WANTED
              ? step.equals("recuse") ? "why" : "note"
              : String.valueOf(refusal.facts().getOrDefault("input", "main"));
      return sheet(
          s,
          judge,
          sheet,
          Mishaps.status(kind),
          Optional.of(typed),
          List.of(new Problem(field, s.refusal(refusal))));
    }
    if (step.equals("save")) return Screen.go("/judging/" + sheet + "?note=sheet-saved");
    return all(judge).stream()
        .filter(each -> each.marks().isEmpty() && !each.number().equals(sheet))
        .findFirst()
        .map(next -> Screen.go("/judging/" + next.number() + "?note=sheet-" + step))
        .orElseGet(() -> Screen.go("/judging?note=sheet-" + step));
  }

  /// Refuses what is no whole number within its bounds, naming the input.
  private Map<String, Integer> marks(Screen s, Actor judge, UUID sheet, Map<String, String> typed) {
    Map<String, Integer> marks = new HashMap<>();
    for (CaseKind.Criterion each : line(get(judge, sheet)).criteria()) {
      Optional<Integer> points = Asked.number(typed.getOrDefault(MARK + each.name(), "").strip());
      if (points.isEmpty() || points.get() > each.most())
        throw new Refusal(
            ProgrammeRefusal.BAD_MARKS,
            Map.of(
                "criterion", s.in(each.title()),
                "most", each.most(),
                "input", MARK + each.name()));
      marks.put(each.name(), points.get());
    }
    return marks;
  }

  private View sheet(
      Screen s,
      Actor judge,
      UUID number,
      HttpStatus status,
      Optional<Map<String, String>> sent,
      List<Problem> problems) {
    JudgingView.Line line = line(get(judge, number));
    Map<String, String> typed = new HashMap<>();
    line.sheet().marks().forEach((name, mark) -> typed.put(MARK + name, mark.toString()));
    line.sheet().note().ifPresent(note -> typed.put("note", note));
    List<CaseCall.Sheet> all = all(judge);
    return s.page(
        status,
        "sheet",
        new JudgingView.One(line, count(all), all.size(), sent.orElse(typed), problems));
  }

  private CaseCall.Sheet get(Actor judge, UUID number) {
    return all(judge).stream()
        .filter(each -> each.number().equals(number))
        .findFirst()
        .orElseThrow(() -> new Refusal(ProgrammeRefusal.NOT_ASSIGNED));
  }

  /// All open sheets of a judge, unscored first; a panel gives nobody more than a few hundred.
  private List<CaseCall.Sheet> all(Actor judge) {
    List<CaseCall.Sheet> all = new ArrayList<>();
    Page<CaseCall.Sheet> page;
    int number = 0;
    do {
      page = cases.sheets(judge, new Page.Wanted(++number, Page.MAX_SIZE));
      all.addAll(page.items());
    } while (number < page.pages());
    return all;
  }

  private static long count(List<CaseCall.Sheet> sheets) {
    return sheets.stream().filter(sheet -> !sheet.marks().isEmpty()).count();
  }

  private JudgingView.Line line(CaseCall.Sheet sheet) {
    Programme programme = programmes.get(sheet.call().programme());
    return new JudgingView.Line(
        sheet, programme, sheet.kind(), CaseView.stage(sheet.kind(), sheet.stage()).orElseThrow());
  }
}
