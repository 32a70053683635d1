package org.yutang.programme;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.TestPhotos;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.giving.RefundNotice;
import org.yutang.giving.SaleNotice;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.payment.PaymentDoor;
import org.yutang.payment.Payout;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;

/// A walk through everything that moves money, by random steps through the rooms' own doors.
/// Actors, merchants and the project are the same in every process that walks on one house.
final class MoneyWalk {

  static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  static final UUID PROJECT = Uuids.named("money", "project");
  static final PlaceCode COUNTY = new PlaceCode("CN-500236");

  /// Known to each other only by this: per mille, and per order.
  private static final List<UUID> MERCHANTS =
      List.of(Uuids.named("money", "merchant-1"), Uuids.named("money", "merchant-2"));

  private static final int ORDER_NUMBERS = 1200;
  private final LocalDate today = BusinessDay.of(Instant.now());
  private final int year = today.getYear();
  private final Instant noon =
      today.minusDays(2).atTime(12, 0).atZone(BusinessDay.ZONE).toInstant();

  static final Actor OFFICER = actor("officer", Role.FUND_OFFICER, PlaceCode.WORLD);
  private static final Actor CADRE = actor("cadre", Role.COUNTY_OFFICER, COUNTY);
  private static final List<Actor> REVIEWERS =
      List.of(
          actor("insurer-1", Role.INSURER, new PlaceCode("CN")),
          actor("insurer-2", Role.INSURER, new PlaceCode("CN")),
          actor("insurer-3", Role.INSURER, new PlaceCode("CN")));

  private final BeanFactory beans;
  private final Giving giving;
  private final Programmes programmes;
  private final Cases cases;
  private final JdbcClient sql;
  private final Random random;
  private final List<PlaceCode> towns;

  MoneyWalk(BeanFactory beans, Random random) {
    this.beans = beans;
    this.random = random;
    giving = beans.getBean(Giving.class);
    programmes = beans.getBean(Programmes.class);
    cases = beans.getBean(Cases.class);
    sql = beans.getBean(JdbcClient.class);
    towns =
        beans
            .getBean(Register.class)
            .children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 3)))
            .items()
            .stream()
            .map(town -> town.place().code())
            .toList();
  }

  /// Project, merchants, pledges, some money and some covered people; repeating it changes nothing.
  void begin() {
    Text name = new Text("试", "money");
    LocalDate first = LocalDate.of(year - 1, 1, 1);
    giving.openProject(
        OFFICER,
        new Project.New(
            PROJECT,
            name,
            name,
            INSURANCE,
            PlaceCode.WORLD,
            first,
            first.plusYears(20),
            Money.fen(100_000_000),
            List.of()));
    for (int i = 0; i < MERCHANTS.size(); i++) {
      UUID merchant = MERCHANTS.get(i);
      giving.addMerchant(OFFICER, merchant, name, i == 0 ? COUNTY : new PlaceCode("CN-500237"));
      giving.pledge(
          OFFICER,
          Uuids.named("money", "pledge", merchant.toString()),
          merchant,
          PROJECT,
          i == 0 ? new Rate.PerMille(50) : new Rate.PerOrder(Money.fen(301)),
          first);
    }
    boolean fresh =
        sql.sql("select not exists (select 1 from programme.enrolment)")
            .query(Boolean.class)
            .single();
    programmes.grant(
        OFFICER, INSURANCE, Money.fen(2_000_000), Uuids.named("money", "opening"), "a test");
    if (fresh) enrol(700);
  }

  void step() {
    try {
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3 -> sell();
        case 4, 5, 6 -> refund();
        case 7 -> enrol(1 + random.nextInt(30));
        case 8 -> grant(1 + random.nextInt(50_000));
        case 9, 10, 11 -> file();
        case 12, 13, 14 -> decide();
        case 15 -> second();
        case 16 -> appealOrWithdraw();
        case 17 -> correctPayee();
        case 18 -> PaymentDoor.answerAnything(beans, random);
        default ->
            beans
                .getBean(HouseSettings.class)
                .put(
                    "payment.provider",
                    (random.nextBoolean() ? Payout.Via.SANDBOX : Payout.Via.BANK_FILE).name());
      }
    } catch (Refusal refused) {
      // a walk runs into walls; what it must not do is counted afterwards
    }
  }

  void grant(long fen) {
    programmes.grant(OFFICER, INSURANCE, Money.fen(fen), UUID.randomUUID(), "a test");
  }

  void enrol(int fresh) {
    People people = new People(sql, COUNTY);
    for (int i = 0; i < fresh; i++)
      people.add(
          towns.get(random.nextInt(towns.size())),
          LocalDate.of(year - 40, 1, 1),
          PovertyStatus.REGISTERED);
    people.save();
    programmes.enrol(OFFICER, INSURANCE, COUNTY, year, UUID.randomUUID());
  }

  /// Orders, some of them told before, some under a number that means another order.
  private void sell() {
    List<SaleNotice> notices = new ArrayList<>();
    for (int i = 1 + random.nextInt(40); i > 0; i--) {
      int number = random.nextInt(ORDER_NUMBERS);
      long fen = 1 + (number * 7919L) % 200_000 + (random.nextInt(20) == 0 ? 1 : 0);
      notices.add(
          new SaleNotice(
              "m-" + number,
              noon.plusSeconds(number),
              Money.fen(fen),
              number % 3 == 0 ? Optional.of(COUNTY) : Optional.empty(),
              Optional.empty()));
    }
    UUID merchant = merchant();
    giving.sell(OFFICER, merchant, notices);
    if (random.nextInt(3) == 0) giving.sell(OFFICER, merchant, notices);
  }

  private void refund() {
    UUID merchant = merchant();
    List<RefundNotice> notices = new ArrayList<>();
    for (int i = 1 + random.nextInt(10); i > 0; i--) {
      int number = random.nextInt(ORDER_NUMBERS);
      notices.add(
          new RefundNotice(
              "r-" + number + "-" + random.nextInt(4),
              "m-" + number,
              noon.plusSeconds(number + (random.nextInt(10) == 0 ? -1 : 60)),
              random.nextInt(3) == 0
                  ? Optional.empty()
                  : Optional.of(Money.fen(1 + random.nextInt(60_000)))));
    }
    giving.refund(OFFICER, merchant, notices);
    if (random.nextInt(3) == 0) giving.refund(OFFICER, merchant, notices);
  }

  private void file() {
    Optional<UUID> person =
        any("select person from programme.enrolment where chunk is not null", "person");
    if (person.isEmpty()) return;
    long own =
        random.nextInt(12) == 0
            ? 1_600_000 + random.nextInt(100_000) // above the limit for one reviewer
            : 250_000 + random.nextInt(60_000);
    UUID key = UUID.randomUUID();
    LocalDate day = since(first());
    PersonId id = new PersonId(person.get());
    String photo = TestPhotos.fresh(beans);
    Case saved =
        cases.save(
            CADRE,
            new CaseDraft(
                Cases.idOf(id, key),
                0,
                INSURANCE,
                "hospital-bill",
                id,
                CaseKind.Channel.PROXY,
                Map.of(
                    "hospital", "县人民医院",
                    "bill_number", "B-" + (random.nextInt(20) == 0 ? "twice" : key),
                    "admitted", day.minusDays(1).toString(),
                    "discharged", day.toString(),
                    "total", Money.fen(own + random.nextInt(100_000)).decimal(),
                    "own_share", Money.fen(own).decimal()),
                Map.of("bill", List.of(photo)),
                Optional.of("张三丰"),
                Optional.of("62220202000000" + (random.nextInt(4) == 0 ? "0000" : "5678")),
                Optional.of(
                    new Case.Confirmation(
                        Case.Confirmation.How.SPOKEN,
                        noon,
                        Optional.empty(),
                        Optional.of("李四"),
                        Optional.empty()))),
            day);
    cases.file(CADRE, saved.id(), saved.version(), day);
  }

  private void decide() {
    Optional<Case> bill = bill("state = 'IN_REVIEW' and agreed_by is null");
    if (bill.isEmpty()) return;
    long own = Money.parse(bill.get().answers().get("own_share").toString(), "CNY").minor();
    Ruling ruling =
        switch (random.nextInt(5)) {
          case 0 -> new Ruling.Reject("other", "a test");
          case 1 ->
              Ruling.Pass.counting(
                  Money.fen(1 + random.nextLong(own)), "outside-the-rules", "a test");
          default -> Ruling.Pass.whole();
        };
    cases.decide(
        reviewer(),
        bill.get().id(),
        bill.get().version(),
        ruling,
        since(bill.get().filedDay().orElseThrow()));
  }

  private void second() {
    Optional<Case> bill = bill("state = 'IN_REVIEW' and agreed_by is not null");
    if (bill.isPresent())
      cases.decide(
          reviewer(),
          bill.get().id(),
          bill.get().version(),
          random.nextInt(4) > 0 ? Ruling.Pass.whole() : new Ruling.Disagree("a test"),
          today);
  }

  private void appealOrWithdraw() {
    Optional<Case> bill =
        bill(
            random.nextInt(4) == 0
                ? "state = 'IN_REVIEW'"
                : random.nextBoolean()
                    ? "state in ('GRANTED', 'COMPLETED') and counted is not null"
                    : "state = 'REJECTED'");
    if (bill.isEmpty()) return;
    Case seen = bill.get();
    if (seen.state() == Case.State.IN_REVIEW)
      cases.withdraw(CADRE, seen.id(), seen.version(), "a test", today);
    else cases.appeal(CADRE, seen.id(), seen.version(), "a test", today);
  }

  private void correctPayee() {
    Optional<Case> bill =
        bill(
            "state = 'GRANTED' and exists (select 1 from programme.case_payment p where p.case_file = id and p.state = 'FAILED')");
    if (bill.isPresent())
      cases.correctPayee(
          CADRE, bill.get().id(), bill.get().version(), "张三", "6222020200005678", today);
  }

  /// The first day on which a bill may be filed: some weeks ago, in this year of cover.
  private LocalDate first() {
    LocalDate first = today.minusDays(40);
    return first.getYear() < year ? LocalDate.of(year, 1, 2) : first;
  }

  /// A day from that one on, up to today.
  private LocalDate since(LocalDate first) {
    long days = Math.max(0, ChronoUnit.DAYS.between(first, today));
    return today.minusDays(random.nextLong(days + 1));
  }

  private UUID merchant() {
    return MERCHANTS.get(random.nextInt(MERCHANTS.size()));
  }

  private Actor reviewer() {
    return REVIEWERS.get(random.nextInt(REVIEWERS.size()));
  }

  private Optional<Case> bill(String which) {
    return any("select id from programme.case_file where " + which, "id")
        .map(id -> cases.get(CADRE, id));
  }

  /// Any of the rows that there are now.
  private Optional<UUID> any(String rows, String order) {
    List<UUID> found = sql.sql(rows + " order by " + order).query(UUID.class).list();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(found.get(random.nextInt(found.size())));
  }

  private static Actor actor(String name, Role role, PlaceCode place) {
    return new Actor(Uuids.named("money", name), "test", Set.of(new Grant(role, place)));
  }
}
