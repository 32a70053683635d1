package org.yutang.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// A payout as it stands.
///
/// @param payeeName masked, as is `payeeAccount`
/// @param batch the bank file that it travels in
/// @param reason why the provider could not pay
/// @param answerDate the provider's day of payment or failure
public record Payout(
    UUID id,
    UUID debit,
    Money amount,
    String payeeName,
    String payeeAccount,
    String purpose,
    UUID subject,
    PlaceCode place,
    LocalDate businessDate,
    Via provider,
    State state,
    Optional<UUID> batch,
    Optional<String> reason,
    Optional<LocalDate> answerDate,
    Instant placedAt) {

  public enum State {
    /// The money is held for it.
    HELD,
    /// The money is in transit; nothing was sent yet.
    READY,
    /// The provider has it.
    SENT,
    PAID,
    /// The provider could not pay; the money went back.
    FAILED
  }

  /// What stands behind the port.
  public enum Via {
    /// Files for a bank's counter or portal.
    BANK_FILE,
    /// Answers by itself; no real money moves.
    SANDBOX
  }

  public enum Sort {
    PLACED,
    AMOUNT,
    STATE
  }

  /// @param subject only those for it
  public record Query(
      Optional<State> state,
      Optional<UUID> batch,
      Optional<UUID> subject,
      Optional<PlaceCode> place,
      Sort sort,
      boolean descending,
      Page.Wanted page) {}
}
