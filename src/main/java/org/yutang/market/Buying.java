package org.yutang.market;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;

/// What a buyer does, who is known by a key alone. All refuse with [MarketRefusal]; an unknown key
/// with [MarketRefusal#UNKNOWN_BUYER]. Thread-safe; [#buy] must not be called in a transaction.
public interface Buying {

  /// The most pieces of one article in a cart.
  int MAX_PIECES = 999;

  /// The most articles in a cart.
  int MAX_ARTICLES = 100;

  /// How long goods are held for their payment.
  java.time.Duration PAY_WITHIN = java.time.Duration.ofMinutes(15);

  /// A new buyer.
  ///
  /// @return the key, told once
  String enter();

  /// Whether the key opens anything.
  boolean knows(String key);

  /// Sets how many pieces of an article the cart holds; 0 takes it out. Says nothing about whether
  /// they are there.
  void put(String key, UUID article, int pieces);

  /// Says that an article of the cart was found in a live room, which what is bought of it counts
  /// for.
  void foundIn(String key, UUID article, UUID room);

  /// By article, in the order in which they came.
  Map<UUID, Integer> cart(String key);

  /// What it costs now. Articles that are gone are left out; of a coupon that is not valid nothing
  /// is taken off.
  Quote quote(
      String key, Map<UUID, Integer> pieces, Map<UUID, String> coupons, Optional<UUID> address);

  /// The one used last comes first.
  List<Address> addresses(String key);

  /// Writes an address down; its id is the buyer's own.
  Address save(String key, Address address);

  void forget(String key, UUID address);

  /// Holds all that is wanted, or nothing, and asks for the money. The same wish again gives the
  /// same purchase. What was bought leaves the cart.
  Purchase buy(String key, Purchase.Wish wish);

  Purchase purchase(String key, UUID purchase);

  /// Where it is paid. Refuses as [org.yutang.payment.Incoming#address].
  String payAt(String key, UUID purchase, boolean phone, String back);

  /// The newest first.
  Page<Order> orders(String key, Page.Wanted page);

  Order order(String key, UUID order);

  List<Order.Event> events(String key, UUID order);

  Address sentTo(String key, UUID order);

  /// It has come; the shop has its money now.
  Order receive(String key, UUID order);

  /// Asks for money back: all of it at once, and by itself, while it is not sent.
  Order.MoneyBack askBack(String key, UUID id, UUID order, Money amount, String reason);

  /// Brings a wish that the shop declined before the county.
  Order.MoneyBack dispute(String key, UUID moneyBack, String why);

  List<Order.MoneyBack> moneyBacks(String key, UUID order);

  /// Once for each product of an order that was received.
  Review review(String key, UUID order, UUID product, int stars, String text, List<String> photos);

  /// Forgets the buyer: addresses, cart, names on orders. Refuses with [MarketRefusal#ORDERS_OPEN]
  /// while something is under way.
  void erase(String key);
}
