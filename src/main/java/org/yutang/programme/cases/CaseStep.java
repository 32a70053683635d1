package org.yutang.programme.cases;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.definition.CompiledKind;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.store.Outbox;

/// What every command on a case begins and ends with: who may, which version, which state, which
/// day; and then the row, its event and the audit.
@Component
class CaseStep {

  /// After these there is money to move.
  private static final Set<Case.Event.Kind> MOVING =
      EnumSet.of(
          Case.Event.Kind.PASSED,
          Case.Event.Kind.RANKED_IN,
          Case.Event.Kind.UPHELD,
          Case.Event.Kind.GRANTED,
          Case.Event.Kind.REPORT_ACCEPTED,
          Case.Event.Kind.RECEIVED,
          Case.Event.Kind.PAYEE_CORRECTED,
          Case.Event.Kind.PAYMENT_FAILED,
          Case.Event.Kind.REVERSED,
          Case.Event.Kind.TAKEN_BACK);

  private final CaseRows rows;
  private final CaseLinks links;
  private final PastDefinitions past;
  private final Nominators nominators;
  private final Access access;
  private final Audit audit;
  private final Outbox outbox;
  private final Clock clock;

  CaseStep(
      CaseRows rows,
      CaseLinks links,
      PastDefinitions past,
      Nominators nominators,
      Access access,
      Audit audit,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.links = links;
    this.past = past;
    this.nominators = nominators;
    this.access = access;
    this.audit = audit;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// The case, locked, for a command of that permission; in the transaction that is open.
  CaseRow begin(
      Actor actor,
      Permission permission,
      UUID id,
      int version,
      LocalDate day,
      Case.State... allowed) {
    CaseRow row =
        rows.lock(id)
            .filter(
                found -> may(actor, Permission.SEE_CASE, found) || may(actor, permission, found))
            .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CASE));
    if (!may(actor, permission, row))
      access.require(nominators.on(actor, row.programme, row.kind), permission, row.village);
    begun(row, version, day, allowed);
    return row;
  }

  /// What every command requires of a case that is locked, whoever gives it.
  void begun(CaseRow row, int version, LocalDate day, Case.State... allowed) {
    requireVersion(row, version);
    requireState(row, allowed);
    requireDay(day);
    if (day.isBefore(row.lastDay)) throw badDay(day);
    row.lastDay = day;
  }

  /// Whether the actor has the permission where the person lives, or acts for the own person, which
  /// goes for filing alone.
  boolean may(Actor actor, Permission permission, CaseRow row) {
    return access.may(nominators.on(actor, row.programme, row.kind), permission, row.village)
        || (permission == Permission.FILE_CASE && isOwn(actor, row));
  }

  boolean isOwn(Actor actor, CaseRow row) {
    return links.holds(actor, row.programme, row.kind, row.person);
  }

  /// Writes the changed row as its next version.
  void end(CaseRow row, Actor actor, CaseRows.Step step) {
    row.version++;
    row.changedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    rows.update(row);
    record(row, actor, step);
    if (MOVING.contains(step.kind())) outbox.write(CaseMoved.TOPIC, new CaseMoved(row.id));
  }

  void record(CaseRow row, Actor actor, CaseRows.Step step) {
    rows.addEvent(row, actor, step);
    if (!actor.isPerson()) return; // what the server does by itself stands in the timeline
    String action = "programme.case-" + word(step.kind());
    audit.record(
        actor,
        action,
        row.village,
        row.id.toString(),
        Map.of("state", word(row.state), "version", row.version));
  }

  /// The kind by which the case is decided: as it was when it was filed, or the draft was begun.
  /// Where the case rests on cover, what is due is what was promised when the person was enrolled.
  CompiledKind kind(CaseRow row) {
    CompiledKind kind = past.get(row.programme, row.definition).kind(row.kind, row.policyYear);
    if (row.terms == null || row.terms.equals(row.definition)) return kind;
    return past.get(row.programme, row.terms)
        .findKind(row.kind, row.policyYear)
        .map(promised -> kind.promising(promised.kind()))
        .orElse(kind); // the kind is younger than the cover
  }

  Programme programme(CaseRow row) {
    return past.get(row.programme, row.definition).programme();
  }

  void requireDay(LocalDate day) {
    if (day.isAfter(today())) throw badDay(day);
  }

  LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  static void requireVersion(CaseRow row, int version) {
    if (row.version != version)
      throw new Refusal(ProgrammeRefusal.CASE_CHANGED, Map.of("version", row.version));
  }

  static void requireState(CaseRow row, Case.State... allowed) {
    if (!Arrays.asList(allowed).contains(row.state))
      throw new Refusal(ProgrammeRefusal.CASE_STATE, Map.of("state", word(row.state)));
  }

  /// A note that must be there, or may be missing.
  static String note(String text, boolean wanted) {
    String note = text.strip();
    if (note.length() > Cases.MAX_NOTE || note.indexOf('\0') >= 0 || (wanted && note.isEmpty()))
      throw new Refusal(ProgrammeRefusal.NOTE_WANTED, Map.of("limit", Cases.MAX_NOTE));
    return note;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Refusal badDay(LocalDate day) {
    return new Refusal(ProgrammeRefusal.BAD_DAY, Map.of("day", day.toString()));
  }
}
