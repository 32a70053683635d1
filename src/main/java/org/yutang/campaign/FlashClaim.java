package org.yutang.campaign;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;

/// Somebody wants pieces of a campaign.
///
/// @param id made by whoever sends it, best with the time (version 7): the same id again gets the
///   same answer
/// @param holder whose they will be, and whose count they fall into
public record FlashClaim(UUID id, UUID holder, long quantity) {

  /// What became of a claim.
  public sealed interface Answer {

    UUID claim();

    /// @param state [State#GRANTED], or [State#RESERVED] where it is to be paid
    /// @param repeated whether it had happened before
    record Accepted(UUID claim, State state, boolean repeated) implements Answer {}

    record Refused(UUID claim, CampaignRefusal code, Map<String, Object> facts) implements Answer {
      public Refusal why() {
        return new Refusal(code, facts);
      }
    }
  }

  public enum State {
    GRANTED,
    /// Held until it is paid.
    RESERVED,
    /// The money came and is being booked.
    PAYING,
    PAID,
    /// Paid too late, and granted after all.
    RE_GRANTED,
    /// Paid too late, and the money goes back.
    REFUNDED,
    /// Not paid in time.
    EXPIRED
  }

  /// What a claimant has in hands.
  ///
  /// @param position counts the campaign's claims from 1 in the order in which they were written;
  ///   the same for ever
  /// @param line the id of its line in the ledger
  /// @param payBy until when it is held for its payment; later money may still be in time
  /// @param due what is to be paid
  public record Receipt(
      UUID campaign,
      UUID claim,
      UUID holder,
      long quantity,
      State state,
      long position,
      Instant at,
      UUID line,
      Optional<Instant> payBy,
      Optional<Money> due) {}
}
