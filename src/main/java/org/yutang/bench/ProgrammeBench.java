package org.yutang.bench;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.programme.EnrolmentResult;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Simulation;
import org.yutang.programme.Trials;
import org.yutang.register.PovertyStatus;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// A programme over a whole county, in an empty house that the county's register fills first.
///
/// `programme.eligibility`: everybody is decided, as the job `programme.simulate`, beside one SQL
/// statement in which the same rules are written out, which must find as many. `programme.enrol`:
/// everybody who is eligible is enrolled for a year that nobody is enrolled in yet, until their
/// premiums are paid and in the log, beside one bare `insert … select` a table of the very rows
/// that were written, into tables of the same shape with the same indexes.
@Component
class ProgrammeBench implements Bench {

  private static final int REPEATS = 5;
  private static final int FIRST_YEAR = 2018;
  private static final ProgrammeId PROGRAMME = new ProgrammeId("breadwinners-insurance");
  private static final Duration DELIVERY = Duration.ofMinutes(5);

  private static final String PERSON = "register.person";
  private static final String HOUSEHOLD = "register.household";
  private static final String STATUS = "register.poverty_status";
  private static final String ENROLMENT = "programme.enrolment";
  private static final String TRANSFER = "ledger.transfer";
  private static final String ENTRY = "proof.entry";

  /// Of the enrolments of a year.
  private static final String OF_THE_YEAR =
      "(select e.%s from " + ENROLMENT + " e where e.policy_year = :year)";

  /// The tables that an enrolment writes to, and which of their rows are those of a year.
  private static final Map<String, String> WRITTEN =
      Map.of(
          ENROLMENT,
          "r.policy_year = :year",
          TRANSFER,
          "r.reservation in %1$s or r.id in %1$s".formatted(OF_THE_YEAR.formatted("reservation")),
          ENTRY,
          "r.key in " + OF_THE_YEAR.formatted("id"));

  private final BenchRegister county;
  private final BenchAccounts accounts;
  private final BenchJobs jobs;
  private final Programmes programmes;
  private final Trials trials;
  private final Outbox outbox;
  private final JdbcClient sql;

  ProgrammeBench(
      BenchRegister county,
      BenchAccounts accounts,
      BenchJobs jobs,
      Programmes programmes,
      Trials trials,
      Outbox outbox,
      JdbcClient sql) {
    this.county = county;
    this.accounts = accounts;
    this.jobs = jobs;
    this.programmes = programmes;
    this.trials = trials;
    this.outbox = outbox;
    this.sql = sql;
  }

  @Override
  public String name() {
    return "programme";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    String digest = county.list();
    say.accept(
        "register: %.1f s"
            .formatted(county.importOnce(accounts.fresh(Role.ADMINISTRATOR), digest)));
    Actor officer = accounts.fresh(Role.FUND_OFFICER);
    programmes.grant(
        officer, PROGRAMME, Money.parse("100000000.00", "CNY"), UUID.randomUUID(), "bench");
    sql.sql("analyze").update();
    sql.sql("create schema bench").update();
    try {
      LedgerTables ledger = new LedgerTables(sql);
      ledger.copyShape("transfer");
      for (String table : List.of(ENROLMENT, ENTRY))
        sql.sql("create table %s (like %s including all)".formatted(copy(table), table)).update();
      return measure(officer, ledger, say);
    } finally {
      sql.sql("drop schema bench cascade").update();
    }
  }

  private List<Measure> measure(Actor officer, LedgerTables ledger, Consumer<String> say)
      throws Exception {
    double[] decided = new double[REPEATS];
    double[] counted = new double[REPEATS];
    double[] enrolled = new double[REPEATS];
    double[] inserted = new double[REPEATS];
    long rows = 0;
    long eligible = 0;
    for (int round = -1; round < REPEATS; round++) {
      int year = FIRST_YEAR + 1 + round;
      BenchJobs.Timed simulated =
          jobs.run(
              id ->
                  trials.simulate(
                      officer, trials.definition(PROGRAMME), BenchRegister.COUNTY, year, id));
      long start = System.nanoTime();
      long inSql = eligibleInSql(year);
      double counting = seconds(start);
      eligible = requireSame(simulated, inSql);
      sql.sql("checkpoint").update();
      start = System.nanoTime();
      BenchJobs.Timed run =
          jobs.run(id -> programmes.enrol(officer, PROGRAMME, BenchRegister.COUNTY, year, id));
      if (!outbox.awaitDelivered(DELIVERY)) throw new IllegalStateException("not delivered");
      double enrolling = seconds(start);
      long those = Json.read(run.result(), EnrolmentResult.class).enrolled();
      if (those != eligible) throw new IllegalStateException(those + " enrolled of " + eligible);
      ledger.copyNewParts("transfer");
      sql.sql("checkpoint").update();
      start = System.nanoTime();
      rows = copyRows(year, those);
      double bare = seconds(start);
      say.accept(
          "%s: decided %.2f s, in SQL %.2f s; enrolled %,d in %.2f s, bare insert of their %,d rows %.2f s"
              .formatted(
                  round < 0 ? "warm-up" : "round " + (round + 1),
                  simulated.seconds(),
                  counting,
                  those,
                  enrolling,
                  rows,
                  bare));
      if (round < 0) continue;
      decided[round] = simulated.seconds();
      counted[round] = counting;
      enrolled[round] = enrolling;
      inserted[round] = bare;
    }
    return List.of(
        Measure.cost(
            "programme.eligibility",
            "s",
            Measure.median(decided),
            "the same rules in one SQL statement",
            Measure.median(counted),
            REPEATS,
            "%,d persons, facts and all; %,d eligible by both"
                .formatted(BenchCounty.PERSONS, eligible)),
        Measure.cost(
            "programme.enrol",
            "s",
            Measure.median(enrolled),
            "bare insert of the same rows",
            Measure.median(inserted),
            REPEATS,
            "%,d persons decided, %,d enrolled, paid and logged; %,d rows"
                .formatted(BenchCounty.PERSONS, eligible, rows)));
  }

  private static long requireSame(BenchJobs.Timed simulated, long inSql) {
    long eligible =
        Json.read(simulated.result(), Simulation.class).cover().orElseThrow().eligible();
    if (eligible != inSql || eligible == 0)
      throw new IllegalStateException(eligible + " eligible, " + inSql + " in SQL");
    return eligible;
  }

  private long eligibleInSql(int year) {
    return sql.sql(
            """
            select count(*) from %s p join %s h on h.shard_key = p.shard_key and h.id = p.household
            where p.county_code = :county and extract(year from age(:asOf, p.born)) between 18 and 60
              and coalesce((select t.status from %s t where t.shard_key = h.shard_key and t.household = h.id
                and t.valid_from <= :asOf order by t.valid_from desc limit 1), 0) in (:registered, :returned)
            """
                .formatted(PERSON, HOUSEHOLD, STATUS))
        .param("county", BenchRegister.COUNTY.text())
        .param("asOf", LocalDate.of(year, 1, 1))
        .param("registered", PovertyStatus.REGISTERED.ordinal())
        .param("returned", PovertyStatus.RETURNED.ordinal())
        .query(Long.class)
        .single();
  }

  private long copyRows(int year, long enrolled) {
    long rows = 0;
    for (Map.Entry<String, String> table : WRITTEN.entrySet()) {
      int copied =
          sql.sql(
                  "insert into %s select r.* from %s r where %s"
                      .formatted(copy(table.getKey()), table.getKey(), table.getValue()))
              .param("year", year)
              .update();
      if (copied < enrolled) throw new IllegalStateException(copied + " rows of " + table.getKey());
      rows += copied;
    }
    return rows;
  }

  private static String copy(String table) {
    return table.replaceFirst(".*\\.", "bench.");
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
