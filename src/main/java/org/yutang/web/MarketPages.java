package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.incubation.Stories;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Shelf;
import org.yutang.market.Shop;
import org.yutang.register.Register;

/// The market for those who look: counties, search, shops, products. Makes no cookies.
@Controller
class MarketPages {

  private static final int BEST = 12;
  private static final int SHOWN = 24;
  private static final Money HUNDRED = Money.fen(10_000);

  private final Shelf shelf;
  private final Register register;
  private final MarketScenes scenes;
  private final MarketNames names;
  private final BuyerKeys keys;
  private final Stories stories;

  MarketPages(
      Shelf shelf,
      Register register,
      MarketScenes scenes,
      MarketNames names,
      BuyerKeys keys,
      Stories stories) {
    this.shelf = shelf;
    this.register = register;
    this.scenes = scenes;
    this.names = names;
    this.keys = keys;
    this.stories = stories;
  }

  @GetMapping("/market")
  View home(Screen s, HttpServletRequest request) {
    Shelf.Found best =
        shelf.find(
            new Shelf.Query(
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                new Page.Wanted(1, BEST)));
    var pavilions = shelf.pavilions();
    return s.page(
        "market",
        new MarketView.Home(
            pavilions,
            best.products().items(),
            names.of(s, best.products().items(), pavilions.stream().map(Shelf.Pavilion::county)),
            keys.inCart(request)));
  }

  @GetMapping("/market/search")
  View search(Screen s, HttpServletRequest request) {
    String problem = "";
    Optional<Money> least = Optional.empty();
    Optional<Money> most = Optional.empty();
    try {
      least = price(s.query("least"));
      most = price(s.query("most"));
    } catch (Refusal unreadable) {
      problem = s.refusal(unreadable);
    }
    Shelf.Found found = find(s, Asked.maybePlace(s.query("county")), Optional.empty(), least, most);
    Stream<PlaceCode> counties =
        Stream.concat(
            found.facets().counties().stream().map(facet -> new PlaceCode(facet.value())),
            Asked.maybePlace(s.query("county")).stream());
    return s.page(
        problem.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT,
        "market-search",
        new MarketView.Listed(
            found, names.of(s, found.products().items(), counties), problem, keys.inCart(request)));
  }

  private Shelf.Found find(
      Screen s,
      Optional<PlaceCode> county,
      Optional<UUID> shop,
      Optional<Money> least,
      Optional<Money> most) {
    return shelf.find(
        new Shelf.Query(
            Asked.text(s.query("q")).orElse(""),
            county,
            Asked.text(s.query("standard")),
            shop,
            least,
            most,
            s.query("sort").equals("price"),
            new Page.Wanted(Asked.page(s).number(), SHOWN)));
  }

  private static Optional<Money> price(String typed) {
    if (typed.isBlank()) return Optional.empty();
    try {
      return Optional.of(Money.parse(Money.ungrouped(typed), "CNY"));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Refusal(WebRefusal.AMOUNT_UNREADABLE, Map.of("amount", typed));
    }
  }

  @GetMapping("/market/county/{code}")
  View county(Screen s, HttpServletRequest request, @PathVariable String code) {
    PlaceCode county = register.getPlace(Asked.place(code)).code();
    Shelf.Found found =
        find(s, Optional.of(county), Optional.empty(), Optional.empty(), Optional.empty());
    long shops =
        shelf.pavilions().stream()
            .filter(each -> each.county().equals(county))
            .mapToLong(Shelf.Pavilion::shops)
            .sum();
    return s.page(
        "market-county",
        new MarketView.Pavilion(
            county,
            shops,
            found,
            names.of(s, found.products().items(), Stream.of(county)),
            keys.inCart(request)));
  }

  @GetMapping("/market/shop/{id}")
  View shop(Screen s, HttpServletRequest request, @PathVariable String id) {
    Shop shop = shelf.shop(Asked.id(id));
    Shelf.Found found =
        find(s, Optional.empty(), Optional.of(shop.id()), Optional.empty(), Optional.empty());
    return s.page(
        "market-shop",
        new MarketView.OfShop(
            shop,
            found,
            scenes.pledge(shop.id(), HUNDRED),
            stories.ofShop(shop.id()),
            names.of(s, found.products().items(), Stream.of(shop.county(), shop.place())),
            keys.inCart(request)));
  }

  @GetMapping("/market/product/{id}")
  View product(Screen s, HttpServletRequest request, @PathVariable String id) {
    return s.page("market-product", scenes.product(s, request, Asked.id(id), Map.of(), ""));
  }

  @GetMapping("/market/product/{id}/photo/{photo}")
  ResponseEntity<byte[]> photo(@PathVariable String id, @PathVariable String photo) {
    byte[] bytes =
        Optional.of(photo)
            .filter(each -> each.matches("[0-9a-f]{64}"))
            .flatMap(each -> shelf.photo(Asked.id(id), each))
            .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_PRODUCT));
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_JPEG)
        .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePublic())
        .body(bytes);
  }
}
