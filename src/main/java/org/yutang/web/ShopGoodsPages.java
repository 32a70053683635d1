package org.yutang.web;

import static org.yutang.web.ShopForms.said;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Standards;
import org.yutang.kernel.Refusal;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Product;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.programme.Text;
import org.yutang.store.Photos;

/// What a shop sells: the list, and drafts of it.
@Controller
class ShopGoodsPages {

  private static final int LEAST_ROWS = 3;
  private static final int MOST_ROWS = 50;
  private static final int MOST_PHOTOS = 9;

  private final Shops shops;
  private final ShopScenes scenes;
  private final Standards standards;
  private final Photos photos;
  private final TypedPlaces places;

  ShopGoodsPages(
      Shops shops, ShopScenes scenes, Standards standards, Photos photos, TypedPlaces places) {
    this.shops = shops;
    this.scenes = scenes;
    this.standards = standards;
    this.photos = photos;
    this.places = places;
  }

  @GetMapping("/shops/{id}/products")
  View list(Screen s, Actor actor, @PathVariable String id) {
    Shop shop = scenes.shop(actor, id);
    return s.page(
        "shop-products",
        new ShopView.Goods(
            scenes.tabs(actor, shop, "products"),
            shop,
            shops.products(actor, shop.id(), Asked.page(s)),
            scenes.may(actor, shop).run()));
  }

  @GetMapping("/shops/{id}/products/new")
  View fresh(Screen s, Actor actor, @PathVariable String id) {
    Shop shop = run(actor, id);
    Map<String, String> typed = new HashMap<>();
    typed.put("origin", shop.place().text());
    return draft(
        s,
        HttpStatus.OK,
        shop,
        Optional.empty(),
        List.of(),
        new MerchantView.Form(s.freshKey(), typed, "", ""));
  }

  @GetMapping("/shops/{id}/products/{product}/edit")
  View edit(Screen s, Actor actor, @PathVariable String id, @PathVariable String product) {
    Shop shop = run(actor, id);
    Product there = product(actor, shop, product);
    return draft(
        s,
        HttpStatus.OK,
        shop,
        Optional.of(there),
        there.photos(),
        new MerchantView.Form(there.id().toString(), typed(there), "", ""));
  }

  private View draft(
      Screen s,
      HttpStatus status,
      Shop shop,
      Optional<Product> product,
      List<String> kept,
      MerchantView.Form form) {
    int rows = LEAST_ROWS;
    while (rows < MOST_ROWS && !form.typed("price-" + (rows - 1)).isEmpty()) rows++;
    return s.page(
        status,
        "shop-draft",
        new ShopView.Draft(shop, product, standards.list(), kept, rows, form));
  }

  private static Map<String, String> typed(Product there) {
    Map<String, String> typed = new HashMap<>();
    typed.put("title", there.title().zh());
    typed.put("titleEn", there.title().en());
    typed.put("about", there.about());
    typed.put("origin", there.origin().text());
    there.made().ifPresent(made -> typed.put("made", made(made)));
    for (int i = 0; i < there.articles().size(); i++) {
      Product.Article each = there.articles().get(i);
      typed.put("article-" + i, each.id().toString());
      typed.put("name-" + i, each.name().zh());
      typed.put("nameEn-" + i, each.name().en());
      typed.put("mass-" + i, ShopForms.kilograms(each.mass().grams()));
      typed.put("price-" + i, each.price().decimal());
      if (each.boxed()) typed.put("boxed-" + i, "yes");
    }
    return typed;
  }

  static String made(Product.Made made) {
    return made.standard() + "/" + made.variety() + "/" + made.grade();
  }

  @PostMapping("/shops/{id}/products")
  View write(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestParam(name = "upload", required = false) List<MultipartFile> uploads)
      throws IOException {
    Shop shop = run(actor, id);
    Map<String, String> typed = fields.toSingleValueMap();
    List<String> kept = new ArrayList<>(fields.getOrDefault("photo", List.of()));
    Optional<Product> there =
        Asked.maybeId(said(typed, "product")).map(each -> product(actor, shop, each.toString()));
    try {
      for (MultipartFile file : uploads == null ? List.<MultipartFile>of() : uploads)
        if (!file.isEmpty()) {
          if (kept.size() >= MOST_PHOTOS) throw ShopForms.bad("photos");
          kept.add(photos.put(file.getInputStream()).id());
        }
      UUID key = there.map(Product::id).orElseGet(() -> ShopForms.key(typed));
      shops.write(actor, read(shop, key, typed, kept));
      return Screen.go(ShopStockPages.address(shop, key) + "?note=product-written");
    } catch (Refusal refusal) {
      MerchantView.Form form = ShopForms.again(s, typed, refusal, "title");
      return draft(s, ShopForms.status(refusal), shop, there, kept, form);
    }
  }

  private Product.New read(Shop shop, UUID key, Map<String, String> typed, List<String> photoIds) {
    List<Product.NewArticle> articles = new ArrayList<>();
    for (int i = 0; i < MOST_ROWS; i++)
      if (!said(typed, "name-" + i).isEmpty() || !said(typed, "price-" + i).isEmpty())
        articles.add(
            new Product.NewArticle(
                Asked.id(said(typed, "article-" + i)),
                new Text(said(typed, "name-" + i), said(typed, "nameEn-" + i)),
                ShopForms.mass(typed, "mass-" + i),
                ShopForms.money(typed, "price-" + i),
                said(typed, "boxed-" + i).equals("yes")));
    return new Product.New(
        key,
        shop.id(),
        places.read(said(typed, "origin")),
        new Text(said(typed, "title"), said(typed, "titleEn")),
        said(typed, "about"),
        readMade(said(typed, "made")),
        photoIds,
        articles);
  }

  private static Optional<Product.Made> readMade(String text) {
    if (text.isEmpty()) return Optional.empty();
    String[] parts = text.split("/", -1);
    if (parts.length != 3) throw ShopForms.bad("standard");
    return Optional.of(new Product.Made(parts[0], parts[1], parts[2]));
  }

  /// A photo of a product, also of a draft.
  @GetMapping("/shops/{id}/products/{product}/photos/{photo}")
  ResponseEntity<byte[]> photo(
      Actor actor,
      @PathVariable String id,
      @PathVariable String product,
      @PathVariable String photo) {
    Product there = product(actor, scenes.shop(actor, id), product);
    if (!there.photos().contains(photo)) throw new Refusal(WebRefusal.BAD_ADDRESS);
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_JPEG)
        .cacheControl(CacheControl.noStore())
        .body(photos.get(photo));
  }

  private Shop run(Actor actor, String id) {
    Shop shop = scenes.shop(actor, id);
    if (!scenes.may(actor, shop).run())
      throw new Refusal(
          AccessRefusal.NOT_PERMITTED,
          Map.of("permission", Permission.RUN_SHOP.name(), "place", shop.place().text()));
    return shop;
  }

  /// Refuses what is another shop's as if it were not there.
  private Product product(Actor actor, Shop shop, String id) {
    Product there = shops.product(actor, Asked.id(id));
    if (!there.shop().equals(shop.id())) throw new Refusal(MarketRefusal.UNKNOWN_PRODUCT);
    return there;
  }
}
