package org.yutang.campaign;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;

/// Money that came for a claim.
///
/// @param number the provider's own, once in a campaign
/// @param quantity pieces that the claim is about
public record Payment(
    UUID id,
    UUID campaign,
    UUID claim,
    Via via,
    String number,
    Money amount,
    long quantity,
    UUID holder,
    State state,
    Instant receivedAt,
    Optional<Instant> settledAt) {

  public enum Via {
    /// An officer wrote it down.
    COUNTER,
    /// A made-up provider for made-up people.
    SANDBOX
  }

  public enum State {
    /// Written down; it is being booked.
    RECEIVED,
    /// In time.
    PAID,
    /// Too late, but there was stock left.
    RE_GRANTED,
    /// Too late: the provider has to pay it back.
    REFUNDED
  }

  /// What a provider says.
  public record Notice(UUID campaign, UUID claim, String number, Money amount) {}

  public record Query(UUID campaign, Optional<State> state, Page.Wanted page) {}
}
