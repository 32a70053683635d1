package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Coverage;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.register.Place;
import org.yutang.register.PlaceEntry;
import org.yutang.register.PlaceFact;
import org.yutang.register.PlaceLevel;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;

/// Places from the country down to the village, and the list of counties.
@Controller
class PlacePages {

  private static final List<Integer> DELISTED = IntStream.rangeClosed(2016, 2020).boxed().toList();

  private final Register register;
  private final Programmes programmes;
  private final Access access;
  private final Clock clock;

  PlacePages(Register register, Programmes programmes, Access access, Clock clock) {
    this.register = register;
    this.programmes = programmes;
    this.access = access;
    this.clock = clock;
  }

  @GetMapping("/places")
  View places() {
    return Screen.go("/places/CN");
  }

  @GetMapping("/places/{code}")
  View place(Screen s, @PathVariable String code) {
    Place place = register.getPlace(Asked.place(code));
    Sorting<PlaceQuery.Sort> sort = Sorting.of(s.query("sort"), PlaceQuery.Sort.CODE);
    Page<PlaceEntry> inside =
        register.children(
            place.code(),
            query(
                s, Optional.empty(), sort, new Page.Wanted(Asked.page(s).number(), Page.MAX_SIZE)));
    List<PlaceView.Insurance> insurance =
        s.actor().map(actor -> insurance(actor, place)).orElse(List.of());
    Map<String, Coverage> covered =
        s.actor().map(actor -> covered(actor, place, insurance, inside.items())).orElse(Map.of());
    PlaceView view =
        new PlaceView(
            place,
            register.ancestors(place.code()),
            register.figures(place.code()),
            poverty(place),
            inside,
            map(s, place, inside, covered),
            insurance,
            covered,
            povertyList(place),
            sort.text());
    return s.page("place", view);
  }

  @GetMapping("/places/{code}/counties")
  View counties(Screen s, @PathVariable String code) {
    Place place = register.getPlace(Asked.place(code));
    Sorting<PlaceQuery.Sort> sort = Sorting.of(s.query("sort"), PlaceQuery.Sort.CODE);
    Page<PlaceEntry> counties =
        register.counties(query(s, Optional.of(place.code()), sort, Asked.page(s)));
    return s.page(
        "counties",
        new CountiesView(place, register.ancestors(place.code()), counties, DELISTED, sort.text()));
  }

  private static PlaceQuery query(
      Screen s, Optional<PlaceCode> within, Sorting<PlaceQuery.Sort> sort, Page.Wanted page) {
    return new PlaceQuery(
        within,
        Asked.text(s.query("q")),
        s.query("poor").equals("yes"),
        Asked.number(s.query("delisted")),
        s.query("registered").equals("yes"),
        sort.by(),
        sort.descending(),
        page);
  }

  private Optional<PlaceFact> poverty(Place place) {
    return register.placeFacts(place.code()).stream()
        .filter(
            fact ->
                fact.name().equals(PlaceFact.POVERTY_COUNTY)
                    || fact.name().equals(PlaceFact.POOR_VILLAGE))
        .findFirst();
  }

  private Optional<PlaceView.PovertyList> povertyList(Place place) {
    if (place.level() != PlaceLevel.COUNTRY && place.level() != PlaceLevel.PROVINCE)
      return Optional.empty();
    long counties = countiesOnList(place, Optional.empty());
    if (counties == 0) return Optional.empty();
    Map<Integer, Long> delisted = new LinkedHashMap<>();
    for (Integer year : DELISTED) delisted.put(year, countiesOnList(place, Optional.of(year)));
    return Optional.of(new PlaceView.PovertyList(counties, delisted));
  }

  private long countiesOnList(Place place, Optional<Integer> delisted) {
    Page.Wanted one = new Page.Wanted(1, 1);
    return register
        .counties(
            new PlaceQuery(
                Optional.of(place.code()),
                Optional.empty(),
                true,
                delisted,
                false,
                PlaceQuery.Sort.CODE,
                false,
                one))
        .total();
  }

  private List<PlaceView.Insurance> insurance(Actor actor, Place place) {
    if (place.level().compareTo(PlaceLevel.COUNTY) < 0
        || !access.may(actor, Permission.SEE_PROGRAMME, place.code())) return List.of();
    LocalDate today = BusinessDay.of(clock.instant());
    List<PlaceView.Insurance> insurance = new ArrayList<>();
    for (Programme programme : programmes.covering())
      if (register.contains(programme.place(), place.code())) {
        int year = programme.yearOf(today);
        insurance.add(
            new PlaceView.Insurance(
                programme,
                programmes.coverage(actor, programme.id(), place.code(), year),
                programmes.running(actor, programme.id(), place.code(), year)));
      }
    return insurance;
  }

  /// How far the first programme reaches in each place of the list.
  private Map<String, Coverage> covered(
      Actor actor, Place place, List<PlaceView.Insurance> insurance, List<PlaceEntry> inside) {
    if (insurance.isEmpty() || insurance.getFirst().coverage().assessedAt() == null)
      return Map.of();
    Coverage whole = insurance.getFirst().coverage();
    Map<String, Coverage> covered = new HashMap<>();
    if (place.level() == PlaceLevel.TOWN)
      whole.villages().forEach(village -> covered.put(village.place().text(), village));
    else
      for (PlaceEntry entry : inside)
        covered.put(
            entry.place().code().text(),
            programmes.coverage(
                actor, whole.programme(), entry.place().code(), whole.policyYear()));
    return covered;
  }

  private static Optional<TileMap> map(
      Screen s, Place place, Page<PlaceEntry> inside, Map<String, Coverage> covered) {
    if (inside.items().size() < 2 || inside.pages() > 1 || place.level() == PlaceLevel.WORLD)
      return Optional.empty();
    return Optional.of(
        covered.isEmpty() ? byHouseholds(s, inside.items()) : byShare(s, inside.items(), covered));
  }

  private static TileMap byHouseholds(Screen s, List<PlaceEntry> inside) {
    long[] bounds =
        TileMap.bounds(inside.stream().map(entry -> entry.figures().households()).toList());
    List<TileMap.Tile> tiles =
        inside.stream()
            .map(
                entry -> {
                  long households = entry.figures().households();
                  boolean none = households == 0;
                  return tile(
                      s,
                      entry.place(),
                      none ? "kx" : TileMap.style(households, bounds),
                      none ? s.t("web.map.none") : s.n(households));
                })
            .toList();
    List<TileMap.Step> scale =
        List.of(
            new TileMap.Step("k0", s.t("web.map.below", "bound", bounds[0])),
            new TileMap.Step("k1", range(s, bounds[0], bounds[1] - 1)),
            new TileMap.Step("k2", range(s, bounds[1], bounds[2] - 1)),
            new TileMap.Step("k3", s.t("web.map.above", "bound", bounds[2])),
            new TileMap.Step("kx", s.t("web.map.none")));
    return TileMap.of(s.t("web.map.households"), tiles, scale);
  }

  private static TileMap byShare(Screen s, List<PlaceEntry> inside, Map<String, Coverage> covered) {
    long[] bounds = {50, 80, 95};
    List<TileMap.Tile> tiles =
        inside.stream()
            .map(
                entry -> {
                  Coverage coverage = covered.get(entry.place().code().text());
                  if (coverage == null || coverage.eligible() == 0)
                    return tile(s, entry.place(), "kx", s.t("web.map.none"));
                  long share = coverage.covered() * 100 / coverage.eligible();
                  return tile(s, entry.place(), TileMap.style(share, bounds), share + " %");
                })
            .toList();
    List<TileMap.Step> scale =
        List.of(
            new TileMap.Step("k0", s.t("web.map.below", "bound", "50 %")),
            new TileMap.Step("k1", "50–79 %"),
            new TileMap.Step("k2", "80–94 %"),
            new TileMap.Step("k3", s.t("web.map.above", "bound", "95 %")),
            new TileMap.Step("kx", s.t("web.map.none")));
    return TileMap.of(s.t("web.map.insured"), tiles, scale);
  }

  private static String range(Screen s, long from, long to) {
    return from == to ? s.n(from) : s.t("web.map.between", "from", from, "to", to);
  }

  private static TileMap.Tile tile(Screen s, Place place, String style, String value) {
    return new TileMap.Tile(s.placeName(place), "/places/" + place.code(), style, value);
  }
}
