package org.yutang.web;

import static org.yutang.web.ShopForms.said;

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
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.Craft;
import org.yutang.market.Crafts;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Product;
import org.yutang.market.Shop;
import org.yutang.market.Shops;

/// The calendar of an article that is made to order.
@Controller
class ShopCraftPages {

  private final Shops shops;
  private final Crafts crafts;
  private final ShopScenes scenes;

  ShopCraftPages(Shops shops, Crafts crafts, ShopScenes scenes) {
    this.shops = shops;
    this.crafts = crafts;
    this.scenes = scenes;
  }

  static String address(Shop shop, UUID article) {
    return "/shops/" + shop.id() + "/crafts/" + article;
  }

  @GetMapping("/shops/{id}/crafts/{article}")
  View one(Screen s, Actor actor, @PathVariable String id, @PathVariable String article) {
    return shown(
        s, actor, HttpStatus.OK, scenes.shop(actor, id), Asked.id(article), ShopForms.fresh(s));
  }

  private View shown(
      Screen s, Actor actor, HttpStatus status, Shop shop, UUID article, MerchantView.Form form) {
    Craft.Calendar calendar = crafts.calendar(actor, article);
    if (!calendar.craft().shop().equals(shop.id())) throw new Refusal(MarketRefusal.UNKNOWN_CRAFT);
    Product product =
        shops.products(actor, shop.id(), new Page.Wanted(1, Page.MAX_SIZE)).items().stream()
            .filter(each -> each.articles().stream().anyMatch(one -> one.id().equals(article)))
            .findFirst()
            .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_ARTICLE));
    return s.page(
        status,
        "shop-craft",
        new AheadView.Calendar(
            shop,
            product,
            product.articles().stream()
                .filter(each -> each.id().equals(article))
                .findFirst()
                .orElseThrow(),
            calendar,
            scenes.may(actor, shop),
            form));
  }

  @PostMapping("/shops/{id}/crafts/{article}/weeks")
  View week(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String article,
      @RequestParam Map<String, String> typed) {
    Shop shop = scenes.shop(actor, id);
    UUID of = Asked.id(article);
    String field = "pieces-" + said(typed, "week");
    try {
      crafts.setWeek(
          actor, of, ShopAheadPages.day(typed, "week"), ShopAheadPages.number(typed, field));
      return Screen.go(address(shop, of) + "?note=craft-week-set");
    } catch (Refusal refusal) {
      return shown(
          s, actor, ShopForms.status(refusal), shop, of, ShopForms.again(s, typed, refusal, field));
    }
  }
}
