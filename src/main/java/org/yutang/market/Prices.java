package org.yutang.market;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yutang.giving.Giving;
import org.yutang.giving.Pledge;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.Place;
import org.yutang.register.Register;
import org.yutang.store.Gather;

/// What a cart costs: goods, freight, a coupon, and what of it is given.
@Component
class Prices {

  private static final int REMEMBERED = 10_000;

  /// Callers whose articles are read together.
  private static final int MOST_AT_ONCE = 100;

  private final ProductRows products;
  private final ShopRows shops;
  private final Giving giving;
  private final Register register;
  private final Clock clock;
  private final Gather<Set<UUID>, Wares> wares = Gather.ofSets(MOST_AT_ONCE, this::read);
  private final Map<PlaceCode, List<PlaceCode>> ways = new ConcurrentHashMap<>();

  Prices(ProductRows products, ShopRows shops, Giving giving, Register register, Clock clock) {
    this.products = products;
    this.shops = shops;
    this.giving = giving;
    this.register = register;
    this.clock = clock;
  }

  /// What prices are made of: articles, and what their shops take for freight and give today.
  private record Wares(
      Map<UUID, ProductRows.Kept> articles,
      Map<UUID, Shop> shops,
      Map<UUID, List<Shop.Freight>> freight,
      Map<UUID, List<Pledge.OnDay>> pledged) {}

  private Wares read(Set<UUID> ids) {
    Map<UUID, ProductRows.Kept> articles = products.articles(ids);
    Set<UUID> sellers = new HashSet<>();
    articles.values().forEach(kept -> sellers.add(kept.shop()));
    Map<UUID, Shop> named = new HashMap<>();
    shops.these(sellers).forEach(shop -> named.put(shop.id(), shop));
    return new Wares(
        articles,
        named,
        shops.freight(sellers),
        giving.pledgedOn(sellers.stream().map(Shop::merchant).toList(), today()));
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  /// @param coupons codes, by shop; those that are not valid take nothing off
  /// @param region where it is sent
  Quote quote(Map<UUID, Integer> pieces, Map<UUID, String> coupons, Optional<PlaceCode> region) {
    Wares known = wares.ask(pieces.keySet());
    Map<UUID, List<Quote.Line>> byShop = new HashMap<>();
    pieces.forEach(
        (id, count) -> {
          ProductRows.Kept kept = known.articles().get(id);
          if (kept != null)
            byShop.computeIfAbsent(kept.shop(), _ -> new ArrayList<>()).add(line(kept, count));
        });
    List<Quote.Part> parts = new ArrayList<>();
    byShop.forEach(
        (shop, lines) ->
            parts.add(part(known, shop, lines, Optional.ofNullable(coupons.get(shop)), region)));
    // the same order each time, whatever order they were asked for in
    parts.sort(
        Comparator.comparing((Quote.Part part) -> part.name().zh())
            .thenComparing(Quote.Part::shop));
    return new Quote(parts);
  }

  private Quote.Part part(
      Wares known,
      UUID shop,
      List<Quote.Line> lines,
      Optional<String> code,
      Optional<PlaceCode> region) {
    lines.sort(
        Comparator.comparing((Quote.Line line) -> line.title().zh())
            .thenComparing(Quote.Line::article));
    Money goods = lines.stream().map(Quote.Line::sum).reduce(Money.fen(0), Money::plus);
    Optional<Coupon> coupon = code.flatMap(each -> valid(shop, each, goods));
    Money net = goods.minus(coupon.map(Coupon::off).orElse(Money.fen(0)));
    return new Quote.Part(
        shop,
        Objects.requireNonNull(known.shops().get(shop), "a product without its shop").name(),
        lines,
        region.flatMap(to -> freight(known.freight().getOrDefault(shop, List.of()), to, lines)),
        coupon,
        gives(known.pledged().getOrDefault(Shop.merchant(shop), List.of()), net));
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
    LocalDate today = today();
    return shops
        .coupon(shop, code.strip().toUpperCase(java.util.Locale.ROOT))
        .filter(
            each ->
                !today.isBefore(each.from())
                    && !today.isAfter(each.to())
                    && goods.compareTo(each.least()) >= 0);
  }

  /// By the smallest region that holds the place; empty where the shop does not send there.
  private Optional<Money> freight(
      List<Shop.Freight> freight, PlaceCode to, List<Quote.Line> lines) {
    List<PlaceCode> way = way(to);
    long grams =
        lines.stream()
            .mapToLong(line -> Math.multiplyExact(line.mass().grams(), line.pieces()))
            .sum();
    return freight.stream()
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
    return gives(pledged(shop, today()), goods);
  }

  /// The same by the pledges of a day, of which the first counts.
  static Optional<Quote.Gives> gives(List<Pledge.OnDay> pledged, Money goods) {
    if (goods.minor() <= 0 || pledged.isEmpty()) return Optional.empty();
    Pledge.OnDay first = pledged.getFirst();
    return Optional.of(new Quote.Gives(first.project(), first.rate(), first.rate().of(goods)))
        .filter(gives -> gives.amount().compareTo(goods) <= 0);
  }

  List<Pledge.OnDay> pledged(UUID shop, LocalDate day) {
    UUID merchant = Shop.merchant(shop);
    return giving.pledgedOn(List.of(merchant), day).getOrDefault(merchant, List.of());
  }

  /// Whether the shop has ever pledged anything.
  boolean everPledged(UUID shop) {
    return giving
            .pledges(
                new Pledge.Query(
                    Optional.of(Shop.merchant(shop)),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    new Page.Wanted(1, 1)))
            .total()
        > 0;
  }
}
