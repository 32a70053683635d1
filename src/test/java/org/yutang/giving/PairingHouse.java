package org.yutang.giving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
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
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.payment.incoming.IncomingDoor;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.People;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Ruling;
import org.yutang.programme.Text;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.EveryMinute;
import org.yutang.store.HouseSettings;
import org.yutang.store.Jobs;
import org.yutang.store.Outbox;

/// A county whose women take part in the tests' own programme with gifts, and those who give.
public final class PairingHouse {

  public static final ProgrammeId RULES = new ProgrammeId("test-pairing");
  public static final UUID PROJECT = Uuids.named("pairing-house", "project");

  public final Actor officer = actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  final Actor second = actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  final Actor insurer = actor(Role.INSURER, PlaceCode.WORLD);
  public final Actor countyOfficer;
  final AddedCover cover;
  final Gifts gifts;
  final JdbcClient sql;
  private final BeanFactory beans;
  private final Cases cases;
  private final Programmes programmes;
  private final PlaceCode county;
  private final PlaceCode village;

  public PairingHouse(BeanFactory beans, PlaceCode county) {
    this.beans = beans;
    this.county = county;
    cover = beans.getBean(AddedCover.class);
    gifts = beans.getBean(Gifts.class);
    cases = beans.getBean(Cases.class);
    programmes = beans.getBean(Programmes.class);
    sql = beans.getBean(JdbcClient.class);
    // a bank that answers by files: what is granted is not paid while a test looks at it
    beans.getBean(HouseSettings.class).put("payment.provider", "BANK_FILE");
    countyOfficer = actor(Role.COUNTY_OFFICER, county);
    village =
        beans
            .getBean(Register.class)
            .children(county, PlaceQuery.all(new Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    beans
        .getBean(Giving.class)
        .openProject(
            officer,
            new Project.New(
                PROJECT,
                new Text("好保险", "Insurance"),
                new Text("测试", "A test"),
                RULES,
                new PlaceCode("CN"),
                LocalDate.of(2020, 1, 1),
                LocalDate.of(2099, 12, 31),
                Optional.empty(),
                List.of()));
  }

  /// Women of the county who take part once the run has ended.
  public List<PersonId> women(int count) {
    People people = new People(sql, county);
    List<PersonId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++)
      ids.add(people.add(village, today().minusYears(30), PovertyStatus.REGISTERED));
    people.save();
    programmes.grant(officer, RULES, Money.fen(count * 100L), UUID.randomUUID(), "a test");
    UUID job = programmes.enrol(officer, RULES, county, today().getYear(), UUID.randomUUID());
    Jobs jobs = beans.getBean(Jobs.class);
    long limit = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!jobs.find(job).orElseThrow().ended()) {
      if (System.nanoTime() > limit) throw new IllegalStateException("enrolment does not end");
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(jobs.find(job).orElseThrow().state()).isEqualTo(Jobs.State.DONE);
    delivered();
    return ids;
  }

  public Gift.New gift(long fen, String message) {
    return new Gift.New(
        UUID.randomUUID(),
        PROJECT,
        Money.fen(fen),
        Optional.of("张三"),
        Optional.of("zhang@example.org"),
        Optional.of(message),
        Optional.empty());
  }

  Gifts.Given give(long fen) {
    return gifts.give(gift(fen, ""));
  }

  public Gifts.Given paid(long fen) {
    return paid(gift(fen, ""));
  }

  public Gifts.Given paid(Gift.New gift) {
    Gifts.Given given = gifts.give(gift);
    pay(given);
    delivered();
    return given;
  }

  /// The provider tells of it twice.
  void pay(Gifts.Given given) {
    Map<String, String> notice = IncomingDoor.paySilently(beans, now(given).payment());
    IncomingDoor.tell(beans, notice);
    IncomingDoor.tell(beans, notice);
  }

  Gift now(Gifts.Given given) {
    return gifts.get(given.link(), given.gift());
  }

  Optional<AddedCover.OfGift> ofGift(Gifts.Given given) {
    UUID gift = now(given).publicId();
    return Optional.ofNullable(cover.of(List.of(gift)).get(gift));
  }

  public AddedCover.OfPerson of(PersonId woman) {
    return cover.ofPerson(officer, RULES, woman).orElseThrow();
  }

  void leave(PersonId woman) {
    cover.leave(countyOfficer, RULES, woman, today(), "迁出本县");
  }

  /// A claim that was approved.
  public Case ill(PersonId woman, String tier) {
    Case saved =
        cases.save(
            countyOfficer,
            new CaseDraft(
                Cases.idOf(woman, UUID.randomUUID()),
                0,
                RULES,
                "illness",
                woman,
                CaseKind.Channel.NOMINATION,
                Map.of("seen", today().toString(), "tier", tier),
                Map.of(),
                Optional.of("示例"),
                Optional.of("6222020200000001234"),
                Optional.empty()),
            today());
    Case filed = cases.file(countyOfficer, saved.id(), saved.version(), today());
    return cases.decide(insurer, filed.id(), filed.version(), Ruling.Pass.whole(), today());
  }

  void reverse(Case of) {
    Case now = cases.get(officer, of.id());
    cases.reverse(officer, now.id(), now.version(), "查实不符", today());
  }

  public void fund(long fen) {
    programmes.grant(officer, RULES, Money.fen(fen), UUID.randomUUID(), "a test");
  }

  void minute() {
    beans.getBeanProvider(EveryMinute.class).forEach(EveryMinute::everyMinute);
    delivered();
  }

  public void delivered() {
    try {
      for (int i = 0; i < 4; i++)
        assertThat(beans.getBean(Outbox.class).awaitDelivered(Duration.ofSeconds(60))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public LocalDate today() {
    return BusinessDay.of(beans.getBean(Clock.class).instant());
  }

  /// Nobody takes part any more and nothing waits, as if the programme began today.
  public void empty() {
    sql.sql(
            "update programme.participant set left_day = :day where programme = :programme and left_day is null")
        .param("day", today())
        .param("programme", RULES.text())
        .update();
    sql.sql(
            "update programme.gift_cover set state = 'TAKEN_BACK' where programme = :programme and state = 'WAITING'")
        .param("programme", RULES.text())
        .update();
  }

  /// Counts gifts, pairings and people's sums against each other.
  void check() {
    String programme = "programme = '" + RULES.text() + "'";
    assertThat(
            count(
                """
                select count(*) from programme.participant p left join lateral (
                  select count(*) as pairs, coalesce(sum(amount), 0) as added from programme.pairing o
                  where o.shard_key = p.shard_key and o.programme = p.programme and o.person = p.person and o.ended_day is null) o on true
                where p.pairs <> o.pairs or p.added <> o.added or p.added <> 5000 * p.pairs
                """))
        .as("sums of people that their pairings contradict")
        .isZero();
    assertThat(
            count(
                "select coalesce(sum(added), 0) - 5000 * (select count(*) from programme.gift_cover where state = 'PAIRED' and "
                    + programme
                    + ") from programme.participant where "
                    + programme))
        .as("cover that no gift has added")
        .isZero();
    assertThat(
            count(
                """
                select count(*) from programme.gift_cover g left join lateral (
                  select count(*) as living, min(id::text) as id from programme.pairing p where p.gift = g.gift and p.ended_day is null) p on true
                where p.living <> (case when g.state = 'PAIRED' then 1 else 0 end) or (p.living = 1 and p.id <> g.pairing::text)
                """))
        .as("gifts with another number of living pairs than their rows say")
        .isZero();
    assertThat(
            count(
                """
                select count(*) from giving.gift g left join programme.gift_cover c on c.shard_key = g.shard_key and c.gift = g.public_id
                where g.programme = 'test-pairing' and (g.state = 'PAID' and g.amount >= 100) <> (c.gift is not null)
                """))
        .as("paid gifts that add nothing, or others that do")
        .isZero();
  }

  long count(String question) {
    return sql.sql(question).query(Long.class).single();
  }

  static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "test", Set.of(new Grant(role, place)));
  }
}
