package org.yutang.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Money that a provider says has come.
///
/// @param trade the provider's number
/// @param number ours, as the provider told it
/// @param payment what it is for, where there is such a payment
/// @param askedBack what refunds hold or have taken of it
/// @param goneBack what refunds have taken of it
public record Arrival(
    UUID id,
    Via via,
    String trade,
    String number,
    Optional<UUID> payment,
    Optional<String> title,
    Optional<PlaceCode> place,
    Money amount,
    Fit fit,
    Instant paidAt,
    LocalDate businessDate,
    Instant receivedAt,
    boolean booked,
    Money askedBack,
    Money goneBack) {

  /// Whether it is what was asked for. Whatever does not fit has to go back.
  public enum Fit {
    FITS,
    /// Paid after the payment had expired.
    LATE,
    /// For a payment that was closed.
    CANCELLED,
    WRONG_AMOUNT,
    /// For a payment that another trade had paid.
    TWICE,
    /// For no payment that we know.
    UNKNOWN
  }

  public Money left() {
    return amount.minus(askedBack);
  }

  public boolean isOver() {
    return goneBack.equals(amount);
  }

  /// The newest first.
  ///
  /// @param unmatched only what does not fit
  /// @param open only what has not gone back as a whole
  public record Query(boolean unmatched, boolean open, Optional<UUID> payment, Page.Wanted page) {}
}
