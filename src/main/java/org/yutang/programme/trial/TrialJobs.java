package org.yutang.programme.trial;

import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Replay;
import org.yutang.programme.Simulation;
import org.yutang.programme.Trials;
import org.yutang.programme.definition.Definitions;
import org.yutang.register.Register;
import org.yutang.store.Jobs;
import org.yutang.store.Transactions;

/// Checks what is asked for and submits it.
@Component
class TrialJobs implements Trials {

  /// What mistakes call the text that was sent.
  static final String FILE = "programme.yaml";

  private final Definitions definitions;
  private final Register register;
  private final Access access;
  private final Audit audit;
  private final Jobs jobs;
  private final Transactions transactions;

  TrialJobs(
      Definitions definitions,
      Register register,
      Access access,
      Audit audit,
      Jobs jobs,
      Transactions transactions) {
    this.definitions = definitions;
    this.register = register;
    this.access = access;
    this.audit = audit;
    this.jobs = jobs;
    this.transactions = transactions;
  }

  @Override
  public UUID simulate(
      Actor actor, String definition, PlaceCode place, int policyYear, UUID jobId) {
    Programme programme = read(actor, definition, place);
    if (policyYear < programme.firstYear() || policyYear > programme.firstYear() + 100)
      throw new Refusal(
          ProgrammeRefusal.YEAR_NOT_OPEN,
          Map.of(
              "year",
              String.valueOf(policyYear),
              "first",
              String.valueOf(programme.firstYear()),
              "last",
              String.valueOf(programme.firstYear() + 100)));
    submit(
        actor,
        SimulateJob.KIND,
        programme,
        place,
        new Simulation.Wanted(definition, place.text(), policyYear),
        jobId);
    return jobId;
  }

  @Override
  public UUID replay(Actor actor, String definition, PlaceCode place, UUID jobId) {
    Programme programme = read(actor, definition, place);
    Programme today = definitions.get(programme.id()).programme();
    if (!today.currency().equals(programme.currency()))
      throw new Refusal(
          ProgrammeRefusal.OTHER_CURRENCY,
          Map.of("currency", programme.currency(), "today", today.currency()));
    submit(
        actor,
        ReplayJob.KIND,
        programme,
        place,
        new Replay.Wanted(definition, place.text()),
        jobId);
    return jobId;
  }

  @Override
  public String definition(ProgrammeId programme) {
    return definitions.get(programme).source();
  }

  private Programme read(Actor actor, String definition, PlaceCode place) {
    register.getPlace(place);
    access.require(actor, Permission.RUN_PROGRAMME, place);
    if (definition.length() > MAX_TEXT)
      throw new Refusal(ProgrammeRefusal.DEFINITION_TOO_LONG, Map.of("most", MAX_TEXT));
    return Definitions.read(FILE, definition).programme();
  }

  private void submit(
      Actor actor, String kind, Programme programme, PlaceCode place, Object wanted, UUID job) {
    transactions.run(
        () -> {
          if (jobs.find(job).isPresent()) return;
          jobs.submit(job, kind, wanted, actor.account());
          audit.record(
              actor,
              kind,
              place,
              programme.id().text(),
              Map.of("digest", programme.digest(), "job", job.toString()));
        });
  }
}
