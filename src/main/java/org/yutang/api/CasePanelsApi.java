package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.api.CaseViews.RankingView;
import org.yutang.api.CaseViews.SheetView;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CasePeople;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;

/// Panels: judges and their sheets, the ranking, and closing a stage.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Panels", description = "Judges, their sheets, and what comes of them")
class CasePanelsApi {

  private static final String PANEL = "/programmes/{id}/panels/{kind}/{year}/{stage}";

  private final Cases cases;
  private final CasePeople people;
  private final Clock clock;

  CasePanelsApi(Cases cases, CasePeople people, Clock clock) {
    this.cases = cases;
    this.people = people;
    this.clock = clock;
  }

  @Operation(summary = "Who may be assigned to a panel, and how many sheets each has")
  @GetMapping(PANEL + "/judges")
  List<JudgeView> judges(
      Actor actor,
      @PathVariable String id,
      @PathVariable String kind,
      @PathVariable int year,
      @PathVariable String stage) {
    return people.judges(actor, call(id, kind, year), stage).stream()
        .map(each -> new JudgeView(each.account(), each.name(), each.places(), each.sheets()))
        .toList();
  }

  @Operation(summary = "Give each case that waits at the panel its judges, evenly")
  @PostMapping(PANEL + "/judges")
  AssignedView assign(
      Actor actor,
      @PathVariable String id,
      @PathVariable String kind,
      @PathVariable int year,
      @PathVariable String stage,
      @RequestBody AssignBody body) {
    return new AssignedView(cases.assign(actor, call(id, kind, year), stage, body.judges, today()));
  }

  @Operation(summary = "How a panel's stage stands: sheets, means, medians, who would go on")
  @GetMapping(PANEL + "/ranking")
  RankingView ranking(
      Actor actor,
      @PathVariable String id,
      @PathVariable String kind,
      @PathVariable int year,
      @PathVariable String stage) {
    return RankingView.of(cases.ranking(actor, call(id, kind, year), stage));
  }

  @Operation(summary = "Close a panel's stage: the best go on, the others are rejected, at once")
  @PostMapping(PANEL + "/close")
  RankingView close(
      Actor actor,
      @PathVariable String id,
      @PathVariable String kind,
      @PathVariable int year,
      @PathVariable String stage) {
    return RankingView.of(cases.close(actor, call(id, kind, year), stage, today()));
  }

  @Operation(summary = "A judge's own sheets, unscored first; blind answers are left out")
  @GetMapping("/sheets")
  PageAnswer<SheetView> sheets(
      Actor actor,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(cases.sheets(actor, new Page.Wanted(page, size)), SheetView::of);
  }

  @Operation(summary = "Score a sheet: points by criterion; again until the stage is closed")
  @PostMapping("/sheets/{number}/score")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void score(Actor actor, @PathVariable UUID number, @RequestBody ScoreBody body) {
    Map<String, Integer> marks = new HashMap<>();
    body.marks.forEach(
        (criterion, points) -> {
          if (points == null)
            throw new Refusal(ProgrammeRefusal.BAD_ANSWER, Map.of("field", criterion));
          marks.put(criterion, points);
        });
    cases.score(actor, number, marks, body.note == null ? "" : body.note);
  }

  @Operation(summary = "Give a sheet back because of a conflict of interest, with a reason")
  @PostMapping("/sheets/{number}/recuse")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void recuse(Actor actor, @PathVariable UUID number, @RequestBody RecuseBody body) {
    cases.recuse(actor, number, body.note);
  }

  private static CaseCall call(String programme, String kind, int year) {
    return new CaseCall(CasesApi.programme(programme), kind, year);
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  record JudgeView(UUID account, String name, List<PlaceCode> places, int sheets) {}

  record AssignBody(List<UUID> judges) {}

  record AssignedView(int sheets) {}

  record ScoreBody(Map<String, @Nullable Integer> marks, @Nullable String note) {}

  record RecuseBody(String note) {}
}
