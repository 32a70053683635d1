package org.yutang.giving;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.ProgrammeId;

/// An order and its donation.
///
/// @param id random, also the key of the donation's leaf in the public log: who knows it may follow
///   the donation
/// @param transfer the ledger's transfer of the donation
/// @param refunded what refunds took back of the amount so far
/// @param returned what refunds take back of the donation, those that wait included
public record Sale(
    UUID id,
    UUID merchant,
    String orderNumber,
    UUID pledge,
    UUID project,
    ProgrammeId programme,
    Instant soldAt,
    LocalDate businessDate,
    Money amount,
    Money donation,
    Optional<PlaceCode> origin,
    Optional<PlaceCode> buyerRegion,
    UUID transfer,
    Money refunded,
    Money returned) {

  /// Sales and donations are in yuan.
  public static final String CURRENCY = "CNY";

  /// What became of one line of a list of notices.
  public sealed interface Result extends Notice.Result {
    /// The sale is booked and its donation is in the fund; `repeated` when it was before this call.
    record Booked(Sale sale, boolean repeated) implements Result {}

    /// It was not booked, and why.
    record Refused(Refusal why) implements Result {}
  }

  /// Which sales are wanted; at least one of merchant and project must be named.
  ///
  /// @param order the whole order number
  /// @param refunded only those with or without any refund
  public record Query(
      Optional<UUID> merchant,
      Optional<UUID> project,
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      Optional<String> order,
      Optional<Boolean> refunded,
      Sort sort,
      boolean descending,
      Page.Wanted page) {}

  /// Sums of a list of sales.
  ///
  /// @param returned what refunds take back of the donations, those that wait included
  public record Totals(long sales, Money amount, Money donation, Money returned) {}

  public enum Sort {
    SOLD,
    AMOUNT,
    DONATION
  }

  /// What somebody needs to check a donation or refund against the public log.
  ///
  /// @param key the key of the leaf
  /// @param leaf the canonical JSON that is in the log, byte for byte in UTF-8
  /// @param salt in lower-case hex: SHA-256 over its bytes and the order's number is the leaf's
  ///   `order`
  public record Receipt(UUID key, String leaf, String salt, String orderNumber) {}
}
