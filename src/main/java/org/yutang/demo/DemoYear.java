package org.yutang.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.HouseSettings;
import org.yutang.store.Jobs;
import org.yutang.store.Outbox;

/// The job `demo.year`: a year of orders, refunds and claims, week by week, through the doors that
/// merchants, cadres and reviewers go through. It notes the weeks that are done, and every command
/// has an id of its own, so that after a kill it goes on in the week in which it was.
@Component
class DemoYear implements Jobs.Handler<YearArgs> {

  static final String KIND = "demo.year";
  static final String STEP = "job.demo.year";

  private static final String GOODS = "job.demo.goods";
  private static final String WAITING = "job.demo.waiting";
  private static final String WEEKS_DONE = "demo-year-weeks/";
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration DELIVERY = Duration.ofMinutes(2);

  private final DemoTrade trade;
  private final DemoClaims claims;
  private final DemoFigures figures;
  private final DemoAwards awards;
  private final DemoCases samples;
  private final DemoVolunteers volunteers;
  private final DemoGifts gifts;
  private final DemoFarm farm;
  private final DemoSupply supply;
  private final DemoAnimals animals;
  private final DemoHoney honey;
  private final DemoContracts contracts;
  private final DemoMarket market;
  private final DemoAhead ahead;
  private final DemoJobs jobs;
  private final Outbox outbox;
  private final HouseSettings settings;

  DemoYear(
      DemoTrade trade,
      DemoClaims claims,
      DemoFigures figures,
      DemoAwards awards,
      DemoCases samples,
      DemoVolunteers volunteers,
      DemoGifts gifts,
      DemoFarm farm,
      DemoSupply supply,
      DemoAnimals animals,
      DemoHoney honey,
      DemoContracts contracts,
      DemoMarket market,
      DemoAhead ahead,
      DemoJobs jobs,
      Outbox outbox,
      HouseSettings settings) {
    this.trade = trade;
    this.claims = claims;
    this.figures = figures;
    this.awards = awards;
    this.samples = samples;
    this.volunteers = volunteers;
    this.gifts = gifts;
    this.farm = farm;
    this.supply = supply;
    this.animals = animals;
    this.honey = honey;
    this.contracts = contracts;
    this.market = market;
    this.ahead = ahead;
    this.jobs = jobs;
    this.outbox = outbox;
    this.settings = settings;
  }

  /// What the year came to.
  record Result(long orders, long refunds, long claims) {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Class<YearArgs> argsType() {
    return YearArgs.class;
  }

  @Override
  public Result run(UUID job, YearArgs args, UUID account, Jobs.Progress progress)
      throws InterruptedException {
    progress.step(WAITING, 0, 0);
    jobs.await(args.enrolment(), PATIENCE, now -> {});
    figures.enter();
    farm.fill(county(args));
    contracts.fill(county(args));
    awards.fill(county(args));
    Optional<UUID> women = gifts.enrol(county(args));
    if (women.isPresent()) jobs.await(women.get(), PATIENCE, now -> {});
    samples.fill(county(args), Set.of(DemoAwards.AWARD, Demo.INSURANCE));
    volunteers.fill();
    gifts.give();
    animals.fill(county(args));
    honey.fill(county(args));
    supply.fill(county(args), plots -> progress.step(GOODS, plots, DemoFarm.PLOTS));
    Trade plan = trade.begin(args);
    DemoClaims.Year cases = claims.begin(args);
    String key = WEEKS_DONE + job;
    int done = settings.find(key).map(Integer::parseInt).orElse(0);
    for (int week = done; week < plan.weeks(); week++) {
      progress.step(STEP, plan.before(week), args.orders());
      trade.week(plan, week);
      cases.until(plan.last(week));
      settings.put(key, String.valueOf(week + 1));
    }
    progress.step(STEP, args.orders(), args.orders());
    market.fill(county(args));
    ahead.fill(county(args));
    outbox.awaitDelivered(DELIVERY);
    long refunds = 0;
    for (int week = 0; week < plan.weeks(); week++) refunds += plan.refunds(week);
    return new Result(plan.before(plan.weeks()), refunds, cases.size());
  }

  /// The county of these arguments.
  static PlaceCode county(YearArgs args) {
    return new PlaceCode(args.county());
  }
}
