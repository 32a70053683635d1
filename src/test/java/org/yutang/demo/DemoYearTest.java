package org.yutang.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.farm.Contract;
import org.yutang.farm.Contracts;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.giving.Gift;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.market.Order;
import org.yutang.market.Selling;
import org.yutang.market.Shops;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.register.ImportKind;
import org.yutang.register.ImportRequest;
import org.yutang.register.Imports;
import org.yutang.register.PlaceEntry;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.EveryMinute;
import org.yutang.store.FileStore;
import org.yutang.store.HouseSettings;
import org.yutang.store.Jobs;
import org.yutang.store.Outbox;
import org.yutang.supply.Animals;
import org.yutang.supply.Certificate;
import org.yutang.supply.Certificates;
import org.yutang.supply.Lots;
import org.yutang.supply.Provenance;
import org.yutang.supply.Recalls;
import org.yutang.supply.Site;
import org.yutang.supply.Stock;
import org.yutang.trace.Gs1Key;

/// A small year in a part of the demo's county.
class DemoYearTest extends ServerTest {

  private static final int ORDERS = 2_000;
  private static final int CLAIMS = 240;

  /// So many that their premiums pay all claims, whichever days the year falls on.
  private static final int ROWS = 24_000;

  private static final ProgrammeId AWARD = new ProgrammeId("rural-teacher-award");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Autowired BeanFactory beans;
  @Autowired DemoYear year;
  @Autowired DemoAccounts people;
  @Autowired Register register;
  @Autowired Imports imports;
  @Autowired FileStore files;
  @Autowired Programmes programmes;
  @Autowired Giving giving;
  @Autowired Cases cases;
  @Autowired List<EveryMinute> everyMinute;
  @Autowired Jobs jobs;
  @Autowired Outbox outbox;
  @Autowired HouseSettings settings;
  @Autowired Clock clock;

  @Test
  void aYearFillsOnceHoweverOftenItIsRun(@TempDir Path folder) throws Exception {
    settings.put("payment.provider", "SANDBOX");
    try {
      fillTwice(folder);
    } finally {
      settings.put("payment.provider", "BANK_FILE");
    }
  }

  /// The season's oranges are at a store, and the recall that was tried shows.
  private void goods() {
    Actor keeper = people.actor(Role.KEEPER);
    Lots lots = beans.getBean(Lots.class);
    Site store =
        lots.sites(keeper).stream()
            .filter(site -> site.name().startsWith("示例门店"))
            .findFirst()
            .orElseThrow();
    List<Stock.Box> boxes = lots.stock(keeper, store.id()).boxes();
    assertThat(boxes).isNotEmpty();
    Provenance.Story story =
        beans
            .getBean(Provenance.class)
            .story(Gs1Key.parse(Gs1Key.HOME + "/00/" + boxes.getFirst().sscc()))
            .orElseThrow();
    assertThat(story.plotCount()).isGreaterThan(50);
    assertThat(story.cooperatives()).hasSize(1);
    List<Certificate> certificates =
        beans.getBean(Certificates.class).list(keeper).stream()
            .filter(each -> each.number().startsWith("HN-SYN"))
            .toList();
    assertThat(certificates).hasSize(1);
    assertThat(certificates.getFirst().sold()).isEqualTo(Mass.parseKilograms("144"));
    Animals animals = beans.getBean(Animals.class);
    assertThat(animals.list(keeper, "SYN-")).hasSize(48);
    assertThat(animals.visits(keeper, "SYN-0001")).hasSize(3);
    assertThat(animals.get(keeper, "SYN-0001").end()).isPresent();
    assertThat(beans.getBean(Recalls.class).list(people.actor(Role.COUNTY_OFFICER))).hasSize(1);
  }

  /// The shops sell the season; how many orders were paid.
  private long market() {
    Actor officer = people.actor(Role.COUNTY_OFFICER);
    Selling selling = beans.getBean(Selling.class);
    Page.Wanted all = new Page.Wanted(1, 100);
    List<org.yutang.market.Shop> shops =
        beans
            .getBean(Shops.class)
            .list(
                officer,
                new org.yutang.market.Shop.Query(Optional.of(Demo.COUNTY), Optional.empty(), all))
            .items()
            .stream()
            .filter(each -> each.name().zh().endsWith("（示例）"))
            .toList();
    assertThat(shops).hasSize(2);
    List<Order> orders = new ArrayList<>();
    for (org.yutang.market.Shop each : shops)
      orders.addAll(
          selling.orders(officer, new Order.Query(each.id(), Optional.empty(), all)).items());
    assertThat(orders)
        .extracting(Order::state)
        .contains(Order.State.PAID, Order.State.SENT, Order.State.RECEIVED);
    assertThat(orders).allMatch(each -> each.sale().isPresent() && each.donation().minor() > 0);
    assertThat(orders)
        .as("boxes that lead to their plots")
        .anyMatch(each -> !each.boxes().isEmpty());
    return orders.size();
  }

  private void fillTwice(Path folder) throws Exception {
    SyntheticCounty county = new SyntheticCounty(500_236, villages());
    people.open(county.poorVillages().getFirst().code());
    importRows(county, folder);
    Programme insurance = programmes.get(Demo.INSURANCE);
    LocalDate today = BusinessDay.of(clock.instant());
    LocalDate from = today.minusDays(200);
    int policyYear = insurance.yearOf(from);
    if (from.isBefore(insurance.coverFrom(policyYear))) from = insurance.coverFrom(policyYear);
    Actor officer = people.actor(Role.FUND_OFFICER);
    programmes.grant(
        officer, Demo.INSURANCE, Money.fen(300_000_000), UUID.randomUUID(), "test", from);
    UUID enrolment =
        programmes.enrol(officer, Demo.INSURANCE, Demo.COUNTY, policyYear, from, UUID.randomUUID());
    YearArgs args =
        new YearArgs(Demo.COUNTY.text(), from, today.minusDays(1), ORDERS, CLAIMS, enrolment);
    UUID job = UUID.randomUUID();
    jobs.submit(job, DemoYear.KIND, args, officer.account());
    await(job);
    awaitDelivered();

    Project.Figures figures = giving.getProject(DemoTrade.PROJECT).figures();
    assertThat(figures.donations()).isEqualTo(ORDERS + market());
    assertThat(figures.refunds()).isPositive();
    Map<Case.State, Long> states = states(officer);
    assertThat(states.values().stream().mapToLong(each -> each).sum()).isEqualTo(CLAIMS - drafts());
    assertThat(states.keySet())
        .contains(
            Case.State.IN_REVIEW,
            Case.State.PAPERS_MISSING,
            Case.State.REJECTED,
            Case.State.COMPLETED,
            Case.State.GRANTED, // and the bank could not pay
            Case.State.WITHDRAWN)
        .doesNotContain(Case.State.APPROVED);
    assertThat(all(officer))
        .extracting(Case::paid)
        .as("the published case")
        .contains(Money.parse("32805.77", "CNY"));
    assertThat(all(officer).stream().filter(Case::overdue)).isNotEmpty();

    List<Case> awards = awards(officer);
    assertThat(awards)
        .extracting(Case::state)
        .contains(
            Case.State.GRANTED, // and its first instalment paid
            Case.State.REJECTED,
            Case.State.IN_REVIEW,
            Case.State.PAPERS_MISSING);
    assertThat(awards).extracting(Case::paid).contains(Money.fen(4_000_000));

    Map<String, Case.State> samples = samples();
    assertThat(samples.keySet()).as("every kind of every programme").containsAll(shippedKinds());

    UUID need =
        UUID.fromString(settings.find(DemoCases.FILLED + "skilled-volunteers/need").orElseThrow());
    assertThat(cases.counts(officer, need).getFirst().sum())
        .as("hours of the made-up volunteer that were confirmed")
        .isEqualTo(4);

    assertThat(pairs().size()).as("gifts of the women's insurance, each paired").isEqualTo(8);
    List<UUID> pairs = pairs();

    Plot.Query plots =
        new Plot.Query(
            Optional.of(Demo.COUNTY), Optional.empty(), Optional.of("合成-"), new Page.Wanted(1, 1));
    assertThat(beans.getBean(Plots.class).list(officer, plots).total()).isEqualTo(DemoFarm.PLOTS);
    goods();
    assertThat(contracts(officer)).as("one a co-operative, with its advance paid").hasSize(2);
    List<Contract> contracts = contracts(officer);

    List<Case> before = all(officer);
    year.run(UUID.randomUUID(), args, officer.account(), (step, done, total) -> {}); // all again
    awaitDelivered();
    assertThat(giving.getProject(DemoTrade.PROJECT).figures()).isEqualTo(figures);
    assertThat(all(officer)).isEqualTo(before);
    assertThat(awards(officer)).isEqualTo(awards);
    assertThat(samples()).isEqualTo(samples);
    assertThat(pairs()).isEqualTo(pairs);
    assertThat(contracts(officer)).isEqualTo(contracts);
    whoeverWaitsForMoneyGetsIt(officer);
  }

  /// The made-up contracts that are signed, with their advances paid.
  private List<Contract> contracts(Actor officer) {
    return DemoFarm.COOPERATIVES.stream()
        .flatMap(
            name ->
                beans
                    .getBean(Contracts.class)
                    .list(
                        officer,
                        new Contract.Query(
                            Optional.of(Demo.COUNTY),
                            Optional.of(DemoFarm.cooperative(name)),
                            Optional.of(Contract.State.SIGNED),
                            new Page.Wanted(1, 10)))
                    .items()
                    .stream())
        .filter(Contract::advancePaid)
        .toList();
  }

  /// The pairings of the made-up gifts.
  private List<UUID> pairs() {
    List<UUID> gifts =
        beans
            .getBean(Gifts.class)
            .list(
                people.actor(Role.FUND_OFFICER),
                new Gift.Query(DemoGifts.PROJECT, Optional.empty(), new Page.Wanted(1, 50)))
            .items()
            .stream()
            .map(Gift::publicId)
            .toList();
    return beans.getBean(AddedCover.class).of(gifts).values().stream()
        .flatMap(each -> each.leaf().stream())
        .sorted()
        .toList();
  }

  /// The states of the made-up cases, by programme and kind, those of the award left out.
  private Map<String, Case.State> samples() {
    Map<String, Case.State> states = new TreeMap<>();
    for (String kind : shippedKinds())
      settings
          .find(DemoCases.FILLED + kind)
          .filter(id -> !id.isEmpty())
          .map(id -> cases.get(people.actor(Role.FUND_OFFICER), UUID.fromString(id)))
          .ifPresent(made -> states.put(kind, made.state()));
    return states;
  }

  private List<String> shippedKinds() {
    List<String> kinds = new ArrayList<>();
    for (Programme programme : programmes.list())
      if (!programme.id().text().startsWith("test-")
          && !programme.id().equals(AWARD)
          && !programme.id().equals(Demo.INSURANCE))
        programme
            .version(programme.yearOf(BusinessDay.of(clock.instant())))
            .kinds()
            .forEach(kind -> kinds.add(programme.id().text() + "/" + kind.name()));
    return kinds;
  }

  /// So that no case of the demo waits when other tests of the award bring money.
  private void whoeverWaitsForMoneyGetsIt(Actor officer) throws InterruptedException {
    programmes.grant(officer, AWARD, Money.fen(5_000_000), UUID.randomUUID(), "test");
    everyMinute.forEach(EveryMinute::everyMinute);
    awaitDelivered();
    assertThat(awards(officer))
        .extracting(Case::state)
        .doesNotContain(Case.State.APPROVED)
        .filteredOn(Case.State.GRANTED::equals)
        .hasSize(2);
  }

  /// What is delivered may tell more: a decision is told, then its payout, then the bank's answer.
  private void awaitDelivered() throws InterruptedException {
    for (int i = 0; i < 4; i++) assertThat(outbox.awaitDelivered(LIMIT)).isTrue();
  }

  private static long drafts() {
    long drafts = 2; // of the first village
    for (int i = 0; i < CLAIMS; i++)
      if (Fate.of(i) == Fate.DRAFT && !(i % 30 == 0 && i / 30 < 8)) drafts++;
    return drafts;
  }

  private Map<Case.State, Long> states(Actor actor) {
    return all(actor).stream()
        .collect(
            Collectors.groupingBy(
                Case::state, () -> new EnumMap<>(Case.State.class), Collectors.counting()));
  }

  private List<Case> awards(Actor actor) {
    Case.Query all = Case.Query.of(AWARD, new Page.Wanted(1, 50));
    return cases.list(actor, all).items().stream()
        .filter(each -> each.county().equals(Demo.COUNTY))
        .toList();
  }

  private List<Case> all(Actor actor) {
    List<Case> all = new ArrayList<>();
    Page<Case> page;
    int number = 0;
    do {
      page =
          cases.list(
              actor,
              new Case.Query(
                  Optional.of(Demo.INSURANCE),
                  Optional.of(ClaimStory.KIND),
                  Optional.empty(),
                  Optional.of(Demo.COUNTY),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  false,
                  Optional.empty(),
                  Case.Sort.FILED,
                  false,
                  new Page.Wanted(++number, Page.MAX_SIZE)));
      all.addAll(page.items());
    } while (number < page.pages());
    return all;
  }

  private void importRows(SyntheticCounty county, Path folder) throws Exception {
    Path whole = folder.resolve("register.csv");
    CountyFiles.writeRegister(county, whole);
    String part;
    try (var lines = Files.lines(whole)) {
      part = lines.limit(ROWS).collect(Collectors.joining("\n", "", "\n"));
    }
    byte[] csv = part.getBytes(StandardCharsets.UTF_8);
    String digest = files.putPassing(new ByteArrayInputStream(csv), csv.length).digest();
    String mapping;
    try (InputStream in = DemoYearTest.class.getResourceAsStream("/mappings/demo-register.yaml")) {
      mapping = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    UUID job = UUID.randomUUID();
    imports.submit(
        people.actor(Role.ADMINISTRATOR),
        job,
        new ImportRequest(ImportKind.REGISTER, digest, "a.csv", mapping, 0, false));
    await(job);
  }

  private List<Village> villages() {
    List<Village> villages = new ArrayList<>();
    for (PlaceEntry town : inside(Demo.COUNTY))
      for (PlaceEntry village : inside(town.place().code()))
        villages.add(
            new Village(village.place().code(), town.place().code(), village.place().nameZh()));
    return villages;
  }

  private List<PlaceEntry> inside(org.yutang.kernel.PlaceCode place) {
    return register.children(place, PlaceQuery.all(new Page.Wanted(1, Page.MAX_SIZE))).items();
  }

  private void await(UUID job) throws InterruptedException {
    long limit = System.nanoTime() + LIMIT.toNanos();
    Jobs.Job now = jobs.find(job).orElseThrow();
    while (!now.ended()) {
      if (System.nanoTime() > limit) throw new AssertionError("not ended: " + now);
      Thread.sleep(50);
      now = jobs.find(job).orElseThrow();
    }
    assertThat(now.state()).as(now.toString()).isEqualTo(Jobs.State.DONE);
  }
}
