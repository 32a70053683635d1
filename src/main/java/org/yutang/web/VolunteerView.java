package org.yutang.web;

import java.util.List;
import java.util.Map;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Volunteers;
import org.yutang.register.Place;

/// Volunteers on the page of a need, and needs behind a volunteer's link.
public final class VolunteerView {

  private VolunteerView() {}

  /// @param places the counties of who is proposed, by code
  /// @param mayAsk whether somebody can be invited now
  public record Needed(
      List<Volunteers.Proposal> proposals,
      List<Volunteers.Engagement> engagements,
      Map<String, Place> places,
      boolean mayAsk) {
    public Needed {
      proposals = List.copyOf(proposals);
      engagements = List.copyOf(engagements);
      places = Map.copyOf(places);
    }
  }

  /// @param keys a fresh id for the next entry, by the need's id
  /// @param paused whether no invitations are wanted
  public record Own(List<Volunteers.Asked> asked, Map<String, String> keys, boolean paused) {
    public Own {
      asked = List.copyOf(asked);
      keys = Map.copyOf(keys);
    }
  }

  public static String style(Volunteers.State state) {
    return switch (state) {
      case INVITED -> "warn";
      case ENGAGED -> "ok";
      case DECLINED, RELEASED -> "line";
    };
  }

  /// What skills are called, in one line.
  public static String skills(Screen s, CaseKind kind, List<String> skills) {
    String field = kind.matching().orElseThrow().skills();
    return skills.isEmpty() ? "–" : CaseView.answer(s, kind.field(field), skills);
  }
}
