package org.yutang.campaign;

import java.time.Duration;
import org.yutang.kernel.Money;
import org.yutang.ledger.Unit;

/// What one piece costs.
public sealed interface Price {

  /// The largest price of one piece, in the smallest part of its unit.
  long MAX_EACH = 1_000_000_000;

  record Free() implements Price {}

  /// Something else that the holder has in an account of [Campaigns#purse], such as grams of green
  /// energy; given and taken at once.
  record Units(Unit unit, long each) implements Price {}

  /// Money, which comes through a provider after the claim.
  ///
  /// @param within how long a claim is held for its payment, in whole seconds
  /// @param late what becomes of money that comes after that
  record Paid(Money each, Duration within, Late late) implements Price {}

  enum Late {
    /// The claim is granted after all while there is stock, else the money is paid back.
    RE_GRANT,
    /// The money is paid back.
    REFUND
  }
}
