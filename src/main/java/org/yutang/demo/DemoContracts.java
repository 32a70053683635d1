package org.yutang.demo;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.farm.Buyer;
import org.yutang.farm.Buyers;
import org.yutang.farm.Contract;
import org.yutang.farm.Contracts;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.PriceChain;
import org.yutang.farm.PriceChain.Link;
import org.yutang.farm.Quotes;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;

/// A made-up buyer with a made-up contract for each of the made-up co-operatives: one by quantity,
/// one of whole orchards, with advances paid. What is sorted later feeds them. Every id is derived,
/// and each contract goes on from the state that it has, so that after a kill all may be told
/// again.
@Component
class DemoContracts {

  private static final Logger LOG = LoggerFactory.getLogger(DemoContracts.class);
  private static final String FILLED = "demo-contracts";
  private static final String SYNTHETIC = "合成数据";
  private static final Duration DELIVERY = Duration.ofMinutes(2);
  private static final int PLOTS = 30;

  /// 4 yuan a kilogram of 2,000 kg a mu are 12 yuan a square metre.
  private static final long FEN_A_SQUARE_METRE = 1200;

  private final Contracts contracts;
  private final Buyers buyers;
  private final Quotes quotes;
  private final Plots plots;
  private final Standards standards;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Outbox outbox;
  private final Clock clock;

  DemoContracts(
      Contracts contracts,
      Buyers buyers,
      Quotes quotes,
      Plots plots,
      Standards standards,
      DemoAccounts people,
      HouseSettings settings,
      Outbox outbox,
      Clock clock) {
    this.contracts = contracts;
    this.buyers = buyers;
    this.quotes = quotes;
    this.plots = plots;
    this.standards = standards;
    this.people = people;
    this.settings = settings;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// Does nothing where the standard names no protected prices of the season, because nothing can
  /// be guaranteed then.
  void fill(PlaceCode county) throws InterruptedException {
    if (settings.find(FILLED).isPresent()) return;
    LocalDate today = BusinessDay.of(clock.instant());
    int season = DemoFarm.season(today);
    Standard.Version version = standards.get(DemoFarm.STANDARD).inSeason(season);
    if (version.price(season, "special").isEmpty()) {
      LOG.info("no contracts are made up: no protected prices of the season {}", season);
      return;
    }
    Actor fund = people.actor(Role.FUND_OFFICER);
    Buyer buyer = buyers.add(fund, new Buyer(Uuids.named("demo.buyer"), "示例果品公司（合成数据）", county));
    buyers.payIn(
        fund, buyer.id(), Uuids.named("demo.buyer-payment"), Money.parse("5000000.00", "CNY"));
    outbox.awaitDelivered(DELIVERY);
    for (String name : DemoFarm.COOPERATIVES) {
      UUID cooperative = DemoFarm.cooperative(name);
      List<Plot> land = land(cooperative);
      if (land.isEmpty()) return;
      boolean whole = !name.equals(DemoFarm.COOPERATIVES.getFirst());
      Contract.Terms terms = terms(buyer, cooperative, land, version, season, whole);
      signed(Uuids.named("demo.contract", name), terms);
    }
    quotes(county, today);
    outbox.awaitDelivered(DELIVERY);
    settings.put(FILLED, "yes");
  }

  private List<Plot> land(UUID cooperative) {
    return plots
        .list(
            people.actor(Role.COUNTY_OFFICER),
            new Plot.Query(
                Optional.empty(),
                Optional.of(cooperative),
                Optional.empty(),
                new Page.Wanted(1, PLOTS)))
        .items();
  }

  private static Contract.Terms terms(
      Buyer buyer,
      UUID cooperative,
      List<Plot> land,
      Standard.Version version,
      int season,
      boolean whole) {
    Standard.Task harvest = version.findTask("harvest").orElseThrow();
    long squareMetres = land.stream().mapToLong(plot -> plot.measured().squareMetres()).sum();
    return new Contract.Terms(
        buyer.id(),
        Optional.empty(),
        Optional.of(cooperative),
        season,
        DemoFarm.STANDARD,
        land.stream().map(Plot::id).toList(),
        whole
            ? new Contract.WholeOrchard(Money.fen(squareMetres * FEN_A_SQUARE_METRE))
            : quantities(version, season),
        Money.parse(whole ? "100000.00" : "50000.00", "CNY"),
        version.day(harvest.from(), season),
        version.day(harvest.to(), season),
        5,
        chain());
  }

  private static Contract.ByQuantity quantities(Standard.Version version, int season) {
    List<Contract.Line> lines = new ArrayList<>();
    for (Standard.Grade grade : version.grades())
      version
          .price(season, grade.name())
          .ifPresent(
              price ->
                  lines.add(
                      new Contract.Line(
                          grade.name(), Mass.parseKilograms("20000"), price.plus(Money.fen(20)))));
    return new Contract.ByQuantity(
        lines,
        new Contract.Shortfall(5, Money.parse("0.50", "CNY")),
        new Contract.Surplus(10, Contract.Then.MARKET));
  }

  private static PriceChain chain() {
    return new PriceChain(
        Map.of(
            Link.GROWER, 550,
            Link.COOPERATIVE, 60,
            Link.SORTING, 90,
            Link.FREIGHT, 200,
            Link.PLATFORM, 100),
        Map.of(
            Link.GROWER, 320,
            Link.COLLECTOR, 110,
            Link.WHOLESALER, 170,
            Link.FREIGHT, 120,
            Link.RETAILER, 280),
        SYNTHETIC);
  }

  /// Goes on from whatever state it has.
  private void signed(UUID id, Contract.Terms terms) {
    Actor officer = people.actor(Role.COUNTY_OFFICER);
    Contract contract =
        contracts
            .list(
                officer,
                new Contract.Query(
                    Optional.empty(),
                    terms.cooperative(),
                    Optional.empty(),
                    new Page.Wanted(1, Page.MAX_SIZE)))
            .items()
            .stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseGet(() -> contracts.save(officer, id, 0, terms));
    if (contract.state() == Contract.State.DRAFT)
      contract = contracts.offer(officer, id, contract.version());
    if (contract.state() == Contract.State.OFFERED)
      contract = contracts.accept(officer, id, contract.version(), Contract.Word.SIGNED_PAPER);
    if (contract.state() == Contract.State.ACCEPTED)
      contracts.sign(people.actor(Role.FUND_OFFICER), id, contract.version());
  }

  private void quotes(PlaceCode county, LocalDate today) {
    Actor officer = people.actor(Role.COUNTY_OFFICER);
    quotes.record(
        officer,
        new Quotes.MarketPrice(
            Uuids.named("demo.market-price", today.toString()),
            county,
            DemoFarm.STANDARD,
            "special",
            today,
            Money.parse("6.60", "CNY"),
            SYNTHETIC));
    quotes.record(
        people.actor(Role.FUND_OFFICER),
        new Quotes.ExchangeRate(
            Uuids.named("demo.exchange-rate", today.toString()),
            today,
            new BigDecimal("7.1000"),
            SYNTHETIC));
  }
}
