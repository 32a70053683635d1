package org.yutang.market;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// What shops do with their orders; see [Sending] for what leaves.
@Component
class SqlSelling implements Selling {

  private static final int LONGEST_ANSWER = 500;

  private final ShopSight sight;
  private final OrderRows orders;
  private final Sending sending;
  private final Receipts receipts;
  private final MoneyBacks moneyBacks;
  private final MoneyBackRows rows;
  private final ReviewRows reviews;
  private final Stocks stocks;
  private final ForeignOrders elsewhere;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlSelling(
      ShopSight sight,
      OrderRows orders,
      Sending sending,
      Receipts receipts,
      MoneyBacks moneyBacks,
      MoneyBackRows rows,
      ReviewRows reviews,
      Stocks stocks,
      ForeignOrders elsewhere,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.sight = sight;
    this.orders = orders;
    this.sending = sending;
    this.receipts = receipts;
    this.moneyBacks = moneyBacks;
    this.rows = rows;
    this.reviews = reviews;
    this.stocks = stocks;
    this.elsewhere = elsewhere;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Page<Order> orders(Actor actor, Order.Query query) {
    sight.seen(actor, query.shop());
    return orders.ofShop(query);
  }

  @Override
  public List<Order> since(Actor actor, UUID shop, Since since, int most) {
    sight.seen(actor, shop);
    return orders.since(
        shop, since, clock.instant().minus(SETTLING), Math.clamp(most, 1, Page.MAX_SIZE));
  }

  @Override
  public List<Review> hidden(Actor actor, UUID shop) {
    return reviews.hidden(sight.seen(actor, shop).id());
  }

  @Override
  public Order order(Actor actor, UUID order) {
    return seen(actor, order).order();
  }

  /// One that was paid: before, it is the buyer's alone.
  private OrderRows.Kept seen(Actor actor, UUID id) {
    OrderRows.Kept kept =
        orders
            .find(id)
            .filter(each -> each.order().state() != Order.State.WAITING)
            .orElseThrow(SqlBuying::unknown);
    try {
      sight.seen(actor, kept.order().shop());
    } catch (Refusal notSeen) {
      throw SqlBuying.unknown();
    }
    return kept;
  }

  @Override
  public List<Order.Event> events(Actor actor, UUID order) {
    return orders.events(seen(actor, order).order().id());
  }

  @Override
  public Map<Order.State, Long> tally(Actor actor, UUID shop) {
    sight.seen(actor, shop);
    return orders.tally(shop);
  }

  @Override
  public Address address(Actor actor, UUID order) {
    OrderRows.Kept kept = seen(actor, order);
    Shop shop = sight.run(actor, kept.order().shop());
    requireNeeded(kept.order());
    Address address = receipts.address(kept);
    audit.record(actor, "market.address-seen", shop.place(), order.toString(), Map.of());
    return address;
  }

  /// It is not for later: once all is done, nobody needs to know where it went.
  private void requireNeeded(Order order) {
    boolean needed =
        order.state() == Order.State.PAID
            || order.state() == Order.State.SENT
            || order
                .receivedAt()
                .filter(at -> at.plus(MoneyBacks.ASK_WITHIN).isAfter(clock.instant()))
                .isPresent();
    if (!needed)
      throw new Refusal(MarketRefusal.ORDER_STATE, Map.of("state", order.state().name()));
  }

  @Override
  public Order cancel(Actor actor, UUID id, int version, String reason) {
    Order order = seen(actor, id).order();
    Shop shop = sight.seen(actor, order.shop());
    if (!sight.runs(actor, shop)) sight.approved(actor, shop.id());
    String why = Fields.text("reason", reason, 1, LONGEST_ANSWER);
    if (order.soldElsewhere()) elsewhere.cancel(id, version, why);
    else moneyBacks.cancel(actor, id, version, why);
    audit.record(actor, "market.cancelled", shop.place(), id.toString(), Map.of());
    return orders.find(id).orElseThrow().order();
  }

  @Override
  public Order send(Actor actor, UUID order, int version, String carrier, String waybill) {
    OrderRows.Kept kept = seen(actor, order);
    Shop shop = sight.run(actor, kept.order().shop());
    sending.send(
        actor,
        shop,
        kept.order().id(),
        version,
        Fields.line("carrier", carrier, 1, 40),
        Fields.line("waybill", waybill, 1, 40));
    return orders.find(order).orElseThrow().order();
  }

  @Override
  public Order.MoneyBack answer(
      Actor actor, UUID id, boolean agrees, boolean restock, String answer) {
    MoneyBackRows.Kept kept = rows.find(id).orElseThrow(SqlBuying::unknown);
    sight.run(actor, kept.wish().shop());
    decide(actor, kept, Order.MoneyBack.State.ASKED, agrees, restock, answer);
    return moneyBacks.goOn(id);
  }

  @Override
  public Order.MoneyBack judge(Actor actor, UUID id, boolean agrees, String answer) {
    MoneyBackRows.Kept kept = rows.find(id).orElseThrow(SqlBuying::unknown);
    sight.approved(actor, kept.wish().shop());
    decide(actor, kept, Order.MoneyBack.State.DISPUTED, agrees, false, answer);
    return moneyBacks.goOn(id);
  }

  private void decide(
      Actor actor,
      MoneyBackRows.Kept kept,
      Order.MoneyBack.State from,
      boolean agrees,
      boolean restock,
      String answer) {
    String told = Fields.text("answer", answer, agrees ? 0 : 1, LONGEST_ANSWER);
    Order.MoneyBack.State to =
        agrees ? Order.MoneyBack.State.AGREED : Order.MoneyBack.State.DECLINED;
    transactions.run(
        () -> {
          Order order = orders.hold(kept.wish().order()).orElseThrow().order();
          Order.MoneyBack held = rows.hold(kept.wish().id()).orElseThrow().wish();
          if (held.state() != from) throw new Refusal(MarketRefusal.MONEY_BACK_STATE);
          if (agrees) MoneyBacks.requireLeft(order, held.amount());
          if (restock && !(moneyBacks.canRestock(order) && held.amount().equals(order.total())))
            throw Fields.bad("restock");
          moneyBacks.decide(held.id(), order.id(), to, restock, told, actor);
          audit.record(
              actor,
              agrees ? "market.money-back-agreed" : "market.money-back-declined",
              sight.seen(actor, order.shop()).place(),
              order.id().toString(),
              Map.of("amount", held.amount().decimal()));
        });
  }

  @Override
  public List<Order.MoneyBack> open(Actor actor, UUID shop) {
    sight.seen(actor, shop);
    return rows.open(shop);
  }

  @Override
  public List<Order.MoneyBack> moneyBacks(Actor actor, UUID order) {
    return rows.ofOrder(seen(actor, order).order().id()).stream()
        .map(MoneyBackRows.Kept::wish)
        .toList();
  }

  @Override
  public Review reply(Actor actor, UUID order, UUID product, String reply) {
    sight.run(actor, seen(actor, order).order().shop());
    Review review = reviews.find(order, product).orElseThrow(SqlBuying::unknown);
    reviews.reply(order, product, Fields.text("reply", reply, 0, LONGEST_ANSWER));
    return reviews.find(review.order(), review.product()).orElseThrow();
  }

  @Override
  public Review hide(Actor actor, UUID order, UUID product, boolean hidden) {
    Shop shop = sight.approved(actor, seen(actor, order).order().shop());
    if (reviews.find(order, product).isEmpty()) throw SqlBuying.unknown();
    transactions.run(
        () -> {
          reviews.hide(order, product, hidden);
          audit.record(
              actor,
              "market.review-hidden",
              shop.place(),
              order.toString(),
              Map.of("hidden", hidden));
        });
    return reviews.find(order, product).orElseThrow();
  }

  @Override
  public Earnings earnings(Actor actor, UUID shop) {
    sight.seen(actor, shop);
    return new Earnings(
        Money.fen(stocks.balance(Shop.earned(shop))),
        Money.fen(stocks.balance(Shop.waiting(shop))));
  }

  @Override
  public List<InRoom> soldIn(UUID room) {
    return orders.inRoom(room);
  }
}
