package org.yutang.programme;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.definition.Counties;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.programme.definition.Rules;
import org.yutang.register.PersonId;
import org.yutang.register.Profile;
import org.yutang.register.Register;
import org.yutang.store.Jobs;
import org.yutang.store.Json;
import org.yutang.store.Transactions;

/// Checks who may, and hands on to whoever does it.
@Component
class SqlProgrammes implements Programmes {

  /// How many years ahead a county may be enrolled.
  private static final int YEARS_AHEAD = 1;

  private final Definitions definitions;
  private final PastDefinitions past;
  private final Register register;
  private final Counties counties;
  private final EnrolmentQueries queries;
  private final PaidRanges ranges;
  private final Grants grants;
  private final FundAccounts accounts;
  private final Access access;
  private final Audit audit;
  private final Jobs jobs;
  private final Transactions transactions;
  private final Clock clock;

  SqlProgrammes(
      Definitions definitions,
      PastDefinitions past,
      Register register,
      Counties counties,
      EnrolmentQueries queries,
      PaidRanges ranges,
      Grants grants,
      FundAccounts accounts,
      Access access,
      Audit audit,
      Jobs jobs,
      Transactions transactions,
      Clock clock) {
    this.definitions = definitions;
    this.past = past;
    this.register = register;
    this.counties = counties;
    this.queries = queries;
    this.ranges = ranges;
    this.grants = grants;
    this.accounts = accounts;
    this.access = access;
    this.audit = audit;
    this.jobs = jobs;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public List<Programme> list() {
    return definitions.list();
  }

  @Override
  public Programme get(ProgrammeId programme) {
    return definitions.get(programme).programme();
  }

  @Override
  public Verdict explain(Actor actor, ProgrammeId programme, PersonId person, LocalDate day) {
    Definition definition = definitions.get(programme);
    int year = definition.programme().yearOf(day);
    Profile profile = register.profile(person, definition.programme().coverFrom(year));
    access.require(actor, Permission.SEE_PROGRAMME, profile.village());
    boolean partner = counties.isPartner(definition.programme(), profile.county());
    return definition.decide(year, Rules.facts(profile, partner));
  }

  @Override
  public UUID enrol(
      Actor actor, ProgrammeId programme, PlaceCode county, int policyYear, UUID jobId) {
    return enrol(actor, programme, county, policyYear, BusinessDay.of(clock.instant()), jobId);
  }

  @Override
  public UUID enrol(
      Actor actor,
      ProgrammeId programme,
      PlaceCode county,
      int policyYear,
      LocalDate day,
      UUID jobId) {
    Programme defined = get(programme);
    counties.requireCounty(county);
    access.require(actor, Permission.RUN_PROGRAMME, county);
    if (!counties.isPartner(defined, county))
      throw new Refusal(
          ProgrammeRefusal.OUTSIDE_PROGRAMME,
          Map.of("place", register.getPlace(county).nameZh(), "programme", defined.title().zh()));
    Instant now = clock.instant();
    requireBusinessDay(day);
    int last = defined.yearOf(BusinessDay.of(now)) + YEARS_AHEAD;
    if (policyYear < defined.firstYear() || policyYear > last)
      throw new Refusal(
          ProgrammeRefusal.YEAR_NOT_OPEN,
          Map.of(
              "year",
              String.valueOf(policyYear),
              "first",
              String.valueOf(defined.firstYear()),
              "last",
              String.valueOf(last)));
    transactions.run(
        () -> {
          if (jobs.find(jobId).isPresent()) return;
          jobs.submit(
              jobId,
              EnrolmentJob.KIND,
              new EnrolmentArgs(programme.text(), county.text(), policyYear, day, now),
              actor.account());
          audit.record(
              actor,
              "programme.enrol",
              county,
              programme.text(),
              Map.of("policyYear", policyYear, "job", jobId.toString()));
        });
    return jobId;
  }

  @Override
  public Optional<Running> running(
      Actor actor, ProgrammeId programme, PlaceCode place, int policyYear) {
    String county = counties.countyOf(place).text();
    access.require(actor, Permission.SEE_PROGRAMME, place);
    for (Jobs.Job job : jobs.unfinished(EnrolmentJob.KIND)) {
      EnrolmentArgs args = Json.read(job.argsJson(), EnrolmentArgs.class);
      if (args.programme().equals(programme.text())
          && args.county().equals(county)
          && args.policyYear() == policyYear)
        return Optional.of(new Running(job.done(), job.total()));
    }
    return Optional.empty();
  }

  @Override
  public Coverage coverage(Actor actor, ProgrammeId programme, PlaceCode place, int policyYear) {
    get(programme);
    PlaceCode county = counties.countyOf(place);
    access.require(actor, Permission.SEE_PROGRAMME, place);
    return queries.coverage(programme, policyYear, place, county, counties.villages(place, county));
  }

  @Override
  public List<Coverage> counties(Actor actor, ProgrammeId programme, int policyYear) {
    get(programme);
    return queries.counties(programme, policyYear).stream()
        .filter(each -> access.may(actor, Permission.SEE_PROGRAMME, each.place()))
        .toList();
  }

  @Override
  public Page<Enrolment> enrolments(Actor actor, Enrolment.Query query) {
    get(query.programme());
    PlaceCode county = counties.countyOf(query.place());
    access.require(actor, Permission.SEE_PROGRAMME, query.place());
    return queries.list(query, county, counties.villages(query.place(), county));
  }

  @Override
  public List<Enrolment.Explained> enrolmentsOf(Actor actor, PersonId person) {
    return queries.ofPerson(person).stream()
        .filter(each -> access.may(actor, Permission.SEE_PROGRAMME, each.enrolment().village()))
        .map(each -> new Enrolment.Explained(each.enrolment(), verdict(each)))
        .toList();
  }

  @Override
  public Enrolment.Receipt receipt(Actor actor, UUID id) {
    EnrolmentQueries.Kept kept =
        queries.find(id).orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_ENROLMENT));
    Enrolment enrolment = kept.enrolment();
    if (!access.may(actor, Permission.SEE_REGISTER, enrolment.village()))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_ENROLMENT);
    Optional<UUID> transfer = enrolment.transfer();
    if (transfer.isEmpty() || kept.salt() == null || kept.businessDate() == null)
      throw new Refusal(ProgrammeRefusal.UNKNOWN_ENROLMENT);
    byte[] leaf =
        Leaf.of(
            enrolment.programme(),
            kept.version(),
            enrolment.policyYear(),
            enrolment.county(),
            enrolment.premium().minor(),
            enrolment.premium().currency(),
            kept.businessDate(),
            transfer.get(),
            Leaf.digest(kept.salt(), enrolment.person()));
    return new Enrolment.Receipt(
        id,
        new String(leaf, StandardCharsets.UTF_8),
        new Enrolment.Opening(HexFormat.of().formatHex(kept.salt()), enrolment.person()));
  }

  @Override
  public Fund grant(Actor actor, ProgrammeId programme, Money amount, UUID id, String label) {
    return grant(actor, programme, amount, id, label, BusinessDay.of(clock.instant()));
  }

  @Override
  public Fund grant(
      Actor actor, ProgrammeId programme, Money amount, UUID id, String label, LocalDate day) {
    Programme defined = get(programme);
    access.require(actor, Permission.MOVE_MONEY, defined.place());
    requireBusinessDay(day);
    grants.grant(actor, defined, amount, id, label, day);
    return accounts.fund(defined);
  }

  @Override
  public Fund fund(Actor actor, ProgrammeId programme) {
    Programme defined = get(programme);
    boolean may =
        access.may(actor, Permission.SEE_PROGRAMME, defined.place())
            || access.places(actor, Permission.SEE_PROGRAMME).stream()
                .anyMatch(place -> register.contains(defined.place(), place));
    if (!may)
      throw new Refusal(
          AccessRefusal.NOT_PERMITTED,
          Map.of("permission", Permission.SEE_PROGRAMME.name(), "place", defined.place().text()));
    return accounts.fund(defined);
  }

  @Override
  public Money payeeFunds(Actor actor, ProgrammeId programme) {
    Programme defined = get(programme);
    boolean may =
        access.places(actor, Permission.SEE_PAYMENT).stream()
            .anyMatch(place -> register.contains(defined.place(), place));
    if (!may) access.require(actor, Permission.SEE_PAYMENT, defined.place());
    return accounts.available(defined);
  }

  @Override
  public void openFund(Programme programme) {
    accounts.open(programme);
  }

  @Override
  public List<PaidPremium> premiumsBetween(ProgrammeId programme, long from, long to, int limit) {
    return ranges.between(programme, from, to, limit);
  }

  @Override
  public Optional<PaidPremium> paidPremium(UUID enrolment) {
    return ranges.of(enrolment);
  }

  @Override
  public long covered(ProgrammeId programme, int policyYear, PlaceCode place) {
    PlaceCode county = counties.countyOf(place);
    return queries
        .coverage(programme, policyYear, place, county, counties.villages(place, county))
        .covered();
  }

  @Override
  public List<Spent> spent(ProgrammeId programme) {
    return ranges.spent(programme, get(programme).currency());
  }

  @Override
  public List<Granted> granted(ProgrammeId programme) {
    return ranges.granted(programme, get(programme).currency());
  }

  private void requireBusinessDay(LocalDate day) {
    LocalDate today = BusinessDay.of(clock.instant());
    if (day.isAfter(today) || day.isBefore(today.minusDays(DAYS_BACK)))
      throw new Refusal(
          ProgrammeRefusal.BAD_BUSINESS_DAY, Map.of("day", day.toString(), "days", DAYS_BACK));
  }

  /// Worded by the definition that decided, which may not be today's.
  private Verdict verdict(EnrolmentQueries.Kept kept) {
    Enrolment enrolment = kept.enrolment();
    Definition then = past.get(enrolment.programme(), kept.definition());
    return then.eligible(enrolment.policyYear(), kept.version(), kept.facts());
  }
}
