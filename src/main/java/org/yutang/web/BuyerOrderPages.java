package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Knocks;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.Address;
import org.yutang.market.Buying;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Order;
import org.yutang.market.Purchase;
import org.yutang.market.Shelf;
import org.yutang.store.Photos;

/// A buyer's orders, and what can be done with one.
@Controller
class BuyerOrderPages {

  private static final int MOST_PHOTOS = 6;

  /// Reviews with photos from one address in a quarter of an hour.
  private static final int MOST_REVIEWS = 60;

  private final Buying buying;
  private final Shelf shelf;
  private final Photos photos;
  private final Knocks knocks;
  private final BuyerKeys keys;
  private final MarketNames names;
  private final AheadScenes ahead;

  BuyerOrderPages(
      Buying buying,
      Shelf shelf,
      Photos photos,
      Knocks knocks,
      BuyerKeys keys,
      MarketNames names,
      AheadScenes ahead) {
    this.buying = buying;
    this.shelf = shelf;
    this.photos = photos;
    this.knocks = knocks;
    this.keys = keys;
    this.names = names;
    this.ahead = ahead;
  }

  @GetMapping("/market/orders")
  View list(Screen s, HttpServletRequest request, HttpServletResponse response) {
    BuyerKeys.keepPrivate(response);
    Optional<String> key = keys.find(request);
    Page.Wanted wanted = Asked.page(s);
    Page<Order> orders =
        key.map(each -> buying.orders(each, wanted))
            .orElse(new Page<>(List.of(), 0, 1, wanted.size()));
    return s.page("orders", new BuyerView.Orders(orders, key.isPresent(), keys.inCart(request)));
  }

  @GetMapping("/market/orders/{id}")
  View one(
      Screen s, HttpServletRequest request, HttpServletResponse response, @PathVariable String id) {
    String key = keys.require(request, response);
    return one(s, HttpStatus.OK, key, Asked.id(id), Map.of(), "", "");
  }

  private View one(
      Screen s,
      HttpStatus status,
      String key,
      UUID id,
      Map<String, String> typed,
      String problem,
      String field) {
    Order order = buying.order(key, id);
    Purchase purchase = buying.purchase(key, order.purchase());
    String form = typed.getOrDefault("key", "");
    return s.page(
        status,
        "order",
        new BuyerView.One(
            order,
            buying.events(key, id),
            buying.moneyBacks(key, id),
            sentTo(key, id),
            reviewed(order),
            purchase.state() == Purchase.State.UNPAID,
            ahead.fate(order),
            names.of(s, Stream.of(order.region())),
            form.isEmpty() || status == HttpStatus.CONFLICT ? s.freshKey() : form,
            typed,
            problem,
            field,
            buying.cart(key).size()));
  }

  private Optional<Address> sentTo(String key, UUID id) {
    try {
      return Optional.of(buying.sentTo(key, id));
    } catch (Refusal gone) {
      return Optional.empty();
    }
  }

  /// Which products of an order have their review among those that are shown.
  private Set<String> reviewed(Order order) {
    Set<String> reviewed = new HashSet<>();
    if (order.state() != Order.State.RECEIVED) return reviewed;
    for (Order.Line line : order.lines())
      if (shelf.reviews(line.product(), new Page.Wanted(1, Page.MAX_SIZE)).items().stream()
          .anyMatch(review -> review.order().equals(order.id())))
        reviewed.add(line.product().toString());
    return reviewed;
  }

  @PostMapping("/market/orders/{id}/receive")
  View receive(
      Screen s, HttpServletRequest request, HttpServletResponse response, @PathVariable String id) {
    String key = keys.require(request, response);
    UUID order = Asked.id(id);
    return done(s, key, order, Map.of(), "receive", "received", () -> buying.receive(key, order));
  }

  @PostMapping("/market/orders/{id}/back")
  View askBack(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String id,
      @RequestParam Map<String, String> typed) {
    String key = keys.require(request, response);
    UUID order = Asked.id(id);
    return done(
        s,
        key,
        order,
        typed,
        "amount",
        "back-asked",
        () ->
            buying.askBack(
                key,
                Asked.id(typed.getOrDefault("key", "")),
                order,
                amount(typed.getOrDefault("amount", "")),
                typed.getOrDefault("reason", "")));
  }

  private static Money amount(String typed) {
    try {
      return Money.parse(Money.ungrouped(typed), "CNY");
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Refusal(WebRefusal.AMOUNT_UNREADABLE, Map.of("amount", typed));
    }
  }

  @PostMapping("/market/orders/{id}/backs/{back}/dispute")
  View dispute(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String id,
      @PathVariable String back,
      @RequestParam Map<String, String> typed) {
    String key = keys.require(request, response);
    UUID order = Asked.id(id);
    return done(
        s,
        key,
        order,
        typed,
        "why",
        "back-disputed",
        () -> buying.dispute(key, Asked.id(back), typed.getOrDefault("why", "")));
  }

  @PostMapping("/market/orders/{id}/reviews")
  View review(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      @RequestParam(name = "upload", required = false) List<MultipartFile> uploads) {
    String key = keys.require(request, response);
    UUID order = Asked.id(id);
    UUID product = Asked.id(typed.getOrDefault("product", ""));
    return done(
        s,
        key,
        order,
        typed,
        "review-" + product,
        "reviewed",
        () -> {
          if (buying.order(key, order).state() != Order.State.RECEIVED)
            throw new Refusal(MarketRefusal.NO_REVIEW);
          knocks.use(SecurityPeer.of(request), "market-reviews", MOST_REVIEWS);
          return buying.review(
              key,
              order,
              product,
              Asked.number(typed.getOrDefault("stars", "")).orElse(0),
              typed.getOrDefault("text", ""),
              put(uploads));
        });
  }

  private List<String> put(@org.jspecify.annotations.Nullable List<MultipartFile> uploads)
      throws IOException {
    List<String> kept = new ArrayList<>();
    if (uploads == null) return kept;
    for (MultipartFile file : uploads)
      if (!file.isEmpty() && kept.size() < MOST_PHOTOS)
        kept.add(photos.put(file.getInputStream()).id());
    return kept;
  }

  private interface Deed {
    Object run() throws IOException;
  }

  /// Does something with an order and goes back to it; what is refused is said there.
  private View done(
      Screen s,
      String key,
      UUID order,
      Map<String, String> typed,
      String field,
      String note,
      Deed deed) {
    try {
      deed.run();
      return Screen.go("/market/orders/" + order + "?note=market-" + note);
    } catch (Refusal refusal) {
      if (refusal.code() == MarketRefusal.UNKNOWN_ORDER) throw refusal;
      HttpStatus status = Mishaps.status(refusal.code().kind());
      return one(s, status, key, order, typed, problem(s, refusal), field);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static String problem(Screen s, Refusal refusal) {
    return refusal.code() == MarketRefusal.BAD_FIELD
        ? s.t("web.market.bad." + refusal.facts().get("field"))
        : s.refusal(refusal);
  }
}
