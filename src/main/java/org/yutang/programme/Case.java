package org.yutang.programme;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;

/// A case as its readers see it.
///
/// @param version grows with every change; a command names the one that it saw
/// @param answers without the personal ones, by field; see [CaseKind.Type] for what each is
/// @param personal the names of personal fields that were answered; see [Cases#reveal]
/// @param payeeName masked, as is `payeeAccount`
/// @param evidence ids of [org.yutang.store.Photos], by the kind's evidence
/// @param stage where it is, or was decided; empty before the first filing
/// @param dueDay the last working day of the present stage
/// @param daysLeft of a clock that stands still
/// @param overdue whether the clock has run out, as of today
/// @param enrolment the one that covers it, once it is filed
/// @param reason of the kind's, why less counts or it was rejected
/// @param counted what of the cost counts, where that is less than was asked
/// @param benefit what was decided, or is due as it stands
/// @param paid what the bank has paid of it
/// @param waitingFor why an approved case is not granted yet
/// @param reserved the reserved seats that it takes
/// @param rank its place in the last panel that ranked it, from 1
/// @param score its mean score there
/// @param flags what a reviewer should know
@SuppressWarnings("SameNameButDifferent") // cases, instalments and reports have states of their own
public record Case(
    UUID id,
    ProgrammeId programme,
    String kind,
    int policyYear,
    PersonId person,
    HouseholdId household,
    PlaceCode county,
    PlaceCode village,
    CaseKind.Channel channel,
    State state,
    int version,
    Map<String, Object> answers,
    List<String> personal,
    Optional<String> payeeName,
    Optional<String> payeeAccount,
    Map<String, List<String>> evidence,
    Optional<Confirmation> confirmation,
    Optional<String> stage,
    Optional<UUID> filer,
    Optional<UUID> enrolment,
    Optional<LocalDate> filedDay,
    Optional<LocalDate> dueDay,
    Optional<Integer> daysLeft,
    boolean overdue,
    Optional<String> reason,
    Optional<Money> counted,
    Optional<Money> benefit,
    Money paid,
    Optional<Waiting> waitingFor,
    Optional<String> reserved,
    Optional<Integer> rank,
    Optional<BigDecimal> score,
    Optional<LocalDate> decidedDay,
    Optional<LocalDate> appealUntil,
    List<Flag> flags,
    Instant changedAt) {

  public Case {
    answers = Map.copyOf(answers);
    personal = List.copyOf(personal);
    evidence = Map.copyOf(evidence);
    flags = List.copyOf(flags);
  }

  public enum State {
    DRAFT,
    /// At a stage; its clock runs.
    IN_REVIEW,
    /// Back with the filer; the clock stands still.
    PAPERS_MISSING,
    REJECTED,
    /// Decided in favour; money and seat are about to be taken, or waited for.
    APPROVED,
    /// Money and seat are its own; instalments and reports follow.
    GRANTED,
    /// All is paid and reported.
    COMPLETED,
    /// The grant was taken back.
    REVERSED,
    WITHDRAWN
  }

  public enum Waiting {
    MONEY,
    SEAT
  }

  public enum Flag {
    /// Whoever filed it filed more cases of the year than a proxy usually does.
    MANY_BY_THIS_PROXY,
    /// Other persons' cases of the programme name the same bank account.
    SAME_PAYEE,
    /// Other persons of the household have a case of this kind in the year.
    SAME_HOUSEHOLD
  }

  /// That the person wants this case, as somebody saw it.
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

  /// One step of the timeline.
  ///
  /// @param number the version that it made
  /// @param stage where it happened
  public record Event(
      int number,
      Kind kind,
      State state,
      Optional<String> stage,
      Instant at,
      LocalDate day,
      UUID account,
      String accountName,
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
      /// One of two people agreed.
      AGREED,
      DISAGREED,
      PASSED,
      REJECTED,
      RANKED_IN,
      RANKED_OUT,
      WITHDRAWN,
      APPEALED,
      /// The decision of an appeal against a grant that changes nothing.
      UPHELD,
      MONEY_MISSING,
      SEAT_MISSING,
      GRANTED,
      CONDITION_FAILED,
      PAYMENT_ORDERED,
      PAID,
      PAYMENT_FAILED,
      PAYEE_CORRECTED,
      REPORTED,
      REPORT_ACCEPTED,
      REPORT_RETURNED,
      SENT,
      RECEIVED,
      COMPLETED,
      REVERSED,
      TAKEN_BACK,
      VOLUNTEER_INVITED,
      VOLUNTEER_ENGAGED,
      VOLUNTEER_DECLINED,
      VOLUNTEER_RELEASED
    }
  }

  /// One part of the benefit.
  ///
  /// @param number from 1; what an appeal adds comes behind
  /// @param dueDay empty before the grant
  /// @param heldBack the conditions that do not hold, or the report that is missing
  /// @param payout the last attempt; also the key of the leaf once it is paid
  public record Instalment(
      int number,
      String name,
      Money amount,
      State state,
      Optional<LocalDate> dueDay,
      List<String> heldBack,
      Optional<UUID> payout,
      Optional<LocalDate> endedDay) {

    public Instalment {
      heldBack = List.copyOf(heldBack);
    }

    public enum State {
      PLANNED,
      PAYING,
      PAID,
      FAILED,
      CANCELLED
    }
  }

  /// A follow-up of a granted case.
  public record Report(
      String name,
      State state,
      LocalDate dueDay,
      boolean overdue,
      Map<String, Object> answers,
      List<String> photos,
      Optional<LocalDate> sentDay,
      Optional<String> note) {

    public Report {
      answers = Map.copyOf(answers);
      photos = List.copyOf(photos);
    }

    public enum State {
      WANTED,
      SENT,
      RETURNED,
      ACCEPTED
    }
  }

  /// What of one item was promised, sent and received.
  ///
  /// @param photos of what was received
  public record Delivery(
      String item,
      int quantity,
      int sent,
      int received,
      Optional<LocalDate> sentDay,
      Optional<String> waybill,
      Optional<LocalDate> receivedDay,
      List<String> photos) {
    public Delivery {
      photos = List.copyOf(photos);
    }
  }

  /// One entry of a log.
  ///
  /// @param note why it was refused
  public record Entry(
      UUID id,
      String log,
      LocalDate day,
      State state,
      Map<String, Object> answers,
      List<String> photos,
      Optional<String> note) {

    public Entry {
      answers = Map.copyOf(answers);
      photos = List.copyOf(photos);
    }

    public enum State {
      WRITTEN,
      CONFIRMED,
      REFUSED
    }
  }

  /// A log in numbers.
  ///
  /// @param sum of the field that is added up; 0 where none is
  /// @param overdue whether one was expected by today
  public record Count(
      String log, long entries, long sum, Optional<LocalDate> last, boolean overdue) {}

  /// What is sealed, in the clear: for the eyes of the actor who asked, never for logs.
  public record Revealed(
      UUID id,
      Map<String, Object> answers,
      Optional<String> payeeName,
      Optional<String> payeeAccount,
      Optional<String> witness) {
    public Revealed {
      answers = Map.copyOf(answers);
    }

    @Override
    public String toString() {
      return "Revealed[" + id + "]";
    }
  }

  /// What somebody needs to check an instalment that was paid against the public log.
  ///
  /// @param number of the instalment
  /// @param key the key of the leaf
  /// @param leaf the canonical JSON that is in the log
  /// @param salt in lower-case hex; SHA-256 over it and `value` is the leaf's `case`
  /// @param value the case's id, the instalment's name and the amount such as `32805.77 CNY`, with
  ///   blanks between
  public record Receipt(int number, UUID key, String leaf, String salt, String value) {}

  /// Which cases, in which order.
  ///
  /// @param place empty for wherever the actor may see cases
  /// @param forRole only those that wait for somebody of this role, escalated ones included
  /// @param overdue only those whose clock has run out
  /// @param todo only those that want this
  public record Query(
      Optional<ProgrammeId> programme,
      Optional<String> kind,
      Optional<Integer> policyYear,
      Optional<PlaceCode> place,
      Optional<State> state,
      Optional<String> stage,
      Optional<PersonId> person,
      Optional<Role> forRole,
      boolean overdue,
      Optional<Todo> todo,
      Sort sort,
      boolean descending,
      Page.Wanted page) {

    public static Query of(ProgrammeId programme, Page.Wanted page) {
      return new Query(
          Optional.of(programme),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          Sort.DUE,
          false,
          page);
    }

    public Query ofKind(String wanted) {
      return new Query(
          programme,
          Optional.of(wanted),
          policyYear,
          place,
          state,
          stage,
          person,
          forRole,
          overdue,
          todo,
          sort,
          descending,
          page);
    }
  }

  /// What somebody may have to do about a case.
  public enum Todo {
    /// Its clock ends today.
    DUE_TODAY,
    /// The reader agreed first, and somebody else must.
    AGREED_BY_ME,
    /// Somebody else agreed first.
    AGREED_BY_OTHERS,
    /// Approved, and the account that pays has not enough.
    WAITS_FOR_MONEY,
    /// The bank could not pay.
    PAYMENT_FAILED
  }

  public enum Sort {
    DUE,
    FILED,
    STATE,
    PLACE,
    SCORE,
    CHANGED
  }

  /// How many there are in a state.
  ///
  /// @param unpaid of the approved ones, what is due and not taken yet, in minor units
  public record Tally(State state, long cases, long unpaid) {}

  /// A case as one saw it.
  public record Seen(UUID id, int version) {}

  /// What became of one case of a batch.
  ///
  /// @param refused why it was left as it is
  public record Ruled(UUID id, Optional<Case> done, Optional<org.yutang.kernel.Refusal> refused) {}
}
