package org.yutang.programme.cases;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Case;
import org.yutang.programme.Case.Event.Kind;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Volunteers;

/// What comes after a grant: reports, their acceptance, and money that somebody brings back. Runs
/// in the transaction that is open.
@Component
class CaseReports {

  private final CaseRows rows;
  private final MatchRows matches;
  private final ReportRows reports;
  private final PaymentRows payments;
  private final CaseOnce once;
  private final CaseStep step;
  private final CaseLinks links;
  private final CasePhotos casePhotos;
  private final Clock clock;

  CaseReports(
      CaseRows rows,
      MatchRows matches,
      ReportRows reports,
      PaymentRows payments,
      CaseOnce once,
      CaseStep step,
      CaseLinks links,
      CasePhotos casePhotos,
      Clock clock) {
    this.rows = rows;
    this.matches = matches;
    this.reports = reports;
    this.payments = payments;
    this.once = once;
    this.step = step;
    this.links = links;
    this.casePhotos = casePhotos;
    this.clock = clock;
  }

  CaseRow report(
      Actor actor,
      UUID id,
      int version,
      String name,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day) {
    CaseRow row = step.begin(actor, Permission.FILE_CASE, id, version, day, Case.State.GRANTED);
    if (step.kind(row).kind().isHelped())
      throw new Refusal(ProgrammeRefusal.NOT_ENGAGED); // volunteers hand over themselves
    write(actor, row, name, answers, photos, day);
    return row;
  }

  /// In a case that is locked and was begun.
  void write(
      Actor actor,
      CaseRow row,
      String name,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day) {
    CaseKind.FollowUp followUp = followUp(row, name);
    require(row, name, Case.Report.State.WANTED, Case.Report.State.RETURNED);
    Map<String, Object> sound =
        Answers.sound(followUp.fields(), answers, row.currency, step.today());
    List<String> missing = Answers.missing(followUp.fields(), sound);
    if (!missing.isEmpty())
      throw new Refusal(
          ProgrammeRefusal.CASE_INCOMPLETE, Map.of("missing", String.join(", ", missing)));
    if (photos.size() > CaseDraft.MAX_PHOTOS) throw Answers.bad("photos");
    for (String photo : photos) if (!photo.matches("[0-9a-f]{64}")) throw Answers.bad("photos");
    reports.send(row, name, sound, photos.stream().distinct().toList(), actor.account(), day);
    step.end(row, actor, told(Kind.REPORTED, name));
    casePhotos.take(row.id, photos);
  }

  CaseRow judge(
      Actor actor,
      UUID id,
      int version,
      String name,
      boolean accepted,
      String text,
      LocalDate day) {
    CaseRow row = step.begin(actor, judging(actor, id), id, version, day, Case.State.GRANTED);
    followUp(row, name);
    require(row, name, Case.Report.State.SENT);
    boolean own = reports.sender(row, name).filter(actor.account()::equals).isPresent();
    if (own || links.hasIssuedLink(actor, row) || hasSentAVolunteer(actor, row))
      throw new Refusal(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    String note = CaseStep.note(text, !accepted);
    reports.judge(row, name, accepted, note);
    step.end(
        row,
        actor,
        told(accepted ? Kind.REPORT_ACCEPTED : Kind.REPORT_RETURNED, name).saying(note));
    return row;
  }

  /// What volunteers hand over is accepted by whoever needed it.
  private Permission judging(Actor actor, UUID id) {
    return rows.find(id)
            .filter(row -> step.kind(row).kind().isHelped())
            .filter(row -> step.may(actor, Permission.FILE_CASE, row))
            .isPresent()
        ? Permission.FILE_CASE
        : Permission.DECIDE_CASE;
  }

  /// Whether the actor gave out the link of one who helps.
  private boolean hasSentAVolunteer(Actor actor, CaseRow row) {
    return matches.ofNeed(row).stream()
        .filter(each -> each.state() == Volunteers.State.ENGAGED)
        .flatMap(each -> rows.find(each.helper()).stream())
        .anyMatch(other -> links.isIssuer(actor, other));
  }

  CaseRow takeBack(Actor actor, UUID id, int version, UUID transfer, Money amount, LocalDate day) {
    CaseRow row = step.begin(actor, Permission.MOVE_MONEY, id, version, day, Case.State.REVERSED);
    if (!amount.currency().equals(row.currency)
        || amount.minor() <= 0
        || amount.minor() > row.paid - row.takenBack)
      throw new Refusal(
          ProgrammeRefusal.BAD_TAKEN_BACK,
          Map.of("owed", row.money(row.paid - row.takenBack).decimal()));
    UUID key = Uuids.inShard(row.shard, "case-taken-back", row.id.toString(), transfer.toString());
    PaymentRows.Return back =
        new PaymentRows.Return(Uuids.fresh(clock.instant()), amount.minor(), true, false, day);
    if (!payments.addReturn(row, key, back)) return row;
    row.takenBack += amount.minor();
    if (row.owesNothing()) once.free(row);
    step.end(
        row, actor, CaseRows.Step.of(Kind.TAKEN_BACK).with(Map.of("amount", amount.decimal())));
    return row;
  }

  private CaseKind.FollowUp followUp(CaseRow row, String name) {
    return step.kind(row).kind().followUps().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Answers.bad("followUp"));
  }

  private void require(CaseRow row, String name, Case.Report.State... allowed) {
    Case.Report report =
        reports.all(row, step.today()).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> Answers.bad("followUp"));
    if (!List.of(allowed).contains(report.state()))
      throw new Refusal(
          ProgrammeRefusal.REPORT_STATE, Map.of("state", CaseStep.word(report.state())));
  }

  private static CaseRows.Step told(Kind kind, String report) {
    return CaseRows.Step.of(kind).with(Map.of("report", report));
  }
}
