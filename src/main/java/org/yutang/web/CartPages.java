package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.AccessRefusal;
import org.yutang.kernel.Refusal;
import org.yutang.live.Live;
import org.yutang.live.Room;
import org.yutang.market.Buying;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Quote;
import org.yutang.market.Shelf;

/// The cart.
@Controller
class CartPages {

  /// What the fields of the cart are called, before the article's id.
  static final String PIECES = "pieces.";

  private final Buying buying;
  private final BuyerKeys keys;
  private final MarketScenes scenes;
  private final Live live;
  private final Shelf shelf;

  CartPages(Buying buying, BuyerKeys keys, MarketScenes scenes, Live live, Shelf shelf) {
    this.live = live;
    this.shelf = shelf;
    this.buying = buying;
    this.keys = keys;
    this.scenes = scenes;
  }

  /// Puts some of an article into the cart, beside what lies there. Its form carries no token,
  /// because a token would need a cookie and whoever only looks gets none; it must come from one of
  /// our own pages instead.
  @PostMapping("/market/cart/put")
  View put(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam Map<String, String> typed) {
    if (!isOurs(request)) throw new Refusal(AccessRefusal.FORM_EXPIRED);
    UUID product = Asked.id(typed.getOrDefault("product", ""));
    try {
      UUID article = Asked.id(typed.getOrDefault("article", ""));
      int more = pieces(typed.getOrDefault("pieces", ""));
      if (more == 0) throw badCount();
      String key = keys.enter(request, response);
      buying.put(key, article, Math.addExact(more, buying.cart(key).getOrDefault(article, 0)));
      Asked.maybeId(typed.getOrDefault("room", ""))
          .filter(room -> shows(room, product))
          .ifPresent(room -> buying.foundIn(key, article, room));
      return Screen.go("/market/cart?note=market-in-cart");
    } catch (Refusal refusal) {
      return s.page(
          Mishaps.status(refusal.code().kind()),
          "market-product",
          scenes.product(s, request, product, typed, s.refusal(refusal)));
    }
  }

  /// Whether the room is live now and of the product's own shop.
  private boolean shows(UUID room, UUID product) {
    Room there = live.get(room);
    return there.state() == Room.State.LIVE && there.shop().equals(shelf.product(product).shop());
  }

  static boolean isOurs(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) return site.equals("same-origin");
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) return false;
    try {
      return request.getHeader(HttpHeaders.HOST) != null
          && request.getHeader(HttpHeaders.HOST).equals(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static int pieces(String typed) {
    return Asked.number(typed.strip())
        .filter(count -> count <= Buying.MAX_PIECES)
        .orElseThrow(CartPages::badCount);
  }

  private static Refusal badCount() {
    return new Refusal(MarketRefusal.BAD_COUNT, Map.of("limit", Buying.MAX_PIECES));
  }

  @GetMapping("/market/cart")
  View cart(Screen s, HttpServletRequest request, HttpServletResponse response) {
    BuyerKeys.keepPrivate(response);
    return cart(s, HttpStatus.OK, keys.find(request), "");
  }

  private View cart(Screen s, HttpStatus status, Optional<String> key, String problem) {
    Map<UUID, Integer> pieces = key.map(buying::cart).orElse(Map.of());
    Quote quote =
        key.map(each -> buying.quote(each, pieces, Map.of(), Optional.empty()))
            .orElse(new Quote(java.util.List.of()));
    return s.page(status, "cart", new CartView.Cart(quote, pledges(quote), pieces.size(), problem));
  }

  private Map<String, MarketView.Pledge> pledges(Quote quote) {
    return pledges(scenes, quote);
  }

  static Map<String, MarketView.Pledge> pledges(MarketScenes scenes, Quote quote) {
    Map<String, MarketView.Pledge> pledges = new HashMap<>();
    for (Quote.Part part : quote.parts())
      part.gives().ifPresent(each -> pledges.put(part.shop().toString(), scenes.pledge(each)));
    return pledges;
  }

  /// Sets how many of each, takes one out, or goes on to the checkout.
  @PostMapping("/market/cart")
  View set(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam Map<String, String> typed) {
    String key = keys.require(request, response);
    try {
      Optional<UUID> out = Asked.maybeId(typed.getOrDefault("out", ""));
      Map<UUID, Integer> wanted = wanted(typed);
      out.ifPresent(article -> wanted.put(article, 0));
      Map<UUID, Integer> there = buying.cart(key);
      wanted.forEach(
          (article, pieces) -> {
            if (there.containsKey(article)) buying.put(key, article, pieces);
          });
      return Screen.go("checkout".equals(typed.get("then")) ? "/market/checkout" : "/market/cart");
    } catch (Refusal refusal) {
      return cart(s, Mishaps.status(refusal.code().kind()), Optional.of(key), s.refusal(refusal));
    }
  }

  /// The pieces that a form names, by article. Refuses with [MarketRefusal#BAD_COUNT].
  static Map<UUID, Integer> wanted(Map<String, String> typed) {
    Map<UUID, Integer> wanted = new HashMap<>();
    typed.forEach(
        (name, value) -> {
          if (name.startsWith(PIECES))
            wanted.put(Asked.id(name.substring(PIECES.length())), pieces(value));
        });
    return wanted;
  }
}
