package org.yutang.market;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// What a shop sells to a buyer at once. Tells nobody's name; see [Selling#address].
///
/// @param number the shop's own, as statements and the project's list of orders have it
/// @param version grows with every change; a command names the one that it saw
/// @param region the county that it is sent to
/// @param donation what of it was given to the shop's project, what came back of it taken off
/// @param sale the order at [org.yutang.giving.Giving], where it gave
/// @param back what went back to the buyer
public record Order(
    UUID id,
    UUID purchase,
    UUID shop,
    Text shopName,
    String number,
    Order.State state,
    int version,
    List<Line> lines,
    Money goods,
    Money freight,
    Money off,
    PlaceCode region,
    Instant askedAt,
    Optional<Instant> paidAt,
    Optional<Instant> sentAt,
    Optional<Instant> receivedAt,
    String carrier,
    String waybill,
    List<String> boxes,
    Money donation,
    Optional<UUID> sale,
    Money back) {

  public Order {
    lines = List.copyOf(lines);
    boxes = List.copyOf(boxes);
  }

  public enum State {
    /// Not paid; see [Purchase.State].
    WAITING,
    PAID,
    SENT,
    RECEIVED,
    /// All of it went back before it was sent.
    CANCELLED
  }

  public record Line(UUID article, UUID product, Text title, int pieces, Money price, Mass mass) {
    public Money sum() {
      return price.times(pieces);
    }
  }

  /// Whether it came from another platform, where its money is; see [Elsewhere].
  public boolean soldElsewhere() {
    return purchase.equals(id);
  }

  /// What the buyer pays.
  public Money total() {
    return goods.minus(off).plus(freight);
  }

  /// One step of its way, the oldest first.
  public record Event(Kind kind, Instant at, String by, String note) {
    public enum Kind {
      ASKED,
      PAID,
      SENT,
      RECEIVED,
      CANCELLED,
      /// A harvest was divided; the note says what came for what was ordered.
      ALLOTTED,
      BACK_ASKED,
      BACK_AGREED,
      BACK_DECLINED,
      BACK_DISPUTED,
      BACK_DONE
    }
  }

  /// What a buyer wants back of an order.
  public record MoneyBack(
      UUID id,
      UUID order,
      UUID shop,
      MoneyBack.State state,
      Money amount,
      Money donation,
      String reason,
      String answer,
      Instant askedAt) {
    public enum State {
      ASKED,
      AGREED,
      DECLINED,
      DISPUTED,
      DONE
    }
  }

  /// Which orders of a shop, the newest first.
  public record Query(UUID shop, Optional<Order.State> state, Page.Wanted page) {}
}
