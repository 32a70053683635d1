package org.yutang.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;

/// The programmes of this server: who is eligible and why, who is enrolled, what it costs.
///
/// Commands want the permission in the place that they touch and leave an audit row; all refuse
/// with [ProgrammeRefusal] or with access's refusal.
public interface Programmes {

  /// How many days money may be booked afterwards.
  int DAYS_BACK = 400;

  /// All programmes, by id.
  List<Programme> list();

  /// Those that enrol people by county; see [Programme#covers].
  default List<Programme> covering() {
    return list().stream().filter(Programme::covers).toList();
  }

  /// Those whose payee, such as an insurer, pays for cases; see [Programme#payeePays].
  default List<Programme> insuring() {
    return list().stream().filter(Programme::payeePays).toList();
  }

  /// Refuses with [ProgrammeRefusal#UNKNOWN_PROGRAMME].
  Programme get(ProgrammeId programme);

  /// Whether the person is eligible in the policy year of that day, and why or why not. Wants
  /// `SEE_PROGRAMME` where the person lives.
  Verdict explain(Actor actor, ProgrammeId programme, PersonId person, LocalDate day);

  /// Enrols everybody eligible in the county for the policy year and pays the premiums from the
  /// fund, as the job `programme.enrol` with that id, whose result is an [EnrolmentResult].
  /// Repeating is harmless: nobody is covered twice. Who is eligible when the fund is empty waits,
  /// and a later run goes on. Wants `RUN_PROGRAMME` in the county.
  ///
  /// @return the job's id
  UUID enrol(Actor actor, ProgrammeId programme, PlaceCode county, int policyYear, UUID jobId);

  /// The same with a business day for its premiums, today or up to [#DAYS_BACK] days before.
  /// Refuses with [ProgrammeRefusal#BAD_BUSINESS_DAY].
  UUID enrol(
      Actor actor,
      ProgrammeId programme,
      PlaceCode county,
      int policyYear,
      LocalDate day,
      UUID jobId);

  /// How far a run that has not ended has come in the county in which the place lies. Wants
  /// `SEE_PROGRAMME` there.
  Optional<Running> running(Actor actor, ProgrammeId programme, PlaceCode place, int policyYear);

  /// @param persons looked at so far
  /// @param total persons in the county; 0 while the run waits for its turn
  record Running(long persons, long total) {}

  /// Figures of a county, town or village, with each village inside. Wants `SEE_PROGRAMME` there.
  Coverage coverage(Actor actor, ProgrammeId programme, PlaceCode place, int policyYear);

  /// Figures of every county in which a run has ended and where the actor may `SEE_PROGRAMME`,
  /// without villages, by code.
  List<Coverage> counties(Actor actor, ProgrammeId programme, int policyYear);

  /// Wants `SEE_PROGRAMME` in the query's place.
  Page<Enrolment> enrolments(Actor actor, Enrolment.Query query);

  /// All enrolments of a person, the newest first, each with its verdict. Wants `SEE_PROGRAMME`
  /// where each was enrolled.
  List<Enrolment.Explained> enrolmentsOf(Actor actor, PersonId person);

  /// What is needed to check an enrolment in the public log. Wants `SEE_REGISTER` where the person
  /// lives, because it names the person. Refuses with [ProgrammeRefusal#UNKNOWN_ENROLMENT] also
  /// while the premium is not paid yet.
  Enrolment.Receipt receipt(Actor actor, UUID enrolment);

  /// Puts money from outside into the programme's fund; it is there when the call returns. The same
  /// id again with the same content does nothing. Wants `MOVE_MONEY` in the programme's place.
  ///
  /// @param label who gave it or what it is, for statements; no personal data, at most 200
  ///   characters
  /// @return the fund afterwards
  Fund grant(Actor actor, ProgrammeId programme, Money amount, UUID id, String label);

  /// The same with the business day on which it came, today or up to [#DAYS_BACK] days before.
  /// Refuses with [ProgrammeRefusal#BAD_BUSINESS_DAY].
  Fund grant(
      Actor actor, ProgrammeId programme, Money amount, UUID id, String label, LocalDate day);

  /// What is in the fund. Wants `SEE_PROGRAMME` in the programme's place or anywhere inside it.
  Fund fund(Actor actor, ProgrammeId programme);

  /// What the payee of the premiums (the insurer) can spend on cases now. Wants `SEE_PAYMENT` in
  /// the programme's place or anywhere inside it.
  Money payeeFunds(Actor actor, ProgrammeId programme);

  /// Opens the fund's accounts in the ledger where they are not open yet, so that other rooms may
  /// give to it; for rooms, asks nobody's permission. Not inside a transaction.
  void openFund(Programme programme);

  /// The premiums that the fund's units (fen) from `from` up to, but without, `to` paid, in the
  /// order of payment; see [PaidPremium]. For rooms that publish figures: asks nobody's permission.
  ///
  /// @param limit the most that are given
  List<PaidPremium> premiumsBetween(ProgrammeId programme, long from, long to, int limit);

  /// The range of one enrolment's premium; empty while it is not paid. For rooms, likewise.
  Optional<PaidPremium> paidPremium(UUID enrolment);

  /// How many are covered in a county, town or village; a number of persons. For rooms, likewise.
  /// Refuses with [ProgrammeRefusal#PLACE_TOO_LARGE].
  long covered(ProgrammeId programme, int policyYear, PlaceCode place);

  /// What the fund paid, by month and county; public, so groups of few are the reader's to merge.
  List<Spent> spent(ProgrammeId programme);

  /// What was granted to the fund, by month; public.
  List<Granted> granted(ProgrammeId programme);
}
