package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.market.Address;
import org.yutang.market.Buying;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Purchase;
import org.yutang.market.Quote;
import org.yutang.payment.Incoming;
import org.yutang.payment.Via;

/// The checkout: where to, with which coupons, for how much; then bought, under the form's key.
@Controller
class CheckoutPages {

  private static final String COUPON = "coupon.";

  private final Buying buying;
  private final Incoming incoming;
  private final BuyerKeys keys;
  private final MarketScenes scenes;
  private final MarketNames names;
  private final AheadScenes ahead;

  CheckoutPages(
      Buying buying,
      Incoming incoming,
      BuyerKeys keys,
      MarketScenes scenes,
      MarketNames names,
      AheadScenes ahead) {
    this.buying = buying;
    this.incoming = incoming;
    this.keys = keys;
    this.scenes = scenes;
    this.names = names;
    this.ahead = ahead;
  }

  @GetMapping("/market/checkout")
  View look(Screen s, HttpServletRequest request, HttpServletResponse response) {
    BuyerKeys.keepPrivate(response);
    Optional<String> key = keys.find(request);
    if (key.isEmpty()) return Screen.go("/market/cart");
    Map<UUID, Integer> pieces = buying.cart(key.get());
    if (pieces.isEmpty()) return Screen.go("/market/cart");
    return page(s, HttpStatus.OK, key.get(), pieces, s.freshKey(), Map.of(), "");
  }

  /// Reckons anew for another address or coupon, or buys.
  @PostMapping("/market/checkout")
  View buy(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam Map<String, String> typed) {
    String key = keys.require(request, response);
    String form = typed.getOrDefault("key", "");
    Map<UUID, Integer> pieces = Map.of();
    try {
      pieces = CartPages.wanted(typed);
      if ("look".equals(typed.get("what")))
        return page(s, HttpStatus.OK, key, pieces, form, typed, "");
      return Screen.go("/market/pay/" + buying.buy(key, wish(pieces, typed)).id());
    } catch (Refusal refusal) {
      HttpStatus status = Mishaps.status(refusal.code().kind());
      boolean tryAgain = refusal.code().kind() == Refusal.Kind.UNAVAILABLE;
      Map<UUID, Integer> shown =
          refusal.code() == MarketRefusal.BAD_COUNT || pieces.isEmpty() ? buying.cart(key) : pieces;
      return page(s, status, key, shown, tryAgain ? form : s.freshKey(), typed, s.refusal(refusal));
    }
  }

  private static Purchase.Wish wish(Map<UUID, Integer> pieces, Map<String, String> typed) {
    return new Purchase.Wish(
        Asked.id(typed.getOrDefault("key", "")),
        pieces,
        coupons(typed),
        Asked.maybeId(typed.getOrDefault("address", ""))
            .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_ADDRESS)),
        seen(typed.getOrDefault("seen", "")),
        Asked.constant(Via.class, typed.getOrDefault("via", "")));
  }

  private static Money seen(String typed) {
    try {
      return Money.parse(typed, "CNY");
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Refusal(WebRefusal.AMOUNT_UNREADABLE, Map.of("amount", typed));
    }
  }

  private static Map<UUID, String> coupons(Map<String, String> typed) {
    Map<UUID, String> coupons = new HashMap<>();
    typed.forEach(
        (name, value) -> {
          if (name.startsWith(COUPON) && !value.isBlank())
            coupons.put(Asked.id(name.substring(COUPON.length())), value.strip());
        });
    return coupons;
  }

  private View page(
      Screen s,
      HttpStatus status,
      String key,
      Map<UUID, Integer> pieces,
      String form,
      Map<String, String> typed,
      String problem) {
    List<Address> addresses = buying.addresses(key);
    Optional<UUID> asked = Asked.maybeId(typed.getOrDefault("address", s.query("address")));
    Optional<Address> address =
        addresses.stream()
            .filter(each -> asked.equals(Optional.of(each.id())))
            .findFirst()
            .or(() -> addresses.stream().findFirst());
    Quote quote = buying.quote(key, pieces, coupons(typed), address.map(Address::id));
    return s.page(
        status,
        "checkout",
        new CartView.Checkout(
            quote,
            CartPages.pledges(scenes, quote),
            ahead.told(quote),
            addresses,
            address,
            names.of(s, addresses.stream().map(Address::region)),
            incoming.offered(),
            form,
            typed,
            new CartView.Typed(s.freshKey(), Map.of(), List.of(), "", "", "checkout"),
            problem,
            buying.cart(key).size()));
  }
}
