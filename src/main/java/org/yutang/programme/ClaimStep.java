package org.yutang.programme;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.store.Outbox;

/// What every command on a claim begins and ends with: who may, which version, which state, which
/// day; and then the row, its event and the audit.
@Component
class ClaimStep {

  private final ClaimRows rows;
  private final Access access;
  private final Audit audit;
  private final Outbox outbox;
  private final Clock clock;

  ClaimStep(ClaimRows rows, Access access, Audit audit, Outbox outbox, Clock clock) {
    this.rows = rows;
    this.access = access;
    this.audit = audit;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// The claim, locked, for a command of that permission; in the transaction that is open.
  ClaimRow begin(
      Actor actor,
      Permission permission,
      UUID id,
      int version,
      LocalDate day,
      Claim.State... allowed) {
    ClaimRow row =
        rows.lock(id)
            .filter(
                found ->
                    access.may(actor, Permission.SEE_CLAIM, found.village)
                        || access.may(actor, permission, found.village))
            .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CLAIM));
    access.require(actor, permission, row.village);
    requireVersion(row, version);
    requireState(row, allowed);
    requireDay(day);
    if (day.isBefore(row.lastDay)) throw badDay(day);
    row.lastDay = day;
    return row;
  }

  /// Writes the changed row as its next version.
  void end(ClaimRow row, Actor actor, ClaimRows.Step step) {
    row.version++;
    row.changedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    rows.update(row);
    record(row, actor, step);
    if (step.kind() == Claim.Event.Kind.APPROVED || step.kind() == Claim.Event.Kind.PAYEE_CORRECTED)
      outbox.write(ClaimApproved.TOPIC, new ClaimApproved(row.id));
  }

  void record(ClaimRow row, Actor actor, ClaimRows.Step step) {
    rows.addEvent(row, actor, step);
    if (!actor.isPerson()) return; // what the server does by itself stands in the timeline
    String action = "programme.claim-" + word(step.kind());
    audit.record(
        actor,
        action,
        row.village,
        row.id.toString(),
        Map.of("state", word(row.state), "version", row.version));
  }

  void requireDay(LocalDate day) {
    if (day.isAfter(BusinessDay.of(clock.instant()))) throw badDay(day);
  }

  static void requireVersion(ClaimRow row, int version) {
    if (row.version != version)
      throw new Refusal(ProgrammeRefusal.CLAIM_CHANGED, Map.of("version", row.version));
  }

  static void requireState(ClaimRow row, Claim.State... allowed) {
    if (!Arrays.asList(allowed).contains(row.state))
      throw new Refusal(ProgrammeRefusal.CLAIM_STATE, Map.of("state", word(row.state)));
  }

  /// A note that must be there, or may be missing.
  static String note(String text, boolean wanted) {
    String note = text.strip();
    if (note.length() > Claims.MAX_NOTE || note.indexOf('\0') >= 0 || (wanted && note.isEmpty()))
      throw new Refusal(ProgrammeRefusal.NOTE_WANTED, Map.of("limit", Claims.MAX_NOTE));
    return note;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Refusal badDay(LocalDate day) {
    return new Refusal(ProgrammeRefusal.BAD_DAY, Map.of("day", day.toString()));
  }
}
