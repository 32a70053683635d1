package org.yutang.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.giving.Giving;
import org.yutang.giving.Rate;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.BooksCheck;

/// Harvests that are sold before they are picked: never more than the forecast bears, and what
/// comes is divided by the rules that buyers saw.
class PresalesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450326");

  @Autowired BeanFactory beans;
  @Autowired Presales presales;
  @Autowired SqlPresales inner;
  @Autowired PresaleHand hand;
  @Autowired Giving giving;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private MarketHouse house;
  private Actor merchant;
  private Shop shop;
  private Product top;
  private Product first;
  private Product second;

  @BeforeEach
  void anOrchard() {
    house = new MarketHouse(beans, COUNTY);
    merchant = house.merchant();
    shop = house.shop(merchant, "测试果园");
    top = house.product(merchant, shop, "测试特级橙", 3000, 0);
    first = house.product(merchant, shop, "测试一级橙", 2000, 0);
    second = house.product(merchant, shop, "测试二级橙", 1500, 0);
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  private Presale.Terms terms(Presale.Substitution rule, boolean partial) {
    return new Presale.Terms(
        rule, partial, today().plusDays(20), today().plusDays(40), today().plusDays(50));
  }

  /// 10 kilograms of each grade, a fifth of it kept: 8 pieces.
  private Presale.New wanted(Presale.Terms terms) {
    return new Presale.New(
        UUID.randomUUID(),
        shop.id(),
        200,
        terms,
        List.of(part("特级", top, 3000), part("一级", first, 2000), part("二级", second, 1500)));
  }

  private static Presale.NewPart part(String grade, Product product, long fen) {
    return new Presale.NewPart(grade, article(product), new Mass(10_000), Money.fen(fen));
  }

  private static UUID article(Product product) {
    return product.articles().getFirst().id();
  }

  private Presale opened(Presale.Substitution rule, boolean partial) {
    return presales.open(merchant, wanted(terms(rule, partial)));
  }

  private void came(Presale presale, int tops, int firsts, int seconds) {
    presales.close(merchant, presale.id());
    int[] kilograms = {tops, firsts, seconds};
    for (int i = 0; i < 3; i++)
      presales.harvest(
          merchant,
          presale.id(),
          presale.parts().get(i).grade(),
          new Mass(kilograms[i] * 1000L + 999),
          "测试磅单 " + i);
  }

  private Presale confirm(Presale presale) {
    String digest = presales.plan(merchant, presale.id()).digest();
    Presale confirmed = presales.confirm(merchant, presale.id(), digest);
    house.settle();
    return confirmed;
  }

  private Order again(MarketHouse.Customer buyer, Order order) {
    return house.buying.order(buyer.key(), order.id());
  }

  private static Object refused(ThrowingCallable what) {
    Refusal refusal = catchThrowableOfType(Refusal.class, what);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.code();
  }

  @Test
  void noMoreIsSoldThanTheForecastBearsWhoeverAsksAtOnce() throws Exception {
    Presale presale = opened(Presale.Substitution.NONE, false);
    assertThat(presales.open(merchant, wanted(presale))).as("the same again").isEqualTo(presale);
    assertThat(house.pieces(merchant, first)).isEqualTo(new Product.Pieces(8, 0, 0));
    List<Callable<Object>> tries = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      MarketHouse.Customer each = house.buyer();
      Purchase.Wish wish = house.wish(each, Map.of(article(first), 1));
      tries.add(
          () -> {
            try {
              return house.buying.buy(each.key(), wish).state();
            } catch (Refusal refusal) {
              return refusal.code();
            }
          });
    }
    List<Object> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
      for (Future<Object> each : pool.invokeAll(tries)) answers.add(each.get());
    }
    assertThat(answers).filteredOn(each -> each == Purchase.State.UNPAID).hasSize(8);
    assertThat(answers).filteredOn(each -> each == MarketRefusal.SOLD_OUT).hasSize(4);
    assertThat(refused(() -> house.shops.stock(merchant, UUID.randomUUID(), article(first), 5)))
        .isEqualTo(MarketRefusal.SOLD_OTHERWISE);
    assertThat(refused(() -> house.shops.setPrice(merchant, article(first), Money.fen(1))))
        .isEqualTo(MarketRefusal.SOLD_OTHERWISE);
    presales.close(merchant, presale.id());
    assertThat(refused(() -> presales.plan(merchant, presale.id())))
        .as("they may still pay")
        .isEqualTo(MarketRefusal.PRESALE_UNPAID);
    assertThat(refused(() -> house.buy(house.buyer(), Map.of(article(top), 1))))
        .isEqualTo(MarketRefusal.NOT_ON_SALE);
  }

  private static Presale.New wanted(Presale presale) {
    return new Presale.New(
        presale.id(),
        presale.shop(),
        presale.safety(),
        presale.terms(),
        presale.parts().stream()
            .map(
                each ->
                    new Presale.NewPart(
                        each.grade(), each.article(), each.forecast(), each.price()))
            .toList());
  }

  @Test
  void aBetterGradeComesAtTheSamePriceAndNobodyLosesTheOwn() {
    Presale presale = opened(Presale.Substitution.BETTER, false);
    MarketHouse.Customer one = house.buyer();
    MarketHouse.Customer two = house.buyer();
    MarketHouse.Customer three = house.buyer();
    Order firstPaid = house.bought(one, 3, first);
    Order alsoFirst = house.bought(two, 2, first);
    Order own = house.bought(three, 2, top);
    assertThat(presales.ofOrder(own.id()).orElseThrow().terms()).isEqualTo(presale.terms());
    assertThat(refused(() -> house.selling.send(merchant, own.id(), own.version(), "快递", "1")))
        .isEqualTo(MarketRefusal.PRESALE_NOT_READY);
    // 3 first: the first buyer; 3 top: 2 for who ordered them, 1 too few for the second buyer
    came(presale, 3, 3, 9);
    PresalePlan plan = presales.plan(merchant, presale.id());
    assertThat(plan.shares())
        .extracting(PresalePlan.Share::whole)
        .containsExactly(false, true, false);
    assertThat(plan.back()).isEqualTo(alsoFirst.total());
    confirm(presale);
    assertThat(again(one, firstPaid).state()).isEqualTo(Order.State.PAID);
    assertThat(again(two, alsoFirst).state()).isEqualTo(Order.State.CANCELLED);
    assertThat(again(two, alsoFirst).back()).as("freight as well").isEqualTo(alsoFirst.total());
    assertThat(again(three, own).lines())
        .extracting(Order.Line::article)
        .containsExactly(article(top));
    Order ready = again(three, own);
    assertThat(house.selling.send(merchant, own.id(), ready.version(), "快递", "1").state())
        .isEqualTo(Order.State.SENT);
    BooksCheck.check(sql);
  }

  @Test
  void aBetterGradeFillsUpWhatIsShort() {
    Presale presale = opened(Presale.Substitution.BETTER, true);
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 5, first);
    came(presale, 2, 2, 9);
    confirm(presale);
    Order now = again(buyer, order);
    assertThat(now.lines())
        .extracting(Order.Line::article, Order.Line::pieces, line -> line.price().minor())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(article(first), 2, 2000L),
            org.assertj.core.groups.Tuple.tuple(article(top), 2, 2000L));
    assertThat(now.back()).as("one piece came of nothing").isEqualTo(Money.fen(2000));
    assertThat(house.pieces(merchant, first).sold()).isEqualTo(2);
    assertThat(house.pieces(merchant, top).sold()).isEqualTo(2);
    assertThat(house.buying.events(buyer.key(), order.id()))
        .extracting(Order.Event::kind)
        .contains(Order.Event.Kind.ALLOTTED);
  }

  @Test
  void aLowerGradeBringsTheDifferenceBackToTheFenAfterCouponAndDonation() {
    UUID project = house.pledge(merchant, shop, new Rate.PerMille(100));
    assertThat(project).isNotNull();
    house.shops.addCoupon(
        merchant,
        new Coupon(
            UUID.randomUUID(),
            shop.id(),
            "PRE7",
            Money.fen(701),
            Money.fen(2000),
            5,
            today(),
            today()));
    Presale presale = opened(Presale.Substitution.LOWER, false);
    MarketHouse.Customer buyer = house.buyer();
    Quote quote =
        house.buying.quote(
            buyer.key(),
            Map.of(article(first), 3),
            Map.of(shop.id(), "PRE7"),
            Optional.of(buyer.address()));
    Purchase purchase =
        house.buying.buy(
            buyer.key(),
            new Purchase.Wish(
                UUID.randomUUID(),
                Map.of(article(first), 3),
                Map.of(shop.id(), "PRE7"),
                buyer.address(),
                quote.total(),
                Optional.empty()));
    house.pay(purchase);
    Order order = house.buying.order(buyer.key(), purchase.orders().getFirst());
    assertThat(order.donation()).as("a tenth of 5299").isEqualTo(Money.fen(530));
    came(presale, 9, 1, 9);
    confirm(presale);
    Order now = again(buyer, order);
    // two pieces at 500 less: 1000 × 5299 / 6000 = 883.17, rounded up
    assertThat(now.back()).isEqualTo(Money.fen(884));
    Order.MoneyBack back = house.buying.moneyBacks(buyer.key(), order.id()).getFirst();
    assertThat(back.state()).isEqualTo(Order.MoneyBack.State.DONE);
    assertThat(now.donation().plus(back.donation())).isEqualTo(Money.fen(530));
    assertThat(giving.trace(now.sale().orElseThrow()).kept()).isEqualTo(now.donation());
    assertThat(back.donation())
        .as("a tenth of what went back")
        .isBetween(Money.fen(88), Money.fen(89));
    assertThat(house.selling.earnings(merchant, shop.id()).waiting())
        .isEqualTo(now.total().minus(now.back()).minus(now.donation()));
    assertThat(house.balance(Stocks.TILL)).isZero();
    BooksCheck.check(sql);
  }

  @Test
  void withoutSubstitutionTheMissingPartGoesBack() {
    Presale presale = opened(Presale.Substitution.NONE, true);
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 4, first);
    came(presale, 9, 1, 9);
    confirm(presale);
    assertThat(again(buyer, order).back()).isEqualTo(Money.fen(6000));
    assertThat(again(buyer, order).lines()).extracting(Order.Line::pieces).containsExactly(1);
    assertThat(house.pieces(merchant, first)).isEqualTo(new Product.Pieces(4, 0, 1));
  }

  @Test
  void aBetterOneComesBeforeALowerOne() {
    Presale presale = opened(Presale.Substitution.BETTER_OR_LOWER, false);
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 4, first);
    came(presale, 1, 1, 9);
    confirm(presale);
    assertThat(again(buyer, order).lines())
        .extracting(Order.Line::article, Order.Line::pieces)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(article(first), 1),
            org.assertj.core.groups.Tuple.tuple(article(top), 1),
            org.assertj.core.groups.Tuple.tuple(article(second), 2));
    assertThat(again(buyer, order).back()).isEqualTo(Money.fen(1000));
  }

  @Test
  void aPlanIsCarriedOutOnceAndGoneOnWithWhereItWasCutOff() {
    Presale presale = opened(Presale.Substitution.NONE, true);
    MarketHouse.Customer buyer = house.buyer();
    MarketHouse.Customer other = house.buyer();
    Order order = house.bought(buyer, 2, first);
    Order gone = house.bought(other, 1, second);
    came(presale, 9, 1, 0);
    PresalePlan stale = presales.plan(merchant, presale.id());
    presales.harvest(merchant, presale.id(), "二级", new Mass(999), "测试改");
    presales.harvest(merchant, presale.id(), "一级", new Mass(0), "测试改");
    assertThat(refused(() -> presales.confirm(merchant, presale.id(), stale.digest())))
        .isEqualTo(MarketRefusal.PRESALE_PLAN_CHANGED);
    presales.harvest(merchant, presale.id(), "一级", new Mass(1000), "测试改回");
    PresalePlan plan = presales.plan(merchant, presale.id());
    // the process dies after the plan was written down
    inner.decide(merchant, shop, presale.id(), plan.digest());
    assertThat(again(buyer, order).back()).isEqualTo(Money.fen(0));
    hand.everyMinute();
    presales.confirm(merchant, presale.id(), plan.digest());
    presales.confirm(merchant, presale.id(), plan.digest());
    hand.everyMinute();
    house.settle();
    assertThat(again(buyer, order).back()).isEqualTo(Money.fen(2000));
    assertThat(house.buying.moneyBacks(buyer.key(), order.id())).hasSize(1);
    assertThat(again(other, gone).back()).isEqualTo(gone.total());
    assertThat(refused(() -> presales.confirm(merchant, presale.id(), "another")))
        .isEqualTo(MarketRefusal.PRESALE_STATE);
    BooksCheck.check(sql);
  }

  @Test
  void whoCancelsBeforeThePlanIsCarriedOutGetsTheMoneyOnce() {
    Presale presale = opened(Presale.Substitution.NONE, true);
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 2, first);
    came(presale, 0, 1, 0);
    inner.decide(merchant, shop, presale.id(), presales.plan(merchant, presale.id()).digest());
    house.buying.askBack(buyer.key(), UUID.randomUUID(), order.id(), order.total(), "不等了");
    hand.everyMinute();
    house.settle();
    assertThat(again(buyer, order).back()).isEqualTo(order.total());
    assertThat(house.buying.moneyBacks(buyer.key(), order.id())).hasSize(1);
  }

  @Test
  void pastTheLatestDayTheMoneyGoesBackByItself() {
    Presale presale = opened(Presale.Substitution.NONE, true);
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 2, first);
    hand.everyMinute();
    assertThat(again(buyer, order).state()).isEqualTo(Order.State.PAID);
    sql.sql(
            "update market.presale_order set from_day = :day, to_day = :day, latest = :day where presale = :id")
        .param("day", today().minusDays(1))
        .param("id", presale.id())
        .update();
    hand.everyMinute();
    hand.everyMinute();
    house.settle();
    assertThat(again(buyer, order).state()).isEqualTo(Order.State.CANCELLED);
    assertThat(again(buyer, order).back()).isEqualTo(order.total());
  }

  @Test
  void whatIsWrongIsRefusedAndNothingIsPutUp() {
    Presale.Terms good = terms(Presale.Substitution.NONE, false);
    Presale.Terms past =
        new Presale.Terms(
            good.substitution(), false, today().minusDays(1), good.to(), good.latest());
    Presale.Terms turned =
        new Presale.Terms(good.substitution(), false, good.to(), good.from(), good.latest());
    Presale.Terms early =
        new Presale.Terms(good.substitution(), false, good.from(), good.to(), good.from());
    for (Presale.Terms each : List.of(past, turned, early))
      assertThat(refused(() -> presales.open(merchant, wanted(each))))
          .isEqualTo(MarketRefusal.BAD_FIELD);
    Presale.New none =
        new Presale.New(
            UUID.randomUUID(),
            shop.id(),
            0,
            good,
            List.of(new Presale.NewPart("一级", article(first), new Mass(999), Money.fen(2000))));
    assertThat(refused(() -> presales.open(merchant, none))).isEqualTo(MarketRefusal.BAD_FIELD);
    Presale.New noPrice =
        new Presale.New(
            UUID.randomUUID(),
            shop.id(),
            0,
            good,
            List.of(new Presale.NewPart("一级", article(first), new Mass(9999), Money.fen(0))));
    assertThat(refused(() -> presales.open(merchant, noPrice))).isEqualTo(MarketRefusal.BAD_FIELD);
    Actor stranger = house.merchant();
    assertThat(refused(() -> presales.open(stranger, wanted(good))))
        .isEqualTo(MarketRefusal.UNKNOWN_SHOP);
    Presale open = opened(Presale.Substitution.NONE, false);
    assertThat(refused(() -> opened(Presale.Substitution.NONE, false)))
        .as("an article is sold ahead once")
        .isEqualTo(MarketRefusal.SOLD_OTHERWISE);
    assertThat(refused(() -> presales.plan(merchant, open.id())))
        .isEqualTo(MarketRefusal.PRESALE_STATE);
    assertThat(refused(() -> presales.harvest(merchant, open.id(), "没有", new Mass(1), "测试")))
        .isEqualTo(MarketRefusal.BAD_FIELD);
    assertThat(refused(() -> presales.harvest(merchant, open.id(), "一级", new Mass(1), " ")))
        .isEqualTo(MarketRefusal.BAD_FIELD);
    Product other = house.product(merchant, shop, "测试现货", 900, 5);
    assertThat(
            refused(() -> house.buy(house.buyer(), Map.of(article(first), 1, article(other), 1))))
        .isEqualTo(MarketRefusal.PRESALE_ALONE);
  }
}
