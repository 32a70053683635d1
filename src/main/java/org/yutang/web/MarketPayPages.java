package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.kernel.Refusal;
import org.yutang.market.Buying;
import org.yutang.market.Order;
import org.yutang.market.Purchase;
import org.yutang.payment.Incoming;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;

/// Where a purchase is paid, and how it stands.
@Controller
class MarketPayPages {

  private final Buying buying;
  private final Incoming incoming;
  private final BuyerKeys keys;
  private final AheadScenes ahead;
  private final Clock clock;

  MarketPayPages(Buying buying, Incoming incoming, BuyerKeys keys, AheadScenes ahead, Clock clock) {
    this.buying = buying;
    this.incoming = incoming;
    this.keys = keys;
    this.ahead = ahead;
    this.clock = clock;
  }

  @GetMapping("/market/pay/{id}")
  View pay(
      Screen s, HttpServletRequest request, HttpServletResponse response, @PathVariable String id) {
    return s.page("market-pay", view(request, response, Asked.id(id)));
  }

  /// The part that changes while it is looked at; nothing while nothing has changed.
  @GetMapping("/market/pay/{id}/status")
  @Nullable View status(
      Screen s, HttpServletRequest request, HttpServletResponse response, @PathVariable String id) {
    CartView.Paying view = view(request, response, Asked.id(id));
    if (!s.query("was").equals(view.stage())) return s.page("market-pay-status", view);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    return null;
  }

  private CartView.Paying view(HttpServletRequest request, HttpServletResponse response, UUID id) {
    String key = keys.require(request, response);
    Purchase purchase = buying.purchase(key, id);
    boolean waits =
        purchase.state() == Purchase.State.UNPAID && purchase.payBy().isAfter(clock.instant());
    List<Order> orders = purchase.orders().stream().map(order -> buying.order(key, order)).toList();
    return new CartView.Paying(
        purchase,
        orders,
        orders.stream()
            .flatMap(each -> ahead.fate(each).stream())
            .map(AheadView.Fate::told)
            .toList(),
        waits ? payAt(request, key, id) : "",
        incoming
            .find(purchase.payment())
            .filter(each -> each.order().via() == Via.SANDBOX)
            .isPresent(),
        clock.instant().toString(),
        buying.cart(key).size());
  }

  private String payAt(HttpServletRequest request, String key, UUID id) {
    String agent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
    try {
      return buying.payAt(key, id, agent.contains("Mobi"), "/market/pay/" + id);
    } catch (Refusal notNow) {
      if (notNow.code() instanceof PaymentRefusal) return "";
      throw notNow;
    }
  }
}
