package org.yutang.market;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.store.Transactions;
import org.yutang.supply.Buyer;
import org.yutang.supply.Handling;
import org.yutang.supply.Lots;
import org.yutang.supply.Step;
import org.yutang.supply.Stock;
import org.yutang.supply.SupplyRefusal;

/// Sends orders. Boxes are picked first, then they leave their site in the warehouse's own books,
/// then the order is sent; whoever is cut off between sends it again and goes on.
@Component
class Sending {

  /// So many boxes that are not where they should be are replaced before somebody has to look.
  private static final int MOST_REPLACED = 20;

  private final OrderRows orders;
  private final PurchaseRows purchases;
  private final ProductRows products;
  private final BoxRows boxes;
  private final Stocks stocks;
  private final Ahead ahead;
  private final Handling handling;
  private final Lots lots;
  private final Transactions transactions;
  private final Audit audit;
  private final Clock clock;

  Sending(
      OrderRows orders,
      PurchaseRows purchases,
      ProductRows products,
      BoxRows boxes,
      Stocks stocks,
      Ahead ahead,
      Handling handling,
      Lots lots,
      Transactions transactions,
      Audit audit,
      Clock clock) {
    this.orders = orders;
    this.purchases = purchases;
    this.products = products;
    this.boxes = boxes;
    this.stocks = stocks;
    this.ahead = ahead;
    this.handling = handling;
    this.lots = lots;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  void send(Actor actor, Shop shop, UUID id, int version, String carrier, String waybill) {
    for (int tries = 0; ; tries++) {
      boolean sent = transactions.call(() -> pick(id, version));
      if (sent) return;
      try {
        leave(actor, shop, orders.find(id).orElseThrow(), waybill);
        break;
      } catch (Refusal refusal) {
        boolean another =
            refusal.code() == SupplyRefusal.BOX_ELSEWHERE
                || refusal.code() == SupplyRefusal.LOT_HELD;
        if (!another || tries >= MOST_REPLACED) {
          transactions.run(() -> letGo(actor, id));
          throw refusal;
        }
        List<BoxRows.Box> gone = transactions.call(() -> replace(actor, id, version));
        gone.forEach(this::takeOff);
      }
    }
    transactions.run(
        () -> {
          Order order = orders.hold(id).orElseThrow().order();
          if (order.state() == Order.State.SENT) return;
          requirePaid(order, version);
          Instant now = now();
          orders.sent(id, carrier, waybill, now);
          orders.tell(
              id,
              new Order.Event(Order.Event.Kind.SENT, now, actor.name(), carrier + " " + waybill));
          audit.record(actor, "market.sent", shop.place(), id.toString(), Map.of());
        });
  }

  private void requirePaid(Order order, int version) {
    if (order.state() != Order.State.PAID)
      throw new Refusal(MarketRefusal.ORDER_STATE, Map.of("state", order.state().name()));
    if (order.version() != version) throw new Refusal(MarketRefusal.ORDER_CHANGED);
    if (!order.soldElsewhere() && !purchases.find(order.purchase()).orElseThrow().settled())
      throw new Refusal(MarketRefusal.ORDER_CHANGED);
  }

  /// Gives the order the boxes that it lacks.
  ///
  /// @return whether it was sent before
  private boolean pick(UUID id, int version) {
    Order order = orders.hold(id).orElseThrow().order();
    if (order.state() == Order.State.SENT && order.version() == version + 1) return true;
    requirePaid(order, version);
    ahead.requireReady(id);
    Map<UUID, Integer> have = new HashMap<>();
    for (BoxRows.Box each : boxes.ofOrder(id)) have.merge(each.article(), 1, Integer::sum);
    Map<UUID, ProductRows.Kept> articles =
        products.articles(order.lines().stream().map(Order.Line::article).toList());
    boolean picked = false;
    for (Order.Line line : order.lines()) {
      ProductRows.Kept kept = articles.get(line.article());
      if (kept == null || !kept.article().boxed()) continue;
      // an order of a harvest may have two lines of an article
      int had = Math.min(have.getOrDefault(line.article(), 0), line.pieces());
      have.merge(line.article(), -had, Integer::sum);
      int lacking = line.pieces() - had;
      if (lacking == 0) continue;
      if (boxes.pick(line.article(), id, lacking) < lacking)
        throw new Refusal(MarketRefusal.SOLD_OUT, Map.of("title", line.title().zh(), "left", 0));
      picked = true;
    }
    if (picked) orders.picked(id, now());
    return false;
  }

  /// Takes the order's boxes out of their sites.
  private void leave(Actor actor, Shop shop, OrderRows.Kept kept, String waybill) {
    Map<UUID, List<String>> bySite = new TreeMap<>();
    for (BoxRows.Box each : boxes.ofOrder(kept.order().id()))
      bySite.computeIfAbsent(each.site(), _ -> new ArrayList<>()).add(each.sscc());
    if (bySite.isEmpty()) return;
    Buyer buyers =
        lots.addBuyer(
            actor,
            new Buyer(
                Uuids.named("market.buyers", shop.id().toString()), shop.name().zh() + " · 网店买家"));
    bySite.forEach(
        (site, sscc) -> {
          for (List<String> some : parts(sscc)) {
            UUID step = step(kept.order().id(), site, some);
            if (handling.find(actor, step).isPresent()) continue;
            handling.handle(
                actor,
                new Step.Ship(
                    step,
                    kept.pickedAt().orElseThrow(),
                    site,
                    null,
                    buyers.id(),
                    Map.of(),
                    some,
                    waybill));
          }
        });
  }

  private static UUID step(UUID order, UUID site, List<String> sscc) {
    return Uuids.named("market.ship", order.toString(), site.toString(), sscc.toString());
  }

  /// As many as a step takes.
  private static List<List<String>> parts(List<String> sscc) {
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < sscc.size(); from += Handling.MAX_ITEMS)
      parts.add(List.copyOf(sscc.subList(from, Math.min(sscc.size(), from + Handling.MAX_ITEMS))));
    return parts;
  }

  /// Boxes of this order that have left already.
  private Set<String> gone(Actor actor, UUID id) {
    Map<UUID, List<String>> bySite = new TreeMap<>();
    for (BoxRows.Box each : boxes.ofOrder(id))
      bySite.computeIfAbsent(each.site(), _ -> new ArrayList<>()).add(each.sscc());
    Set<String> gone = new HashSet<>();
    bySite.forEach(
        (site, sscc) -> {
          for (List<String> some : parts(sscc))
            if (handling.find(actor, step(id, site, some)).isPresent()) gone.addAll(some);
        });
    return gone;
  }

  /// Where nothing has left, others can have the boxes, and the buyer can cancel.
  private void letGo(Actor actor, UUID id) {
    Order order = orders.hold(id).orElseThrow().order();
    if (order.state() != Order.State.PAID || !gone(actor, id).isEmpty()) return;
    boxes.release(id);
    orders.unpick(id);
  }

  /// A box that somebody else took, or that may not leave, is not on the shelf any more: another
  /// one is picked for it.
  private List<BoxRows.Box> replace(Actor actor, UUID id, int version) {
    requirePaid(orders.hold(id).orElseThrow().order(), version);
    Set<String> left = gone(actor, id);
    Map<UUID, Set<String>> there = new HashMap<>();
    List<BoxRows.Box> removed = new ArrayList<>();
    for (BoxRows.Box each : boxes.ofOrder(id)) {
      if (left.contains(each.sscc())) continue;
      boolean stands =
          there
              .computeIfAbsent(
                  each.site(),
                  site ->
                      lots.stock(actor, site).boxes().stream()
                          .filter(box -> box.lot().held().isEmpty())
                          .map(Stock.Box::sscc)
                          .collect(Collectors.toSet()))
              .contains(each.sscc());
      if (stands) continue;
      boxes.remove(each.sscc());
      removed.add(each);
    }
    return removed;
  }

  /// One piece fewer can be bought; where all are sold, the shop has to find another box.
  private void takeOff(BoxRows.Box box) {
    stocks.missing(
        new Stocks.Group(
            "box-gone",
            Uuids.named("market.box", box.sscc()),
            now(),
            List.of(new Stocks.Move(Product.left(box.article()), Stocks.ELSEWHERE, 1))));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
