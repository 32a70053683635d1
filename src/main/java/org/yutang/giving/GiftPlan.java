package org.yutang.giving;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.payment.Via;

/// A gift every month, until its donor ends it. No provider takes the money by itself: each month
/// has a payment of its own that the donor finds on the donor's page.
///
/// @param day of the month, 1 to 28
/// @param next the day of the next gift
public record GiftPlan(
    UUID id,
    UUID project,
    Money amount,
    int day,
    Via via,
    State state,
    LocalDate next,
    Instant madeAt) {

  public enum State {
    RUNNING,
    PAUSED,
    ENDED
  }
}
