package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.giving.Giving;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Product;
import org.yutang.market.Quote;
import org.yutang.market.Shelf;
import org.yutang.market.Shop;

/// Collects what the page of a product shows, for those who look and for those whose form was
/// wrong.
@Component
class MarketScenes {

  private static final int REVIEWS = 10;

  private final Shelf shelf;
  private final Giving giving;
  private final MarketNames names;
  private final BuyerKeys keys;
  private final AheadScenes ahead;

  MarketScenes(Shelf shelf, Giving giving, MarketNames names, BuyerKeys keys, AheadScenes ahead) {
    this.shelf = shelf;
    this.giving = giving;
    this.names = names;
    this.keys = keys;
    this.ahead = ahead;
  }

  MarketView.One product(
      Screen s, HttpServletRequest request, UUID id, Map<String, String> typed, String problem) {
    Product product = shelf.product(id);
    Map<String, String> boxes = new HashMap<>();
    for (Product.Article article : product.articles())
      if (article.boxed())
        shelf.nextBox(article.id()).ifPresent(box -> boxes.put(article.id().toString(), box));
    Optional<Shop> shop = shop(product.shop());
    return new MarketView.One(
        product,
        shop,
        boxes,
        ahead.told(product),
        MarketView.least(product).flatMap(price -> pledge(product.shop(), price)),
        shelf.stars(id),
        shelf.reviews(id, new Page.Wanted(Asked.page(s).number(), REVIEWS)),
        names.of(s, Stream.of(product.origin(), product.county())),
        keys.inCart(request),
        typed,
        problem);
  }

  private Optional<Shop> shop(UUID id) {
    try {
      return Optional.of(shelf.shop(id));
    } catch (Refusal closed) {
      if (closed.code() != MarketRefusal.UNKNOWN_SHOP) throw closed;
      return Optional.empty();
    }
  }

  Optional<MarketView.Pledge> pledge(UUID shop, Money goods) {
    return shelf.gives(shop, goods).map(this::pledge);
  }

  MarketView.Pledge pledge(Quote.Gives gives) {
    return new MarketView.Pledge(gives, giving.getProject(gives.project()).project().title());
  }
}
