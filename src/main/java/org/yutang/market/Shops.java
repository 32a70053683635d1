package org.yutang.market;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.giving.Rate;
import org.yutang.kernel.Page;

/// Shops and what they have to sell. Commands want `RUN_SHOP` in the shop's place, as one of its
/// accounts; the same id with the same content is quietly accepted. All leave an audit row and
/// refuse with [MarketRefusal] or with access's refusal. Thread-safe.
public interface Shops {

  /// Asks for a shop; an officer verifies it. The asker is its first account. Wants `RUN_SHOP` in
  /// the shop's place.
  Shop ask(Actor actor, Shop.New shop);

  /// Opens a shop that was asked for, or refuses it with a note. Wants `APPROVE_SHOP` in its place;
  /// not who asked.
  Shop decide(Actor actor, UUID shop, boolean opens, String note);

  /// Closes it: nothing of it can be bought any more. Wants `APPROVE_SHOP` in its place.
  Shop close(Actor actor, UUID shop, String note);

  /// Those that the actor runs, or may `SEE_SHOP` in the place of.
  Page<Shop> list(Actor actor, Shop.Query query);

  /// Refuses with [MarketRefusal#UNKNOWN_SHOP], also where the actor may not see it.
  Shop get(Actor actor, UUID shop);

  /// Lets an account run the shop, or not any more; also for who may `APPROVE_SHOP` there. One
  /// stays.
  Shop setAccount(Actor actor, UUID shop, UUID account, boolean runs);

  /// Replaces what sending costs.
  void setFreight(Actor actor, UUID shop, List<Shop.Freight> freight);

  List<Shop.Freight> freight(UUID shop);

  /// A draft, or a better one while it is a draft. Refuses a standard, variety or grade that there
  /// is not.
  Product write(Actor actor, Product.New product);

  /// Puts it on sale, or ends that.
  Product setOnSale(Actor actor, UUID product, boolean onSale);

  /// Another price, from now on.
  Product setPrice(Actor actor, UUID article, org.yutang.kernel.Money price);

  /// The newest first.
  Page<Product> products(Actor actor, UUID shop, Page.Wanted page);

  Product product(Actor actor, UUID product);

  /// How many products there are by state.
  java.util.Map<Product.State, Long> tally(Actor actor, UUID shop);

  /// Boxes of an article that are up for sale and not picked for an order, those that keep the
  /// shortest first; at most a thousand.
  List<String> boxes(Actor actor, UUID article);

  /// More pieces of an article that is not boxed, or fewer. Refuses with [MarketRefusal#SOLD_OUT]
  /// where fewer are left.
  Product stock(Actor actor, UUID stocking, UUID article, long pieces);

  /// Puts boxes that stand at a site up for sale, one piece each. Wants `RECORD_SUPPLY` there.
  Product stockBoxes(Actor actor, UUID stocking, UUID article, UUID site, List<String> boxes);

  /// Takes boxes that nobody has bought off the shelf again; also for who may `APPROVE_SHOP` there.
  /// Those that are picked or not up for sale are left alone. Refuses with [MarketRefusal#SOLD_OUT]
  /// where more of them are bought than stand.
  Product unstockBoxes(Actor actor, UUID article, List<String> boxes);

  /// How many pieces are left, held and sold.
  Product.Pieces pieces(Actor actor, UUID article);

  Coupon addCoupon(Actor actor, Coupon coupon);

  List<Coupon> coupons(Actor actor, UUID shop);

  /// Gives something of every order to a project from a day on; see
  /// [org.yutang.giving.Giving#pledge] and its refusals. A shop that has a pledge changes its rate.
  void pledge(Actor actor, UUID shop, UUID project, Rate rate, LocalDate from);
}
