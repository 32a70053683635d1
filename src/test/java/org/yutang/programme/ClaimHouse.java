package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.TestPhotos;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.payment.Payouts;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.EveryMinute;
import org.yutang.store.HouseSettings;
import org.yutang.store.Jobs;
import org.yutang.store.Outbox;

/// A county with covered people, and whoever has to do with their hospital bills; through the
/// rooms' own doors.
final class ClaimHouse {

  static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  static final String BILL = "hospital-bill";
  static final int YEAR = 2026;
  static final LocalDate ADMITTED = LocalDate.of(YEAR, 3, 2);
  static final LocalDate DISCHARGED = LocalDate.of(YEAR, 3, 12);

  /// A Monday.
  static final LocalDate FILED = LocalDate.of(YEAR, 3, 16);

  final PlaceCode county;
  final List<PlaceCode> villages;
  final Actor officer = actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  final Actor cadre;
  final Actor countyOfficer;
  final Actor insurer = actor(Role.INSURER, new PlaceCode("CN"));
  final Actor otherInsurer = actor(Role.INSURER, new PlaceCode("CN"));
  final Actor thirdInsurer = actor(Role.INSURER, new PlaceCode("CN"));
  final Cases cases;
  final Programmes programmes;
  final Outbox outbox;
  final Clock clock;
  private final BeanFactory beans;
  private final People people;

  ClaimHouse(BeanFactory beans, PlaceCode county) {
    this.beans = beans;
    this.county = county;
    cases = beans.getBean(Cases.class);
    programmes = beans.getBean(Programmes.class);
    outbox = beans.getBean(Outbox.class);
    clock = beans.getBean(Clock.class);
    villages =
        beans
            .getBean(Register.class)
            .children(county, PlaceQuery.all(new Page.Wanted(1, 2)))
            .items()
            .stream()
            .map(village -> village.place().code())
            .toList();
    cadre = actor(Role.VILLAGE_CADRE, villages.getFirst());
    countyOfficer = actor(Role.COUNTY_OFFICER, county);
    people = new People(beans.getBean(JdbcClient.class), county);
  }

  static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "test", Set.of(new Grant(role, place)));
  }

  void pay(org.yutang.payment.Payout.Via via) {
    beans.getBean(HouseSettings.class).put("payment.provider", via.name());
  }

  /// People of the first village, covered in [#YEAR].
  List<PersonId> covered(int count) {
    return covered(count, villages.getFirst());
  }

  List<PersonId> covered(int count, PlaceCode village) {
    List<PersonId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++)
      ids.add(people.add(village, LocalDate.of(YEAR - 40, 1, 1), PovertyStatus.REGISTERED));
    people.save();
    programmes.grant(officer, INSURANCE, Money.fen(count * 3200L), UUID.randomUUID(), "a test");
    enrol(YEAR);
    return ids;
  }

  PersonId uncovered() {
    PersonId id =
        people.add(villages.getFirst(), LocalDate.of(YEAR - 40, 1, 1), PovertyStatus.NONE);
    people.save();
    return id;
  }

  void enrol(int year) {
    enrol(INSURANCE, year);
  }

  void enrol(ProgrammeId programme, int year) {
    UUID job = programmes.enrol(officer, programme, county, year, UUID.randomUUID());
    Jobs jobs = beans.getBean(Jobs.class);
    await(() -> jobs.find(job).orElseThrow().ended());
    assertThat(jobs.find(job).orElseThrow().state()).isEqualTo(Jobs.State.DONE);
    delivered();
  }

  /// Money for the insurer, as premiums that nobody needs: it comes straight from outside.
  void fundInsurer(long fen) {
    Programme programme = programmes.get(INSURANCE);
    org.yutang.ledger.Ledger ledger = beans.getBean(org.yutang.ledger.Ledger.class);
    ledger.execute(
        List.of(
            new org.yutang.ledger.Command.Transfer(
                org.yutang.kernel.Uuids.fresh(clock.instant()),
                programme.world(),
                programme.payee(),
                fen,
                "test",
                today())));
  }

  /// Takes all that the insurer can spend.
  void emptyInsurer() {
    delivered();
    Programme programme = programmes.get(INSURANCE);
    org.yutang.ledger.Ledger ledger = beans.getBean(org.yutang.ledger.Ledger.class);
    long left = ledger.find(programme.payee()).orElseThrow().available();
    if (left > 0)
      ledger.execute(
          List.of(
              new org.yutang.ledger.Command.Transfer(
                  org.yutang.kernel.Uuids.fresh(clock.instant()),
                  programme.payee(),
                  programme.world(),
                  left,
                  "test",
                  today())));
  }

  long balance(UUID account) {
    return beans.getBean(org.yutang.ledger.Ledger.class).find(account).orElseThrow().balance();
  }

  UUID payee() {
    return programmes.get(INSURANCE).payee();
  }

  /// What was granted out of the insurer's account and is not paid yet.
  long promised() {
    return balance(promisedByPayee());
  }

  long inTransit() {
    return balance(Payouts.inTransit(promisedByPayee()));
  }

  long outside() {
    return balance(Payouts.outside(promisedByPayee()));
  }

  private UUID promisedByPayee() {
    return programmes.get(INSURANCE).promisedByPayee();
  }

  LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  CaseDraft draft(PersonId person, String total, String ownShare) {
    return draft(person, UUID.randomUUID(), 0, total, ownShare, "6222020200000001234");
  }

  CaseDraft draft(
      PersonId person, UUID key, int version, String total, String ownShare, String account) {
    return draft(person, key, version, bill("B-" + key, total, ownShare), account);
  }

  static Map<String, Object> bill(String number, String total, String ownShare) {
    Map<String, Object> answers = new java.util.HashMap<>();
    answers.put("hospital", "县人民医院");
    answers.put("bill_number", number);
    answers.put("admitted", ADMITTED.toString());
    answers.put("discharged", DISCHARGED.toString());
    answers.put("total", total);
    answers.put("own_share", ownShare);
    answers.put("diagnosis", "骨折");
    return answers;
  }

  CaseDraft draft(
      PersonId person, UUID key, int version, Map<String, Object> answers, String account) {
    return new CaseDraft(
        Cases.idOf(person, key),
        version,
        INSURANCE,
        BILL,
        person,
        CaseKind.Channel.PROXY,
        answers,
        Map.of("bill", List.of(TestPhotos.fresh(beans))),
        Optional.of("张三丰"),
        Optional.of(account),
        Optional.of(
            new Case.Confirmation(
                Case.Confirmation.How.SPOKEN,
                Instant.parse("2026-03-15T08:00:00Z"),
                Optional.empty(),
                Optional.of("李四"),
                Optional.empty())));
  }

  /// The same draft with other answers, or as another version.
  static CaseDraft with(CaseDraft d, int version, Map<String, Object> answers) {
    return with(d, version, answers, d.evidence());
  }

  static CaseDraft with(
      CaseDraft d, int version, Map<String, Object> answers, Map<String, List<String>> evidence) {
    return new CaseDraft(
        d.id(),
        version,
        d.programme(),
        d.kind(),
        d.person(),
        d.channel(),
        answers,
        evidence,
        d.payeeName(),
        d.payeeAccount(),
        d.confirmation());
  }

  Case filed(PersonId person, String total, String ownShare) {
    return filed(draft(person, total, ownShare));
  }

  Case filed(CaseDraft draft) {
    Case saved = cases.save(cadre, draft, FILED);
    return cases.file(cadre, saved.id(), saved.version(), FILED);
  }

  Case ruled(Actor reviewer, Case seen, Ruling ruling) {
    return cases.decide(reviewer, seen.id(), seen.version(), ruling, FILED);
  }

  /// By as many reviewers as it takes.
  Case approved(Case filed) {
    Case decided = ruled(insurer, filed, Ruling.Pass.whole());
    return decided.state() == Case.State.IN_REVIEW
        ? ruled(otherInsurer, decided, Ruling.Pass.whole())
        : decided;
  }

  Case now(Case seen) {
    return cases.get(insurer, seen.id());
  }

  /// After all events were delivered, also those that events have caused.
  void delivered() {
    try {
      for (int i = 0; i < 8; i++)
        assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What waits for money or is due is tried once more.
  void tryAgain() {
    beans.getBeanProvider(EveryMinute.class).forEach(EveryMinute::everyMinute);
  }

  private static void await(java.util.function.BooleanSupplier done) {
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > limit) throw new AssertionError("too late");
      LockSupport.parkNanos(5_000_000);
    }
  }
}
