package org.yutang.farm;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.farm.Contract.State;
import org.yutang.farm.Contract.Step.Kind;
import org.yutang.kernel.Refusal;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Writes one step of a contract under its lock, with its version, event and audit; a step that was
/// written before is quiet.
@Component
class ContractStep {

  private final ContractRows rows;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  ContractStep(
      ContractRows rows,
      Access access,
      Audit audit,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// One step of a person.
  ///
  /// @param permission what it wants
  /// @param from the states that allow it
  record Move(
      Actor actor,
      UUID id,
      int version,
      Permission permission,
      Kind kind,
      State to,
      String note,
      State... from) {}

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /// The contract under its lock; the actor has the permission there.
  ContractRow locked(Actor actor, Permission permission, UUID id) {
    ContractRow row =
        rows.lock(id)
            .filter(found -> access.may(actor, Permission.SEE_FARM, found.place))
            .orElseThrow(() -> unknown(id));
    access.require(actor, permission, row.place);
    return row;
  }

  static Refusal unknown(UUID id) {
    return new Refusal(FarmRefusal.UNKNOWN_CONTRACT, Map.of("contract", id.toString()));
  }

  static Refusal notNow(ContractRow row) {
    return new Refusal(FarmRefusal.NOT_NOW, Map.of("state", row.state.name()));
  }

  Contract save(
      Actor actor, UUID id, int version, Contract.Terms terms, ContractCheck.Sound sound) {
    return transactions.call(
        () -> {
          ContractRow fresh = new ContractRow(id, terms, sound.county(), sound.place());
          fresh.version = 1;
          fresh.by = actor.name();
          fresh.changedAt = now();
          if (version == 0 && rows.insert(fresh)) return saved(actor, fresh, sound);
          ContractRow row = locked(actor, Permission.RECORD_FARM, id);
          if (wasDone(row, version, actor, Kind.SAVED, step -> terms.equals(step.terms())))
            return row.contract();
          if (version == 0) throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", id.toString()));
          begin(row, version, State.DRAFT);
          row.terms = terms;
          row.county = sound.county();
          row.place = sound.place();
          row.version++;
          row.by = actor.name();
          row.changedAt = now();
          rows.update(row);
          return saved(actor, row, sound);
        });
  }

  private Contract saved(Actor actor, ContractRow row, ContractCheck.Sound sound) {
    rows.setPlots(row.id, sound.seasons());
    rows.addStep(row, Kind.SAVED, actor, "", true);
    audit(actor, "farm.contract-saved", row);
    return row.contract();
  }

  /// Does the step, or nothing where the same person has done it.
  ///
  /// @param more what else it checks and changes, under the lock
  Contract take(Move move, Consumer<ContractRow> more) {
    return transactions.call(
        () -> {
          ContractRow row = locked(move.actor, move.permission, move.id);
          if (wasDone(
              row, move.version, move.actor, move.kind, step -> step.note().equals(move.note)))
            return row.contract();
          begin(row, move.version, move.from);
          more.accept(row);
          row.version++;
          row.state = move.to;
          row.by = move.actor.name();
          row.changedAt = now();
          rows.update(row);
          rows.addStep(row, move.kind, move.actor, move.note, false);
          outbox.write(ContractEvents.Moved.TOPIC, new ContractEvents.Moved(row.id));
          audit(move.actor, "farm.contract-" + word(move.kind), row);
          return row.contract();
        });
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private boolean wasDone(
      ContractRow row, int version, Actor actor, Kind kind, Predicate<Contract.Step> same) {
    return rows.steps(row.id).stream()
        .anyMatch(
            step ->
                step.version() == version + 1
                    && step.kind() == kind
                    && step.account().equals(actor.account())
                    && same.test(step));
  }

  private static void begin(ContractRow row, int version, State... from) {
    if (row.version != version)
      throw new Refusal(FarmRefusal.CONTRACT_CHANGED, Map.of("version", row.version));
    if (!Set.of(from).contains(row.state)) throw notNow(row);
  }

  private void audit(Actor actor, String action, ContractRow row) {
    audit.record(actor, action, row.place, row.id.toString(), Map.of("version", row.version));
  }
}
