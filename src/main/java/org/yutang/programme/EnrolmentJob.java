package org.yutang.programme;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Earmarks;
import org.yutang.programme.EnrolmentRows.Shared;
import org.yutang.programme.definition.Counties;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.register.Register;
import org.yutang.store.Jobs;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// The job `programme.enrol`: a county in one action. May be killed at any moment and run again
/// from its beginning: whoever is enrolled is passed over, and money that was held without a row is
/// let go first.
@Component
class EnrolmentJob implements Jobs.Handler<EnrolmentArgs> {

  static final String KIND = "programme.enrol";

  /// How many persons are decided, held and committed at once.
  static final int CHUNK = 4096;

  /// How long the job waits for its last premiums to be paid and published; they are, later, even
  /// if it ends before.
  private static final Duration PAYING = Duration.ofMinutes(2);

  private final Definitions definitions;
  private final Register register;
  private final Counties counties;
  private final CountyRun.Doors doors;
  private final FundAccounts accounts;
  private final PastDefinitions past;
  private final Clock clock;

  EnrolmentJob(
      Definitions definitions,
      Register register,
      Counties counties,
      EnrolmentRows rows,
      Earmarks earmarks,
      Transactions transactions,
      Outbox outbox,
      FundAccounts accounts,
      PastDefinitions past,
      Clock clock) {
    this.definitions = definitions;
    this.register = register;
    this.counties = counties;
    this.doors = new CountyRun.Doors(rows, earmarks, transactions, outbox);
    this.accounts = accounts;
    this.past = past;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Class<EnrolmentArgs> argsType() {
    return EnrolmentArgs.class;
  }

  @Override
  public EnrolmentResult run(UUID jobId, EnrolmentArgs args, UUID account, Jobs.Progress progress)
      throws InterruptedException {
    Definition definition = definitions.get(new ProgrammeId(args.programme()));
    PlaceCode county = new PlaceCode(args.county());
    accounts.open(definition.programme());
    Shared shared =
        CountyRun.shared(definition, args, county, clock.instant().truncatedTo(ChronoUnit.MICROS));
    past.remember(definition, clock.instant());
    doors.earmarks().dropAll(shared.shard(), CountyRun.owner(jobId));
    CountyRun run =
        new CountyRun(
            doors,
            definition,
            shared,
            jobId,
            args,
            counties.isPartner(definition.programme(), county));
    long total = register.figures(county).persons();
    progress.step("job.programme.enrolling", 0, total);
    register.eachProfile(
        county,
        definition.programme().coverFrom(args.policyYear()),
        CHUNK,
        profiles -> {
          run.take(profiles);
          progress.step("job.programme.enrolling", run.persons(), total);
        });
    doors
        .transactions()
        .run(
            () -> {
              doors.rows().assessed(shared, run.seen());
              doors.rows().forgetUndecided(shared);
            });
    progress.step("job.programme.paying", run.persons(), total);
    doors.outbox().awaitDelivered(PAYING);
    return result(run, shared, jobId);
  }

  /// Counts what the job enrolled from its rows, because an earlier attempt of it may have been
  /// killed.
  private EnrolmentResult result(CountyRun run, Shared shared, UUID jobId) {
    long enrolled = doors.rows().enrolledBy(shared.shard(), jobId);
    long already = run.eligible() - enrolled - run.waiting();
    return new EnrolmentResult(
        run.persons(),
        run.eligible(),
        enrolled,
        already,
        run.persons() - run.eligible(),
        run.waiting(),
        run.failed(),
        shared.premium().times(enrolled));
  }
}
