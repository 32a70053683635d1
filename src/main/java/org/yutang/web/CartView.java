package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Money;
import org.yutang.market.Address;
import org.yutang.market.Order;
import org.yutang.market.Purchase;
import org.yutang.market.Quote;
import org.yutang.payment.Via;
import org.yutang.register.Place;

/// What a buyer is about to buy.
public final class CartView {

  private CartView() {}

  /// @param pledges what each shop gives, by its id
  public record Cart(
      Quote quote, Map<String, MarketView.Pledge> pledges, int inCart, String problem) {
    public Cart {
      pledges = Map.copyOf(pledges);
    }

    public Money goods() {
      return quote.parts().stream().map(Quote.Part::goods).reduce(Money.fen(0), Money::plus);
    }
  }

  /// Whether that many cannot be bought.
  public static boolean isShort(Quote.Line line) {
    return !line.onSale() || line.left() < line.pieces();
  }

  /// @param address which is chosen
  /// @param via through whom one can pay; empty where nobody can
  /// @param key of the purchase that the form asks for
  public record Checkout(
      Quote quote,
      Map<String, MarketView.Pledge> pledges,
      Map<String, AheadView.Told> ahead,
      List<Address> addresses,
      Optional<Address> address,
      MarketView.Named named,
      List<Via> via,
      String key,
      Map<String, String> typed,
      Typed newAddress,
      String problem,
      int inCart) {
    public Checkout {
      pledges = Map.copyOf(pledges);
      ahead = Map.copyOf(ahead);
      addresses = List.copyOf(addresses);
      via = List.copyOf(via);
      typed = Map.copyOf(typed);
    }

    public String coupon(Quote.Part part) {
      return typed.getOrDefault("coupon." + part.shop(), "");
    }

    public boolean isVia(Via each) {
      String asked = typed.getOrDefault("via", "");
      return asked.isEmpty() ? each == via.getFirst() : asked.equals(Asked.name(each));
    }

    /// Whether every shop sends there.
    public boolean isSent() {
      return quote.parts().stream().allMatch(part -> part.freight().isPresent());
    }

    public boolean isShort() {
      return quote.parts().stream()
          .flatMap(part -> part.lines().stream())
          .anyMatch(CartView::isShort);
    }
  }

  /// A new address as it was typed.
  ///
  /// @param key its id
  /// @param counties among which to choose, where the name is that of several
  /// @param then where to go afterwards
  public record Typed(
      String key,
      Map<String, String> fields,
      List<Place> counties,
      String field,
      String problem,
      String then) {
    public Typed {
      fields = Map.copyOf(fields);
      counties = List.copyOf(counties);
    }

    public String typed(String name) {
      return fields.getOrDefault(name, "");
    }

    public String problemOf(String name) {
      return field.equals(name) ? problem : "";
    }
  }

  /// A purchase on its way to be paid.
  ///
  /// @param payAt where to pay, while it waits
  public record Paying(
      Purchase purchase,
      List<Order> orders,
      List<AheadView.Told> ahead,
      String payAt,
      boolean sandbox,
      String now,
      int inCart) {
    public Paying {
      orders = List.copyOf(orders);
      ahead = List.copyOf(ahead);
    }

    public String path() {
      return "/market/pay/" + purchase.id();
    }

    /// What is shown changes only with this.
    public String stage() {
      return Asked.name(purchase.state()) + (canPay() ? "" : "-over");
    }

    public boolean canPay() {
      return purchase.state() == Purchase.State.UNPAID && !payAt.isEmpty();
    }

    public Money donation() {
      return orders.stream().map(Order::donation).reduce(Money.fen(0), Money::plus);
    }
  }
}
