package org.yutang.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.yutang.supply.SupplyHouse.kg;
import static org.yutang.supply.SupplyHouse.line;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Text;
import org.yutang.supply.Lot;
import org.yutang.supply.Provenance;
import org.yutang.supply.Recalls;
import org.yutang.supply.Step;
import org.yutang.supply.SupplyHouse;
import org.yutang.trace.Gs1Key;

/// Boxes of a warehouse that are sold one by one, and lead their buyers back to the field.
class TracedGoodsTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450327");

  @Autowired BeanFactory beans;
  @Autowired Provenance provenance;
  @Autowired Recalls recalls;
  @Autowired Presales presales;
  @Autowired Clock clock;

  @Test
  void aBoxIsSoldOnceLeavesItsSiteAndTellsWhereItComesFrom() {
    SupplyHouse supply = new SupplyHouse(beans, COUNTY, 1);
    Lot weighed = supply.weighIn(0, "30");
    Lot best =
        supply.handle(supply.grade(weighed, "30", line(100, 0, 0))).made().stream()
            .filter(lot -> lot.product().grade().equals("special"))
            .findFirst()
            .orElseThrow();
    List<String> boxes = pack(supply, best, 3);
    List<String> others = pack(supply, best, 1);
    MarketHouse house = new MarketHouse(beans, COUNTY);
    Actor merchant = house.merchant();
    Shop shop = house.shop(merchant, "测试橙店");
    Product oranges = oranges(house, merchant, shop, best);
    UUID article = oranges.articles().getFirst().id();
    UUID stocking = UUID.randomUUID();
    house.shops.stockBoxes(merchant, stocking, article, supply.point.id(), boxes);
    house.shops.stockBoxes(merchant, stocking, article, supply.point.id(), boxes);
    assertThat(house.pieces(merchant, oranges)).isEqualTo(new Product.Pieces(3, 0, 0));
    assertThat(
            refused(
                () ->
                    house.shops.stockBoxes(
                        merchant, UUID.randomUUID(), article, supply.point.id(), boxes)))
        .isEqualTo(MarketRefusal.BOX_TAKEN);
    assertThat(
            refused(
                () ->
                    house.shops.stockBoxes(
                        merchant, UUID.randomUUID(), article, supply.store.id(), others)))
        .isEqualTo(MarketRefusal.BOX_NOT_FIT);
    assertThat(refused(() -> house.shops.stock(merchant, UUID.randomUUID(), article, 5)))
        .as("pieces without boxes")
        .isEqualTo(MarketRefusal.BAD_FIELD);
    assertThat(house.shelf.nextBox(article))
        .hasValueSatisfying(each -> assertThat(boxes).contains(each));

    house.shops.unstockBoxes(merchant, article, boxes.subList(0, 1));
    assertThat(house.pieces(merchant, oranges)).isEqualTo(new Product.Pieces(2, 0, 0));
    house.shops.stockBoxes(
        merchant, UUID.randomUUID(), article, supply.point.id(), boxes.subList(0, 1));

    // the warehouse sells one of the boxes to somebody else: another one is picked
    String next = house.shelf.nextBox(article).orElseThrow();
    supply.handle(supply.toBuyer(supply.point, Map.of(), List.of(next)));
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 2, oranges);
    Order sent = house.selling.send(merchant, order.id(), order.version(), "测试快递", "YT9");
    assertThat(sent.boxes()).hasSize(2).doesNotContain(next).isSubsetOf(boxes);
    assertThat(house.pieces(merchant, oranges)).isEqualTo(new Product.Pieces(0, 0, 2));
    Gs1Key code = Gs1Key.parse(Gs1Key.HOME + "/00/" + sent.boxes().getFirst());
    assertThat(provenance.story(code).orElseThrow().plots()).hasSize(1);
    assertThat(recalls.reach(supply.officer, best.id()).buyers())
        .as("a recall finds the shop's buyers")
        .extracting(each -> each.buyer().name())
        .contains("测试橙店 · 网店买家");
  }

  @Test
  void boxesOfAHarvestFillWhatWasSoldAheadAndTheRestIsFree() {
    SupplyHouse supply = new SupplyHouse(beans, COUNTY, 1);
    Lot weighed = supply.weighIn(0, "30");
    Lot best =
        supply.handle(supply.grade(weighed, "30", line(100, 0, 0))).made().stream()
            .filter(lot -> lot.product().grade().equals("special"))
            .findFirst()
            .orElseThrow();
    MarketHouse house = new MarketHouse(beans, COUNTY);
    Actor merchant = house.merchant();
    Shop shop = house.shop(merchant, "测试橙预售店");
    Product oranges = oranges(house, merchant, shop, best);
    UUID article = oranges.articles().getFirst().id();
    LocalDate today = BusinessDay.of(clock.instant());
    Presale presale =
        presales.open(
            merchant,
            new Presale.New(
                UUID.randomUUID(),
                shop.id(),
                0,
                new Presale.Terms(
                    Presale.Substitution.NONE, true, today, today.plusDays(9), today.plusDays(9)),
                List.of(new Presale.NewPart("special", article, kg("30"), Money.fen(6000)))));
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 2, oranges);
    List<String> boxes = pack(supply, best, 3);
    assertThat(refused(() -> presales.harvest(merchant, presale.id(), "special", kg("15"), "测试")))
        .as("boxes are told one by one")
        .isEqualTo(MarketRefusal.BAD_FIELD);
    presales.close(merchant, presale.id());
    UUID key = UUID.randomUUID();
    for (int i = 0; i < 2; i++)
      presales.harvestBoxes(merchant, key, presale.id(), "special", supply.point.id(), boxes);
    assertThat(presales.standing(merchant, presale.id()).presale().parts().getFirst().harvest())
        .contains(kg("15"));
    assertThat(
            refused(
                () ->
                    presales.harvestBoxes(
                        merchant,
                        UUID.randomUUID(),
                        presale.id(),
                        "special",
                        supply.point.id(),
                        boxes)))
        .isEqualTo(MarketRefusal.BOX_TAKEN);
    presales.confirm(merchant, presale.id(), presales.plan(merchant, presale.id()).digest());
    Order ready = house.buying.order(buyer.key(), order.id());
    Order sent = house.selling.send(merchant, order.id(), ready.version(), "测试快递", "YT8");
    assertThat(sent.boxes()).hasSize(2).isSubsetOf(boxes);
    String rest =
        boxes.stream().filter(each -> !sent.boxes().contains(each)).findFirst().orElseThrow();
    UUID other = oranges(house, merchant, shop, best).articles().getFirst().id();
    house.shops.stockBoxes(merchant, UUID.randomUUID(), other, supply.point.id(), List.of(rest));
  }

  private static List<String> pack(SupplyHouse supply, Lot lot, int boxes) {
    return supply
        .handle(
            new Step.Pack(
                UUID.randomUUID(), supply.now(), supply.point.id(), lot.id(), kg("5"), boxes))
        .boxes();
  }

  private static Product oranges(MarketHouse house, Actor merchant, Shop shop, Lot lot) {
    UUID id = UUID.randomUUID();
    house.shops.write(
        merchant,
        new Product.New(
            id,
            shop.id(),
            COUNTY,
            new Text("测试脐橙", "Test oranges"),
            "测试",
            Optional.of(
                new Product.Made(
                    lot.product().standard(), lot.product().variety(), lot.product().grade())),
            List.of(),
            List.of(
                new Product.NewArticle(
                    UUID.randomUUID(),
                    new Text("5 公斤箱", "5 kg box"),
                    kg("5"),
                    Money.fen(6800),
                    true))));
    return house.shops.setOnSale(merchant, id, true);
  }

  private static Refusal.Code refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call);
    assertThat(refusal).isNotNull();
    return refusal.code();
  }
}
