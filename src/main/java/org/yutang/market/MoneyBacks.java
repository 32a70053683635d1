package org.yutang.market;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.giving.Giving;
import org.yutang.giving.Refund;
import org.yutang.giving.RefundNotice;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.payment.Incoming;
import org.yutang.store.EveryMinute;
import org.yutang.store.Transactions;

/// Brings money back: the project gives its share of the donation to the shop, the shop's money
/// goes to the till and from there the way it came. What was agreed to and cut off is gone on with
/// each minute; so is a shop whose account has not enough.
@Component
class MoneyBacks implements EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(MoneyBacks.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// How long after the receipt money can be asked back.
  static final Duration ASK_WITHIN = Duration.ofDays(15);

  /// How long the shop may think; then the county can be asked.
  static final Duration ANSWER_WITHIN = Duration.ofDays(3);

  private final MoneyBackRows rows;
  private final OrderRows orders;
  private final PurchaseRows purchases;
  private final BoxRows boxes;
  private final ProductRows products;
  private final Stocks stocks;
  private final Giving giving;
  private final Incoming incoming;
  private final Transactions transactions;
  private final Clock clock;

  MoneyBacks(
      MoneyBackRows rows,
      OrderRows orders,
      PurchaseRows purchases,
      BoxRows boxes,
      ProductRows products,
      Stocks stocks,
      Giving giving,
      Incoming incoming,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.orders = orders;
    this.purchases = purchases;
    this.boxes = boxes;
    this.products = products;
    this.stocks = stocks;
    this.giving = giving;
    this.incoming = incoming;
    this.transactions = transactions;
    this.clock = clock;
  }

  Order.MoneyBack ask(OrderRows.Kept of, UUID key, Money amount, String reason) {
    UUID id =
        Uuids.inShard(
            Shards.ofId(of.order().id()),
            "market.money-back",
            of.buyer().toString(),
            key.toString());
    try {
      transactions.run(() -> write(of.order().id(), id, amount, reason));
    } catch (DuplicateKeyException another) {
      throw new Refusal(MarketRefusal.MONEY_BACK_STATE);
    }
    MoneyBackRows.Kept kept = rows.find(id).orElseThrow();
    if (!kept.wish().order().equals(of.order().id()) || !kept.wish().amount().equals(amount))
      throw new Refusal(MarketRefusal.ID_REUSED, Map.of("id", key.toString()));
    return goOn(id);
  }

  /// The shop gives everything back.
  void cancel(Actor actor, UUID orderId, int version, String reason) {
    UUID id = Uuids.inShard(Shards.ofId(orderId), "market.cancel", orderId.toString());
    transactions.run(
        () -> {
          OrderRows.Kept kept = orders.hold(orderId).orElseThrow();
          Order order = kept.order();
          if (rows.find(id).isPresent()) return;
          requireNotSent(kept);
          if (order.version() != version) throw new Refusal(MarketRefusal.ORDER_CHANGED);
          if (rows.ofOrder(orderId).stream()
              .anyMatch(each -> SqlBuying.isOpen(each.wish().state())))
            throw new Refusal(MarketRefusal.MONEY_BACK_STATE);
          insert(order, id, order.total().minus(order.back()), reason);
          endUnsent(order, id, actor);
        });
    goOn(id);
  }

  private void write(UUID orderId, UUID id, Money amount, String reason) {
    OrderRows.Kept kept = orders.hold(orderId).orElseThrow();
    Order order = kept.order();
    if (rows.find(id).isPresent()) return;
    boolean sent = order.state() == Order.State.SENT || order.state() == Order.State.RECEIVED;
    boolean late = order.receivedAt().filter(at -> at.plus(ASK_WITHIN).isBefore(now())).isPresent();
    if (late) throw new Refusal(MarketRefusal.ORDER_STATE, Map.of("state", order.state().name()));
    if (!sent) requireNotSent(kept);
    if (amount.minor() <= 0) throw new Refusal(MarketRefusal.BAD_FIELD, Map.of("field", "amount"));
    requireLeft(order, amount);
    Money left = order.total().minus(order.back());
    if (!sent && !amount.equals(left))
      throw new Refusal(MarketRefusal.TOO_MUCH_BACK, Map.of("left", left.decimal()));
    insert(order, id, amount, reason);
    if (!sent) endUnsent(order, id, Actor.SYSTEM);
  }

  /// Refuses with [MarketRefusal#TOO_MUCH_BACK].
  static void requireLeft(Order order, Money amount) {
    Money left = order.total().minus(order.back());
    if (amount.compareTo(left) > 0)
      throw new Refusal(MarketRefusal.TOO_MUCH_BACK, Map.of("left", left.decimal()));
  }

  /// Paid, told to the ledger, and no box of it picked: what was picked may be on its way.
  private void requireNotSent(OrderRows.Kept kept) {
    Order order = kept.order();
    boolean settled = purchases.find(order.purchase()).orElseThrow().settled();
    if (order.state() != Order.State.PAID || !settled)
      throw new Refusal(MarketRefusal.ORDER_STATE, Map.of("state", order.state().name()));
    if (kept.pickedAt().isPresent())
      throw new Refusal(MarketRefusal.ORDER_STATE, Map.of("state", "PICKED"));
  }

  private void insert(Order order, UUID id, Money amount, String reason) {
    Instant now = now();
    Order.MoneyBack wish =
        new Order.MoneyBack(
            id,
            order.id(),
            order.shop(),
            Order.MoneyBack.State.ASKED,
            amount,
            Money.fen(0),
            reason,
            "",
            now);
    rows.insert(wish, "R" + Checkout.number(id, BusinessDay.of(now)));
    orders.tell(order.id(), new Order.Event(Order.Event.Kind.BACK_ASKED, now, "", reason));
  }

  private void endUnsent(Order order, UUID id, Actor by) {
    decide(id, order.id(), Order.MoneyBack.State.AGREED, true, "", by);
    orders.cancelled(order.id());
    orders.tell(order.id(), new Order.Event(Order.Event.Kind.CANCELLED, now(), "", ""));
  }

  /// Gives back what cannot be delivered of an order that was paid and not sent, without anybody
  /// asking. In the transaction that is open.
  ///
  /// @param ends whether nothing of it is sent; otherwise the rest stays to be sent
  void owe(Order order, UUID id, Money amount, boolean ends, String reason) {
    if (rows.find(id).isPresent()) return;
    insert(order, id, amount, reason);
    if (ends) endUnsent(order, id, Actor.SYSTEM);
    else decide(id, order.id(), Order.MoneyBack.State.AGREED, false, "", Actor.SYSTEM);
  }

  /// In the transaction that is open.
  void decide(
      UUID id, UUID order, Order.MoneyBack.State to, boolean restock, String answer, Actor by) {
    Instant now = now();
    rows.decide(id, to, restock, answer, by.account(), now);
    orders.tell(
        order,
        new Order.Event(
            to == Order.MoneyBack.State.AGREED
                ? Order.Event.Kind.BACK_AGREED
                : Order.Event.Kind.BACK_DECLINED,
            now,
            by.isPerson() ? by.name() : "",
            answer));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// As far as it goes now.
  Order.MoneyBack goOn(UUID id) {
    MoneyBackRows.Kept kept = rows.find(id).orElseThrow();
    if (kept.wish().state() != Order.MoneyBack.State.AGREED) return kept.wish();
    OrderRows.Kept of = orders.find(kept.wish().order()).orElseThrow();
    // what was received first becomes the shop's
    if (of.order().state() == Order.State.RECEIVED && !of.earned()) return kept.wish();
    Money donation = takeBack(kept, of.order());
    Instant decided = kept.decidedAt().orElseThrow();
    Optional<UUID> missing =
        stocks.missing(new Stocks.Group("back", id, decided, moves(kept, of.order(), donation)));
    if (missing.isPresent()) {
      LOG.info("money back {} waits: the shop has not enough", id);
      return kept.wish();
    }
    transactions.run(() -> end(kept, of, donation));
    return rows.find(id).orElseThrow().wish();
  }

  private List<Stocks.Move> moves(MoneyBackRows.Kept kept, Order order, Money donation) {
    List<Stocks.Move> moves = new ArrayList<>();
    Money amount = kept.wish().amount();
    UUID shop = order.shop();
    if (donation.minor() > 0)
      moves.add(
          new Stocks.Move(
              giving.getMerchant(Paid.HOUSE, Shop.merchant(shop)).ledgerAccount(),
              Stocks.TILL,
              donation.minor()));
    moves.add(
        new Stocks.Move(
            order.state() == Order.State.RECEIVED ? Shop.earned(shop) : Shop.waiting(shop),
            Stocks.TILL,
            amount.minus(donation).minor()));
    if (kept.restock())
      for (Order.Line line : order.lines())
        moves.add(
            new Stocks.Move(
                Product.soldAccount(line.article()), Product.left(line.article()), line.pieces()));
    return moves;
  }

  /// What the project gives back of the donation: the share of the goods that are paid back.
  /// Freight gave nothing, and comes last.
  private Money takeBack(MoneyBackRows.Kept kept, Order order) {
    if (order.sale().isEmpty()) return Money.fen(0);
    Money goods = order.goods().minus(order.off());
    long before = Math.min(order.back().minor(), goods.minor());
    long now = Math.min(kept.wish().amount().minor(), goods.minor() - before);
    if (now == 0) return Money.fen(0);
    Refund.Result result =
        giving
            .refund(
                Paid.HOUSE,
                Shop.merchant(order.shop()),
                List.of(
                    new RefundNotice(
                        kept.number(),
                        order.number(),
                        kept.decidedAt().orElseThrow(),
                        Optional.of(Money.fen(now)))))
            .getFirst();
    return switch (result) {
      case Refund.Result.Booked booked -> booked.refund().returned();
      case Refund.Result.Refused refused -> throw refused.why();
    };
  }

  private void end(MoneyBackRows.Kept kept, OrderRows.Kept of, Money donation) {
    Order.MoneyBack wish = kept.wish();
    Purchase purchase = purchases.find(of.order().purchase()).orElseThrow().purchase();
    orders.hold(wish.order());
    if (!rows.done(wish.id(), donation.minor())) return;
    incoming.giveBack(
        wish.id(),
        purchase.payment(),
        wish.amount(),
        kept.number(),
        of.buyer(),
        kept.decidedBy().orElseThrow());
    orders.wentBack(wish.order(), wish.amount().minor(), donation.minor());
    orders.tell(wish.order(), new Order.Event(Order.Event.Kind.BACK_DONE, now(), "", ""));
  }

  /// Whether the goods of an order can be put up for sale again by a word: boxes of a warehouse
  /// come back through it.
  boolean canRestock(Order order) {
    return boxes.ofOrder(order.id()).isEmpty()
        && products
            .articles(order.lines().stream().map(Order.Line::article).toList())
            .values()
            .stream()
            .noneMatch(each -> each.article().boxed());
  }

  @Override
  public void everyMinute() {
    for (UUID each : rows.agreed(clock.instant().minus(PATIENCE))) {
      try {
        goOn(each);
      } catch (RuntimeException e) {
        LOG.warn("money back {} is tried again in a minute", each, e);
      }
    }
  }
}
