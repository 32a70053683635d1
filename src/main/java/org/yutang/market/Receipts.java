package org.yutang.market;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.EveryMinute;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// What happens when goods arrive: the shop has earned its money. A buyer who says nothing has
/// received them [#BY_ITSELF] after they were sent, unless money is wanted back.
@Component
class Receipts implements EveryMinute, Outbox.Listener {

  static final Duration BY_ITSELF = Duration.ofDays(10);

  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

  private final OrderRows orders;
  private final MoneyBackRows moneyBacks;
  private final BuyerRows buyers;
  private final Stocks stocks;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  Receipts(
      OrderRows orders,
      MoneyBackRows moneyBacks,
      BuyerRows buyers,
      Stocks stocks,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.orders = orders;
    this.moneyBacks = moneyBacks;
    this.buyers = buyers;
    this.stocks = stocks;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// The event of an order that was received.
  ///
  /// @param fen what the shop has earned by it: all that the buyer paid less what was given and
  ///   what went back
  /// @param at the instant, from which the movement's id is derived
  record Received(UUID order, UUID shop, long fen, String at) {
    static final String TOPIC = "market.received";
  }

  /// @param note why it is taken as received
  void receive(UUID id, String note) {
    transactions.run(
        () -> {
          Order order = orders.hold(id).orElseThrow().order();
          if (order.state() == Order.State.RECEIVED) return;
          if (order.state() != Order.State.SENT)
            throw new Refusal(MarketRefusal.ORDER_STATE, Map.of("state", order.state().name()));
          if (moneyBacks.ofOrder(id).stream()
              .anyMatch(each -> SqlBuying.isOpen(each.wish().state())))
            throw new Refusal(MarketRefusal.MONEY_BACK_STATE);
          Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          orders.received(id, now);
          orders.tell(id, new Order.Event(Order.Event.Kind.RECEIVED, now, "", note));
          outbox.write(Received.TOPIC, received(order, now));
        });
  }

  @Override
  public String name() {
    return "market.received";
  }

  @Override
  public java.util.Set<String> topics() {
    return java.util.Set.of(Received.TOPIC);
  }

  /// What waits becomes earned. What is asked back from now on comes out of what was earned.
  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch) earn(entry.as(Received.class));
  }

  /// One that cannot be done leaves the others alone, and is tried again each minute.
  private void earn(Received received) {
    try {
      stocks.move(
          List.of(
              new Stocks.Group(
                  "earn",
                  received.order(),
                  Instant.parse(received.at()),
                  List.of(
                      new Stocks.Move(
                          Shop.waiting(received.shop()),
                          Shop.earned(received.shop()),
                          received.fen())))));
      transactions.run(() -> orders.earned(received.order()));
    } catch (RuntimeException e) {
      LOG.error("what order {} brought is not earned yet", received.order(), e);
    }
  }

  /// What an order brings when it is received and nothing of it is open; until it is earned,
  /// nothing more goes back.
  private static Received received(Order order, Instant at) {
    return new Received(
        order.id(),
        order.shop(),
        order.soldElsewhere()
            ? 0
            : order.total().minus(order.donation()).minus(order.back()).minor(),
        at.toString());
  }

  /// Where it is sent. Refuses with [MarketRefusal#UNKNOWN_ADDRESS] once the buyer was forgotten.
  Address address(OrderRows.Kept kept) {
    return buyers.open(
        kept.order().id(),
        kept.order().id(),
        kept.order().region(),
        kept.sealed().orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_ADDRESS)));
  }

  @Override
  public void everyMinute() {
    for (OrderRows.Kept each : orders.toEarn(clock.instant().minus(Duration.ofMinutes(1))))
      earn(received(each.order(), each.order().receivedAt().orElseThrow()));
    for (UUID each : orders.sentBefore(clock.instant().minus(BY_ITSELF))) {
      try {
        receive(each, BY_ITSELF.toDays() + " d");
      } catch (RuntimeException e) {
        LOG.warn("order {} is not received yet", each, e);
      }
    }
  }
}
