package org.yutang.web;

import static org.yutang.web.ShopForms.said;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Product;
import org.yutang.market.Selling;
import org.yutang.market.Shelf;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.register.Register;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.Stock;

/// One product: whether it is on sale, its prices, its stock, and what buyers said of it.
@Controller
class ShopStockPages {

  private static final int REVIEWS = 20;

  private final Shops shops;
  private final Selling selling;
  private final Shelf shelf;
  private final Lots lots;
  private final Register register;
  private final ShopScenes scenes;

  ShopStockPages(
      Shops shops, Selling selling, Shelf shelf, Lots lots, Register register, ShopScenes scenes) {
    this.shops = shops;
    this.selling = selling;
    this.shelf = shelf;
    this.lots = lots;
    this.register = register;
    this.scenes = scenes;
  }

  static String address(Shop shop, UUID product) {
    return "/shops/" + shop.id() + "/products/" + product;
  }

  @GetMapping("/shops/{id}/products/{product}")
  View one(Screen s, Actor actor, @PathVariable String id, @PathVariable String product) {
    Shop shop = scenes.shop(actor, id);
    return shown(s, actor, HttpStatus.OK, shop, product(actor, shop, product), ShopForms.fresh(s));
  }

  private View shown(
      Screen s,
      Actor actor,
      HttpStatus status,
      Shop shop,
      Product product,
      MerchantView.Form form) {
    Map<String, Product.Pieces> pieces = new HashMap<>();
    for (Product.Article each : product.articles())
      pieces.put(each.id().toString(), shops.pieces(actor, each.id()));
    return s.page(
        status,
        "shop-product",
        new ShopView.One(
            scenes.tabs(actor, shop, "products"),
            shop,
            product,
            register.findPlace(product.origin()),
            scenes.made(s, product),
            pieces,
            shelf.reviews(product.id(), new Page.Wanted(1, REVIEWS)).items(),
            scenes.may(actor, shop),
            form));
  }

  /// Refuses what is another shop's as if it were not there.
  private Product product(Actor actor, Shop shop, String id) {
    Product there = shops.product(actor, Asked.id(id));
    if (!there.shop().equals(shop.id())) throw new Refusal(MarketRefusal.UNKNOWN_PRODUCT);
    return there;
  }

  private static Product.Article article(Product product, String id) {
    return product.articles().stream()
        .filter(each -> each.id().toString().equals(id))
        .findFirst()
        .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_ARTICLE));
  }

  @PostMapping("/shops/{id}/products/{product}/sale")
  View sale(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String product,
      @RequestParam Map<String, String> typed) {
    boolean on = said(typed, "on").equals("yes");
    return done(
        s,
        actor,
        id,
        product,
        typed,
        "sale",
        on ? "product-on-sale" : "product-ended",
        there -> shops.setOnSale(actor, there.id(), on));
  }

  @PostMapping("/shops/{id}/products/{product}/prices")
  View price(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String product,
      @RequestParam Map<String, String> typed) {
    String article = said(typed, "article");
    return done(
        s,
        actor,
        id,
        product,
        typed,
        "price-" + article,
        "price-set",
        there ->
            shops.setPrice(
                actor, article(there, article).id(), ShopForms.money(typed, "price-" + article)));
  }

  /// More pieces, or fewer with a minus before them.
  @PostMapping("/shops/{id}/products/{product}/stock")
  View stock(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String product,
      @RequestParam Map<String, String> typed) {
    String article = said(typed, "article");
    String field = "pieces-" + article;
    return done(
        s,
        actor,
        id,
        product,
        typed,
        field,
        "stocked",
        there ->
            shops.stock(
                actor,
                ShopForms.key(typed),
                article(there, article).id(),
                pieces(said(typed, field), field)));
  }

  private static long pieces(String text, String field) {
    if (!text.matches("[-+]?[0-9]{1,8}")) throw ShopForms.bad(field);
    return Long.parseLong(text);
  }

  @PostMapping("/shops/{id}/products/{product}/reviews/{order}")
  View review(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String product,
      @PathVariable String order,
      @RequestParam Map<String, String> typed) {
    String step = said(typed, "step");
    UUID of = Asked.id(order);
    return done(
        s,
        actor,
        id,
        product,
        typed,
        "reply-" + order,
        step.equals("hide") ? "review-hidden" : "review-answered",
        there -> {
          switch (step) {
            case "hide" -> selling.hide(actor, of, there.id(), true);
            case "reply" -> selling.reply(actor, of, there.id(), said(typed, "reply-" + order));
            default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
          }
        });
  }

  private View done(
      Screen s,
      Actor actor,
      String id,
      String product,
      Map<String, String> typed,
      String usual,
      String note,
      Consumer<Product> what) {
    Shop shop = scenes.shop(actor, id);
    Product there = product(actor, shop, product);
    try {
      what.accept(there);
      return Screen.go(address(shop, there.id()) + "?note=" + note);
    } catch (Refusal refusal) {
      return shown(
          s,
          actor,
          ShopForms.status(refusal),
          shop,
          there,
          ShopForms.again(s, typed, refusal, usual));
    }
  }

  @GetMapping("/shops/{id}/products/{product}/boxes")
  View boxes(Screen s, Actor actor, @PathVariable String id, @PathVariable String product) {
    Shop shop = scenes.shop(actor, id);
    Product there = product(actor, shop, product);
    return boxes(
        s,
        actor,
        HttpStatus.OK,
        shop,
        there,
        article(there, s.query("article")),
        Asked.maybeId(s.query("site")),
        ShopForms.fresh(s));
  }

  private View boxes(
      Screen s,
      Actor actor,
      HttpStatus status,
      Shop shop,
      Product product,
      Product.Article article,
      Optional<UUID> chosen,
      MerchantView.Form form) {
    List<Site> sites = s.offers(Permission.SEE_SUPPLY) ? lots.sites(actor) : List.of();
    Optional<Stock.AtSite> stock = chosen.map(each -> lots.stock(actor, each));
    return s.page(
        status,
        "shop-boxes",
        new ShopView.Boxes(
            shop,
            product,
            article,
            sites,
            stock.map(Stock.AtSite::site),
            stock
                .map(
                    found ->
                        found.boxes().stream().filter(box -> fits(box, product, article)).toList())
                .orElse(List.of()),
            form));
  }

  private static boolean fits(Stock.Box box, Product product, Product.Article article) {
    Lot.Product is = box.lot().product();
    return box.lot().held().isEmpty()
        && box.mass().equals(article.mass())
        && product
            .made()
            .filter(
                made ->
                    made.standard().equals(is.standard())
                        && made.variety().equals(is.variety())
                        && made.grade().equals(is.grade()))
            .isPresent();
  }

  @PostMapping("/shops/{id}/products/{product}/boxes")
  View stockBoxes(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String product,
      @RequestParam MultiValueMap<String, String> fields) {
    Shop shop = scenes.shop(actor, id);
    Product there = product(actor, shop, product);
    Map<String, String> typed = new HashMap<>(fields.toSingleValueMap());
    fields.getOrDefault("box", List.of()).forEach(box -> typed.put("box-" + box, "yes"));
    Product.Article article = article(there, said(typed, "article"));
    UUID site = Asked.id(said(typed, "site"));
    try {
      List<String> ticked = fields.getOrDefault("box", List.of());
      if (ticked.isEmpty()) throw new Refusal(WebRefusal.NOTHING_TICKED);
      shops.stockBoxes(actor, ShopForms.key(typed), article.id(), site, ticked);
      return Screen.go(address(shop, there.id()) + "?note=stocked");
    } catch (Refusal refusal) {
      return boxes(
          s,
          actor,
          ShopForms.status(refusal),
          shop,
          there,
          article,
          Optional.of(site),
          ShopForms.again(s, typed, refusal, "boxes"));
    }
  }
}
