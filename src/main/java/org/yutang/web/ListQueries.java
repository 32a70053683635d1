package org.yutang.web;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.giving.Sale;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Claim;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Programme;
import org.yutang.register.HouseholdQuery;
import org.yutang.register.PersonId;
import org.yutang.register.PersonQuery;
import org.yutang.register.Place;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.register.Sex;

/// Reads the filter and order of a list from its address, the same for the page and for its Excel
/// file.
@Component
class ListQueries {

  private static final int PLACE_CHOICES = 8;

  /// The parameters that filter, by the key of their label.
  private static final Map<String, String> LABELS = labels();

  private final Register register;
  private final Clock clock;

  ListQueries(Register register, Clock clock) {
    this.register = register;
    this.clock = clock;
  }

  /// The place that the filter names.
  ///
  /// @param choices places that it may mean; one where it is clear
  record Placed(String asked, List<Place> choices) {

    Optional<Place> place() {
      return choices.size() == 1 ? Optional.of(choices.getFirst()) : Optional.empty();
    }

    Optional<PlaceCode> code() {
      return place().map(Place::code);
    }

    /// Why the filter was not understood; empty where it was.
    String problem(Screen s) {
      if (asked.isEmpty() || choices.size() == 1) return "";
      String key = choices.isEmpty() ? "web.people.no-place" : "web.people.which-place";
      return s.t(key, "place", asked);
    }
  }

  Placed place(Screen s) {
    String asked = s.query("place").strip();
    return new Placed(asked, asked.isEmpty() ? List.of() : places(asked));
  }

  private List<Place> places(String asked) {
    Optional<Place> coded = Asked.maybePlace(asked).flatMap(register::findPlace);
    if (coded.isPresent()) return List.of(coded.get());
    List<Place> found = register.searchPlaces(asked, PLACE_CHOICES);
    List<Place> exact = found.stream().filter(place -> place.nameZh().equals(asked)).toList();
    return exact.size() == 1 ? exact : found;
  }

  PersonQuery persons(Screen s, Optional<PlaceCode> place, Page.Wanted page) {
    Sorting<PersonQuery.Sort> sort = Sorting.of(s.query("sort"), PersonQuery.Sort.VILLAGE);
    return new PersonQuery(
        place,
        Asked.constant(PovertyStatus.class, s.query("status")),
        Asked.constant(Sex.class, s.query("sex")),
        Asked.number(s.query("from")),
        Asked.number(s.query("to")),
        Asked.text(s.query("q")),
        sort.by(),
        sort.descending(),
        page);
  }

  HouseholdQuery households(Screen s, PlaceCode place, Page.Wanted page) {
    Sorting<HouseholdQuery.Sort> sort = Sorting.of(s.query("sort"), HouseholdQuery.Sort.VILLAGE);
    return new HouseholdQuery(
        Optional.of(place),
        Asked.constant(PovertyStatus.class, s.query("status")),
        Asked.text(s.query("q")),
        sort.by(),
        sort.descending(),
        page);
  }

  Enrolment.Query enrolments(Screen s, Programme programme, PlaceCode place, Page.Wanted page) {
    Sorting<Enrolment.Sort> sort = Sorting.of(s.query("sort"), Enrolment.Sort.PLACE);
    return new Enrolment.Query(
        programme.id(),
        Asked.number(s.query("year"))
            .orElseGet(() -> programme.yearOf(BusinessDay.of(clock.instant()))),
        place,
        Asked.constant(Enrolment.State.class, s.query("state")),
        sort.by(),
        sort.descending(),
        page);
  }

  /// `due=today` and `reviewer=me` or `others` narrow further.
  Claim.Query claims(Screen s, Actor actor, Optional<PlaceCode> place, Page.Wanted page) {
    Sorting<Claim.Sort> sort = Sorting.of(s.query("sort"), Claim.Sort.DUE);
    Optional<UUID> me = Optional.of(actor.account());
    return new Claim.Query(
        Optional.empty(),
        place,
        Asked.constant(Claim.State.class, s.query("state")),
        Asked.maybeId(s.query("person")).map(PersonId::new),
        s.query("overdue").equals("yes"),
        Optional.of(BusinessDay.of(clock.instant())).filter(day -> s.query("due").equals("today")),
        me.filter(account -> s.query("reviewer").equals("me")),
        me.filter(account -> s.query("reviewer").equals("others")),
        sort.by(),
        sort.descending(),
        page);
  }

  Sale.Query sales(Screen s, UUID merchant, Page.Wanted page) {
    Sorting<Sale.Sort> sort =
        s.query("sort").isEmpty()
            ? new Sorting<>(Sale.Sort.SOLD, true)
            : Sorting.of(s.query("sort"), Sale.Sort.SOLD);
    return new Sale.Query(
        Optional.of(merchant),
        Optional.empty(),
        Asked.day(s.query("from")),
        Asked.day(s.query("to")),
        Asked.text(s.query("order")),
        s.query("refunded").isEmpty()
            ? Optional.empty()
            : Optional.of(s.query("refunded").equals("yes")),
        sort.by(),
        sort.descending(),
        page);
  }

  /// What the address asks for, in words.
  Map<String, String> asked(Screen s, Optional<PlaceCode> place) {
    Map<String, String> asked = new LinkedHashMap<>();
    place
        .flatMap(register::findPlace)
        .ifPresent(
            found ->
                asked.put(s.t("web.people.place"), s.placeName(found) + " " + found.code().text()));
    LABELS.forEach(
        (name, label) -> {
          String value = s.query(name);
          if (!value.isBlank()) asked.put(s.t(label), value);
        });
    return asked;
  }

  private static Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("q", "web.sheet.filter.q");
    labels.put("state", "web.claim.state");
    labels.put("status", "web.status");
    labels.put("sex", "web.person.sex");
    labels.put("year", "web.programme.year");
    labels.put("person", "web.sheet.filter.person");
    labels.put("overdue", "web.sheet.overdue");
    labels.put("due", "web.claim.due");
    labels.put("reviewer", "web.sheet.filter.reviewer");
    labels.put("from", "web.sheet.filter.from");
    labels.put("to", "web.sheet.filter.to");
    labels.put("order", "web.merchant.order");
    labels.put("refunded", "web.merchant.refunded");
    labels.put("sort", "web.sheet.filter.sort");
    return labels;
  }
}
