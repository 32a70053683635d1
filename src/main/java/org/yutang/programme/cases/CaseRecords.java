package org.yutang.programme.cases;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.Case.Event.Kind;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeRefusal;

/// What happens again and again to a granted case: things sent and received, entries of its logs.
/// Runs in the transaction that is open.
@Component
class CaseRecords {

  private static final int MAX_WAYBILL = 100;
  private static final int MAX_ITEMS = 1_000_000;

  private final CaseRows rows;
  private final DeliveryRows deliveries;
  private final LogRows logs;
  private final CaseStep step;
  private final CaseLinks links;
  private final CasePhotos casePhotos;
  private final CasePaying paying;
  private final Audit audit;
  private final Clock clock;

  CaseRecords(
      CaseRows rows,
      DeliveryRows deliveries,
      LogRows logs,
      CaseStep step,
      CaseLinks links,
      CasePhotos casePhotos,
      CasePaying paying,
      Audit audit,
      Clock clock) {
    this.rows = rows;
    this.deliveries = deliveries;
    this.logs = logs;
    this.step = step;
    this.links = links;
    this.casePhotos = casePhotos;
    this.paying = paying;
    this.audit = audit;
    this.clock = clock;
  }

  CaseRow send(
      Actor actor,
      UUID id,
      int version,
      Map<String, Integer> items,
      String waybill,
      LocalDate day) {
    CaseRow row = step.begin(actor, Permission.DECIDE_CASE, id, version, day, Case.State.GRANTED);
    String number = waybill.strip();
    if (number.isEmpty() || number.length() > MAX_WAYBILL || number.indexOf('\0') >= 0)
      throw Answers.bad("waybill");
    List<String> open = paying.failedConditions(row, step.today());
    if (!open.isEmpty())
      throw new Refusal(ProgrammeRefusal.CONDITIONS_OPEN, Map.of("rules", String.join(", ", open)));
    each(row, items)
        .forEach((item, count) -> deliveries.send(row, item, count, number, actor.account(), day));
    step.end(row, actor, told(Kind.SENT, items));
    return row;
  }

  CaseRow receive(
      Actor actor,
      UUID id,
      int version,
      Map<String, Integer> items,
      List<String> photos,
      LocalDate day) {
    CaseRow row = step.begin(actor, Permission.FILE_CASE, id, version, day, Case.State.GRANTED);
    if (deliveries.wasSentBy(row, actor.account()))
      throw new Refusal(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    requirePhotos(photos);
    if (photos.isEmpty()) throw Answers.bad("photos");
    for (Case.Delivery delivery : deliveries.all(row))
      if (items.getOrDefault(delivery.item(), 0) > delivery.sent() - delivery.received())
        throw Answers.bad(delivery.item());
    each(row, items).forEach((item, count) -> deliveries.receive(row, item, count, photos, day));
    step.end(row, actor, told(Kind.RECEIVED, items));
    casePhotos.take(row.id, photos);
    return row;
  }

  private Map<String, Integer> each(CaseRow row, Map<String, Integer> items) {
    if (items.isEmpty()) throw Answers.bad("items");
    List<String> known = deliveries.all(row).stream().map(Case.Delivery::item).toList();
    items.forEach(
        (item, count) -> {
          if (!known.contains(item) || count < 1 || count > MAX_ITEMS) throw Answers.bad(item);
        });
    return items;
  }

  void log(
      Actor actor,
      UUID id,
      UUID entry,
      String name,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day) {
    CaseRow row = locked(actor, id, Permission.FILE_CASE);
    if (step.kind(row).kind().isHelped())
      throw new Refusal(ProgrammeRefusal.NOT_ENGAGED); // volunteers write their work themselves
    write(actor, row, null, entry, name, answers, photos, day);
  }

  /// In a case that is locked.
  ///
  /// @param helper the volunteer's case, whose work it is
  void write(
      Actor actor,
      CaseRow row,
      @Nullable UUID helper,
      UUID entry,
      String name,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day) {
    CaseStep.requireState(row, Case.State.GRANTED);
    step.requireDay(day);
    if (row.decidedDay != null && day.isBefore(row.decidedDay)) throw Answers.bad("day");
    CaseKind.Log log =
        step.kind(row).kind().logs().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> Answers.bad("log"));
    Map<String, Object> sound = Answers.sound(log.fields(), answers, row.currency, step.today());
    List<String> missing = Answers.missing(log.fields(), sound);
    if (!missing.isEmpty())
      throw new Refusal(
          ProgrammeRefusal.CASE_INCOMPLETE, Map.of("missing", String.join(", ", missing)));
    requirePhotos(photos);
    Case.Entry written =
        new Case.Entry(entry, name, day, Case.Entry.State.WRITTEN, sound, photos, Optional.empty());
    if (!logs.insert(row, written, helper, actor.account(), clock.instant())) {
      Case.Entry before = logs.find(row, entry).orElseThrow().entry();
      if (!before.log().equals(name)
          || !before.day().equals(day)
          || !before.answers().equals(sound)
          || !before.photos().equals(photos)) throw new Refusal(ProgrammeRefusal.CASE_DIFFERS);
      return;
    }
    record(actor, row, "programme.case-logged", entry);
    casePhotos.take(row.id, photos);
  }

  void confirm(Actor actor, UUID id, UUID entry, boolean holds, String text) {
    CaseRow row = locked(actor, id, Permission.FILE_CASE, Permission.DECIDE_CASE);
    LogRows.Written written =
        logs.find(row, entry).orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CASE));
    if (written.by().equals(actor.account()) || hasIssuedLink(actor, written.helper()))
      throw new Refusal(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    if (written.entry().state() != Case.Entry.State.WRITTEN)
      throw new Refusal(
          ProgrammeRefusal.REPORT_STATE, Map.of("state", CaseStep.word(written.entry().state())));
    logs.confirm(row, entry, holds, CaseStep.note(text, !holds), actor.account());
    record(actor, row, "programme.case-log-confirmed", entry);
  }

  /// Whether the actor gave out the link with which a volunteer wrote.
  private boolean hasIssuedLink(Actor actor, Optional<UUID> helper) {
    return helper.flatMap(rows::find).filter(other -> links.isIssuer(actor, other)).isPresent();
  }

  private CaseRow locked(Actor actor, UUID id, Permission... any) {
    return rows.lock(id)
        .filter(row -> List.of(any).stream().anyMatch(each -> step.may(actor, each, row)))
        .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CASE));
  }

  private void record(Actor actor, CaseRow row, String action, UUID entry) {
    audit.record(actor, action, row.village, row.id.toString(), Map.of("entry", entry.toString()));
  }

  private static void requirePhotos(List<String> photos) {
    if (photos.size() > CaseDraft.MAX_PHOTOS) throw Answers.bad("photos");
    for (String photo : photos) if (!photo.matches("[0-9a-f]{64}")) throw Answers.bad("photos");
  }

  private static CaseRows.Step told(Kind kind, Map<String, Integer> items) {
    return CaseRows.Step.of(kind).with(Map.of("items", items));
  }
}
