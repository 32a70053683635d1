package org.yutang.market;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;

/// Craft work that is sold ahead by the week. Each piece that is bought takes a piece of the
/// earliest week that has one, in the ledger; what is full rolls to later weeks, and behind the
/// horizon it is sold out. Writing wants `RUN_SHOP` as one of the shop's accounts; looking is for
/// `SEE_SHOP` as well. Refuses with [MarketRefusal]. Thread-safe; not to be called in a
/// transaction.
public interface Crafts {

  /// Makes an article one that is made to order, or changes its weeks from those on that are not
  /// open yet. It is not boxed, and was never put up for sale otherwise.
  Craft make(Actor actor, UUID article, int perWeek, int lead, int horizon);

  Craft.Calendar calendar(Actor actor, UUID article);

  /// Sets what a week can make, such as none of a feast. Refuses with [MarketRefusal#SOLD_OUT] less
  /// than is promised.
  Craft.Calendar setWeek(Actor actor, UUID article, LocalDate monday, int pieces);

  List<Craft> ofShop(Actor actor, UUID shop);

  /// Those of a shop that were promised before today and are not sent, the longest first.
  List<Craft.Late> late(Actor actor, UUID shop);

  /// Everybody may look.
  Optional<Craft> find(UUID article);

  /// By when so many pieces would be sent, if they were bought now; empty where they cannot be.
  Optional<LocalDate> promise(UUID article, int pieces);

  /// What an order was promised, where anything of it is made to order. For whoever may see it.
  /// Never changes while its buyer holds or has paid it.
  Optional<LocalDate> promised(UUID order);
}
