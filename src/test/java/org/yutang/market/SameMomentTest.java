package org.yutang.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingPayment;

/// Buyers who share statements because they ask at the same moment.
class SameMomentTest extends ServerTest {

  private static final int BUYERS = 6;
  private static final int PRESSES = 4;

  @Autowired BeanFactory beans;
  @Autowired Incoming incoming;
  @Autowired OrderRows orders;

  @Test
  void manyWhoPressSeveralTimesAtOnceBuyOnceEach() throws Exception {
    MarketHouse house = new MarketHouse(beans, new PlaceCode("CN-450324"));
    Actor merchant = house.merchant();
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < 3; i++)
      products.add(
          house.product(
              merchant, house.shop(merchant, "测试同刻店" + i), "测试同刻" + i, 1000, BUYERS));
    Map<UUID, Integer> cart =
        Map.of(article(products, 0), 1, article(products, 1), 1, article(products, 2), 1);
    List<Callable<Purchase>> presses = new ArrayList<>();
    for (int i = 0; i < BUYERS; i++) {
      MarketHouse.Customer buyer = house.buyer();
      Purchase.Wish wish = house.wish(buyer, cart);
      for (int j = 0; j < PRESSES; j++) presses.add(() -> house.buying.buy(buyer.key(), wish));
    }
    List<Purchase> bought = all(presses);
    assertThat(bought.stream().map(Purchase::id).distinct()).hasSize(BUYERS);
    for (Purchase each : bought) {
      assertThat(each.state()).isEqualTo(Purchase.State.UNPAID);
      assertThat(each.orders()).hasSize(3);
      assertThat(each)
          .isEqualTo(
              bought.stream().filter(other -> other.id().equals(each.id())).findFirst().get());
    }
    for (Product each : products)
      assertThat(house.pieces(merchant, each)).isEqualTo(new Product.Pieces(0, BUYERS, 0));
    List<Callable<IncomingPayment>> payments = new ArrayList<>();
    for (Purchase each : bought) payments.add(() -> pay(each.payment()));
    all(payments);
    house.settle();
    for (Product each : products)
      assertThat(house.pieces(merchant, each)).isEqualTo(new Product.Pieces(0, 0, BUYERS));
    for (Purchase each : bought)
      for (OrderRows.Kept kept : orders.these(each.orders()))
        assertThat(orders.events(kept.order().id()).stream().map(Order.Event::kind))
            .containsExactly(Order.Event.Kind.ASKED, Order.Event.Kind.PAID);
  }

  private static UUID article(List<Product> products, int at) {
    return products.get(at).articles().getFirst().id();
  }

  /// The second to pay the same hears that it is over.
  private IncomingPayment pay(UUID payment) {
    try {
      return incoming.useSandbox(payment, true);
    } catch (org.yutang.kernel.Refusal over) {
      return incoming.find(payment).orElseThrow();
    }
  }

  private static <T> List<T> all(List<Callable<T>> calls) throws Exception {
    List<T> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(calls.size())) {
      for (Future<T> each : pool.invokeAll(calls)) answers.add(each.get());
    }
    return answers;
  }
}
