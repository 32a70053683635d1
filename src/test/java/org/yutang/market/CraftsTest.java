package org.yutang.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.BooksCheck;

/// Craft work sold ahead: each piece has its week, and no week has more than it can make.
class CraftsTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450327");

  @Autowired BeanFactory beans;
  @Autowired Crafts crafts;
  @Autowired SqlCrafts minute;
  @Autowired CraftWeeks weeks;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private MarketHouse house;
  private Actor merchant;
  private Shop shop;
  private Product cloth;
  private UUID article;
  private LocalDate monday;

  @BeforeEach
  void aWorkshop() {
    house = new MarketHouse(beans, COUNTY);
    merchant = house.merchant();
    shop = house.shop(merchant, "测试绣坊");
    cloth = house.product(merchant, shop, "测试刺绣", 8000, 0);
    article = cloth.articles().getFirst().id();
    LocalDate today = BusinessDay.of(clock.instant());
    monday = Craft.monday(today.plusDays(7));
  }

  private static Object refused(ThrowingCallable what) {
    Refusal refusal = catchThrowableOfType(Refusal.class, what);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.code();
  }

  @Test
  void fullWeeksRollToLaterOnesUntilAllAreSoldWhoeverAsksAtOnce() throws Exception {
    crafts.make(merchant, article, 2, 7, 3);
    Craft.Calendar calendar = crafts.calendar(merchant, article);
    assertThat(calendar.weeks()).hasSize(3);
    assertThat(calendar.weeks().getFirst()).isEqualTo(new Craft.Week(monday, 2, 2));
    assertThat(crafts.promise(article, 1)).contains(monday.plusDays(6));
    assertThat(crafts.promise(article, 3)).contains(monday.plusDays(13));
    assertThat(crafts.promise(article, 7)).isEmpty();
    assertThat(house.pieces(merchant, cloth).left()).isEqualTo(6);
    List<Callable<Object>> tries = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      MarketHouse.Customer each = house.buyer();
      Purchase.Wish wish = house.wish(each, Map.of(article, 1));
      tries.add(
          () -> {
            try {
              Purchase bought = house.buying.buy(each.key(), wish);
              return crafts.promised(bought.orders().getFirst()).orElseThrow();
            } catch (Refusal refusal) {
              return refusal.code();
            }
          });
    }
    List<Object> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
      for (Future<Object> each : pool.invokeAll(tries)) answers.add(each.get());
    }
    for (int week = 0; week < 3; week++) {
      LocalDate promised = monday.plusDays(6).plusWeeks(week);
      assertThat(answers).filteredOn(promised::equals).as("week " + week).hasSize(2);
    }
    assertThat(answers).filteredOn(each -> each == MarketRefusal.SOLD_OUT).hasSize(3);
    minute.everyMinute();
    assertThat(crafts.calendar(merchant, article).weeks())
        .allMatch(week -> week.free() == 0 && week.taken() == 2);
    BooksCheck.check(sql);
  }

  @Test
  void whatNobodyPaysOrIsCancelledFreesItsWeek() {
    crafts.make(merchant, article, 1, 7, 2);
    MarketHouse.Customer buyer = house.buyer();
    Purchase lapsed = house.buy(buyer, Map.of(article, 1));
    assertThat(crafts.calendar(merchant, article).weeks().getFirst().free()).isZero();
    house.leave(lapsed);
    minute.everyMinute();
    minute.everyMinute();
    assertThat(crafts.calendar(merchant, article).weeks().getFirst().free()).isEqualTo(1);
    Order order = house.bought(buyer, 2, cloth);
    assertThat(crafts.promised(order.id())).contains(monday.plusDays(13));
    house.buying.askBack(buyer.key(), UUID.randomUUID(), order.id(), order.total(), "不要了");
    minute.everyMinute();
    assertThat(crafts.calendar(merchant, article).weeks()).allMatch(week -> week.free() == 1);
    assertThat(house.pieces(merchant, cloth)).isEqualTo(new Product.Pieces(2, 0, 0));
    BooksCheck.check(sql);
  }

  @Test
  void aTryThatWasCutOffIsGoneOnWithAndHoldsNothingTwice() {
    crafts.make(merchant, article, 3, 7, 1);
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 2, cloth);
    assertThat(weeks.missing(order)).as("asked again").isEmpty();
    sql.sql("update market.craft_try set state = 'PLANNED' where order_id = :id")
        .param("id", order.id())
        .update();
    assertThat(weeks.missing(order)).as("cut off before it was written down").isEmpty();
    assertThat(crafts.calendar(merchant, article).weeks().getFirst().free()).isEqualTo(1);
  }

  @Test
  void weeksCanBeSetButNotBelowWhatIsPromised() {
    crafts.make(merchant, article, 3, 7, 2);
    house.bought(house.buyer(), 2, cloth);
    assertThat(refused(() -> crafts.setWeek(merchant, article, monday, 1)))
        .isEqualTo(MarketRefusal.SOLD_OUT);
    assertThat(crafts.setWeek(merchant, article, monday, 2).weeks().getFirst())
        .isEqualTo(new Craft.Week(monday, 2, 0));
    crafts.setWeek(merchant, article, monday.plusWeeks(1), 0);
    assertThat(crafts.promise(article, 1)).isEmpty();
    crafts.setWeek(merchant, article, monday.plusWeeks(1), 5);
    assertThat(crafts.promise(article, 5)).contains(monday.plusDays(13));
    assertThat(house.pieces(merchant, cloth).left()).isEqualTo(5);
    assertThat(refused(() -> crafts.setWeek(merchant, article, monday.plusDays(1), 1)))
        .isEqualTo(MarketRefusal.BAD_FIELD);
    assertThat(refused(() -> crafts.setWeek(merchant, article, monday, -1)))
        .isEqualTo(MarketRefusal.BAD_FIELD);
    assertThat(refused(() -> crafts.make(merchant, article, -1, 7, 2)))
        .isEqualTo(MarketRefusal.BAD_FIELD);
    assertThat(refused(() -> crafts.make(merchant, article, 1, 300, 2)))
        .isEqualTo(MarketRefusal.BAD_FIELD);
    assertThat(refused(() -> house.shops.stock(merchant, UUID.randomUUID(), article, 5)))
        .isEqualTo(MarketRefusal.SOLD_OTHERWISE);
    Product stocked = house.product(merchant, shop, "测试现货绣", 100, 5);
    assertThat(refused(() -> crafts.make(merchant, stocked.articles().getFirst().id(), 1, 7, 2)))
        .isEqualTo(MarketRefusal.SOLD_OTHERWISE);
    assertThat(refused(() -> crafts.calendar(house.merchant(), article)))
        .isEqualTo(MarketRefusal.UNKNOWN_SHOP);
  }

  @Test
  void whatIsLateIsListedAndItsBuyerMayCancelForNothing() {
    crafts.make(merchant, article, 3, 0, 2);
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 1, cloth);
    assertThat(crafts.late(merchant, shop.id())).isEmpty();
    LocalDate yesterday = BusinessDay.of(clock.instant()).minusDays(1);
    sql.sql("update market.craft_try set promised = :day where order_id = :id")
        .param("day", yesterday)
        .param("id", order.id())
        .update();
    assertThat(crafts.late(merchant, shop.id()))
        .containsExactly(new Craft.Late(order.id(), order.number(), yesterday, 1));
    house.buying.askBack(buyer.key(), UUID.randomUUID(), order.id(), order.total(), "晚了");
    house.settle();
    assertThat(house.buying.order(buyer.key(), order.id()).back()).isEqualTo(order.total());
    assertThat(crafts.late(merchant, shop.id())).isEmpty();
  }
}
