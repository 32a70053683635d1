package org.yutang.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.register.PersonId;
import org.yutang.register.RegisterRefusal;

/// Applications, nominations and claims of any programme: written down, decided stage by stage as
/// the definition says, granted once, paid in instalments, followed up.
///
/// Commands want the permission where the person lives, join the caller's transaction if one is
/// open, leave an event and an audit row, and refuse with [ProgrammeRefusal] or with access's
/// refusal. `version` is the one that the actor saw: whoever is late is refused with
/// [ProgrammeRefusal#CASE_CHANGED]. `day` is the business day, today or before, never before the
/// case's last one. Money and seats are taken in the ledger after the decision was committed, both
/// or none; see [Case.Waiting].
public interface Cases {

  /// How many working days after a rejection, or a grant of less, it may be appealed.
  int DAYS_TO_APPEAL = 15;

  /// The most characters of a note.
  int MAX_NOTE = 1000;

  /// The most cases of one [#decideAll].
  int MAX_BATCH = 500;

  /// How long a link of [#invite] lasts.
  int LINK_DAYS = 400;

  /// More cases by one filer in a year than this are flagged.
  int USUAL_BY_PROXY = 100;

  /// The case of that person that a client made under that key. Refuses an id that can be no
  /// person's with the register's `UNKNOWN_PERSON`.
  static UUID idOf(PersonId person, UUID key) {
    if (person.shard() >= Shards.COUNT)
      throw new Refusal(RegisterRefusal.UNKNOWN_PERSON, Map.of("person", person.toString()));
    return Uuids.inShard(person.shard(), "case", key.toString());
  }

  /// Whether the person could file such a case on that day, and why or why not. Rules whose answers
  /// are missing are not met. Wants `SEE_PROGRAMME` or `FILE_CASE` where the person lives.
  Verdict explain(
      Actor actor,
      ProgrammeId programme,
      String kind,
      PersonId person,
      Map<String, Object> answers,
      LocalDate day);

  /// Makes a link by which the person may file, see and report on cases of the kind without an
  /// account, for [#LINK_DAYS] days; an older link of the person for the kind ends. Told once.
  /// Wants `FILE_CASE` where the person lives.
  ///
  /// @return the secret part of the link
  String invite(Actor actor, ProgrammeId programme, String kind, PersonId person);

  /// Whoever holds a link: with it all commands that want `FILE_CASE`, and all questions on a case,
  /// go for cases of that person and kind, by the channel `SELF`. Refuses with
  /// [ProgrammeRefusal#BAD_LINK].
  Applicant applicant(String link);

  /// @param actor to act as
  record Applicant(Actor actor, ProgrammeId programme, String kind, PersonId person) {}

  /// Writes a draft down, or what is amended while papers are missing. Wants `FILE_CASE`.
  Case save(Actor actor, CaseDraft draft, LocalDate day);

  /// Gives a complete case to the first stage, or back to where papers were missing. Checks window,
  /// channel, rules, cover, waiting period, interval and that it is not there twice; keeps the
  /// facts that decided. Wants `FILE_CASE`.
  Case file(Actor actor, UUID id, int version, LocalDate day);

  /// Takes it back before it is decided. Wants `FILE_CASE`.
  Case withdraw(Actor actor, UUID id, int version, String note, LocalDate day);

  /// Decides a stage without a panel. Wants `DECIDE_CASE` with the stage's role, or the role that
  /// it escalates to once it is overdue. Who filed, or decided what is appealed, may not.
  Case decide(Actor actor, UUID id, int version, Ruling ruling, LocalDate day);

  /// The same ruling for many, each in a transaction of its own; what is refused leaves the others
  /// alone.
  List<Case.Ruled> decideAll(Actor actor, List<Case.Seen> cases, Ruling ruling, LocalDate day);

  /// Brings a case that one stage rejected, or granted for less than was asked, back to that stage
  /// and before other people, once, within [#DAYS_TO_APPEAL] working days, by whoever filed it or
  /// holds the person's link. What was granted stays granted; a better decision adds the rest. What
  /// a panel ranked out cannot be appealed.
  Case appeal(Actor actor, UUID id, int version, String note, LocalDate day);

  /// Another bank account after the bank could not pay. Wants `FILE_CASE`.
  Case correctPayee(Actor actor, UUID id, int version, String name, String account, LocalDate day);

  /// A follow-up report, or a better one after it was returned. Wants `FILE_CASE`.
  Case report(
      Actor actor,
      UUID id,
      int version,
      String followUp,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day);

  /// Accepts a report, or returns it with a note. Wants `DECIDE_CASE`; not who sent it.
  Case judgeReport(
      Actor actor,
      UUID id,
      int version,
      String followUp,
      boolean accepted,
      String note,
      LocalDate day);

  /// Things are on their way: how many of each item. Not before the conditions hold. Wants
  /// `DECIDE_CASE`.
  ///
  /// @param waybill what the carrier calls it, at most 100 characters
  Case send(
      Actor actor, UUID id, int version, Map<String, Integer> items, String waybill, LocalDate day);

  /// Things have come, as photos show; never more than were sent. Wants `FILE_CASE`; not who sent
  /// them.
  Case receive(
      Actor actor,
      UUID id,
      int version,
      Map<String, Integer> items,
      List<String> photos,
      LocalDate day);

  /// Writes an entry of a log down. The same entry again does nothing. Wants `FILE_CASE`.
  ///
  /// @param entry its id, made by the client
  void log(
      Actor actor,
      UUID id,
      UUID entry,
      String log,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day);

  /// Confirms an entry, or refuses it with a note. Wants `FILE_CASE` or `DECIDE_CASE`; not who
  /// wrote it.
  void confirm(Actor actor, UUID id, UUID entry, boolean holds, String note);

  /// Takes a grant back: what is not paid returns to the fund and the seat is free; what was paid
  /// is owed. Two people: whoever decided the last stage may not. Wants `MOVE_MONEY` in the
  /// programme's place.
  Case reverse(Actor actor, UUID id, int version, String note, LocalDate day);

  /// What somebody brought back of a reversed grant, at most what was paid. The same id counts
  /// once. Wants `MOVE_MONEY` in the programme's place.
  Case takeBack(Actor actor, UUID id, int version, UUID transfer, Money amount, LocalDate day);

  /// Gives each case that waits at the panel as many judges as the panel wants, evenly, none to
  /// whoever filed it or holds a role inside its county only. Wants `RUN_PROGRAMME` in the
  /// programme's place.
  ///
  /// @return how many sheets were handed out
  int assign(Actor actor, CaseCall call, String stage, List<UUID> judges, LocalDate day);

  /// The judge's own sheets of stages that are not closed, unscored first.
  Page<CaseCall.Sheet> sheets(Actor judge, Page.Wanted page);

  /// Fills in a sheet, again until the stage is closed. Refuses with
  /// [ProgrammeRefusal#NOT_ASSIGNED].
  void score(Actor judge, UUID number, Map<String, Integer> marks, String note);

  /// Gives a sheet back because of a conflict; it can be assigned to somebody else.
  void recuse(Actor judge, UUID number, String note);

  /// How a panel's stage stands. Wants `RUN_PROGRAMME` in the programme's place.
  CaseCall.Ranking ranking(Actor actor, CaseCall call, String stage);

  /// Closes a panel's stage: the best go on, the others are rejected, all at once. Refuses with
  /// [ProgrammeRefusal#QUORUM_MISSING] and, while cases may still be filed, with
  /// [ProgrammeRefusal#CALL_STILL_OPEN]. Wants `RUN_PROGRAMME` in the programme's place.
  CaseCall.Ranking close(Actor actor, CaseCall call, String stage, LocalDate day);

  /// Refuses with [ProgrammeRefusal#UNKNOWN_CASE] also where the actor may not `SEE_CASE`. Drafts
  /// are seen by those only who may `FILE_CASE` there.
  Case get(Actor actor, UUID id);

  /// Where the actor may `SEE_CASE`.
  Page<Case> list(Actor actor, Case.Query query);

  /// The cases that a link is for, the newest first.
  List<Case> own(Applicant applicant);

  /// Counts by state; `query` is read as in [#list], without order and page.
  List<Case.Tally> tally(Actor actor, Case.Query query);

  /// The kind as it was when the case was filed; today's while it is a draft.
  CaseKind kind(Actor actor, UUID id);

  /// Why it was eligible, with the facts of that day; as [#explain] while it is a draft.
  Verdict verdict(Actor actor, UUID id);

  /// Everything that happened, the oldest first.
  List<Case.Event> timeline(Actor actor, UUID id);

  /// In the order of the definition.
  List<Case.Instalment> instalments(Actor actor, UUID id);

  /// In the order of the definition; none before the grant.
  List<Case.Report> reports(Actor actor, UUID id);

  /// In the order of the definition; none before the grant.
  List<Case.Delivery> deliveries(Actor actor, UUID id);

  /// Entries of a log, the newest first.
  Page<Case.Entry> entries(Actor actor, UUID id, String log, Page.Wanted page);

  /// All logs in numbers, in the order of the definition.
  List<Case.Count> counts(Actor actor, UUID id);

  /// A photo of the case, as a JPEG, for whoever filed it or holds the person's link; others want
  /// `DECIDE_CASE` or `UNMASK` where the person lives. Leaves an audit row.
  byte[] photo(Actor actor, UUID id, String photo);

  /// Whether the actor may see the photos of a case that they see.
  boolean maySeePhotos(Actor actor, UUID id);

  /// What is sealed; wants `UNMASK` where the person lives and a reason, and leaves an audit row.
  Case.Revealed reveal(Actor actor, UUID id, String reason);

  /// What is needed to check each paid instalment in the public log, the first one first. Wants
  /// `SEE_REGISTER` or `FILE_CASE` where the person lives, or the person's link.
  List<Case.Receipt> receipts(Actor actor, UUID id);

  /// The payouts of all attempts to pay, however they ended, instalment by instalment and the first
  /// one first. Wants `SEE_PAYMENT` where the person lives.
  List<UUID> attempts(Actor actor, UUID id);

  /// For everybody, without a log-in.
  CaseFigures figures(ProgrammeId programme);

  /// For everybody, without a log-in.
  CaseTotals totals(ProgrammeId programme);

  /// What the totals count, for whoever computes them again: all cases but drafts, by id, the first
  /// `limit` behind `after`; before the first lies an id of zeros. Wants `SEE_CASE` in the
  /// programme's whole place, because a part of them would make other totals.
  List<CaseVoucher> vouchers(Actor actor, ProgrammeId programme, UUID after, int limit);

  /// Likewise, every payment that the bank made.
  List<CaseVoucher.Payment> paymentVouchers(
      Actor actor, ProgrammeId programme, UUID after, int limit);
}
