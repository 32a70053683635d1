package org.yutang.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.giving.Giving;
import org.yutang.giving.Merchant;
import org.yutang.giving.Sale;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.register.HouseholdRow;
import org.yutang.register.PersonId;
import org.yutang.register.PersonRow;
import org.yutang.register.Place;
import org.yutang.register.Register;
import org.yutang.web.Sheets.Column;

/// The lists of the pages as Excel files, at the list's address with `.xlsx` and the same filter
/// and order.
@Controller
class SheetPages {

  /// The question is the same on whichever page.
  private static final Page.Wanted FIRST = new Page.Wanted(1, 1);

  private final Sheets sheets;
  private final ListQueries queries;
  private final MaskedNames names;
  private final Register register;
  private final Programmes programmes;
  private final Cases cases;
  private final CaseScenes scenes;
  private final Giving giving;
  private final Access access;

  SheetPages(
      Sheets sheets,
      ListQueries queries,
      MaskedNames names,
      Register register,
      Programmes programmes,
      Cases cases,
      CaseScenes scenes,
      Giving giving,
      Access access) {
    this.sheets = sheets;
    this.queries = queries;
    this.names = names;
    this.register = register;
    this.programmes = programmes;
    this.cases = cases;
    this.scenes = scenes;
    this.giving = giving;
    this.access = access;
  }

  @GetMapping("/people.xlsx")
  void people(Screen s, Actor actor, HttpServletResponse response) throws IOException {
    ListQueries.Placed place = queries.place(s);
    sheets.send(
        s,
        response,
        new Sheets.Listed<PersonRow>(
            "people",
            actor,
            about(actor, Permission.SEE_REGISTER, place.code()),
            queries.asked(s, place, queries.persons(s, place.code(), FIRST)),
            List.of(
                new Column<>(s.t("web.person.name"), 14, row -> row.name().orElse("")),
                new Column<>(s.t("web.person.id-number"), 22, PersonRow::idNumber),
                new Column<>(s.t("web.person.sex"), 8, row -> s.name("web.sex", row.sex())),
                new Column<>(s.t("web.person.age"), 8, PersonRow::age),
                new Column<>(
                    s.t("web.person.relation"), 12, row -> s.name("web.relation", row.relation())),
                new Column<>(s.t("web.household.village"), 18, PersonRow::villageName),
                new Column<>(s.t("web.place.code"), 18, row -> row.village().text()),
                new Column<>(s.t("web.status"), 14, row -> s.name("web.status", row.status())))),
        wanted -> register.persons(actor, queries.persons(s, place.code(), wanted)));
  }

  @GetMapping("/places/{code}/households.xlsx")
  void households(Screen s, Actor actor, @PathVariable String code, HttpServletResponse response)
      throws IOException {
    Place place = register.getPlace(Asked.place(code));
    sheets.send(
        s,
        response,
        new Sheets.Listed<HouseholdRow>(
            "households",
            actor,
            place.code(),
            queries.asked(s, place, queries.households(s, place.code(), FIRST)),
            List.of(
                new Column<>(s.t("web.household.number"), 18, HouseholdRow::number),
                new Column<>(s.t("web.household.head"), 14, HouseholdRow::headName),
                new Column<>(s.t("web.household.village"), 18, HouseholdRow::villageName),
                new Column<>(s.t("web.place.code"), 18, row -> row.village().text()),
                new Column<>(s.t("web.household.size"), 10, HouseholdRow::size),
                new Column<>(s.t("web.status"), 14, row -> s.name("web.status", row.status())))),
        wanted -> register.households(actor, queries.households(s, place.code(), wanted)));
  }

  @GetMapping("/programmes/{id}/enrolments.xlsx")
  void enrolments(Screen s, Actor actor, @PathVariable String id, HttpServletResponse response)
      throws IOException {
    if (!ProgrammeId.isId(id)) throw new Refusal(WebRefusal.BAD_ADDRESS);
    Programme programme = programmes.get(new ProgrammeId(id));
    Place place = register.getPlace(Asked.place(s.query("place")));
    sheets.send(
        s,
        response,
        new Sheets.Listed<Named<Enrolment>>(
            "enrolments",
            actor,
            place.code(),
            queries.asked(
                s, programme, place, queries.enrolments(s, programme, place.code(), FIRST)),
            List.of(
                new Column<>(s.t("web.person.name"), 14, Named::person),
                new Column<>(s.t("web.household.village"), 18, Named::village),
                new Column<>(s.t("web.place.code"), 18, row -> row.of().village().text()),
                new Column<>(s.t("web.programme.year"), 10, row -> row.of().policyYear()),
                new Column<>(
                    s.t("web.enrolment.state"),
                    14,
                    row -> s.name("programme.state", row.of().state())),
                new Column<>(s.t("web.programme.premium-yuan"), 12, row -> row.of().premium()),
                new Column<>(s.t("web.sheet.cover-from"), 12, row -> row.of().coverFrom()),
                new Column<>(s.t("web.sheet.cover-to"), 12, row -> row.of().coverTo()),
                new Column<>(s.t("web.why.decided"), 18, row -> row.of().decidedAt()),
                new Column<>(
                    s.t("web.why.transfer"), 38, row -> row.of().transfer().map(Object::toString)),
                new Column<>(s.t("web.proof.key"), 38, row -> row.of().id().toString()))),
        wanted ->
            named(
                s,
                actor,
                programmes.enrolments(
                    actor, queries.enrolments(s, programme, place.code(), wanted)),
                Enrolment::person,
                Enrolment::village));
  }

  @GetMapping("/cases.xlsx")
  void cases(Screen s, Actor actor, HttpServletResponse response) throws IOException {
    ListQueries.Placed place = queries.place(s);
    Optional<CaseView.Kind> kind = scenes.kind(s.query("kind"));
    List<CaseView.Kind> kinds = scenes.kinds();
    sheets.send(
        s,
        response,
        new Sheets.Listed<Named<Case>>(
            "cases",
            actor,
            about(actor, Permission.SEE_CASE, place.code()),
            queries.asked(
                s, actor, kind, place, queries.cases(s, actor, kind, place.code(), FIRST)),
            columns(s, kind, kinds)),
        wanted ->
            named(
                s,
                actor,
                cases.list(actor, queries.cases(s, actor, kind, place.code(), wanted)),
                Case::person,
                Case::village));
  }

  /// What is asked of every case, and of the chosen kind its answers that are not sealed.
  private static List<Column<Named<Case>>> columns(
      Screen s, Optional<CaseView.Kind> chosen, List<CaseView.Kind> kinds) {
    List<Column<Named<Case>>> columns =
        new ArrayList<>(
            List.of(
                new Column<>(s.t("web.case.number"), 38, row -> row.of().id().toString()),
                new Column<>(s.t("web.case.kind"), 20, row -> title(s, kinds, row.of())),
                new Column<>(s.t("web.case.person"), 14, Named::person),
                new Column<>(s.t("web.household.village"), 18, Named::village),
                new Column<>(s.t("web.place.code"), 18, row -> row.of().village().text()),
                new Column<>(s.t("web.programme.year"), 10, row -> row.of().policyYear()),
                new Column<>(
                    s.t("web.case.state"), 14, row -> s.name("web.case.state", row.of().state())),
                new Column<>(s.t("web.case.filed"), 12, row -> row.of().filedDay()),
                new Column<>(s.t("web.case.due"), 12, row -> row.of().dueDay()),
                new Column<>(s.t("web.sheet.overdue"), 10, row -> row.of().overdue()),
                new Column<>(s.t("web.case.benefit"), 14, row -> row.of().benefit()),
                new Column<>(s.t("web.sheet.paid-yuan"), 14, row -> row.of().paid()),
                new Column<>(s.t("web.sheet.decided"), 12, row -> row.of().decidedDay())));
    for (CaseKind.Field field : chosen.map(each -> each.kind().fields()).orElse(List.of()))
      if (!field.personal())
        columns.add(new Column<>(s.in(field.title()), 16, row -> answer(s, field, row.of())));
    return columns;
  }

  private static Optional<Object> answer(Screen s, CaseKind.Field field, Case of) {
    return Optional.ofNullable(of.answers().get(field.name()))
        .map(
            answer ->
                switch (field.type()) {
                  case CaseKind.Type.Amount _ ->
                      Money.parse(String.valueOf(answer), of.paid().currency());
                  case CaseKind.Type.Day _ -> LocalDate.parse(String.valueOf(answer));
                  case CaseKind.Type.Whole _ -> answer;
                  default -> CaseView.answer(s, field, answer);
                });
  }

  private static String title(Screen s, List<CaseView.Kind> kinds, Case of) {
    return kinds.stream()
        .filter(each -> each.code().equals(of.programme().text() + "/" + of.kind()))
        .findFirst()
        .map(each -> s.in(each.kind().title()))
        .orElse(of.kind());
  }

  /// A merchant's statement.
  @GetMapping("/merchants/{id}/sales.xlsx")
  void sales(Screen s, Actor actor, @PathVariable String id, HttpServletResponse response)
      throws IOException {
    Merchant merchant = giving.getMerchant(actor, Asked.id(id));
    sheets.send(
        s,
        response,
        new Sheets.Listed<Sale>(
            "sales",
            actor,
            merchant.place(),
            queries.asked(s, merchant, queries.sales(s, merchant.id(), FIRST)),
            List.of(
                new Column<>(s.t("web.merchant.order"), 22, Sale::orderNumber),
                new Column<>(s.t("web.merchant.sold"), 18, Sale::soldAt),
                new Column<>(s.t("web.ledger.day"), 12, Sale::businessDate),
                new Column<>(s.t("web.merchant.amount"), 14, Sale::amount),
                new Column<>(s.t("web.merchant.donation"), 14, Sale::donation),
                new Column<>(s.t("web.sheet.refunded-yuan"), 14, Sale::refunded),
                new Column<>(s.t("web.project.returned"), 14, Sale::returned),
                new Column<>(
                    s.t("web.sheet.origin"), 14, sale -> sale.origin().map(PlaceCode::text)),
                new Column<>(s.t("web.merchant.way"), 38, sale -> sale.id().toString()))),
        wanted -> giving.sales(actor, queries.sales(s, merchant.id(), wanted)));
  }

  /// The place that the audit names: the filter's, or the topmost one that the actor sees.
  private PlaceCode about(Actor actor, Permission permission, Optional<PlaceCode> asked) {
    return asked.orElseGet(
        () ->
            access.places(actor, permission).stream()
                .findFirst()
                .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS)));
  }

  /// A row with what readers call its person and village.
  private record Named<T>(T of, String person, String village) {}

  private <T> Page<Named<T>> named(
      Screen s,
      Actor actor,
      Page<T> page,
      Function<T, PersonId> person,
      Function<T, PlaceCode> village) {
    Map<String, String> persons =
        names.persons(actor, page.items().stream().map(person).distinct().toList());
    Map<String, Place> places =
        names.places(page.items().stream().map(village).distinct().toList());
    return page.map(
        row ->
            new Named<>(
                row,
                persons.getOrDefault(person.apply(row).toString(), ""),
                village(s, places, village.apply(row))));
  }

  private static String village(Screen s, Map<String, Place> places, PlaceCode code) {
    Place place = places.get(code.text());
    return place == null ? code.text() : s.placeName(place);
  }
}
