package org.yutang.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Cooperative;
import org.yutang.farm.FarmRefusal;
import org.yutang.farm.GeoJson;
import org.yutang.farm.Outline;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.kernel.Area;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.HouseholdId;
import org.yutang.register.HouseholdQuery;
import org.yutang.register.HouseholdRow;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// Plots as a list with a sketch, and the form that draws or walks a new one.
@Controller
class PlotPages {

  /// Neighbours that are drawn below a new plot.
  private static final int NEIGHBOURS = 200;

  private final Plots plots;
  private final Register register;
  private final Access access;
  private final ListQueries queries;
  private final TypedPlaces places;
  private final MaskedNames names;

  PlotPages(
      Plots plots,
      Register register,
      Access access,
      ListQueries queries,
      TypedPlaces places,
      MaskedNames names) {
    this.plots = plots;
    this.register = register;
    this.access = access;
    this.queries = queries;
    this.places = places;
    this.names = names;
  }

  @GetMapping("/plots")
  View list(Screen s, Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_FARM);
    ListQueries.Placed placed = queries.place(s);
    Page<Plot> page =
        plots.list(
            actor,
            new Plot.Query(
                placed.code(),
                Asked.maybeId(s.query("cooperative")),
                Asked.text(s.query("q")),
                Asked.page(s)));
    return s.page(
        "plots",
        new FarmView.Plots(
            page,
            names.places(page.items().stream().map(plot -> plot.what().village()).toList()),
            growers(s, actor, page.items()),
            page.items().isEmpty() ? Optional.empty() : Optional.of(PlotMap.of(page.items())),
            placed.place(),
            placed.problem(s)));
  }

  /// Who grows on each, by the plot's id.
  private Map<String, String> growers(Screen s, Actor actor, List<Plot> page) {
    List<HouseholdId> ids =
        page.stream().flatMap(plot -> plot.what().household().stream()).toList();
    Map<HouseholdId, HouseholdRow> households =
        register.households(actor, ids).stream()
            .collect(Collectors.toMap(HouseholdRow::id, row -> row));
    Map<String, String> growers = new HashMap<>();
    for (Plot plot : page) {
      String household =
          plot.what()
              .household()
              .map(households::get)
              .map(row -> row.headName().orElse(row.number()))
              .orElse("");
      String cooperative =
          plot.what().cooperative().map(id -> plots.getCooperative(id).name()).orElse("");
      growers.put(
          plot.id().toString(),
          household.isEmpty() || cooperative.isEmpty()
              ? household + cooperative
              : household + s.t("web.dot") + cooperative);
    }
    return growers;
  }

  /// What a plot's own page calls its grower.
  String grower(Screen s, Actor actor, Plot plot) {
    return growers(s, actor, List.of(plot)).getOrDefault(plot.id().toString(), "");
  }

  @GetMapping("/plots/new")
  View fresh(Screen s, Actor actor) {
    access.requireSomewhere(actor, Permission.RECORD_FARM);
    Map<String, String> typed = new HashMap<>();
    typed.put("village", s.query("village"));
    if (typed.get("village").isEmpty())
      access.places(actor, Permission.RECORD_FARM).stream()
          .findFirst()
          .ifPresent(place -> typed.put("village", place.text()));
    return form(s, actor, HttpStatus.OK, s.freshKey(), typed, "", "");
  }

  @PostMapping("/plots")
  View register(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    access.requireSomewhere(actor, Permission.RECORD_FARM);
    String id = typed.getOrDefault("id", "");
    String field = "village";
    try {
      PlaceCode village = places.read(said(typed, "village"));
      field = "household";
      Optional<HouseholdId> household = household(actor, village, said(typed, "household"));
      field = "declared";
      Optional<Area> declared = declared(said(typed, "declared"));
      field = "outline";
      Plot.Origin origin =
          Asked.constant(Plot.Origin.class, said(typed, "origin")).orElse(Plot.Origin.DRAWN);
      String drawn = said(typed, "outline");
      Outline outline = origin == Plot.Origin.WALKED ? GeoJson.walk(drawn) : GeoJson.outline(drawn);
      plots.register(
          actor,
          new Plot.New(
              Asked.id(id),
              village,
              household,
              Asked.maybeId(said(typed, "cooperative")),
              said(typed, "name"),
              declared,
              outline,
              origin));
      return Screen.go("/plots/" + Asked.id(id) + "?note=plot-registered");
    } catch (Refusal refusal) {
      if (refusal.code() == FarmRefusal.NO_GROWER) field = "household";
      if (refusal.code() == FarmRefusal.BAD_FIELD)
        field = String.valueOf(refusal.facts().get("field"));
      return form(
          s, actor, Mishaps.status(refusal.code().kind()), id, typed, s.refusal(refusal), field);
    }
  }

  /// A household by its number in the village, or its id.
  private Optional<HouseholdId> household(Actor actor, PlaceCode village, String typed) {
    if (typed.isEmpty()) return Optional.empty();
    Optional<UUID> id = Asked.maybeId(typed);
    if (id.isPresent()) return id.map(HouseholdId::new);
    HouseholdQuery query = HouseholdQuery.in(village, new Page.Wanted(1, 5));
    List<HouseholdRow> found =
        register
            .households(
                actor,
                new HouseholdQuery(
                    query.place(),
                    query.status(),
                    Optional.of(typed),
                    query.sort(),
                    false,
                    query.page()))
            .items();
    List<HouseholdRow> exact = found.stream().filter(row -> row.number().equals(typed)).toList();
    List<HouseholdRow> either = exact.isEmpty() ? found : exact;
    if (either.size() != 1)
      throw new Refusal(FarmRefusal.UNKNOWN_HOUSEHOLD, Map.of("household", typed));
    return Optional.of(either.getFirst().id());
  }

  private static Optional<Area> declared(String mu) {
    try {
      return mu.isEmpty() ? Optional.empty() : Optional.of(Area.parseMu(mu));
    } catch (NumberFormatException e) {
      throw new Refusal(FarmRefusal.BAD_FIELD, Map.of("field", "declared"));
    }
  }

  private View form(
      Screen s,
      Actor actor,
      HttpStatus status,
      String id,
      Map<String, String> typed,
      String problem,
      String field) {
    Optional<PlaceCode> village =
        Asked.maybePlace(said(typed, "village"))
            .filter(code -> register.findPlace(code).isPresent());
    List<Plot> near =
        village
            .map(
                place ->
                    plots
                        .list(
                            actor,
                            new Plot.Query(
                                Optional.of(place),
                                Optional.empty(),
                                Optional.empty(),
                                new Page.Wanted(1, NEIGHBOURS)))
                        .items())
            .orElse(List.of());
    List<Cooperative> cooperatives =
        village.flatMap(this::county).map(plots::cooperatives).orElse(List.of());
    return s.page(
        status,
        "plot-new",
        new FarmView.NewPlot(
            id,
            typed,
            cooperatives,
            near.isEmpty() ? Optional.empty() : Optional.of(PlotMap.of(near)),
            problem,
            field));
  }

  private Optional<PlaceCode> county(PlaceCode place) {
    return java.util.stream.Stream.concat(
            register.ancestors(place).stream(), register.findPlace(place).stream())
        .filter(each -> each.level() == PlaceLevel.COUNTY)
        .map(Place::code)
        .findFirst();
  }

  private static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }
}
