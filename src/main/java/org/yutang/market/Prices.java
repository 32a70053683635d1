package org.yutang.market;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yutang.giving.Giving;
import org.yutang.giving.Pledge;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// What a cart costs: goods, freight, a coupon, and what of it is given.
@Component
class Prices {

  private static final int REMEMBERED = 10_000;

  private final ProductRows products;
  private final ShopRows shops;
  private final Giving giving;
  private final Register register;
  private final Clock clock;
  private final Map<PlaceCode, List<PlaceCode>> ways = new ConcurrentHashMap<>();

  Prices(ProductRows products, ShopRows shops, Giving giving, Register register, Clock clock) {
    this.products = products;
    this.shops = shops;
    this.giving = giving;
    this.register = register;
    this.clock = clock;
  }

  /// @param coupons codes, by shop; those that are not valid take nothing off
  /// @param region where it is sent
  /// @param withLeft whether the ledger is asked what is left of each article
  Quote quote(
      Map<UUID, Integer> pieces,
      Map<UUID, String> coupons,
      Optional<PlaceCode> region,
      boolean withLeft) {
    Map<UUID, ProductRows.Kept> articles = products.articles(pieces.keySet(), withLeft);
    Map<UUID, List<Quote.Line>> byShop = new LinkedHashMap<>();
    pieces.forEach(
        (id, count) -> {
          ProductRows.Kept kept = articles.get(id);
          if (kept != null)
            byShop.computeIfAbsent(kept.shop(), _ -> new ArrayList<>()).add(line(kept, count));
        });
    Map<UUID, Shop> named = new HashMap<>();
    shops.these(byShop.keySet()).forEach(shop -> named.put(shop.id(), shop));
    List<Quote.Part> parts = new ArrayList<>();
    byShop.forEach(
        (shop, lines) ->
            parts.add(
                part(named.get(shop), lines, Optional.ofNullable(coupons.get(shop)), region)));
    // the same order each time, whatever order they were asked for in
    parts.sort(
        Comparator.comparing((Quote.Part part) -> part.name().zh())
            .thenComparing(Quote.Part::shop));
    return new Quote(parts);
  }

  private Quote.Part part(
      @org.jspecify.annotations.Nullable Shop shop,
      List<Quote.Line> lines,
      Optional<String> code,
      Optional<PlaceCode> region) {
    if (shop == null) throw new IllegalStateException("a product without its shop");
    lines.sort(
        Comparator.comparing((Quote.Line line) -> line.title().zh())
            .thenComparing(Quote.Line::article));
    Money goods = lines.stream().map(Quote.Line::sum).reduce(Money.fen(0), Money::plus);
    Optional<Coupon> coupon = code.flatMap(each -> valid(shop.id(), each, goods));
    Money net = goods.minus(coupon.map(Coupon::off).orElse(Money.fen(0)));
    return new Quote.Part(
        shop.id(),
        shop.name(),
        lines,
        region.flatMap(to -> freight(shop.id(), to, lines)),
        coupon,
        gives(shop.id(), net));
  }

  private static Quote.Line line(ProductRows.Kept kept, int pieces) {
    Product.Article article = kept.article();
    return new Quote.Line(
        article.id(),
        article.product(),
        kept.title(),
        article.name(),
        article.mass(),
        article.price(),
        pieces,
        article.left(),
        kept.onSale(),
        kept.photo());
  }

  private Optional<Coupon> valid(UUID shop, String code, Money goods) {
    LocalDate today = BusinessDay.of(clock.instant());
    return shops
        .coupon(shop, code.strip().toUpperCase(java.util.Locale.ROOT))
        .filter(
            each ->
                !today.isBefore(each.from())
                    && !today.isAfter(each.to())
                    && goods.compareTo(each.least()) >= 0);
  }

  /// By the smallest region that holds the place; empty where the shop does not send there.
  private Optional<Money> freight(UUID shop, PlaceCode to, List<Quote.Line> lines) {
    List<PlaceCode> way = way(to);
    long grams =
        lines.stream()
            .mapToLong(line -> Math.multiplyExact(line.mass().grams(), line.pieces()))
            .sum();
    return shops.freight(shop).stream()
        .filter(each -> way.contains(each.region()))
        .min(Comparator.comparingInt(each -> way.indexOf(each.region())))
        .map(each -> Money.fen(each.fen(grams)));
  }

  /// The place and all that it lies in, the smallest first.
  private List<PlaceCode> way(PlaceCode place) {
    List<PlaceCode> known = ways.get(place);
    if (known != null) return known;
    List<PlaceCode> way = new ArrayList<>();
    way.add(place);
    List<Place> above = new ArrayList<>(register.ancestors(place));
    above.sort(Comparator.comparing(Place::level).reversed());
    above.forEach(each -> way.add(each.code()));
    if (ways.size() >= REMEMBERED) ways.clear();
    ways.put(place, List.copyOf(way));
    return way;
  }

  /// What the shop gives today of goods that cost so much; nothing where a fixed sum is more than
  /// they cost.
  Optional<Quote.Gives> gives(UUID shop, Money goods) {
    return gives(shop, goods, BusinessDay.of(clock.instant()));
  }

  /// The same of a day.
  Optional<Quote.Gives> gives(UUID shop, Money goods, LocalDate today) {
    if (goods.minor() <= 0) return Optional.empty();
    for (Pledge pledge :
        giving
            .pledges(
                new Pledge.Query(
                    Optional.of(Shop.merchant(shop)),
                    Optional.empty(),
                    Optional.of(today),
                    true,
                    new Page.Wanted(1, 10)))
            .items()) {
      Project project = giving.getProject(pledge.project()).project();
      if (today.isBefore(project.from()) || today.isAfter(project.to())) continue;
      Optional<Rate> rate = pledge.rateOn(today).filter(Rate::gives);
      if (rate.isPresent())
        return Optional.of(new Quote.Gives(pledge.project(), rate.get(), rate.get().of(goods)))
            .filter(gives -> gives.amount().compareTo(goods) <= 0);
    }
    return Optional.empty();
  }
}
