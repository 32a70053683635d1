package org.yutang.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.store.Photos;

/// What everybody sees.
@Component
class SqlShelf implements Shelf {

  private final ShelfRows rows;
  private final ProductRows products;
  private final ShopRows shops;
  private final ReviewRows reviews;
  private final BoxRows boxes;
  private final Prices prices;
  private final Photos photos;
  private final Searches searches;

  SqlShelf(
      ShelfRows rows,
      ProductRows products,
      ShopRows shops,
      ReviewRows reviews,
      BoxRows boxes,
      Prices prices,
      Photos photos,
      Searches searches) {
    this.rows = rows;
    this.products = products;
    this.shops = shops;
    this.reviews = reviews;
    this.boxes = boxes;
    this.prices = prices;
    this.photos = photos;
    this.searches = searches;
  }

  @Override
  public List<Pavilion> pavilions() {
    return rows.pavilions();
  }

  @Override
  public Found find(Query query) {
    List<String> asked = Sound.asked(query.text());
    if (query.page().number() == 1) searches.count(asked);
    Found found = find(query, asked, Optional.empty());
    if (asked.isEmpty() || found.products().total() > 0) return found;
    for (List<String> other : others(query.text(), asked)) {
      Found better = find(query, other, Optional.of(String.join(" ", other)));
      if (better.products().total() > 0) return better;
    }
    return found;
  }

  /// What may have been meant: what sounds the same, and words that are nearly those.
  private List<List<String>> others(String text, List<String> asked) {
    List<List<String>> others = new ArrayList<>();
    List<String> sounds = Sound.bySound(text);
    if (!sounds.equals(asked)) others.add(sounds);
    List<String> near = new ArrayList<>();
    for (String each : sounds) near.add(rows.hasWord(each) ? each : nearest(each).orElse(each));
    if (!near.equals(sounds)) others.add(near);
    return others;
  }

  private Optional<String> nearest(String word) {
    int most = word.length() < 4 ? 0 : word.length() < 8 ? 1 : 2;
    if (most == 0) return Optional.empty();
    String best = null;
    int least = most + 1;
    for (String each : rows.alike(word, most)) {
      int distance = Sound.distance(word, each, most);
      if (distance < least) {
        least = distance;
        best = each;
      }
    }
    return Optional.ofNullable(best);
  }

  private Found find(Query query, List<String> words, Optional<String> instead) {
    ShelfRows.Hits hits = rows.find(query, words);
    List<Product> items =
        products.these(hits.page()).stream()
            .sorted(java.util.Comparator.comparingInt(each -> hits.page().indexOf(each.id())))
            .toList();
    return new Found(
        new Page<>(items, hits.total(), query.page().number(), query.page().size()),
        instead,
        hits.facets());
  }

  @Override
  public List<Product> after(
      Optional<UUID> after,
      Optional<org.yutang.kernel.PlaceCode> county,
      Optional<UUID> shop,
      int most) {
    List<UUID> ids = rows.after(after, county, shop, Math.clamp(most, 1, Page.MAX_SIZE));
    return products.these(ids).stream()
        .sorted(java.util.Comparator.comparingInt(each -> ids.indexOf(each.id())))
        .toList();
  }

  @Override
  public Product product(UUID id) {
    return products
        .find(id)
        .filter(product -> product.state() != Product.State.DRAFT)
        .orElseThrow(Goods::unknown);
  }

  @Override
  public Shop shop(UUID id) {
    return shops
        .find(id)
        .map(ShopRows.Kept::shop)
        .filter(shop -> shop.state() == Shop.State.OPEN)
        .orElseThrow(ShopSight::unknown);
  }

  @Override
  public Page<Review> reviews(UUID product, Page.Wanted page) {
    return reviews.shown(product, page);
  }

  @Override
  public Stars stars(UUID product) {
    return reviews.stars(product);
  }

  @Override
  public Optional<byte[]> photo(UUID product, String photo) {
    boolean shown =
        products
                .find(product)
                .filter(each -> each.state() != Product.State.DRAFT)
                .filter(each -> each.photos().contains(photo))
                .isPresent()
            || reviews.shows(product, photo);
    return shown ? Optional.of(photos.get(photo)) : Optional.empty();
  }

  @Override
  public Optional<Quote.Gives> gives(UUID shop, Money goods) {
    return prices.gives(shop, goods);
  }

  @Override
  public Optional<String> nextBox(UUID article) {
    return boxes.next(article);
  }
}
