package org.yutang.market;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Incoming;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;
import org.yutang.store.Photos;
import org.yutang.store.Transactions;

/// What buyers do; see [Checkout] for buying itself.
@Component
class SqlBuying implements Buying {

  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_REVIEW = 1000;
  private static final int MOST_PHOTOS = 6;

  private final BuyerRows buyers;
  private final Prices prices;
  private final ProductRows products;
  private final Checkout checkout;
  private final PurchaseRows purchases;
  private final OrderRows orders;
  private final Receipts receipts;
  private final MoneyBacks moneyBacks;
  private final MoneyBackRows moneyBackRows;
  private final ReviewRows reviews;
  private final Register register;
  private final Incoming incoming;
  private final Photos photos;
  private final Transactions transactions;
  private final Clock clock;

  SqlBuying(
      BuyerRows buyers,
      Prices prices,
      ProductRows products,
      Checkout checkout,
      PurchaseRows purchases,
      OrderRows orders,
      Receipts receipts,
      MoneyBacks moneyBacks,
      MoneyBackRows moneyBackRows,
      ReviewRows reviews,
      Register register,
      Incoming incoming,
      Photos photos,
      Transactions transactions,
      Clock clock) {
    this.buyers = buyers;
    this.prices = prices;
    this.products = products;
    this.checkout = checkout;
    this.purchases = purchases;
    this.orders = orders;
    this.receipts = receipts;
    this.moneyBacks = moneyBacks;
    this.moneyBackRows = moneyBackRows;
    this.reviews = reviews;
    this.register = register;
    this.incoming = incoming;
    this.photos = photos;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String enter() {
    String key = buyers.newKey();
    buyers.insert(key, now());
    return key;
  }

  @Override
  public boolean knows(String key) {
    return buyers.find(key).isPresent();
  }

  @Override
  public void put(String key, UUID article, int pieces) {
    UUID buyer = buyers.get(key);
    if (pieces < 0 || pieces > MAX_PIECES)
      throw new Refusal(MarketRefusal.BAD_COUNT, Map.of("limit", MAX_PIECES));
    if (pieces > 0) {
      Map<UUID, Integer> cart = buyers.cart(buyer);
      if (!cart.containsKey(article) && cart.size() >= MAX_ARTICLES)
        throw new Refusal(MarketRefusal.BAD_COUNT, Map.of("limit", MAX_ARTICLES));
      if (!products.knows(article)) throw new Refusal(MarketRefusal.UNKNOWN_ARTICLE);
    }
    buyers.put(buyer, article, pieces, now());
  }

  @Override
  public void foundIn(String key, UUID article, UUID room) {
    buyers.from(buyers.get(key), article, room);
  }

  @Override
  public Map<UUID, Integer> cart(String key) {
    return buyers.cart(buyers.get(key));
  }

  @Override
  public Quote quote(
      String key, Map<UUID, Integer> pieces, Map<UUID, String> coupons, Optional<UUID> address) {
    UUID buyer = buyers.get(key);
    if (pieces.isEmpty()) return new Quote(List.of());
    Checkout.requireCounts(pieces);
    Optional<PlaceCode> region = address.map(id -> buyers.address(buyer, id).region());
    return prices.quote(pieces, coupons, region);
  }

  @Override
  public List<Address> addresses(String key) {
    return buyers.addresses(buyers.get(key));
  }

  @Override
  public Address save(String key, Address told) {
    UUID buyer = buyers.get(key);
    if (register.getPlace(told.region()).level() != PlaceLevel.COUNTY) throw Fields.bad("region");
    Address address =
        new Address(
            told.id(),
            told.region(),
            Fields.line("name", told.name(), 1, 40),
            phone(told.phone()),
            Fields.line("street", told.street(), 2, 120));
    buyers.save(buyer, address, now());
    return address;
  }

  private static String phone(String typed) {
    String phone = typed.replaceAll("[\\s-]", "");
    if (!phone.matches("\\+?[0-9]{7,15}")) throw Fields.bad("phone");
    return phone;
  }

  @Override
  public void forget(String key, UUID address) {
    buyers.forget(buyers.get(key), address);
  }

  @Override
  public Purchase buy(String key, Purchase.Wish wish) {
    return checkout.buy(buyers.get(key), wish);
  }

  @Override
  public Purchase purchase(String key, UUID purchase) {
    UUID buyer = buyers.get(key);
    return purchases
        .find(purchase)
        .map(PurchaseRows.Kept::purchase)
        .filter(each -> each.buyer().equals(buyer))
        .orElseThrow(SqlBuying::unknown);
  }

  static Refusal unknown() {
    return new Refusal(MarketRefusal.UNKNOWN_ORDER);
  }

  @Override
  public String payAt(String key, UUID purchase, boolean phone, String back) {
    return incoming.address(purchase(key, purchase).payment(), phone, back);
  }

  @Override
  public Page<Order> orders(String key, Page.Wanted page) {
    return orders.ofBuyer(buyers.get(key), page);
  }

  @Override
  public Order order(String key, UUID order) {
    return own(key, order).order();
  }

  private OrderRows.Kept own(String key, UUID order) {
    UUID buyer = buyers.get(key);
    return orders
        .find(order)
        .filter(each -> each.buyer().equals(buyer))
        .orElseThrow(SqlBuying::unknown);
  }

  @Override
  public List<Order.Event> events(String key, UUID order) {
    return orders.events(own(key, order).order().id());
  }

  @Override
  public Address sentTo(String key, UUID order) {
    return receipts.address(own(key, order));
  }

  @Override
  public Order receive(String key, UUID order) {
    receipts.receive(own(key, order).order().id(), "");
    return order(key, order);
  }

  @Override
  public Order.MoneyBack askBack(String key, UUID id, UUID order, Money amount, String reason) {
    return moneyBacks.ask(
        own(key, order), id, amount, Fields.text("reason", reason, 1, LONGEST_REASON));
  }

  @Override
  public Order.MoneyBack dispute(String key, UUID id, String why) {
    String told = Fields.text("reason", why, 1, LONGEST_REASON);
    MoneyBackRows.Kept kept = moneyBackRows.find(id).orElseThrow(SqlBuying::unknown);
    own(key, kept.wish().order());
    transactions.run(
        () -> {
          Order order = orders.hold(kept.wish().order()).orElseThrow().order();
          MoneyBackRows.Kept now = moneyBackRows.hold(id).orElseThrow();
          Order.MoneyBack held = now.wish();
          if (held.state() == Order.MoneyBack.State.DISPUTED) return;
          requireDisputable(order, now);
          moneyBackRows.dispute(id, told);
          orders.tell(
              held.order(), new Order.Event(Order.Event.Kind.BACK_DISPUTED, now(), "", told));
        });
    return moneyBackRows.find(id).orElseThrow().wish();
  }

  /// The shop declined it, or said nothing for days; nobody has judged it, nothing else is open,
  /// and so much is left.
  private void requireDisputable(Order order, MoneyBackRows.Kept kept) {
    Order.MoneyBack wish = kept.wish();
    boolean unanswered =
        wish.state() == Order.MoneyBack.State.ASKED
            && wish.askedAt().plus(MoneyBacks.ANSWER_WITHIN).isBefore(now());
    boolean late =
        order
            .receivedAt()
            .filter(at -> at.plus(MoneyBacks.ASK_WITHIN.multipliedBy(2)).isBefore(now()))
            .isPresent();
    boolean other =
        moneyBackRows.ofOrder(order.id()).stream()
            .anyMatch(each -> !each.wish().id().equals(wish.id()) && isOpen(each.wish().state()));
    boolean disputable = unanswered || wish.state() == Order.MoneyBack.State.DECLINED;
    if (!disputable || kept.judged() || late || other)
      throw new Refusal(MarketRefusal.MONEY_BACK_STATE);
    MoneyBacks.requireLeft(order, wish.amount());
  }

  static boolean isOpen(Order.MoneyBack.State state) {
    return state != Order.MoneyBack.State.DECLINED && state != Order.MoneyBack.State.DONE;
  }

  @Override
  public List<Order.MoneyBack> moneyBacks(String key, UUID order) {
    return moneyBackRows.ofOrder(own(key, order).order().id()).stream()
        .map(MoneyBackRows.Kept::wish)
        .toList();
  }

  @Override
  public Review review(
      String key, UUID orderId, UUID product, int stars, String text, List<String> pictures) {
    Order order = own(key, orderId).order();
    boolean bought = order.lines().stream().anyMatch(line -> line.product().equals(product));
    if (!bought || order.state() != Order.State.RECEIVED)
      throw new Refusal(MarketRefusal.NO_REVIEW);
    if (stars < 1 || stars > 5) throw Fields.bad("stars");
    if (pictures.size() > MOST_PHOTOS) throw Fields.bad("photos");
    pictures.forEach(photos::require);
    Review review =
        new Review(
            orderId,
            product,
            stars,
            Fields.text("review", text, 0, LONGEST_REVIEW),
            pictures,
            "",
            false,
            now());
    transactions.run(
        () -> {
          if (!reviews.insert(review)) throw new Refusal(MarketRefusal.NO_REVIEW);
          pictures.forEach(photos::keep);
        });
    return review;
  }

  @Override
  public void erase(String key) {
    UUID buyer = buyers.get(key);
    transactions.run(
        () -> {
          buyers.hold(buyer);
          if (orders.anyOpen(buyer)) throw new Refusal(MarketRefusal.ORDERS_OPEN);
          buyers.erase(buyer);
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
