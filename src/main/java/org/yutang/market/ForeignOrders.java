package org.yutang.market;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.store.EveryMinute;
import org.yutang.store.Sealing;
import org.yutang.store.Transactions;

/// Writes orders down that were sold elsewhere, and then asks the ledger for their pieces: all of
/// an order or nothing. What was cut off between is gone on with each minute.
@Component
class ForeignOrders implements EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(ForeignOrders.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ForeignRows rows;
  private final OrderRows orders;
  private final BuyerRows buyers;
  private final Stocks stocks;
  private final Transactions transactions;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ForeignOrders(
      ForeignRows rows,
      OrderRows orders,
      BuyerRows buyers,
      Stocks stocks,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.orders = orders;
    this.buyers = buyers;
    this.stocks = stocks;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// What became of one.
  enum Outcome {
    FRESH,
    KNOWN,
    /// Another order was read in under that number.
    CHANGED,
    /// Somebody is reading it at this moment, or was cut off a minute ago.
    UNDER_WAY,
    SOLD_OUT
  }

  /// @param missing where it is sold out: the article
  record Result(Outcome outcome, Optional<UUID> missing) {
    static Result of(Outcome outcome) {
      return new Result(outcome, Optional.empty());
    }
  }

  /// @param there where one of that number is written down
  static Optional<Outcome> known(Optional<ForeignRows.Kept> there, byte[] digest) {
    return there.map(
        kept ->
            !Arrays.equals(kept.digest(), digest)
                ? Outcome.CHANGED
                : kept.settled() ? Outcome.KNOWN : Outcome.UNDER_WAY);
  }

  static byte[] digest(ForeignRows.Told told) {
    StringBuilder said = new StringBuilder();
    said.append(told.soldAt())
        .append(' ')
        .append(told.region())
        .append(' ')
        .append(told.freight().minor());
    told.address()
        .ifPresent(
            a ->
                said.append(a.name())
                    .append('\n')
                    .append(a.phone())
                    .append('\n')
                    .append(a.street()));
    for (ForeignRows.Line each : told.lines())
      said.append('\n')
          .append(each.article().article().id())
          .append(' ')
          .append(each.pieces())
          .append(' ')
          .append(each.price().minor());
    return BuyerRows.digest(said.toString());
  }

  /// Takes orders in, an answer each.
  List<Result> take(UUID shop, String platform, List<ForeignRows.Told> some) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Result> results =
        new ArrayList<>(java.util.Collections.nCopies(some.size(), Result.of(Outcome.UNDER_WAY)));
    List<Integer> fresh = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    transactions.run(
        () -> {
          for (int i = 0; i < some.size(); i++) {
            ForeignRows.Told told = some.get(i);
            byte[] digest = digest(told);
            Optional<Outcome> known = known(rows.find(shop, platform, told.number()), digest);
            if (known.isPresent()) {
              results.set(i, Result.of(known.get()));
              continue;
            }
            UUID id = Uuids.freshInShard(random.nextInt(Shards.COUNT), now, random.nextLong());
            if (!rows.insert(shop, platform, told.number(), id, digest, now)) continue;
            Sealing.Sealed sealed =
                told.address().map(address -> buyers.seal(id, address)).orElse(null);
            rows.insert(id, shop, told, sealed, Checkout.number(id, BusinessDay.of(now)));
            fresh.add(i);
            ids.add(id);
          }
        });
    List<OrderRows.Kept> written = new ArrayList<>();
    for (UUID id : ids) written.add(orders.find(id).orElseThrow());
    List<Optional<UUID>> missing =
        stocks.missing(written.stream().map(kept -> takes(kept.order(), now)).toList());
    for (int i = 0; i < fresh.size(); i++)
      results.set(fresh.get(i), end(written.get(i).order(), missing.get(i), platform));
    return results;
  }

  private Result end(Order order, Optional<UUID> missing, String platform) {
    if (missing.isPresent()) {
      transactions.run(() -> rows.drop(order.id()));
      return new Result(
          Outcome.SOLD_OUT,
          order.lines().stream()
              .map(Order.Line::article)
              .filter(each -> Product.left(each).equals(missing.get()))
              .findFirst());
    }
    transactions.run(
        () -> {
          if (!rows.settle(order.id())) return;
          Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          orders.paidElsewhere(order.id(), now);
          orders.tell(order.id(), new Order.Event(Order.Event.Kind.PAID, now, platform, ""));
        });
    return Result.of(Outcome.FRESH);
  }

  /// What it takes from the shelf.
  private static Stocks.Group takes(Order order, Instant at) {
    return new Stocks.Group(
        "elsewhere",
        order.id(),
        at,
        order.lines().stream()
            .map(
                line ->
                    new Stocks.Move(
                        Product.left(line.article()),
                        Product.soldAccount(line.article()),
                        line.pieces()))
            .toList());
  }

  /// Puts the goods of one that was not sent back on the shelf; its money is elsewhere.
  void cancel(UUID id, int version, String reason) {
    transactions.run(
        () -> {
          OrderRows.Kept kept = orders.hold(id).orElseThrow();
          Order order = kept.order();
          if (order.state() == Order.State.CANCELLED) return;
          boolean whole = order.state() == Order.State.PAID && kept.pickedAt().isEmpty();
          if (!whole)
            throw new Refusal(MarketRefusal.ORDER_STATE, Map.of("state", order.state().name()));
          if (order.version() != version) throw new Refusal(MarketRefusal.ORDER_CHANGED);
          Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          orders.cancelled(id);
          orders.tell(id, new Order.Event(Order.Event.Kind.CANCELLED, now, "", reason));
          rows.returns(id);
        });
    putBack(id);
  }

  private void putBack(UUID id) {
    Order order = orders.find(id).orElseThrow().order();
    Stocks.Group taken = takes(order, rows.at(id).orElseThrow());
    stocks.move(
        List.of(
            new Stocks.Group(
                "elsewhere-back", id, taken.cause(), Checkout.reversed(taken.moves()))));
    transactions.run(() -> rows.settle(id));
  }

  @Override
  public void everyMinute() {
    for (UUID each : rows.unsettled(clock.instant().minus(PATIENCE))) {
      try {
        Order order = orders.find(each).orElseThrow().order();
        if (order.state() == Order.State.CANCELLED) putBack(each);
        else
          end(
              order,
              stocks.missing(takes(order, rows.at(each).orElseThrow())),
              rows.origins(List.of(each)).values().iterator().next().platform());
      } catch (RuntimeException e) {
        LOG.warn("order {} from elsewhere is not settled yet", each, e);
      }
    }
  }
}
