package org.yutang.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.incubation.Candidate;
import org.yutang.incubation.Nurture;
import org.yutang.incubation.Ranking;
import org.yutang.incubation.Selection;
import org.yutang.incubation.Stories;
import org.yutang.incubation.Support;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Text;
import org.yutang.register.Register;

/// What a county selects, supports and nurtures, for its officers; what became of it, and stories
/// of shops, for everybody.
@Controller
class IncubationPages {

  private static final int DAYS = 90;

  private final Selection selection;
  private final Support support;
  private final Nurture nurture;
  private final Stories stories;
  private final Register register;
  private final Access access;

  IncubationPages(
      Selection selection,
      Support support,
      Nurture nurture,
      Stories stories,
      Register register,
      Access access) {
    this.selection = selection;
    this.support = support;
    this.nurture = nurture;
    this.stories = stories;
    this.register = register;
    this.access = access;
  }

  @GetMapping("/incubation/{county}")
  View county(Screen s, Actor actor, @PathVariable String county) {
    PlaceCode code = code(county);
    List<Ranking> all = selection.rankings(actor, code);
    String asked = s.query("ranking");
    Optional<Ranking> shown =
        asked.isEmpty()
            ? all.stream().findFirst()
            : Optional.of(selection.ranking(actor, Asked.id(asked)));
    Map<UUID, Text> names = new HashMap<>();
    for (Candidate each : selection.candidates(actor, code)) names.put(each.id(), each.name());
    return s.page(
        "incubation",
        new IncubationView.County(
            code,
            name(s, code),
            shown,
            all,
            support.list(actor, code),
            nurture.list(actor, code),
            names,
            access.may(actor, Permission.INCUBATE, code)));
  }

  @PostMapping("/incubation/{county}/rank")
  View rank(Screen s, Actor actor, @PathVariable String county, @RequestParam String key) {
    PlaceCode code = code(county);
    selection.rank(actor, Asked.id(key), code, DAYS);
    return Screen.go("/incubation/" + code.text());
  }

  @GetMapping("/market/stories")
  View stories(Screen s) {
    Optional<PlaceCode> county =
        s.query("county").isEmpty() ? Optional.empty() : Optional.of(code(s.query("county")));
    List<Stories.Story> told = stories.shown(county);
    List<Nurture.Incubated> incubated = nurture.incubated(county, Optional.empty());
    Map<String, String> places = new HashMap<>();
    told.forEach(each -> places.put(each.county().text(), name(s, each.county())));
    incubated.forEach(each -> places.put(each.county().text(), name(s, each.county())));
    return s.page("market-stories", new IncubationView.Told(told, incubated, places));
  }

  private static PlaceCode code(String text) {
    if (!PlaceCode.isCode(text)) throw new Refusal(WebRefusal.BAD_ADDRESS);
    return new PlaceCode(text);
  }

  private String name(Screen s, PlaceCode code) {
    return s.placeName(register.getPlace(code));
  }
}
