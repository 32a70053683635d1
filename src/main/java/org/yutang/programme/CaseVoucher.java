package org.yutang.programme;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// What [CaseTotals] count: one case, without a person, a village, a hospital or an amount.
///
/// @param filed the first time; empty for a draft that was withdrawn
/// @param decided the first time, `decisionDays` working days after `filed`
/// @param paid the first time, `paymentDays` working days after `filed`
public record CaseVoucher(
    UUID caseId,
    String kind,
    PlaceCode county,
    Case.State state,
    Optional<LocalDate> filed,
    Optional<LocalDate> decided,
    Optional<Integer> decisionDays,
    Optional<LocalDate> paid,
    Optional<Integer> paymentDays) {

  /// One payment that the bank made.
  ///
  /// @param id also the key of its leaf in the public log
  /// @param day of the bank's answer
  public record Payment(UUID id, UUID caseId, PlaceCode county, LocalDate day, Money amount) {}
}
