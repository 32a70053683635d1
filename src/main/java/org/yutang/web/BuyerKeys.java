package org.yutang.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.yutang.access.Knocks;
import org.yutang.kernel.Refusal;
import org.yutang.market.Buying;
import org.yutang.market.MarketRefusal;

/// The key of a buyer, in a cookie that no script can read. Nobody has one who has only looked.
@Component
class BuyerKeys {

  static final String COOKIE = "yutang-buyer";

  /// New buyers from one address in a quarter of an hour.
  private static final int MOST_BUYERS = 60;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{20,100}");
  private static final Duration YEAR = Duration.ofDays(400);

  private final Buying buying;
  private final Knocks knocks;

  BuyerKeys(Buying buying, Knocks knocks) {
    this.buying = buying;
    this.knocks = knocks;
  }

  /// The key that the browser holds, if it opens anything.
  Optional<String> find(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) return Optional.empty();
    for (Cookie cookie : cookies)
      if (cookie.getName().equals(COOKIE) && FORM.matcher(cookie.getValue()).matches())
        return Optional.of(cookie.getValue()).filter(buying::knows);
    return Optional.empty();
  }

  /// The same for a page that is a buyer's own, which nobody may keep. Refuses with
  /// [MarketRefusal#UNKNOWN_BUYER].
  String require(HttpServletRequest request, HttpServletResponse response) {
    keepPrivate(response);
    return find(request).orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_BUYER));
  }

  /// The key of whoever puts something into a cart, a new one for a new buyer.
  String enter(HttpServletRequest request, HttpServletResponse response) {
    Optional<String> known = find(request);
    if (known.isPresent()) return known.get();
    knocks.use(SecurityPeer.of(request), "buyers", MOST_BUYERS);
    String key = buying.enter();
    keep(request, response, key);
    return key;
  }

  /// A key that somebody brings from another browser. Refuses with [MarketRefusal#UNKNOWN_BUYER].
  void bring(HttpServletRequest request, HttpServletResponse response, String key) {
    knocks.knock(SecurityPeer.of(request));
    if (!FORM.matcher(key).matches() || !buying.knows(key))
      throw new Refusal(MarketRefusal.UNKNOWN_BUYER);
    knocks.welcome(SecurityPeer.of(request));
    keep(request, response, key);
  }

  private static void keep(HttpServletRequest request, HttpServletResponse response, String key) {
    set(request, response, key, YEAR);
  }

  void drop(HttpServletRequest request, HttpServletResponse response) {
    set(request, response, "", Duration.ZERO);
  }

  private static void set(
      HttpServletRequest request, HttpServletResponse response, String key, Duration age) {
    ResponseCookie cookie =
        ResponseCookie.from(COOKIE, key)
            .path("/market")
            .maxAge(age)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }

  /// How many articles lie in the reader's cart.
  int inCart(HttpServletRequest request) {
    return find(request).map(key -> buying.cart(key).size()).orElse(0);
  }

  static void keepPrivate(HttpServletResponse response) {
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Robots-Tag", "noindex");
  }
}
