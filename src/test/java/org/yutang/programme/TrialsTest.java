package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

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
import org.yutang.access.AccessRefusal;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Payout;
import org.yutang.programme.Replay.Why;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.Jobs;
import org.yutang.store.Json;

/// Definitions tried before they hold. Each test takes a county of Qinghai that no other test uses.
class TrialsTest extends ServerTest {

  private static final ProgrammeId RULES = new ProgrammeId("test-claim-rules");
  private static final AtomicInteger TAKEN = new AtomicInteger();

  @Autowired BeanFactory beans;
  @Autowired Register register;
  @Autowired Cases cases;
  @Autowired Programmes programmes;
  @Autowired Trials trials;
  @Autowired Jobs jobs;
  @Autowired JdbcClient sql;

  private PlaceCode county;
  private ClaimHouse house;

  @BeforeEach
  void findCounty() {
    county =
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
                    new Page.Wanted(TAKEN.incrementAndGet(), 1)))
            .items()
            .getFirst()
            .place()
            .code();
    house = new ClaimHouse(beans, county);
    house.pay(Payout.Via.SANDBOX);
  }

  @Test
  void aSimulationSaysWhatANewVersionCostsWhomItReachesAndWhatChanges() {
    People people = new People(sql, county);
    for (int age : new int[] {17, 18, 40, 59, 60, 61, 64, 65})
      people.add(
          house.villages.getFirst(),
          LocalDate.of(2027 - age, 1, 1).minusDays(1),
          PovertyStatus.REGISTERED);
    people.add(house.villages.getFirst(), LocalDate.of(1990, 1, 1), PovertyStatus.NONE);
    people.save();
    String today = trials.definition(ClaimHouse.INSURANCE);
    Simulation same = simulate(today, 2027);
    assertThat(same.persons()).isEqualTo(9);
    assertThat(same.cover().orElseThrow().eligible()).isEqualTo(4);
    assertThat(same.cover().orElseThrow().change()).contains(new Simulation.Change(0, 0));
    assertThat(same.cover().orElseThrow().premium()).isEqualTo(Money.parse("128.00", "CNY"));

    String wider =
        today
            .replace("age >= 18 && age <= 60", "age >= 19 && age <= 64")
            .replace("amount: \"32.00\"", "amount: \"30.00\"");
    assertThat(wider).isNotEqualTo(today);
    Simulation.Cover cover = simulate(wider, 2027).cover().orElseThrow();
    assertThat(cover.eligible()).as("40, 59, 60, 61, 64").isEqualTo(5);
    assertThat(cover.change()).contains(new Simulation.Change(2, 1));
    assertThat(cover.premium()).isEqualTo(Money.parse("150.00", "CNY"));
    assertThat(cover.failed().stream().mapToLong(Simulation.Failed::persons).sum())
        .as("17, 18 and 65 by age, one by status")
        .isEqualTo(4);
    assertThat(count("programme.enrolment")).as("nothing is written").isZero();
  }

  @Test
  void aReplayUnderTheSameRulesChangesNothingAndUnderOthersSaysWhatAndWhy() {
    PersonId person = insured();
    Case capped = passed(visit(person, "capped-visit", "2026-02-01", "700.00"));
    Case second = passed(visit(person, "capped-visit", "2026-02-03", "700.00"));
    Case third = passed(visit(person, "visit", "2026-02-05", "30.00"));
    house.delivered();
    String today = trials.definition(RULES);
    Replay same = replay(today);
    assertThat(same.decided()).isEqualTo(3);
    assertThat(same.same()).isEqualTo(3);
    assertThat(same.was()).isEqualTo(Money.parse("130.00", "CNY")).isEqualTo(same.would());

    Replay lower = replay(today.replace("perYear: \"100.00\"", "perYear: \"60.00\""));
    assertThat(lower.differences())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.id()).isEqualTo(second.id());
              assertThat(each.was().amount()).isEqualTo(Money.parse("45.00", "CNY"));
              assertThat(each.would().amount()).isEqualTo(Money.parse("5.00", "CNY"));
              assertThat(why(each)).containsExactly(Why.CEILING);
            });

    Replay apart =
        replay(today.replace("perYear: \"100.00\"", "perYear: \"100.00\", interval: P10D"));
    assertThat(apart.differences())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.id()).isEqualTo(second.id());
              assertThat(each.would().granted()).isFalse();
              assertThat(why(each)).containsExactly(Why.INTERVAL);
            });

    Replay waiting =
        replay(today.replace("perYear: \"100.00\"", "perYear: \"100.00\", waiting: P1M1D"));
    assertThat(waiting.differences())
        .as("the first is refused, which leaves the second more of the year's ceiling")
        .extracting(Replay.Difference::id, TrialsTest::why, each -> each.would().amount())
        .containsExactlyInAnyOrder(
            tuple(capped.id(), List.of(Why.WAITING), Money.fen(0)),
            tuple(second.id(), List.of(Why.CEILING), Money.parse("55.00", "CNY")));

    Replay gone = replay(today.replace("- name: visit\n", "- name: other-visit\n"));
    assertThat(gone.differences())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.id()).isEqualTo(third.id());
              assertThat(why(each)).containsExactly(Why.KIND);
            });
    assertThat(gone.would()).isEqualTo(Money.parse("100.00", "CNY"));
    assertThat(cases.get(house.insurer, second.id()).benefit())
        .as("nothing is changed")
        .contains(Money.parse("45.00", "CNY"));
  }

  @Test
  void aReplayOfCasesThatRestOnCoverTakesTheFactsThatWereKept() {
    house.fundInsurer(9_000_000);
    PersonId person = house.covered(1).getFirst();
    Case claim = house.approved(house.filed(person, "72376.39", "46241.02"));
    Case rejected = house.filed(house.covered(1).getFirst(), "9000.00", "2000.00");
    house.ruled(house.insurer, rejected, new Ruling.Reject("below-deductible", "不到起付线"));
    house.delivered();
    // who was born later than was believed, and would not be covered if we asked today
    sql.sql("update register.person set born = date '2015-01-01' where id = :id")
        .param("id", person.value())
        .update();
    String today = trials.definition(ClaimHouse.INSURANCE);
    Replay same = replay(today);
    assertThat(same.decided()).isEqualTo(2);
    assertThat(same.same()).isEqualTo(2);

    Replay lower = replay(today.replace("deductible: \"2500.00\"", "deductible: \"1000.00\""));
    assertThat(lower.would().minus(lower.was()))
        .as("75 % of 1,500 more, and of 1,000 that was below the deductible")
        .isEqualTo(Money.parse("1875.00", "CNY"));
    assertThat(lower.differences())
        .extracting(Replay.Difference::id)
        .containsExactlyInAnyOrder(claim.id(), rejected.id());

    Replay older = replay(today.replace("age >= 18 && age <= 60", "age >= 59 && age <= 60"));
    assertThat(older.differences())
        .filteredOn(each -> each.id().equals(claim.id()))
        .singleElement()
        .satisfies(each -> assertThat(why(each)).containsExactly(Why.RULE));
  }

  @Test
  void whatCannotBeTriedIsRefused() {
    String today = trials.definition(RULES);
    UUID job = UUID.randomUUID();
    assertThat(code(() -> trials.simulate(house.cadre, today, county, 2026, job)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> trials.simulate(house.officer, "id: [", county, 2026, job)))
        .isEqualTo(ProgrammeRefusal.BAD_YAML);
    assertThat(code(() -> trials.simulate(house.officer, today, county, 1999, job)))
        .isEqualTo(ProgrammeRefusal.YEAR_NOT_OPEN);
    assertThat(
            code(() -> trials.replay(house.officer, "#".repeat(Trials.MAX_TEXT + 1), county, job)))
        .isEqualTo(ProgrammeRefusal.DEFINITION_TOO_LONG);
    assertThat(
            code(
                () ->
                    trials.replay(
                        house.officer, today.replace("id: test", "id: no-such"), county, job)))
        .isEqualTo(ProgrammeRefusal.UNKNOWN_PROGRAMME);
    assertThat(
            code(
                () ->
                    trials.replay(
                        house.officer,
                        today.replace("currency: CNY", "currency: USD"),
                        county,
                        job)))
        .isEqualTo(ProgrammeRefusal.OTHER_CURRENCY);
    assertThat(jobs.find(job)).isEmpty();
  }

  private PersonId insured() {
    People people = new People(sql, county);
    PersonId person =
        people.add(house.villages.getFirst(), LocalDate.of(1986, 1, 1), PovertyStatus.REGISTERED);
    people.save();
    programmes.grant(house.officer, RULES, Money.fen(20_000_000), UUID.randomUUID(), "a test");
    house.enrol(RULES, 2026);
    return person;
  }

  private Case visit(PersonId person, String kind, String day, String price) {
    Case saved =
        cases.save(
            house.cadre,
            new CaseDraft(
                Cases.idOf(person, UUID.randomUUID()),
                0,
                RULES,
                kind,
                person,
                CaseKind.Channel.NOMINATION,
                Map.of(
                    "seen",
                    day,
                    "bill",
                    List.of(Map.of("service", "drug", "quantity", 1, "price", price))),
                Map.of(),
                Optional.of("张三"),
                Optional.of("6222020200000001234"),
                Optional.empty()),
            house.today());
    return cases.file(house.cadre, saved.id(), saved.version(), house.today());
  }

  private Case passed(Case filed) {
    return cases.decide(
        house.insurer, filed.id(), filed.version(), Ruling.Pass.whole(), house.today());
  }

  private Simulation simulate(String definition, int year) {
    UUID job = trials.simulate(house.officer, definition, county, year, UUID.randomUUID());
    return Json.read(SameAgain.result(jobs, job), Simulation.class);
  }

  private Replay replay(String definition) {
    return SameAgain.replay(beans, house.officer, definition, county);
  }

  private long count(String table) {
    return sql.sql("select count(*) from " + table + " where county = :county")
        .param("county", county.text())
        .query(Long.class)
        .single();
  }

  private static List<Why> why(Replay.Difference difference) {
    return difference.because().stream().map(Replay.Reason::why).toList();
  }

  private static Refusal.Code code(org.junit.jupiter.api.function.Executable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call::execute);
    assertThat(refusal).isNotNull();
    return refusal.code();
  }
}
