package org.yutang.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.register.ImportKind;
import org.yutang.register.PlaceEntry;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Jobs;

/// Brings the synthetic county in, by the same doors as real files: accounts, two imports, a grant,
/// the enrolment, and then a year of orders and claims. Every step has an id of its own and can be
/// repeated, so a demo that was killed goes on where it was.
@Component
@ConditionalOnProperty("yutang.demo")
public class Demo {

  static final PlaceCode COUNTRY = new PlaceCode("CN");
  static final PlaceCode COUNTY = new PlaceCode("CN-500236");

  private static final long SEED = 500_236;
  private static final String VALUE = "demo";
  private static final String COMPLETE = "demo-complete";
  static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  private static final Money GRANT = Money.fen(300_000_000);
  private static final int ORDERS = 200_000;
  private static final int CLAIMS = 1_200;

  /// The ledger takes causes of some more than a year ago.
  private static final int DAYS_BACK = 390;

  /// In the first half of a policy year the one before is shown, so that there is enough to see.
  private static final int DAYS_TO_SEE = 181;

  private static final UUID YEAR = Uuids.named("demo.year");

  private final HouseSettings settings;
  private final DemoAccounts people;
  private final DemoGate gate;
  private final Accounts accounts;
  private final Register register;
  private final DemoImports imports;
  private final Programmes programmes;
  private final Jobs jobs;

  Demo(
      HouseSettings settings,
      DemoAccounts people,
      DemoGate gate,
      Accounts accounts,
      Register register,
      DemoImports imports,
      Programmes programmes,
      Jobs jobs) {
    this.settings = settings;
    this.people = people;
    this.gate = gate;
    this.accounts = accounts;
    this.register = register;
    this.imports = imports;
    this.programmes = programmes;
    this.jobs = jobs;
  }

  /// A way in: append `path` to the server's address.
  public record Login(Role role, String account, String path) {}

  /// Completes the register, then lets readers in; the enrolment and the year go on behind as jobs
  /// that they can watch. Refuses with `demo.not-a-demo` a house that holds something else.
  ///
  /// @param progress is told every step
  public void build(Jobs.Progress progress) throws InterruptedException {
    Jobs.Progress both =
        (step, done, total) -> {
          progress.step(step, done, total);
          gate.show(step, done, total);
        };
    if (!isComplete()) {
      claim();
      both.step("demo.step.accounts", 0, 0);
      SyntheticCounty county = new SyntheticCounty(SEED, villages());
      List<Village> poor = county.poorVillages();
      people.open(poor.getFirst().code());
      UUID job = fill(county, poor, both);
      fund(jobs.find(job).orElseThrow().submittedAt());
      settings.put(COMPLETE, "yes");
    }
    gate.open();
  }

  /// Whether an earlier start brought everything in.
  public boolean isComplete() {
    return settings.find(COMPLETE).isPresent();
  }

  /// How far the year has come, which fills behind the open doors; empty where none was begun.
  public Optional<Jobs.Job> year() {
    return jobs.find(YEAR);
  }

  /// One for each role, good while this server runs.
  public List<Login> logins() {
    return people.links();
  }

  /// Makes the house a demo, unless it is something else already.
  private void claim() {
    if (settings.find(HouseSettings.SYNTHETIC).isPresent()) return;
    boolean empty =
        accounts.list(Actor.SYSTEM, "", true, new Page.Wanted(1, 1)).total() == 0
            && register.figures(PlaceCode.WORLD).households() == 0;
    if (!empty) throw new Refusal(DemoRefusal.NOT_A_DEMO);
    settings.put(HouseSettings.SYNTHETIC, VALUE);
  }

  /// Both imports, poor villages first.
  ///
  /// @return the register's job
  private UUID fill(SyntheticCounty county, List<Village> poor, Jobs.Progress progress)
      throws InterruptedException {
    progress.step("demo.step.generating", 0, 0);
    try {
      Path folder = Files.createTempDirectory("yutang-demo");
      Path places = folder.resolve("places.csv");
      Path persons = folder.resolve("register.csv");
      try {
        CountyFiles.writePlaces(poor, places);
        CountyFiles.writeRegister(county, persons);
        imports.run(ImportKind.PLACES, places, "demo-places.yaml", "奉节县贫困村（合成数据）.csv", progress);
        return imports.run(
            ImportKind.REGISTER, persons, "demo-register.yaml", "奉节县建档立卡（合成数据）.csv", progress);
      } finally {
        Files.deleteIfExists(places);
        Files.deleteIfExists(persons);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts synthetic money into the fund, has the county enrolled, and lets the year begin.
  ///
  /// @param cause a moment that stays the same when this is repeated
  private void fund(Instant cause) {
    Programme insurance = programmes.get(INSURANCE);
    Actor officer = people.actor(Role.FUND_OFFICER);
    LocalDate today = BusinessDay.of(cause);
    int year = insurance.yearOf(today.minusDays(DAYS_TO_SEE));
    LocalDate oldest = today.minusDays(DAYS_BACK);
    LocalDate from = insurance.coverFrom(year);
    if (from.isBefore(oldest)) from = oldest;
    LocalDate last = insurance.coverTo(year);
    LocalDate to = last.isBefore(today) ? last : today.minusDays(1);
    programmes.grant(
        officer,
        INSURANCE,
        GRANT,
        Uuids.derived(cause, "demo.grant"),
        "启动拨款（合成数据） Opening grant (synthetic)",
        from);
    UUID enrolment = Uuids.derived(cause, "demo.enrolment");
    programmes.enrol(officer, INSURANCE, COUNTY, year, from, enrolment);
    jobs.submit(
        YEAR,
        DemoYear.KIND,
        new YearArgs(COUNTY.text(), from, to, ORDERS, CLAIMS, enrolment),
        officer.account());
  }

  private List<Village> villages() {
    List<Village> villages = new ArrayList<>();
    for (PlaceEntry town : inside(COUNTY))
      for (PlaceEntry village : inside(town.place().code()))
        villages.add(
            new Village(village.place().code(), town.place().code(), village.place().nameZh()));
    return villages;
  }

  private List<PlaceEntry> inside(PlaceCode parent) {
    List<PlaceEntry> all = new ArrayList<>();
    Page<PlaceEntry> page;
    int number = 0;
    do {
      page = register.children(parent, PlaceQuery.all(new Page.Wanted(++number, Page.MAX_SIZE)));
      all.addAll(page.items());
    } while (number < page.pages());
    return all;
  }
}
