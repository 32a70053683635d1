package org.yutang.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
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
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.incoming.IncomingDoor;

/// Many buyers and two sellers who do at once whatever comes to their minds: carts over several
/// shops, payments, payments that are left, cancelled orders, parcels, receipts, money back. All
/// the time the pieces of an article are left, held or sold, and at the end each fen is with a
/// seller, a project or its buyer.
@Tag("slow")
class MarketWalkTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450326");
  private static final int BUYERS = 6;
  private static final int STEPS = 40;
  private static final long STOCK = 25;

  /// What somebody may hear because somebody else was quicker.
  private static final Set<Refusal.Code> USUAL =
      Set.of(
          MarketRefusal.SOLD_OUT,
          MarketRefusal.ORDER_STATE,
          MarketRefusal.ORDER_CHANGED,
          MarketRefusal.MONEY_BACK_STATE,
          MarketRefusal.TOO_MUCH_BACK,
          PaymentRefusal.PAYMENT_OVER);

  @Autowired BeanFactory beans;
  @Autowired Giving giving;
  @Autowired Incoming incoming;
  @Autowired JdbcClient sql;

  private final List<Product> products = new ArrayList<>();
  private final List<Shop> shops = new ArrayList<>();
  private final List<Purchase> purchases = Collections.synchronizedList(new ArrayList<>());
  private MarketHouse house;
  private Actor merchant;

  @Test
  void piecesAndMoneyAreAlwaysSomewhere() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("MarketWalkTest: seed " + seed);
    house = new MarketHouse(beans, COUNTY);
    merchant = house.merchant();
    for (int i = 0; i < 2; i++) {
      Shop shop = house.shop(merchant, "测试走动 " + i);
      shops.add(shop);
      if (i == 0) house.pledge(merchant, shop, new Rate.PerMille(37));
      for (int j = 0; j < 2; j++)
        products.add(house.product(merchant, shop, "测试 " + i + j, 333 + 100L * j, STOCK));
    }
    AtomicBoolean over = new AtomicBoolean();
    int looks;
    try (ExecutorService pool = Executors.newFixedThreadPool(BUYERS + 2)) {
      List<Future<?>> walks = new ArrayList<>();
      for (int i = 0; i < BUYERS; i++) {
        Random random = new Random(seed + i);
        walks.add(pool.submit((Callable<?>) () -> buyer(random)));
      }
      Future<?> seller = pool.submit((Callable<?>) () -> seller(new Random(seed - 1), over));
      Future<Integer> watcher = pool.submit(() -> watch(over));
      try {
        for (Future<?> each : walks) each.get();
      } finally {
        over.set(true);
      }
      seller.get();
      looks = watcher.get();
    }
    assertThat(looks).as("how often it was looked at").isGreaterThan(10);
    for (int i = 0; i < 3; i++) {
      house.settle();
      IncomingDoor.minute(beans);
    }
    house.settle();
    checkPieces();
    checkMoney();
    BooksCheck.check(sql);
  }

  private Object buyer(Random random) {
    MarketHouse.Customer customer = house.buyer();
    List<Purchase> own = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      try {
        if (own.isEmpty() || random.nextInt(3) == 0) {
          Purchase purchase = house.buy(customer, cart(random));
          own.add(purchase);
          purchases.add(purchase);
        } else goOn(random, customer, own.get(random.nextInt(own.size())));
      } catch (Refusal refusal) {
        assertThat(USUAL).as(refusal.getMessage()).contains(refusal.code());
      }
    }
    return customer;
  }

  private Map<UUID, Integer> cart(Random random) {
    Map<UUID, Integer> cart = new HashMap<>();
    for (Product each : products)
      if (random.nextBoolean()) cart.put(each.articles().getFirst().id(), 1 + random.nextInt(3));
    if (cart.isEmpty()) cart.put(products.getFirst().articles().getFirst().id(), 1);
    return cart;
  }

  private void goOn(Random random, MarketHouse.Customer customer, Purchase purchase) {
    Order order =
        house.buying.order(
            customer.key(), purchase.orders().get(random.nextInt(purchase.orders().size())));
    switch (random.nextInt(5)) {
      case 0, 1 -> IncomingDoor.pay(beans, purchase.payment());
      case 2 -> incoming.useSandbox(purchase.payment(), false);
      case 3 -> house.buying.receive(customer.key(), order.id());
      default -> {
        Money left = order.total().minus(order.back());
        Money wanted =
            order.state() == Order.State.PAID
                ? left
                : Money.fen(1 + random.nextInt((int) Math.max(1, left.minor())));
        if (order.state() != Order.State.WAITING)
          house.buying.askBack(customer.key(), UUID.randomUUID(), order.id(), wanted, "测试");
      }
    }
  }

  private Object seller(Random random, AtomicBoolean over) {
    int steps = 0;
    while (!over.get() && steps < 5_000) {
      steps++;
      Shop shop = shops.get(random.nextInt(shops.size()));
      try {
        for (Order each :
            house
                .selling
                .orders(
                    merchant,
                    new Order.Query(
                        shop.id(), java.util.Optional.of(Order.State.PAID), new Page.Wanted(1, 3)))
                .items())
          if (random.nextBoolean())
            house.selling.send(merchant, each.id(), each.version(), "测试", "1");
        for (Order.MoneyBack each : house.selling.open(merchant, shop.id()))
          house.selling.answer(merchant, each.id(), random.nextBoolean(), false, "测试");
      } catch (Refusal refusal) {
        assertThat(USUAL).as(refusal.getMessage()).contains(refusal.code());
      }
    }
    return steps;
  }

  private int watch(AtomicBoolean over) {
    int looks = 0;
    while (!over.get() && looks < 100_000) {
      checkPieces();
      looks++;
    }
    return looks;
  }

  /// All three accounts of an article as of one moment.
  private void checkPieces() {
    for (Product each : products) {
      UUID article = each.articles().getFirst().id();
      UUID[] accounts = {
        Product.left(article), Product.held(article), Product.soldAccount(article)
      };
      long[] found =
          sql.sql("select sum(balance), min(balance) from ledger.account where id = any (:ids)")
              .param("ids", accounts)
              .query((row, _) -> new long[] {row.getLong(1), row.getLong(2)})
              .single();
      assertThat(found[0]).as("left, held and sold").isEqualTo(STOCK);
      assertThat(found[1]).isNotNegative();
    }
  }

  private void checkMoney() {
    long held = 0;
    long sold = 0;
    long paidIn = 0;
    long kept = 0;
    long given = 0;
    long back = 0;
    for (Purchase each : List.copyOf(purchases)) {
      Purchase now = beans.getBean(PurchaseRows.class).find(each.id()).orElseThrow().purchase();
      assertThat(now.state()).isNotEqualTo(Purchase.State.ASKED);
      for (OrderRows.Kept part : beans.getBean(OrderRows.class).these(now.orders())) {
        Order order = part.order();
        long pieces = order.lines().stream().mapToLong(Order.Line::pieces).sum();
        if (now.state() == Purchase.State.UNPAID) held += pieces;
        if (now.state() != Purchase.State.PAID) continue;
        if (order.state() != Order.State.CANCELLED) sold += pieces;
        paidIn += order.total().minor();
        given += order.donation().minor();
        back += order.back().minor();
        kept += order.total().minus(order.donation()).minus(order.back()).minor();
        for (MoneyBackRows.Kept wish : beans.getBean(MoneyBackRows.class).ofOrder(order.id()))
          assertThat(wish.wish().state()).isNotEqualTo(Order.MoneyBack.State.AGREED);
      }
    }
    assertThat(sum(products, Product::held)).as("held").isEqualTo(held);
    assertThat(sum(products, Product::soldAccount)).as("sold").isEqualTo(sold);
    long accounts = 0;
    for (Shop each : shops) {
      accounts += house.balance(Shop.earned(each.id())) + house.balance(Shop.waiting(each.id()));
      assertThat(house.balance(giving.getMerchant(house.fund, each.merchant()).ledgerAccount()))
          .as("what went through the merchant")
          .isZero();
    }
    assertThat(accounts).as("with the sellers").isEqualTo(kept);
    assertThat(kept + given + back).as("all that came in").isEqualTo(paidIn);
    assertThat(sold).as("something happened").isPositive();
  }

  private long sum(List<Product> all, java.util.function.Function<UUID, UUID> account) {
    return all.stream()
        .mapToLong(each -> house.balance(account.apply(each.articles().getFirst().id())))
        .sum();
  }
}
