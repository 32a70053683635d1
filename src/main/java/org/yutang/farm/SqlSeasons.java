package org.yutang.farm;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Outbox;
import org.yutang.store.Photos;
import org.yutang.store.Transactions;

/// Checks who may and what the standard says, then writes.
@Component
class SqlSeasons implements Seasons {

  private static final int LONGEST_NOTE = 500;
  private static final long MOST_GRAMS_MU = 100_000_000;

  private final SeasonRows rows;
  private final PlotRows plots;
  private final Standards standards;
  private final Access access;
  private final Audit audit;
  private final Photos photos;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  SqlSeasons(
      SeasonRows rows,
      PlotRows plots,
      Standards standards,
      Access access,
      Audit audit,
      Photos photos,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.plots = plots;
    this.standards = standards;
    this.access = access;
    this.audit = audit;
    this.photos = photos;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public void addSoilTests(Actor actor, List<SoilTest> tests) {
    if (tests.isEmpty()) return;
    Map<UUID, PlaceCode> villages = mayRecord(actor, tests, SoilTest::plot);
    for (SoilTest test : tests) requirePast(test.sampledOn());
    Instant now = now();
    transactions.run(
        () -> {
          int written = rows.insertTests(tests, actor, now);
          if (written < tests.size())
            requireSame(tests, rows.tests(ids(tests, SoilTest::id)), SoilTest::id);
          if (written == 0) return;
          outbox.write(
              FieldEvents.SoilTested.TOPIC,
              new FieldEvents.SoilTested(
                  actor.account(),
                  now,
                  tests.stream()
                      .map(
                          test ->
                              new FieldEvents.SoilTested.Test(
                                  test.id(), test.plot(), test.sampledOn()))
                      .toList()));
          audit(actor, "farm.soil-tested", villages, tests.size());
        });
  }

  /// The villages of what is to be written about, by plot. Refuses where one is unknown or the
  /// actor may not.
  private <T> Map<UUID, PlaceCode> mayRecord(
      Actor actor, Collection<T> things, Function<T, UUID> plot) {
    if (things.size() > MAX_BATCH)
      throw new Refusal(FarmRefusal.TOO_MANY, Map.of("limit", MAX_BATCH));
    Set<UUID> wanted = things.stream().map(plot).collect(Collectors.toSet());
    Map<UUID, PlaceCode> villages = new HashMap<>();
    for (Plot each : plots.these(wanted)) villages.put(each.id(), each.what().village());
    for (UUID each : wanted)
      if (!villages.containsKey(each))
        throw new Refusal(FarmRefusal.UNKNOWN_PLOT, Map.of("plot", each.toString()));
    Set<PlaceCode> allowed =
        access.among(actor, Permission.RECORD_FARM, Set.copyOf(villages.values()));
    for (PlaceCode village : villages.values())
      if (!allowed.contains(village)) access.require(actor, Permission.RECORD_FARM, village);
    return villages;
  }

  private void requirePast(LocalDate day) {
    boolean sound = !day.isAfter(BusinessDay.of(clock.instant())) && day.getYear() >= 1990;
    if (!sound) throw SoilTest.bad("day");
  }

  private static <T> List<UUID> ids(List<T> all, Function<T, UUID> id) {
    return all.stream().map(id).toList();
  }

  /// Refuses where something else stands under an id.
  private static <T> void requireSame(List<T> wanted, List<T> there, Function<T, UUID> id) {
    Map<UUID, T> found = new HashMap<>();
    for (T each : there) found.put(id.apply(each), each);
    for (T each : wanted)
      if (!each.equals(found.get(id.apply(each))))
        throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", id.apply(each).toString()));
  }

  private void audit(Actor actor, String action, Map<UUID, PlaceCode> villages, int count) {
    Map.Entry<UUID, PlaceCode> first = villages.entrySet().iterator().next();
    audit.record(
        actor, action, first.getValue(), first.getKey().toString(), Map.of("count", count));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public List<SoilTest> soilTests(Actor actor, UUID plot) {
    requireSeen(actor, plot);
    return rows.testsOf(plot);
  }

  private Plot requireSeen(Actor actor, UUID plot) {
    return plots
        .find(plot)
        .filter(found -> access.may(actor, Permission.SEE_FARM, found.what().village()))
        .orElseThrow(() -> new Refusal(FarmRefusal.UNKNOWN_PLOT, Map.of("plot", plot.toString())));
  }

  @Override
  public void plan(Actor actor, List<Season.New> seasons) {
    if (seasons.isEmpty()) return;
    Map<UUID, PlaceCode> villages = mayRecord(actor, seasons, Season.New::plot);
    List<Integer> versions = new ArrayList<>();
    for (Season.New season : seasons) versions.add(version(season));
    Instant now = now();
    transactions.run(
        () -> {
          int written = rows.insertSeasons(seasons, versions, actor, now);
          if (written < seasons.size()) requireSamePlans(seasons);
          if (written == 0) return;
          outbox.write(
              FieldEvents.SeasonsPlanned.TOPIC,
              new FieldEvents.SeasonsPlanned(actor.account(), now, plans(seasons, versions)));
          audit(actor, "farm.season-planned", villages, seasons.size());
        });
  }

  /// The version that holds.
  private int version(Season.New season) {
    Standard standard = standards.get(season.standard());
    if (standard.varieties().stream().noneMatch(each -> each.name().equals(season.variety())))
      throw new Refusal(FarmRefusal.UNKNOWN_VARIETY, Map.of("variety", season.variety()));
    long target = season.targetPerMu().grams();
    if (target == 0 || target > MOST_GRAMS_MU) throw SoilTest.bad("target");
    return standard.inSeason(season.season()).fromSeason();
  }

  private void requireSamePlans(List<Season.New> wanted) {
    Map<UUID, Season.New> there = new HashMap<>();
    for (Season each : rows.seasons(ids(wanted, Season.New::id))) there.put(each.id(), each.what());
    for (Season.New each : wanted) {
      Season.New found = there.get(each.id());
      if (found == null)
        throw new Refusal(
            FarmRefusal.SEASON_PLANNED, Map.of("season", String.valueOf(each.season())));
    }
    requireSame(wanted, List.copyOf(there.values()), Season.New::id);
  }

  private static List<FieldEvents.SeasonsPlanned.Plan> plans(
      List<Season.New> seasons, List<Integer> versions) {
    List<FieldEvents.SeasonsPlanned.Plan> plans = new ArrayList<>();
    for (int i = 0; i < seasons.size(); i++) {
      Season.New each = seasons.get(i);
      plans.add(
          new FieldEvents.SeasonsPlanned.Plan(
              each.id(), each.plot(), each.season(), each.standard(), versions.get(i)));
    }
    return plans;
  }

  @Override
  public List<Season> seasons(Actor actor, UUID plot) {
    requireSeen(actor, plot);
    return rows.seasonsOf(plot);
  }

  @Override
  public Season getSeason(Actor actor, UUID season) {
    return rows.seasons(List.of(season)).stream()
        .findFirst()
        .filter(found -> maySee(actor, found))
        .orElseThrow(
            () -> new Refusal(FarmRefusal.UNKNOWN_SEASON, Map.of("season", season.toString())));
  }

  private boolean maySee(Actor actor, Season season) {
    return plots
        .find(season.what().plot())
        .filter(plot -> access.may(actor, Permission.SEE_FARM, plot.what().village()))
        .isPresent();
  }

  @Override
  public void record(Actor actor, List<Work.New> works, boolean evenSo) {
    if (works.isEmpty()) return;
    if (works.size() > MAX_BATCH)
      throw new Refusal(FarmRefusal.TOO_MANY, Map.of("limit", MAX_BATCH));
    Map<UUID, Season> seasons = new HashMap<>();
    for (Season each : rows.seasons(works.stream().map(Work.New::season).distinct().toList()))
      seasons.put(each.id(), each);
    for (Work.New work : works) {
      if (!seasons.containsKey(work.season()))
        throw new Refusal(FarmRefusal.UNKNOWN_SEASON, Map.of("season", work.season().toString()));
      requirePast(work.day());
      if (work.note().length() > LONGEST_NOTE || work.note().indexOf('\0') >= 0)
        throw SoilTest.bad("note");
      if (work.photos().size() > Work.MAX_PHOTOS) throw SoilTest.bad("photos");
    }
    Map<UUID, PlaceCode> villages =
        mayRecord(actor, seasons.values(), season -> season.what().plot());
    for (Work.New work : works) work.photos().forEach(photos::require);
    transactions.run(() -> write(actor, works, evenSo, seasons, villages));
  }

  private void write(
      Actor actor,
      List<Work.New> wanted,
      boolean evenSo,
      Map<UUID, Season> seasons,
      Map<UUID, PlaceCode> villages) {
    rows.lock(seasons.keySet());
    List<Work.New> there = rows.works(ids(wanted, Work.New::id)).stream().map(Work::what).toList();
    Set<UUID> known = Set.copyOf(ids(there, Work.New::id));
    requireSame(
        wanted.stream().filter(work -> known.contains(work.id())).toList(), there, Work.New::id);
    List<Work.New> works = wanted.stream().filter(work -> !known.contains(work.id())).toList();
    if (works.isEmpty()) return;
    Map<UUID, List<Work.New>> before = new HashMap<>();
    for (Work work : rows.worksOf(seasons.keySet()))
      before.computeIfAbsent(work.what().season(), id -> new ArrayList<>()).add(work.what());
    List<@Nullable String> flags = new ArrayList<>();
    for (Work.New work : works) {
      Season season = Objects.requireNonNull(seasons.get(work.season()));
      List<Work.New> past = before.computeIfAbsent(work.season(), id -> new ArrayList<>());
      Optional<WorkCheck.Broken> broken =
          WorkCheck.check(version(season), season.what().season(), work, past);
      if (broken.isPresent() && !evenSo) throw broken.get().refusal();
      flags.add(broken.map(each -> each.rule().name()).orElse(null));
      past.add(work);
    }
    Instant now = now();
    rows.insertWorks(works, flags, actor, now);
    for (Work.New work : works) work.photos().forEach(photos::keep);
    outbox.write(
        FieldEvents.WorksRecorded.TOPIC,
        new FieldEvents.WorksRecorded(actor.account(), now, told(works, flags, seasons)));
    audit(actor, "farm.work-recorded", villages, works.size());
  }

  private static List<FieldEvents.WorksRecorded.One> told(
      List<Work.New> works, List<@Nullable String> flags, Map<UUID, Season> seasons) {
    List<FieldEvents.WorksRecorded.One> told = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      Work.New work = works.get(i);
      told.add(
          new FieldEvents.WorksRecorded.One(
              work.id(),
              Objects.requireNonNull(seasons.get(work.season())).what().plot(),
              work.season(),
              work.task(),
              work.day(),
              work.used().map(Work.Used::input).orElse(null),
              work.used().map(Work.Used::perMu).orElse(null),
              flags.get(i)));
    }
    return told;
  }

  private Standard.Version version(Season season) {
    return standards.get(season.what().standard()).inSeason(season.version());
  }

  @Override
  public List<Work> works(Actor actor, UUID season) {
    getSeason(actor, season);
    return rows.worksOf(List.of(season));
  }

  @Override
  public Optional<Formula> formula(Actor actor, Season season) {
    List<SoilTest> tests = soilTests(actor, season.what().plot());
    return version(season)
        .nutrients()
        .filter(_ -> !tests.isEmpty())
        .map(crop -> Formula.of(crop, tests.getFirst(), season.what().targetPerMu()));
  }

  @Override
  public byte[] photo(Actor actor, UUID plot, String photo) {
    List<UUID> seasons = seasons(actor, plot).stream().map(Season::id).toList();
    boolean known =
        rows.worksOf(seasons).stream().anyMatch(work -> work.what().photos().contains(photo));
    if (!known) throw new Refusal(FarmRefusal.UNKNOWN_PLOT, Map.of("plot", plot.toString()));
    return photos.get(photo);
  }
}
