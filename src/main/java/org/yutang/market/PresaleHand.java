package org.yutang.market;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.store.EveryMinute;
import org.yutang.store.Transactions;

/// Carries confirmed plans out, order by order: lines and money are told in one transaction, then
/// the ledger moves the pieces, then the money goes. What was cut off is gone on with each minute.
/// Orders past their latest day are paid back.
@Component
class PresaleHand implements EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(PresaleHand.class);
  private static final String SHORT = "预售：等级不足 Pre-sale: too little of the grade";
  private static final String LATE = "预售：过了最迟发货日 Pre-sale: past the latest day";

  private final PresaleOrderRows rows;
  private final OrderRows orders;
  private final MoneyBacks moneyBacks;
  private final MoneyBackRows moneyBackRows;
  private final Stocks stocks;
  private final Transactions transactions;
  private final Clock clock;

  PresaleHand(
      PresaleOrderRows rows,
      OrderRows orders,
      MoneyBacks moneyBacks,
      MoneyBackRows moneyBackRows,
      Stocks stocks,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.orders = orders;
    this.moneyBacks = moneyBacks;
    this.moneyBackRows = moneyBackRows;
    this.stocks = stocks;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public void everyMinute() {
    rows.open().forEach(this::goOn);
    rows.overdue(BusinessDay.of(clock.instant())).forEach(this::payBack);
  }

  /// As far as it goes; what cannot be done leaves the others alone.
  void goOn(UUID order) {
    try {
      transactions.run(() -> tell(order));
      Presale.Ordered ordered = rows.find(order).orElseThrow();
      if (ordered.step() == Presale.Step.TOLD) {
        stocks.move(
            List.of(
                new Stocks.Group(
                    "presale",
                    order,
                    rows.allottedAt(order).orElseThrow(),
                    moves(ordered.given()))));
        transactions.run(() -> rows.step(order, Presale.Step.DONE));
      }
      UUID back = id("market.presale-short", order);
      if (moneyBackRows.find(back).isPresent()) moneyBacks.goOn(back);
    } catch (RuntimeException e) {
      LOG.warn("pre-sale order {} is gone on with in a minute", order, e);
    }
  }

  private static UUID id(String what, UUID order) {
    return Uuids.inShard(Shards.ofId(order), what, order.toString());
  }

  private void tell(UUID id) {
    Order order = orders.hold(id).orElseThrow().order();
    Presale.Ordered ordered = rows.find(id).orElseThrow();
    if (ordered.step() != Presale.Step.ALLOTTED) return;
    if (order.state() != Order.State.PAID) {
      rows.step(id, Presale.Step.OUT);
      return;
    }
    boolean whole = ordered.given().stream().noneMatch(each -> each.given().isPresent());
    Money back = ordered.back();
    if (whole) moneyBacks.owe(order, id("market.presale-short", id), back, true, SHORT);
    else {
      Map<UUID, String> names = names(order);
      rows.rewrite(order, ordered.given());
      orders.find(id).orElseThrow().order().lines().stream()
          .forEach(line -> names.put(line.article(), line.title().zh()));
      orders.tell(
          id, new Order.Event(Order.Event.Kind.ALLOTTED, now(), "", told(ordered.given(), names)));
      if (back.minor() > 0)
        moneyBacks.owe(order, id("market.presale-short", id), back, false, SHORT);
    }
    rows.step(id, whole ? Presale.Step.OUT : Presale.Step.TOLD);
  }

  private static Map<UUID, String> names(Order order) {
    Map<UUID, String> names = new HashMap<>();
    order.lines().forEach(line -> names.put(line.article(), line.title().zh()));
    return names;
  }

  /// Such as `橙子 一级 × 2 → 橙子 特级`.
  private static String told(List<Presale.Given> given, Map<UUID, String> names) {
    return given.stream()
        .map(
            each ->
                names.get(each.ordered())
                    + " × "
                    + each.pieces()
                    + " → "
                    + each.given().map(names::get).orElse("–"))
        .collect(Collectors.joining("\n"));
  }

  /// What did not come leaves the sold; what came instead is sold in its place.
  private static List<Stocks.Move> moves(List<Presale.Given> given) {
    List<Stocks.Move> moves = new ArrayList<>();
    for (Presale.Given each : given) {
      UUID to = each.given().map(Product::soldAccount).orElse(Stocks.ELSEWHERE);
      UUID from = Product.soldAccount(each.ordered());
      if (!from.equals(to)) moves.add(new Stocks.Move(from, to, each.pieces()));
    }
    return moves;
  }

  private void payBack(UUID id) {
    UUID back = id("market.presale-late", id);
    try {
      transactions.run(
          () -> {
            OrderRows.Kept kept = orders.hold(id).orElseThrow();
            Order order = kept.order();
            boolean open =
                moneyBackRows.ofOrder(id).stream()
                    .anyMatch(each -> SqlBuying.isOpen(each.wish().state()));
            if (order.state() != Order.State.PAID || kept.pickedAt().isPresent() || open) return;
            moneyBacks.owe(order, back, order.total().minus(order.back()), true, LATE);
            rows.step(id, Presale.Step.OUT);
          });
      if (moneyBackRows.find(back).isPresent()) moneyBacks.goOn(back);
    } catch (RuntimeException e) {
      LOG.warn("pre-sale order {} is paid back in a minute", id, e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
  }
}
