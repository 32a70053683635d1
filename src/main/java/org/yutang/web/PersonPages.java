package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;
import org.yutang.register.Person;
import org.yutang.register.PersonId;
import org.yutang.register.PersonQuery;
import org.yutang.register.PersonRow;
import org.yutang.register.Place;
import org.yutang.register.Register;
import org.yutang.register.RegisterRefusal;
import org.yutang.register.Revealed;

/// Finding people, and one person: what is known, since when and from where, and why they are
/// insured.
@Controller
class PersonPages {

  private static final List<String> FILTER =
      List.of("q", "place", "status", "sex", "from", "to", "sort");

  private final Register register;
  private final Programmes programmes;
  private final AddedCover cover;
  private final AddedCovers covers;
  private final Proof proof;
  private final Access access;
  private final ListQueries queries;
  private final Clock clock;

  PersonPages(
      Register register,
      Programmes programmes,
      AddedCover cover,
      AddedCovers covers,
      Proof proof,
      Access access,
      ListQueries queries,
      Clock clock) {
    this.register = register;
    this.programmes = programmes;
    this.cover = cover;
    this.covers = covers;
    this.proof = proof;
    this.access = access;
    this.queries = queries;
    this.clock = clock;
  }

  /// The search of the form: a name goes on into the address of the list, an identity number is
  /// answered here.
  @PostMapping("/people")
  View search(Screen s, Actor actor, @RequestParam Map<String, String> asked) {
    String text = asked.getOrDefault("q", "").strip();
    if (!PersonQuery.isIdNumber(text)) return Screen.go(filtered(asked));
    List<PersonRow> found = register.personsByIdNumber(actor, text);
    if (found.size() == 1) return Screen.go("/people/" + found.getFirst().id());
    Page<PersonRow> page = new Page<>(found, found.size(), 1, Math.max(1, found.size()));
    return s.page("people", new PeopleView(Optional.empty(), "", List.of(), page, ""));
  }

  @GetMapping("/people")
  View people(Screen s, Actor actor) {
    ListQueries.Placed place = queries.place(s);
    PersonQuery query = queries.persons(s, place.code(), Asked.page(s));
    return s.page(
        "people",
        new PeopleView(
            place.place(),
            place.problem(s),
            place.choices(),
            register.persons(actor, query),
            Sorting.of(s.query("sort"), PersonQuery.Sort.VILLAGE).text()));
  }

  private static String filtered(Map<String, String> asked) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String name : FILTER) {
      String value = asked.getOrDefault(name, "").strip();
      if (!value.isEmpty()) query.put(name, List.of(value));
    }
    return Screen.address("/people", query);
  }

  @GetMapping("/people/{id}")
  View person(Screen s, Actor actor, @PathVariable String id) {
    return s.page("person", view(actor, new PersonId(Asked.id(id)), Optional.empty(), "", ""));
  }

  /// Shows the whole number once, on this page only; reloading asks for the reason again.
  @PostMapping("/people/{id}/reveal")
  View reveal(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String reason) {
    PersonId person = new PersonId(Asked.id(id));
    try {
      Revealed revealed = register.reveal(actor, person, reason);
      return s.page("person", view(actor, person, Optional.of(revealed), reason, ""));
    } catch (Refusal refusal) {
      if (refusal.code() != RegisterRefusal.REASON_MISSING) throw refusal;
      return s.page(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "person",
          view(actor, person, Optional.empty(), reason, s.refusal(refusal)));
    }
  }

  /// The receipt of an enrolment as a file, with what shows that it is about this person.
  @GetMapping("/people/{id}/receipts/{enrolment}")
  ResponseEntity<byte[]> receipt(
      Actor actor, @PathVariable String id, @PathVariable String enrolment) {
    Enrolment.Receipt receipt = programmes.receipt(actor, Asked.id(enrolment));
    if (!receipt.opening().person().equals(new PersonId(Asked.id(id))))
      throw new Refusal(WebRefusal.BAD_ADDRESS);
    Proof.Receipt logged =
        proof.find(receipt.key()).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    byte[] salt = HexFormat.of().parseHex(receipt.opening().salt());
    ReceiptDocument.Opening opening =
        new ReceiptDocument.Opening(salt, Map.of("person", receipt.opening().person().toString()));
    return LogPages.file(
        ReceiptDocument.of(logged, proof.verifierKey()).withOpening(opening), logged.index());
  }

  private PersonView view(
      Actor actor, PersonId id, Optional<Revealed> revealed, String reason, String problem) {
    return view(actor, id, revealed, reason, problem, "");
  }

  private PersonView view(
      Actor actor,
      PersonId id,
      Optional<Revealed> revealed,
      String reason,
      String problem,
      String leaving) {
    Person person = register.getPerson(actor, id);
    Place village = register.getPlace(person.row().village());
    List<PersonView.Insurance> insurance = insurance(actor, person);
    return new PersonView(
        person,
        register.getHousehold(actor, person.row().household()),
        village,
        register.ancestors(village.code()),
        insurance,
        added(actor, person, insurance),
        access.may(actor, Permission.EDIT_REGISTER, village.code()),
        proof.verifierKey(),
        access.may(actor, Permission.FILE_CASE, village.code())
            ? insurance.stream().filter(this::hasBegun).flatMap(this::resting).distinct().toList()
            : List.of(),
        access.may(actor, Permission.UNMASK, village.code()),
        revealed,
        reason,
        problem,
        leaving);
  }

  private Map<String, AddedCoverView> added(
      Actor actor, Person person, List<PersonView.Insurance> insurance) {
    Map<String, AddedCoverView> added = new HashMap<>();
    for (PersonView.Insurance each : insurance)
      covers
          .of(actor, each.programme(), person.row().id())
          .ifPresent(one -> added.put(each.programme().id().text(), one));
    return added;
  }

  /// The person has died, moved away or does not want to take part any more.
  @PostMapping("/people/{id}/departures")
  View leave(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String programme,
      @RequestParam(defaultValue = "") String note) {
    PersonId person = new PersonId(Asked.id(id));
    if (!ProgrammeId.isId(programme)) throw new Refusal(WebRefusal.BAD_ADDRESS);
    try {
      cover.leave(actor, new ProgrammeId(programme), person, BusinessDay.of(clock.instant()), note);
      return Screen.go("/people/" + person + "?note=left");
    } catch (Refusal refusal) {
      if (refusal.code() != ProgrammeRefusal.NOTE_WANTED) throw refusal;
      return s.page(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "person",
          view(actor, person, Optional.empty(), "", "", s.refusal(refusal)));
    }
  }

  /// Today's kinds that rest on cover of the programme.
  private Stream<CaseView.Kind> resting(PersonView.Insurance insurance) {
    Programme programme = insurance.programme();
    LocalDate today = BusinessDay.of(clock.instant());
    return programme.version(programme.yearOf(today)).kinds().stream()
        .filter(kind -> kind.cover().isPresent())
        .map(kind -> new CaseView.Kind(programme, kind));
  }

  /// Whether there is or was cover, so that it may be claimed on.
  private boolean hasBegun(PersonView.Insurance insurance) {
    Enrolment enrolment = insurance.enrolment();
    return enrolment != null
        && enrolment.state() == Enrolment.State.COVERED
        && !enrolment.coverFrom().isAfter(BusinessDay.of(clock.instant()));
  }

  private List<PersonView.Insurance> insurance(Actor actor, Person person) {
    if (!access.may(actor, Permission.SEE_PROGRAMME, person.row().village())) return List.of();
    List<PersonView.Insurance> insurance = new ArrayList<>();
    for (Enrolment.Explained each : programmes.enrolmentsOf(actor, person.row().id())) {
      Enrolment enrolment = each.enrolment();
      Programme programme = programmes.get(enrolment.programme());
      insurance.add(
          new PersonView.Insurance(
              programme,
              enrolment.policyYear(),
              each.verdict(),
              enrolment,
              proof.find(enrolment.id()).orElse(null)));
    }
    LocalDate today = BusinessDay.of(clock.instant());
    for (Programme programme : programmes.covering()) {
      int year = programme.yearOf(today);
      boolean enrolled =
          insurance.stream()
              .anyMatch(
                  each ->
                      each.programme().id().equals(programme.id()) && each.policyYear() == year);
      if (enrolled
          || year < programme.firstYear()
          || !register.contains(programme.place(), person.row().village())) continue;
      insurance.addFirst(
          new PersonView.Insurance(
              programme,
              year,
              programmes.explain(actor, programme.id(), person.row().id(), today),
              null,
              null));
    }
    return insurance;
  }
}
