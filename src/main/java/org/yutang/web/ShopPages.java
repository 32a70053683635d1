package org.yutang.web;

import static org.yutang.web.ShopForms.said;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.programme.Text;

/// Shops as a list, for those who run them and those who verify them; and asking for one.
@Controller
class ShopPages {

  private final Shops shops;
  private final Access access;
  private final MaskedNames names;
  private final TypedPlaces places;

  ShopPages(Shops shops, Access access, MaskedNames names, TypedPlaces places) {
    this.shops = shops;
    this.access = access;
    this.names = names;
    this.places = places;
  }

  @GetMapping("/shops")
  View list(Screen s, Actor actor) {
    return listed(s, actor, HttpStatus.OK, ShopForms.fresh(s));
  }

  private View listed(Screen s, Actor actor, HttpStatus status, MerchantView.Form form) {
    boolean runs = s.offers(Permission.RUN_SHOP);
    if (!runs) access.requireSomewhere(actor, Permission.SEE_SHOP);
    Optional<Shop.State> state = Asked.constant(Shop.State.class, s.query("state"));
    List<Shop> waiting =
        state.isEmpty() && s.offers(Permission.APPROVE_SHOP)
            ? shops
                .list(
                    actor,
                    new Shop.Query(
                        Optional.empty(),
                        Optional.of(Shop.State.ASKED),
                        new Page.Wanted(1, Asked.ROWS)))
                .items()
            : List.of();
    Page<Shop> page = shops.list(actor, new Shop.Query(Optional.empty(), state, Asked.page(s)));
    return s.page(
        status,
        "shops",
        new ShopView.Listed(
            waiting,
            page,
            names.places(
                Stream.concat(waiting.stream(), page.items().stream()).map(Shop::place).toList()),
            runs,
            s.offers(Permission.SEE_SHOP),
            form));
  }

  @PostMapping("/shops")
  View ask(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    try {
      UUID id = ShopForms.key(typed);
      shops.ask(
          actor,
          new Shop.New(
              id,
              new Text(said(typed, "name"), said(typed, "nameEn")),
              Asked.constant(Shop.Kind.class, said(typed, "kind"))
                  .orElseThrow(() -> ShopForms.bad("kind")),
              places.read(said(typed, "place")),
              said(typed, "story")));
      return Screen.go("/shops/" + id + "?note=shop-asked");
    } catch (Refusal refusal) {
      return listed(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          ShopForms.again(s, typed, refusal, "name"));
    }
  }
}
