package org.yutang.web;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Standards;
import org.yutang.kernel.PlaceCode;
import org.yutang.market.Order;
import org.yutang.market.Product;
import org.yutang.market.Selling;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.register.Register;

/// What all pages of a shop have in common.
@Component
class ShopScenes {

  private final Shops shops;
  private final Selling selling;
  private final Register register;
  private final Standards standards;
  private final Access access;

  ShopScenes(Shops shops, Selling selling, Register register, Standards standards, Access access) {
    this.shops = shops;
    this.selling = selling;
    this.register = register;
    this.standards = standards;
    this.access = access;
  }

  /// Refuses like [Shops#get].
  Shop shop(Actor actor, String id) {
    return shops.get(actor, Asked.id(id));
  }

  ShopView.Tabs tabs(Actor actor, Shop shop, String here) {
    UUID id = shop.id();
    return new ShopView.Tabs(
        shop,
        here,
        selling.tally(actor, id).getOrDefault(Order.State.PAID, 0L),
        selling.open(actor, id).size());
  }

  ShopView.May may(Actor actor, Shop shop) {
    return new ShopView.May(
        shop.accounts().contains(actor.account())
            && access.may(actor, Permission.RUN_SHOP, shop.place()),
        access.may(actor, Permission.APPROVE_SHOP, shop.place()),
        access.may(actor, Permission.SEE_LEDGER, shop.place()));
  }

  String place(Screen s, PlaceCode code) {
    return register.findPlace(code).map(s::placeName).orElse(code.text());
  }

  /// Standard, variety and grade in words.
  Optional<String> made(Screen s, Product product) {
    return product
        .made()
        .flatMap(
            made ->
                standards
                    .find(made.standard())
                    .map(
                        standard ->
                            s.t(
                                "web.shop.made-of",
                                Map.of(
                                    "standard",
                                    s.in(standard.title()),
                                    "variety",
                                    standard.varieties().stream()
                                        .filter(each -> each.name().equals(made.variety()))
                                        .findFirst()
                                        .map(each -> s.in(each.title()))
                                        .orElse(made.variety()),
                                    "grade",
                                    standard.newest().grades().stream()
                                        .filter(each -> each.name().equals(made.grade()))
                                        .findFirst()
                                        .map(each -> s.in(each.title()))
                                        .orElse(made.grade())))));
  }
}
