package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
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
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.WorkingDays;
import org.yutang.ledger.BooksCheck;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Payout;
import org.yutang.programme.Claim.Event.Kind;
import org.yutang.programme.Claim.State;
import org.yutang.proof.Proof;
import org.yutang.proof.ProofVerifier;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.FileStore;
import org.yutang.store.Json;
import org.yutang.store.StoreRefusal;

/// Claims as villages and insurers see them. Each test takes a county of Xinjiang that no other
/// test uses; the insurer is everybody's.
class ClaimsTest extends ServerTest {

  private static final AtomicInteger COUNTY = new AtomicInteger();

  @Autowired FileStore files;
  @Autowired BeanFactory beans;
  @Autowired Register register;
  @Autowired Claims claims;
  @Autowired ClaimPaying paying;
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
    house.programmes.grant(
        house.officer, ClaimHouse.INSURANCE, Money.fen(1), UUID.randomUUID(), "a test");
    house.fundInsurer(50_000_000);
  }

  @Test
  void thePublishedCaseIsPaidToTheFenAndPublishedWithoutAName() {
    PersonId person = house.covered(1).getFirst();
    long before = house.outside();
    Claim filed = house.filed(person, "72376.39", "46241.02");
    assertThat(filed.state()).isEqualTo(State.FILED);
    assertThat(filed.dueDay()).contains(LocalDate.of(2026, 3, 23));
    Claim first =
        claims.decide(
            house.insurer, filed.id(), filed.version(), new Decision.Accept(), ClaimHouse.FILED);
    assertThat(first.state()).isEqualTo(State.AWAITING_SECOND);
    assertThat(first.benefit()).contains(Money.parse("32805.77", "CNY"));
    Claim second =
        claims.second(house.otherInsurer, first.id(), first.version(), true, "", ClaimHouse.FILED);
    assertThat(second.state()).isEqualTo(State.APPROVED);
    house.delivered();
    Claim paid = house.now(filed);
    assertThat(paid.state()).isEqualTo(State.PAID);
    assertThat(paid.paid()).isEqualTo(Money.parse("32805.77", "CNY"));
    assertThat(house.outside() - before).isEqualTo(3_280_577);
    assertThat(claims.timeline(house.cadre, paid.id()))
        .extracting(Claim.Event::kind)
        .containsExactly(
            Kind.DRAFTED,
            Kind.FILED,
            Kind.PROPOSED,
            Kind.APPROVED,
            Kind.PAYMENT_ORDERED,
            Kind.PAID);
    Claim.Receipt receipt = claims.receipts(house.cadre, paid.id()).getFirst();
    Map<?, ?> leaf = Json.read(receipt.leaf(), Map.class);
    assertThat(leaf.keySet().stream().map(String::valueOf).toList())
        .containsExactly("claim", "county", "month", "policyYear", "programme", "type");
    assertThat(
            new String(
                proof.find(receipt.key()).orElseThrow().entry(),
                java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(receipt.leaf());
    assertThat(leaf.get("claim"))
        .isEqualTo(
            ProofVerifier.digest(
                java.util.HexFormat.of().parseHex(receipt.salt()), receipt.value()));
    assertThat(receipt.value()).isEqualTo(paid.id() + " 32805.77 CNY");
    assertThat(receipt.leaf()).doesNotContain("32805").doesNotContain(person.toString());
    BooksCheck.check(sql);
  }

  @Test
  void aPhotoBelongsToOneClaimAndNoOtherFileIsOne() throws Exception {
    List<PersonId> people = house.covered(2);
    Claim filed = house.filed(people.getFirst(), "9000.00", "5000.00");
    ClaimDraft other = house.draft(people.getLast(), "9000.00", "5000.00");
    assertThat(
            code(
                () ->
                    house.claims.save(house.cadre, with(other, filed.photos()), ClaimHouse.FILED)))
        .isEqualTo(ProgrammeRefusal.PHOTO_USED);
    String file =
        files.put(new java.io.ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5}), 100).digest();
    assertThat(
            code(
                () -> house.claims.save(house.cadre, with(other, List.of(file)), ClaimHouse.FILED)))
        .isEqualTo(StoreRefusal.NOT_FOUND);
    assertThat(house.claims.save(house.cadre, other, ClaimHouse.FILED).photos()).hasSize(1);
  }

  private static ClaimDraft with(ClaimDraft draft, List<String> photos) {
    return with(draft, draft.total(), photos);
  }

  @Test
  void aClaimUpToTheLimitNeedsOneReviewerOnly() {
    List<PersonId> people = house.covered(2);
    // (own share − 2,500) × 75 %: 10,000.00 at 15,833.33, one fen more at 15,833.35
    Claim low = house.filed(people.getFirst(), "20000.00", "15833.33");
    Claim high = house.filed(people.getLast(), "20000.00", "15833.35");
    assertThat(decide(house.insurer, low, new Decision.Accept()).state()).isEqualTo(State.APPROVED);
    Claim waiting = decide(house.insurer, high, new Decision.Accept());
    assertThat(waiting.state()).isEqualTo(State.AWAITING_SECOND);
    assertThat(
            code(
                () ->
                    claims.second(
                        house.insurer, high.id(), waiting.version(), true, "", ClaimHouse.FILED)))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    Claim back =
        claims.second(
            house.otherInsurer, high.id(), waiting.version(), false, "too much", ClaimHouse.FILED);
    assertThat(back.state()).isEqualTo(State.FILED);
    assertThat(back.benefit()).isEmpty();
  }

  @Test
  void aCadreOfAnotherVillageMayNotFileAndSeesNothing() {
    PersonId person = house.covered(1).getFirst();
    Actor neighbour = ClaimHouse.actor(Role.VILLAGE_CADRE, house.villages.getLast());
    ClaimDraft draft = house.draft(person, "8000.00", "5000.00");
    assertThat(code(() -> claims.save(neighbour, draft, ClaimHouse.FILED)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> claims.save(house.insurer, draft, ClaimHouse.FILED)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    Claim filed = house.filed(draft);
    assertThat(code(() -> claims.get(neighbour, filed.id())))
        .isEqualTo(ProgrammeRefusal.UNKNOWN_CLAIM);
    assertThat(
            code(
                () ->
                    claims.withdraw(neighbour, filed.id(), filed.version(), "", ClaimHouse.FILED)))
        .isEqualTo(ProgrammeRefusal.UNKNOWN_CLAIM);
    assertThat(code(() -> decide(house.cadre, filed, new Decision.Accept())))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(claims.list(neighbour, all()).items()).isEmpty();
    assertThat(claims.list(house.cadre, all()).items())
        .extracting(Claim::id)
        .containsExactly(filed.id());
    Claim byOfficer =
        claims.save(
            house.countyOfficer, house.draft(person, "9000.00", "6000.00"), ClaimHouse.FILED);
    assertThat(byOfficer.state()).isEqualTo(State.DRAFT);
  }

  @Test
  void aDraftIsSavedAgainAndAStaleOneIsRefused() {
    PersonId person = house.covered(1).getFirst();
    UUID key = UUID.randomUUID();
    ClaimDraft first =
        new ClaimDraft(
            Claims.idOf(person, key),
            0,
            ClaimHouse.INSURANCE,
            person,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("李四"),
            Optional.empty(),
            List.of(),
            Optional.empty());
    Claim saved = claims.save(house.cadre, first, ClaimHouse.FILED);
    assertThat(saved.id()).isEqualTo(Claims.idOf(person, key));
    assertThat(code(() -> claims.save(house.cadre, first, ClaimHouse.FILED)))
        .isEqualTo(ProgrammeRefusal.CLAIM_CHANGED);
    Refusal incomplete =
        refusal(() -> claims.file(house.cadre, saved.id(), saved.version(), ClaimHouse.FILED));
    assertThat(incomplete.code()).isEqualTo(ProgrammeRefusal.CLAIM_INCOMPLETE);
    assertThat(incomplete.facts().get("missing").toString()).contains("hospital", "payeeAccount");
    Claim again =
        claims.save(
            house.cadre,
            house.draft(person, key, 1, "8000.00", "5000.00", "6222 0202 0000 0001 234"),
            ClaimHouse.FILED);
    assertThat(again.version()).isEqualTo(2);
    assertThat(again.payeeName()).contains("张**");
    assertThat(again.payeeAccount().orElseThrow()).endsWith("1234").startsWith("*");
    assertThat(claims.file(house.cadre, saved.id(), 2, ClaimHouse.FILED).state())
        .isEqualTo(State.FILED);
    assertThat(
            sql.sql("select encode(secrets, 'escape') from programme.claim where id = :id")
                .param("id", saved.id())
                .query(String.class)
                .single())
        .doesNotContain("6222");
    assertThat(claims.reveal(house.insurer, saved.id(), "review").payeeAccount())
        .contains("6222020200000001234");
    assertThat(code(() -> claims.reveal(house.officer, saved.id(), "curious")))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
  }

  @Test
  void badInputIsRefused() {
    PersonId person = house.covered(1).getFirst();
    assertThat(code(() -> save(house.draft(person, "0.00", "1.00"))))
        .isEqualTo(ProgrammeRefusal.BAD_AMOUNT);
    assertThat(code(() -> save(house.draft(person, "-5.00", "1.00"))))
        .isEqualTo(ProgrammeRefusal.BAD_AMOUNT);
    assertThat(code(() -> save(house.draft(person, "10.00", "10.01"))))
        .isEqualTo(ProgrammeRefusal.OWN_SHARE_TOO_LARGE);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> house.draft(person, "10.001", "10.00"))
        .isInstanceOf(NumberFormatException.class);
    ClaimDraft good = house.draft(person, "10.00", "10.00");
    assertThat(code(() -> save(with(good, Optional.of(new Money(500, "USD")), good.photos()))))
        .isEqualTo(ProgrammeRefusal.BAD_AMOUNT);
    assertThat(code(() -> save(with(good, good.total(), List.of("0".repeat(64))))))
        .isEqualTo(StoreRefusal.NOT_FOUND);
    assertThat(
            code(() -> save(house.draft(person, UUID.randomUUID(), 0, "10.00", "10.00", "12 34"))))
        .isEqualTo(PaymentRefusal.BAD_PAYEE);
    assertThat(code(() -> claims.save(house.cadre, good, ClaimHouse.DISCHARGED.minusDays(1))))
        .isEqualTo(ProgrammeRefusal.BAD_STAY);
    assertThat(code(() -> claims.save(house.cadre, good, house.today().plusDays(1))))
        .isEqualTo(ProgrammeRefusal.BAD_DAY);
    assertThat(code(() -> claims.get(house.insurer, UUID.randomUUID())))
        .isEqualTo(ProgrammeRefusal.UNKNOWN_CLAIM);
  }

  @Test
  void withoutCoverOnTheDayOfAdmissionThereIsNoClaim() {
    house.covered(1);
    PersonId stranger = house.uncovered();
    ClaimDraft draft = house.draft(stranger, "8000.00", "5000.00");
    assertThat(code(() -> house.filed(draft))).isEqualTo(ProgrammeRefusal.NOT_COVERED);
    PersonId person = house.covered(1).getFirst();
    ClaimDraft early = stay(house.draft(person, "8000.00", "5000.00"), LocalDate.of(2025, 12, 31));
    assertThat(code(() -> house.filed(early))).isEqualTo(ProgrammeRefusal.NOT_COVERED);
    ClaimDraft firstDay = stay(house.draft(person, "8000.00", "5000.00"), LocalDate.of(2026, 1, 1));
    assertThat(house.filed(firstDay).state()).isEqualTo(State.FILED);
  }

  @Test
  void whoHadDiedBeforeTheAdmissionHasNoClaim() {
    List<PersonId> people = house.covered(3);
    died(people.get(0), ClaimHouse.ADMITTED.minusDays(1), "b", "true");
    died(people.get(1), ClaimHouse.ADMITTED, "b", "true");
    died(people.get(2), ClaimHouse.ADMITTED.plusDays(30), "t", "2026-02-01");
    assertThat(code(() -> house.filed(people.get(0), "8000.00", "5000.00")))
        .isEqualTo(ProgrammeRefusal.DIED_BEFORE);
    assertThat(house.filed(people.get(1), "8000.00", "5000.00").state()).isEqualTo(State.FILED);
    assertThat(code(() -> house.filed(people.get(2), "8000.00", "5000.00")))
        .isEqualTo(ProgrammeRefusal.DIED_BEFORE);
  }

  @Test
  void aSecondClaimForTheSameBillOrStayIsRefusedAndNamesTheOther() {
    List<PersonId> people = house.covered(2);
    ClaimDraft draft = house.draft(people.getFirst(), "8000.00", "5000.00");
    Claim first = house.filed(draft);
    ClaimDraft sameBill =
        bill(
            house.draft(people.getLast(), "9000.00", "5000.00"),
            draft.billNumber().orElseThrow().replace("B-", "b- "));
    Refusal refused = refusal(() -> house.filed(sameBill));
    assertThat(refused.code()).isEqualTo(ProgrammeRefusal.BILL_CLAIMED);
    assertThat(refused.facts()).isEqualTo(Map.of("claim", first.id().toString()));
    assertThat(code(() -> house.filed(people.getFirst(), "8000.00", "4000.00")))
        .isEqualTo(ProgrammeRefusal.BILL_CLAIMED);
    claims.withdraw(house.cadre, first.id(), first.version(), "", ClaimHouse.FILED);
    assertThat(house.filed(people.getFirst(), "8000.00", "4000.00").state()).isEqualTo(State.FILED);
  }

  @Test
  void missingPapersStopTheClockAndItGoesOnWithTheDaysLeft() {
    PersonId person = house.covered(1).getFirst();
    ClaimDraft draft = house.draft(person, "8000.00", "5000.00");
    Claim filed = house.filed(draft);
    LocalDate asked = WorkingDays.plus(ClaimHouse.FILED, 2);
    assertThat(
            code(() -> claims.askForPapers(house.insurer, filed.id(), filed.version(), " ", asked)))
        .isEqualTo(ProgrammeRefusal.NOTE_WANTED);
    Claim missing =
        claims.askForPapers(house.insurer, filed.id(), filed.version(), "the bill's back", asked);
    assertThat(missing.daysLeft()).contains(3);
    assertThat(missing.overdue()).isFalse();
    assertThat(code(() -> decide(house.insurer, missing, new Decision.Accept())))
        .isEqualTo(ProgrammeRefusal.CLAIM_STATE);
    LocalDate later = asked.plusDays(30);
    Claim again = claims.file(house.cadre, filed.id(), missing.version(), later);
    assertThat(again.dueDay()).contains(WorkingDays.plus(later, 3));
    assertThat(again.filedDay()).contains(ClaimHouse.FILED);
    Claim.Query overdue =
        new Claim.Query(
            Optional.empty(),
            Optional.of(house.county),
            Optional.empty(),
            Optional.empty(),
            true,
            Claim.Sort.DUE,
            false,
            new Page.Wanted(1, 10));
    assertThat(claims.list(house.insurer, overdue).items())
        .extracting(Claim::id)
        .contains(filed.id());
    assertThat(code(() -> claims.file(house.cadre, filed.id(), again.version(), asked)))
        .isEqualTo(ProgrammeRefusal.CLAIM_STATE);
  }

  @Test
  void ofTwoReviewersAtOnceOneIsRefused() throws Exception {
    PersonId person = house.covered(1).getFirst();
    Claim filed = house.filed(person, "8000.00", "5000.00");
    List<CompletableFuture<Refusal.Code>> both = new ArrayList<>();
    for (Actor reviewer : List.of(house.insurer, house.otherInsurer))
      both.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  decide(reviewer, filed, new Decision.Accept());
                  return null;
                } catch (Refusal refused) {
                  return refused.code();
                }
              }));
    List<Refusal.Code> codes = new ArrayList<>();
    for (CompletableFuture<Refusal.Code> each : both) codes.add(each.get());
    assertThat(codes).containsExactlyInAnyOrder(null, ProgrammeRefusal.CLAIM_CHANGED);
    house.delivered();
    assertThat(house.now(filed).paid()).isEqualTo(Money.fen(187_500));
  }

  @Test
  void aWithdrawnClaimIsNotDecided() {
    Claim filed = house.filed(house.covered(1).getFirst(), "8000.00", "5000.00");
    Claim gone = claims.withdraw(house.cadre, filed.id(), filed.version(), "", ClaimHouse.FILED);
    assertThat(code(() -> decide(house.insurer, filed, new Decision.Accept())))
        .isEqualTo(ProgrammeRefusal.CLAIM_CHANGED);
    assertThat(code(() -> decide(house.insurer, gone, new Decision.Accept())))
        .isEqualTo(ProgrammeRefusal.CLAIM_STATE);
  }

  @Test
  void belowTheDeductibleThereIsNothingToAccept() {
    Claim filed = house.filed(house.covered(1).getFirst(), "8000.00", "2500.00");
    assertThat(code(() -> decide(house.insurer, filed, new Decision.Accept())))
        .isEqualTo(ProgrammeRefusal.NOTHING_DUE);
    Claim rejected =
        decide(
            house.insurer,
            filed,
            new Decision.Reject(Decision.Why.BELOW_DEDUCTIBLE, "see the schedule"));
    assertThat(rejected.state()).isEqualTo(State.REJECTED);
    assertThat(claims.timeline(house.cadre, filed.id()).getLast().reason())
        .contains("below-deductible");
  }

  @Test
  void aRejectedClaimIsAppealedOnceInTimeBeforeAnotherReviewer() {
    Claim filed = house.filed(house.covered(1).getFirst(), "8000.00", "5000.00");
    Claim rejected =
        decide(house.insurer, filed, new Decision.Reject(Decision.Why.OTHER, "unclear"));
    LocalDate last = WorkingDays.plus(ClaimHouse.FILED, Claims.DAYS_TO_APPEAL);
    assertThat(code(() -> appeal(house.cadre, rejected, last.plusDays(1))))
        .isEqualTo(ProgrammeRefusal.APPEAL_TOO_LATE);
    assertThat(code(() -> appeal(house.countyOfficer, rejected, last)))
        .isEqualTo(ProgrammeRefusal.NOT_THE_FILER);
    Claim appealed = appeal(house.cadre, rejected, last);
    assertThat(appealed.state()).isEqualTo(State.FILED);
    assertThat(appealed.dueDay()).contains(WorkingDays.plus(last, Claims.DAYS_TO_DECIDE));
    assertThat(
            code(
                () ->
                    claims.decide(
                        house.insurer,
                        filed.id(),
                        appealed.version(),
                        new Decision.Accept(),
                        last)))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    Claim again =
        claims.decide(
            house.otherInsurer,
            filed.id(),
            appealed.version(),
            new Decision.Reject(Decision.Why.OTHER, "still unclear"),
            last);
    assertThat(code(() -> appeal(house.cadre, again, last)))
        .isEqualTo(ProgrammeRefusal.APPEALED_ALREADY);
  }

  @Test
  void anAppealAgainstAReductionPaysTheDifferenceAndNeverLess() {
    List<PersonId> people = house.covered(2);
    for (boolean granted : new boolean[] {true, false}) {
      Claim filed =
          house.filed(granted ? people.getFirst() : people.getLast(), "9000.00", "6500.00");
      assertThat(
              code(
                  () ->
                      decide(
                          house.insurer,
                          filed,
                          new Decision.Reduce(Money.fen(650_000), "the same"))))
          .isEqualTo(ProgrammeRefusal.BAD_REDUCTION);
      decide(house.insurer, filed, new Decision.Reduce(Money.fen(450_000), "not all inpatient"));
      house.delivered();
      Claim paid = house.now(filed);
      assertThat(paid.paid()).isEqualTo(Money.fen(150_000));
      Claim appealed = appeal(house.cadre, paid, ClaimHouse.FILED);
      Claim decided =
          decide(
              house.otherInsurer,
              appealed,
              granted
                  ? new Decision.Accept()
                  : new Decision.Reject(Decision.Why.OTHER, "was right"));
      house.delivered();
      Claim ended = house.now(filed);
      assertThat(ended.state()).as(decided.toString()).isEqualTo(State.PAID);
      assertThat(ended.paid()).isEqualTo(Money.fen(granted ? 300_000 : 150_000));
      assertThat(ended.benefit()).contains(ended.paid());
      assertThat(ended.counted()).contains(Money.fen(granted ? 650_000 : 450_000));
      assertThat(claims.receipts(house.cadre, filed.id())).hasSize(granted ? 2 : 1);
    }
  }

  @Test
  void whatWasPaidForStaysTheSameBillThroughAnAppealAndMissingPapers() {
    ClaimDraft draft = house.draft(house.covered(1).getFirst(), "9000.00", "6500.00");
    Claim filed = house.filed(draft);
    decide(house.insurer, filed, new Decision.Reduce(Money.fen(450_000), "not all inpatient"));
    house.delivered();
    Claim appealed = appeal(house.cadre, house.now(filed), ClaimHouse.FILED);
    Claim asked =
        claims.askForPapers(
            house.otherInsurer, filed.id(), appealed.version(), "the bill", ClaimHouse.FILED);
    for (ClaimDraft other :
        List.of(
            again(draft, asked.version(), Optional.of("B-another"), draft.ownShare()),
            again(draft, asked.version(), draft.billNumber(), Optional.empty()),
            again(
                draft,
                asked.version(),
                draft.billNumber(),
                Optional.of(Money.parse("3000", "CNY")))))
      assertThat(code(() -> claims.save(house.cadre, other, ClaimHouse.FILED)))
          .isEqualTo(ProgrammeRefusal.BAD_CLAIM);
    Claim saved =
        claims.save(
            house.cadre,
            again(draft, asked.version(), draft.billNumber(), draft.ownShare()),
            ClaimHouse.FILED);
    assertThat(claims.file(house.cadre, filed.id(), saved.version(), ClaimHouse.FILED).state())
        .isEqualTo(State.FILED);
  }

  private static ClaimDraft again(
      ClaimDraft d, int version, Optional<String> bill, Optional<Money> ownShare) {
    return new ClaimDraft(
        d.id(),
        version,
        d.programme(),
        d.person(),
        d.hospital(),
        d.admitted(),
        d.discharged(),
        bill,
        d.total(),
        ownShare,
        d.diagnosis(),
        d.payeeName(),
        d.payeeAccount(),
        d.photos(),
        d.confirmation());
  }

  @Test
  void afterAFailedPaymentTheAccountIsCorrectedAndItIsPaidOnce() {
    PersonId person = house.covered(1).getFirst();
    long before = house.outside();
    Claim filed =
        house.filed(
            house.draft(person, UUID.randomUUID(), 0, "8000.00", "5000.00", "6222020200000000000"));
    house.approved(filed);
    house.delivered();
    Claim failed = house.now(filed);
    assertThat(failed.state()).isEqualTo(State.PAYMENT_FAILED);
    assertThat(house.outside()).isEqualTo(before);
    claims.correctPayee(
        house.cadre,
        filed.id(),
        failed.version(),
        "张三丰",
        "6222020200000005678",
        failed.decidedDay().orElseThrow());
    house.delivered();
    assertThat(house.now(filed).state()).isEqualTo(State.PAID);
    assertThat(house.outside() - before).isEqualTo(187_500);
    assertThat(house.inTransit()).isZero();
    BooksCheck.check(sql);
  }

  @Test
  void withoutMoneyAnApprovedClaimWaitsAndIsPaidLater() {
    Claim filed = house.filed(house.covered(1).getFirst(), "8000.00", "5000.00");
    house.emptyInsurer();
    house.fundInsurer(187_499);
    house.approved(filed);
    house.delivered();
    Claim waiting = house.now(filed);
    assertThat(waiting.state()).isEqualTo(State.APPROVED);
    assertThat(waiting.waitingForMoney()).isTrue();
    paying.tryAgain();
    house.delivered();
    assertThat(house.now(filed).version()).isEqualTo(waiting.version());
    house.fundInsurer(1);
    paying.tryAgain();
    house.delivered();
    assertThat(house.now(filed).state()).isEqualTo(State.PAID);
    assertThat(house.balance(house.payee())).isZero();
  }

  @Test
  void aClaimUsesTheRulesOfItsEnrolment() {
    PersonId person = house.covered(1).getFirst();
    Claim filed = house.filed(person, "8000.00", "5000.00");
    assertThat(filed.policyYear()).contains(ClaimHouse.YEAR);
    assertThat(
            sql.sql("select rules from programme.claim where id = :id")
                .param("id", filed.id())
                .query(Integer.class)
                .single())
        .isEqualTo(2018);
  }

  @Test
  void theQueueIsFilteredSortedAndPaged() {
    List<PersonId> people = house.covered(7);
    for (PersonId person : people) house.filed(person, "8000.00", "5000.00");
    for (Claim.Sort sort : Claim.Sort.values())
      for (boolean descending : new boolean[] {true, false}) {
        Page<Claim> page =
            claims.list(
                house.insurer,
                new Claim.Query(
                    Optional.of(ClaimHouse.INSURANCE),
                    Optional.of(house.county),
                    Optional.of(State.FILED),
                    Optional.empty(),
                    false,
                    sort,
                    descending,
                    new Page.Wanted(2, 5)));
        assertThat(page.items()).hasSize(2);
        assertThat(page.total()).isEqualTo(7);
      }
    assertThat(claims.list(house.insurer, Claim.Query.queue(new Page.Wanted(1, 50))).total())
        .isGreaterThanOrEqualTo(7);
    assertThat(claims.list(ClaimHouse.actor(Role.INSURER, new PlaceCode("CN-11")), all()).items())
        .isEmpty();
  }

  @Test
  void smallGroupsAreMergedSoThatNoneCanBeRecognised() {
    List<ClaimFigures.Group> groups =
        List.of(group("CN-1", 3), group("CN-2", 4), group("CN-3", 12), group("CN-4", 40));
    ClaimQueries.Merged merged = ClaimQueries.merge(groups, "CNY");
    assertThat(merged.groups()).containsExactly(group("CN-4", 40));
    assertThat(merged.others().orElseThrow().payments()).isEqualTo(19);
    assertThat(merged.others().orElseThrow().paid()).isEqualTo(Money.fen(1900));
    assertThat(ClaimQueries.merge(groups.subList(0, 2), "CNY").others()).isEmpty();
    assertThat(ClaimQueries.merge(groups.subList(2, 4), "CNY").groups()).hasSize(2);
    Map<State, Long> states =
        new EnumMap<>(
            Map.of(State.FILED, 3L, State.REJECTED, 4L, State.PAYING, 12L, State.PAID, 40L));
    assertThat(ClaimQueries.mergeSmall(states)).isEqualTo(19);
    assertThat(states).containsOnlyKeys(State.PAID);
    Map<State, Long> few = new EnumMap<>(Map.of(State.FILED, 3L, State.PAID, 4L));
    assertThat(ClaimQueries.mergeSmall(few)).isZero();
    assertThat(few).isEmpty();
  }

  @Test
  void everybodySeesCountsAndWaitingTimes() {
    for (PersonId person : house.covered(ClaimFigures.SMALLEST))
      house.approved(house.filed(person, "8000.00", "5000.00"));
    house.delivered();
    ClaimFigures figures = claims.figures(ClaimHouse.INSURANCE);
    assertThat(
            figures.byState().values().stream().mapToLong(each -> each).sum()
                + figures.inOtherStates())
        .isGreaterThanOrEqualTo(ClaimFigures.SMALLEST);
    assertThat(figures.byState().values())
        .allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(ClaimFigures.SMALLEST));
    assertThat(figures.byState()).doesNotContainKey(State.DRAFT);
    assertThat(figures.toDecision().orElseThrow().claims()).isPositive();
    assertThat(figures.groups())
        .allSatisfy(group -> assertThat(group.payments()).isGreaterThanOrEqualTo(10));
    assertThat(
            figures.groups().stream().mapToLong(ClaimFigures.Group::payments).sum()
                + figures.others().map(ClaimFigures.Group::payments).orElse(0L))
        .isIn(0L, figures.payments());
  }

  private static ClaimFigures.Group group(String county, long payments) {
    return new ClaimFigures.Group(
        Optional.of(new PlaceCode(county)),
        Optional.of("2026-03"),
        payments,
        Money.fen(payments * 100));
  }

  private Claim save(ClaimDraft draft) {
    return claims.save(house.cadre, draft, ClaimHouse.FILED);
  }

  private Claim decide(Actor reviewer, Claim claim, Decision decision) {
    return claims.decide(reviewer, claim.id(), claim.version(), decision, ClaimHouse.FILED);
  }

  private Claim appeal(Actor actor, Claim claim, LocalDate day) {
    return claims.appeal(actor, claim.id(), claim.version(), "please look again", day);
  }

  private static Claim.Query all() {
    return new Claim.Query(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Claim.Sort.CHANGED,
        true,
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

  private static ClaimDraft with(ClaimDraft d, Optional<Money> total, List<String> photos) {
    return new ClaimDraft(
        d.id(),
        d.version(),
        d.programme(),
        d.person(),
        d.hospital(),
        d.admitted(),
        d.discharged(),
        d.billNumber(),
        total,
        d.ownShare(),
        d.diagnosis(),
        d.payeeName(),
        d.payeeAccount(),
        photos,
        d.confirmation());
  }

  private static ClaimDraft stay(ClaimDraft d, LocalDate admitted) {
    return new ClaimDraft(
        d.id(),
        d.version(),
        d.programme(),
        d.person(),
        d.hospital(),
        Optional.of(admitted),
        d.discharged(),
        d.billNumber(),
        d.total(),
        d.ownShare(),
        d.diagnosis(),
        d.payeeName(),
        d.payeeAccount(),
        d.photos(),
        d.confirmation());
  }

  private static ClaimDraft bill(ClaimDraft d, String number) {
    return new ClaimDraft(
        d.id(),
        d.version(),
        d.programme(),
        d.person(),
        d.hospital(),
        d.admitted(),
        d.discharged(),
        Optional.of(number),
        d.total(),
        d.ownShare(),
        d.diagnosis(),
        d.payeeName(),
        d.payeeAccount(),
        d.photos(),
        d.confirmation());
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
