package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.yutang.access.Knocks;
import org.yutang.access.Peer;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Product;
import org.yutang.market.Shelf;
import org.yutang.market.Shop;
import org.yutang.programme.Text;
import org.yutang.store.Json;

/// What the market has on sale, for programs, without login. Answers carry an `ETag` and may be
/// kept for a minute; one address may ask so often in a quarter of an hour, and not more.
@RestController
@RequestMapping("/api/v1/public/market")
@Tag(name = "Market", description = "What is on sale, without login")
class MarketApi {

  private static final int MOST_ASKED = 3000;
  private static final int MOST_FEEDS = 60;

  private final Shelf shelf;
  private final ProductFeed feed;
  private final Knocks knocks;

  MarketApi(Shelf shelf, ProductFeed feed, Knocks knocks) {
    this.shelf = shelf;
    this.feed = feed;
    this.knocks = knocks;
  }

  @Operation(summary = "Counties that have something on sale")
  @GetMapping("/pavilions")
  ResponseEntity<List<PavilionView>> pavilions(Peer peer) {
    return told(
        peer,
        () ->
            shelf.pavilions().stream()
                .map(each -> new PavilionView(each.county().text(), each.products(), each.shops()))
                .toList());
  }

  @Operation(
      summary = "Products on sale, `next` of an answer being the `after` of the next question",
      description =
          """
          Without `q` in the order of ids, all of them. With `q` (Chinese, pinyin, English) what fits best comes first, up to a thousand.
          """)
  @GetMapping("/products")
  ResponseEntity<ProductsView> products(
      Peer peer,
      @RequestParam(defaultValue = "") String q,
      @RequestParam Optional<PlaceCode> county,
      @RequestParam Optional<UUID> shop,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "50") int size) {
    int most = Math.clamp(size, 1, Page.MAX_SIZE);
    return told(
        peer,
        () -> q.isBlank() ? all(county, shop, after, most) : found(q, county, shop, after, most));
  }

  private ProductsView all(
      Optional<PlaceCode> county, Optional<UUID> shop, String after, int most) {
    Optional<UUID> from = after.isEmpty() ? Optional.empty() : Optional.of(cursor(after));
    List<Product> some = shelf.after(from, county, shop, most);
    return new ProductsView(
        some.stream().map(this::view).toList(),
        some.size() < most ? null : some.getLast().id().toString());
  }

  private static UUID cursor(String after) {
    try {
      return UUID.fromString(after);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ApiRefusal.INVALID_FIELD, java.util.Map.of("field", "after"));
    }
  }

  private ProductsView found(
      String q, Optional<PlaceCode> county, Optional<UUID> shop, String after, int most) {
    if (q.length() > 100 || !after.matches("|p[0-9]{1,4}"))
      throw new Refusal(
          ApiRefusal.INVALID_FIELD, java.util.Map.of("field", q.length() > 100 ? "q" : "after"));
    int page = after.isEmpty() ? 1 : Integer.parseInt(after.substring(1));
    Page<Product> found =
        shelf
            .find(
                new Shelf.Query(
                    q,
                    county,
                    Optional.empty(),
                    shop,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    new Page.Wanted(page, most)))
            .products();
    return new ProductsView(
        found.items().stream().map(this::view).toList(),
        page < found.pages() ? "p" + (page + 1) : null);
  }

  @Operation(summary = "One product with its articles, what is left of each, and where to trace it")
  @GetMapping("/products/{id}")
  ResponseEntity<ProductView> product(Peer peer, @PathVariable UUID id) {
    return told(peer, () -> view(shelf.product(id)));
  }

  @Operation(summary = "A shop that is open")
  @GetMapping("/shops/{id}")
  ResponseEntity<ShopView> shop(Peer peer, @PathVariable UUID id) {
    return told(peer, () -> ShopView.of(shelf.shop(id)));
  }

  @Operation(
      summary = "All articles on sale for partners, `jsonl` or `xml`, made anew every five minutes",
      description =
          """
          In the terms of Google's product data specification: id, item_group_id, title, description, link, image_link, availability, price, brand,
          condition, shipping_weight. `xml` is RSS 2.0 with the namespace http://base.google.com/ns/1.0; `jsonl` has one article a line. At most 50,000.
          """)
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
        @Content(mediaType = "application/rss+xml", schema = @Schema(type = "string"))
      })
  @GetMapping("/feed.{form}")
  ResponseEntity<Resource> feed(Peer peer, @PathVariable String form) {
    knocks.use(peer, "market-feed", MOST_FEEDS);
    ProductFeed.Form wanted =
        switch (form) {
          case "jsonl" -> ProductFeed.Form.JSON_LINES;
          case "xml" -> ProductFeed.Form.RSS;
          default -> throw new Refusal(MarketRefusal.UNKNOWN_PRODUCT);
        };
    ProductFeed.Made made = feed.get(wanted, base());
    return ResponseEntity.ok()
        .header("Content-Type", wanted.type())
        .cacheControl(CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic())
        .eTag(made.mark())
        .body(new FileSystemResource(made.file()));
  }

  private static String base() {
    return ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString();
  }

  private <T> ResponseEntity<T> told(Peer peer, Supplier<T> what) {
    knocks.use(peer, "market-api", MOST_ASKED);
    T body = what.get();
    String mark =
        Uuids.named(
                new String(
                    Json.write(body).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .toString();
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic())
        .eTag(mark)
        .body(body);
  }

  private ProductView view(Product p) {
    return new ProductView(
        p.id(),
        p.shop(),
        p.county().text(),
        p.origin().text(),
        p.title(),
        p.about(),
        p.made().map(Product.Made::standard).orElse(null),
        p.made().map(Product.Made::variety).orElse(null),
        p.made().map(Product.Made::grade).orElse(null),
        p.photos().stream().map(photo -> "/market/product/" + p.id() + "/photo/" + photo).toList(),
        "/market/product/" + p.id(),
        p.sold(),
        p.articles().stream().map(this::view).toList());
  }

  private ArticleView view(Product.Article a) {
    return new ArticleView(
        a.id(),
        a.name(),
        a.mass().grams(),
        a.price().decimal(),
        a.left(),
        a.boxed() ? shelf.nextBox(a.id()).map(box -> "/trace/00/" + box).orElse(null) : null);
  }

  record PavilionView(String county, long products, long shops) {}

  /// @param next behind which to go on; null at the end
  record ProductsView(List<ProductView> items, @Nullable String next) {}

  /// @param photos addresses of pictures
  /// @param page its address for people
  record ProductView(
      UUID id,
      UUID shop,
      String county,
      String origin,
      Text title,
      String about,
      @Nullable String standard,
      @Nullable String variety,
      @Nullable String grade,
      List<String> photos,
      String page,
      long sold,
      List<ArticleView> articles) {}

  /// @param left pieces that can be bought now
  /// @param trace the page of the box that is next in line
  record ArticleView(
      UUID id, Text name, long grams, String price, long left, @Nullable String trace) {}

  record ShopView(UUID id, Text name, String kind, String place, String county, String story) {
    static ShopView of(Shop shop) {
      return new ShopView(
          shop.id(),
          shop.name(),
          shop.kind().name().toLowerCase(java.util.Locale.ROOT),
          shop.place().text(),
          shop.county().text(),
          shop.story());
    }
  }
}
