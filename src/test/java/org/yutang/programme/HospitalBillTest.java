package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.WorkingDays;
import org.yutang.ledger.BooksCheck;
import org.yutang.payment.Payout;
import org.yutang.programme.Case.Event.Kind;
import org.yutang.programme.Case.State;
import org.yutang.proof.Proof;
import org.yutang.proof.ProofVerifier;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.Json;

/// Hospital bills of the breadwinners' insurance, as its definition has them: paid by the insurer,
/// by the schedule of the enrolment that covers the admission, each bill once. Each test takes a
/// county of Xinjiang that no other test uses.
class HospitalBillTest extends ServerTest {

  private static final AtomicInteger COUNTY = new AtomicInteger();

  @Autowired BeanFactory beans;
  @Autowired Register register;
  @Autowired Cases cases;
  @Autowired Programmes programmes;
  @Autowired Proof proof;
  @Autowired JdbcClient sql;

  private ClaimHouse house;

  @BeforeEach
  void takeACounty() {
    PlaceCode county =
        register
            .counties(
                new PlaceQuery(
                    Optional.of(new PlaceCode("CN-65")),
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
  void thePublishedCaseIsPaidToTheFenByTheInsurerAndPublishedWithoutAName() {
    PersonId person = house.covered(1).getFirst();
    Fund fund = programmes.fund(house.officer, ClaimHouse.INSURANCE);
    Case filed = house.filed(person, "72376.39", "46241.02");
    long before = house.outside();
    long insurers = house.balance(house.payee());
    assertThat(filed.state()).isEqualTo(State.IN_REVIEW);
    assertThat(filed.dueDay()).contains(LocalDate.of(2026, 3, 23));
    assertThat(filed.benefit()).contains(Money.parse("32805.77", "CNY"));
    Case first = house.ruled(house.insurer, filed, Ruling.Pass.whole());
    assertThat(first.state()).isEqualTo(State.IN_REVIEW);
    Case second = house.ruled(house.otherInsurer, first, Ruling.Pass.whole());
    assertThat(second.state()).isEqualTo(State.APPROVED);
    house.delivered();
    Case paid = house.now(filed);
    assertThat(paid.state()).isEqualTo(State.COMPLETED);
    assertThat(paid.paid()).isEqualTo(Money.parse("32805.77", "CNY"));
    assertThat(house.outside() - before).isEqualTo(3_280_577);
    assertThat(insurers - house.balance(house.payee())).isEqualTo(3_280_577);
    Fund after = programmes.fund(house.officer, ClaimHouse.INSURANCE);
    assertThat(after).as("the fund pays premiums alone").isEqualTo(fund);
    assertThat(cases.timeline(house.cadre, paid.id()))
        .extracting(Case.Event::kind)
        .containsExactly(
            Kind.DRAFTED,
            Kind.FILED,
            Kind.AGREED,
            Kind.PASSED,
            Kind.GRANTED,
            Kind.PAYMENT_ORDERED,
            Kind.PAID,
            Kind.COMPLETED);
    assertThat(cases.instalments(house.insurer, paid.id()).getFirst().endedDay())
        .as("of the business day, not of the clock")
        .contains(ClaimHouse.FILED);
    Case.Receipt receipt = cases.receipts(house.cadre, paid.id()).getFirst();
    Map<?, ?> leaf = Json.read(receipt.leaf(), Map.class);
    assertThat(leaf.keySet().stream().map(String::valueOf).toList())
        .containsExactly("case", "county", "kind", "month", "policyYear", "programme", "type");
    assertThat(new String(proof.find(receipt.key()).orElseThrow().entry(), StandardCharsets.UTF_8))
        .isEqualTo(receipt.leaf());
    assertThat(leaf.get("case"))
        .isEqualTo(ProofVerifier.digest(HexFormat.of().parseHex(receipt.salt()), receipt.value()));
    assertThat(receipt.value()).isEqualTo(paid.id() + " once 32805.77 CNY");
    assertThat(receipt.leaf()).doesNotContain("32805").doesNotContain(person.toString());
    assertThat(cases.attempts(house.insurer, paid.id())).containsExactly(receipt.key());
    BooksCheck.check(sql);
  }

  @Test
  void aBillUpToTheLimitNeedsOneReviewerOnly() {
    List<PersonId> people = house.covered(2);
    // (own share − 2,500) × 75 %: 10,000.00 at 15,833.33, one fen more at 15,833.35
    Case low = house.filed(people.getFirst(), "20000.00", "15833.33");
    Case high = house.filed(people.getLast(), "20000.00", "15833.35");
    assertThat(house.ruled(house.insurer, low, Ruling.Pass.whole()).state())
        .isEqualTo(State.APPROVED);
    Case waiting = house.ruled(house.insurer, high, Ruling.Pass.whole());
    assertThat(waiting.state()).isEqualTo(State.IN_REVIEW);
    assertThat(listed(house.insurer, Case.Todo.AGREED_BY_ME)).contains(high.id());
    assertThat(listed(house.insurer, Case.Todo.AGREED_BY_OTHERS)).doesNotContain(high.id());
    assertThat(listed(house.otherInsurer, Case.Todo.AGREED_BY_OTHERS)).contains(high.id());
    assertThat(code(() -> house.ruled(house.insurer, waiting, Ruling.Pass.whole())))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    assertThat(code(() -> house.ruled(house.otherInsurer, waiting, counting(1_583_333))))
        .isEqualTo(ProgrammeRefusal.SECOND_ONLY_AGREES);
    Case back = house.ruled(house.otherInsurer, waiting, new Ruling.Disagree("too much"));
    assertThat(listed(house.otherInsurer, Case.Todo.AGREED_BY_OTHERS)).doesNotContain(high.id());
    // less may need one only
    assertThat(
            house
                .ruled(
                    house.otherInsurer,
                    back,
                    Ruling.Pass.counting(Money.fen(1_583_333), "outside-the-rules", "less"))
                .state())
        .isEqualTo(State.APPROVED);
  }

  @Test
  void badBillsAreRefused() {
    PersonId person = house.covered(1).getFirst();
    assertThat(refusal(() -> house.filed(person, "10.00", "10.01")).code())
        .isEqualTo(ProgrammeRefusal.NOT_ELIGIBLE);
    assertThat(code(() -> house.filed(person, "10.00", "0.00")))
        .isEqualTo(ProgrammeRefusal.NOT_ELIGIBLE);
    assertThat(code(() -> house.filed(person, "-5.00", "1.00")))
        .isEqualTo(ProgrammeRefusal.BAD_ANSWER);
    CaseDraft good = house.draft(person, "9000.00", "9000.00");
    Map<String, Object> turned = new HashMap<>(good.answers());
    turned.put("discharged", ClaimHouse.ADMITTED.minusDays(1).toString());
    assertThat(code(() -> house.filed(ClaimHouse.with(good, 0, turned))))
        .isEqualTo(ProgrammeRefusal.NOT_ELIGIBLE);
  }

  @Test
  void aPhotoIsOfOneBillOnlyAndACadreOfAnotherVillageFilesAndSeesNothing() {
    List<PersonId> people = house.covered(2);
    CaseDraft first = house.draft(people.getFirst(), "8000.00", "5000.00");
    Case filed = house.filed(first);
    CaseDraft second = house.draft(people.getLast(), "8000.00", "5000.00");
    CaseDraft copied = ClaimHouse.with(second, 0, second.answers(), first.evidence());
    assertThat(code(() -> house.filed(copied))).isEqualTo(ProgrammeRefusal.PHOTO_USED);
    Actor elsewhere =
        ClaimHouse.actor(org.yutang.access.Role.VILLAGE_CADRE, house.villages.getLast());
    assertThat(code(() -> cases.save(elsewhere, second, ClaimHouse.FILED)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> cases.get(elsewhere, filed.id())))
        .isEqualTo(ProgrammeRefusal.UNKNOWN_CASE);
    assertThat(cases.list(elsewhere, query(Optional.empty())).items()).isEmpty();
  }

  @Test
  void aBillIsOfTheEnrolmentThatCoversTheAdmissionAndNoOther() {
    PersonId stranger = house.uncovered();
    PersonId person = house.covered(1).getFirst();
    assertThat(code(() -> house.filed(stranger, "8000.00", "5000.00")))
        .isEqualTo(ProgrammeRefusal.NOT_COVERED);
    assertThat(code(() -> house.filed(admitted(person, LocalDate.of(2025, 12, 31)))))
        .isEqualTo(ProgrammeRefusal.NOT_COVERED);
    Case firstDay = house.filed(admitted(person, LocalDate.of(2026, 1, 1)));
    assertThat(firstDay.policyYear()).isEqualTo(2026);
    Enrolment cover = programmes.enrolmentsOf(house.officer, person).getFirst().enrolment();
    assertThat(firstDay.enrolment()).contains(cover.id());
  }

  @Test
  void whatWasPromisedAtTheEnrolmentIsDueWhateverTheDefinitionSaysNow() {
    PersonId person = house.covered(1).getFirst();
    String now =
        sql.sql("select source from programme.definition where digest = :digest")
            .param("digest", programmes.get(ClaimHouse.INSURANCE).digest())
            .query(String.class)
            .single();
    String then = now.replace("deductible: \"2500.00\"", "deductible: \"1000.00\"");
    assertThat(then).isNotEqualTo(now);
    String digest = "0".repeat(64);
    sql.sql(
            "insert into programme.definition (digest, programme, source, first_used_at) values (:digest, :programme, :then, now()) on conflict do nothing")
        .param("digest", digest)
        .param("programme", ClaimHouse.INSURANCE.text())
        .param("then", then)
        .update();
    sql.sql("update programme.enrolment set definition = :digest where person = :person")
        .param("digest", digest)
        .param("person", person.value())
        .update();
    Case filed = house.filed(person, "8000.00", "5000.00");
    assertThat(filed.benefit()).as("75 % of 4,000").contains(Money.fen(300_000));
    assertThat(cases.kind(house.insurer, filed.id()).benefit())
        .isInstanceOfSatisfying(
            Benefit.Share.class,
            share -> assertThat(share.schedule().deductible()).isEqualTo(Money.fen(100_000)));
    house.approved(filed);
    house.delivered();
    assertThat(house.now(filed).paid()).isEqualTo(Money.fen(300_000));
  }

  @Test
  void whoHadDiedBeforeTheAdmissionHasNoBillPaid() {
    List<PersonId> people = house.covered(3);
    died(people.get(0), ClaimHouse.ADMITTED.minusDays(1), "b", "true");
    died(people.get(1), ClaimHouse.ADMITTED, "b", "true");
    died(people.get(2), ClaimHouse.ADMITTED.plusDays(30), "t", "2026-02-01");
    assertThat(code(() -> house.filed(people.get(0), "8000.00", "5000.00")))
        .isEqualTo(ProgrammeRefusal.DIED_BEFORE);
    assertThat(house.filed(people.get(1), "8000.00", "5000.00").state()).isEqualTo(State.IN_REVIEW);
    assertThat(code(() -> house.filed(people.get(2), "8000.00", "5000.00")))
        .isEqualTo(ProgrammeRefusal.DIED_BEFORE);
  }

  @Test
  void theSameBillOrStayIsPaidOnceWhoeversItIs() {
    List<PersonId> people = house.covered(2);
    CaseDraft draft = house.draft(people.getFirst(), "8000.00", "5000.00");
    Case first = house.filed(draft);
    Map<String, Object> same = new HashMap<>(draft.answers());
    same.put("bill_number", same.get("bill_number").toString().replace("B-", "b- "));
    same.put("total", "9000.00");
    CaseDraft others =
        ClaimHouse.with(house.draft(people.getLast(), "9000.00", "5000.00"), 0, same);
    Refusal refused = refusal(() -> house.filed(others));
    assertThat(refused.code()).isEqualTo(ProgrammeRefusal.ANSWERS_TAKEN);
    assertThat(refused.facts()).isEqualTo(Map.of("case", first.id().toString()));
    assertThat(code(() -> house.filed(people.getFirst(), "8000.00", "4000.00")))
        .as("the same stay with the same sum")
        .isEqualTo(ProgrammeRefusal.CASE_TWICE);
    cases.withdraw(house.cadre, first.id(), first.version(), "", ClaimHouse.FILED);
    Case draftOfOthers = cases.get(house.cadre, others.id());
    assertThat(
            cases.file(house.cadre, others.id(), draftOfOthers.version(), ClaimHouse.FILED).state())
        .isEqualTo(State.IN_REVIEW);
  }

  @Test
  void ofTwoWhoFileTheSameBillAtOnceOneIsRefused() throws Exception {
    List<PersonId> people = house.covered(2);
    Map<String, Object> bill = ClaimHouse.bill("B-" + UUID.randomUUID(), "8000.00", "5000.00");
    List<CompletableFuture<Refusal.Code>> both = new ArrayList<>();
    for (PersonId person : people) {
      CaseDraft draft = house.draft(person, UUID.randomUUID(), 0, bill, "6222020200000001234");
      both.add(CompletableFuture.supplyAsync(() -> codeOrNull(() -> house.filed(draft))));
    }
    List<Refusal.Code> codes = new ArrayList<>();
    for (CompletableFuture<Refusal.Code> each : both) codes.add(each.get());
    assertThat(codes).containsExactlyInAnyOrder(null, ProgrammeRefusal.ANSWERS_TAKEN);
  }

  @Test
  void missingPapersStopTheClockAndItGoesOnWithTheDaysLeft() {
    Case filed = house.filed(house.covered(1).getFirst(), "8000.00", "5000.00");
    LocalDate asked = WorkingDays.plus(ClaimHouse.FILED, 2);
    Case missing =
        cases.decide(
            house.insurer,
            filed.id(),
            filed.version(),
            new Ruling.AskForPapers("the bill's back"),
            asked);
    assertThat(missing.daysLeft()).contains(3);
    assertThat(missing.overdue()).isFalse();
    LocalDate later = asked.plusDays(30);
    Case again = cases.file(house.cadre, filed.id(), missing.version(), later);
    assertThat(again.dueDay()).contains(WorkingDays.plus(later, 3));
    assertThat(again.filedDay()).contains(ClaimHouse.FILED);
  }

  @Test
  void belowTheDeductibleThereIsNothingToAcceptAndARejectionNamesAReason() {
    Case filed = house.filed(house.covered(1).getFirst(), "8000.00", "2500.00");
    assertThat(code(() -> house.ruled(house.insurer, filed, Ruling.Pass.whole())))
        .isEqualTo(ProgrammeRefusal.NOTHING_DUE);
    for (String reason : List.of("", "no-such-reason"))
      assertThat(code(() -> house.ruled(house.insurer, filed, new Ruling.Reject(reason, "see"))))
          .isEqualTo(ProgrammeRefusal.REASON_WANTED);
    Case rejected = house.ruled(house.insurer, filed, new Ruling.Reject("below-deductible", "see"));
    assertThat(rejected.state()).isEqualTo(State.REJECTED);
    assertThat(rejected.reason()).contains("below-deductible");
    assertThat(cases.timeline(house.cadre, filed.id()).getLast().facts())
        .containsEntry("reason", "below-deductible");
  }

  @Test
  void aRejectedBillIsAppealedBeforeAnotherReviewer() {
    Case filed = house.filed(house.covered(1).getFirst(), "8000.00", "5000.00");
    Case rejected = house.ruled(house.insurer, filed, new Ruling.Reject("other", "unclear"));
    Case appealed = appeal(house.cadre, rejected);
    assertThat(appealed.state()).isEqualTo(State.IN_REVIEW);
    assertThat(code(() -> house.ruled(house.insurer, appealed, Ruling.Pass.whole())))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    Case again = house.ruled(house.otherInsurer, appealed, new Ruling.Reject("other", "still"));
    assertThat(code(() -> appeal(house.cadre, again))).isEqualTo(ProgrammeRefusal.APPEALED_ALREADY);
  }

  @Test
  void anAppealAgainstAGrantOfLessPaysTheDifferenceAndNeverTakesBack() {
    List<PersonId> people = house.covered(3);
    for (int round = 0; round < 3; round++) {
      Case filed = house.filed(people.get(round), "9000.00", "6500.00");
      for (long counted : new long[] {0, 650_000})
        assertThat(code(() -> house.ruled(house.insurer, filed, counting(counted))))
            .isEqualTo(ProgrammeRefusal.BAD_COUNTED);
      house.ruled(house.insurer, filed, counting(450_000));
      house.delivered();
      Case paid = house.now(filed);
      assertThat(paid.state()).isEqualTo(State.COMPLETED);
      assertThat(paid.paid()).isEqualTo(Money.fen(150_000));
      assertThat(paid.counted()).contains(Money.fen(450_000));
      assertThat(paid.appealUntil()).isEmpty();
      Case appealed = appeal(house.cadre, paid);
      assertThat(appealed.state()).isEqualTo(State.IN_REVIEW);
      assertThat(appealed.benefit()).as("as it stands").contains(Money.fen(300_000));
      assertThat(code(() -> house.ruled(house.insurer, appealed, Ruling.Pass.whole())))
          .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
      assertThat(
              code(
                  () ->
                      cases.withdraw(
                          house.cadre, filed.id(), appealed.version(), "", ClaimHouse.FILED)))
          .isEqualTo(ProgrammeRefusal.CASE_STATE);
      boolean better = round == 0;
      house.ruled(
          house.otherInsurer,
          appealed,
          switch (round) {
            case 0 -> Ruling.Pass.whole();
            case 1 -> counting(400_000);
            default -> new Ruling.Reject("other", "was right");
          });
      house.delivered();
      Case ended = house.now(filed);
      assertThat(ended.state()).isEqualTo(State.COMPLETED);
      assertThat(ended.paid()).isEqualTo(Money.fen(better ? 300_000 : 150_000));
      assertThat(ended.benefit()).contains(ended.paid());
      if (!better) assertThat(ended.reason()).contains("outside-the-rules");
      assertThat(ended.counted())
          .isEqualTo(better ? Optional.empty() : Optional.of(Money.fen(450_000)));
      assertThat(cases.receipts(house.cadre, filed.id()))
          .extracting(Case.Receipt::number)
          .isEqualTo(better ? List.of(1, 2) : List.of(1));
      assertThat(
              cases.timeline(house.cadre, filed.id()).stream()
                  .filter(event -> event.kind() == Kind.UPHELD))
          .hasSize(better ? 0 : 1);
      assertThat(code(() -> appeal(house.cadre, ended)))
          .isEqualTo(ProgrammeRefusal.APPEALED_ALREADY);
    }
    BooksCheck.check(sql);
  }

  @Test
  void aGrantOfAllCannotBeAppealed() {
    Case filed = house.filed(house.covered(1).getFirst(), "8000.00", "5000.00");
    house.approved(filed);
    house.delivered();
    assertThat(code(() -> appeal(house.cadre, house.now(filed))))
        .isEqualTo(ProgrammeRefusal.CASE_STATE);
  }

  @Test
  void whatAnAppealAddsWaitsForMoneyAsWell() {
    Case filed = house.filed(house.covered(1).getFirst(), "9000.00", "6500.00");
    house.ruled(house.insurer, filed, counting(450_000));
    house.delivered();
    house.emptyInsurer();
    house.fundInsurer(149_999);
    house.ruled(house.otherInsurer, appeal(house.cadre, house.now(filed)), Ruling.Pass.whole());
    house.delivered();
    Case waiting = house.now(filed);
    assertThat(waiting.state()).isEqualTo(State.APPROVED);
    assertThat(waiting.waitingFor()).contains(Case.Waiting.MONEY);
    assertThat(waiting.paid()).isEqualTo(Money.fen(150_000));
    house.fundInsurer(1);
    house.tryAgain();
    house.delivered();
    assertThat(house.now(filed).state()).isEqualTo(State.COMPLETED);
    assertThat(house.now(filed).paid()).isEqualTo(Money.fen(300_000));
    assertThat(house.balance(house.payee())).isZero();
  }

  @Test
  void aGrantThatIsReversedWhileMoreWaitsGivesBackWhatIsNotPaid() {
    Case filed = house.filed(house.covered(1).getFirst(), "9000.00", "6500.00");
    house.ruled(house.insurer, filed, counting(450_000));
    house.delivered();
    house.emptyInsurer();
    long promised = house.promised();
    house.ruled(house.otherInsurer, appeal(house.cadre, house.now(filed)), Ruling.Pass.whole());
    house.delivered();
    Case waiting = house.now(filed);
    cases.reverse(house.officer, filed.id(), waiting.version(), "查实不符", house.today());
    house.fundInsurer(500_000);
    house.tryAgain();
    house.delivered();
    Case reversed = house.now(filed);
    assertThat(reversed.state()).isEqualTo(State.REVERSED);
    assertThat(reversed.paid()).isEqualTo(Money.fen(150_000));
    assertThat(house.balance(house.payee())).isEqualTo(500_000);
    assertThat(house.promised()).isEqualTo(promised);
    Case back =
        cases.takeBack(
            house.officer,
            filed.id(),
            reversed.version(),
            UUID.randomUUID(),
            Money.fen(150_000),
            house.today());
    house.delivered();
    assertThat(back.paid()).isEqualTo(Money.fen(150_000));
    assertThat(house.balance(house.payee())).as("back at the insurer").isEqualTo(650_000);
    BooksCheck.check(sql);
  }

  @Test
  void whatWasGrantedForStaysTheSameBillThroughAnAppeal() {
    CaseDraft draft = house.draft(house.covered(1).getFirst(), "9000.00", "6500.00");
    Case filed = house.filed(draft);
    house.ruled(house.insurer, filed, counting(450_000));
    house.delivered();
    Case appealed = appeal(house.cadre, house.now(filed));
    Case asked = house.ruled(house.otherInsurer, appealed, new Ruling.AskForPapers("the bill"));
    for (Map<String, String> change :
        List.of(Map.of("bill_number", "B-another"), Map.of("own_share", "3000.00"))) {
      Map<String, Object> changed = new HashMap<>(draft.answers());
      changed.putAll(change);
      assertThat(
              code(
                  () ->
                      cases.save(
                          house.cadre,
                          ClaimHouse.with(draft, asked.version(), changed),
                          ClaimHouse.FILED)))
          .isEqualTo(ProgrammeRefusal.BAD_ANSWER);
    }
    Case saved =
        cases.save(
            house.cadre,
            ClaimHouse.with(draft, asked.version(), draft.answers()),
            ClaimHouse.FILED);
    assertThat(cases.file(house.cadre, filed.id(), saved.version(), ClaimHouse.FILED).state())
        .isEqualTo(State.IN_REVIEW);
  }

  @Test
  void afterAFailedPaymentTheAccountIsCorrectedAndItIsPaidOnce() {
    PersonId person = house.covered(1).getFirst();
    Case filed =
        house.filed(
            house.draft(person, UUID.randomUUID(), 0, "8000.00", "5000.00", "6222020200000000000"));
    long before = house.outside();
    house.approved(filed);
    house.delivered();
    Case failed = house.now(filed);
    assertThat(failed.state()).isEqualTo(State.GRANTED);
    assertThat(listed(house.cadre, Case.Todo.PAYMENT_FAILED)).contains(filed.id());
    assertThat(house.outside()).isEqualTo(before);
    cases.correctPayee(
        house.cadre,
        filed.id(),
        failed.version(),
        "张三丰",
        "6222020200000005678",
        failed.decidedDay().orElseThrow());
    house.delivered();
    assertThat(house.now(filed).state()).isEqualTo(State.COMPLETED);
    assertThat(house.outside() - before).isEqualTo(187_500);
    assertThat(cases.attempts(house.insurer, filed.id())).hasSize(2);
    BooksCheck.check(sql);
  }

  @Test
  void withoutTheInsurersMoneyAnApprovedBillWaitsAndIsPaidLater() {
    Case filed = house.filed(house.covered(1).getFirst(), "8000.00", "5000.00");
    house.emptyInsurer();
    house.fundInsurer(187_499);
    programmes.grant(
        house.officer, ClaimHouse.INSURANCE, Money.fen(999_999), UUID.randomUUID(), "not his");
    house.approved(filed);
    house.delivered();
    Case waiting = house.now(filed);
    assertThat(waiting.state()).isEqualTo(State.APPROVED);
    assertThat(waiting.waitingFor()).contains(Case.Waiting.MONEY);
    assertThat(listed(house.insurer, Case.Todo.WAITS_FOR_MONEY)).contains(filed.id());
    assertThat(programmes.payeeFunds(house.insurer, ClaimHouse.INSURANCE))
        .isEqualTo(Money.fen(187_499));
    assertThat(
            cases.tally(house.insurer, query(Optional.empty())).stream()
                .filter(tally -> tally.state() == State.APPROVED)
                .mapToLong(Case.Tally::unpaid)
                .sum())
        .isEqualTo(187_500);
    house.tryAgain();
    house.delivered();
    assertThat(house.now(filed).version()).isEqualTo(waiting.version());
    house.fundInsurer(1);
    house.tryAgain();
    house.delivered();
    assertThat(house.now(filed).state()).isEqualTo(State.COMPLETED);
    assertThat(house.balance(house.payee())).isZero();
  }

  @Test
  void everybodySeesCountsAndWaitingTimes() {
    for (PersonId person : house.covered(CaseTotals.SMALLEST))
      house.approved(house.filed(person, "8000.00", "5000.00"));
    house.delivered();
    CaseTotals totals = cases.totals(ClaimHouse.INSURANCE);
    assertThat(
            totals.byState().values().stream().mapToLong(each -> each).sum()
                + totals.inOtherStates())
        .isGreaterThanOrEqualTo(CaseTotals.SMALLEST);
    assertThat(totals.byState().values())
        .allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(CaseTotals.SMALLEST));
    assertThat(totals.byState()).doesNotContainKey(State.DRAFT);
    assertThat(totals.toDecision().orElseThrow().cases()).isPositive();
    assertThat(totals.toPayment().orElseThrow().p50()).isZero();
    assertThat(totals.groups())
        .allSatisfy(group -> assertThat(group.payments()).isGreaterThanOrEqualTo(10));
    assertThat(
            totals.groups().stream().mapToLong(CaseTotals.Group::payments).sum()
                + totals.others().map(CaseTotals.Group::payments).orElse(0L))
        .isIn(0L, totals.payments());
    assertThat(code(() -> cases.vouchers(house.cadre, ClaimHouse.INSURANCE, NONE, 10)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(cases.vouchers(house.officer, ClaimHouse.INSURANCE, NONE, 10)).hasSize(10);
    assertThat(cases.paymentVouchers(house.officer, ClaimHouse.INSURANCE, NONE, 10)).hasSize(10);
  }

  private static final UUID NONE = new UUID(0, 0);

  private CaseDraft admitted(PersonId person, LocalDate day) {
    CaseDraft draft = house.draft(person, "8000.00", "5000.00");
    Map<String, Object> answers = new HashMap<>(draft.answers());
    answers.put("admitted", day.toString());
    return ClaimHouse.with(draft, 0, answers);
  }

  private static Ruling counting(long fen) {
    return Ruling.Pass.counting(Money.fen(fen), "outside-the-rules", "not all inpatient");
  }

  private Case appeal(Actor actor, Case seen) {
    LocalDate granted =
        cases.timeline(house.cadre, seen.id()).stream()
            .filter(event -> event.kind() == Kind.GRANTED)
            .map(Case.Event::day)
            .reduce(ClaimHouse.FILED, (first, second) -> second);
    return cases.appeal(actor, seen.id(), seen.version(), "please look again", granted);
  }

  private List<UUID> listed(Actor actor, Case.Todo todo) {
    return cases.list(actor, query(Optional.of(todo))).items().stream().map(Case::id).toList();
  }

  private Case.Query query(Optional<Case.Todo> todo) {
    return new Case.Query(
        Optional.of(ClaimHouse.INSURANCE),
        Optional.of(ClaimHouse.BILL),
        Optional.empty(),
        Optional.of(house.county),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        todo,
        Case.Sort.DUE,
        false,
        new Page.Wanted(1, 50));
  }

  private void died(PersonId person, LocalDate from, String kind, String value) {
    sql.sql(
            """
            insert into register.fact (shard_key, subject, name, kind, value, valid_from, source, recorded_at)
            select :shard, :person, 'died', :kind, :value, :from, id, now() from register.source limit 1
            """)
        .param("shard", person.shard())
        .param("person", person.value())
        .param("kind", kind)
        .param("value", value)
        .param("from", from)
        .update();
  }

  private static Refusal.Code codeOrNull(Runnable call) {
    try {
      call.run();
      return null;
    } catch (Refusal refused) {
      return refused.code();
    }
  }

  private static Refusal.Code code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return refusal(call).code();
  }

  private static Refusal refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal;
  }
}
