package org.yutang.market;

import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;

/// Who may do what with a shop.
@Component
class ShopSight {

  private final ShopRows rows;
  private final Access access;

  ShopSight(ShopRows rows, Access access) {
    this.rows = rows;
    this.access = access;
  }

  boolean runs(Actor actor, Shop shop) {
    return shop.accounts().contains(actor.account())
        && access.may(actor, Permission.RUN_SHOP, shop.place());
  }

  boolean sees(Actor actor, Shop shop) {
    return runs(actor, shop) || access.may(actor, Permission.SEE_SHOP, shop.place());
  }

  /// Refuses with [MarketRefusal#UNKNOWN_SHOP] whoever may not see it.
  Shop seen(Actor actor, UUID id) {
    Shop shop = rows.find(id).orElseThrow(ShopSight::unknown).shop();
    if (!sees(actor, shop)) throw unknown();
    return shop;
  }

  /// Refuses whoever does not run it.
  Shop run(Actor actor, UUID id) {
    Shop shop = seen(actor, id);
    if (!runs(actor, shop)) throw notPermitted(Permission.RUN_SHOP, shop);
    return shop;
  }

  static Refusal notPermitted(Permission permission, Shop shop) {
    return new Refusal(
        AccessRefusal.NOT_PERMITTED,
        java.util.Map.of("permission", permission.name(), "place", shop.place().text()));
  }

  /// Refuses whoever may not approve it, or runs it.
  Shop approved(Actor actor, UUID id) {
    Shop shop = seen(actor, id);
    access.require(actor, Permission.APPROVE_SHOP, shop.place());
    if (shop.accounts().contains(actor.account()))
      throw notPermitted(Permission.APPROVE_SHOP, shop);
    return shop;
  }

  static Refusal unknown() {
    return new Refusal(MarketRefusal.UNKNOWN_SHOP);
  }
}
