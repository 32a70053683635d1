package org.yutang.programme;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;

/// A claim as its readers see it; what is personal is masked, see [Claims#reveal].
///
/// @param version grows with every change; a command names the one that it saw
/// @param photos ids of [org.yutang.store.Photos]
/// @param payeeName masked, as is `payeeAccount`
/// @param hasDiagnosis whether [Claims#reveal] has one
/// @param filedDay of the first filing; waiting times count from it
/// @param dueDay the last working day of the insurer's clock; while papers are missing it stands
///   still, and `daysLeft` says where
/// @param provisional whether the clock runs through a year whose holidays are not published yet
/// @param overdue whether the clock has run out, as of today
/// @param policyYear of the admission; empty before the filing, as is `enrolment`
/// @param counted the own share that the decision counts
/// @param benefit what is due in all, by the rules of the enrolment
/// @param paid what the bank has paid of it
/// @param waitingForMoney approved, but the insurer's account has not enough
/// @param appealUntil the last day of an appeal, where one is possible
public record Claim(
    UUID id,
    ProgrammeId programme,
    PersonId person,
    HouseholdId household,
    PlaceCode county,
    PlaceCode village,
    State state,
    int version,
    Optional<String> hospital,
    Optional<LocalDate> admitted,
    Optional<LocalDate> discharged,
    Optional<String> billNumber,
    Optional<Money> total,
    Optional<Money> ownShare,
    boolean hasDiagnosis,
    Optional<String> payeeName,
    Optional<String> payeeAccount,
    List<String> photos,
    Optional<Confirmation> confirmation,
    Optional<UUID> filer,
    Optional<LocalDate> filedDay,
    Optional<LocalDate> dueDay,
    Optional<Integer> daysLeft,
    boolean provisional,
    boolean overdue,
    Optional<UUID> enrolment,
    Optional<Integer> policyYear,
    Optional<Money> counted,
    Optional<Money> benefit,
    Money paid,
    boolean waitingForMoney,
    Optional<UUID> firstReviewer,
    Optional<UUID> secondReviewer,
    Optional<LocalDate> decidedDay,
    boolean appealed,
    Optional<LocalDate> appealUntil,
    Instant changedAt) {

  public Claim {
    photos = List.copyOf(photos);
  }

  public enum State {
    DRAFT,
    /// With the insurer; its clock runs.
    FILED,
    /// Back with the filer; the clock stands still.
    PAPERS_MISSING,
    /// Accepted by one reviewer; above the limit a second one must agree.
    AWAITING_SECOND,
    REJECTED,
    /// About to be paid, or waiting for the insurer's money.
    APPROVED,
    PAYING,
    PAID,
    /// The bank could not pay; the filer corrects the account.
    PAYMENT_FAILED,
    WITHDRAWN
  }

  /// That the person wants this claim, as somebody saw it.
  ///
  /// @param photo of the signature or fingerprint, an id of [org.yutang.store.Photos]
  /// @param witness who heard it; sealed, and empty on reading
  /// @param takenBy the account that took it; on writing, the actor's
  public record Confirmation(
      How how,
      Instant at,
      Optional<String> photo,
      Optional<String> witness,
      Optional<UUID> takenBy) {

    public enum How {
      /// Signed on the screen.
      SIGNATURE,
      /// A photo of a fingerprint on paper.
      FINGERPRINT,
      /// Said in front of a witness.
      SPOKEN
    }
  }

  /// One step of a claim's timeline.
  ///
  /// @param number the version that it made
  /// @param state the claim's state from then on
  /// @param day the business day; `at` is when it was written
  /// @param reason of a list, such as a [Decision.Why]
  /// @param note free text of whoever acted
  public record Event(
      int number,
      Kind kind,
      State state,
      Instant at,
      LocalDate day,
      UUID account,
      String accountName,
      Optional<String> reason,
      Optional<String> note,
      Map<String, Object> facts) {

    public Event {
      facts = Map.copyOf(facts);
    }

    public enum Kind {
      DRAFTED,
      SAVED,
      FILED,
      FILED_AGAIN,
      PAPERS_ASKED,
      PROPOSED,
      DISAGREED,
      APPROVED,
      REJECTED,
      WITHDRAWN,
      APPEALED,
      /// The decision of an appeal against a paid claim that changes nothing.
      UPHELD,
      MONEY_MISSING,
      PAYMENT_ORDERED,
      PAID,
      PAYMENT_FAILED,
      PAYEE_CORRECTED
    }
  }

  /// Which claims, in which order.
  ///
  /// @param place a country, province, county, town or village; empty for wherever the actor may
  ///   see claims
  /// @param overdue only those whose clock runs and has run out
  /// @param dueOn only those whose clock runs and ends on this day
  /// @param firstReviewer only those that this account reviewed first
  /// @param notReviewer only those that this account did not review first
  public record Query(
      Optional<ProgrammeId> programme,
      Optional<PlaceCode> place,
      Optional<State> state,
      Optional<PersonId> person,
      boolean overdue,
      Optional<LocalDate> dueOn,
      Optional<UUID> firstReviewer,
      Optional<UUID> notReviewer,
      Sort sort,
      boolean descending,
      Page.Wanted page) {

    public Query(
        Optional<ProgrammeId> programme,
        Optional<PlaceCode> place,
        Optional<State> state,
        Optional<PersonId> person,
        boolean overdue,
        Sort sort,
        boolean descending,
        Page.Wanted page) {
      this(
          programme,
          place,
          state,
          person,
          overdue,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          sort,
          descending,
          page);
    }

    /// What waits for the insurer, the most urgent first.
    public static Query queue(Page.Wanted page) {
      return new Query(
          Optional.empty(),
          Optional.empty(),
          Optional.of(State.FILED),
          Optional.empty(),
          false,
          Sort.DUE,
          false,
          page);
    }
  }

  /// How many claims are in a state, and what they cost.
  ///
  /// @param unpaid of the approved ones, what is due and not paid yet, in minor units
  public record Tally(State state, long claims, long unpaid) {}

  /// One attempt to pay a claim; `id` is also that of the payout and of the leaf.
  ///
  /// @param paid empty while the bank has not answered
  /// @param endedDay of the bank's answer
  public record Payment(
      UUID id, Money amount, Optional<Boolean> paid, Optional<LocalDate> endedDay) {}

  public enum Sort {
    DUE,
    FILED,
    AMOUNT,
    STATE,
    PLACE,
    CHANGED
  }

  /// What is sealed, in the clear: for the eyes of the actor who asked, never for logs.
  public record Revealed(
      UUID claim,
      Optional<String> diagnosis,
      Optional<String> payeeName,
      Optional<String> payeeAccount,
      Optional<String> witness) {
    @Override
    public String toString() {
      return "Revealed[" + claim + "]";
    }
  }

  /// What somebody needs to check a payment of a claim against the public log.
  ///
  /// @param key the key of the leaf
  /// @param leaf the canonical JSON that is in the log
  /// @param salt in lower-case hex; SHA-256 over it and `value` is the leaf's `claim`
  /// @param value the claim's id, a blank, and the amount such as `32805.77 CNY`
  public record Receipt(UUID key, String leaf, String salt, String value) {}
}
