package org.yutang.market;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.Sale;
import org.yutang.giving.SaleNotice;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingClosed;
import org.yutang.payment.IncomingPaid;
import org.yutang.payment.OwnRefunds;
import org.yutang.store.EveryMinute;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Hears what became of payments. A purchase that was paid becomes sold goods, money that waits for
/// the receipt, and a donation of each order whose shop has pledged one; one that was not paid
/// frees its goods. Paid in time but told after that, it gets its goods if they are still there;
/// otherwise the money goes back. Every step may be repeated.
@Component("marketPaid")
class Paid implements Outbox.Listener, OwnRefunds, EveryMinute {

  /// The house itself, where it tells orders of shops to those that count their donations.
  static final Actor HOUSE =
      new Actor(
          Actor.SYSTEM.account(),
          Actor.SYSTEM.name(),
          Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD)));

  private static final Logger LOG = LoggerFactory.getLogger(Paid.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final PurchaseRows purchases;
  private final OrderRows orders;
  private final Prices prices;
  private final Stocks stocks;
  private final Giving giving;
  private final Incoming incoming;
  private final Transactions transactions;
  private final Clock clock;

  Paid(
      PurchaseRows purchases,
      OrderRows orders,
      Prices prices,
      Stocks stocks,
      Giving giving,
      Incoming incoming,
      Transactions transactions,
      Clock clock) {
    this.purchases = purchases;
    this.orders = orders;
    this.prices = prices;
    this.stocks = stocks;
    this.giving = giving;
    this.incoming = incoming;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "market.paid";
  }

  @Override
  public String purpose() {
    return Checkout.PURPOSE;
  }

  @Override
  public Set<String> topics() {
    return Set.of(IncomingPaid.TOPIC, IncomingClosed.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    List<UUID> paid = new ArrayList<>();
    List<UUID> closed = new ArrayList<>();
    for (Outbox.Entry entry : batch) {
      if (entry.topic().equals(IncomingPaid.TOPIC)) {
        IncomingPaid told = entry.as(IncomingPaid.class);
        if (told.purpose().equals(Checkout.PURPOSE)) paid.add(told.subject());
      } else {
        IncomingClosed told = entry.as(IncomingClosed.class);
        if (told.purpose().equals(Checkout.PURPOSE)) closed.add(told.subject());
      }
    }
    if (!closed.isEmpty())
      transactions.run(
          () ->
              closed.forEach(
                  id -> purchases.move(id, Purchase.State.UNPAID, Purchase.State.LAPSED)));
    goOn(purchases.these(closed));
    if (!paid.isEmpty())
      transactions.run(() -> paid.forEach(id -> markPaid(id, Purchase.State.UNPAID)));
    for (PurchaseRows.Kept kept : purchases.these(paid))
      if (kept.purchase().state() == Purchase.State.LAPSED)
        apart(kept.purchase(), () -> takeAgain(kept.purchase()));
    goOn(purchases.these(paid));
  }

  /// Tells the ledger what it has not heard. What cannot be done leaves the others alone, and is
  /// tried again each minute.
  private void goOn(List<PurchaseRows.Kept> some) {
    List<Purchase> paid = new ArrayList<>();
    for (PurchaseRows.Kept kept : some) {
      if (kept.settled()) continue;
      Purchase purchase = kept.purchase();
      switch (purchase.state()) {
        case PAID -> paid.add(purchase);
        case LAPSED -> apart(purchase, () -> free(purchase));
        case RETURNED -> apart(purchase, () -> giveBack(purchase));
        case ASKED, REFUSED, UNPAID -> {}
      }
    }
    try {
      settle(paid);
    } catch (RuntimeException oneOfThem) {
      for (Purchase each : paid) apart(each, () -> settle(List.of(each)));
    }
  }

  private static void apart(Purchase purchase, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("purchase {} is not settled; it is tried again in a minute", purchase.id(), e);
    }
  }

  @Override
  public void everyMinute() {
    goOn(purchases.unsettled(clock.instant().minus(PATIENCE)));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void markPaid(UUID id, Purchase.State from) {
    Instant now = now();
    if (!purchases.paid(id, from, now)) return;
    for (UUID order : purchases.find(id).orElseThrow().purchase().orders()) {
      orders.paid(order, now);
      orders.tell(order, new Order.Event(Order.Event.Kind.PAID, now, "", ""));
    }
  }

  /// Frees the goods of a purchase that nobody paid.
  private void free(Purchase purchase) {
    List<OrderRows.Kept> parts = orders.these(purchase.orders());
    stocks.move(
        List.of(Checkout.group("free", purchase, Checkout.reversed(Checkout.holds(parts)))));
    transactions.run(() -> purchases.settle(List.of(purchase.id())));
  }

  private void takeAgain(Purchase purchase) {
    free(purchase);
    List<OrderRows.Kept> parts = orders.these(purchase.orders());
    boolean there =
        stocks.missing(Checkout.group("hold-again", purchase, Checkout.holds(parts))).isEmpty();
    transactions.run(
        () -> {
          if (there) markPaid(purchase.id(), Purchase.State.LAPSED);
          else purchases.returns(purchase.id());
        });
  }

  private void giveBack(Purchase purchase) {
    transactions.run(
        () -> {
          incoming.giveBack(
              purchase.id(),
              purchase.payment(),
              purchase.total(),
              "sold out",
              purchase.buyer(),
              Actor.SYSTEM.account());
          purchases.settle(List.of(purchase.id()));
        });
  }

  /// Sells what was paid.
  private void settle(List<Purchase> paid) {
    if (paid.isEmpty()) return;
    Map<UUID, Purchase> byId = new HashMap<>();
    paid.forEach(each -> byId.put(each.id(), each));
    List<OrderRows.Kept> all =
        orders.these(paid.stream().flatMap(each -> each.orders().stream()).toList());
    Map<UUID, List<OrderRows.Kept>> parts = new HashMap<>();
    for (OrderRows.Kept each : all)
      parts.computeIfAbsent(each.order().purchase(), _ -> new ArrayList<>()).add(each);
    stocks.move(
        paid.stream()
            .map(
                each ->
                    Checkout.group("sell", each, sells(parts.getOrDefault(each.id(), List.of()))))
            .toList());
    Map<UUID, Sale> given = give(all);
    stocks.move(
        all.stream()
            .filter(each -> given.containsKey(each.order().id()))
            .map(each -> gives(each.order(), given.get(each.order().id())))
            .toList());
    transactions.run(
        () -> {
          given.forEach((order, sale) -> orders.gave(order, sale.donation().minor(), sale.id()));
          purchases.settle(byId.keySet());
        });
  }

  private static List<Stocks.Move> sells(List<OrderRows.Kept> parts) {
    List<Stocks.Move> moves = new ArrayList<>();
    for (OrderRows.Kept each : parts) {
      Order order = each.order();
      for (Order.Line line : order.lines())
        moves.add(
            new Stocks.Move(
                Product.held(line.article()), Product.soldAccount(line.article()), line.pieces()));
      each.coupon()
          .ifPresent(id -> moves.add(new Stocks.Move(Coupon.held(id), Coupon.used(id), 1)));
      moves.add(new Stocks.Move(Stocks.TILL, Shop.waiting(order.shop()), order.total().minor()));
    }
    return moves;
  }

  /// Tells the orders of shops that have pledged something; by order.
  private Map<UUID, Sale> give(List<OrderRows.Kept> all) {
    Map<UUID, List<Order>> byShop = new HashMap<>();
    for (OrderRows.Kept each : all)
      if (gave(each.order()))
        byShop.computeIfAbsent(each.order().shop(), _ -> new ArrayList<>()).add(each.order());
    Map<UUID, Sale> given = new HashMap<>();
    byShop.forEach(
        (shop, some) -> {
          for (int from = 0; from < some.size(); from += Giving.MAX_LINES)
            give(shop, some.subList(from, Math.min(some.size(), from + Giving.MAX_LINES)), given);
        });
    return given;
  }

  /// Whether the shop gives something of it, by the pledge of the day on which it was paid, or it
  /// was told before.
  private boolean gave(Order order) {
    return prices
            .gives(order.shop(), net(order), BusinessDay.of(order.paidAt().orElseThrow()))
            .isPresent()
        || giving.findSale(HOUSE, Shop.merchant(order.shop()), order.number()).isPresent();
  }

  private void give(UUID shop, List<Order> some, Map<UUID, Sale> given) {
    UUID merchant = Shop.merchant(shop);
    PlaceCode county = giving.getMerchant(HOUSE, merchant).county();
    List<Sale.Result> results =
        giving.sell(HOUSE, merchant, some.stream().map(order -> notice(order, county)).toList());
    for (int i = 0; i < results.size(); i++) {
      switch (results.get(i)) {
        case Sale.Result.Booked booked -> given.put(some.get(i).id(), booked.sale());
        case Sale.Result.Refused refused ->
            LOG.warn("order {} gives nothing: {}", some.get(i).number(), refused.why().code());
      }
    }
  }

  private static Money net(Order order) {
    return order.goods().minus(order.off());
  }

  private static SaleNotice notice(Order order, PlaceCode county) {
    return new SaleNotice(
        order.number(),
        order.paidAt().orElseThrow(),
        net(order),
        Optional.of(county),
        Optional.of(order.region()));
  }

  /// The shop's money becomes what it gave.
  private Stocks.Group gives(Order order, @org.jspecify.annotations.Nullable Sale sale) {
    if (sale == null) throw new IllegalStateException("no sale");
    Money donation = sale.donation();
    return new Stocks.Group(
        "give",
        order.id(),
        order.askedAt(),
        List.of(
            new Stocks.Move(
                Shop.waiting(order.shop()),
                giving.getMerchant(HOUSE, Shop.merchant(order.shop())).ledgerAccount(),
                donation.minor())));
  }
}
