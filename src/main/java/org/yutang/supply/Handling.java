package org.yutang.supply;

import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;

/// Does things with goods. Wants `RECORD_SUPPLY` in the site's place. Thread-safe.
public interface Handling {

  /// The most boxes, or lots, of one step.
  int MAX_ITEMS = 200;

  /// Does a step, wholly or not at all; when it returns, the ledger has it. The same step again
  /// gives the first answer; with other content it is refused with [SupplyRefusal#ID_REUSED]. Must
  /// not be called in a transaction.
  ///
  /// @throws org.yutang.kernel.Refusal [SupplyRefusal]
  Handled handle(Actor actor, Step step);

  /// A step that was done, where the actor may see its site; so that a form that is sent twice is
  /// answered before its photos are kept again.
  Optional<Handled> find(Actor actor, UUID step);
}
