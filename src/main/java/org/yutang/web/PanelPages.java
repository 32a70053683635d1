package org.yutang.web;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseKind;
import org.yutang.programme.CasePeople;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.register.Place;

/// Panels: who judges, how the ranking stands, and closing a stage.
@Controller
class PanelPages {

  private static final int YEARS_BACK = 3;

  private final Cases cases;
  private final CasePeople people;
  private final Programmes programmes;
  private final MaskedNames names;
  private final Clock clock;

  PanelPages(
      Cases cases, CasePeople people, Programmes programmes, MaskedNames names, Clock clock) {
    this.cases = cases;
    this.people = people;
    this.programmes = programmes;
    this.names = names;
    this.clock = clock;
  }

  @GetMapping("/panels/{programme}/{kind}/{year}/{stage}")
  View panel(
      Screen s,
      Actor actor,
      @PathVariable String programme,
      @PathVariable String kind,
      @PathVariable String year,
      @PathVariable String stage) {
    return s.page(
        "panel",
        view(actor, call(programme, kind, year), stage, s.query("confirm").equals("yes"), ""));
  }

  @PostMapping("/panels/{programme}/{kind}/{year}/{stage}")
  View step(
      Screen s,
      Actor actor,
      @PathVariable String programme,
      @PathVariable String kind,
      @PathVariable String year,
      @PathVariable String stage,
      @RequestParam MultiValueMap<String, String> sent) {
    CaseCall call = call(programme, kind, year);
    String here = "/panels/" + programme + "/" + kind + "/" + year + "/" + stage;
    String step = Optional.ofNullable(sent.getFirst("step")).orElse("");
    try {
      switch (step) {
        case "assign" ->
            cases.assign(
                actor,
                call,
                stage,
                sent.getOrDefault("judge", List.of()).stream().map(Asked::id).toList(),
                BusinessDay.of(clock.instant()));
        case "close" -> cases.close(actor, call, stage, BusinessDay.of(clock.instant()));
        default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
      }
      return Screen.go(here + "?note=panel-" + step);
    } catch (Refusal refusal) {
      Refusal.Kind bad = refusal.code().kind();
      if (bad == Refusal.Kind.NOT_FOUND || bad == Refusal.Kind.FORBIDDEN) throw refusal;
      return s.page(
          Mishaps.status(bad), "panel", view(actor, call, stage, false, s.refusal(refusal)));
    }
  }

  private PanelView view(
      Actor actor, CaseCall call, String name, boolean confirming, String problem) {
    CaseCall.Ranking ranking = cases.ranking(actor, call, name);
    Programme programme = programmes.get(call.programme());
    CaseKind kind = ranking.kind();
    int now = programme.yearOf(BusinessDay.of(clock.instant()));
    return new PanelView(
        programme,
        kind,
        CaseView.stage(kind, name).orElseThrow(),
        call,
        ranking,
        people.judges(actor, call, name),
        places(actor, ranking),
        IntStream.rangeClosed(0, YEARS_BACK).map(back -> now - back).boxed().toList(),
        confirming,
        problem);
  }

  /// The counties of the first cases; a ranking may be longer than a page shows.
  private Map<String, Place> places(Actor actor, CaseCall.Ranking ranking) {
    Map<String, Place> places = new HashMap<>();
    Page<Case> first =
        cases.list(
            actor,
            new Case.Query(
                Optional.of(ranking.call().programme()),
                Optional.of(ranking.call().kind()),
                Optional.of(ranking.call().policyYear()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ranking.stage()),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Case.Sort.FILED,
                false,
                new Page.Wanted(1, Page.MAX_SIZE)));
    Map<String, Place> counties =
        names.places(first.items().stream().map(Case::county).distinct().toList());
    for (Case each : first.items()) {
      Place county = counties.get(each.county().text());
      if (county != null) places.put(each.id().toString(), county);
    }
    return places;
  }

  private static CaseCall call(String programme, String kind, String year) {
    if (!ProgrammeId.isId(programme))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", programme));
    return new CaseCall(
        new ProgrammeId(programme),
        kind,
        Asked.number(year).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS)));
  }
}
