package org.yutang.web;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.programme.Trials;
import org.yutang.register.RegisterRefusal;

/// Trying a changed definition of a programme before it holds.
@Controller
class DefinitionTrialPages {

  /// What is wrong with a place; everything else lies in the text.
  private static final Set<Refusal.Code> OF_THE_PLACE =
      Set.of(RegisterRefusal.UNKNOWN_PLACE, WebRefusal.PLACE_UNKNOWN);

  private final Programmes programmes;
  private final Trials trials;
  private final Access access;
  private final TypedPlaces places;
  private final Clock clock;

  DefinitionTrialPages(
      Programmes programmes, Trials trials, Access access, TypedPlaces places, Clock clock) {
    this.programmes = programmes;
    this.trials = trials;
    this.access = access;
    this.places = places;
    this.clock = clock;
  }

  @GetMapping("/programmes/{id}/trial")
  View form(Screen s, Actor actor, @PathVariable String id) {
    access.requireSomewhere(actor, Permission.RUN_PROGRAMME);
    Programme programme = get(id);
    PlaceCode place =
        access.places(actor, Permission.RUN_PROGRAMME).stream().findFirst().orElseThrow();
    return s.page(
        "trial",
        new TrialView(
            programme,
            trials.definition(programme.id()),
            place.text(),
            String.valueOf(programme.yearOf(BusinessDay.of(clock.instant()))),
            s.freshKey(),
            "",
            ""));
  }

  /// @param what `simulate` or `replay`
  @PostMapping("/programmes/{id}/trial")
  View run(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam String what,
      @RequestParam String definition,
      @RequestParam String place,
      @RequestParam String year,
      @RequestParam String key) {
    Programme programme = get(id);
    try {
      // another text, place or button is another trial, also when the browser goes back to the form
      UUID job =
          Uuids.named("programme.trial", Asked.id(key).toString(), what, definition, place, year);
      PlaceCode where = places.read(place);
      if (what.equals("replay")) trials.replay(actor, definition, where, job);
      else trials.simulate(actor, definition, where, year(year), job);
      return Screen.go("/jobs/" + job);
    } catch (Refusal refusal) {
      if (refusal.code().kind() == Refusal.Kind.FORBIDDEN) throw refusal;
      return s.page(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "trial",
          new TrialView(
              programme, definition, place, year, key, field(refusal), s.refusal(refusal)));
    }
  }

  private static String field(Refusal refusal) {
    if (refusal.code() == ProgrammeRefusal.YEAR_NOT_OPEN) return "year";
    return OF_THE_PLACE.contains(refusal.code()) ? "place" : "definition";
  }

  private static int year(String typed) {
    return typed.strip().matches("\\d{4}") ? Integer.parseInt(typed.strip()) : 0;
  }

  private Programme get(String id) {
    if (!ProgrammeId.isId(id)) throw new Refusal(WebRefusal.BAD_ADDRESS);
    return programmes.get(new ProgrammeId(id));
  }
}
