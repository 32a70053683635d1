package org.yutang.market;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingOrder;
import org.yutang.payment.Via;
import org.yutang.store.EveryMinute;
import org.yutang.store.Gather;
import org.yutang.store.Transactions;
import org.yutang.store.Words;

/// Turns a wish into a purchase: written down first, then the ledger says whether all of it is
/// there, then the money is asked for. Whoever finds one that was cut off goes on with it under the
/// same ids, so nothing is held twice and nothing stays held for nobody.
@Component
class Checkout implements EveryMinute {

  static final String PURPOSE = "market";

  private static final Logger LOG = LoggerFactory.getLogger(Checkout.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MOST_AT_ONCE = 200;

  private final Prices prices;
  private final PurchaseRows purchases;
  private final OrderRows orders;
  private final BuyerRows buyers;
  private final ShopRows shops;
  private final Stocks stocks;
  private final Ahead ahead;
  private final Incoming incoming;
  private final Transactions transactions;
  private final Clock clock;

  /// Buyers who ask at the same moment share their transactions, as they share the ledger's.
  private final Gather<Draft, Boolean> writes = new Gather<>(MOST_AT_ONCE, this::writeAll);

  private final Gather<Written, Optional<Instant>> asks = new Gather<>(MOST_AT_ONCE, this::askAll);

  Checkout(
      Prices prices,
      PurchaseRows purchases,
      OrderRows orders,
      BuyerRows buyers,
      ShopRows shops,
      Stocks stocks,
      Ahead ahead,
      Incoming incoming,
      Transactions transactions,
      Clock clock) {
    this.prices = prices;
    this.purchases = purchases;
    this.orders = orders;
    this.buyers = buyers;
    this.shops = shops;
    this.stocks = stocks;
    this.ahead = ahead;
    this.incoming = incoming;
    this.transactions = transactions;
    this.clock = clock;
  }

  static UUID idOf(UUID buyer, UUID key) {
    return Uuids.inShard(Shards.ofId(buyer), "market.purchase", buyer.toString(), key.toString());
  }

  Purchase buy(UUID buyer, Purchase.Wish wish) {
    if (Transactions.isOpen()) throw new IllegalStateException("in a transaction");
    stocks.openTill();
    UUID id = idOf(buyer, wish.key());
    byte[] digest = digest(wish);
    Written written =
        purchases.find(id).map(this::written).orElseGet(() -> write(buyer, wish, id, digest));
    PurchaseRows.Kept kept = written.kept();
    if (!Arrays.equals(kept.digest(), digest))
      throw new Refusal(MarketRefusal.ID_REUSED, Map.of("id", wish.key().toString()));
    return switch (kept.purchase().state()) {
      case ASKED -> hold(written);
      case REFUSED -> throw soldOut(kept.purchase());
      case UNPAID, PAID, LAPSED, RETURNED -> kept.purchase();
    };
  }

  /// A purchase that was written down.
  private record Written(PurchaseRows.Kept kept, List<OrderRows.Kept> orders) {}

  private Written written(PurchaseRows.Kept kept) {
    boolean needed = kept.purchase().state() == Purchase.State.ASKED;
    return new Written(kept, needed ? orders.these(kept.purchase().orders()) : List.of());
  }

  private static byte[] digest(Purchase.Wish wish) {
    return BuyerRows.digest(
        new TreeMap<>(wish.pieces())
            + " "
            + new TreeMap<>(wish.coupons())
            + " "
            + wish.address()
            + " "
            + wish.seen().minor()
            + " "
            + wish.via());
  }

  /// What is about to be written down.
  private record Draft(PurchaseRows.Kept kept, List<OrderRows.Wanted> orders, UUID address) {}

  private Written write(UUID buyer, Purchase.Wish wish, UUID id, byte[] digest) {
    requireCounts(wish.pieces());
    Address address = buyers.address(buyer, wish.address());
    Quote quote = prices.quote(wish.pieces(), wish.coupons(), Optional.of(address.region()));
    requireSound(quote, wish);
    List<Via> offered = incoming.offered();
    if (offered.isEmpty() || wish.via().filter(via -> !offered.contains(via)).isPresent())
      throw new Refusal(MarketRefusal.NOBODY_TO_PAY);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<OrderRows.Wanted> parts =
        quote.parts().stream()
            .map(part -> wanted(id, buyer, part, address, now))
            // as the database orders them: what the ledger is asked for has ids by its place
            .sorted(Comparator.comparing(order -> order.id().toString()))
            .toList();
    Purchase purchase =
        new Purchase(
            id,
            buyer,
            Purchase.State.ASKED,
            quote.total(),
            Uuids.inShard(Shards.ofId(id), "market.payment", id.toString()),
            now,
            now.plus(Buying.PAY_WITHIN),
            parts.stream().map(OrderRows.Wanted::id).toList());
    Draft draft =
        new Draft(
            new PurchaseRows.Kept(purchase, false, wish.via().orElse(offered.getFirst()), digest),
            parts,
            address.id());
    return writes.ask(draft)
        ? new Written(draft.kept(), parts.stream().map(OrderRows::written).toList())
        : written(purchases.find(id).orElseThrow());
  }

  private OrderRows.Wanted wanted(
      UUID purchase, UUID buyer, Quote.Part part, Address address, Instant now) {
    UUID id =
        Uuids.inShard(
            Shards.ofId(purchase), "market.order", purchase.toString(), part.shop().toString());
    return new OrderRows.Wanted(
        id,
        purchase,
        buyer,
        number(id, BusinessDay.of(now)),
        part,
        address.region(),
        buyers.seal(id, address),
        now);
  }

  /// Writes purchases of many buyers down.
  ///
  /// @return whether each was not there before
  private List<Boolean> writeAll(List<Draft> drafts) {
    return transactions.call(
        () -> {
          buyers.stay(drafts.stream().map(draft -> draft.kept().purchase().buyer()).toList());
          Set<UUID> news = purchases.insert(drafts.stream().map(Draft::kept).toList());
          List<Draft> fresh = drafts.stream().filter(draft -> isNew(draft, news)).toList();
          if (!fresh.isEmpty()) insertOrders(fresh);
          return drafts.stream().map(draft -> isNew(draft, news)).toList();
        });
  }

  private static boolean isNew(Draft draft, Set<UUID> news) {
    return news.contains(draft.kept().purchase().id());
  }

  private void insertOrders(List<Draft> fresh) {
    List<OrderRows.Wanted> all = fresh.stream().flatMap(draft -> draft.orders().stream()).toList();
    Instant now = all.getFirst().at();
    orders.insert(all);
    ahead.keep(all);
    orders.tell(
        all.stream().map(OrderRows.Wanted::id).toList(),
        new Order.Event(Order.Event.Kind.ASKED, now, "", ""));
    buyers.used(fresh.stream().map(Draft::address).toList(), now);
  }

  /// Such as `261127-8F3A0C92D1B4`: the day and 48 bits of the id.
  static String number(UUID id, LocalDate day) {
    return String.format(
        Locale.ROOT,
        "%02d%02d%02d-%012X",
        day.getYear() % 100,
        day.getMonthValue(),
        day.getDayOfMonth(),
        id.getLeastSignificantBits() & 0xffff_ffff_ffffL);
  }

  static void requireCounts(Map<UUID, Integer> pieces) {
    if (pieces.isEmpty()) throw new Refusal(MarketRefusal.CART_EMPTY);
    if (pieces.size() > Buying.MAX_ARTICLES)
      throw new Refusal(MarketRefusal.BAD_COUNT, Map.of("limit", Buying.MAX_ARTICLES));
    for (int each : pieces.values())
      if (each < 1 || each > Buying.MAX_PIECES)
        throw new Refusal(MarketRefusal.BAD_COUNT, Map.of("limit", Buying.MAX_PIECES));
  }

  private void requireSound(Quote quote, Purchase.Wish wish) {
    int found = quote.parts().stream().mapToInt(part -> part.lines().size()).sum();
    if (found != wish.pieces().size()) throw new Refusal(MarketRefusal.UNKNOWN_ARTICLE);
    for (Quote.Part part : quote.parts()) {
      for (Quote.Line line : part.lines())
        if (!line.onSale())
          throw new Refusal(MarketRefusal.NOT_ON_SALE, Map.of("title", line.title().zh()));
      if (part.freight().isEmpty())
        throw new Refusal(MarketRefusal.NOT_SENT_THERE, Map.of("shop", part.name().zh()));
      String code = wish.coupons().get(part.shop());
      if (code != null && part.coupon().isEmpty())
        throw new Refusal(MarketRefusal.COUPON_NOT_VALID, Map.of("code", shown(code)));
    }
    if (!quote.total().equals(wish.seen()))
      throw new Refusal(
          MarketRefusal.PRICE_CHANGED,
          Map.of("seen", wish.seen().decimal(), "now", quote.total().decimal()));
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  /// Asks the ledger for what was written down, and then for the money.
  private Purchase hold(Written written) {
    Purchase purchase = written.kept().purchase();
    List<OrderRows.Kept> parts = written.orders();
    Optional<UUID> missing =
        ahead.missing(parts).or(() -> stocks.missing(group("hold", purchase, holds(parts))));
    if (missing.isPresent()) {
      transactions.run(
          () -> purchases.move(purchase.id(), Purchase.State.ASKED, Purchase.State.REFUSED));
      throw soldOut(missing.get(), parts);
    }
    Optional<Instant> payBy = asks.ask(written);
    if (payBy.isPresent()) return unpaid(purchase, payBy.get());
    Purchase now = purchases.find(purchase.id()).orElseThrow().purchase();
    if (now.state() == Purchase.State.REFUSED) {
      // whoever asked at the same moment heard no, before some came back
      letGo(purchase);
      throw soldOut(purchase);
    }
    return now;
  }

  private static Purchase unpaid(Purchase p, Instant payBy) {
    return new Purchase(
        p.id(),
        p.buyer(),
        Purchase.State.UNPAID,
        p.total(),
        p.payment(),
        p.askedAt(),
        payBy,
        p.orders());
  }

  /// Asks for the money of many purchases whose goods are held.
  ///
  /// @return until when each is to be paid; empty where its state is another one by now
  private List<Optional<Instant>> askAll(List<Written> some) {
    return transactions.call(
        () -> {
          Instant payBy = clock.instant().plus(Buying.PAY_WITHIN).truncatedTo(ChronoUnit.MILLIS);
          Set<UUID> held =
              purchases.held(
                  some.stream().map(each -> each.kept().purchase().id()).toList(), payBy);
          List<Written> asked =
              some.stream().filter(each -> held.contains(each.kept().purchase().id())).toList();
          if (!asked.isEmpty()) ask(asked, payBy);
          return some.stream()
              .map(
                  each ->
                      Optional.of(payBy).filter(_ -> held.contains(each.kept().purchase().id())))
              .toList();
        });
  }

  private void ask(List<Written> asked, Instant payBy) {
    Map<UUID, PlaceCode> counties = new HashMap<>();
    shops
        .these(
            asked.stream()
                .flatMap(each -> each.orders().stream())
                .map(part -> part.order().shop())
                .distinct()
                .toList())
        .forEach(shop -> counties.put(shop.id(), shop.county()));
    incoming.ask(asked.stream().map(each -> payment(each, payBy, counties)).toList());
    Map<UUID, List<UUID>> bought = new HashMap<>();
    for (Written each : asked)
      for (OrderRows.Kept part : each.orders())
        for (Order.Line line : part.order().lines())
          bought.computeIfAbsent(part.buyer(), _ -> new ArrayList<>()).add(line.article());
    buyers.takeOut(bought);
  }

  private static IncomingOrder payment(
      Written written, Instant payBy, Map<UUID, PlaceCode> counties) {
    Purchase purchase = written.kept().purchase();
    Order first = written.orders().getFirst().order();
    return new IncomingOrder(
        purchase.payment(),
        Stocks.TILL,
        purchase.total(),
        Words.in(Words.Language.ZH).t("market.payment.title", Map.of("order", first.number())),
        PURPOSE,
        purchase.id(),
        written.orders().size() == 1
            ? counties.getOrDefault(first.shop(), PlaceCode.WORLD)
            : PlaceCode.WORLD,
        written.kept().via(),
        payBy);
  }

  /// The first article of which too few are left; some may have come back since it was refused.
  private Refusal soldOut(Purchase purchase) {
    List<OrderRows.Kept> parts = orders.these(purchase.orders());
    for (Stocks.Move each : holds(parts))
      if (stocks.balance(each.from()) < each.amount()) return soldOut(each.from(), parts);
    return soldOut(holds(parts).getFirst().from(), parts);
  }

  private Refusal soldOut(UUID account, List<OrderRows.Kept> parts) {
    for (OrderRows.Kept each : parts) {
      for (Order.Line line : each.order().lines())
        if (Product.left(line.article()).equals(account))
          return new Refusal(
              MarketRefusal.SOLD_OUT,
              Map.of("title", line.title().zh(), "left", stocks.balance(account)));
      Optional<UUID> coupon = each.coupon().filter(id -> Coupon.left(id).equals(account));
      if (coupon.isPresent())
        return new Refusal(
            MarketRefusal.COUPON_NOT_VALID,
            Map.of("code", shops.coupon(coupon.get()).map(Coupon::code).orElse("")));
    }
    throw new IllegalStateException("missing in an account that nobody asked: " + account);
  }

  static Stocks.Group group(String what, Purchase purchase, List<Stocks.Move> moves) {
    return new Stocks.Group(what, purchase.id(), purchase.askedAt(), moves);
  }

  /// What a purchase holds.
  static List<Stocks.Move> holds(List<OrderRows.Kept> orders) {
    List<Stocks.Move> moves = new ArrayList<>();
    for (OrderRows.Kept each : orders) {
      for (Order.Line line : each.order().lines())
        moves.add(
            new Stocks.Move(
                Product.left(line.article()), Product.held(line.article()), line.pieces()));
      each.coupon()
          .ifPresent(id -> moves.add(new Stocks.Move(Coupon.left(id), Coupon.held(id), 1)));
    }
    return moves;
  }

  /// The same back.
  static List<Stocks.Move> reversed(List<Stocks.Move> moves) {
    return moves.stream()
        .map(move -> new Stocks.Move(move.to(), move.from(), move.amount()))
        .toList();
  }

  /// Goes on with those that were cut off. One that was refused is asked for once more and freed at
  /// once: another asker may have held its goods and died.
  @Override
  public void everyMinute() {
    purchases.unsettled(clock.instant().minus(PATIENCE)).forEach(this::goOn);
  }

  void goOn(PurchaseRows.Kept each) {
    UUID id = each.purchase().id();
    try {
      switch (each.purchase().state()) {
        case ASKED -> hold(written(each));
        case REFUSED -> letGo(each.purchase());
        case UNPAID, PAID, LAPSED, RETURNED -> {}
      }
    } catch (Refusal refusal) {
      LOG.info("A purchase that was cut off is refused: {}", refusal.code());
      transactions.run(() -> purchases.move(id, Purchase.State.ASKED, Purchase.State.REFUSED));
    } catch (RuntimeException e) {
      LOG.warn("A purchase that was cut off is tried again in a minute: {}", id, e);
    }
  }

  private void letGo(Purchase purchase) {
    List<Stocks.Move> holds = holds(orders.these(purchase.orders()));
    if (stocks.missing(group("hold", purchase, holds)).isEmpty())
      stocks.move(List.of(group("free", purchase, reversed(holds))));
    transactions.run(() -> purchases.settle(List.of(purchase.id())));
  }
}
