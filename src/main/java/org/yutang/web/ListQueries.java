package org.yutang.web;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.giving.Merchant;
import org.yutang.giving.Sale;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Span;
import org.yutang.ledger.Statement;
import org.yutang.programme.Case;
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

  /// What lists call the column of the place.
  private static final String PLACE = "web.household.village";

  private final Register register;
  private final MaskedNames names;
  private final Clock clock;

  ListQueries(Register register, MaskedNames names, Clock clock) {
    this.register = register;
    this.names = names;
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

    /// The place, for a file. Refuses with [WebRefusal#PLACE_UNKNOWN] where the filter was not
    /// understood.
    Optional<Place> understood() {
      if (!asked.isEmpty() && choices.size() != 1)
        throw new Refusal(WebRefusal.PLACE_UNKNOWN, Map.of("place", asked));
      return place();
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

  /// `wait=me` for what waits for a role of the reader; a stage counts together with its kind.
  Case.Query cases(
      Screen s,
      Actor actor,
      Optional<CaseView.Kind> kind,
      Optional<PlaceCode> place,
      Page.Wanted page) {
    Sorting<Case.Sort> sort = Sorting.of(s.query("sort"), Case.Sort.DUE);
    return new Case.Query(
        kind.map(each -> each.programme().id()),
        kind.map(each -> each.kind().name()),
        Asked.number(s.query("year")),
        place,
        Asked.constant(Case.State.class, s.query("state")),
        stage(s, kind),
        Asked.maybeId(s.query("person")).map(PersonId::new),
        deciding(actor).filter(role -> s.query("wait").equals("me")),
        s.query("overdue").equals("yes"),
        Asked.constant(Case.Todo.class, s.query("todo")),
        sort.by(),
        sort.descending(),
        page);
  }

  private static Optional<String> stage(Screen s, Optional<CaseView.Kind> kind) {
    return Asked.text(s.query("stage"))
        .filter(name -> kind.flatMap(each -> CaseView.stage(each.kind(), name)).isPresent());
  }

  /// The actor's role that decides cases.
  static Optional<Role> deciding(Actor actor) {
    return actor.grants().stream()
        .map(Grant::role)
        .filter(Permission.DECIDE_CASE::isHeldBy)
        .sorted()
        .findFirst();
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
        yesOrNo(s.query("refunded")),
        sort.by(),
        sort.descending(),
        page);
  }

  /// By business days; with `by=recorded` by the days, in China, on which lines were recorded.
  Statement.Query statement(Screen s, UUID account, Page.Wanted page) {
    Optional<LocalDate> from = Asked.day(s.query("from"));
    Optional<LocalDate> to = Asked.day(s.query("to"));
    Span span =
        s.query("by").equals("recorded")
            ? new Span.Recorded(
                from.map(ListQueries::begin).orElse(Instant.MIN),
                to.map(day -> begin(day.plusDays(1))).orElse(Instant.MAX))
            : new Span.Days(from.orElse(LocalDate.MIN), to.orElse(LocalDate.MAX));
    return new Statement.Query(
        account, span, Asked.text(s.query("memo")), kind(s), !oldestFirst(s), page, shard(s));
  }

  boolean oldestFirst(Screen s) {
    return s.query("sort").equals("day");
  }

  /// Of a sub-account; any other number is refused by the ledger.
  static OptionalInt shard(Screen s) {
    return s.query("shard").matches("\\d{1,4}")
        ? OptionalInt.of(Integer.parseInt(s.query("shard")))
        : OptionalInt.empty();
  }

  private static Optional<String> kind(Screen s) {
    return Optional.of(s.query("kind")).filter(LedgerView.KINDS::contains);
  }

  private static Instant begin(LocalDate day) {
    return day.atStartOfDay(BusinessDay.ZONE).toInstant();
  }

  /// What a file of people holds, in words; so do the other `asked`. All refuse a filter that was
  /// given and not understood.
  SheetFilter.Applied asked(Screen s, Placed place, PersonQuery query) {
    return new SheetFilter(s)
        .with("place", PLACE, place.understood(), found -> called(s, found))
        .with("q", "web.sheet.filter.q", query.text(), text -> text)
        .with("status", "web.status", query.status(), status -> s.name("web.status", status))
        .with("sex", "web.person.sex", query.sex(), sex -> s.name("web.sex", sex))
        .with("from", "web.people.age-from", query.minAge(), String::valueOf)
        .with("to", "web.sheet.filter.age-to", query.maxAge(), String::valueOf)
        .ordered(
            switch (query.sort()) {
              case VILLAGE -> PLACE;
              case NAME -> "web.person.name";
              case AGE -> "web.person.age";
            },
            query.descending());
  }

  SheetFilter.Applied asked(Screen s, Place place, HouseholdQuery query) {
    return new SheetFilter(s)
        .said(PLACE, Optional.of(called(s, place)))
        .with("q", "web.sheet.filter.q", query.text(), text -> text)
        .with("status", "web.status", query.status(), status -> s.name("web.status", status))
        .ordered(
            switch (query.sort()) {
              case VILLAGE -> PLACE;
              case NUMBER -> "web.household.number";
              case SIZE -> "web.household.size";
            },
            query.descending());
  }

  SheetFilter.Applied asked(Screen s, Programme programme, Place place, Enrolment.Query query) {
    Optional<Integer> year =
        s.query("year").isBlank() ? Optional.of(query.policyYear()) : Asked.number(s.query("year"));
    return new SheetFilter(s)
        .said("web.project.programme", Optional.of(s.in(programme.title())))
        .with("place", PLACE, Optional.of(place), found -> called(s, found))
        .with("year", "web.programme.year", year, String::valueOf)
        .with(
            "state",
            "web.enrolment.state",
            query.state(),
            state -> s.name("programme.state", state))
        .ordered(
            switch (query.sort()) {
              case PLACE -> PLACE;
              case STATE -> "web.enrolment.state";
              case DECIDED -> "web.why.decided";
            },
            query.descending());
  }

  SheetFilter.Applied asked(
      Screen s, Actor actor, Optional<CaseView.Kind> kind, Placed placed, Case.Query query) {
    return new SheetFilter(s)
        .with("kind", "web.case.kind", kind, each -> s.in(each.kind().title()))
        .with("year", "web.programme.year", query.policyYear(), String::valueOf)
        .with("place", PLACE, placed.understood(), found -> called(s, found))
        .with("state", "web.case.state", query.state(), state -> s.name("web.case.state", state))
        .with(
            "stage",
            "web.case.stage",
            query.stage(),
            name ->
                kind.flatMap(each -> CaseView.stage(each.kind(), name))
                    .map(stage -> s.in(stage.title()))
                    .orElse(name))
        .with("person", "web.case.person", query.person(), id -> called(actor, id))
        .with("wait", "web.cases.waits", query.forRole(), role -> s.name("web.role", role))
        .with(
            "overdue",
            "web.cases.overdue",
            Optional.of(s.t("web.cases.only-overdue")).filter(words -> query.overdue()),
            words -> words)
        .with("todo", "web.cases.todo", query.todo(), todo -> s.name("web.case.todo", todo))
        .ordered(
            switch (query.sort()) {
              case DUE -> "web.case.due";
              case FILED -> "web.case.filed";
              case STATE -> "web.case.state";
              case PLACE -> PLACE;
              case SCORE -> "web.case.score";
              case CHANGED -> "web.sheet.filter.changed";
            },
            query.descending());
  }

  SheetFilter.Applied asked(Screen s, Merchant merchant, Sale.Query query) {
    return new SheetFilter(s)
        .said("web.merchants.name", Optional.of(s.in(merchant.name())))
        .with("from", "web.merchant.from", query.from(), s::day)
        .with("to", "web.merchant.to", query.to(), s::day)
        .with("order", "web.merchant.order", query.order(), text -> text)
        .with(
            "refunded",
            "web.merchant.refunded",
            query.refunded(),
            yes -> s.t(yes ? "web.yes" : "web.no"))
        .ordered(
            switch (query.sort()) {
              case SOLD -> "web.merchant.sold";
              case AMOUNT -> "web.merchant.amount";
              case DONATION -> "web.merchant.donation";
            },
            query.descending());
  }

  SheetFilter.Applied askedAccounts(Screen s) {
    Sorting<Ledger.Sort> sort = Sorting.of(s.query("sort"), Ledger.Sort.NAME);
    return new SheetFilter(s)
        .with("q", "web.sheet.filter.q", Asked.text(s.query("q")), text -> text)
        .ordered(
            switch (sort.by()) {
              case NAME -> "web.ledger.account";
              case BALANCE -> "web.ledger.balance";
              case RESERVED -> "web.ledger.reserved";
            },
            sort.descending());
  }

  SheetFilter.Applied asked(Screen s, Account account) {
    Optional<String> by =
        Optional.of(s.query("by")).filter(word -> Set.of("day", "recorded").contains(word));
    return new SheetFilter(s)
        .said("web.ledger.account", Optional.of(account.name()))
        .with("by", "web.ledger.by", by, word -> s.t("web.ledger.by." + word))
        .with("from", "web.ledger.from-day", Asked.day(s.query("from")), s::day)
        .with("to", "web.ledger.to-day", Asked.day(s.query("to")), s::day)
        .with(
            "memo",
            "web.ledger.what",
            Asked.text(s.query("memo")),
            memo -> LedgerView.memo(s, memo))
        .with("kind", "web.ledger.kind", kind(s), kind -> s.t("web.line." + kind))
        .ordered("web.ledger.line", !oldestFirst(s));
  }

  private static String called(Screen s, Place place) {
    return s.placeName(place) + " " + place.code().text();
  }

  /// The masked name where the actor may see it, and the number that tells people of one name
  /// apart.
  private String called(Actor actor, PersonId id) {
    String name = names.persons(actor, List.of(id)).getOrDefault(id.toString(), "");
    return (name + " " + id).strip();
  }

  private static Optional<Boolean> yesOrNo(String text) {
    return switch (text) {
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
