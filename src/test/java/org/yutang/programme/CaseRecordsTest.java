package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.TestPhotos;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Payout;
import org.yutang.programme.Case.State;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;

/// Things that are sent and received, logs that are written again and again, and people who act for
/// themselves. Each test takes a county of Gansu that no other test uses.
class CaseRecordsTest extends ServerTest {

  private static final ProgrammeId GIFTS = new ProgrammeId("gifts-in-kind");
  private static final ProgrammeId CENTRES = new ProgrammeId("parenting-centres");
  private static final AtomicInteger TAKEN = new AtomicInteger();

  @Autowired BeanFactory beans;
  @Autowired Register register;
  @Autowired Cases cases;
  @Autowired Programmes programmes;
  @Autowired JdbcClient sql;

  private ClaimHouse house;

  @BeforeEach
  void takeACounty() {
    PlaceCode county =
        register
            .counties(
                new PlaceQuery(
                    Optional.of(new PlaceCode("CN-62")),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    false,
                    PlaceQuery.Sort.CODE,
                    true,
                    new Page.Wanted(TAKEN.incrementAndGet(), 1)))
            .items()
            .getFirst()
            .place()
            .code();
    house = new ClaimHouse(beans, county);
    house.pay(Payout.Via.SANDBOX);
  }

  @Test
  void aParcelIsSentAndCountsAsReceivedOnlyWithPhotoAndCount() {
    Case granted = granted(GIFTS, "parcel", Map.of("school", "石门小学", "grade", 3));
    assertThat(granted.state()).isEqualTo(State.GRANTED);
    Case sent =
        cases.send(
            house.countyOfficer,
            granted.id(),
            granted.version(),
            Map.of("bag", 1, "exercise-book", 10, "coat", 1),
            "SF1234",
            house.today());
    assertThat(code(() -> receive(sent, Map.of("bag", 2), photo())))
        .isEqualTo(ProgrammeRefusal.BAD_ANSWER);
    assertThat(code(() -> receive(sent, Map.of("bag", 1), List.of())))
        .isEqualTo(ProgrammeRefusal.BAD_ANSWER);
    assertThat(
            code(
                () ->
                    cases.receive(
                        house.countyOfficer,
                        sent.id(),
                        sent.version(),
                        Map.of("bag", 1),
                        photo(),
                        house.today())))
        .as("who sent it does not receive it")
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    Case some = receive(sent, Map.of("bag", 1, "exercise-book", 8), photo());
    settled();
    assertThat(now(some).state()).isEqualTo(State.GRANTED);
    Case all = receive(now(some), Map.of("exercise-book", 2, "coat", 1), photo());
    settled();
    assertThat(now(all).state()).isEqualTo(State.COMPLETED);
    assertThat(cases.deliveries(house.countyOfficer, all.id()))
        .extracting(Case.Delivery::received)
        .containsExactly(1, 10, 1);
  }

  @Test
  void booksAreSentOnceEnoughConfirmedMinutesWereRead() {
    Case granted = granted(GIFTS, "reading", Map.of("school", "石门小学"));
    UUID first = UUID.randomUUID();
    read(granted, first, 400);
    read(granted, first, 400); // a phone sends it twice
    UUID second = UUID.randomUUID();
    read(granted, second, 250);
    assertThat(code(() -> read(granted, second, 251))).isEqualTo(ProgrammeRefusal.CASE_DIFFERS);
    assertThat(code(() -> cases.confirm(house.cadre, granted.id(), first, true, "")))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    cases.confirm(house.countyOfficer, granted.id(), first, true, "");
    assertThat(code(() -> sendBooks(granted))).isEqualTo(ProgrammeRefusal.CONDITIONS_OPEN);
    cases.confirm(house.countyOfficer, granted.id(), second, true, "");
    assertThat(cases.counts(house.countyOfficer, granted.id()).getFirst().sum()).isEqualTo(650);
    assertThat(sendBooks(granted).state()).isEqualTo(State.GRANTED);
  }

  @Test
  void anEntryThatWasRefusedDoesNotCount() {
    Case granted = granted(GIFTS, "reading", Map.of("school", "石门小学"));
    UUID entry = UUID.randomUUID();
    read(granted, entry, 600);
    cases.confirm(house.countyOfficer, granted.id(), entry, false, "没有读");
    assertThat(cases.counts(house.countyOfficer, granted.id()).getFirst().sum()).isZero();
    assertThat(code(() -> sendBooks(granted))).isEqualTo(ProgrammeRefusal.CONDITIONS_OPEN);
  }

  @Test
  void aCarerAppliesByALinkAndACoachWritesTheSessionsDown() {
    PersonId child = person(LocalDate.of(house.today().getYear() - 2, 1, 1));
    String link = cases.invite(house.cadre, CENTRES, "place", child);
    Actor carer = cases.applicant(link).actor();
    Map<String, Object> answers = Map.of("centre", "城关养育中心", "months", 20, "carer", "grandparent");
    assertThat(cases.explain(carer, CENTRES, "place", child, answers, house.today()))
        .isInstanceOf(Verdict.Eligible.class);
    Case saved =
        cases.save(
            carer, draft(CENTRES, "place", child, CaseKind.Channel.SELF, answers), house.today());
    Case filed = cases.file(carer, saved.id(), saved.version(), house.today());
    assertThat(cases.own(cases.applicant(link))).extracting(Case::id).containsExactly(filed.id());
    pass(filed);
    settled();
    Case granted = cases.get(carer, filed.id());
    assertThat(granted.state()).isEqualTo(State.GRANTED);
    for (int unit = 20; unit < 23; unit++)
      cases.log(
          house.cadre,
          granted.id(),
          UUID.randomUUID(),
          "session",
          Map.of("minutes", 50, "area", "language", "unit", unit, "attended", true),
          List.of(),
          house.today());
    Case.Count sessions = cases.counts(carer, granted.id()).getFirst();
    assertThat(sessions.entries()).isEqualTo(3);
    assertThat(sessions.sum()).isEqualTo(150);
    assertThat(sessions.overdue()).isFalse();
  }

  @Test
  void aLinkOpensNothingButItsOwnPersonAndKindAndEndsWithTheNextOne() {
    PersonId child = person(LocalDate.of(house.today().getYear() - 2, 1, 1));
    PersonId other = person(LocalDate.of(house.today().getYear() - 2, 1, 1));
    Case foreign = granted(GIFTS, "parcel", Map.of("school", "石门小学", "grade", 3));
    String link = cases.invite(house.cadre, CENTRES, "place", child);
    Actor carer = cases.applicant(link).actor();
    Map<String, Object> answers = Map.of("centre", "城关", "months", 20, "carer", "mother");
    assertThat(
            code(
                () ->
                    cases.save(
                        carer,
                        draft(CENTRES, "place", other, CaseKind.Channel.SELF, answers),
                        house.today())))
        .isEqualTo(org.yutang.access.AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> cases.get(carer, foreign.id()))).isEqualTo(ProgrammeRefusal.UNKNOWN_CASE);
    assertThat(
            code(
                () ->
                    cases.save(
                        carer,
                        draft(CENTRES, "place", child, CaseKind.Channel.PROXY, answers),
                        house.today())))
        .isEqualTo(ProgrammeRefusal.CHANNEL_CLOSED);
    cases.invite(house.cadre, CENTRES, "place", child);
    assertThat(code(() -> cases.applicant(link))).isEqualTo(ProgrammeRefusal.BAD_LINK);
    assertThat(
            code(
                () ->
                    cases.save(
                        carer,
                        draft(CENTRES, "place", child, CaseKind.Channel.SELF, answers),
                        house.today())))
        .isEqualTo(org.yutang.access.AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> cases.applicant("x".repeat(5000)))).isEqualTo(ProgrammeRefusal.BAD_LINK);
  }

  @Test
  void aProxyNeedsThePersonsConfirmation() {
    PersonId pupil = person(LocalDate.of(house.today().getYear() - 10, 1, 1));
    Case saved =
        cases.save(
            house.cadre,
            draft(
                GIFTS,
                "parcel",
                pupil,
                CaseKind.Channel.PROXY,
                Map.of("school", "石门小学", "grade", 3)),
            house.today());
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class,
            () -> cases.file(house.cadre, saved.id(), saved.version(), house.today()));
    assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.CASE_INCOMPLETE);
    assertThat(refusal.facts()).containsEntry("missing", "confirmation");
  }

  @Test
  void theSecondHalfOfAGrantWaitsForTheReport() {
    programmes.grant(house.officer, GIFTS, Money.fen(50_000), UUID.randomUUID(), "a test");
    PersonId pupil = person(LocalDate.of(house.today().getYear() - 10, 1, 1));
    Actor self = cases.applicant(cases.invite(house.cadre, GIFTS, "study-grant", pupil)).actor();
    CaseDraft draft =
        new CaseDraft(
            Cases.idOf(pupil, UUID.randomUUID()),
            0,
            GIFTS,
            "study-grant",
            pupil,
            CaseKind.Channel.SELF,
            Map.of("school", "石门小学", "grade", 4),
            Map.of("enrolment", photo()),
            Optional.of("张三"),
            Optional.of("6222020200000001234"),
            Optional.empty());
    LocalDate then = house.today().minusMonths(6);
    Case saved = cases.save(self, draft, then);
    Case filed = cases.file(self, saved.id(), saved.version(), then);
    cases.decide(house.countyOfficer, filed.id(), filed.version(), Ruling.Pass.whole(), then);
    settled();
    Case half = cases.get(self, filed.id());
    assertThat(half.paid().decimal()).isEqualTo("250.00");
    Case told =
        cases.report(
            self,
            half.id(),
            half.version(),
            "still-enrolled",
            Map.of("enrolled", true),
            List.of(),
            house.today());
    cases.judgeReport(
        house.countyOfficer, told.id(), told.version(), "still-enrolled", true, "", house.today());
    settled();
    assertThat(cases.get(self, filed.id()).state()).isEqualTo(State.COMPLETED);
    assertThat(cases.get(self, filed.id()).paid().decimal()).isEqualTo("500.00");
  }

  private Case sendBooks(Case of) {
    return cases.send(
        house.countyOfficer, of.id(), now(of).version(), Map.of("book", 5), "SF1", house.today());
  }

  private void read(Case of, UUID entry, int minutes) {
    cases.log(
        house.cadre,
        of.id(),
        entry,
        "reading",
        Map.of("minutes", minutes, "book", "西游记"),
        List.of(),
        house.today());
  }

  private Case receive(Case sent, Map<String, Integer> items, List<String> photos) {
    return cases.receive(house.cadre, sent.id(), sent.version(), items, photos, house.today());
  }

  private List<String> photo() {
    return List.of(TestPhotos.fresh(beans));
  }

  private Case granted(ProgrammeId programme, String kind, Map<String, Object> answers) {
    PersonId pupil = person(LocalDate.of(house.today().getYear() - 10, 1, 1));
    Case saved =
        cases.save(
            house.cadre,
            draft(programme, kind, pupil, CaseKind.Channel.NOMINATION, answers),
            house.today());
    Case filed = cases.file(house.cadre, saved.id(), saved.version(), house.today());
    pass(filed);
    settled();
    return now(filed);
  }

  private void pass(Case filed) {
    cases.decide(
        house.countyOfficer, filed.id(), filed.version(), Ruling.Pass.whole(), house.today());
  }

  private PersonId person(LocalDate born) {
    People people = new People(sql, house.county);
    PersonId id = people.add(house.villages.getFirst(), born, PovertyStatus.REGISTERED);
    people.save();
    return id;
  }

  private static CaseDraft draft(
      ProgrammeId programme,
      String kind,
      PersonId person,
      CaseKind.Channel channel,
      Map<String, Object> answers) {
    return new CaseDraft(
        Cases.idOf(person, UUID.randomUUID()),
        0,
        programme,
        kind,
        person,
        channel,
        answers,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private void settled() {
    house.delivered();
    house.delivered();
  }

  private Case now(Case of) {
    return cases.get(house.countyOfficer, of.id());
  }

  private static Refusal.Code code(org.junit.jupiter.api.function.Executable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call::execute);
    assertThat(refusal).isNotNull();
    return refusal.code();
  }
}
