package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Line;
import org.yutang.proof.Proof;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.register.RegisterRefusal;
import org.yutang.store.Jobs;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Enrolment as its users see it. Each test takes a county that no other test uses; the fund is
/// everybody's, so tests that empty it do so themselves.
class ProgrammesTest extends ServerTest {

  private static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  private static final int YEAR = 2026;
  private static final long PREMIUM = 3200;

  /// Far from the counties of other tests: Tibet's, from the last one down.
  private static final AtomicInteger COUNTY = new AtomicInteger();

  @Autowired Programmes programmes;
  @Autowired Register register;
  @Autowired Jobs jobs;
  @Autowired Outbox outbox;
  @Autowired Ledger ledger;
  @Autowired Proof proof;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final Actor officer = actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  private PlaceCode county;

  /// Two places in it, the lowest that ship with the product.
  private List<PlaceCode> villages;

  private People people;

  @BeforeEach
  void takeACounty() {
    var counties =
        register.counties(
            new PlaceQuery(
                Optional.of(new PlaceCode("CN-54")),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                PlaceQuery.Sort.CODE,
                true,
                new Page.Wanted(COUNTY.incrementAndGet(), 1)));
    county = counties.items().getFirst().place().code();
    villages =
        register.children(county, PlaceQuery.all(new Page.Wanted(1, 2))).items().stream()
            .map(village -> village.place().code())
            .toList();
    people = new People(sql, county);
  }

  @Test
  void aCountyIsEnrolledInOneActionAndEverybodyIsPaidForAndPublishedOnce() {
    List<PersonId> eligible = add(30, 40);
    PersonId child = add(1, 10).getFirst();
    fill(31);
    EnrolmentResult result = enrol();
    assertThat(result)
        .isEqualTo(
            new EnrolmentResult(
                31, 30, 30, 0, 1, 0, Map.of("working-age", 1L), Money.fen(30 * PREMIUM)));
    assertThat(coverage())
        .extracting(
            Coverage::persons,
            Coverage::eligible,
            Coverage::covered,
            Coverage::held,
            Coverage::waiting)
        .containsExactly(31L, 30L, 30L, 0L, 0L);
    for (PersonId person : eligible)
      assertThat(only(person))
          .extracting(Enrolment::state, Enrolment::premium)
          .containsExactly(Enrolment.State.COVERED, Money.fen(PREMIUM));
    assertThat(programmes.enrolmentsOf(officer, child)).isEmpty();
    Line premium =
        ledger.findTransfer(only(eligible.getFirst()).transfer().orElseThrow()).orElseThrow();
    assertThat(premium)
        .extracting(Line::kind, Line::amount, Line::to, Line::memo)
        .containsExactly("post", PREMIUM, programmes.get(INSURANCE).payee(), "premium");
    BooksCheck.check(sql);
  }

  @Test
  void enrollingAgainCoversNobodyTwice() {
    add(5, 40);
    fill(10);
    assertThat(enrol().enrolled()).isEqualTo(5);
    long paid = fund().paid().minor();
    EnrolmentResult again = enrol();
    assertThat(again)
        .extracting(
            EnrolmentResult::enrolled, EnrolmentResult::already, EnrolmentResult::withoutFunds)
        .containsExactly(0L, 5L, 0L);
    assertThat(fund().paid().minor()).isEqualTo(paid);
  }

  @Test
  void anotherPolicyYearIsAnotherCover() {
    PersonId person = add(1, 40).getFirst();
    fill(10);
    enrol();
    enrol(YEAR - 1);
    assertThat(programmes.enrolmentsOf(officer, person))
        .extracting(each -> each.enrolment().policyYear())
        .containsExactly(YEAR, YEAR - 1);
  }

  @Test
  void whenTheFundRunsOutTheRestWaitsAndALaterRunGoesOn() {
    emptyTheFund();
    add(10, 40);
    fill(4);
    EnrolmentResult first = enrol();
    assertThat(first)
        .extracting(
            EnrolmentResult::enrolled, EnrolmentResult::withoutFunds, EnrolmentResult::already)
        .containsExactly(4L, 6L, 0L);
    assertThat(fund().balance().minor()).isZero();
    assertThat(fund().held().minor()).isZero();
    assertThat(coverage()).extracting(Coverage::covered, Coverage::waiting).containsExactly(4L, 6L);
    assertThat(list(Optional.of(Enrolment.State.WAITING_FOR_FUNDS)).total()).isEqualTo(6);
    fill(6);
    EnrolmentResult second = enrol();
    assertThat(second)
        .extracting(
            EnrolmentResult::enrolled, EnrolmentResult::withoutFunds, EnrolmentResult::already)
        .containsExactly(6L, 0L, 4L);
    assertThat(coverage())
        .extracting(Coverage::covered, Coverage::waiting)
        .containsExactly(10L, 0L);
    BooksCheck.check(sql);
  }

  @Test
  void whoWaitsAndIsNoLongerEligibleWaitsNoMore() {
    emptyTheFund();
    PersonId person = add(1, 40).getFirst();
    assertThat(enrol().withoutFunds()).isEqualTo(1);
    sql.sql("update register.person set born = date '2020-01-01' where shard_key = ? and id = ?")
        .param(person.shard())
        .param(person.value())
        .update();
    assertThat(enrol().eligible()).isZero();
    assertThat(coverage().waiting()).isZero();
    assertThat(programmes.enrolmentsOf(officer, person)).isEmpty();
  }

  @Test
  void twoOfficersAtOnceCoverEverybodyOnce() {
    List<PersonId> all = add(300, 40);
    fill(700);
    UUID first = programmes.enrol(officer, INSURANCE, county, YEAR, UUID.randomUUID());
    UUID second =
        programmes.enrol(
            actor(Role.FUND_OFFICER, county), INSURANCE, county, YEAR, UUID.randomUUID());
    EnrolmentResult one = await(first);
    EnrolmentResult two = await(second);
    assertThat(one.enrolled() + two.enrolled()).isEqualTo(300);
    awaitDelivered();
    assertThat(coverage().covered()).isEqualTo(300);
    assertThat(fund().held().minor()).isZero();
    for (PersonId person : all.subList(0, 20))
      assertThat(only(person).state()).isEqualTo(Enrolment.State.COVERED);
    BooksCheck.check(sql);
  }

  @Test
  void theSameRequestTwiceIsOneRun() {
    add(1, 40);
    fill(2);
    UUID job = UUID.randomUUID();
    programmes.enrol(officer, INSURANCE, county, YEAR, job);
    programmes.enrol(officer, INSURANCE, county, YEAR, job);
    assertThat(await(job).enrolled()).isEqualTo(1);
  }

  @Test
  void eachEnrolmentHasOneLeafWithoutPersonalDataThatItsReceiptOpens() {
    List<PersonId> all = add(3, 40);
    fill(5);
    enrol();
    Set<Long> indexes = new HashSet<>();
    for (PersonId person : all) {
      Enrolment enrolment = only(person);
      Enrolment.Receipt receipt = programmes.receipt(officer, enrolment.id());
      Proof.Receipt logged = proof.find(enrolment.id()).orElseThrow();
      assertThat(new String(logged.entry(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(receipt.leaf());
      indexes.add(logged.index());
      Map<?, ?> leaf = Json.read(receipt.leaf(), Map.class);
      assertThat(leaf.keySet().stream().map(String::valueOf).toList())
          .containsExactly(
              "county",
              "currency",
              "date",
              "person",
              "policyYear",
              "premiumMinor",
              "programme",
              "transfer",
              "type",
              "version");
      assertThat(leaf.get("transfer")).isEqualTo(enrolment.transfer().orElseThrow().toString());
      assertThat(leaf.get("person"))
          .isEqualTo(
              Leaf.digest(java.util.HexFormat.of().parseHex(receipt.opening().salt()), person));
      assertThat(receipt.leaf())
          .doesNotContain(person.toString())
          .doesNotContain(enrolment.village().text());
    }
    assertThat(indexes).hasSize(3);
  }

  @Test
  void theTransfersOfARunShareOneMillisecond() {
    List<PersonId> all = add(20, 40);
    fill(20);
    enrol();
    assertThat(
            all.stream()
                .map(each -> org.yutang.kernel.Uuids.instantOf(only(each).transfer().orElseThrow()))
                .distinct())
        .hasSize(1);
  }

  @Test
  void theVerdictOfAnEnrolmentStaysAsItWasWhenTheRegisterChanges() {
    PersonId person = add(1, 40).getFirst();
    fill(1);
    enrol();
    sql.sql("update register.person set born = date '2020-01-01' where shard_key = ? and id = ?")
        .param(person.shard())
        .param(person.value())
        .update();
    Verdict kept = programmes.enrolmentsOf(officer, person).getFirst().verdict();
    assertThat(kept).isInstanceOf(Verdict.Eligible.class);
    assertThat(kept.basis().facts().get("age").toString()).isEqualTo("40");
    assertThat(programmes.explain(officer, INSURANCE, person, LocalDate.of(YEAR, 6, 1)))
        .isInstanceOf(Verdict.NotEligible.class);
  }

  @Test
  void explainSaysWhyNotForEveryFailedRule() {
    PersonId person =
        people.add(villages.getFirst(), LocalDate.of(YEAR - 17, 1, 1), PovertyStatus.LIFTED);
    people.save();
    Verdict.NotEligible verdict =
        (Verdict.NotEligible)
            programmes.explain(officer, INSURANCE, person, LocalDate.of(YEAR, 6, 1));
    assertThat(verdict.failed())
        .extracting(Verdict.Reason::rule)
        .containsExactly("registered-poor", "working-age");
    assertThat(
            programmes
                .explain(officer, INSURANCE, person, LocalDate.of(YEAR + 1, 6, 1))
                .basis()
                .facts())
        .containsEntry("age", 18L);
  }

  @Test
  void aBirthdayOnTheFirstDayOfCoverCounts() {
    LocalDate first = LocalDate.of(YEAR, 1, 1);
    PersonId today =
        people.add(villages.getFirst(), first.minusYears(18), PovertyStatus.REGISTERED);
    PersonId tomorrow =
        people.add(villages.getFirst(), first.minusYears(18).plusDays(1), PovertyStatus.REGISTERED);
    PersonId sixty =
        people.add(villages.getFirst(), first.minusYears(61).plusDays(1), PovertyStatus.REGISTERED);
    PersonId sixtyOne =
        people.add(villages.getFirst(), first.minusYears(61), PovertyStatus.REGISTERED);
    people.save();
    assertThat(
            List.of(today, tomorrow, sixty, sixtyOne).stream()
                .map(
                    each ->
                        programmes.explain(officer, INSURANCE, each, first)
                            instanceof Verdict.Eligible))
        .containsExactly(true, false, true, false);
  }

  @Test
  void aRoleOfAnotherPlaceMayNeitherEnrolNorLook() {
    PersonId person = add(1, 40).getFirst();
    fill(1);
    Actor elsewhere = actor(Role.FUND_OFFICER, new PlaceCode("CN-500236"));
    Actor cadre = actor(Role.VILLAGE_CADRE, villages.getFirst());
    assertThat(code(() -> programmes.enrol(elsewhere, INSURANCE, county, YEAR, UUID.randomUUID())))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> programmes.enrol(cadre, INSURANCE, county, YEAR, UUID.randomUUID())))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(
            code(() -> programmes.explain(elsewhere, INSURANCE, person, LocalDate.of(YEAR, 1, 1))))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> programmes.coverage(elsewhere, INSURANCE, county, YEAR)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> programmes.coverage(cadre, INSURANCE, county, YEAR)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(
            code(
                () -> programmes.grant(elsewhere, INSURANCE, Money.fen(1), UUID.randomUUID(), "x")))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    enrol();
    assertThat(programmes.enrolmentsOf(elsewhere, person)).isEmpty();
    assertThat(code(() -> programmes.receipt(elsewhere, only(person).id())))
        .isEqualTo(ProgrammeRefusal.UNKNOWN_ENROLMENT);
    assertThat(programmes.coverage(cadre, INSURANCE, villages.getFirst(), YEAR).covered())
        .isEqualTo(1);
    assertThat(programmes.enrolmentsOf(cadre, person)).hasSize(1);
  }

  @Test
  void whatIsNoCountyOrNoPolicyYearIsRefused() {
    assertThat(
            code(
                () ->
                    programmes.enrol(
                        officer, INSURANCE, new PlaceCode("CN-54"), YEAR, UUID.randomUUID())))
        .isEqualTo(ProgrammeRefusal.NOT_A_COUNTY);
    assertThat(
            code(
                () ->
                    programmes.enrol(
                        officer, INSURANCE, villages.getFirst(), YEAR, UUID.randomUUID())))
        .isEqualTo(ProgrammeRefusal.NOT_A_COUNTY);
    assertThat(
            code(
                () ->
                    programmes.enrol(
                        officer, INSURANCE, new PlaceCode("CN-999999"), YEAR, UUID.randomUUID())))
        .isEqualTo(RegisterRefusal.UNKNOWN_PLACE);
    assertThat(code(() -> programmes.enrol(officer, INSURANCE, county, 2016, UUID.randomUUID())))
        .isEqualTo(ProgrammeRefusal.YEAR_NOT_OPEN);
    assertThat(code(() -> programmes.enrol(officer, INSURANCE, county, 2099, UUID.randomUUID())))
        .isEqualTo(ProgrammeRefusal.YEAR_NOT_OPEN);
    assertThat(
            code(
                () ->
                    programmes.enrol(
                        officer, new ProgrammeId("nothing"), county, YEAR, UUID.randomUUID())))
        .isEqualTo(ProgrammeRefusal.UNKNOWN_PROGRAMME);
    assertThat(code(() -> programmes.coverage(officer, INSURANCE, new PlaceCode("CN-54"), YEAR)))
        .isEqualTo(ProgrammeRefusal.PLACE_TOO_LARGE);
    assertThat(code(() -> programmes.receipt(officer, UUID.randomUUID())))
        .isEqualTo(ProgrammeRefusal.UNKNOWN_ENROLMENT);
  }

  @Test
  void aGrantArrivesOnceHoweverOftenItIsSent() {
    UUID id = UUID.randomUUID();
    Money amount = Money.parse("12.34", "CNY");
    long before = fund().balance().minor();
    programmes.grant(officer, INSURANCE, amount, id, "a test");
    assertThat(programmes.grant(officer, INSURANCE, amount, id, "a test").balance().minor())
        .isEqualTo(before + 1234);
    assertThat(code(() -> programmes.grant(officer, INSURANCE, Money.fen(1), id, "a test")))
        .isEqualTo(ProgrammeRefusal.GRANT_DIFFERS);
    assertThat(
            code(
                () ->
                    programmes.grant(
                        officer, INSURANCE, Money.fen(0), UUID.randomUUID(), "a test")))
        .isEqualTo(ProgrammeRefusal.BAD_AMOUNT);
    assertThat(
            code(
                () ->
                    programmes.grant(
                        officer, INSURANCE, new Money(5, "USD"), UUID.randomUUID(), "a test")))
        .isEqualTo(ProgrammeRefusal.BAD_AMOUNT);
    assertThat(
            code(() -> programmes.grant(officer, INSURANCE, Money.fen(1), UUID.randomUUID(), " ")))
        .isEqualTo(ProgrammeRefusal.BAD_LABEL);
    awaitDelivered();
    assertThat(fund().balance().minor()).isEqualTo(before + 1234);
    sweepBack(1234);
  }

  @Test
  void enrolmentsAreListedByPlaceStateAndPage() {
    add(7, 40);
    fill(7);
    enrol();
    assertThat(list(Optional.empty()).total()).isEqualTo(7);
    assertThat(list(Optional.of(Enrolment.State.COVERED)).total()).isEqualTo(7);
    assertThat(list(Optional.of(Enrolment.State.PREMIUM_HELD)).total()).isZero();
    for (Enrolment.Sort sort : Enrolment.Sort.values())
      for (boolean descending : new boolean[] {true, false}) {
        Enrolment.Query query =
            new Enrolment.Query(
                INSURANCE, YEAR, county, Optional.empty(), sort, descending, new Page.Wanted(2, 5));
        assertThat(programmes.enrolments(officer, query).items()).hasSize(2);
      }
    Coverage coverage = coverage();
    assertThat(coverage.villages()).hasSize(2);
    assertThat(coverage.villages().stream().mapToLong(Coverage::covered).sum()).isEqualTo(7);
    assertThat(programmes.counties(officer, INSURANCE, YEAR))
        .anySatisfy(each -> assertThat(each.place()).isEqualTo(county));
    assertThat(programmes.coverage(officer, INSURANCE, villages.getFirst(), YEAR).covered())
        .isEqualTo(4);
  }

  private List<PersonId> add(int count, int age) {
    List<PersonId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++)
      ids.add(
          people.add(
              villages.get(i % 2), LocalDate.of(YEAR - age, 1, 1), PovertyStatus.REGISTERED));
    people.save();
    return ids;
  }

  /// Puts exactly enough for so many premiums into the fund, beside what is there.
  private void fill(int premiums) {
    programmes.grant(
        officer, INSURANCE, Money.fen(premiums * PREMIUM), UUID.randomUUID(), "a test");
  }

  private void emptyTheFund() {
    awaitDelivered();
    fund();
    long left = fund().available().minor();
    if (left > 0) sweepBack(left);
  }

  private void sweepBack(long amount) {
    Programme programme = programmes.get(INSURANCE);
    ledger.execute(
        List.of(
            new org.yutang.ledger.Command.Transfer(
                org.yutang.kernel.Uuids.fresh(clock.instant()),
                programme.fund(),
                programme.world(),
                amount,
                "test",
                LocalDate.EPOCH)));
  }

  private EnrolmentResult enrol() {
    return enrol(YEAR);
  }

  private EnrolmentResult enrol(int year) {
    return await(programmes.enrol(officer, INSURANCE, county, year, UUID.randomUUID()));
  }

  private EnrolmentResult await(UUID job) {
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      Jobs.Job now = jobs.find(job).orElseThrow();
      if (now.state() == Jobs.State.DONE)
        return Json.read(java.util.Objects.requireNonNull(now.resultJson()), EnrolmentResult.class);
      if (now.ended() || now.state() == Jobs.State.RETRYING || System.nanoTime() > limit)
        throw new AssertionError("job " + now);
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  private void awaitDelivered() {
    try {
      assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Coverage coverage() {
    return programmes.coverage(officer, INSURANCE, county, YEAR);
  }

  private Fund fund() {
    return programmes.fund(officer, INSURANCE);
  }

  private Enrolment only(PersonId person) {
    List<Enrolment.Explained> all = programmes.enrolmentsOf(officer, person);
    assertThat(all).hasSize(1);
    return all.getFirst().enrolment();
  }

  private Page<Enrolment> list(Optional<Enrolment.State> state) {
    return programmes.enrolments(
        officer,
        new Enrolment.Query(
            INSURANCE, YEAR, county, state, Enrolment.Sort.PLACE, false, new Page.Wanted(1, 50)));
  }

  private static Refusal.Code code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.code();
  }

  private static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "test", Set.of(new Grant(role, place)));
  }
}
