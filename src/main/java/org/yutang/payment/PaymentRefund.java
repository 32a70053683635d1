package org.yutang.payment;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;

/// Money that goes back to whoever paid, the way it came.
///
/// @param problem why it has not ended, or how it failed
public record PaymentRefund(
    UUID id,
    UUID arrival,
    Money amount,
    String reason,
    State state,
    UUID askedBy,
    Instant askedAt,
    Optional<UUID> decidedBy,
    Optional<Instant> decidedAt,
    Optional<String> problem,
    Optional<Instant> endedAt) {

  public enum State {
    /// One person asked; another has to release it.
    ASKED,
    DECLINED,
    /// Its money is about to leave the account, which may not have enough.
    RELEASED,
    /// Its money is held, and the provider is to send it back.
    HELD,
    /// The provider has sent it back; the books follow.
    RETURNED,
    /// The provider refused; the money is about to be where it was.
    REJECTED,
    DONE,
    FAILED
  }

  /// The newest first.
  public record Query(Optional<State> state, Optional<UUID> arrival, Page.Wanted page) {}
}
