package org.yutang.market;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.programme.Text;

/// What a shop does with its orders. Wants `RUN_SHOP` as one of its accounts; looking is for
/// `SEE_SHOP` in its place as well. Thread-safe.
public interface Selling {

  Page<Order> orders(Actor actor, Order.Query query);

  /// Orders that were paid, in the order in which they were, from the one behind the cursor. Those
  /// of the last [#SETTLING] come later, so that whoever asks again misses none.
  ///
  /// @param most up to [Page#MAX_SIZE]
  List<Order> since(Actor actor, UUID shop, Since since, int most);

  java.time.Duration SETTLING = java.time.Duration.ofSeconds(5);

  /// Behind which order a list goes on.
  record Since(java.time.Instant paidAt, UUID order) {
    public static final Since BEGINNING = new Since(java.time.Instant.EPOCH, new UUID(0, 0));
  }

  Order order(Actor actor, UUID order);

  List<Order.Event> events(Actor actor, UUID order);

  /// How many orders there are by state.
  Map<Order.State, Long> tally(Actor actor, UUID shop);

  /// Where it is sent, while that is needed; leaves an audit row.
  Address address(Actor actor, UUID order);

  /// Sends a paid order. Boxes of the stock are picked, those that keep the shortest first, and
  /// leave their site for the shop's buyers: that wants `RECORD_SUPPLY` there.
  ///
  /// @param version the one that the actor saw
  Order send(Actor actor, UUID order, int version, String carrier, String waybill);

  /// Gives all of an order's money back that cannot be sent; also for who may `APPROVE_SHOP` there.
  Order cancel(Actor actor, UUID order, int version, String reason);

  /// Agrees to a wish for money back, or declines it with a reason.
  ///
  /// @param restock whether the goods can be sold again
  Order.MoneyBack answer(
      Actor actor, UUID moneyBack, boolean agrees, boolean restock, String answer);

  /// Decides a dispute. Wants `APPROVE_SHOP` in the shop's place.
  Order.MoneyBack judge(Actor actor, UUID moneyBack, boolean agrees, String answer);

  /// Those that wait for an answer or a judgement, the oldest first.
  List<Order.MoneyBack> open(Actor actor, UUID shop);

  List<Order.MoneyBack> moneyBacks(Actor actor, UUID order);

  /// Answers a review.
  Review reply(Actor actor, UUID order, UUID product, String reply);

  /// Hides a review that insults or tells of persons, or shows it again. Wants `APPROVE_SHOP` in
  /// the shop's place.
  Review hide(Actor actor, UUID order, UUID product, boolean hidden);

  /// Reviews of the shop's products that are hidden, the newest first, at most a hundred.
  List<Review> hidden(Actor actor, UUID shop);

  /// What the shop has earned and what waits for receipts.
  Earnings earnings(Actor actor, UUID shop);

  record Earnings(Money earned, Money waiting) {}

  /// What was bought and paid for in a live room, by product. Asks nobody's permission: rooms do.
  List<InRoom> soldIn(UUID room);

  /// @param back what of it went back to buyers
  record InRoom(UUID product, Text title, long orders, long pieces, Money goods, Money back) {}
}
