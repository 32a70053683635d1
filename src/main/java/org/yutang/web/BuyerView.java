package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.market.Address;
import org.yutang.market.Order;

/// What belongs to a buyer: orders, addresses, the key.
public final class BuyerView {

  private BuyerView() {}

  /// @param known whether the browser holds a key at all
  public record Orders(Page<Order> orders, boolean known, int inCart) {}

  /// One order.
  ///
  /// @param reviewed products that the buyer has written about
  /// @param canPay whether its purchase still waits for the money
  /// @param ahead what is promised of it, and what came
  /// @param key of the next wish for money back
  /// @param field which form a problem belongs to
  public record One(
      Order order,
      List<Order.Event> events,
      List<Order.MoneyBack> backs,
      Optional<Address> sentTo,
      Set<String> reviewed,
      boolean canPay,
      Optional<AheadView.Fate> ahead,
      MarketView.Named named,
      String key,
      Map<String, String> typed,
      String problem,
      String field,
      int inCart) {
    public One {
      events = List.copyOf(events);
      backs = List.copyOf(backs);
      reviewed = Set.copyOf(reviewed);
      typed = Map.copyOf(typed);
    }

    public String path() {
      return "/market/orders/" + order.id();
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    /// What the lines were dearer by before a harvest was divided; it went back.
    public Money changed() {
      return order.lines().stream().map(Order.Line::sum).reduce(order.goods(), Money::minus);
    }

    /// What can still go back.
    public Money left() {
      return order.total().minus(order.back());
    }

    public boolean canAskBack() {
      boolean paid =
          switch (order.state()) {
            case PAID, SENT, RECEIVED -> true;
            case WAITING, CANCELLED -> false;
          };
      return paid && left().minor() > 0 && backs.stream().noneMatch(each -> isOpen(each.state()));
    }

    /// What was not sent yet goes back as a whole.
    public boolean backIsWhole() {
      return order.state() == Order.State.PAID;
    }

    /// Products of the order, once each, without those that were reviewed.
    public List<Order.Line> toReview() {
      if (order.state() != Order.State.RECEIVED) return List.of();
      Set<String> seen = new java.util.HashSet<>(reviewed);
      return order.lines().stream().filter(line -> seen.add(line.product().toString())).toList();
    }

    /// How a step of the way stands.
    public String step(Order.State state) {
      if (order.state() == Order.State.CANCELLED) return state == Order.State.WAITING ? "done" : "";
      int at = order.state().ordinal();
      if (state.ordinal() <= at) return "done";
      return state.ordinal() == at + 1 ? "here" : "";
    }
  }

  private static boolean isOpen(Order.MoneyBack.State state) {
    return state != Order.MoneyBack.State.DECLINED && state != Order.MoneyBack.State.DONE;
  }

  public record Addresses(
      List<Address> addresses, MarketView.Named named, CartView.Typed typed, int inCart) {
    public Addresses {
      addresses = List.copyOf(addresses);
    }
  }

  /// @param link that opens what the buyer has on another phone; empty for nobody
  public record Key(String link, String key, String problem, String field, int inCart) {}

  /// The middle of a phone number left out.
  public static String masked(String phone) {
    return phone.length() < 8
        ? "***"
        : phone.substring(0, 3) + "****" + phone.substring(phone.length() - 4);
  }

  public static String style(Order.State state) {
    return switch (state) {
      case WAITING -> "warn";
      case PAID, SENT, RECEIVED -> "ok";
      case CANCELLED -> "line";
    };
  }

  public static String style(Order.MoneyBack.State state) {
    return switch (state) {
      case ASKED, AGREED, DISPUTED -> "warn";
      case DECLINED -> "bad";
      case DONE -> "ok";
    };
  }
}
