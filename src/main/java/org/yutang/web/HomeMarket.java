package org.yutang.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Page;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.market.Selling;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.register.Register;

/// What waits in the market: a merchant's orders, an officer's shops to verify.
@Component
@Order(5)
class HomeMarket implements HomeDesks {

  private static final int SHOWN = 10;

  private final Shops shops;
  private final Selling selling;
  private final Access access;
  private final Register register;

  HomeMarket(Shops shops, Selling selling, Access access, Register register) {
    this.shops = shops;
    this.selling = selling;
    this.access = access;
    this.register = register;
  }

  @Override
  public List<HomeDesk> of(Actor actor) {
    List<HomeDesk.Count> counts = new ArrayList<>();
    boolean runs = !access.places(actor, Permission.RUN_SHOP).isEmpty();
    if (runs)
      for (Shop shop : list(actor, Optional.empty(), Page.MAX_SIZE).items())
        if (shop.accounts().contains(actor.account()) && counts.size() < 2 * SHOWN)
          counts.addAll(counts(actor, shop));
    boolean approves = !access.places(actor, Permission.APPROVE_SHOP).isEmpty();
    if (approves) {
      long asked = list(actor, Optional.of(Shop.State.ASKED), 1).total();
      if (asked > 0)
        counts.add(new HomeDesk.Count("shops-asked", asked, "/shops?state=asked", true));
    }
    List<Place> nurtured =
        access.places(actor, Permission.SEE_INCUBATION).stream()
            .map(register::getPlace)
            .filter(each -> each.level() == PlaceLevel.COUNTY)
            .sorted(Comparator.comparing(each -> each.code().text()))
            .limit(SHOWN)
            .toList();
    return counts.isEmpty() && !runs && nurtured.isEmpty()
        ? List.of()
        : List.of(new HomeDesk.Market(counts, runs, nurtured));
  }

  private Page<Shop> list(Actor actor, Optional<Shop.State> state, int size) {
    return shops.list(actor, new Shop.Query(Optional.empty(), state, new Page.Wanted(1, size)));
  }

  private List<HomeDesk.Count> counts(Actor actor, Shop shop) {
    String base = "/shops/" + shop.id();
    if (shop.state() != Shop.State.OPEN)
      return List.of(
          new HomeDesk.Count(
              "shop-" + Asked.name(shop.state()), Optional.of(shop.name()), 1, base, false));
    return List.of(
        new HomeDesk.Count(
            "shop-to-send",
            Optional.of(shop.name()),
            selling.tally(actor, shop.id()).getOrDefault(org.yutang.market.Order.State.PAID, 0L),
            base + "/orders?state=paid",
            true),
        new HomeDesk.Count(
            "shop-backs",
            Optional.of(shop.name()),
            selling.open(actor, shop.id()).size(),
            base + "/orders#backs",
            true));
  }
}
