package org.yutang.programme;

import org.yutang.kernel.Refusal;

/// Why a programme says no.
public enum ProgrammeRefusal implements Refusal.Code {
  /// Facts: `programme`.
  UNKNOWN_PROGRAMME(Refusal.Kind.NOT_FOUND),
  /// The programme has no cases of that kind. Facts: `kind`, `programme`.
  UNKNOWN_KIND(Refusal.Kind.NOT_FOUND),
  UNKNOWN_ENROLMENT(Refusal.Kind.NOT_FOUND),
  /// A definition is not YAML. Facts of this and the next five: `file`, `line`, `column`; here also
  /// `problem`.
  BAD_YAML(Refusal.Kind.INVALID),
  /// Facts: also `key`, `known`.
  UNKNOWN_KEY(Refusal.Kind.INVALID),
  /// Facts: also `key`.
  MISSING_KEY(Refusal.Kind.INVALID),
  /// Facts: also `key`, `wanted`.
  WRONG_VALUE(Refusal.Kind.INVALID),
  /// An expression that does not compile. Facts: also `rule`, `problem`.
  BAD_EXPRESSION(Refusal.Kind.INVALID),
  /// A sentence names a fact that there is not. Facts: also `fact`, `known`.
  UNKNOWN_FACT(Refusal.Kind.INVALID),
  /// A rule compares a fact with a text that it never is. Facts: also `name`, `word`, `known`.
  UNKNOWN_WORD(Refusal.Kind.INVALID),
  /// Two files define the same programme. Facts: `programme`, `file`.
  DEFINED_TWICE(Refusal.Kind.CONFLICT),
  /// Enrolment goes county by county. Facts: `place`.
  NOT_A_COUNTY(Refusal.Kind.INVALID),
  /// A list wants a county or a place inside one. Facts: `place`.
  PLACE_TOO_LARGE(Refusal.Kind.INVALID),
  /// Facts: `most` (characters).
  DEFINITION_TOO_LONG(Refusal.Kind.INVALID),
  /// What was decided in one currency cannot be tried again in another. Facts: `currency`, `today`.
  OTHER_CURRENCY(Refusal.Kind.INVALID),
  /// The programme does not run there. Facts: `place`, `programme`.
  OUTSIDE_PROGRAMME(Refusal.Kind.INVALID),
  /// Facts: `year`, `first`, `last`.
  YEAR_NOT_OPEN(Refusal.Kind.INVALID),
  /// A filter or order that there is not. Facts: `choice`, `known`.
  UNKNOWN_CHOICE(Refusal.Kind.INVALID),
  /// Facts: `amount`.
  BAD_AMOUNT(Refusal.Kind.INVALID),
  /// Facts: `limit`.
  BAD_LABEL(Refusal.Kind.INVALID),
  /// The same grant id came with another amount or label. Facts: `grant`.
  GRANT_DIFFERS(Refusal.Kind.CONFLICT),
  /// The photo belongs to another case. Facts: `photo`.
  PHOTO_USED(Refusal.Kind.CONFLICT),
  /// A business day after today or too long ago. Facts: `day`, `days`.
  BAD_BUSINESS_DAY(Refusal.Kind.INVALID),
  /// A business day after today, or before the case's last event. Facts: `day`.
  BAD_DAY(Refusal.Kind.INVALID),
  /// No paid cover on the day that the case is about. Facts: `day`.
  NOT_COVERED(Refusal.Kind.INVALID),
  /// The register knows that the person had died before.
  DIED_BEFORE(Refusal.Kind.INVALID),
  /// A cost up to the deductible, or a ceiling that is used up: to be rejected, not accepted.
  NOTHING_DUE(Refusal.Kind.INVALID),
  /// Facts: `limit`.
  NOTE_WANTED(Refusal.Kind.INVALID),
  /// Whoever filed, decided before, or decided what is appealed may not decide now.
  ANOTHER_REVIEWER_WANTED(Refusal.Kind.FORBIDDEN),
  /// Only whoever filed may appeal.
  NOT_THE_FILER(Refusal.Kind.FORBIDDEN),
  APPEALED_ALREADY(Refusal.Kind.CONFLICT),
  /// Facts: `until`.
  APPEAL_TOO_LATE(Refusal.Kind.CONFLICT),
  /// There is no such case, or none that the actor may see.
  UNKNOWN_CASE(Refusal.Kind.NOT_FOUND),
  /// The same case id came for another programme, kind or person.
  CASE_DIFFERS(Refusal.Kind.CONFLICT),
  /// Somebody changed the case meanwhile. Facts: `version` (the present one).
  CASE_CHANGED(Refusal.Kind.CONFLICT),
  /// The case is past that, or not there yet. Facts: `state`.
  CASE_STATE(Refusal.Kind.CONFLICT),
  /// Facts: `field`.
  BAD_ANSWER(Refusal.Kind.INVALID),
  /// Facts: `missing`.
  CASE_INCOMPLETE(Refusal.Kind.INVALID),
  /// Cases of the kind are filed on other days. Facts: `from`, `to`.
  CASE_NOT_OPEN(Refusal.Kind.CONFLICT),
  /// Cases of the kind do not come in that way. Facts: `channel`.
  CHANNEL_CLOSED(Refusal.Kind.INVALID),
  /// The person has one already. Facts: `case` (the other one).
  CASE_TWICE(Refusal.Kind.CONFLICT),
  /// Another case says the same that only one may say. Facts: `case` (the other one).
  ANSWERS_TAKEN(Refusal.Kind.CONFLICT),
  /// One of the kind's reasons is to be named. Facts: `known`.
  REASON_WANTED(Refusal.Kind.INVALID),
  /// What counts must lie between nothing and the cost. Facts: `cost`.
  BAD_COUNTED(Refusal.Kind.INVALID),
  /// Facts: `because` (the sentences of the failed rules), `change` (what would change them).
  NOT_ELIGIBLE(Refusal.Kind.INVALID),
  /// Within the waiting period. Facts: `day`, `from`.
  WAITING_PERIOD(Refusal.Kind.INVALID),
  /// Too near to another case of the person. Facts: `other`, `from`.
  TOO_SOON(Refusal.Kind.CONFLICT),
  /// Seats can be given on a ledger of one shard only.
  SEATS_NEED_ONE_SHARD(Refusal.Kind.CONFLICT),
  /// An applicant's link that is unknown, replaced or too old.
  BAD_LINK(Refusal.Kind.NOT_FOUND),
  /// Facts: `role`.
  NOT_YOUR_STAGE(Refusal.Kind.FORBIDDEN),
  /// A panel decides there, nobody alone. Facts: `stage`.
  PANEL_STAGE(Refusal.Kind.CONFLICT),
  /// Facts: `stage`.
  UNKNOWN_STAGE(Refusal.Kind.NOT_FOUND),
  /// The second of two people agrees or disagrees, and changes no figures.
  SECOND_ONLY_AGREES(Refusal.Kind.INVALID),
  /// A reduction must lie between nothing and what is due. Facts: `due`.
  BAD_REDUCED(Refusal.Kind.INVALID),
  /// Conditions of the kind do not hold. Facts: `rules`.
  CONDITIONS_OPEN(Refusal.Kind.CONFLICT),
  /// Facts: `owed`.
  BAD_TAKEN_BACK(Refusal.Kind.INVALID),
  /// Facts: `limit`.
  BAD_BATCH(Refusal.Kind.INVALID),
  /// No sheet of this judge, or one that is closed or given back.
  NOT_ASSIGNED(Refusal.Kind.NOT_FOUND),
  /// Facts: `criterion`, `most`.
  BAD_MARKS(Refusal.Kind.INVALID),
  /// Facts: `wanted`, `there`.
  TOO_FEW_JUDGES(Refusal.Kind.CONFLICT),
  /// Facts: `cases`, `quorum`.
  QUORUM_MISSING(Refusal.Kind.CONFLICT),
  /// Facts: `until`.
  CALL_STILL_OPEN(Refusal.Kind.CONFLICT),
  /// Facts: `state`.
  REPORT_STATE(Refusal.Kind.CONFLICT),
  /// The person was never enrolled where gifts add to cover.
  NOT_TAKING_PART(Refusal.Kind.NOT_FOUND),
  /// No granted volunteer of that kind, or one who wants no invitations for now.
  NO_SUCH_VOLUNTEER(Refusal.Kind.NOT_FOUND),
  /// There is no such invitation or engagement.
  NOT_ENGAGED(Refusal.Kind.CONFLICT),
  /// As many volunteers help as may. Facts: `most`.
  ENOUGH_HELP(Refusal.Kind.CONFLICT),
  /// The volunteer's hours a week are taken. Facts: `free`, `wanted`.
  NO_HOURS(Refusal.Kind.CONFLICT);

  private final Refusal.Kind kind;

  ProgrammeRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
