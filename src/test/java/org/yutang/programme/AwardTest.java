package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.TestPhotos;
import org.yutang.access.Access;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.payment.Payout;
import org.yutang.payment.Payouts;
import org.yutang.programme.Case.Event.Kind;
import org.yutang.programme.Case.State;
import org.yutang.proof.Proof;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;

/// The rural teacher award from its call to the last report, and whatever can go wrong between.
/// Each test takes a county of Qinghai and a year that no other test uses.
class AwardTest extends ServerTest {

  private static final ProgrammeId AWARD = new ProgrammeId("rural-teacher-award");
  private static final AtomicInteger TAKEN = new AtomicInteger();

  @Autowired BeanFactory beans;
  @Autowired Register register;
  @Autowired Cases cases;
  @Autowired Programmes programmes;
  @Autowired Accounts accounts;
  @Autowired Access access;
  @Autowired Proof proof;

  private ClaimHouse house;
  private int year;
  private Actor officer;
  private Actor nominator;

  private Money promised = Money.fen(0);

  @BeforeEach
  void takeACountyAndAYear() {
    int number = TAKEN.incrementAndGet();
    PlaceCode county =
        register
            .counties(
                new PlaceQuery(
                    Optional.of(new PlaceCode("CN-63")),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    false,
                    PlaceQuery.Sort.CODE,
                    true,
                    new Page.Wanted(number, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    house = new ClaimHouse(beans, county);
    house.pay(Payout.Via.SANDBOX);
    year = 2025 - number;
    officer = account(Role.FUND_OFFICER, new PlaceCode("CN"));
    nominator = account(Role.NOMINATOR, county);
    promised = programmes.fund(officer, AWARD).promised(); // to cases of other tests
  }

  @Test
  void aTeacherIsNominatedJudgedBlindAndPaidOverThreeYearsAgainstReports() {
    programmes.grant(officer, AWARD, Money.fen(10_000_000), UUID.randomUUID(), "a test");
    long before = programmes.fund(officer, AWARD).available().minor();
    Case filed = nominate(house.uncovered(), 12);
    assertThat(filed.state()).isEqualTo(State.IN_REVIEW);
    assertThat(filed.stage()).contains("check");
    assertThat(cases.verdict(officer, filed.id())).isInstanceOf(Verdict.Eligible.class);
    judge("first-round", 3, checked(filed));
    judge("final-round", 5, now(filed));
    settled();
    Case granted = now(filed);
    assertThat(granted.state()).as("%s", kinds(granted)).isEqualTo(State.GRANTED);
    assertThat(granted.benefit()).contains(Money.fen(10_000_000));
    assertThat(granted.paid()).isEqualTo(Money.fen(4_000_000));
    assertThat(programmes.fund(officer, AWARD).available().minor()).isEqualTo(before - 10_000_000);
    assertThat(amounts(granted)).containsExactly("40000.00", "30000.00", "30000.00");
    assertThat(cases.instalments(officer, granted.id()).get(1).heldBack())
        .containsExactly("first-report");
    for (String report : List.of("first-report", "second-report", "third-report")) {
      Case sent = report(now(filed), report);
      cases.judgeReport(officer, sent.id(), sent.version(), report, true, "", today());
      settled();
    }
    Case done = now(filed);
    assertThat(done.state()).as("%s", kinds(done)).isEqualTo(State.COMPLETED);
    assertThat(done.paid()).isEqualTo(Money.fen(10_000_000));
    assertThat(programmes.fund(officer, AWARD).promised()).isEqualTo(promised);
    for (Case.Instalment part : cases.instalments(officer, done.id()))
      assertThat(proof.find(part.payout().orElseThrow())).isPresent();
    CaseFigures.Call call =
        cases.figures(AWARD).calls().stream()
            .filter(each -> each.policyYear() == year)
            .findFirst()
            .orElseThrow();
    assertThat(call.published()).hasSize(1);
    assertThat(call.published().getFirst().answers()).containsOnlyKeys("school", "subject");
  }

  @Test
  void whoeverIsNotEligibleIsToldWhyAndWhatWouldChangeIt() {
    CaseDraft draft = draft(house.uncovered(), 4);
    Case saved = cases.save(nominator, draft, day(6, 1));
    Refusal refusal = refused(() -> cases.file(nominator, saved.id(), saved.version(), day(6, 1)));
    assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.NOT_ELIGIBLE);
    assertThat(org.yutang.store.Words.in(org.yutang.store.Words.Language.EN).refusal(refusal))
        .contains("taught in the country for 4 years")
        .contains("After five years");
    assertThat(org.yutang.store.Words.in(org.yutang.store.Words.Language.ZH).refusal(refusal))
        .contains("未满五年");
  }

  @Test
  void aNominationOutsideTheCallOrTwiceInALifeIsRefused() {
    PersonId teacher = house.uncovered();
    Case saved = cases.save(nominator, draft(teacher, 12), day(2, 1));
    assertThat(code(() -> cases.file(nominator, saved.id(), saved.version(), day(2, 1))))
        .isEqualTo(ProgrammeRefusal.CASE_NOT_OPEN);
    Case first = cases.file(nominator, saved.id(), saved.version(), day(6, 1));
    Case second = cases.save(nominator, draft(teacher, 12), day(6, 2));
    assertThat(code(() -> cases.file(nominator, second.id(), second.version(), day(6, 2))))
        .isEqualTo(ProgrammeRefusal.CASE_TWICE);
    cases.withdraw(nominator, first.id(), first.version(), "", day(6, 3));
    assertThat(cases.file(nominator, second.id(), second.version(), day(6, 3)).state())
        .isEqualTo(State.IN_REVIEW);
  }

  @Test
  void anAppealGoesToOthersAndFindsItsPlaceTakenWhereAnotherCaseHasIt() {
    PersonId teacher = house.uncovered();
    Case filed = nominate(teacher, 12);
    Case rejected =
        cases.decide(
            house.countyOfficer, filed.id(), filed.version(), new Ruling.Reject("材料不实"), day(6, 2));
    assertThat(rejected.appealUntil()).isEmpty(); // years ago: the last day is over by now
    Case other = nominate(teacher, 13);
    assertThat(
            code(
                () -> cases.appeal(nominator, rejected.id(), rejected.version(), "请再看", day(6, 3))))
        .isEqualTo(ProgrammeRefusal.CASE_TWICE);
    cases.withdraw(nominator, other.id(), other.version(), "", day(6, 3));
    Case appealed = cases.appeal(nominator, rejected.id(), rejected.version(), "请再看", day(6, 3));
    assertThat(
            code(
                () ->
                    cases.decide(
                        house.countyOfficer, appealed.id(), appealed.version(), pass(), day(6, 4))))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    assertThat(
            cases
                .decide(
                    account(Role.COUNTY_OFFICER, house.county),
                    appealed.id(),
                    appealed.version(),
                    pass(),
                    day(6, 4))
                .stage())
        .contains("first-round");
  }

  @Test
  void missingPapersStopTheClockAndFilingAgainLetsItGoOn() {
    Case filed = nominate(house.uncovered(), 12);
    Case asked =
        cases.decide(
            house.countyOfficer,
            filed.id(),
            filed.version(),
            new Ruling.AskForPapers("证书看不清"),
            day(6, 5));
    assertThat(asked.state()).isEqualTo(State.PAPERS_MISSING);
    int left = asked.daysLeft().orElseThrow();
    assertThat(left).isBetween(1, 9);
    Case again = cases.file(nominator, asked.id(), asked.version(), day(9, 1));
    assertThat(again.dueDay()).contains(org.yutang.kernel.WorkingDays.plus(day(9, 1), left));
  }

  @Test
  void onlyTheStagesRoleDecidesAndAnotherOneOnceItIsOverdue() {
    Case filed = nominate(house.uncovered(), 12);
    assertThat(code(() -> cases.decide(officer, filed.id(), filed.version(), pass(), day(6, 2))))
        .isEqualTo(ProgrammeRefusal.NOT_YOUR_STAGE);
    assertThat(cases.decide(officer, filed.id(), filed.version(), pass(), day(9, 20)).stage())
        .contains("first-round");
  }

  @Test
  void judgesSeeNothingBlindAndNobodyElsesSheet() {
    Case filed = checked(nominate(house.uncovered(), 12));
    List<Actor> judges = judges(4);
    cases.assign(officer, call(), "first-round", ids(judges), day(10, 1));
    List<Actor> chosen = judges.stream().filter(judge -> !sheetsOf(judge).isEmpty()).toList();
    assertThat(chosen).hasSize(3);
    CaseCall.Sheet sheet = sheetsOf(chosen.getFirst()).getFirst();
    assertThat(sheet.answers()).containsKey("story").doesNotContainKeys("school", "phone");
    assertThat(sheet.number()).isNotEqualTo(filed.id());
    assertThat(code(() -> cases.score(chosen.get(1), sheet.number(), marks(1, 1, 1), "")))
        .isEqualTo(ProgrammeRefusal.NOT_ASSIGNED);
    assertThat(code(() -> cases.score(chosen.getFirst(), sheet.number(), marks(41, 1, 1), "")))
        .isEqualTo(ProgrammeRefusal.BAD_MARKS);
  }

  @Test
  void aJudgeAtHomeInTheCountyOrWhoNominatedGetsNoSheet() {
    checked(nominate(house.uncovered(), 12));
    List<Actor> judges = new ArrayList<>(judges(2));
    judges.add(account(Role.JUDGE, house.county));
    cases.assign(officer, call(), "first-round", ids(judges), day(10, 1));
    assertThat(cases.sheets(judges.getLast(), new Page.Wanted(1, 10)).items()).isEmpty();
  }

  @Test
  void aStageClosesOnlyWithAQuorumAndARecusedJudgeIsReplaced() {
    checked(nominate(house.uncovered(), 12));
    List<Actor> judges = judges(3);
    cases.assign(officer, call(), "first-round", ids(judges), day(10, 1));
    cases.score(judges.get(0), sheetsOf(judges.get(0)).getFirst().number(), marks(1, 2, 3), "");
    assertThat(code(() -> cases.close(officer, call(), "first-round", day(10, 2))))
        .isEqualTo(ProgrammeRefusal.QUORUM_MISSING);
    cases.recuse(judges.get(1), sheetsOf(judges.get(1)).getFirst().number(), "亲属");
    assertThat(sheetsOf(judges.get(1))).isEmpty();
    Actor fresh = account(Role.JUDGE, new PlaceCode("CN"));
    List<Actor> more = new ArrayList<>(judges);
    more.add(fresh);
    assertThat(cases.assign(officer, call(), "first-round", ids(more), day(10, 2))).isEqualTo(1);
    assertThat(sheetsOf(fresh)).hasSize(1);
    cases.score(fresh, sheetsOf(fresh).getFirst().number(), marks(4, 5, 6), "");
    assertThat(cases.close(officer, call(), "first-round", day(10, 2)).cases()).hasSize(1);
    assertThat(sheetsOf(judges.get(0))).isEmpty();
  }

  @Test
  void anEmptyFundMakesAWinnerWaitAndMoneyThatComesIsTaken() {
    emptyFund();
    Case filed = nominate(house.uncovered(), 12);
    judge("first-round", 3, checked(filed));
    judge("final-round", 3, now(filed));
    settled();
    assertThat(now(filed).state()).isEqualTo(State.APPROVED);
    assertThat(now(filed).waitingFor()).contains(Case.Waiting.MONEY);
    programmes.grant(officer, AWARD, Money.fen(10_000_000), UUID.randomUUID(), "a test");
    everyMinute();
    settled();
    assertThat(now(filed).state()).isEqualTo(State.GRANTED);
    assertThat(programmes.fund(officer, AWARD).available().minor()).isZero();
    takeBackAll(now(filed));
  }

  @Test
  void aReversedGrantBringsBackWhatIsNotPaidAndOwesTheRest() {
    programmes.grant(officer, AWARD, Money.fen(10_000_000), UUID.randomUUID(), "a test");
    long before = programmes.fund(officer, AWARD).available().minor();
    Case filed = nominate(house.uncovered(), 12);
    judge("first-round", 3, checked(filed));
    judge("final-round", 3, now(filed));
    settled();
    Case granted = now(filed);
    assertThat(code(() -> cases.reverse(officer, granted.id(), granted.version(), "造假", today())))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    takeBackAll(granted);
    assertThat(programmes.fund(officer, AWARD).available().minor()).isEqualTo(before);
    assertThat(programmes.fund(officer, AWARD).promised()).isEqualTo(promised);
    assertThat(house.balance(Payouts.outside(programmes.get(AWARD).promised())))
        .as("what left the house and did not come back")
        .isNotNegative();
  }

  /// So that the fund is as it was: other tests of the award count on it.
  private void takeBackAll(Case granted) {
    Actor other = account(Role.FUND_OFFICER, new PlaceCode("CN"));
    Case reversed = cases.reverse(other, granted.id(), granted.version(), "造假", today());
    settled();
    assertThat(code(() -> takeBack(other, reversed, 4_000_001)))
        .isEqualTo(ProgrammeRefusal.BAD_TAKEN_BACK);
    Case back = takeBack(other, reversed, 4_000_000);
    settled();
    assertThat(kinds(back)).endsWith(Kind.REVERSED, Kind.TAKEN_BACK);
  }

  private Case takeBack(Actor actor, Case of, long fen) {
    return cases.takeBack(actor, of.id(), of.version(), UUID.randomUUID(), Money.fen(fen), today());
  }

  private Case nominate(PersonId teacher, int years) {
    Case saved = cases.save(nominator, draft(teacher, years), day(6, 1));
    return cases.file(nominator, saved.id(), saved.version(), day(6, 1));
  }

  private CaseDraft draft(PersonId teacher, int years) {
    return new CaseDraft(
        Cases.idOf(teacher, UUID.randomUUID()),
        0,
        AWARD,
        "nomination",
        teacher,
        CaseKind.Channel.NOMINATION,
        Map.of(
            "school", "石门村小",
            "school_level", "village",
            "years_taught", years,
            "subject", "语文",
            "story", "二十个孩子，一所学校。",
            "phone", "13800000000"),
        Map.of("certificate", List.of(TestPhotos.fresh(beans))),
        Optional.of("王老师"),
        Optional.of("6222020200000001234"),
        Optional.empty());
  }

  private Case checked(Case filed) {
    return cases.decide(house.countyOfficer, filed.id(), filed.version(), pass(), day(6, 8));
  }

  /// All judges give the case the same marks, and the stage is closed.
  private void judge(String stage, int judges, Case at) {
    assertThat(at.stage()).contains(stage);
    List<Actor> panel = judges(judges);
    cases.assign(officer, call(), stage, ids(panel), day(10, 1));
    for (Actor judge : panel)
      for (CaseCall.Sheet sheet : sheetsOf(judge))
        cases.score(judge, sheet.number(), marks(30, 30, 10), "");
    assertThat(cases.close(officer, call(), stage, day(10, 8)).cases())
        .extracting(CaseCall.Ranked::kept)
        .containsOnly(true);
  }

  private Case report(Case of, String name) {
    return cases.report(
        nominator,
        of.id(),
        of.version(),
        name,
        Map.of("done", "带班", "still_teaching", true),
        List.of(TestPhotos.fresh(beans)),
        today());
  }

  private void emptyFund() {
    programmes.openFund(programmes.get(AWARD));
    long left = programmes.fund(officer, AWARD).available().minor();
    Programme award = programmes.get(AWARD);
    if (left > 0)
      beans
          .getBean(Ledger.class)
          .execute(
              List.of(
                  new Command.Transfer(
                      Uuids.fresh(house.clock.instant()),
                      award.fund(),
                      award.world(),
                      left,
                      "test",
                      today())));
  }

  /// Grant, order, answer and note are an event each.
  private void settled() {
    house.delivered();
    house.delivered();
  }

  private void everyMinute() {
    beans
        .getBeanProvider(org.yutang.store.EveryMinute.class)
        .forEach(org.yutang.store.EveryMinute::everyMinute);
  }

  private List<String> amounts(Case of) {
    return cases.instalments(officer, of.id()).stream()
        .map(part -> part.amount().decimal())
        .toList();
  }

  private List<CaseCall.Sheet> sheetsOf(Actor judge) {
    return cases.sheets(judge, new Page.Wanted(1, 100)).items();
  }

  private List<Kind> kinds(Case of) {
    return cases.timeline(officer, of.id()).stream().map(Case.Event::kind).toList();
  }

  private CaseCall call() {
    return new CaseCall(AWARD, "nomination", year);
  }

  private LocalDate day(int month, int day) {
    return LocalDate.of(year, month, day);
  }

  private LocalDate today() {
    return house.today();
  }

  private Case now(Case of) {
    return cases.get(officer, of.id());
  }

  private static Ruling pass() {
    return Ruling.Pass.whole();
  }

  private static Map<String, Integer> marks(int teaching, int devotion, int example) {
    return Map.of("teaching", teaching, "devotion", devotion, "example", example);
  }

  private List<Actor> judges(int count) {
    List<Actor> judges = new ArrayList<>();
    for (int i = 0; i < count; i++) judges.add(account(Role.JUDGE, new PlaceCode("CN")));
    return judges;
  }

  private static List<UUID> ids(List<Actor> actors) {
    return actors.stream().map(Actor::account).toList();
  }

  private Actor account(Role role, PlaceCode place) {
    UUID id = UUID.randomUUID();
    accounts.create(
        Actor.SYSTEM,
        id,
        "test-" + id,
        "test",
        place,
        Optional.empty(),
        Map.of(new Grant(role, place), Optional.empty()));
    return new Actor(id, "test", Set.of(new Grant(role, place)));
  }

  private static Refusal.Code code(org.junit.jupiter.api.function.Executable call) {
    return refused(call).code();
  }

  private static Refusal refused(org.junit.jupiter.api.function.Executable call) {
    return catchThrowableOfType(Refusal.class, call::execute);
  }
}
