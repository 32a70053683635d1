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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Payout;
import org.yutang.payment.PayoutEnded;
import org.yutang.programme.Case.State;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Claims as cases, by the rules that insurers test their own systems with. Each test takes a
/// county of Ningxia that no other test uses.
class ClaimRulesTest extends ServerTest {

  private static final ProgrammeId RULES = new ProgrammeId("test-claim-rules");
  private static final int YEAR = 2026;
  private static final AtomicInteger TAKEN = new AtomicInteger();

  @Autowired BeanFactory beans;
  @Autowired Register register;
  @Autowired Cases cases;
  @Autowired Programmes programmes;
  @Autowired JdbcClient sql;

  private ClaimHouse house;
  private PersonId person;
  private String account = "6222020200000001234";

  @BeforeEach
  void cover() {
    PlaceCode county =
        register
            .counties(
                new PlaceQuery(
                    Optional.of(new PlaceCode("CN-64")),
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
    People people = new People(sql, county);
    person =
        people.add(
            house.villages.getFirst(), LocalDate.of(YEAR - 40, 1, 1), PovertyStatus.REGISTERED);
    people.save();
    programmes.grant(house.officer, RULES, Money.fen(100), UUID.randomUUID(), "a test");
    house.enrol(RULES, YEAR);
    programmes.grant(house.officer, RULES, Money.fen(20_000_000), UUID.randomUUID(), "a test");
  }

  @Test
  void twoLinesOf700ArePaidWith1400() {
    Case done = passed(visit("visit", "2026-02-01", line(1, "700.00"), line(1, "700.00")));
    settled();
    assertThat(now(done).state()).isEqualTo(State.COMPLETED);
    assertThat(now(done).paid().decimal()).isEqualTo("1400.00");
  }

  @Test
  void aReviewThatRejectsALineLeavesTheOthersAndOneThatRejectsAllRejectsTheClaim() {
    long before = programmes.fund(house.officer, RULES).available().minor();
    Case filed = visit("visit", "2026-02-01", line(2, "100.00"), line(3, "100.00"));
    assertThat(filed.benefit().orElseThrow().decimal()).isEqualTo("500.00");
    Case cut = ruled(filed, Map.of(1, rejected()), "第二行不在范围内");
    assertThat(cut.benefit().orElseThrow().decimal()).isEqualTo("200.00");
    settled();
    assertThat(now(cut).paid().decimal()).isEqualTo("200.00");
    Case other = visit("visit", "2026-02-02", line(1, "10.00"), line(1, "20.00"));
    Case rejected = ruled(other, Map.of(0, rejected(), 1, rejected()), "都不在范围内");
    assertThat(rejected.state()).isEqualTo(State.REJECTED);
    settled();
    assertThat(programmes.fund(house.officer, RULES).available().minor())
        .isEqualTo(before - 20_000);
  }

  @Test
  void aVisitCapOf55Pays55AndTheCeilingOfAYearWhatIsLeft() {
    assertThat(passed(visit("capped-visit", "2026-02-01", line(1, "700.00"))).benefit())
        .contains(Money.fen(5500));
    assertThat(passed(visit("capped-visit", "2026-02-02", line(1, "700.00"))).benefit())
        .contains(Money.fen(4500));
    Case third = visit("capped-visit", "2026-02-03", line(1, "700.00"));
    assertThat(code(() -> passed(third))).isEqualTo(ProgrammeRefusal.NOTHING_DUE);
  }

  @Test
  void twoReviewersAtOnceNeverGrantMoreThanTheCeilingOfAYear() {
    List<Case> filed = new ArrayList<>();
    for (int day = 1; day <= 6; day++)
      filed.add(visit("capped-visit", "2026-03-0" + day, line(1, "700.00")));
    List<CompletableFuture<Void>> both = new ArrayList<>();
    for (Case each : filed)
      both.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  passed(each);
                } catch (Refusal refusal) {
                  assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.NOTHING_DUE);
                }
              }));
    both.forEach(CompletableFuture::join);
    settled();
    assertThat(filed.stream().mapToLong(each -> now(each).paid().minor()).sum()).isEqualTo(10_000);
  }

  @Test
  void twoReviewersOfOneCaseAreNotBothHeard() {
    Case filed = visit("visit", "2026-02-01", line(1, "700.00"));
    AtomicInteger heard = new AtomicInteger();
    List<CompletableFuture<Void>> both = new ArrayList<>();
    for (int i = 0; i < 4; i++)
      both.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  passed(filed);
                  heard.incrementAndGet();
                } catch (Refusal refusal) {
                  assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.CASE_CHANGED);
                }
              }));
    both.forEach(CompletableFuture::join);
    settled();
    assertThat(heard.get()).isEqualTo(1);
    assertThat(now(filed).paid().decimal()).isEqualTo("700.00");
  }

  @Test
  void withinSixMonthsOfTheFirstCoverNothingIsDue() {
    assertThat(code(() -> stay("2026-01-02", "164932.00", "98959.20")))
        .isEqualTo(ProgrammeRefusal.WAITING_PERIOD);
    assertThat(stay("2026-07-02", "164932.00", "98959.20").state()).isEqualTo(State.IN_REVIEW);
  }

  @Test
  void aSecondStayWithin180DaysIsRefusedAlsoWhenBothAreFiledAtOnce() {
    List<CompletableFuture<Boolean>> both = new ArrayList<>();
    for (String day : List.of("2026-07-02", "2026-10-01"))
      both.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  stay(day, "10000.00", "0.00");
                  return true;
                } catch (Refusal refusal) {
                  assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.TOO_SOON);
                  return false;
                }
              }));
    assertThat(both.stream().map(CompletableFuture::join).filter(each -> each)).hasSize(1);
  }

  @Test
  void twoPeopleAgreeAndThePayersBeforeAreTakenOff() {
    Case filed = stay("2026-07-02", "72376.39", "26135.37");
    assertThat(filed.benefit().orElseThrow().decimal()).isEqualTo("32805.77");
    Case once = passed(filed);
    assertThat(once.state()).isEqualTo(State.IN_REVIEW);
    assertThat(code(() -> passed(once))).isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    Case twice =
        cases.decide(
            house.otherInsurer, once.id(), once.version(), Ruling.Pass.whole(), house.today());
    assertThat(twice.state()).isEqualTo(State.APPROVED);
    settled();
    assertThat(now(twice).paid().decimal()).isEqualTo("32805.77");
  }

  @Test
  void aStayAfterLeavingIsNotCovered() {
    assertThat(code(() -> stay("2025-12-31", "10000.00", "0.00")))
        .isEqualTo(ProgrammeRefusal.NOT_COVERED);
    assertThat(code(() -> stay("2026-02-30", "10000.00", "0.00")))
        .isEqualTo(ProgrammeRefusal.BAD_ANSWER);
  }

  @Test
  void aConditionThatNoLongerHoldsHoldsThePaymentBackUntilItDoes() {
    Case filed = stay("2026-07-02", "72376.39", "26135.37");
    Case once = passed(filed);
    status(PovertyStatus.LIFTED);
    cases.decide(house.otherInsurer, once.id(), once.version(), Ruling.Pass.whole(), house.today());
    settled();
    assertThat(now(filed).paid().minor()).isZero();
    assertThat(cases.instalments(house.insurer, filed.id()).getFirst().heldBack())
        .containsExactly("not-withdrawn");
    status(PovertyStatus.REGISTERED);
    beans
        .getBeanProvider(org.yutang.store.EveryMinute.class)
        .forEach(org.yutang.store.EveryMinute::everyMinute);
    settled();
    assertThat(now(filed).paid().decimal()).isEqualTo("32805.77");
  }

  @Test
  void anOldAnswerOfTheBankThatIsToldAgainStopsNothing() throws Exception {
    account = "6222020200000000000";
    Case filed = visit("visit", "2026-02-01", line(1, "700.00"));
    passed(filed);
    settled();
    Case.Instalment failed = cases.instalments(house.insurer, filed.id()).getFirst();
    assertThat(failed.state()).isEqualTo(Case.Instalment.State.FAILED);
    Case now = now(filed);
    cases.correctPayee(
        house.cadre, now.id(), now.version(), "李四", "6222020200000005678", house.today());
    settled();
    assertThat(now(filed).paid().decimal()).isEqualTo("700.00");
    PayoutEnded old =
        new PayoutEnded(
            failed.payout().orElseThrow(),
            "case",
            filed.id(),
            false,
            "account closed",
            house.today().toString());
    for (Outbox.Listener listener : beans.getBeanProvider(Outbox.Listener.class))
      if (listener.name().equals("programme.cases"))
        listener.handle(List.of(new Outbox.Entry(1, PayoutEnded.TOPIC, Json.write(old))));
    assertThat(now(filed).state()).isEqualTo(State.COMPLETED);
    assertThat(now(filed).paid().decimal()).isEqualTo("700.00");
  }

  @Test
  void badAnswersAreRefusedOneByOne() {
    Map<String, Object> good = Map.of("seen", "2026-02-01", "bill", List.of(line(1, "700.00")));
    for (Map<String, Object> bad :
        List.<Map<String, Object>>of(
            Map.of("nonsense", 1),
            Map.of("seen", "2999-01-01"),
            Map.of("seen", 5),
            Map.of("bill", "x"),
            Map.of("bill", List.of()),
            Map.of("bill", List.of(Map.of("service", "drug", "quantity", 0, "price", "1.00"))),
            Map.of("bill", List.of(Map.of("service", "drug", "quantity", 1, "price", "-1.00"))),
            Map.of("bill", List.of(Map.of("service", "drug", "quantity", 1, "price", "1e9"))),
            Map.of("bill", List.of(Map.of("service", "drug", "quantity", 1)))))
      assertThat(code(() -> save("visit", bad)))
          .as("%s", bad)
          .isEqualTo(ProgrammeRefusal.BAD_ANSWER);
    assertThat(save("visit", good).state()).isEqualTo(State.DRAFT);
  }

  @Test
  void whoeverWroteInACaseDoesNotDecideIt() {
    Actor both =
        new Actor(
            UUID.randomUUID(),
            "test",
            Set.of(
                new Grant(Role.INSURER, new PlaceCode("CN")),
                new Grant(Role.VILLAGE_CADRE, house.villages.getFirst())));
    Case filed = visit("visit", "2026-02-01", line(1, "700.00"));
    Case asked = askedForPapers(both, filed);
    account = "6222020200009999999";
    Case saved = savedAgain(both, asked, filed.answers());
    Case again = cases.file(both, saved.id(), saved.version(), house.today());
    assertThat(
            code(
                () ->
                    cases.decide(
                        both, again.id(), again.version(), Ruling.Pass.whole(), house.today())))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    assertThat(passed(again).state()).isNotEqualTo(State.IN_REVIEW);
  }

  @Test
  void aDayThatIsBlankMeanwhileIsNearToNothing() {
    Case first = stay("2026-07-05", "100.00", "0.00");
    savedAgain(
        house.cadre,
        askedForPapers(house.insurer, first),
        Map.of("total", "100.00", "public", "0.00"));
    assertThat(stay("2026-07-06", "100.00", "0.00").state()).isEqualTo(State.IN_REVIEW);
  }

  private Case askedForPapers(Actor by, Case filed) {
    return cases.decide(
        by, filed.id(), filed.version(), new Ruling.AskForPapers("看不清"), house.today());
  }

  private Case savedAgain(Actor by, Case at, Map<String, Object> answers) {
    return cases.save(
        by,
        new CaseDraft(
            at.id(),
            at.version(),
            RULES,
            at.kind(),
            person,
            CaseKind.Channel.NOMINATION,
            answers,
            Map.of(),
            Optional.of("张三"),
            Optional.of(account),
            Optional.empty()),
        house.today());
  }

  private void status(PovertyStatus status) {
    sql.sql(
            """
            update register.poverty_status set status = :status where household = (select household from register.person where id = :person)
            """)
        .param("status", status.ordinal())
        .param("person", person.value())
        .update();
  }

  private Case visit(String kind, String day, Map<?, ?>... lines) {
    return filed(save(kind, Map.of("seen", day, "bill", List.of(lines))));
  }

  private Case stay(String day, String total, String publicly) {
    return filed(save("stay", Map.of("admitted", day, "total", total, "public", publicly)));
  }

  private Case save(String kind, Map<String, Object> answers) {
    return cases.save(
        house.cadre,
        new CaseDraft(
            Cases.idOf(person, UUID.randomUUID()),
            0,
            RULES,
            kind,
            person,
            CaseKind.Channel.NOMINATION,
            answers,
            Map.of(),
            Optional.of("张三"),
            Optional.of(account),
            Optional.empty()),
        house.today());
  }

  private Case filed(Case saved) {
    return cases.file(house.cadre, saved.id(), saved.version(), house.today());
  }

  private Case passed(Case filed) {
    return cases.decide(
        house.insurer, filed.id(), filed.version(), Ruling.Pass.whole(), house.today());
  }

  private Case ruled(Case filed, Map<Integer, Ruling.Line> lines, String note) {
    return cases.decide(
        house.insurer,
        filed.id(),
        filed.version(),
        new Ruling.Pass(lines, Optional.empty(), note),
        house.today());
  }

  private static Ruling.Line rejected() {
    return new Ruling.Line(Money.fen(0), "不在范围内");
  }

  private static Map<String, Object> line(int quantity, String price) {
    return Map.of("service", "drug", "quantity", quantity, "price", price);
  }

  private void settled() {
    house.delivered();
    house.delivered();
  }

  private Case now(Case of) {
    return cases.get(house.insurer, of.id());
  }

  private static Refusal.Code code(org.junit.jupiter.api.function.Executable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call::execute);
    assertThat(refusal).isNotNull();
    return refusal.code();
  }
}
