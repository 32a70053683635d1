package org.yutang.market;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// What everybody sees, without a key. Thread-safe.
public interface Shelf {

  /// The most hits that facets count.
  int MAX_COUNTED = 1000;

  /// The counties that have something on sale, those with most products first.
  List<Pavilion> pavilions();

  record Pavilion(PlaceCode county, long products, long shops) {}

  /// Finds by Chinese words, pinyin (`qicheng`, `nmqc`), English words, also where a word is
  /// slightly wrong; then [Found#instead] says what was looked for. All products where nothing is
  /// asked. Those that sold best come first, or the cheapest.
  Found find(Query query);

  /// @param text may be blank
  record Query(
      String text,
      Optional<PlaceCode> county,
      Optional<String> standard,
      Optional<UUID> shop,
      Optional<Money> least,
      Optional<Money> most,
      boolean cheapest,
      Page.Wanted page) {}

  /// @param facets of the first [#MAX_COUNTED] hits
  record Found(Page<Product> products, Optional<String> instead, Facets facets) {}

  record Facets(List<Facet> counties, List<Facet> standards) {}

  record Facet(String value, long products) {}

  /// All that is on sale, in the order of ids, from the one behind `after`; for programs that take
  /// the whole of it.
  ///
  /// @param most up to [Page#MAX_SIZE]
  List<Product> after(
      Optional<UUID> after, Optional<PlaceCode> county, Optional<UUID> shop, int most);

  /// One that is or was on sale. Refuses with [MarketRefusal#UNKNOWN_PRODUCT].
  Product product(UUID product);

  /// One that is open. Refuses with [MarketRefusal#UNKNOWN_SHOP].
  Shop shop(UUID shop);

  Page<Review> reviews(UUID product, Page.Wanted page);

  /// Mean of its stars in hundredths, and how many reviews; zero of none.
  Stars stars(UUID product);

  record Stars(int hundredths, long reviews) {}

  /// A photo of a product that was shown, or of a review; empty otherwise.
  Optional<byte[]> photo(UUID product, String photo);

  /// What the shop gives of each order today.
  Optional<Quote.Gives> gives(UUID shop, Money goods);

  /// The box that is next in line, where the article is traced: its page tells where it comes from.
  Optional<String> nextBox(UUID article);
}
