package org.yutang.web;

import static org.yutang.web.ShopForms.said;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
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
import org.yutang.market.Presale;
import org.yutang.market.PresalePlan;
import org.yutang.market.Presales;
import org.yutang.market.Product;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.supply.Lots;

/// One pre-sale: how it sells, what came of the harvest, the plan and its confirmation.
@Controller
class ShopPresalePages {

  private final Shops shops;
  private final Presales presales;
  private final Lots lots;
  private final ShopScenes scenes;

  ShopPresalePages(Shops shops, Presales presales, Lots lots, ShopScenes scenes) {
    this.shops = shops;
    this.presales = presales;
    this.lots = lots;
    this.scenes = scenes;
  }

  static String address(Shop shop, UUID presale) {
    return "/shops/" + shop.id() + "/presales/" + presale;
  }

  @GetMapping("/shops/{id}/presales/{presale}")
  View one(Screen s, Actor actor, @PathVariable String id, @PathVariable String presale) {
    Shop shop = scenes.shop(actor, id);
    return shown(s, actor, HttpStatus.OK, shop, standing(actor, shop, presale), ShopForms.fresh(s));
  }

  private Presale.Standing standing(Actor actor, Shop shop, String presale) {
    Presale.Standing standing = presales.standing(actor, Asked.id(presale));
    if (!standing.presale().shop().equals(shop.id()))
      throw new Refusal(MarketRefusal.UNKNOWN_PRESALE);
    return standing;
  }

  private View shown(
      Screen s,
      Actor actor,
      HttpStatus status,
      Shop shop,
      Presale.Standing standing,
      MerchantView.Form form) {
    Presale presale = standing.presale();
    Map<String, String> names = new HashMap<>();
    Map<String, Boolean> boxed = new HashMap<>();
    for (Product product :
        shops.products(actor, shop.id(), new Page.Wanted(1, Page.MAX_SIZE)).items())
      for (Product.Article each : product.articles()) {
        names.put(each.id().toString(), s.in(product.title()) + " · " + s.in(each.name()));
        boxed.put(each.id().toString(), each.boxed());
      }
    Optional<PresalePlan> plan = Optional.empty();
    String why = "";
    if (presale.state() == Presale.State.CLOSED) {
      try {
        plan = Optional.of(presales.plan(actor, presale.id()));
      } catch (Refusal refusal) {
        why = s.refusal(refusal);
      }
    }
    return s.page(
        status,
        "shop-presale",
        new AheadView.One(
            shop,
            standing,
            names,
            boxed,
            sites(s, actor),
            plan,
            why,
            presales.confirmed(actor, presale.id()),
            scenes.may(actor, shop),
            form));
  }

  private Map<String, String> sites(Screen s, Actor actor) {
    Map<String, String> sites = new LinkedHashMap<>();
    if (s.offers(Permission.SEE_SUPPLY))
      lots.sites(actor).forEach(each -> sites.put(each.id().toString(), each.name()));
    return sites;
  }

  @PostMapping("/shops/{id}/presales/{presale}/closing")
  View close(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String presale,
      @RequestParam Map<String, String> typed) {
    return done(
        s,
        actor,
        id,
        presale,
        typed,
        "close",
        "presale-closed",
        there -> presales.close(actor, there.id()));
  }

  @PostMapping("/shops/{id}/presales/{presale}/harvest")
  View harvest(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String presale,
      @RequestParam Map<String, String> typed) {
    String row = said(typed, "row");
    return done(
        s,
        actor,
        id,
        presale,
        typed,
        "kg-" + row,
        "presale-harvest",
        there ->
            presales.harvest(
                actor,
                there.id(),
                said(typed, "grade"),
                ShopForms.mass(typed, "kg-" + row),
                said(typed, "evidence-" + row)));
  }

  @PostMapping("/shops/{id}/presales/{presale}/boxes")
  View boxes(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String presale,
      @RequestParam Map<String, String> typed) {
    String row = said(typed, "row");
    List<String> sscc =
        Arrays.stream(said(typed, "boxes-" + row).split("[\\s,，]+"))
            .filter(each -> !each.isEmpty())
            .toList();
    return done(
        s,
        actor,
        id,
        presale,
        typed,
        "boxes-" + row,
        "presale-harvest",
        there ->
            presales.harvestBoxes(
                actor,
                ShopForms.key(typed),
                there.id(),
                said(typed, "grade"),
                Asked.id(said(typed, "site")),
                sscc));
  }

  @PostMapping("/shops/{id}/presales/{presale}/plan")
  View confirm(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String presale,
      @RequestParam Map<String, String> typed) {
    return done(
        s,
        actor,
        id,
        presale,
        typed,
        "plan",
        "presale-confirmed",
        there -> presales.confirm(actor, there.id(), said(typed, "digest")));
  }

  private View done(
      Screen s,
      Actor actor,
      String id,
      String presale,
      Map<String, String> typed,
      String usual,
      String note,
      Consumer<Presale> what) {
    Shop shop = scenes.shop(actor, id);
    Presale there = standing(actor, shop, presale).presale();
    try {
      what.accept(there);
      return Screen.go(address(shop, there.id()) + "?note=" + note);
    } catch (Refusal refusal) {
      return shown(
          s,
          actor,
          ShopForms.status(refusal),
          shop,
          standing(actor, shop, presale),
          ShopForms.again(s, typed, refusal, usual));
    }
  }
}
