package org.yutang.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashMap;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.giving.Giving;
import org.yutang.giving.Rate;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.BooksCheck;
import org.yutang.payment.Incoming;
import org.yutang.payment.NoticeAnswer;
import org.yutang.payment.Via;
import org.yutang.payment.incoming.IncomingDoor;

/// The market from the shop that opens to the money that goes back, with the failures that others
/// are known for.
class MarketTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450325");

  @Autowired BeanFactory beans;
  @Autowired Giving giving;
  @Autowired Incoming incoming;
  @Autowired JdbcClient sql;
  @Autowired Checkout checkout;
  @Autowired PurchaseRows purchases;
  @Autowired OrderRows orders;
  @Autowired Paid paid;
  @Autowired Receipts receipts;
  @Autowired MoneyBacks moneyBacks;

  private MarketHouse house;
  private Actor merchant;
  private Shop shop;
  private MarketHouse.Customer buyer;

  @BeforeEach
  void aShop() {
    house = new MarketHouse(beans, COUNTY);
    merchant = house.merchant();
    shop = house.shop(merchant, "测试店");
    buyer = house.buyer();
  }

  @Test
  void anOrderIsPaidGivesIsSentAndEarned() {
    UUID project = house.pledge(merchant, shop, new Rate.PerMille(20));
    Product honey = house.product(merchant, shop, "测试蜂蜜", 5000, 10);
    UUID article = honey.articles().getFirst().id();
    house.buying.put(buyer.key(), article, 2);
    Quote quote =
        house.buying.quote(
            buyer.key(), house.buying.cart(buyer.key()), Map.of(), Optional.of(buyer.address()));
    assertThat(quote.total())
        .as("two kilograms, and 7 yuan to send them")
        .isEqualTo(Money.fen(10_700));
    assertThat(quote.donation()).isEqualTo(Money.fen(200));
    assertThat(quote.parts().getFirst().gives().orElseThrow().project()).isEqualTo(project);

    Purchase purchase = house.buy(buyer, Map.of(article, 2));
    assertThat(purchase.state()).isEqualTo(Purchase.State.UNPAID);
    assertThat(house.buying.cart(buyer.key())).as("what was bought left the cart").isEmpty();
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(8, 2, 0));
    assertThat(house.buying.payAt(buyer.key(), purchase.id(), true, "/market"))
        .startsWith("/pay/sandbox/");
    house.pay(purchase);
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(8, 0, 2));
    Order order = house.buying.order(buyer.key(), purchase.orders().getFirst());
    assertThat(order.state()).isEqualTo(Order.State.PAID);
    assertThat(order.donation()).isEqualTo(Money.fen(200));
    assertThat(giving.trace(order.sale().orElseThrow()).kept()).isEqualTo(Money.fen(200));
    assertThat(house.selling.earnings(merchant, shop.id()))
        .isEqualTo(new Selling.Earnings(Money.fen(0), Money.fen(10_500)));
    assertThat(house.balance(giving.getMerchant(house.fund, shop.id()).ledgerAccount()))
        .as("what it gave came out of the order")
        .isZero();

    assertThat(house.selling.address(merchant, order.id()).name()).isEqualTo("王测试");
    Order sent = house.selling.send(merchant, order.id(), order.version(), "测试快递", "YT1");
    assertThat(sent.state()).isEqualTo(Order.State.SENT);
    assertThat(house.buying.receive(buyer.key(), order.id()).state())
        .isEqualTo(Order.State.RECEIVED);
    house.settle();
    assertThat(house.selling.earnings(merchant, shop.id()))
        .isEqualTo(new Selling.Earnings(Money.fen(10_500), Money.fen(0)));
    Review review =
        house.buying.review(buyer.key(), order.id(), honey.id(), 5, "<b>甜</b>", List.of());
    assertThat(house.shelf.reviews(honey.id(), new Page.Wanted(1, 10)).items())
        .containsExactly(review);
    assertThat(house.shelf.stars(honey.id())).isEqualTo(new Shelf.Stars(500, 1));
    assertThat(
            refused(
                () -> house.buying.review(buyer.key(), order.id(), honey.id(), 1, "", List.of())))
        .isEqualTo(MarketRefusal.NO_REVIEW);
    assertThat(house.buying.events(buyer.key(), order.id()))
        .extracting(Order.Event::kind)
        .containsExactly(
            Order.Event.Kind.ASKED,
            Order.Event.Kind.PAID,
            Order.Event.Kind.SENT,
            Order.Event.Kind.RECEIVED);
    BooksCheck.check(sql);
  }

  @Test
  void twoBuyersAndTheLastCheese() throws Exception {
    Product cheese = house.product(merchant, shop, "测试奶酪", 3000, 1);
    UUID article = cheese.articles().getFirst().id();
    List<Callable<Object>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      MarketHouse.Customer each = house.buyer();
      Purchase.Wish wish = house.wish(each, Map.of(article, 1));
      tries.add(
          () -> {
            try {
              return house.buying.buy(each.key(), wish);
            } catch (Refusal refusal) {
              return refusal.code();
            }
          });
    }
    List<Object> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      for (Future<Object> each : pool.invokeAll(tries)) answers.add(each.get());
    }
    assertThat(answers).filteredOn(Purchase.class::isInstance).hasSize(1);
    assertThat(answers).filteredOn(each -> each == MarketRefusal.SOLD_OUT).hasSize(7);
    assertThat(house.pieces(merchant, cheese)).isEqualTo(new Product.Pieces(0, 1, 0));
  }

  @Test
  void nothingIsLeftNothingIsSold() {
    Product none = house.product(merchant, shop, "测试空货", 3000, 0);
    UUID article = none.articles().getFirst().id();
    assertThat(refused(() -> house.buy(buyer, Map.of(article, 1))))
        .isEqualTo(MarketRefusal.SOLD_OUT);
    assertThat(refused(() -> house.buy(buyer, Map.of(article, 0))))
        .isEqualTo(MarketRefusal.BAD_COUNT);
    assertThat(refused(() -> house.buying.put(buyer.key(), article, -1)))
        .isEqualTo(MarketRefusal.BAD_COUNT);
    assertThat(refused(() -> house.buying.put(buyer.key(), article, 1000)))
        .isEqualTo(MarketRefusal.BAD_COUNT);
    assertThat(refused(() -> house.buy(buyer, Map.of()))).isEqualTo(MarketRefusal.CART_EMPTY);
  }

  @Test
  void aPurchaseHoldsAllOrNothing() {
    Product many = house.product(merchant, shop, "测试多", 1000, 10);
    Product few = house.product(merchant, house.shop(merchant, "测试店二"), "测试少", 1000, 1);
    Map<UUID, Integer> wanted =
        Map.of(many.articles().getFirst().id(), 3, few.articles().getFirst().id(), 2);
    assertThat(refused(() -> house.buy(buyer, wanted))).isEqualTo(MarketRefusal.SOLD_OUT);
    assertThat(house.pieces(merchant, many)).isEqualTo(new Product.Pieces(10, 0, 0));
    assertThat(house.pieces(merchant, few)).isEqualTo(new Product.Pieces(1, 0, 0));
    Map<UUID, Integer> both = new HashMap<>(wanted);
    both.put(few.articles().getFirst().id(), 1);
    Purchase purchase = house.buy(buyer, both);
    assertThat(purchase.orders()).as("an order a shop").hasSize(2);
    house.pay(purchase);
    assertThat(house.pieces(merchant, many)).isEqualTo(new Product.Pieces(7, 0, 3));
    assertThat(house.pieces(merchant, few)).isEqualTo(new Product.Pieces(0, 0, 1));
  }

  @Test
  void theSameWishAgainIsTheSamePurchase() {
    Product honey = house.product(merchant, shop, "测试蜜", 1000, 10);
    UUID article = honey.articles().getFirst().id();
    Purchase.Wish wish = house.wish(buyer, Map.of(article, 2));
    Purchase first = house.buying.buy(buyer.key(), wish);
    assertThat(house.buying.buy(buyer.key(), wish)).isEqualTo(first);
    assertThat(house.pieces(merchant, honey).held()).isEqualTo(2);
    Purchase.Wish other =
        new Purchase.Wish(
            wish.key(), Map.of(article, 3), Map.of(), wish.address(), wish.seen(), wish.via());
    assertThat(refused(() -> house.buying.buy(buyer.key(), other)))
        .isEqualTo(MarketRefusal.ID_REUSED);
  }

  @Test
  void aPurchaseThatWasRefusedStaysRefusedAndHoldsNothing() {
    Product honey = house.product(merchant, shop, "测试拒", 1000, 1);
    UUID article = honey.articles().getFirst().id();
    Purchase.Wish wish = house.wish(buyer, Map.of(article, 2));
    assertThat(refused(() -> house.buying.buy(buyer.key(), wish)))
        .isEqualTo(MarketRefusal.SOLD_OUT);
    house.shops.stock(merchant, UUID.randomUUID(), article, 5);
    assertThat(refused(() -> house.buying.buy(buyer.key(), wish)))
        .isEqualTo(MarketRefusal.SOLD_OUT);
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(6, 0, 0));
  }

  @Test
  void aPriceThatChangedDuringTheCheckoutIsTold() {
    Product honey = house.product(merchant, shop, "测试价", 1000, 10);
    UUID article = honey.articles().getFirst().id();
    Purchase.Wish wish = house.wish(buyer, Map.of(article, 1));
    house.shops.setPrice(merchant, article, Money.fen(1200));
    assertThat(refused(() -> house.buying.buy(buyer.key(), wish)))
        .isEqualTo(MarketRefusal.PRICE_CHANGED);
    assertThat(house.pieces(merchant, honey).held()).isZero();
    Purchase.Wish cheap =
        new Purchase.Wish(
            UUID.randomUUID(), wish.pieces(), Map.of(), wish.address(), Money.fen(1), wish.via());
    assertThat(refused(() -> house.buying.buy(buyer.key(), cheap)))
        .as("a tampered price")
        .isEqualTo(MarketRefusal.PRICE_CHANGED);
    house.shops.setOnSale(merchant, honey.id(), false);
    assertThat(refused(() -> house.buy(buyer, Map.of(article, 1))))
        .isEqualTo(MarketRefusal.NOT_ON_SALE);
  }

  @Test
  void whatNobodyPaysIsFreeAgain() {
    Product honey = house.product(merchant, shop, "测试退", 1000, 3);
    Purchase purchase = house.buy(buyer, Map.of(honey.articles().getFirst().id(), 3));
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(0, 3, 0));
    house.leave(purchase);
    assertThat(house.buying.purchase(buyer.key(), purchase.id()).state())
        .isEqualTo(Purchase.State.LAPSED);
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(3, 0, 0));
  }

  @Test
  void paidInTimeAndToldTooLateItGetsItsGoodsWhileTheyAreThere() {
    Product honey = house.product(merchant, shop, "测试晚", 1000, 2);
    UUID article = honey.articles().getFirst().id();
    Purchase kept = house.buy(buyer, Map.of(article, 1));
    Purchase gone = house.buy(buyer, Map.of(article, 1));
    Map<String, String> first = IncomingDoor.paySilently(beans, kept.payment());
    Map<String, String> second = IncomingDoor.paySilently(beans, gone.payment());
    lapse(kept);
    lapse(gone);
    assertThat(house.pieces(merchant, honey).left()).isEqualTo(2);
    house.bought(house.buyer(), 1, honey);
    IncomingDoor.tell(beans, first);
    house.settle();
    IncomingDoor.tell(beans, second);
    house.settle();
    IncomingDoor.minute(beans);
    house.settle();
    assertThat(house.buying.purchase(buyer.key(), kept.id()).state())
        .isEqualTo(Purchase.State.PAID);
    assertThat(house.buying.purchase(buyer.key(), gone.id()).state())
        .as("nothing was left")
        .isEqualTo(Purchase.State.RETURNED);
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(0, 0, 2));
    assertThat(house.balance(Stocks.TILL)).as("its money went back").isZero();
    BooksCheck.check(sql);
  }

  /// The time is over, and the provider has not said a word.
  private void lapse(Purchase purchase) {
    purchases.move(purchase.id(), Purchase.State.UNPAID, Purchase.State.LAPSED);
    paid.handle(
        List.of(
            new org.yutang.store.Outbox.Entry(
                0,
                org.yutang.payment.IncomingClosed.TOPIC,
                org.yutang.store.Json.write(
                    new org.yutang.payment.IncomingClosed(
                        purchase.payment(), Checkout.PURPOSE, purchase.id())))));
  }

  @Test
  void aDoubledOrForgedNoticeCountsOnceOrNotAtAll() {
    Product honey = house.product(merchant, shop, "测试双", 1000, 5);
    Purchase purchase = house.buy(buyer, Map.of(honey.articles().getFirst().id(), 1));
    Map<String, String> notice = IncomingDoor.paySilently(beans, purchase.payment());
    Map<String, String> forged = new HashMap<>(notice);
    forged.put("total_amount", "0.01");
    assertThat(incoming.notice(Via.SANDBOX, forged)).isInstanceOf(NoticeAnswer.Refused.class);
    house.settle();
    assertThat(house.buying.purchase(buyer.key(), purchase.id()).state())
        .isEqualTo(Purchase.State.UNPAID);
    for (int i = 0; i < 3; i++) IncomingDoor.tell(beans, notice);
    house.settle();
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(4, 0, 1));
    assertThat(house.selling.earnings(merchant, shop.id()).waiting()).isEqualTo(purchase.total());
  }

  @Test
  void aNoticeThatNeverComesIsAskedFor() {
    Product honey = house.product(merchant, shop, "测试问", 1000, 5);
    Purchase purchase = house.buy(buyer, Map.of(honey.articles().getFirst().id(), 1));
    IncomingDoor.paySilently(beans, purchase.payment());
    IncomingDoor.minute(beans);
    house.settle();
    assertThat(house.buying.purchase(buyer.key(), purchase.id()).state())
        .isEqualTo(Purchase.State.PAID);
  }

  @Test
  void aCrashBetweenTheHoldAndTheOrderLosesNothing() {
    Product honey = house.product(merchant, shop, "测试断", 1000, 5);
    UUID article = honey.articles().getFirst().id();
    Purchase.Wish wish = house.wish(buyer, Map.of(article, 2));
    Purchase purchase = house.buying.buy(buyer.key(), wish);
    // as if the server had died before it wrote down that the goods are held
    sql.sql("delete from payment.incoming where id = :id").param("id", purchase.payment()).update();
    sql.sql("update market.purchase set state = 'ASKED', asked_at = asked_at where id = :id")
        .param("id", purchase.id())
        .update();
    assertThat(house.buying.buy(buyer.key(), wish).state()).isEqualTo(Purchase.State.UNPAID);
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(3, 2, 0));
    house.pay(purchase);
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(3, 0, 2));
  }

  @Test
  void moneyGoesBackOnceAndWithTheDonationsShare() {
    house.pledge(merchant, shop, new Rate.PerMille(100));
    Product honey = house.product(merchant, shop, "测试还", 10_000, 5);
    Order order = house.bought(buyer, 1, honey);
    assertThat(order.donation()).isEqualTo(Money.fen(1000));
    assertThat(order.total()).isEqualTo(Money.fen(10_500));
    order = house.selling.send(merchant, order.id(), order.version(), "测试快递", "1");
    UUID id = order.id();
    UUID key = UUID.randomUUID();
    Order.MoneyBack wish = house.buying.askBack(buyer.key(), key, id, Money.fen(3000), "坏了一些");
    assertThat(house.buying.askBack(buyer.key(), key, id, Money.fen(3000), "坏了一些")).isEqualTo(wish);
    assertThat(
            refused(
                () -> house.buying.askBack(buyer.key(), UUID.randomUUID(), id, Money.fen(1), "再来")))
        .isEqualTo(MarketRefusal.MONEY_BACK_STATE);
    assertThat(refused(() -> house.buying.receive(buyer.key(), id)))
        .isEqualTo(MarketRefusal.MONEY_BACK_STATE);
    assertThat(house.selling.answer(merchant, wish.id(), false, false, "照片看不清").state())
        .isEqualTo(Order.MoneyBack.State.DECLINED);
    assertThat(house.buying.dispute(buyer.key(), wish.id(), "有照片").state())
        .isEqualTo(Order.MoneyBack.State.DISPUTED);
    Order.MoneyBack done = house.selling.judge(house.officer, wish.id(), true, "支持");
    assertThat(done.state()).isEqualTo(Order.MoneyBack.State.DONE);
    assertThat(done.donation()).as("a tenth of the goods that went back").isEqualTo(Money.fen(300));
    assertThat(refused(() -> house.selling.judge(house.officer, wish.id(), true, "再判")))
        .isEqualTo(MarketRefusal.MONEY_BACK_STATE);
    house.settle();
    house.buying.receive(buyer.key(), id);
    house.settle();
    assertThat(house.selling.earnings(merchant, shop.id()))
        .as("10500 - 1000 - (3000 - 300)")
        .isEqualTo(new Selling.Earnings(Money.fen(6_800), Money.fen(0)));
    assertThat(
            refused(
                () ->
                    house.buying.askBack(
                        buyer.key(), UUID.randomUUID(), id, Money.fen(7_501), "太多")))
        .isEqualTo(MarketRefusal.TOO_MUCH_BACK);
    Order.MoneyBack rest =
        house.buying.askBack(buyer.key(), UUID.randomUUID(), id, Money.fen(7_500), "全退");
    done = house.selling.answer(merchant, rest.id(), true, false, "");
    assertThat(done.state()).isEqualTo(Order.MoneyBack.State.DONE);
    assertThat(done.donation()).isEqualTo(Money.fen(700));
    house.settle();
    assertThat(house.selling.earnings(merchant, shop.id()))
        .isEqualTo(new Selling.Earnings(Money.fen(0), Money.fen(0)));
    assertThat(house.balance(giving.getMerchant(house.fund, shop.id()).ledgerAccount())).isZero();
    assertThat(house.balance(Stocks.TILL)).isZero();
    Order last = house.buying.order(buyer.key(), id);
    assertThat(last.back()).isEqualTo(last.total());
    assertThat(last.donation()).isEqualTo(Money.fen(0));
    BooksCheck.check(sql);
  }

  @Test
  void whatWasNotSentIsCancelledAtOnceAndCanBeSoldAgain() {
    Product honey = house.product(merchant, shop, "测试消", 10_000, 1);
    Order order = house.bought(buyer, 1, honey);
    assertThat(
            refused(
                () ->
                    house.buying.askBack(
                        buyer.key(), UUID.randomUUID(), order.id(), Money.fen(5), "一点")))
        .isEqualTo(MarketRefusal.TOO_MUCH_BACK);
    Order.MoneyBack done =
        house.buying.askBack(buyer.key(), UUID.randomUUID(), order.id(), order.total(), "不要了");
    assertThat(done.state()).isEqualTo(Order.MoneyBack.State.DONE);
    house.settle();
    assertThat(house.buying.order(buyer.key(), order.id()).state())
        .isEqualTo(Order.State.CANCELLED);
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(1, 0, 0));
    assertThat(refused(() -> house.selling.send(merchant, order.id(), order.version(), "快递", "1")))
        .isEqualTo(MarketRefusal.ORDER_STATE);
  }

  @Test
  void couponsTakeOffOnceAndDoNotStack() {
    Product honey = house.product(merchant, shop, "测试券", 5_000, 9);
    UUID article = honey.articles().getFirst().id();
    Coupon coupon =
        new Coupon(
            UUID.randomUUID(),
            shop.id(),
            "FEST10",
            Money.fen(1000),
            Money.fen(4000),
            1,
            java.time.LocalDate.of(2020, 1, 1),
            java.time.LocalDate.of(2099, 1, 1));
    house.shops.addCoupon(merchant, coupon);
    house.shops.addCoupon(merchant, coupon);
    Purchase.Wish wish = withCoupon(article, "FEST10", 4_500);
    Purchase purchase = house.buying.buy(buyer.key(), wish);
    assertThat(refused(() -> house.buying.buy(buyer.key(), withCoupon(article, "FEST10", 4_500))))
        .as("only one was there")
        .isEqualTo(MarketRefusal.COUPON_NOT_VALID);
    assertThat(refused(() -> house.buying.buy(buyer.key(), withCoupon(article, "NONE", 5_500))))
        .isEqualTo(MarketRefusal.COUPON_NOT_VALID);
    house.leave(purchase);
    Purchase again = house.buying.buy(buyer.key(), withCoupon(article, "FEST10", 4_500));
    house.pay(again);
    assertThat(house.balance(Coupon.used(coupon.id()))).isEqualTo(1);
    assertThat(house.selling.earnings(merchant, shop.id()).waiting()).isEqualTo(Money.fen(4_500));
  }

  private Purchase.Wish withCoupon(UUID article, String code, long seen) {
    return new Purchase.Wish(
        UUID.randomUUID(),
        Map.of(article, 1),
        Map.of(shop.id(), code),
        buyer.address(),
        Money.fen(seen),
        Optional.empty());
  }

  @Test
  void otherPeoplesOrdersAndShopsAreNotThere() {
    Product honey = house.product(merchant, shop, "测试私", 1000, 5);
    Order order = house.bought(buyer, 1, honey);
    MarketHouse.Customer other = house.buyer();
    assertThat(refused(() -> house.buying.order(other.key(), order.id())))
        .isEqualTo(MarketRefusal.UNKNOWN_ORDER);
    assertThat(refused(() -> house.buying.order("yb_" + "x".repeat(43), order.id())))
        .isEqualTo(MarketRefusal.UNKNOWN_BUYER);
    Actor stranger = house.merchant();
    assertThat(refused(() -> house.selling.order(stranger, order.id())))
        .isEqualTo(MarketRefusal.UNKNOWN_ORDER);
    assertThat(refused(() -> house.shops.get(stranger, shop.id())))
        .isEqualTo(MarketRefusal.UNKNOWN_SHOP);
    assertThat(refused(() -> house.buying.erase(buyer.key()))).isEqualTo(MarketRefusal.ORDERS_OPEN);
    Order paidOrder = house.buying.order(buyer.key(), order.id());
    house.selling.send(merchant, order.id(), paidOrder.version(), "快递", "1");
    house.buying.receive(buyer.key(), order.id());
    house.buying.erase(buyer.key());
    assertThat(house.buying.knows(buyer.key())).isFalse();
    assertThat(refused(() -> house.selling.address(merchant, order.id())))
        .isEqualTo(MarketRefusal.UNKNOWN_ADDRESS);
  }

  @Test
  void productsAreFoundByWordsSoundsAndNearlyRightWords() {
    Product found = house.product(merchant, shop, "红缨槐花蜂蜜", 1000, 5);
    for (String each : List.of("槐花蜂蜜", "蜂蜜 红缨", "huaihua", "hongying", "hyhh", "怀花蜂蜜", "huaihau"))
      assertThat(find(each)).as(each).contains(found.id());
    assertThat(find("荔枝干")).doesNotContain(found.id());
  }

  private List<UUID> find(String text) {
    return house
        .shelf
        .find(
            new Shelf.Query(
                text,
                Optional.of(COUNTY),
                Optional.empty(),
                Optional.of(shop.id()),
                Optional.empty(),
                Optional.empty(),
                false,
                new Page.Wanted(1, 20)))
        .products()
        .items()
        .stream()
        .map(Product::id)
        .toList();
  }

  private static Refusal.Code refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call);
    assertThat(refusal).isNotNull();
    return refusal.code();
  }
}
