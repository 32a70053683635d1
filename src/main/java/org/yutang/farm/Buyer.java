package org.yutang.farm;

import java.util.UUID;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;

/// A company or organisation that buys from growers by contract, with an account of its own in the
/// ledger that is never overdrawn.
public record Buyer(UUID id, String name, PlaceCode place) {

  /// From which advances and settlements are paid.
  public UUID account() {
    return Uuids.named("farm.buyer", id.toString());
  }
}
