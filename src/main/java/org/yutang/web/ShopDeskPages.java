package org.yutang.web;

import static org.yutang.web.ShopForms.said;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.yutang.access.Access;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.giving.Giving;
import org.yutang.giving.Pledge;
import org.yutang.giving.Project;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.Coupon;
import org.yutang.market.Product;
import org.yutang.market.Selling;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.register.Register;

/// One shop: how it stands, who runs it, what sending costs, what it gives, its coupons; and an
/// officer's word on it.
@Controller
class ShopDeskPages {

  /// Rows for more regions that the table of freight always has.
  private static final int MORE_ROWS = 2;

  private static final int SHOWN = 100;

  private final Shops shops;
  private final Selling selling;
  private final ShopScenes scenes;
  private final Giving giving;
  private final Register register;
  private final Access access;
  private final Accounts accounts;
  private final TypedPlaces places;
  private final Clock clock;

  ShopDeskPages(
      Shops shops,
      Selling selling,
      ShopScenes scenes,
      Giving giving,
      Register register,
      Access access,
      Accounts accounts,
      TypedPlaces places,
      Clock clock) {
    this.shops = shops;
    this.selling = selling;
    this.scenes = scenes;
    this.giving = giving;
    this.register = register;
    this.access = access;
    this.accounts = accounts;
    this.places = places;
    this.clock = clock;
  }

  @GetMapping("/shops/{id}")
  View one(Screen s, Actor actor, @PathVariable String id) {
    return shown(s, actor, HttpStatus.OK, scenes.shop(actor, id), ShopForms.fresh(s));
  }

  private View shown(Screen s, Actor actor, HttpStatus status, Shop shop, MerchantView.Form form) {
    List<Pledge> pledges = pledges(shop);
    Map<String, Project> projects = new HashMap<>();
    for (Pledge pledge : pledges)
      projects.put(pledge.project().toString(), giving.getProject(pledge.project()).project());
    ShopView.May may = scenes.may(actor, shop);
    return s.page(
        status,
        "shop",
        new ShopView.Desk(
            scenes.tabs(actor, shop, "shop"),
            shop,
            register.getPlace(shop.place()),
            selling.earnings(actor, shop.id()),
            onSale(actor, shop),
            freight(s, shop, form),
            pledges,
            projects,
            may.run() && shop.state() == Shop.State.OPEN ? open() : List.of(),
            shops.coupons(actor, shop.id()),
            shop.accounts().stream().map(this::who).toList(),
            may,
            BusinessDay.of(clock.instant()).toString(),
            form));
  }

  private ShopView.Who who(UUID account) {
    return new ShopView.Who(
        account, accounts.find(account).map(each -> each.displayName()).orElse(""));
  }

  private long onSale(Actor actor, Shop shop) {
    return shops.products(actor, shop.id(), new Page.Wanted(1, Page.MAX_SIZE)).items().stream()
        .filter(each -> each.state() == Product.State.ON_SALE)
        .count();
  }

  private List<Pledge> pledges(Shop shop) {
    return giving
        .pledges(
            new Pledge.Query(
                Optional.of(shop.merchant()),
                Optional.empty(),
                Optional.empty(),
                true,
                new Page.Wanted(1, SHOWN)))
        .items();
  }

  private List<Project> open() {
    return giving
        .projects(
            new Project.Query(
                "",
                Optional.empty(),
                Optional.empty(),
                Project.Sort.TITLE,
                false,
                new Page.Wanted(1, SHOWN)))
        .items()
        .stream()
        .map(Project.Entry::project)
        .filter(project -> !project.to().isBefore(BusinessDay.of(clock.instant())))
        .toList();
  }

  private List<ShopView.FreightRow> freight(Screen s, Shop shop, MerchantView.Form form) {
    List<ShopView.FreightRow> rows = new ArrayList<>();
    for (int i = 0; form.typed().containsKey("region-" + i); i++)
      rows.add(
          new ShopView.FreightRow(
              form.typed("region-" + i),
              "",
              form.typed("firstKg-" + i),
              form.typed("firstYuan-" + i),
              form.typed("moreKg-" + i),
              form.typed("moreYuan-" + i)));
    if (!rows.isEmpty()) return rows;
    for (Shop.Freight each : shops.freight(shop.id()))
      rows.add(
          new ShopView.FreightRow(
              each.region().text(),
              scenes.place(s, each.region()),
              ShopForms.kilograms(each.firstGrams()),
              org.yutang.kernel.Money.fen(each.firstFen()).decimal(),
              ShopForms.kilograms(each.moreGrams()),
              org.yutang.kernel.Money.fen(each.moreFen()).decimal()));
    for (int i = 0; i < MORE_ROWS; i++) rows.add(ShopView.FreightRow.blank());
    return rows;
  }

  @PostMapping("/shops/{id}/decision")
  View decide(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    boolean opens = said(typed, "opens").equals("yes");
    return done(
        s,
        actor,
        id,
        typed,
        "note",
        opens ? "shop-opened" : "shop-refused",
        shop -> shops.decide(actor, shop, opens, said(typed, "note")));
  }

  @PostMapping("/shops/{id}/closing")
  View close(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    return done(
        s,
        actor,
        id,
        typed,
        "note",
        "shop-closed",
        shop -> shops.close(actor, shop, said(typed, "note")));
  }

  /// Adds who is called so, or takes out who is named by id. Whoever is unknown and whoever may not
  /// run shops there are refused alike.
  @PostMapping("/shops/{id}/accounts")
  View account(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    Shop shop = scenes.shop(actor, id);
    Optional<UUID> out = Asked.maybeId(said(typed, "out"));
    return done(
        s,
        actor,
        id,
        typed,
        "account",
        "shop-account",
        _ ->
            shops.setAccount(
                actor,
                shop.id(),
                out.or(() -> merchant(shop, said(typed, "account")))
                    .orElseThrow(() -> ShopForms.bad("account")),
                out.isEmpty()));
  }

  private Optional<UUID> merchant(Shop shop, String name) {
    return accounts
        .find(name)
        .filter(each -> each.closedAt().isEmpty())
        .map(each -> each.id())
        .filter(each -> access.may(access.actor(each), Permission.RUN_SHOP, shop.place()));
  }

  @PostMapping("/shops/{id}/freight")
  View freight(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    return done(
        s,
        actor,
        id,
        typed,
        "region-0",
        "freight-set",
        shop -> shops.setFreight(actor, shop, readFreight(typed)));
  }

  private List<Shop.Freight> readFreight(Map<String, String> typed) {
    List<Shop.Freight> freight = new ArrayList<>();
    for (int i = 0; typed.containsKey("region-" + i); i++) {
      if (said(typed, "region-" + i).isEmpty()) continue;
      freight.add(
          new Shop.Freight(
              places.read(said(typed, "region-" + i)),
              ShopForms.mass(typed, "firstKg-" + i).grams(),
              ShopForms.money(typed, "firstYuan-" + i).minor(),
              ShopForms.mass(typed, "moreKg-" + i).grams(),
              ShopForms.money(typed, "moreYuan-" + i).minor()));
    }
    return freight;
  }

  @PostMapping("/shops/{id}/pledge")
  View pledge(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    return done(
        s,
        actor,
        id,
        typed,
        "value-pledge",
        "pledged",
        shop ->
            shops.pledge(
                actor,
                shop,
                Asked.id(said(typed, "project")),
                MerchantPages.rate(typed),
                MerchantPages.day(typed)));
  }

  @PostMapping("/shops/{id}/coupons")
  View coupon(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    return done(
        s,
        actor,
        id,
        typed,
        "code",
        "coupon-added",
        shop ->
            shops.addCoupon(
                actor,
                new Coupon(
                    ShopForms.key(typed),
                    shop,
                    said(typed, "code"),
                    ShopForms.money(typed, "off"),
                    ShopForms.money(typed, "least"),
                    Asked.number(said(typed, "pieces")).orElseThrow(() -> ShopForms.bad("pieces")),
                    Asked.day(said(typed, "from")).orElseThrow(() -> ShopForms.bad("from")),
                    Asked.day(said(typed, "to")).orElseThrow(() -> ShopForms.bad("to")))));
  }

  private View done(
      Screen s,
      Actor actor,
      String id,
      Map<String, String> typed,
      String usual,
      String note,
      Consumer<UUID> what) {
    Shop shop = scenes.shop(actor, id);
    try {
      what.accept(shop.id());
      return Screen.go("/shops/" + shop.id() + "?note=" + note);
    } catch (Refusal refusal) {
      return shown(
          s, actor, ShopForms.status(refusal), shop, ShopForms.again(s, typed, refusal, usual));
    }
  }
}
