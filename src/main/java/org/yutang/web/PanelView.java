package org.yutang.web;

import java.util.List;
import java.util.Map;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseKind;
import org.yutang.programme.CasePeople;
import org.yutang.programme.Programme;
import org.yutang.register.Place;

/// A panel's stage of a call, as the officer who closes it sees it.
///
/// @param places of the cases, by the case's id
/// @param years that have the stage, the newest first
/// @param confirming whether closing is about to be confirmed
/// @param problem why it was refused
public record PanelView(
    Programme programme,
    CaseKind kind,
    CaseKind.Stage stage,
    CaseCall call,
    CaseCall.Ranking ranking,
    List<CasePeople.Judge> judges,
    Map<String, Place> places,
    List<Integer> years,
    boolean confirming,
    String problem) {

  public PanelView {
    judges = List.copyOf(judges);
    places = Map.copyOf(places);
    years = List.copyOf(years);
  }

  public String address() {
    return "/panels/"
        + programme.id().text()
        + "/"
        + kind.name()
        + "/"
        + call.policyYear()
        + "/"
        + stage.name();
  }

  public CaseKind.Panel panel() {
    return stage.panel().orElseThrow();
  }

  public long sheets() {
    return ranking.cases().stream().mapToLong(CaseCall.Ranked::sheets).sum();
  }

  public long handed() {
    return judges.stream().mapToLong(CasePeople.Judge::sheets).sum();
  }

  public long kept() {
    return ranking.cases().stream().filter(CaseCall.Ranked::kept).count();
  }
}
