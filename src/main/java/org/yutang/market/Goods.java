package org.yutang.market;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.register.Place;
import org.yutang.register.Register;
import org.yutang.store.EveryMinute;
import org.yutang.store.Photos;
import org.yutang.store.Transactions;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Stock;

/// What shops sell, and how many pieces of it are there. Pieces are written down first and come
/// into the ledger then; what was cut off between is gone on with each minute.
@Component
class Goods implements EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(Goods.class);
  private static final int LONGEST_TITLE = 60;
  private static final int LONGEST_ABOUT = 5000;
  private static final int MOST_PHOTOS = 9;
  private static final int MOST_ARTICLES = 50;
  private static final long MOST_GRAMS = 1_000_000;
  private static final long MOST_FEN = 100_000_000;
  private static final long MOST_PIECES = 10_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LATELY = Duration.ofMinutes(10);

  private final ProductRows rows;
  private final BoxRows boxes;
  private final ShelfRows shelf;
  private final ShopSight sight;
  private final Stocks stocks;
  private final Ahead ahead;
  private final Standards standards;
  private final Lots lots;
  private final Register register;
  private final Access access;
  private final Photos photos;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  Goods(
      ProductRows rows,
      BoxRows boxes,
      ShelfRows shelf,
      ShopSight sight,
      Stocks stocks,
      Ahead ahead,
      Standards standards,
      Lots lots,
      Register register,
      Access access,
      Photos photos,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.boxes = boxes;
    this.shelf = shelf;
    this.sight = sight;
    this.stocks = stocks;
    this.ahead = ahead;
    this.standards = standards;
    this.lots = lots;
    this.register = register;
    this.access = access;
    this.photos = photos;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  Product write(Actor actor, Shop shop, Product.New told) {
    Product.New product = sound(told);
    stocks.openArticles(product);
    transactions.run(
        () -> {
          rows.lock(product.id());
          if (rows.isStocked(product.id())
              || !rows.write(product, shop.county(), words(shop, product), now()))
            Fields.same(rows.find(product.id()).map(Goods::again), product, product.id());
          product.photos().forEach(photos::keep);
          record(
              actor,
              "market.product-written",
              shop,
              product.id(),
              Map.of("title", product.title().zh()));
        });
    return rows.find(product.id()).orElseThrow();
  }

  /// As it was written down.
  private static Product.New again(Product p) {
    return new Product.New(
        p.id(),
        p.shop(),
        p.origin(),
        p.title(),
        p.about(),
        p.made(),
        p.photos(),
        p.articles().stream()
            .map(
                each ->
                    new Product.NewArticle(
                        each.id(), each.name(), each.mass(), each.price(), each.boxed()))
            .toList());
  }

  private Product.New sound(Product.New told) {
    register.getPlace(told.origin());
    told.made().ifPresent(this::requireMade);
    if (told.photos().size() > MOST_PHOTOS) throw Fields.bad("photos");
    told.photos().forEach(photos::require);
    if (told.articles().isEmpty() || told.articles().size() > MOST_ARTICLES)
      throw Fields.bad("articles");
    Set<UUID> ids = new HashSet<>();
    List<Product.NewArticle> articles = new ArrayList<>();
    for (Product.NewArticle each : told.articles()) {
      requirePrice(each.price());
      boolean sound =
          ids.add(each.id())
              && each.mass().grams() >= 1
              && each.mass().grams() <= MOST_GRAMS
              && (!each.boxed() || told.made().isPresent());
      if (!sound) throw Fields.bad("articles");
      articles.add(
          new Product.NewArticle(
              each.id(),
              Fields.both("article", each.name(), LONGEST_TITLE),
              each.mass(),
              each.price(),
              each.boxed()));
    }
    requireOwn(told.id(), ids);
    return new Product.New(
        told.id(),
        told.shop(),
        told.origin(),
        Fields.both("title", told.title(), LONGEST_TITLE),
        Fields.text("about", told.about(), 0, LONGEST_ABOUT),
        told.made(),
        told.photos(),
        articles);
  }

  /// An article belongs to one product.
  private void requireOwn(UUID product, Set<UUID> articles) {
    for (ProductRows.Kept kept : rows.articles(articles).values())
      if (!kept.article().product().equals(product))
        throw new Refusal(MarketRefusal.ID_REUSED, Map.of("id", kept.article().id().toString()));
  }

  private static void requirePrice(Money price) {
    boolean sound =
        price.currency().equals("CNY") && price.minor() >= 1 && price.minor() <= MOST_FEN;
    if (!sound) throw Fields.bad("price");
  }

  private void requireMade(Product.Made made) {
    Standard standard = standards.find(made.standard()).orElseThrow(() -> Fields.bad("standard"));
    boolean known =
        standard.varieties().stream().anyMatch(each -> each.name().equals(made.variety()))
            && standard.newest().grades().stream()
                .anyMatch(each -> each.name().equals(made.grade()));
    if (!known) throw Fields.bad("standard");
  }

  private Set<String> words(Shop shop, Product.New product) {
    List<String> texts = new ArrayList<>();
    texts.add(product.title().zh());
    texts.add(product.title().en());
    texts.add(shop.name().zh());
    texts.add(shop.name().en());
    for (Place place :
        List.of(register.getPlace(shop.county()), register.getPlace(product.origin()))) {
      texts.add(place.nameZh());
      place.nameEn().ifPresent(texts::add);
    }
    product
        .made()
        .flatMap(made -> standards.find(made.standard()))
        .ifPresent(
            standard -> {
              texts.add(standard.title().zh());
              texts.add(standard.title().en());
            });
    return new LinkedHashSet<>(Sound.words(texts.toArray(String[]::new)));
  }

  Product seen(Actor actor, UUID id) {
    Product product = rows.find(id).orElseThrow(Goods::unknown);
    sight.seen(actor, product.shop());
    return product;
  }

  static Refusal unknown() {
    return new Refusal(MarketRefusal.UNKNOWN_PRODUCT);
  }

  Page<Product> ofShop(Shop shop, Page.Wanted page) {
    return rows.ofShop(shop.id(), page);
  }

  Map<Product.State, Long> tally(Shop shop) {
    return rows.tally(shop.id());
  }

  List<String> boxes(Actor actor, UUID article) {
    sight.seen(actor, article(article).shop());
    return boxes.free(article);
  }

  Product setOnSale(Actor actor, UUID id, boolean onSale) {
    Product product = seen(actor, id);
    Shop shop = sight.run(actor, product.shop());
    if (onSale && shop.state() != Shop.State.OPEN) throw new Refusal(MarketRefusal.SHOP_NOT_OPEN);
    transactions.run(
        () -> {
          rows.setState(id, onSale ? Product.State.ON_SALE : Product.State.ENDED);
          shelf.recount(shop.county());
          if (onSale) rows.addWords(words(shop, again(product)));
          record(
              actor,
              onSale ? "market.product-on-sale" : "market.product-ended",
              shop,
              id,
              Map.of("title", product.title().zh()));
        });
    return rows.find(id).orElseThrow();
  }

  Product setPrice(Actor actor, UUID article, Money price) {
    requirePrice(price);
    ProductRows.Kept kept = article(article);
    Shop shop = sight.run(actor, kept.shop());
    ahead.requirePriceFree(article);
    transactions.run(
        () -> {
          rows.setPrice(article, price);
          record(
              actor,
              "market.price-set",
              shop,
              article,
              Map.of("from", kept.article().price().decimal(), "to", price.decimal()));
        });
    return rows.find(kept.article().product()).orElseThrow();
  }

  private ProductRows.Kept article(UUID id) {
    return Optional.ofNullable(rows.articles(List.of(id)).get(id))
        .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_ARTICLE));
  }

  Product.Pieces pieces(Actor actor, UUID id) {
    sight.seen(actor, article(id).shop());
    return stocks.pieces(id);
  }

  Product stock(Actor actor, UUID id, UUID article, long pieces) {
    ProductRows.Kept kept = article(article);
    Shop shop = sight.run(actor, kept.shop());
    if (pieces == 0 || Math.abs(pieces) > MOST_PIECES)
      throw new Refusal(MarketRefusal.BAD_COUNT, Map.of("limit", MOST_PIECES));
    if (kept.article().boxed()) throw Fields.bad("pieces");
    ahead.requireShelf(article);
    write(
        actor, shop, new ProductRows.Stocking(id, article, pieces, actor.account(), now(), false));
    settle(rows.stocking(id).orElseThrow());
    return rows.find(kept.article().product()).orElseThrow();
  }

  private void write(Actor actor, Shop shop, ProductRows.Stocking stocking) {
    transactions.run(
        () -> {
          if (rows.insert(stocking))
            record(
                actor,
                "market.stocked",
                shop,
                stocking.article(),
                Map.of("pieces", stocking.pieces()));
        });
    ProductRows.Stocking there = rows.stocking(stocking.id()).orElseThrow();
    if (!there.article().equals(stocking.article()) || there.pieces() != stocking.pieces())
      throw new Refusal(MarketRefusal.ID_REUSED, Map.of("id", stocking.id().toString()));
  }

  Product stockBoxes(Actor actor, UUID id, UUID article, UUID site, List<String> wanted) {
    ProductRows.Kept kept = article(article);
    Shop shop = sight.run(actor, kept.shop());
    Set<String> sscc = new LinkedHashSet<>(wanted);
    if (!kept.article().boxed() || sscc.size() != wanted.size()) throw Fields.bad("boxes");
    ahead.requireShelf(article);
    if (sscc.isEmpty() || sscc.size() > 1000)
      throw new Refusal(MarketRefusal.BAD_COUNT, Map.of("limit", 1000));
    if (rows.stocking(id).isEmpty()) {
      Product product = rows.find(kept.article().product()).orElseThrow();
      List<Stock.Box> fitting = fitting(actor, site, sscc, product, kept.article().mass());
      transactions.run(
          () -> {
            for (Stock.Box box : fitting)
              if (!boxes.insert(box.sscc(), article, site, box.lot().bestBefore(), id))
                throw new Refusal(MarketRefusal.BOX_TAKEN, Map.of("box", box.sscc()));
            write(
                actor,
                shop,
                new ProductRows.Stocking(id, article, sscc.size(), actor.account(), now(), false));
          });
    }
    if (!Set.copyOf(boxes.ofStocking(id)).equals(sscc))
      throw new Refusal(MarketRefusal.ID_REUSED, Map.of("id", id.toString()));
    settle(rows.stocking(id).orElseThrow());
    return rows.find(kept.article().product()).orElseThrow();
  }

  Product unstockBoxes(Actor actor, UUID article, List<String> unwanted) {
    ProductRows.Kept kept = article(article);
    Shop shop = sight.seen(actor, kept.shop());
    if (!sight.runs(actor, shop)) sight.approved(actor, shop.id());
    long left = stocks.balance(Product.left(article));
    UUID id = UUID.randomUUID();
    transactions.run(
        () -> {
          int removed = boxes.removeFree(article, unwanted);
          if (removed == 0) return;
          if (left < removed)
            throw new Refusal(
                MarketRefusal.SOLD_OUT, Map.of("title", kept.title().zh(), "left", left));
          write(
              actor,
              shop,
              new ProductRows.Stocking(id, article, -removed, actor.account(), now(), false));
        });
    rows.stocking(id).ifPresent(this::settle);
    return rows.find(kept.article().product()).orElseThrow();
  }

  /// The boxes at a site that are what the article says.
  List<Stock.Box> fitting(Actor actor, UUID site, Set<String> wanted, Product product, Mass mass) {
    Map<String, Stock.Box> there = new HashMap<>();
    Stock.AtSite stock = lots.stock(actor, site);
    access.require(actor, Permission.RECORD_SUPPLY, stock.site().what().place());
    stock.boxes().forEach(box -> there.put(box.sscc(), box));
    List<Stock.Box> fitting = new ArrayList<>();
    for (String each : wanted) {
      Stock.Box box = there.get(each);
      if (box == null || !fits(box, product.made().orElseThrow(), mass))
        throw new Refusal(MarketRefusal.BOX_NOT_FIT, Map.of("box", each));
      fitting.add(box);
    }
    return fitting;
  }

  private static boolean fits(Stock.Box box, Product.Made made, Mass mass) {
    Lot.Product is = box.lot().product();
    return box.lot().held().isEmpty()
        && box.mass().equals(mass)
        && is.standard().equals(made.standard())
        && is.variety().equals(made.variety())
        && is.grade().equals(made.grade());
  }

  /// Brings what was written down into the ledger. Fewer pieces than are left cannot be taken away.
  void settle(ProductRows.Stocking stocking) {
    if (stocking.settled()) return;
    UUID left = Product.left(stocking.article());
    boolean more = stocking.pieces() > 0;
    Optional<UUID> missing =
        stocks.missing(
            new Stocks.Group(
                "stock",
                stocking.id(),
                stocking.at(),
                List.of(
                    new Stocks.Move(
                        more ? Stocks.ELSEWHERE : left,
                        more ? left : Stocks.ELSEWHERE,
                        Math.abs(stocking.pieces())))));
    transactions.run(
        () -> {
          if (missing.isEmpty()) rows.settle(stocking.id());
          else rows.drop(stocking.id());
        });
    if (missing.isPresent())
      throw new Refusal(
          MarketRefusal.SOLD_OUT,
          Map.of(
              "title",
              rows.find(article(stocking.article()).article().product()).orElseThrow().title().zh(),
              "left",
              stocks.balance(left)));
  }

  private void record(Actor actor, String action, Shop shop, UUID subject, Map<String, ?> facts) {
    audit.record(actor, action, shop.place(), subject.toString(), facts);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void everyMinute() {
    Instant now = clock.instant();
    for (ProductRows.Stocking each : rows.unsettled(now.minus(PATIENCE))) {
      try {
        settle(each);
      } catch (RuntimeException e) {
        LOG.warn("stocking {} is not settled yet", each.id(), e);
      }
    }
    rows.countSold(now.minus(LATELY));
  }
}
