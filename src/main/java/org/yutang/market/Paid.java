package org.yutang.market;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
import org.yutang.giving.Merchant;
import org.yutang.giving.Pledge;
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
    if (!closed.isEmpty()) {
      transactions.run(
          () ->
              closed.forEach(
                  id -> purchases.move(id, Purchase.State.UNPAID, Purchase.State.LAPSED)));
      goOn(purchases.these(closed));
    }
    if (!paid.isEmpty()) {
      transactions.run(() -> markPaid(paid, Purchase.State.UNPAID));
      goOn(takeAgain(purchases.these(paid)));
    }
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

  private void markPaid(List<UUID> ids, Purchase.State from) {
    Instant now = now();
    List<UUID> paid = purchases.paid(ids, from, now);
    if (paid.isEmpty()) return;
    orders.tell(orders.paid(paid, now), new Order.Event(Order.Event.Kind.PAID, now, "", ""));
  }

  /// Frees the goods of a purchase that nobody paid.
  private void free(Purchase purchase) {
    List<OrderRows.Kept> parts = orders.these(purchase.orders());
    stocks.move(
        List.of(Checkout.group("free", purchase, Checkout.reversed(Checkout.holds(parts)))));
    transactions.run(() -> purchases.settle(List.of(purchase.id())));
  }

  /// Takes the goods of those that lapsed again.
  ///
  /// @return all of them, as they are then
  private List<PurchaseRows.Kept> takeAgain(List<PurchaseRows.Kept> some) {
    List<PurchaseRows.Kept> lapsed =
        some.stream().filter(kept -> kept.purchase().state() == Purchase.State.LAPSED).toList();
    if (lapsed.isEmpty()) return some;
    for (PurchaseRows.Kept kept : lapsed) apart(kept.purchase(), () -> takeAgain(kept.purchase()));
    return purchases.these(some.stream().map(kept -> kept.purchase().id()).toList());
  }

  private void takeAgain(Purchase purchase) {
    free(purchase);
    List<OrderRows.Kept> parts = orders.these(purchase.orders());
    boolean there =
        stocks.missing(Checkout.group("hold-again", purchase, Checkout.holds(parts))).isEmpty();
    transactions.run(
        () -> {
          if (there) markPaid(List.of(purchase.id()), Purchase.State.LAPSED);
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

  /// Tells the orders of shops that have pledged something, and lets the shops' money become what
  /// they gave.
  ///
  /// @return what was given, by order
  private Map<UUID, Sale> give(List<OrderRows.Kept> all) {
    Map<UUID, List<Order>> byShop = new HashMap<>();
    for (OrderRows.Kept each : all)
      byShop.computeIfAbsent(each.order().shop(), _ -> new ArrayList<>()).add(each.order());
    Map<UUID, Sale> given = new HashMap<>();
    List<Stocks.Group> moves = new ArrayList<>();
    byShop.forEach(
        (shop, some) -> {
          if (!prices.everPledged(shop)) return;
          List<Order> gave = gave(shop, some);
          for (int from = 0; from < gave.size(); from += Giving.MAX_LINES)
            moves.addAll(
                give(
                    shop,
                    gave.subList(from, Math.min(gave.size(), from + Giving.MAX_LINES)),
                    given));
        });
    stocks.move(moves);
    return given;
  }

  /// Those of which the shop gives something, by the pledge of the day on which they were paid, or
  /// that were told before.
  private List<Order> gave(UUID shop, List<Order> some) {
    Map<LocalDate, List<Pledge.OnDay>> pledged = new HashMap<>();
    return some.stream()
        .filter(
            order ->
                Prices.gives(
                            pledged.computeIfAbsent(
                                BusinessDay.of(order.paidAt().orElseThrow()),
                                day -> prices.pledged(shop, day)),
                            net(order))
                        .isPresent()
                    || giving.findSale(HOUSE, Shop.merchant(shop), order.number()).isPresent())
        .toList();
  }

  private List<Stocks.Group> give(UUID shop, List<Order> some, Map<UUID, Sale> given) {
    Merchant merchant = giving.getMerchant(HOUSE, Shop.merchant(shop));
    List<Sale.Result> results =
        giving.sell(
            HOUSE,
            merchant.id(),
            some.stream().map(order -> notice(order, merchant.county())).toList());
    List<Stocks.Group> moves = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Order order = some.get(i);
      switch (results.get(i)) {
        case Sale.Result.Booked booked -> {
          given.put(order.id(), booked.sale());
          moves.add(gives(order, merchant, booked.sale()));
        }
        case Sale.Result.Refused refused ->
            LOG.warn("order {} gives nothing: {}", order.number(), refused.why().code());
      }
    }
    return moves;
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

  private static Stocks.Group gives(Order order, Merchant merchant, Sale sale) {
    return new Stocks.Group(
        "give",
        order.id(),
        order.askedAt(),
        List.of(
            new Stocks.Move(
                Shop.waiting(order.shop()), merchant.ledgerAccount(), sale.donation().minor())));
  }
}
