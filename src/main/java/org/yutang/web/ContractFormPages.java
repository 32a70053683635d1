package org.yutang.web;

import static org.yutang.web.ContractForm.said;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Buyers;
import org.yutang.farm.Contract;
import org.yutang.farm.Contracts;
import org.yutang.farm.Cooperative;
import org.yutang.farm.FarmRefusal;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.HouseholdId;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// The form that drafts a contract, begun from a co-operative or from a plot.
@Controller
class ContractFormPages {

  private final Contracts contracts;
  private final Buyers buyers;
  private final Plots plots;
  private final Seasons seasons;
  private final Standards standards;
  private final Register register;
  private final Access access;

  ContractFormPages(
      Contracts contracts,
      Buyers buyers,
      Plots plots,
      Seasons seasons,
      Standards standards,
      Register register,
      Access access) {
    this.contracts = contracts;
    this.buyers = buyers;
    this.plots = plots;
    this.seasons = seasons;
    this.standards = standards;
    this.register = register;
    this.access = access;
  }

  @GetMapping("/contracts/new")
  View fresh(Screen s, Actor actor) {
    access.requireSomewhere(actor, Permission.RECORD_FARM);
    Map<String, String> typed = new HashMap<>();
    Optional<UUID> plot = Asked.maybeId(s.query("plot"));
    List<Plot> offered;
    if (plot.isPresent()) {
      Plot one = plots.get(actor, plot.get());
      offered = List.of(one);
      one.what().household().ifPresent(id -> typed.put("household", id.toString()));
      one.what().cooperative().ifPresent(id -> typed.put("cooperative", id.toString()));
    } else {
      typed.put("cooperative", s.query("cooperative"));
      offered = ofCooperative(actor, typed);
    }
    Optional<Season> season =
        offered.stream()
            .findFirst()
            .flatMap(first -> seasons.seasons(actor, first.id()).stream().findFirst());
    season.ifPresent(
        there -> {
          Standard standard = standards.get(there.what().standard());
          int year = there.what().season();
          ContractForm.fresh(standard.inSeason(year), year).forEach(typed::putIfAbsent);
          typed.put("standard", standard.id().text());
        });
    List<String> chosen = offered.stream().map(each -> each.id().toString()).toList();
    return form(s, actor, HttpStatus.OK, s.freshKey(), 0, typed, offered, chosen, Optional.empty());
  }

  private List<Plot> ofCooperative(Actor actor, Map<String, String> typed) {
    Optional<UUID> cooperative = Asked.maybeId(said(typed, "cooperative"));
    if (cooperative.isEmpty()) return List.of();
    return plots
        .list(
            actor,
            new Plot.Query(
                Optional.empty(), cooperative, Optional.empty(), new Page.Wanted(1, Page.MAX_SIZE)))
        .items();
  }

  @GetMapping("/contracts/{id}/edit")
  View edit(Screen s, Actor actor, @PathVariable String id) {
    Contract contract = contracts.get(actor, Asked.id(id));
    access.require(actor, Permission.RECORD_FARM, contract.place());
    Map<String, String> typed = ContractForm.typed(contract.terms());
    return form(
        s,
        actor,
        HttpStatus.OK,
        contract.id().toString(),
        contract.version(),
        typed,
        offered(actor, typed, contract.terms().plots()),
        contract.terms().plots().stream().map(UUID::toString).toList(),
        Optional.empty());
  }

  /// The plots that the form shows: the grower's, and those that were chosen.
  private List<Plot> offered(Actor actor, Map<String, String> typed, List<UUID> chosen) {
    boolean ofHousehold = !said(typed, "household").isEmpty();
    List<Plot> all = ofHousehold ? List.of() : ofCooperative(actor, typed);
    List<UUID> there = all.stream().map(Plot::id).toList();
    return java.util.stream.Stream.concat(
            all.stream(),
            chosen.stream().filter(id -> !there.contains(id)).map(id -> plots.get(actor, id)))
        .toList();
  }

  @PostMapping("/contracts")
  View save(Screen s, Actor actor, @RequestParam MultiValueMap<String, String> fields) {
    access.requireSomewhere(actor, Permission.RECORD_FARM);
    Map<String, String> typed = new HashMap<>(fields.toSingleValueMap());
    List<UUID> chosen =
        fields.getOrDefault("plot", List.of()).stream()
            .limit(Contracts.MAX_PLOTS + 1L)
            .map(Asked::id)
            .toList();
    String id = said(typed, "key");
    int version = Asked.number(said(typed, "version")).orElse(0);
    try {
      Standard.Version rules =
          standards.get(said(typed, "standard")).inSeason(ContractForm.number(typed, "season"));
      contracts.save(actor, Asked.id(id), version, ContractForm.terms(typed, chosen, rules));
      return Screen.go("/contracts/" + Asked.id(id) + "?note=contract-saved");
    } catch (Refusal refusal) {
      if (refusal.code().kind() == Refusal.Kind.NOT_FOUND
          || refusal.code().kind() == Refusal.Kind.FORBIDDEN) throw refusal;
      return form(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          id,
          version,
          typed,
          offered(actor, typed, chosen),
          chosen.stream().map(UUID::toString).toList(),
          Optional.of(refusal));
    }
  }

  private View form(
      Screen s,
      Actor actor,
      HttpStatus status,
      String id,
      int version,
      Map<String, String> typed,
      List<Plot> offered,
      List<String> chosen,
      Optional<Refusal> refusal) {
    return s.page(
        status,
        "contract-form",
        new ContractView.Form(
            id,
            version,
            typed,
            offered.isEmpty() ? cooperatives(actor) : List.of(),
            offered,
            chosen,
            buyers.list(actor),
            grower(actor, typed),
            standards.find(said(typed, "standard")),
            Asked.number(said(typed, "season")).orElse(0),
            refusal.map(s::refusal).orElse(""),
            refusal.map(each -> field(typed, each)).orElse("")));
  }

  /// Where on the form it is.
  private static String field(Map<String, String> typed, Refusal refusal) {
    Object grade = refusal.facts().get("name");
    return switch (refusal.code()) {
      case FarmRefusal.BELOW_PROTECTED_PRICE -> "price-" + grade;
      case FarmRefusal.SUM_BELOW_PROTECTED -> "sum";
      case FarmRefusal.ADVANCE_TOO_LARGE -> "advance";
      case FarmRefusal.BAD_CHAIN -> "now-grower";
      case FarmRefusal.BAD_FIELD -> field(typed, String.valueOf(refusal.facts().get("field")));
      default -> "plots";
    };
  }

  private static String field(Map<String, String> typed, String bad) {
    return switch (bad) {
      case "quantity", "price" ->
          typed.keySet().stream()
              .filter(each -> each.startsWith(bad + "-"))
              .sorted()
              .findFirst()
              .orElse("plots");
      case "window" -> "from";
      default -> bad;
    };
  }

  private List<Cooperative> cooperatives(Actor actor) {
    return access.places(actor, Permission.RECORD_FARM).stream()
        .flatMap(place -> county(place).stream())
        .distinct()
        .flatMap(county -> plots.cooperatives(county).stream())
        .toList();
  }

  private Optional<PlaceCode> county(PlaceCode place) {
    return java.util.stream.Stream.concat(
            register.ancestors(place).stream(), register.findPlace(place).stream())
        .filter(each -> each.level() == PlaceLevel.COUNTY)
        .map(Place::code)
        .findFirst();
  }

  private String grower(Actor actor, Map<String, String> typed) {
    Optional<String> household =
        Asked.maybeId(said(typed, "household"))
            .flatMap(
                id -> register.households(actor, List.of(new HouseholdId(id))).stream().findFirst())
            .map(ContractPages::called);
    return household.orElseGet(
        () ->
            Asked.maybeId(said(typed, "cooperative"))
                .map(id -> plots.getCooperative(id).name())
                .orElse(""));
  }
}
