package org.yutang.programme;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;

/// One person's place in a programme for one policy year.
///
/// @param id also the key of its leaf in the public log
/// @param transfer the ledger's transfer of the premium, once it is covered
public record Enrolment(
    UUID id,
    ProgrammeId programme,
    int policyYear,
    PersonId person,
    HouseholdId household,
    PlaceCode county,
    PlaceCode village,
    State state,
    Money premium,
    Optional<UUID> transfer,
    LocalDate coverFrom,
    LocalDate coverTo,
    Instant decidedAt) {

  public enum State {
    /// Eligible, but the fund did not suffice; a later run goes on.
    WAITING_FOR_FUNDS,
    /// The premium is held for this person and about to be paid.
    PREMIUM_HELD,
    /// The premium is paid and published.
    COVERED
  }

  /// Which enrolments are wanted: within a county, town or village.
  public record Query(
      ProgrammeId programme,
      int policyYear,
      PlaceCode place,
      Optional<State> state,
      Sort sort,
      boolean descending,
      Page.Wanted page) {}

  public enum Sort {
    PLACE,
    STATE,
    DECIDED
  }

  /// An enrolment with the verdict that it rests on, with the facts as they were then.
  public record Explained(Enrolment enrolment, Verdict verdict) {}

  /// What somebody needs to check an enrolment against the public log.
  ///
  /// @param key the key of the leaf
  /// @param leaf the canonical JSON that is in the log, byte for byte in UTF-8
  /// @param opening shows that the leaf is about this person
  public record Receipt(UUID key, String leaf, Opening opening) {}

  /// SHA-256 over the 32 bytes of the salt and the 36 ASCII characters of the person's id is the
  /// leaf's `person`.
  ///
  /// @param salt in lower-case hex
  public record Opening(String salt, PersonId person) {}
}
