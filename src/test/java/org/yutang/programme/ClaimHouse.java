package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
import org.yutang.store.HouseSettings;
import org.yutang.store.Jobs;
import org.yutang.store.Outbox;

/// A county with covered people, and whoever has to do with their claims; through the rooms' own
/// doors.
final class ClaimHouse {

  static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
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
  final Claims claims;
  final Programmes programmes;
  final Outbox outbox;
  final Clock clock;
  private final BeanFactory beans;
  private final People people;

  ClaimHouse(BeanFactory beans, PlaceCode county) {
    this.beans = beans;
    this.county = county;
    claims = beans.getBean(Claims.class);
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

  long inTransit() {
    return balance(Payouts.inTransit(payee()));
  }

  long outside() {
    return balance(Payouts.outside(payee()));
  }

  LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  ClaimDraft draft(PersonId person, String total, String ownShare) {
    return draft(person, UUID.randomUUID(), 0, total, ownShare, "6222020200000001234");
  }

  ClaimDraft draft(
      PersonId person, UUID key, int version, String total, String ownShare, String account) {
    String photo = TestPhotos.fresh(beans);
    return new ClaimDraft(
        Claims.idOf(person, key),
        version,
        INSURANCE,
        person,
        Optional.of("县人民医院"),
        Optional.of(ADMITTED),
        Optional.of(DISCHARGED),
        Optional.of("B-" + key),
        Optional.of(Money.parse(total, "CNY")),
        Optional.of(Money.parse(ownShare, "CNY")),
        Optional.of("骨折"),
        Optional.of("张三丰"),
        Optional.of(account),
        List.of(photo),
        Optional.of(
            new Claim.Confirmation(
                Claim.Confirmation.How.FINGERPRINT,
                Instant.parse("2026-03-15T08:00:00Z"),
                Optional.of(photo),
                Optional.empty(),
                Optional.empty())));
  }

  Claim filed(PersonId person, String total, String ownShare) {
    return filed(draft(person, total, ownShare));
  }

  Claim filed(ClaimDraft draft) {
    Claim saved = claims.save(cadre, draft, FILED);
    return claims.file(cadre, saved.id(), saved.version(), FILED);
  }

  Claim approved(Claim claim) {
    Claim decided =
        claims.decide(insurer, claim.id(), claim.version(), new Decision.Accept(), FILED);
    return decided.state() == Claim.State.AWAITING_SECOND
        ? claims.second(otherInsurer, decided.id(), decided.version(), true, "", FILED)
        : decided;
  }

  Claim now(Claim claim) {
    return claims.get(insurer, claim.id());
  }

  /// After all events were delivered, also those that events have caused.
  void delivered() {
    try {
      for (int i = 0; i < 4; i++)
        assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(java.util.function.BooleanSupplier done) {
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > limit) throw new AssertionError("too late");
      LockSupport.parkNanos(5_000_000);
    }
  }
}
