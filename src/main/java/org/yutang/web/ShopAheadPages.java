package org.yutang.web;

import static org.yutang.web.ShopForms.said;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.Craft;
import org.yutang.market.Crafts;
import org.yutang.market.Presale;
import org.yutang.market.Presales;
import org.yutang.market.Product;
import org.yutang.market.Shop;
import org.yutang.market.Shops;

/// What a shop sells ahead: its pre-sales and its craft work, and the forms that open them.
@Controller
class ShopAheadPages {

  private final Shops shops;
  private final Presales presales;
  private final Crafts crafts;
  private final ShopScenes scenes;

  ShopAheadPages(Shops shops, Presales presales, Crafts crafts, ShopScenes scenes) {
    this.shops = shops;
    this.presales = presales;
    this.crafts = crafts;
    this.scenes = scenes;
  }

  static String address(Shop shop) {
    return "/shops/" + shop.id() + "/ahead";
  }

  @GetMapping("/shops/{id}/ahead")
  View list(Screen s, Actor actor, @PathVariable String id) {
    return list(s, actor, HttpStatus.OK, scenes.shop(actor, id), ShopForms.fresh(s));
  }

  private View list(Screen s, Actor actor, HttpStatus status, Shop shop, MerchantView.Form form) {
    List<Presale> opened = presales.ofShop(actor, shop.id());
    List<Craft> made = crafts.ofShop(actor, shop.id());
    return s.page(
        status,
        "shop-ahead",
        new AheadView.Listed(
            scenes.tabs(actor, shop, "ahead"),
            shop,
            opened,
            made,
            crafts.late(actor, shop.id()),
            names(s, actor, shop, true),
            names(s, actor, shop, false),
            scenes.may(actor, shop),
            form));
  }

  /// Names of articles by id: all of them, or those that were never put up for sale in any way.
  private Map<String, String> names(Screen s, Actor actor, Shop shop, boolean all) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Product product :
        shops.products(actor, shop.id(), new Page.Wanted(1, Page.MAX_SIZE)).items())
      for (Product.Article each : product.articles())
        if (all || isFree(actor, each))
          names.put(each.id().toString(), s.in(product.title()) + " · " + s.in(each.name()));
    return names;
  }

  private boolean isFree(Actor actor, Product.Article article) {
    return presales.ofArticle(article.id()).isEmpty()
        && crafts.find(article.id()).isEmpty()
        && shops.pieces(actor, article.id()).equals(new Product.Pieces(0, 0, 0));
  }

  @GetMapping("/shops/{id}/presales/new")
  View form(Screen s, Actor actor, @PathVariable String id) {
    return form(s, actor, HttpStatus.OK, scenes.shop(actor, id), ShopForms.fresh(s));
  }

  private View form(Screen s, Actor actor, HttpStatus status, Shop shop, MerchantView.Form form) {
    return s.page(
        status,
        "shop-presale-form",
        new AheadView.Opening(shop, names(s, actor, shop, false), form));
  }

  @PostMapping("/shops/{id}/presales")
  View open(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    Shop shop = scenes.shop(actor, id);
    try {
      if (said(typed, "what").equals("propose"))
        return form(
            s,
            actor,
            HttpStatus.OK,
            shop,
            new MerchantView.Form(said(typed, "key"), proposed(actor, shop, typed), "", ""));
      Presale opened = presales.open(actor, wanted(shop, typed));
      return Screen.go(ShopPresalePages.address(shop, opened.id()) + "?note=presale-opened");
    } catch (Refusal refusal) {
      return form(
          s, actor, ShopForms.status(refusal), shop, ShopForms.again(s, typed, refusal, "presale"));
    }
  }

  private static Presale.New wanted(Shop shop, Map<String, String> typed) {
    List<Presale.NewPart> parts = new ArrayList<>();
    for (int i = 0; i < AheadView.Opening.ROWS; i++) {
      if (said(typed, "grade-" + i).isEmpty() && said(typed, "article-" + i).isEmpty()) continue;
      parts.add(
          new Presale.NewPart(
              said(typed, "grade-" + i),
              Asked.maybeId(said(typed, "article-" + i))
                  .orElseThrow(() -> ShopForms.bad("article")),
              mass(typed, "forecast-" + i),
              ShopForms.money(typed, "price-" + i)));
    }
    Presale.Substitution rule =
        Asked.constant(Presale.Substitution.class, said(typed, "substitution"))
            .orElseThrow(() -> ShopForms.bad("substitution"));
    return new Presale.New(
        ShopForms.key(typed),
        shop.id(),
        perMille(said(typed, "safety"), "safety"),
        new Presale.Terms(
            rule,
            partial(said(typed, "partial")),
            day(typed, "from"),
            day(typed, "to"),
            day(typed, "latest")),
        parts);
  }

  private static Mass mass(Map<String, String> typed, String field) {
    try {
      return Mass.parseKilograms(said(typed, field));
    } catch (ArithmeticException | NumberFormatException e) {
      throw ShopForms.bad("forecast");
    }
  }

  private static boolean partial(String typed) {
    if (!typed.matches("yes|no")) throw ShopForms.bad("partial");
    return typed.equals("yes");
  }

  static LocalDate day(Map<String, String> typed, String field) {
    try {
      return LocalDate.parse(said(typed, field));
    } catch (DateTimeParseException e) {
      throw ShopForms.bad(field);
    }
  }

  /// Per cent with one decimal.
  private static int perMille(String typed, String field) {
    if (!typed.matches("[0-9]{1,3}([.][0-9])?")) throw ShopForms.bad(field);
    return new BigDecimal(typed).movePointRight(1).intValueExact();
  }

  /// What was typed, with the forecast that the plots' aims bear.
  private Map<String, String> proposed(Actor actor, Shop shop, Map<String, String> typed) {
    Map<String, Integer> shares = new LinkedHashMap<>();
    String standard = "";
    for (int i = 0; i < AheadView.Opening.ROWS; i++) {
      if (said(typed, "article-" + i).isEmpty()) continue;
      shares.put(String.valueOf(i), perMille(said(typed, "share-" + i), "shares"));
      if (standard.isEmpty()) standard = standard(actor, shop, said(typed, "article-" + i));
    }
    String season = said(typed, "season");
    if (!season.matches("[0-9]{4}")) throw ShopForms.bad("season");
    if (standard.isEmpty()) throw ShopForms.bad("article");
    Map<String, String> filled = new HashMap<>(typed);
    presales
        .propose(actor, shop.county(), standard, Integer.parseInt(season), shares)
        .forEach((row, mass) -> filled.put("forecast-" + row, AheadView.kilograms(mass)));
    return filled;
  }

  private String standard(Actor actor, Shop shop, String article) {
    return shops.products(actor, shop.id(), new Page.Wanted(1, Page.MAX_SIZE)).items().stream()
        .filter(
            each -> each.articles().stream().anyMatch(one -> one.id().toString().equals(article)))
        .findFirst()
        .flatMap(Product::made)
        .map(Product.Made::standard)
        .orElseThrow(() -> ShopForms.bad("standard"));
  }

  @PostMapping("/shops/{id}/crafts")
  View make(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    Shop shop = scenes.shop(actor, id);
    try {
      UUID article =
          Asked.maybeId(said(typed, "article")).orElseThrow(() -> ShopForms.bad("article"));
      Craft made =
          crafts.make(
              actor,
              article,
              number(typed, "perWeek"),
              number(typed, "lead"),
              number(typed, "horizon"));
      return Screen.go(ShopCraftPages.address(shop, made.article()) + "?note=craft-set");
    } catch (Refusal refusal) {
      return list(
          s, actor, ShopForms.status(refusal), shop, ShopForms.again(s, typed, refusal, "article"));
    }
  }

  static int number(Map<String, String> typed, String field) {
    String text = said(typed, field);
    if (!text.matches("[0-9]{1,6}")) throw ShopForms.bad(field);
    return Integer.parseInt(text);
  }
}
