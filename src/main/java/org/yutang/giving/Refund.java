package org.yutang.giving;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;

/// What a merchant gave back to a buyer, and what of the donation comes back with it.
///
/// @param id also the key of the leaf, once it is paid
/// @param amount of the order
/// @param returned of the donation: after each refund, its share of all that was refunded of the
///   order so far, rounded half up, less what came back before; so the whole order brings back the
///   whole donation. May be nothing.
public record Refund(
    UUID id,
    UUID merchant,
    String refundNumber,
    UUID sale,
    String orderNumber,
    UUID project,
    Instant refundedAt,
    LocalDate businessDate,
    Money amount,
    Money returned,
    UUID transfer,
    State state,
    Instant bookedAt,
    Optional<Instant> doneAt) {

  public enum State {
    /// Accepted; its money moves in the next moment.
    BOOKED,
    /// The fund lacked the money; it is tried again when money arrives.
    WAITING,
    /// The merchant has its money back.
    DONE
  }

  /// What became of one line of a list of notices.
  public sealed interface Result extends Notice.Result {
    record Booked(Refund refund, boolean repeated) implements Result {}

    record Refused(Refusal why) implements Result {}
  }

  /// Which refunds are wanted; at least one of merchant and project must be named.
  public record Query(
      Optional<UUID> merchant,
      Optional<UUID> project,
      Optional<State> state,
      Sort sort,
      boolean descending,
      Page.Wanted page) {}

  public enum Sort {
    BOOKED,
    REFUNDED,
    AMOUNT
  }
}
