package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.HashMap;
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
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.WorkingDays;
import org.yutang.ledger.BooksCheck;
import org.yutang.payment.Payout;
import org.yutang.programme.Case.State;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;

/// Hospital bills after they were decided: reversed, appealed, brought again, and decided by what
/// was promised. Each test takes a county of Shaanxi that no other test uses.
class BillAfterwardsTest extends ServerTest {

  private static final AtomicInteger COUNTY = new AtomicInteger();

  @Autowired BeanFactory beans;
  @Autowired Register register;
  @Autowired Cases cases;
  @Autowired Programmes programmes;
  @Autowired ProgrammeBooks books;
  @Autowired JdbcClient sql;

  private ClaimHouse house;

  @BeforeEach
  void takeACounty() {
    PlaceCode county =
        register
            .counties(
                new PlaceQuery(
                    Optional.of(new PlaceCode("CN-61")),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    false,
                    PlaceQuery.Sort.CODE,
                    true,
                    new Page.Wanted(COUNTY.incrementAndGet(), 1)))
            .items()
            .getFirst()
            .place()
            .code();
    house = new ClaimHouse(beans, county);
    house.pay(Payout.Via.SANDBOX);
    programmes.grant(
        house.officer, ClaimHouse.INSURANCE, Money.fen(1), UUID.randomUUID(), "a test");
    house.fundInsurer(50_000_000);
  }

  @Test
  void aReversedBillIsNobodyElsesUntilItsMoneyIsBack() {
    List<PersonId> people = house.covered(2);
    CaseDraft draft = house.draft(people.getFirst(), "8000.00", "5000.00");
    Case filed = house.approved(house.filed(draft));
    house.delivered();
    assertThat(house.now(filed).paid()).isEqualTo(Money.fen(187_500));
    reverse(house.now(filed));
    house.delivered();
    Case same = saved(people.getLast(), draft);
    assertThat(code(() -> file(same, house.today()))).isEqualTo(ProgrammeRefusal.ANSWERS_TAKEN);
    takeBack(filed, 87_500);
    assertThat(code(() -> file(same, house.today()))).isEqualTo(ProgrammeRefusal.ANSWERS_TAKEN);
    takeBack(filed, 100_000);
    assertThat(file(same, house.today()).state()).isEqualTo(State.IN_REVIEW);
  }

  @Test
  void aBillThatWasReversedBeforeItWasPaidIsFree() {
    List<PersonId> people = house.covered(2);
    CaseDraft draft = failing(people.getFirst());
    Case filed = house.approved(house.filed(draft));
    house.delivered();
    reverse(house.now(filed));
    house.delivered();
    assertThat(file(saved(people.getLast(), draft), house.today()).state())
        .isEqualTo(State.IN_REVIEW);
  }

  @Test
  void whoMayNotSeeTheOtherCaseIsNotToldWhichItIs() {
    CaseDraft draft = house.draft(house.covered(1).getFirst(), "8000.00", "5000.00");
    Case filed = house.filed(draft);
    PersonId neighbour = house.covered(1, house.villages.getLast()).getFirst();
    Actor elsewhere = ClaimHouse.actor(Role.VILLAGE_CADRE, house.villages.getLast());
    CaseDraft theirs = house.draft(neighbour, "8000.00", "5000.00");
    Case same =
        cases.save(elsewhere, ClaimHouse.with(theirs, 0, draft.answers()), ClaimHouse.FILED);
    Refusal toThem =
        catchThrowableOfType(
            Refusal.class,
            () -> cases.file(elsewhere, same.id(), same.version(), ClaimHouse.FILED));
    assertThat(toThem.facts()).isEqualTo(Map.of("case", "hidden"));
    Refusal toTheCounty =
        catchThrowableOfType(
            Refusal.class,
            () -> cases.file(house.countyOfficer, same.id(), same.version(), ClaimHouse.FILED));
    assertThat(toTheCounty.facts()).isEqualTo(Map.of("case", filed.id().toString()));
  }

  @Test
  void whatWasReversedCountsAsAcceptedNoMore() {
    LocalDate day = LocalDate.of(2026, 4, 21); // on which nobody else files
    Case saved =
        cases.save(
            house.cadre, house.draft(house.covered(1).getFirst(), "8000.00", "5000.00"), day);
    Case filed = file(saved, day);
    cases.decide(house.insurer, filed.id(), filed.version(), Ruling.Pass.whole(), day);
    house.delivered();
    ProgrammeBooks.CaseBook before = books.cases(ClaimHouse.INSURANCE, day, day);
    assertThat(before.accepted()).isEqualTo(1);
    cases.reverse(house.officer, filed.id(), house.now(filed).version(), "查实不符", day);
    ProgrammeBooks.CaseBook after = books.cases(ClaimHouse.INSURANCE, day, day);
    assertThat(after.filed()).isEqualTo(1);
    assertThat(after.accepted()).isZero();
    assertThat(after.rejected()).isEqualTo(1);
    house.delivered();
    takeBack(filed, 187_500);
  }

  @Test
  void aRejectedBillIsNobodyElsesWhileItMayBeAppealed() {
    List<PersonId> people = house.covered(2);
    CaseDraft draft = house.draft(people.getFirst(), "8000.00", "5000.00");
    Case rejected =
        house.ruled(house.insurer, house.filed(draft), new Ruling.Reject("other", "unclear"));
    LocalDate last = WorkingDays.plus(ClaimHouse.FILED, Cases.DAYS_TO_APPEAL);
    Case same = saved(people.getLast(), draft);
    assertThat(code(() -> file(same, last))).isEqualTo(ProgrammeRefusal.ANSWERS_TAKEN);
    LocalDate after = WorkingDays.plus(last, 1);
    assertThat(code(() -> appeal(rejected, after))).isEqualTo(ProgrammeRefusal.APPEAL_TOO_LATE);
    assertThat(file(same, after).state()).isEqualTo(State.IN_REVIEW);
    assertThat(code(() -> appeal(rejected, last)))
        .as("one entered late")
        .isEqualTo(ProgrammeRefusal.ANSWERS_TAKEN);
  }

  @Test
  void aBillThatIsRejectedOnAppealAsWellMayBeBroughtAgain() {
    List<PersonId> people = house.covered(2);
    CaseDraft draft = house.draft(people.getFirst(), "8000.00", "5000.00");
    Case rejected =
        house.ruled(house.insurer, house.filed(draft), new Ruling.Reject("other", "unclear"));
    Case same = saved(people.getLast(), draft);
    Case appealed = appeal(rejected, ClaimHouse.FILED);
    assertThat(code(() -> file(same, ClaimHouse.FILED))).isEqualTo(ProgrammeRefusal.ANSWERS_TAKEN);
    house.ruled(house.otherInsurer, appealed, new Ruling.Reject("other", "still"));
    assertThat(file(same, ClaimHouse.FILED).state()).isEqualTo(State.IN_REVIEW);
  }

  @Test
  void aGrantIsReversedWhileAnAppealAgainstItIsOpen() {
    for (boolean papers : new boolean[] {false, true}) {
      Case filed = reduced(house.draft(house.covered(1).getFirst(), "9000.00", "6500.00"));
      Case appealed = appeal(house.now(filed), house.now(filed).decidedDay().orElseThrow());
      if (papers)
        house.ruled(house.otherInsurer, appealed, new Ruling.AskForPapers("the bill's back"));
      reverse(house.now(filed));
      house.delivered();
      Case reversed = house.now(filed);
      assertThat(reversed.state()).isEqualTo(State.REVERSED);
      assertThat(reversed.daysLeft()).isEmpty();
      assertThat(reversed.reason()).contains("outside-the-rules");
      assertThat(reversed.counted()).as("of the grant").contains(Money.fen(450_000));
      assertThat(reversed.paid()).isEqualTo(Money.fen(150_000));
      takeBack(filed, 150_000);
      house.delivered();
    }
    Case fresh = house.filed(house.covered(1).getFirst(), "9000.00", "6500.00");
    assertThat(code(() -> reverse(fresh)))
        .as("nothing is granted yet")
        .isEqualTo(ProgrammeRefusal.CASE_STATE);
    BooksCheck.check(sql);
  }

  @Test
  void whatWasGrantedIsPaidWhileAnAppealIsOpenOrWaitsForMoney() {
    for (boolean decided : new boolean[] {false, true}) {
      house.fundInsurer(50_000_000);
      Case filed = reduced(failing(house.covered(1).getFirst()));
      assertThat(house.now(filed).paid()).isEqualTo(Money.fen(0));
      Case open = appeal(house.now(filed), house.now(filed).decidedDay().orElseThrow());
      house.emptyInsurer();
      if (decided) house.ruled(house.otherInsurer, open, Ruling.Pass.whole());
      house.delivered();
      State before = house.now(filed).state();
      assertThat(before).isEqualTo(decided ? State.APPROVED : State.IN_REVIEW);
      cases.correctPayee(
          house.cadre,
          filed.id(),
          house.now(filed).version(),
          "张三丰",
          "6222020200000005678",
          house.today());
      house.delivered();
      assertThat(house.now(filed).state()).isEqualTo(before);
      assertThat(house.now(filed).paid()).isEqualTo(Money.fen(150_000));
      house.fundInsurer(50_000_000);
      house.tryAgain();
      house.delivered();
      if (decided) assertThat(house.now(filed).paid()).isEqualTo(Money.fen(300_000));
    }
    BooksCheck.check(sql);
  }

  @Test
  void theWaitingPeriodIsWhatWasPromised() {
    PersonId person = house.covered(1).getFirst();
    promise(
        person, now().replace("paidBy: payee", "paidBy: payee\n        limits: {waiting: P3M}"));
    assertThat(code(() -> house.filed(person, "8000.00", "5000.00")))
        .isEqualTo(ProgrammeRefusal.WAITING_PERIOD);
  }

  @Test
  void aPromiseOfAnotherFormIsNotCountedAsNothing() {
    PersonId person = house.covered(1).getFirst();
    promise(
        person,
        now()
            .replace("own_share", "old_share")
            .replace("old_share: old_share", "own_share: old_share") // what readers know
            .replace("deductible: \"2500.00\"", "deductible: \"1000.00\""));
    assertThat(house.filed(person, "8000.00", "5000.00").benefit())
        .as("what the form of today gives")
        .contains(Money.fen(187_500));
  }

  private String now() {
    return sql.sql("select source from programme.definition where digest = :digest")
        .param("digest", programmes.get(ClaimHouse.INSURANCE).digest())
        .query(String.class)
        .single();
  }

  private void promise(PersonId person, String then) {
    assertThat(then).isNotEqualTo(now());
    String digest = UUID.randomUUID().toString().replace("-", "").repeat(2);
    sql.sql(
            "insert into programme.definition (digest, programme, source, first_used_at) values (:digest, :programme, :then, now())")
        .param("digest", digest)
        .param("programme", ClaimHouse.INSURANCE.text())
        .param("then", then)
        .update();
    sql.sql("update programme.enrolment set definition = :digest where person = :person")
        .param("digest", digest)
        .param("person", person.value())
        .update();
  }

  /// A bill whose payee the bank does not know.
  private CaseDraft failing(PersonId person) {
    return house.draft(person, UUID.randomUUID(), 0, "9000.00", "6500.00", "6222020200000000000");
  }

  /// Granted with less than was asked for.
  private Case reduced(CaseDraft draft) {
    Case filed = house.filed(draft);
    house.ruled(
        house.insurer,
        filed,
        Ruling.Pass.counting(Money.fen(450_000), "outside-the-rules", "not all inpatient"));
    house.delivered();
    return filed;
  }

  /// The same bill of somebody else.
  private Case saved(PersonId person, CaseDraft bill) {
    Map<String, Object> same = new HashMap<>(bill.answers());
    CaseDraft draft = house.draft(person, "8000.00", "5000.00");
    return cases.save(house.cadre, ClaimHouse.with(draft, 0, same), ClaimHouse.FILED);
  }

  private Case file(Case saved, LocalDate day) {
    return cases.file(house.cadre, saved.id(), saved.version(), day);
  }

  private Case appeal(Case seen, LocalDate day) {
    return cases.appeal(house.cadre, seen.id(), seen.version(), "please look again", day);
  }

  private Case reverse(Case seen) {
    return cases.reverse(house.officer, seen.id(), seen.version(), "查实不符", house.today());
  }

  private void takeBack(Case of, long fen) {
    cases.takeBack(
        house.officer,
        of.id(),
        house.now(of).version(),
        UUID.randomUUID(),
        Money.fen(fen),
        house.today());
  }

  private static Refusal.Code code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.code();
  }
}
