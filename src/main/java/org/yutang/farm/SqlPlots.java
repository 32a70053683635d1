package org.yutang.farm;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.HouseholdId;
import org.yutang.register.HouseholdRow;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Checks who may and what is true of a plot, then writes under the locks of its cells.
@Component
class SqlPlots implements Plots {

  private static final int LONGEST_NAME = 60;

  private final PlotRows rows;
  private final Register register;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  SqlPlots(
      PlotRows rows,
      Register register,
      Access access,
      Audit audit,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.register = register;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Plot register(Actor actor, Plot.New plot) {
    registerAll(actor, List.of(plot))
        .getFirst()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    return rows.find(plot.id()).orElseThrow();
  }

  @Override
  public List<Optional<Refusal>> registerAll(Actor actor, List<Plot.New> plots) {
    if (plots.size() > MAX_BATCH)
      throw new Refusal(FarmRefusal.TOO_MANY, Map.of("limit", MAX_BATCH));
    Known known = known(actor, plots);
    List<Optional<Refusal>> answers = new ArrayList<>();
    for (Plot.New plot : plots) answers.add(refusal(plot, known));
    transactions.run(() -> write(actor, plots, answers, known));
    return answers;
  }

  /// What is asked once for all plots of a call.
  private record Known(
      Set<PlaceCode> allowed,
      Map<PlaceCode, PlaceCode> counties,
      Set<HouseholdId> households,
      Set<UUID> cooperatives) {}

  private Known known(Actor actor, List<Plot.New> plots) {
    Set<PlaceCode> villages = plots.stream().map(Plot.New::village).collect(Collectors.toSet());
    Map<PlaceCode, PlaceCode> counties = new HashMap<>();
    for (PlaceCode village : villages)
      county(village).ifPresent(county -> counties.put(village, county));
    List<HouseholdId> households =
        plots.stream().flatMap(plot -> plot.household().stream()).distinct().toList();
    List<UUID> cooperatives =
        plots.stream().flatMap(plot -> plot.cooperative().stream()).distinct().toList();
    return new Known(
        access.among(actor, Permission.RECORD_FARM, villages),
        counties,
        register.households(actor, households).stream()
            .map(HouseholdRow::id)
            .collect(Collectors.toSet()),
        rows.cooperatives(cooperatives).stream().map(Cooperative::id).collect(Collectors.toSet()));
  }

  /// The county of a village, or of a town; empty for other places.
  private Optional<PlaceCode> county(PlaceCode place) {
    return register
        .findPlace(place)
        .filter(found -> found.level() == PlaceLevel.VILLAGE || found.level() == PlaceLevel.TOWN)
        .flatMap(
            found ->
                register.ancestors(place).stream()
                    .filter(above -> above.level() == PlaceLevel.COUNTY)
                    .map(Place::code)
                    .findFirst());
  }

  private static Optional<Refusal> refusal(Plot.New plot, Known known) {
    if (!known.counties.containsKey(plot.village()))
      return refused(FarmRefusal.NOT_A_VILLAGE, "place", plot.village().text());
    if (!known.allowed.contains(plot.village()))
      return Optional.of(
          new Refusal(
              AccessRefusal.NOT_PERMITTED,
              Map.of("permission", Permission.RECORD_FARM.name(), "place", plot.village().text())));
    if (plot.household().isEmpty() && plot.cooperative().isEmpty())
      return Optional.of(new Refusal(FarmRefusal.NO_GROWER));
    if (plot.household().filter(id -> !known.households.contains(id)).isPresent())
      return refused(FarmRefusal.UNKNOWN_HOUSEHOLD, "household", plot.household().get().toString());
    if (plot.cooperative().filter(id -> !known.cooperatives.contains(id)).isPresent())
      return refused(
          FarmRefusal.UNKNOWN_COOPERATIVE, "cooperative", plot.cooperative().get().toString());
    if (!isName(plot.name())) return refused(FarmRefusal.BAD_FIELD, "field", "name");
    if (plot.declared().filter(area -> area.squareMetres() == 0).isPresent())
      return refused(FarmRefusal.BAD_FIELD, "field", "declared");
    return Optional.empty();
  }

  /// No database text can hold a NUL.
  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= LONGEST_NAME && text.indexOf('\0') < 0;
  }

  private static Optional<Refusal> refused(FarmRefusal code, String fact, String value) {
    return Optional.of(new Refusal(code, Map.of(fact, value)));
  }

  private void write(
      Actor actor, List<Plot.New> plots, List<Optional<Refusal>> answers, Known known) {
    List<Plot.New> sound = new ArrayList<>();
    for (int i = 0; i < plots.size(); i++) if (answers.get(i).isEmpty()) sound.add(plots.get(i));
    if (sound.isEmpty()) return;
    rows.lockAround(sound);
    Map<UUID, Plot.New> there = new HashMap<>();
    for (Plot plot : rows.these(sound.stream().map(Plot.New::id).toList()))
      there.put(plot.id(), plot.what());
    Map<Integer, List<Plot>> near = rows.near(sound);
    List<Plot.New> taken = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < plots.size(); i++) {
      if (answers.get(i).isPresent()) continue;
      Plot.New plot = plots.get(i);
      int place = next++;
      Plot.New same = there.get(plot.id());
      if (same != null) {
        if (!same.equals(plot))
          answers.set(i, refused(FarmRefusal.ID_REUSED, "id", plot.id().toString()));
        continue;
      }
      Optional<Refusal> overlap = overlap(plot, near.getOrDefault(place, List.of()), taken);
      answers.set(i, overlap);
      if (overlap.isPresent()) continue;
      taken.add(plot);
      there.put(plot.id(), plot);
    }
    if (taken.isEmpty()) return;
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    rows.insert(taken, known.counties, actor, now);
    outbox.write(PlotsRegistered.TOPIC, PlotsRegistered.of(actor.account(), now, taken));
    Set<PlaceCode> villages = new HashSet<>();
    for (Plot.New plot : taken)
      if (villages.add(plot.village()))
        audit.record(
            actor,
            "farm.plots-registered",
            plot.village(),
            plot.id().toString(),
            Map.of(
                "plots",
                taken.stream().filter(each -> each.village().equals(plot.village())).count()));
  }

  private static Optional<Refusal> overlap(Plot.New plot, List<Plot> near, List<Plot.New> taken) {
    for (Plot other : near) {
      Optional<Refusal> refusal = overlap(plot, other.what());
      if (refusal.isPresent()) return refusal;
    }
    for (Plot.New other : taken) {
      Optional<Refusal> refusal = overlap(plot, other);
      if (refusal.isPresent()) return refusal;
    }
    return Optional.empty();
  }

  private static Optional<Refusal> overlap(Plot.New plot, Plot.New other) {
    double shared = plot.outline().shared(other.outline());
    double tolerance = tolerance(plot.outline(), other.outline());
    if (shared <= tolerance) return Optional.empty();
    return Optional.of(
        new Refusal(
            FarmRefusal.OVERLAP,
            Map.of(
                "plot",
                other.name(),
                "id",
                other.id().toString(),
                "squareMetres",
                Math.round(shared),
                "tolerance",
                Math.round(tolerance))));
  }

  static double tolerance(Outline one, Outline other) {
    long smaller = Math.min(one.area().squareMetres(), other.area().squareMetres());
    return Math.max(TOLERANCE_SQUARE_METRES, smaller * TOLERANCE_PERCENT / 100.0);
  }

  @Override
  public List<Plot> ofSeasons(List<UUID> seasons) {
    return rows.ofSeasons(seasons);
  }

  @Override
  public Plot get(Actor actor, UUID plot) {
    return rows.find(plot)
        .filter(found -> access.may(actor, Permission.SEE_FARM, found.what().village()))
        .orElseThrow(() -> new Refusal(FarmRefusal.UNKNOWN_PLOT, Map.of("plot", plot.toString())));
  }

  @Override
  public Page<Plot> list(Actor actor, Plot.Query query) {
    List<PlaceCode> held = access.places(actor, Permission.SEE_FARM);
    if (query.place().isEmpty() && held.contains(PlaceCode.WORLD))
      return rows.list(query, new PlotRows.Bounds(true, List.of(), List.of()));
    List<PlaceCode> tops = new ArrayList<>();
    if (query.place().isEmpty()) tops.addAll(held);
    else if (access.may(actor, Permission.SEE_FARM, query.place().get()))
      tops.add(query.place().get());
    else
      held.stream().filter(top -> register.contains(query.place().get(), top)).forEach(tops::add);
    return rows.list(query, bounds(tops));
  }

  private PlotRows.Bounds bounds(List<PlaceCode> tops) {
    List<PlaceCode> counties = new ArrayList<>();
    List<PlaceCode> others = new ArrayList<>();
    for (PlaceCode top : tops)
      (register.findPlace(top).filter(place -> place.level() == PlaceLevel.COUNTY).isPresent()
              ? counties
              : others)
          .add(top);
    Set<PlaceCode> villages =
        others.isEmpty()
            ? Set.of()
            : register.within(others, rows.villages().stream().map(PlaceCode::new).toList());
    return new PlotRows.Bounds(
        false,
        counties.stream().map(PlaceCode::text).toList(),
        villages.stream().map(PlaceCode::text).toList());
  }

  @Override
  public Cooperative addCooperative(Actor actor, Cooperative cooperative) {
    access.require(actor, Permission.RECORD_FARM, cooperative.place());
    if (!isName(cooperative.name()))
      throw new Refusal(FarmRefusal.BAD_FIELD, Map.of("field", "name"));
    Place place = register.getPlace(cooperative.place());
    PlaceCode county =
        place.level() == PlaceLevel.COUNTY
            ? place.code()
            : county(place.code())
                .orElseThrow(
                    () ->
                        new Refusal(
                            FarmRefusal.NOT_A_VILLAGE, Map.of("place", place.code().text())));
    transactions.run(
        () -> {
          if (rows.insert(cooperative, county, actor, clock.instant()))
            audit.record(
                actor,
                "farm.cooperative-added",
                cooperative.place(),
                cooperative.id().toString(),
                Map.of("name", cooperative.name()));
          else if (!Objects.equals(getCooperative(cooperative.id()), cooperative))
            throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", cooperative.id().toString()));
        });
    return cooperative;
  }

  @Override
  public List<Cooperative> cooperatives(PlaceCode county) {
    return rows.cooperatives(county);
  }

  @Override
  public Cooperative getCooperative(UUID cooperative) {
    return rows.cooperatives(List.of(cooperative)).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    FarmRefusal.UNKNOWN_COOPERATIVE,
                    Map.of("cooperative", cooperative.toString())));
  }
}
