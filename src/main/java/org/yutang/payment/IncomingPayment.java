package org.yutang.payment;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Page;

/// A payment that was asked for, and what became of it.
///
/// @param arrival the money that paid it
public record IncomingPayment(
    IncomingOrder order, State state, Instant askedAt, Optional<UUID> arrival) {

  public enum State {
    OPEN,
    PAID,
    /// Nobody paid in time.
    EXPIRED,
    /// The payer, or the provider, closed it unpaid.
    CANCELLED
  }

  public UUID id() {
    return order.id();
  }

  /// The newest first.
  public record Query(Optional<State> state, Page.Wanted page) {}
}
