package org.yutang.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.yutang.supply.SupplyHouse.kg;
import static org.yutang.supply.SupplyHouse.line;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.TestPhotos;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.StoreRefusal;

/// What cannot be, and forms that somebody tampered with.
class SupplyRefusalsTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450326");

  @Autowired BeanFactory beans;
  @Autowired Lots lots;
  @Autowired Handling handling;
  @Autowired Standards standards;

  private SupplyHouse house;
  private Standard.Version version;

  @BeforeEach
  void begin() {
    house = new SupplyHouse(beans, COUNTY, 1);
    version = standards.get("navel-orange").newest();
  }

  @Test
  void whatCannotBeIsRefused() {
    Lot lot = house.weighIn(0, "10");
    UUID point = house.point.id();
    assertThat(house.refused(weighIn("0", house.now())).code()).isEqualTo(SupplyRefusal.BAD_MASS);
    assertThat(house.refused(weighIn("100000.001", house.now())).code())
        .isEqualTo(SupplyRefusal.BAD_MASS);
    house.handle(weighIn("99999", house.now()));
    assertThat(house.refused(weighIn("99999", house.now())).code())
        .as("the plot bears less")
        .isEqualTo(SupplyRefusal.MORE_THAN_IT_BEARS);
    assertThat(house.refused(weighIn("1", house.now().plusSeconds(600))).code())
        .isEqualTo(SupplyRefusal.BAD_TIME);
    assertThat(house.refused(weighIn("1", house.now().minus(Duration.ofDays(500)))).code())
        .isEqualTo(SupplyRefusal.BAD_TIME);
    assertThat(house.refused(house.toBuyer(house.point, Map.of(lot.id(), kg("10.001")), List.of())))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(SupplyRefusal.NOT_ENOUGH);
              assertThat(refusal.facts()).containsEntry("there", "10");
            });
    assertThat(house.refused(house.toBuyer(house.point, Map.of(), List.of())).code())
        .isEqualTo(SupplyRefusal.BAD_FIELD);
    assertThat(
            house
                .refused(house.toBuyer(house.point, Map.of(UUID.randomUUID(), kg("1")), List.of()))
                .code())
        .isEqualTo(SupplyRefusal.UNKNOWN_LOT);
    assertThat(house.refused(house.toBuyer(house.point, Map.of(), List.of("123"))).code())
        .isEqualTo(SupplyRefusal.UNKNOWN_BOX);
    assertThat(house.refused(house.toBuyer(house.point, Map.of(), List.of("\0"))).code())
        .isEqualTo(SupplyRefusal.UNKNOWN_BOX);
    assertThat(lots.find(house.keeper, "a\0b")).isEmpty();
    assertThat(
            house
                .refused(
                    new Step.WeighIn(
                        UUID.randomUUID(),
                        house.now(),
                        point,
                        house.season(0),
                        kg("1"),
                        house.today().plusDays(1),
                        List.of()))
                .code())
        .isEqualTo(SupplyRefusal.BAD_FIELD);
    assertThat(house.refused(house.grade(lot, "1", line(20, 0, 0))).code())
        .isEqualTo(SupplyRefusal.GRADED_TOO_MUCH);
    assertThat(
            house
                .refused(
                    new Step.Lose(
                        UUID.randomUUID(),
                        house.now(),
                        UUID.randomUUID(),
                        lot.id(),
                        kg("1"),
                        Step.Loss.ROT))
                .code())
        .isEqualTo(SupplyRefusal.UNKNOWN_SITE);
    Actor stranger = SupplyHouse.actor(Role.KEEPER, new PlaceCode("CN-11"));
    Step lose =
        new Step.Lose(UUID.randomUUID(), house.now(), point, lot.id(), kg("1"), Step.Loss.ROT);
    assertThat(catchThrowableOfType(Refusal.class, () -> handling.handle(stranger, lose)).code())
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(catchThrowableOfType(Refusal.class, () -> lots.get(stranger, lot.id())).code())
        .isEqualTo(SupplyRefusal.UNKNOWN_LOT);
    assertThat(house.there(lot, point)).isEqualTo(10_000);
  }

  @Test
  void aPhotoOfABillIsNoPhotoOfGoods() {
    String bill = TestPhotos.fresh(beans);
    Step step =
        new Step.WeighIn(
            UUID.randomUUID(),
            house.now(),
            house.point.id(),
            house.season(0),
            kg("1"),
            house.today(),
            List.of(bill));
    assertThat(house.refused(step).code()).isEqualTo(StoreRefusal.NOT_FOUND);
  }

  private Step weighIn(String kilograms, java.time.Instant at) {
    return new Step.WeighIn(
        UUID.randomUUID(),
        at,
        house.point.id(),
        house.season(0),
        kg(kilograms),
        house.today(),
        List.of());
  }

  @Test
  void aFileOfTheLineThatCannotBeIsRefusedWithItsRow() {
    for (String wrong :
        List.of(
            "",
            "weight,brix\n",
            "weight,diameter,brix,acidity,defects,colour\n200,80,60,0.7,0.5,95\n",
            "weight,diameter,brix,acidity,defects,colour\n-200,80,12,0.7,0.5,95\n",
            "diameter,brix,acidity,defects,colour\n80,12,0.7,0.5,95\n",
            "weight,diameter\n200,80\n",
            "weight,diameter,brix,acidity,defects,colour\n200,80,12,5,0.7,0.5,95\n",
            "weight\n\"200")) {
      Refusal refusal =
          catchThrowableOfType(
              Refusal.class,
              () ->
                  Sorting.ofLine(version, wrong.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      assertThat(refusal).as(wrong).isNotNull();
      assertThat(refusal.code()).as(wrong).isEqualTo(SupplyRefusal.BAD_SORTING);
    }
  }

  @Test
  void lotsOfDifferentGradesAreNotPutTogether() {
    Handled graded = house.handle(house.grade(house.weighIn(0, "10"), "10", line(30, 10, 0)));
    Map<UUID, Mass> both =
        Map.of(
            of(graded, "special").id(), kg("1"),
            of(graded, "second").id(), kg("1"));
    assertThat(
            house
                .refused(new Step.Merge(UUID.randomUUID(), house.now(), house.point.id(), both))
                .code())
        .isEqualTo(SupplyRefusal.NOT_ALIKE);
  }

  @Test
  void tamperedFormsAreRefused() {
    Lot lot = house.weighIn(0, "10");
    String box =
        house
            .handle(
                new Step.Pack(
                    UUID.randomUUID(), house.now(), house.point.id(), lot.id(), kg("1"), 1))
            .boxes()
            .getFirst();
    assertThat(house.refused(house.toBuyer(house.point, Map.of(), List.of(box, box))).code())
        .isEqualTo(SupplyRefusal.BAD_FIELD);
    for (UUID taken : List.of(house.store.id(), house.buyer.id(), Leg.MADE)) {
      Step.Ship ship =
          new Step.Ship(
              taken,
              house.now(),
              house.point.id(),
              house.warehouse.id(),
              null,
              Map.of(lot.id(), kg("1")),
              List.of(),
              "");
      assertThat(house.refused(ship).code()).isEqualTo(SupplyRefusal.ID_REUSED);
    }
    Site.New site = new Site.New(Leg.FOUND, Site.Kind.STORE, "测试", COUNTY);
    assertThat(catchThrowableOfType(Refusal.class, () -> lots.addSite(house.keeper, site)).code())
        .isEqualTo(SupplyRefusal.ID_REUSED);
    Step early =
        new Step.Lose(
            UUID.randomUUID(),
            house.now().minusSeconds(3600),
            house.point.id(),
            lot.id(),
            kg("1"),
            Step.Loss.ROT);
    assertThat(house.refused(early).code()).isEqualTo(SupplyRefusal.BEFORE_IT_WAS);
    Step found =
        new Step.Count(UUID.randomUUID(), house.now(), house.point.id(), lot.id(), kg("100"));
    assertThat(house.refused(found).code()).isEqualTo(SupplyRefusal.BAD_MASS);
  }

  private static Lot of(Handled handled, String grade) {
    return handled.made().stream()
        .filter(lot -> lot.product().grade().equals(grade))
        .findFirst()
        .orElseThrow();
  }
}
