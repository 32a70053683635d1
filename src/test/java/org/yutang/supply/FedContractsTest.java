package org.yutang.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.yutang.supply.SupplyHouse.kg;
import static org.yutang.supply.SupplyHouse.line;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.farm.Buyers;
import org.yutang.farm.Contract;
import org.yutang.farm.Contracts;
import org.yutang.farm.Delivery;
import org.yutang.farm.FarmRefusal;
import org.yutang.farm.GradedGoods;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.PriceChain;
import org.yutang.farm.PriceChain.Link;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Outbox;

/// What is sorted counts under the growers' contracts, each gram once.
class FedContractsTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450332");

  @Autowired BeanFactory beans;
  @Autowired Contracts contracts;
  @Autowired Buyers buyers;
  @Autowired Plots plots;
  @Autowired GradedLots feeding;

  private SupplyHouse house;
  private Actor fund;

  @BeforeEach
  void begin() {
    house = new SupplyHouse(beans, COUNTY, 2);
    fund = SupplyHouse.actor(Role.FUND_OFFICER, COUNTY);
  }

  /// Of the n-th plots, for the best and the second grade at more than any protected price.
  private UUID signed(LocalDate from, int... plot) {
    List<Plot> land = new ArrayList<>();
    for (int each : plot) land.addAll(plots.ofSeasons(List.of(house.season(each))));
    var buyer = buyers.add(fund, new org.yutang.farm.Buyer(UUID.randomUUID(), "测试公司", COUNTY));
    List<Contract.Line> lines = new ArrayList<>();
    for (String grade : List.of("special", "second"))
      lines.add(new Contract.Line(grade, kg("1000"), Money.parse("9.00", "CNY")));
    Contract.Terms terms =
        new Contract.Terms(
            buyer.id(),
            Optional.empty(),
            land.getFirst().what().cooperative(),
            house.today().getYear(),
            "navel-orange",
            land.stream().map(Plot::id).toList(),
            new Contract.ByQuantity(
                lines,
                new Contract.Shortfall(5, Money.fen(0)),
                new Contract.Surplus(10, Contract.Then.LEFT)),
            Money.fen(0),
            from,
            from.plusDays(60),
            0,
            new PriceChain(Map.of(Link.GROWER, 1000), Map.of(Link.GROWER, 1000), "测试（合成数据）"));
    UUID id = UUID.randomUUID();
    contracts.save(house.officer, id, 0, terms);
    contracts.offer(house.officer, id, 1);
    contracts.accept(house.officer, id, 2, Contract.Word.IN_PERSON);
    contracts.sign(fund, id, 3);
    return id;
  }

  private Lot sorted(Lot lot, String kilograms, byte[] file, String grade) {
    return of(house.handle(house.grade(lot, kilograms, file)), grade);
  }

  private static Lot of(Handled handled, String grade) {
    return handled.made().stream()
        .filter(lot -> lot.product().grade().equals(grade))
        .findFirst()
        .orElseThrow();
  }

  /// Such as `special 6000`.
  private List<String> brought(UUID contract) {
    house.settle();
    return contracts.deliveries(house.officer, contract).stream()
        .map(each -> each.what().grade() + " " + each.what().mass().grams())
        .sorted()
        .toList();
  }

  private Refusal byHand(UUID contract, String lot, String grade, String kilograms) {
    return catchThrowableOfType(
        Refusal.class,
        () ->
            contracts.deliver(
                house.officer,
                new Delivery(
                    UUID.randomUUID(), contract, lot, grade, kg(kilograms), house.today())));
  }

  @Test
  void whatIsSortedCountsOnceAndSortingAnewCorrectsIt() {
    UUID contract = signed(house.today().minusDays(1), 0);
    Lot raw = house.weighIn(0, "10");
    Step.Grade step = house.grade(raw, "10", line(30, 10, 5));
    Lot special = of(house.handle(step), "special");
    house.handle(step);
    assertThat(brought(contract)).containsExactly("second 1980", "special 6000");
    assertThat(contracts.deliveries(house.officer, contract)).allMatch(Delivery.Taken::fed);
    // told again
    feeding.handle(
        List.of(
            new Outbox.Entry(
                1, StepDone.TOPIC, org.yutang.store.Json.write(new StepDone(step.id())))));
    assertThat(brought(contract)).containsExactly("second 1980", "special 6000");
    assertThat(contracts.uncounted(house.officer, contract))
        .extracting(GradedGoods.Uncounted::grade, GradedGoods.Uncounted::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Lot.BELOW_ALL, GradedGoods.Fate.GRADE));
    // 4 kg of the best are split off and sorted anew: 1,000 g stay the best, 1,980 g are second
    Handled split =
        house.handle(
            new Step.Split(
                UUID.randomUUID(), house.now(), house.point.id(), special.id(), List.of(kg("4"))));
    assertThat(byHand(contract, split.made().getFirst().code(), "special", "1").code())
        .isEqualTo(FarmRefusal.LOT_COUNTED);
    house.handle(house.grade(split.made().getFirst(), "4", line(5, 10, 0)));
    assertThat(brought(contract))
        .containsExactly("second 1980", "second 1980", "special 1000", "special 2000");
    // all that is left of it turns out to be second: nothing of the old lot counts
    house.handle(house.grade(special, "2", line(0, 10, 0)));
    assertThat(brought(contract))
        .containsExactly("second 1980", "second 1980", "second 1980", "special 1000");
  }

  @Test
  void whatWasSortedBeforeTheSignatureCountsOnceItIsSigned() {
    Lot special = sorted(house.weighIn(0, "10"), "10", line(30, 10, 0), "special");
    sorted(house.weighIn(1, "10"), "10", line(30, 0, 0), "special");
    house.settle();
    UUID contract = signed(house.today().minusDays(1), 0);
    assertThat(brought(contract)).containsExactly("second 1980", "special 6000");
    assertThat(byHand(contract, special.code(), "special", "1").code())
        .isEqualTo(FarmRefusal.LOT_COUNTED);
    // signed afterwards as well, another contract of the same plot takes nothing away
    UUID other = signed(house.today().minusDays(1), 0);
    assertThat(brought(other)).isEmpty();
    assertThat(brought(contract)).containsExactly("second 1980", "special 6000");
  }

  @Test
  void theSameKilogramsCannotBeWrittenDownByHand() {
    UUID contract = signed(house.today().minusDays(1), 0);
    Lot raw = house.weighIn(0, "10");
    Lot special = sorted(raw, "10", line(30, 10, 5), "special");
    // at once, before the outbox has told anybody
    assertThat(byHand(contract, special.code(), "special", "1").code())
        .isEqualTo(FarmRefusal.LOT_COUNTED);
    assertThat(byHand(contract, raw.code(), "special", "1").code())
        .isEqualTo(FarmRefusal.LOT_COUNTED);
    assertThat(byHand(contract, special.code(), "second", "1").code())
        .isEqualTo(FarmRefusal.GRADED_OTHERWISE);
    assertThat(byHand(contract, "纸单-1", "special", "1")).isNull();
    assertThat(brought(contract)).containsExactly("second 1980", "special 1000", "special 6000");
    // who wrote the weighed lot down first has counted it
    Lot other = house.weighIn(0, "10");
    assertThat(byHand(contract, other.code(), "special", "9")).isNull();
    house.handle(house.grade(other, "10", line(30, 10, 5)));
    assertThat(brought(contract))
        .containsExactly("second 1980", "special 1000", "special 6000", "special 9000");
    assertThat(contracts.uncounted(house.officer, contract))
        .extracting(GradedGoods.Uncounted::why)
        .contains(GradedGoods.Fate.BY_HAND);
  }

  @Test
  void mixedGoodsCountByWeightForWhoseTheyAre() {
    UUID one = signed(house.today().minusDays(1), 0);
    UUID other = signed(house.today().minusDays(1), 1);
    Lot a = house.weighIn(0, "10");
    Lot b = house.weighIn(1, "20");
    Lot mixed =
        house
            .handle(
                new Step.Merge(
                    UUID.randomUUID(),
                    house.now(),
                    house.point.id(),
                    Map.of(a.id(), kg("5"), b.id(), kg("15"))))
            .made()
            .getFirst();
    Lot special = sorted(mixed, "20", line(80, 0, 0), "special");
    assertThat(brought(one)).containsExactly("second 45", "special 4000");
    assertThat(brought(other)).containsExactly("second 135", "special 12000");
    house.handle(house.grade(special, "8", line(0, 40, 0)));
    assertThat(brought(one)).containsExactly("second 1845", "second 45", "special 2000");
    assertThat(brought(other)).containsExactly("second 135", "second 5535", "special 6000");
  }

  @Test
  void outsideTheWindowOrWhereSeveralWouldTakeItNothingCounts() {
    UUID later = signed(house.today().plusDays(10), 0);
    sorted(house.weighIn(0, "10"), "10", line(30, 0, 0), "special");
    assertThat(brought(later)).isEmpty();
    assertThat(contracts.uncounted(house.officer, later))
        .extracting(GradedGoods.Uncounted::why)
        .containsOnly(GradedGoods.Fate.WINDOW);
    UUID one = signed(house.today().minusDays(1), 1);
    UUID other = signed(house.today().minusDays(2), 1);
    sorted(house.weighIn(1, "10"), "10", line(30, 0, 0), "special");
    assertThat(brought(one)).isEmpty();
    assertThat(brought(other)).isEmpty();
    assertThat(contracts.uncounted(house.officer, one))
        .extracting(GradedGoods.Uncounted::why)
        .containsOnly(GradedGoods.Fate.SEVERAL);
  }

  @Test
  void manyAtOnceWhoTellAndWriteCountEachGramOnce() throws Exception {
    UUID contract = signed(house.today().minusDays(1), 0);
    Lot raw = house.weighIn(0, "10");
    Handled handled = house.handle(house.grade(raw, "10", line(30, 10, 0)));
    Lot special = of(handled, "special");
    Outbox.Entry entry =
        new Outbox.Entry(
            1, StepDone.TOPIC, org.yutang.store.Json.write(new StepDone(handled.step().id())));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Object>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        calls.add(
            () -> {
              feeding.handle(List.of(entry));
              return "fed";
            });
        calls.add(() -> String.valueOf(byHand(contract, special.code(), "special", "4")));
      }
      for (Future<Object> each : threads.invokeAll(calls)) each.get();
    }
    house.settle();
    long sum =
        contracts.deliveries(house.officer, contract).stream()
            .map(Delivery.Taken::what)
            .filter(each -> each.lot().equals(special.code()))
            .map(Delivery::mass)
            .mapToLong(Mass::grams)
            .sum();
    assertThat(sum).isBetween(4_000L, 6_000L);
  }
}
