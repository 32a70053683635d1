package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Coverage;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Fund;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// Programmes: what they promise, whom they reach, their money; enrolling a county.
@Controller
class ProgrammePages {

  private final Programmes programmes;
  private final Cases cases;
  private final AddedCover cover;
  private final Register register;
  private final Access access;
  private final ListQueries queries;
  private final MaskedNames names;
  private final Clock clock;

  ProgrammePages(
      Programmes programmes,
      Cases cases,
      AddedCover cover,
      Register register,
      Access access,
      ListQueries queries,
      MaskedNames names,
      Clock clock) {
    this.programmes = programmes;
    this.cases = cases;
    this.cover = cover;
    this.register = register;
    this.access = access;
    this.queries = queries;
    this.names = names;
    this.clock = clock;
  }

  @GetMapping("/programmes")
  View programmes(Screen s, Actor actor) {
    List<ProgrammesView.Line> lines = new ArrayList<>();
    for (Programme programme : programmes.list()) {
      int year = programme.yearOf(today());
      long covered =
          !programme.covers()
              ? 0
              : programmes.counties(actor, programme.id(), year).stream()
                  .mapToLong(Coverage::covered)
                  .sum();
      lines.add(
          new ProgrammesView.Line(
              programme,
              s.placeName(register.getPlace(programme.place())),
              year,
              covered,
              fund(actor, programme),
              programme.version(year).kinds()));
    }
    return s.page("programmes", new ProgrammesView(lines));
  }

  @GetMapping("/programmes/{id}")
  View programme(Screen s, Actor actor, @PathVariable String id) {
    Programme programme = get(id);
    return s.page(
        "programme", view(s, actor, programme, Form.EMPTY.with("county", s.query("county")), ""));
  }

  @PostMapping("/programmes/{id}/grants")
  View grant(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam String key,
      @RequestParam String amount,
      @RequestParam String label) {
    Programme programme = get(id);
    try {
      programmes.grant(
          actor, programme.id(), money(programme, amount), Asked.id(key), label.strip());
      return Screen.go("/programmes/" + id + "?note=granted");
    } catch (Refusal refusal) {
      if (refusal.code() != ProgrammeRefusal.BAD_AMOUNT
          && refusal.code() != ProgrammeRefusal.BAD_LABEL
          && refusal.code() != WebRefusal.AMOUNT_UNREADABLE) throw refusal;
      Form form =
          new Form(
              amount, label, "", refusal.code() == ProgrammeRefusal.BAD_LABEL ? "label" : "amount");
      return s.page(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "programme",
          view(s, actor, programme, form, s.refusal(refusal)));
    }
  }

  /// Says what will happen before it does.
  @GetMapping("/programmes/{id}/enrol")
  View confirm(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String county,
      @RequestParam int year) {
    Programme programme = covering(id);
    try {
      Place place = county(county.strip());
      access.require(actor, Permission.RUN_PROGRAMME, place.code());
      EnrolView view =
          new EnrolView(
              programme,
              place,
              register.ancestors(place.code()),
              year,
              programmes.coverage(actor, programme.id(), place.code(), year),
              programmes.fund(actor, programme.id()),
              premium(programme, year),
              register.figures(place.code()).persons(),
              s.freshKey());
      return s.page("enrol", view);
    } catch (Refusal refusal) {
      if (refusal.code().kind() == Refusal.Kind.FORBIDDEN) throw refusal;
      return s.page(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "programme",
          view(s, actor, programme, new Form("", "", county, "county"), s.refusal(refusal)));
    }
  }

  @PostMapping("/programmes/{id}/enrol")
  View enrol(
      Actor actor,
      @PathVariable String id,
      @RequestParam String county,
      @RequestParam int year,
      @RequestParam String key) {
    return Screen.go(
        "/jobs/"
            + programmes.enrol(actor, covering(id).id(), Asked.place(county), year, Asked.id(key)));
  }

  @GetMapping("/programmes/{id}/enrolments")
  View enrolments(Screen s, Actor actor, @PathVariable String id) {
    Programme programme = covering(id);
    Place place = register.getPlace(Asked.place(s.query("place")));
    Enrolment.Query query = queries.enrolments(s, programme, place.code(), Asked.page(s));
    Page<Enrolment> page = programmes.enrolments(actor, query);
    EnrolmentsView view =
        new EnrolmentsView(
            programme,
            place,
            register.ancestors(place.code()),
            query.policyYear(),
            programmes.coverage(actor, programme.id(), place.code(), query.policyYear()),
            page,
            names(s, actor, page.items()),
            Sorting.of(s.query("sort"), Enrolment.Sort.PLACE).text());
    return s.page("enrolments", view);
  }

  private Map<String, String> names(Screen s, Actor actor, List<Enrolment> enrolments) {
    Map<String, String> found = new HashMap<>();
    enrolments.forEach(each -> found.put(each.person().toString(), s.t("web.no-name")));
    found.putAll(names.persons(actor, enrolments.stream().map(Enrolment::person).toList()));
    names
        .places(enrolments.stream().map(Enrolment::village).toList())
        .forEach((code, place) -> found.put(code, s.placeName(place)));
    return found;
  }

  private ProgrammeView view(
      Screen s, Actor actor, Programme programme, Form form, String problem) {
    int now = programme.yearOf(today());
    int year = Asked.number(s.query("year")).orElse(now);
    List<Coverage> counties =
        programme.covers() ? programmes.counties(actor, programme.id(), year) : List.of();
    Map<String, Place> places = new HashMap<>();
    for (Coverage coverage : counties)
      places.put(coverage.place().text(), register.getPlace(coverage.place()));
    return new ProgrammeView(
        programme,
        register.getPlace(programme.place()),
        year,
        IntStream.rangeClosed(programme.firstYear(), now + 1)
            .map(i -> programme.firstYear() + now + 1 - i)
            .boxed()
            .toList(),
        fund(actor, programme),
        programme.gifts(year).map(any -> cover.sums(programme.id())),
        counties,
        places,
        programme.covers() && s.offers(Permission.RUN_PROGRAMME),
        access.may(actor, Permission.RUN_PROGRAMME, programme.place()),
        tallies(s, actor, programme, year),
        today(),
        access.may(actor, Permission.MOVE_MONEY, programme.place()),
        s.freshKey(),
        form.amount,
        form.label,
        form.county,
        problem,
        form.field);
  }

  /// What was typed into one of the forms of a programme's page.
  private record Form(String amount, String label, String county, String field) {
    static final Form EMPTY = new Form("", "", "", "");

    Form with(String name, String county) {
      return new Form(amount, label, county, name);
    }
  }

  /// Counts of the cases that the reader may see, by kind and state.
  private Map<String, List<Case.Tally>> tallies(
      Screen s, Actor actor, Programme programme, int year) {
    Map<String, List<Case.Tally>> tallies = new HashMap<>();
    if (!s.offers(Permission.SEE_CASE)) return tallies;
    for (CaseKind kind : programme.version(year).kinds())
      tallies.put(
          kind.name(),
          cases.tally(
              actor,
              new Case.Query(
                  Optional.of(programme.id()),
                  Optional.of(kind.name()),
                  Optional.of(year),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  false,
                  Optional.empty(),
                  Case.Sort.DUE,
                  false,
                  new Page.Wanted(1, 1))));
    return tallies;
  }

  private Optional<Fund> fund(Actor actor, Programme programme) {
    try {
      return Optional.of(programmes.fund(actor, programme.id()));
    } catch (Refusal refusal) {
      if (refusal.code().kind() == Refusal.Kind.FORBIDDEN) return Optional.empty();
      throw refusal;
    }
  }

  /// A county by its code or its name.
  private Place county(String text) {
    Optional<Place> coded = Asked.maybePlace(text).flatMap(register::findPlace);
    if (coded.isPresent()) return coded.get();
    List<Place> found =
        text.isEmpty()
            ? List.of()
            : register.searchPlaces(text, 20).stream()
                .filter(place -> place.level() == PlaceLevel.COUNTY)
                .toList();
    if (found.size() != 1) throw new Refusal(WebRefusal.PLACE_UNKNOWN, Map.of("place", text));
    return found.getFirst();
  }

  private static Money premium(Programme programme, int year) {
    return programme.version(year).getCover().premium();
  }

  private static Money money(Programme programme, String amount) {
    try {
      return Money.parse(Money.ungrouped(amount), programme.currency());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Refusal(WebRefusal.AMOUNT_UNREADABLE, Map.of("amount", amount));
    }
  }

  private Programme get(String id) {
    if (!ProgrammeId.isId(id)) throw new Refusal(WebRefusal.BAD_ADDRESS);
    return programmes.get(new ProgrammeId(id));
  }

  /// One that enrols people by county.
  private Programme covering(String id) {
    Programme programme = get(id);
    if (!programme.covers()) throw new Refusal(WebRefusal.BAD_ADDRESS);
    return programme;
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }
}
