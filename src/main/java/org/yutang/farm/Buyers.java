package org.yutang.farm;

import java.util.List;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;

/// Who buys by contract, and their money. Thread-safe.
public interface Buyers {

  /// The same id with the same content is quietly accepted. Wants `SIGN_CONTRACT` in the buyer's
  /// place. Refuses with [FarmRefusal#BAD_FIELD] and [FarmRefusal#ID_REUSED].
  Buyer add(Actor actor, Buyer buyer);

  /// Writes down that the buyer has paid money in; it can be spent within a second. Once by
  /// `payment`. Wants `MOVE_MONEY` in the buyer's place. Refuses with [FarmRefusal#UNKNOWN_BUYER],
  /// [FarmRefusal#BAD_FIELD] and [FarmRefusal#ID_REUSED].
  void payIn(Actor actor, UUID buyer, UUID payment, Money amount);

  /// By name; at most 200. Wants `SEE_FARM` somewhere.
  List<Buyer> list(Actor actor);

  /// Refuses with [FarmRefusal#UNKNOWN_BUYER].
  Buyer get(UUID buyer);

  /// What the buyer can spend now.
  Money available(UUID buyer);
}
