package org.yutang.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.yutang.supply.SupplyHouse.kg;
import static org.yutang.supply.SupplyHouse.line;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Ledger;
import org.yutang.trace.Trace;
import org.yutang.trace.Traced;

/// From the field to the buyer, with a real ledger and a real trace.
class SupplyTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450332");

  @Autowired BeanFactory beans;
  @Autowired Lots lots;
  @Autowired Handling handling;
  @Autowired Ledger ledger;
  @Autowired Trace trace;
  @Autowired Recalls recalls;
  @Autowired Standards standards;
  @Autowired StepRows steps;
  @Autowired Planner planner;
  @Autowired SqlHandling sweeper;

  private SupplyHouse house;
  private Standard.Version version;

  @BeforeEach
  void begin() {
    house = new SupplyHouse(beans, COUNTY, 2);
    version = standards.get("navel-orange").newest();
  }

  @Test
  void fromTheFieldToTheBuyerEveryGramIsAccountedFor() {
    Lot one = house.weighIn(0, "10");
    Lot other = house.weighIn(1, "20");
    assertThat(one.product().grade()).isEqualTo(Lot.UNGRADED);
    Handled first =
        house.handle(house.grade(one, "10", line(30, 10, 5))); // 6000 + 1800 + 180 + 500
    assertThat(first.made())
        .extracting(lot -> lot.product().grade())
        .containsExactlyInAnyOrder("special", "second", Lot.BELOW_ALL);
    assertThat(house.there(one, house.point.id())).isZero();
    assertThat(house.there(one, Leg.LOST)).as("what the line lost").isEqualTo(10_000 - 8_480);
    Handled second = house.handle(house.grade(other, "20", line(60, 20, 0))); // 12000 + 3780
    Lot best = of(first, "special");
    Lot best2 = of(second, "special");
    Lot merged =
        house
            .handle(
                new Step.Merge(
                    UUID.randomUUID(),
                    house.now(),
                    house.point.id(),
                    Map.of(best.id(), kg("6"), best2.id(), kg("12"))))
            .made()
            .getFirst();
    List<String> boxes =
        house
            .handle(
                new Step.Pack(
                    UUID.randomUUID(), house.now(), house.point.id(), merged.id(), kg("5"), 3))
            .boxes();
    assertThat(boxes).hasSize(3).allMatch(sscc -> sscc.matches("[0-9]{18}"));
    Step.Ship ship = house.toSite(house.point, house.store, Map.of(merged.id(), kg("2")), boxes);
    house.handle(ship);
    assertThat(lots.shipments(house.keeper, house.store.id()))
        .anySatisfy(each -> assertThat(each.boxes()).hasSize(3));
    house.handle(
        new Step.Receive(
            UUID.randomUUID(),
            house.now(),
            house.store.id(),
            ship.id(),
            Map.of(merged.id(), kg("1.9")),
            boxes.subList(0, 2)));
    house.handle(house.toBuyer(house.store, Map.of(merged.id(), kg("1.5")), boxes.subList(0, 1)));
    assertThat(house.there(merged, house.point.id())).isEqualTo(1_000);
    assertThat(house.there(merged, house.store.id())).isEqualTo(400);
    assertThat(house.there(merged, house.buyer.id())).isEqualTo(1_500);
    assertThat(house.there(merged, Leg.LOST)).as("100 g and a box").isEqualTo(5_100);
    assertThat(lots.whereabouts(house.keeper, merged.id()))
        .extracting(each -> each.name() + " " + each.mass().grams())
        .containsExactlyInAnyOrder("测试收购点 1000", "测试门店 5400", "测试食堂 6500");

    house.settle();
    Traced.Recall recall = trace.recall(house.officer, one.uri());
    assertThat(recall.buyers()).extracting(Traced.Found::id).containsExactly(house.buyer.uri());
    assertThat(recall.shipments()).extracting(Traced.Found::id).contains("urn:uuid:" + ship.id());
    Traced.Back back = trace.back(house.officer, merged.uri(), house.now().plusSeconds(1));
    assertThat(back.origins())
        .filteredOn(Traced.Origin::source)
        .extracting(Traced.Origin::item, origin -> origin.share().orElseThrow().toString())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(one.uri(), "1/3"),
            org.assertj.core.groups.Tuple.tuple(other.uri(), "2/3"));
  }

  private static Lot of(Handled handled, String grade) {
    return handled.made().stream()
        .filter(lot -> lot.product().grade().equals(grade))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStepThatIsSentTwiceHappensOnce() {
    Lot lot = house.weighIn(0, "100");
    Step.Split split =
        new Step.Split(
            UUID.randomUUID(),
            house.now(),
            house.point.id(),
            lot.id(),
            List.of(kg("30"), kg("20")));
    Handled first = house.handle(split);
    assertThat(house.handle(split)).isEqualTo(first);
    assertThat(house.there(lot, house.point.id())).isEqualTo(50_000);
    Step other =
        new Step.Split(split.id(), split.at(), house.point.id(), lot.id(), List.of(kg("31")));
    assertThat(house.refused(other).code()).isEqualTo(SupplyRefusal.ID_REUSED);
  }

  @Test
  void aStepThatWasCutOffBeforeTheLedgerIsFinishedByTheSweeper() {
    Lot lot = house.weighIn(0, "100");
    Step.Lose lose =
        new Step.Lose(
            UUID.randomUUID(), house.now(), house.point.id(), lot.id(), kg("1"), Step.Loss.ROT);
    steps.ask(
        new StepRows.Asked(
            lose,
            planner.plan(house.keeper, lose),
            house.keeper.account(),
            house.keeper.name(),
            house.now().minus(Duration.ofMinutes(2)),
            false,
            false));
    assertThat(house.there(lot, house.point.id())).isEqualTo(100_000);
    sweeper.everyMinute();
    assertThat(house.there(lot, house.point.id())).isEqualTo(99_000);
    house.handle(lose);
    assertThat(house.there(lot, house.point.id())).isEqualTo(99_000);
    assertThat(stock(lot)).isEqualTo(99_000);
  }

  private long stock(Lot lot) {
    return lots.stock(house.keeper, house.point.id()).holdings().stream()
        .filter(each -> each.lot().id().equals(lot.id()))
        .mapToLong(each -> each.mass().grams())
        .sum();
  }

  @Test
  void twoPeopleWhoGradeOneLotDoNotDoubleIt() throws Exception {
    Lot lot = house.weighIn(0, "10");
    List<Step.Grade> both =
        List.of(house.grade(lot, "10", line(30, 0, 0)), house.grade(lot, "10", line(0, 30, 0)));
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Future<Object>> answers =
          pool.invokeAll(
              both.stream()
                  .map(
                      step ->
                          (Callable<Object>)
                              () -> {
                                try {
                                  return house.handle(step);
                                } catch (Refusal refusal) {
                                  return refusal;
                                }
                              })
                  .toList());
      int done = 0;
      for (Future<Object> answer : answers)
        if (answer.get() instanceof Refusal refusal)
          assertThat(refusal.code()).isEqualTo(SupplyRefusal.NOT_ENOUGH);
        else done++;
      assertThat(done).isEqualTo(1);
    }
    assertThat(house.there(lot, house.point.id())).isZero();
    assertThat(house.there(lot, Leg.MADE)).isEqualTo(-10_000);
  }

  @Test
  void yesterdaysFileOfTheLineIsKnownAgain() {
    byte[] file = line(10, 0, 0);
    house.handle(house.grade(house.weighIn(0, "5"), "3", file));
    Lot next = house.weighIn(0, "5");
    assertThat(house.refused(house.grade(next, "3", file)).code())
        .isEqualTo(SupplyRefusal.FILE_SEEN);
    assertThat(house.there(next, house.point.id())).isEqualTo(5_000);
    // a file that the ledger refused may come again
    Step.Grade tooMuch = house.grade(next, "6", line(20, 0, 0));
    assertThat(house.refused(tooMuch).code()).isEqualTo(SupplyRefusal.NOT_ENOUGH);
    house.handle(
        new Step.Grade(
            UUID.randomUUID(),
            house.now(),
            house.point.id(),
            next.id(),
            kg("5"),
            tooMuch.sorting()));
  }

  @Test
  void whatIsHeldDoesNotLeaveAndWhoFailsATestIsHeld() {
    Lot lot = house.weighIn(0, "10");
    house.handle(
        new Step.Test(
            UUID.randomUUID(),
            house.now(),
            house.point.id(),
            lot.id(),
            "测试检测站",
            "T-1",
            false,
            Map.of("农残", "超标")));
    Step.Ship ship = house.toBuyer(house.point, Map.of(lot.id(), kg("1")), List.of());
    assertThat(house.refused(ship).code()).isEqualTo(SupplyRefusal.LOT_HELD);
    house.handle(
        new Step.Release(UUID.randomUUID(), house.now(), house.point.id(), lot.id(), "复检合格"));
    house.handle(ship);
    assertThat(house.there(lot, house.buyer.id())).isEqualTo(1_000);
  }

  @Test
  void countsAndReturnsKeepTheBooksTrue() {
    Lot lot = house.weighIn(0, "10");
    count(lot, "9.5");
    assertThat(house.there(lot, house.point.id())).isEqualTo(9_500);
    count(lot, "9.7");
    assertThat(house.there(lot, Leg.FOUND)).isEqualTo(-200);
    List<String> boxes =
        house
            .handle(
                new Step.Pack(
                    UUID.randomUUID(), house.now(), house.point.id(), lot.id(), kg("2"), 2))
            .boxes();
    house.handle(house.toBuyer(house.point, Map.of(lot.id(), kg("1")), boxes));
    Step.Return back =
        new Step.Return(
            UUID.randomUUID(), house.now(), house.point.id(), house.buyer.id(), lot.id(), kg("4"));
    house.handle(back);
    assertThat(house.there(lot, house.point.id())).as("1 loose, 3 of boxes").isEqualTo(8_700);
    Step more =
        new Step.Return(
            UUID.randomUUID(),
            house.now(),
            house.point.id(),
            house.buyer.id(),
            lot.id(),
            kg("1.001"));
    assertThat(house.refused(more).code()).isEqualTo(SupplyRefusal.NOT_ENOUGH);
    house.settle();
  }

  private void count(Lot lot, String kilograms) {
    house.handle(
        new Step.Count(UUID.randomUUID(), house.now(), house.point.id(), lot.id(), kg(kilograms)));
  }

  @Test
  void aBoxIsAtOnePlaceOnly() {
    Lot lot = house.weighIn(0, "10");
    String box =
        house
            .handle(
                new Step.Pack(
                    UUID.randomUUID(), house.now(), house.point.id(), lot.id(), kg("2"), 1))
            .boxes()
            .getFirst();
    Step.Ship ship = house.toSite(house.point, house.store, Map.of(), List.of(box));
    house.handle(ship);
    assertThat(house.refused(house.toBuyer(house.point, Map.of(), List.of(box))).code())
        .isEqualTo(SupplyRefusal.BOX_ELSEWHERE);
    Step.Receive receive =
        new Step.Receive(
            UUID.randomUUID(), house.now(), house.store.id(), ship.id(), Map.of(), List.of(box));
    house.handle(receive);
    house.handle(receive);
    Step again =
        new Step.Receive(
            UUID.randomUUID(), house.now(), house.store.id(), ship.id(), Map.of(), List.of(box));
    assertThat(house.refused(again).code()).isEqualTo(SupplyRefusal.SHIPMENT_DONE);
    house.handle(new Step.Unpack(UUID.randomUUID(), house.now(), house.store.id(), box));
    assertThat(house.there(lot, house.store.id())).isEqualTo(2_000);
  }

  @Test
  void aSampleStandsForItsLot() {
    byte[] file = line(19, 0, 0); // 19 special, 1 second
    Sorting sorting = Sorting.ofSample(version, file, kg("500"));
    assertThat(sorting.tallies())
        .singleElement()
        .satisfies(
            tally -> {
              assertThat(tally.grade()).isEqualTo("special");
              assertThat(tally.grams()).isEqualTo(500_000);
            });
    assertThat(Sorting.ofSample(version, line(8, 1, 0), kg("500")).tallies().getFirst().grade())
        .as("two of ten miss it")
        .isEqualTo("second");
  }

  @Test
  void whatIsCalledBackStaysWhereItIsWithAllThatIsMadeOfIt() {
    Lot lot = house.weighIn(0, "10");
    Lot other = house.weighIn(1, "10");
    UUID recall = UUID.randomUUID();
    recalls.block(house.officer, recall, lot.id(), "测试召回");
    assertThat(lots.get(house.keeper, lot.id()).held()).contains("测试召回");
    assertThat(
            house.refused(house.toBuyer(house.point, Map.of(lot.id(), kg("1")), List.of())).code())
        .isEqualTo(SupplyRefusal.LOT_HELD);
    Step release =
        new Step.Release(UUID.randomUUID(), house.now(), house.point.id(), lot.id(), "放行");
    assertThat(house.refused(release).code()).isEqualTo(SupplyRefusal.LOT_HELD);
    house.handle(house.toBuyer(house.point, Map.of(other.id(), kg("1")), List.of()));
    Actor elsewhere = SupplyHouse.actor(Role.COUNTY_OFFICER, new PlaceCode("CN-11"));
    assertThat(
            catchThrowableOfType(Refusal.class, () -> recalls.lift(elsewhere, recall, "别县")).code())
        .isEqualTo(SupplyRefusal.UNKNOWN_LOT);
    recalls.lift(house.officer, recall, "复检合格");
    house.handle(house.toBuyer(house.point, Map.of(lot.id(), kg("1")), List.of()));
    assertThat(recalls.reach(house.officer, lot.id()).buyers())
        .singleElement()
        .satisfies(sent -> assertThat(sent.mass()).isEqualTo(kg("1")));
  }
}
