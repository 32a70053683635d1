package org.yutang.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.Access;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.farm.Contract.State;
import org.yutang.farm.Contract.Step.Kind;
import org.yutang.farm.PriceChain.Link;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.register.HouseholdId;
import org.yutang.register.HouseholdQuery;
import org.yutang.register.ImportKind;
import org.yutang.register.ImportRequest;
import org.yutang.register.Imports;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;
import org.yutang.store.Outbox;

/// Contracts from the draft to the last fen, on real PostgreSQL and the real ledger.
class ContractsTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-370829");
  private static final LocalDate FROM = LocalDate.of(2025, 11, 20);

  @Autowired Contracts contracts;
  @Autowired ContractMoney money;
  @Autowired Buyers buyers;
  @Autowired Quotes quotes;
  @Autowired Plots plots;
  @Autowired Seasons seasons;
  @Autowired Register register;
  @Autowired Ledger ledger;
  @Autowired Outbox outbox;

  @Autowired Imports imports;
  @Autowired Accounts accounts;
  @Autowired Access access;
  @Autowired FileStore files;
  @Autowired Jobs jobs;

  private final Random random = new Random();
  private final double lng = -170 + random.nextInt(300_000) / 1000.0;
  private final double lat = -60 + random.nextInt(120_000) / 1000.0;
  private Actor officer;
  private Actor fund;
  private Cooperative cooperative;
  private Buyer buyer;
  private List<UUID> land;

  @BeforeEach
  void begin() {
    officer = actor(Role.COUNTY_OFFICER, COUNTY);
    fund = actor(Role.FUND_OFFICER, new PlaceCode("CN"));
    cooperative =
        plots.addCooperative(officer, new Cooperative(UUID.randomUUID(), "测试合作社", COUNTY));
    buyer = buyers.add(fund, new Buyer(UUID.randomUUID(), "测试公司", COUNTY));
    land = plots(2, 0);
  }

  private static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "测试", Set.of(new Grant(role, place)));
  }

  private PlaceCode town(int number) {
    return register
        .children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 5)))
        .items()
        .get(number)
        .place()
        .code();
  }

  /// Planned plots of the co-operative in the n-th town.
  private List<UUID> plots(int count, int town) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) ids.add(plot(town(town), i * 0.0015, Optional.empty()));
    return ids;
  }

  private UUID plot(PlaceCode village, double east, Optional<HouseholdId> household) {
    UUID id = UUID.randomUUID();
    plots.register(
        officer,
        new Plot.New(
            id,
            village,
            household,
            Optional.of(cooperative.id()),
            "测试地块",
            Optional.empty(),
            OutlineTest.box(lng + east, household.isPresent() ? lat + 0.01 : lat, 0.001),
            Plot.Origin.DRAWN));
    for (int season : new int[] {2025, 2026})
      seasons.plan(
          officer,
          List.of(
              new Season.New(
                  UUID.randomUUID(),
                  id,
                  season,
                  "navel-orange",
                  "newhall",
                  Mass.parseKilograms("2000"))));
    return id;
  }

  private static PriceChain chain() {
    return new PriceChain(
        Map.of(
            Link.GROWER,
            550,
            Link.COOPERATIVE,
            60,
            Link.SORTING,
            90,
            Link.FREIGHT,
            200,
            Link.PLATFORM,
            100),
        Map.of(Link.GROWER, 300, Link.COLLECTOR, 150, Link.WHOLESALER, 200, Link.RETAILER, 350),
        "测试调查（合成数据）");
  }

  private Contract.Terms terms(Contract.Deal deal, String advance) {
    return new Contract.Terms(
        buyer.id(),
        Optional.empty(),
        Optional.of(cooperative.id()),
        2025,
        "navel-orange",
        land,
        deal,
        Money.parse(advance, "CNY"),
        FROM,
        FROM.plusDays(60),
        5,
        chain());
  }

  private static Contract.ByQuantity quantity(String price, Contract.Then then) {
    return new Contract.ByQuantity(
        List.of(
            new Contract.Line("special", Mass.parseKilograms("1000"), Money.parse(price, "CNY")),
            new Contract.Line("first", Mass.parseKilograms("500"), Money.parse("4.80", "CNY"))),
        new Contract.Shortfall(5, Money.parse("1.00", "CNY")),
        new Contract.Surplus(10, then));
  }

  private Contract signed(Contract.Terms terms) throws InterruptedException {
    UUID id = UUID.randomUUID();
    contracts.save(officer, id, 0, terms);
    contracts.offer(officer, id, 1);
    contracts.accept(officer, id, 2, Contract.Word.IN_PERSON);
    contracts.sign(fund, id, 3);
    settleDown();
    return contracts.get(officer, id);
  }

  private void payIn(String yuan) throws InterruptedException {
    buyers.payIn(fund, buyer.id(), UUID.randomUUID(), Money.parse(yuan, "CNY"));
    settleDown();
  }

  private void settleDown() throws InterruptedException {
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(60))).isTrue();
  }

  private long cooperativeHas() {
    return ledger
        .find(Uuids.named("farm.cooperative", cooperative.id().toString()))
        .map(Account::balance)
        .orElse(0L);
  }

  private Delivery lot(Contract contract, String grade, String kilograms, int day) {
    return new Delivery(
        UUID.randomUUID(),
        contract.id(),
        "L-" + day,
        grade,
        Mass.parseKilograms(kilograms),
        FROM.plusDays(day));
  }

  @Test
  void fromTheDraftToTheLastFen() throws Exception {
    payIn("20000.00");
    Contract.Terms terms = terms(quantity("6.00", Contract.Then.MARKET), "2000.00");
    Contract contract = signed(terms);
    assertThat(contract.state()).isEqualTo(State.SIGNED);
    assertThat(contract.advancePaid()).isTrue();
    assertThat(cooperativeHas()).isEqualTo(200_000);
    assertThat(buyers.available(buyer.id())).isEqualTo(Money.parse("18000.00", "CNY"));
    Delivery first = lot(contract, "special", "1150", 3);
    contracts.deliver(officer, first);
    contracts.deliver(officer, first);
    assertThat(contracts.deliver(officer, lot(contract, "first", "480", 62)).late()).isTrue();
    refused(
        () -> contracts.deliver(officer, lot(contract, "second", "1", 3)),
        FarmRefusal.UNKNOWN_GRADE);
    refused(
        () -> contracts.deliver(officer, lot(contract, "first", "1", -1)),
        FarmRefusal.OUTSIDE_WINDOW);
    refused(
        () -> contracts.deliver(officer, lot(contract, "first", "1", 66)),
        FarmRefusal.OUTSIDE_WINDOW);
    refused(
        () ->
            contracts.deliver(
                officer,
                new Delivery(
                    first.id(), contract.id(), "other", "special", first.mass(), first.day())),
        FarmRefusal.ID_REUSED);
    assertThat(contracts.deliveries(officer, contract.id())).hasSize(2);
    // 50 kg are above the 110 %, at the market's price, which may not be below the protected 6.00
    refused(() -> contracts.preview(fund, contract.id(), false), FarmRefusal.NO_MARKET_PRICE);
    quotes.record(officer, price("special", first.day(), "5.00"));
    assertThat(contracts.preview(fund, contract.id(), false).goods())
        .isEqualTo(Money.parse("9204.00", "CNY"));
    quotes.record(officer, price("special", first.day(), "7.00"));
    int version = contract.version();
    contracts.settle(fund, contract.id(), version, false);
    contracts.settle(fund, contract.id(), version, false);
    settleDown();
    money.everyMinute();
    settleDown();
    Contract settled = contracts.get(officer, contract.id());
    assertThat(settled.state()).isEqualTo(State.SETTLED);
    Settlement settlement = settled.settlement().orElseThrow();
    assertThat(settlement.goods()).isEqualTo(Money.parse("9254.00", "CNY"));
    assertThat(settlement.toGrower()).isEqualTo(Money.parse("7254.00", "CNY"));
    // 6 of 55 parts of 9,254.00
    Money share = Money.parse("1009.53", "CNY");
    assertThat(settlement.shares()).containsEntry(Link.COOPERATIVE, share);
    assertThat(cooperativeHas()).isEqualTo(925_400 + share.minor());
    assertThat(buyers.available(buyer.id()).minor())
        .isEqualTo(2_000_000 - settlement.retail().minor());
    assertThat(contracts.steps(officer, contract.id()).stream().map(Contract.Step::kind))
        .containsExactly(
            Kind.SAVED,
            Kind.OFFERED,
            Kind.ACCEPTED,
            Kind.SIGNED,
            Kind.ADVANCE_PAID,
            Kind.SETTLED,
            Kind.PAID);
    refused(() -> contracts.deliver(officer, lot(contract, "first", "1", 5)), FarmRefusal.NOT_NOW);
    UUID rate = UUID.randomUUID();
    quotes.record(
        fund, new Quotes.ExchangeRate(rate, settlement.day(), new BigDecimal("7.1"), "测试（合成数据）"));
    assertThat(contracts.rate(settlement).orElseThrow().dollars(Money.parse("71.00", "CNY")))
        .isEqualTo(Money.parse("10.00", "USD"));
  }

  private static Quotes.MarketPrice price(String grade, LocalDate day, String yuan) {
    return new Quotes.MarketPrice(
        UUID.randomUUID(),
        COUNTY,
        "navel-orange",
        grade,
        day,
        Money.parse(yuan, "CNY"),
        "测试批发市场（合成数据）");
  }

  @Test
  void noPriceIsBelowTheProtectedOne() {
    assertThatThrownBy(
            () ->
                contracts.save(
                    officer,
                    UUID.randomUUID(),
                    0,
                    terms(quantity("5.99", Contract.Then.LEFT), "0.00")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(FarmRefusal.BELOW_PROTECTED_PRICE);
              assertThat(refusal.facts())
                  .containsEntry("name", "special")
                  .containsEntry("least", "6.00");
            });
    // about 30 mu at 2,000 kg and 3.40 yuan are more than 100 yuan
    refused(
        () ->
            contracts.save(
                officer,
                UUID.randomUUID(),
                0,
                terms(new Contract.WholeOrchard(Money.parse("100.00", "CNY")), "0.00")),
        FarmRefusal.SUM_BELOW_PROTECTED);
    refused(
        () ->
            contracts.save(
                officer,
                UUID.randomUUID(),
                0,
                terms(quantity("6.00", Contract.Then.LEFT), "8400.01")),
        FarmRefusal.ADVANCE_TOO_LARGE);
  }

  @Test
  void aStaleVersionIsRefusedAndARepeatIsQuiet() throws Exception {
    Contract.Terms terms = terms(quantity("6.00", Contract.Then.LEFT), "0.00");
    UUID id = UUID.randomUUID();
    Contract draft = contracts.save(officer, id, 0, terms);
    assertThat(contracts.save(officer, id, 0, terms)).isEqualTo(draft);
    Contract.Terms other = terms(quantity("6.10", Contract.Then.LEFT), "0.00");
    refused(() -> contracts.save(officer, id, 0, other), FarmRefusal.ID_REUSED);
    assertThat(contracts.save(officer, id, 1, other).version()).isEqualTo(2);
    refused(() -> contracts.offer(officer, id, 1), FarmRefusal.CONTRACT_CHANGED);
    refused(() -> contracts.accept(officer, id, 2, Contract.Word.BY_PHONE), FarmRefusal.NOT_NOW);
    Contract offered = contracts.offer(officer, id, 2);
    assertThat(contracts.offer(officer, id, 2)).isEqualTo(offered);
    contracts.accept(officer, id, 3, Contract.Word.BY_PHONE);
    Actor both =
        new Actor(
            officer.account(),
            "两职",
            Set.of(new Grant(Role.COUNTY_OFFICER, COUNTY), new Grant(Role.FUND_OFFICER, COUNTY)));
    refused(() -> contracts.sign(both, id, 4), FarmRefusal.SAME_PERSON);
    refused(() -> contracts.sign(officer, id, 4), AccessRefusal.NOT_PERMITTED);
    contracts.cancel(officer, id, 4, "改种");
    refused(() -> contracts.sign(fund, id, 5), FarmRefusal.NOT_NOW);
    Actor elsewhere = actor(Role.COUNTY_OFFICER, new PlaceCode("CN-360732"));
    refused(() -> contracts.get(elsewhere, id), FarmRefusal.UNKNOWN_CONTRACT);
    assertThat(
            contracts
                .list(
                    elsewhere,
                    new Contract.Query(
                        Optional.empty(),
                        Optional.of(cooperative.id()),
                        Optional.empty(),
                        new Page.Wanted(1, 10)))
                .total())
        .isZero();
    assertThat(
            contracts
                .list(
                    officer,
                    new Contract.Query(
                        Optional.of(COUNTY),
                        Optional.of(cooperative.id()),
                        Optional.of(State.CANCELLED),
                        new Page.Wanted(1, 10)))
                .items())
        .extracting(Contract::id)
        .containsExactly(id);
    refused(() -> contracts.save(elsewhere, UUID.randomUUID(), 0, terms), FarmRefusal.UNKNOWN_PLOT);
  }

  @Test
  void ofManyBuyersOfOneOrchardOneSigns() throws Exception {
    payIn("1000.00");
    Contract.Terms whole =
        terms(new Contract.WholeOrchard(Money.parse("500000.00", "CNY")), "100.00");
    int people = 6;
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      UUID id = UUID.randomUUID();
      contracts.save(officer, id, 0, whole);
      contracts.offer(officer, id, 1);
      contracts.accept(officer, id, 2, Contract.Word.SIGNED_PAPER);
      ids.add(id);
    }
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> answers = new ArrayList<>();
      for (UUID id : ids) {
        Callable<Object> sign =
            () -> {
              start.await();
              try {
                return contracts.sign(fund, id, 3).state();
              } catch (Refusal refusal) {
                return refusal.code();
              }
            };
        answers.add(threads.submit(sign));
      }
      start.countDown();
      List<Object> said = new ArrayList<>();
      for (Future<Object> answer : answers) said.add(answer.get());
      assertThat(said).containsOnly(State.SIGNED, FarmRefusal.PLOT_PROMISED);
      assertThat(said).containsOnlyOnce(State.SIGNED);
    }
    settleDown();
    assertThat(cooperativeHas()).isEqualTo(10_000);
  }

  @Test
  void whatTheBuyerLacksIsPaidWhenItComes() throws Exception {
    payIn("1000.00");
    Contract.Terms terms = terms(quantity("6.00", Contract.Then.LEFT), "1000.00");
    refused(
        () -> signed(terms(quantity("6.00", Contract.Then.LEFT), "1000.01")),
        FarmRefusal.BUYER_LACKS_MONEY);
    Contract contract = signed(terms);
    contracts.deliver(officer, lot(contract, "special", "1000", 1));
    contracts.deliver(officer, lot(contract, "first", "500", 1));
    contracts.settle(fund, contract.id(), contract.version(), false);
    settleDown();
    Contract waiting = contracts.get(officer, contract.id());
    assertThat(waiting.state()).isEqualTo(State.SETTLING);
    assertThat(waiting.moneyMissing()).isTrue();
    assertThat(cooperativeHas()).isEqualTo(100_000);
    payIn("100000.00");
    money.everyMinute();
    settleDown();
    Contract paid = contracts.get(officer, contract.id());
    assertThat(paid.state()).isEqualTo(State.SETTLED);
    assertThat(paid.moneyMissing()).isFalse();
    // 6 of 55 parts of 8,400.00 beside
    assertThat(cooperativeHas()).isEqualTo(840_000 + 91_636);
  }

  @Test
  void whileMoreMayComeItIsNotSettled() throws Exception {
    LocalDate from = LocalDate.of(2027, 12, 1);
    Contract.Terms past = terms(quantity("6.20", Contract.Then.LEFT), "0.00");
    Contract.ByQuantity deal =
        new Contract.ByQuantity(
            List.of(
                new Contract.Line(
                    "special", Mass.parseKilograms("10"), Money.parse("6.20", "CNY"))),
            new Contract.Shortfall(0, Money.fen(0)),
            new Contract.Surplus(0, Contract.Then.LEFT));
    Contract contract =
        signed(
            new Contract.Terms(
                past.buyer(),
                past.household(),
                past.cooperative(),
                2026,
                past.standard(),
                past.plots(),
                deal,
                past.advance(),
                from,
                from.plusDays(365),
                0,
                past.chain()));
    assertThat(contract.advancePaid()).isTrue();
    refused(
        () -> contracts.settle(fund, contract.id(), contract.version(), false),
        FarmRefusal.WINDOW_OPEN);
    refused(
        () -> contracts.settle(officer, contract.id(), contract.version(), false),
        AccessRefusal.NOT_PERMITTED);
  }

  @Test
  void aHouseholdIsPaidOnItsOwnAccount() throws Exception {
    payIn("20000.00");
    HouseholdId household = household();
    land = List.of(plot(town(0), random.nextInt(60) / 1000.0, Optional.of(household)));
    Contract.Terms ours = terms(quantity("6.00", Contract.Then.LEFT), "2000.00");
    refused(
        () ->
            contracts.save(
                officer, UUID.randomUUID(), 0, of(ours, new HouseholdId(UUID.randomUUID()))),
        FarmRefusal.NOT_THE_GROWERS);
    Contract contract = signed(of(ours, household));
    assertThat(contract.place()).isEqualTo(town(0));
    UUID account = Uuids.named("farm.grower", household.toString());
    assertThat(ledger.find(account).orElseThrow().balance()).isEqualTo(200_000);
    // nothing comes: 1,425 kg are missing beyond the tolerance, so the deduction is 1,425.00
    contracts.settle(fund, contract.id(), contract.version(), false);
    settleDown();
    Contract settled = contracts.get(officer, contract.id());
    assertThat(settled.state()).isEqualTo(State.SETTLED);
    assertThat(settled.settlement().orElseThrow().deduction())
        .isEqualTo(Money.parse("1425.00", "CNY"));
    assertThat(settled.settlement().orElseThrow().uncovered())
        .isEqualTo(Money.parse("3425.00", "CNY"));
    assertThat(ledger.find(account).orElseThrow().balance()).isEqualTo(200_000);
    assertThat(cooperativeHas()).isZero();
    Actor cadre = actor(Role.VILLAGE_CADRE, town(0));
    assertThat(contracts.get(cadre, contract.id())).isEqualTo(settled);
  }

  private Contract.Terms of(Contract.Terms terms, HouseholdId household) {
    return new Contract.Terms(
        terms.buyer(),
        Optional.of(household),
        terms.cooperative(),
        terms.season(),
        terms.standard(),
        land,
        terms.deal(),
        terms.advance(),
        terms.from(),
        terms.until(),
        terms.graceDays(),
        terms.chain());
  }

  /// One that is imported, made up.
  private HouseholdId household() throws Exception {
    String csv =
        "town,household,size,status,person,name,sex,born,relation\n"
            + town(0).text().substring(3)
            + ",H1,1,NONE,P1,测甲,FEMALE,1980-01-01,HEAD\n";
    String file =
        files
            .putPassing(
                new java.io.ByteArrayInputStream(
                    csv.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                1 << 20)
            .digest();
    String mapping =
        """
        kind: register
        source:
          id: contracts-test
          title: 测试用的合成名册
          licence: CC0-1.0
          date: 2025-12-31
        household:
          place: "'CN-' + row['town']"
          key: row['household']
          size: number(row['size'])
          status: row['status']
          since: 2014-12-31
        person:
          key: row['person']
          name: row['name']
          sex: row['sex']
          born: row['born']
          relation: row['relation']
        """;
    UUID job = UUID.randomUUID();
    imports.submit(
        administrator(),
        job,
        new ImportRequest(ImportKind.REGISTER, file, "a.csv", mapping, 0, false));
    for (int i = 0; i < 1200 && !jobs.find(job).orElseThrow().ended(); i++) Thread.sleep(50);
    assertThat(jobs.find(job).orElseThrow().state())
        .as("%s", jobs.find(job))
        .isEqualTo(Jobs.State.DONE);
    return register
        .households(officer, HouseholdQuery.in(town(0), new Page.Wanted(1, 1)))
        .items()
        .getFirst()
        .id();
  }

  /// Whoever imports has an account.
  private Actor administrator() {
    UUID id = UUID.randomUUID();
    accounts.create(Actor.SYSTEM, id, "contracts-" + id, "测试", COUNTY, Optional.empty());
    accounts.grant(
        Actor.SYSTEM, id, new Grant(Role.ADMINISTRATOR, PlaceCode.WORLD), Optional.empty());
    return access.actor(id);
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable command, Refusal.Code code) {
    assertThatThrownBy(command)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
