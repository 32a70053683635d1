package org.yutang.web;

import static org.yutang.web.ContractForm.said;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Buyer;
import org.yutang.farm.Buyers;
import org.yutang.farm.Contract;
import org.yutang.farm.Contracts;
import org.yutang.farm.Delivery;
import org.yutang.farm.FarmRefusal;
import org.yutang.farm.Plots;
import org.yutang.farm.Quotes;
import org.yutang.farm.Settlement;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.register.HouseholdRow;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// Contracts as a list, one with its deliveries and steps, and its settlement.
@Controller
class ContractPages {

  private final Contracts contracts;
  private final Buyers buyers;
  private final Quotes quotes;
  private final Plots plots;
  private final Standards standards;
  private final Register register;
  private final Access access;
  private final ListQueries queries;
  private final TypedPlaces places;
  private final Clock clock;

  ContractPages(
      Contracts contracts,
      Buyers buyers,
      Quotes quotes,
      Plots plots,
      Standards standards,
      Register register,
      Access access,
      ListQueries queries,
      TypedPlaces places,
      Clock clock) {
    this.contracts = contracts;
    this.buyers = buyers;
    this.quotes = quotes;
    this.plots = plots;
    this.standards = standards;
    this.register = register;
    this.access = access;
    this.queries = queries;
    this.places = places;
    this.clock = clock;
  }

  @GetMapping("/contracts")
  View list(Screen s, Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_FARM);
    ListQueries.Placed placed = queries.place(s);
    Optional<UUID> cooperative = Asked.maybeId(s.query("cooperative"));
    Page<Contract> page =
        contracts.list(
            actor,
            new Contract.Query(
                placed.code(),
                cooperative,
                Asked.constant(Contract.State.class, s.query("state")),
                Asked.page(s)));
    Map<String, ContractView.Names> names = new HashMap<>();
    for (Contract contract : page.items())
      names.put(contract.id().toString(), names(s, actor, contract));
    return s.page(
        "contracts",
        new ContractView.Listed(
            page,
            names,
            placed.place(),
            placed.problem(s),
            cooperative.map(plots::getCooperative)));
  }

  private ContractView.Names names(Screen s, Actor actor, Contract contract) {
    Contract.Terms terms = contract.terms();
    return new ContractView.Names(
        buyers.get(terms.buyer()).name(),
        grower(actor, terms),
        s.t(
            "web.contract.product",
            "product",
            s.in(standards.get(terms.standard()).title()),
            "season",
            String.valueOf(terms.season())),
        register.findPlace(contract.place()).map(s::placeName).orElse(contract.place().text()));
  }

  private String grower(Actor actor, Contract.Terms terms) {
    String cooperative = terms.cooperative().map(id -> plots.getCooperative(id).name()).orElse("");
    return terms
        .household()
        .flatMap(id -> register.households(actor, List.of(id)).stream().findFirst())
        .map(ContractPages::called)
        .orElse(cooperative);
  }

  static String called(HouseholdRow row) {
    return row.headName().orElse(row.number());
  }

  @GetMapping("/contracts/{id}")
  View one(Screen s, Actor actor, @PathVariable String id) {
    return shown(s, actor, HttpStatus.OK, Asked.id(id), Map.of(), Optional.empty());
  }

  private View shown(
      Screen s,
      Actor actor,
      HttpStatus status,
      UUID id,
      Map<String, String> typed,
      Optional<Refusal> refusal) {
    Contract contract = contracts.get(actor, id);
    Place place = register.getPlace(contract.place());
    Standard standard = standards.get(contract.terms().standard());
    List<Delivery.Taken> deliveries = contracts.deliveries(actor, id);
    boolean sign = access.may(actor, Permission.SIGN_CONTRACT, contract.place());
    String field =
        refusal
            .filter(each -> each.code() == FarmRefusal.BAD_FIELD)
            .map(each -> String.valueOf(each.facts().get("field")))
            .orElse("steps");
    return s.page(
        status,
        "contract",
        new ContractView.One(
            contract,
            names(s, actor, contract),
            register.ancestors(place.code()),
            standard,
            progress(s, contract, standard, deliveries),
            deliveries,
            contracts.uncounted(actor, id),
            contracts.steps(actor, id),
            contracts.area(contract),
            contract.terms().plots().size(),
            sign ? Optional.of(buyers.available(contract.terms().buyer())) : Optional.empty(),
            new ContractView.May(
                access.may(actor, Permission.RECORD_FARM, contract.place()),
                access.may(actor, Permission.RECORD_FARM, contract.county()),
                sign),
            typed.getOrDefault("key", s.freshKey()),
            typed,
            BusinessDay.of(clock.instant()).toString(),
            refusal.map(s::refusal).orElse(""),
            field));
  }

  private static List<ContractView.Progress> progress(
      Screen s, Contract contract, Standard standard, List<Delivery.Taken> deliveries) {
    Map<String, Mass> brought = new HashMap<>();
    for (Delivery.Taken each : deliveries)
      brought.merge(each.what().grade(), each.what().mass(), Mass::plus);
    Contract.Terms terms = contract.terms();
    List<ContractView.Progress> all = new ArrayList<>();
    for (Standard.Grade grade : standard.inSeason(terms.season()).grades()) {
      Mass so = brought.getOrDefault(grade.name(), new Mass(0));
      Optional<Contract.Line> line =
          terms.deal() instanceof Contract.ByQuantity deal
              ? deal.line(grade.name())
              : Optional.empty();
      if (line.isPresent() || terms.deal() instanceof Contract.WholeOrchard)
        all.add(
            new ContractView.Progress(
                s.in(grade.title()),
                so,
                line.map(Contract.Line::quantity),
                line.map(Contract.Line::perKilogram)));
    }
    return all;
  }

  @PostMapping("/contracts/{id}")
  View step(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    UUID contract = Asked.id(id);
    try {
      int version = ContractForm.number(typed, "version");
      switch (said(typed, "step")) {
        case "offer" -> contracts.offer(actor, contract, version);
        case "accept" ->
            contracts.accept(
                actor,
                contract,
                version,
                Asked.constant(Contract.Word.class, said(typed, "word"))
                    .orElseThrow(() -> ContractForm.bad("word")));
        case "sign" -> contracts.sign(actor, contract, version);
        case "settle" ->
            contracts.settle(actor, contract, version, said(typed, "excused").equals("yes"));
        case "cancel" -> contracts.cancel(actor, contract, version, said(typed, "reason"));
        default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
      }
      return Screen.go("/contracts/" + contract + "?note=contract-" + said(typed, "step"));
    } catch (Refusal refusal) {
      return again(s, actor, contract, typed, refusal);
    }
  }

  private View again(
      Screen s, Actor actor, UUID contract, Map<String, String> typed, Refusal refusal) {
    Refusal.Kind kind = refusal.code().kind();
    if (kind == Refusal.Kind.NOT_FOUND || kind == Refusal.Kind.FORBIDDEN) throw refusal;
    return shown(s, actor, Mishaps.status(kind), contract, typed, Optional.of(refusal));
  }

  @PostMapping("/contracts/{id}/deliveries")
  View deliver(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    UUID contract = Asked.id(id);
    try {
      contracts.deliver(
          actor,
          new Delivery(
              Asked.id(said(typed, "key")),
              contract,
              said(typed, "lot"),
              said(typed, "grade"),
              ContractForm.mass(typed, "mass", "mass"),
              Asked.day(said(typed, "day")).orElseThrow(() -> ContractForm.bad("day"))));
      return Screen.go("/contracts/" + contract + "?note=contract-delivered");
    } catch (Refusal refusal) {
      return again(s, actor, contract, typed, refusal);
    }
  }

  @PostMapping("/contracts/{id}/market-price")
  View marketPrice(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    UUID contract = Asked.id(id);
    try {
      Contract there = contracts.get(actor, contract);
      quotes.record(
          actor,
          new Quotes.MarketPrice(
              Asked.id(said(typed, "key")),
              there.county(),
              there.terms().standard(),
              said(typed, "grade"),
              Asked.day(said(typed, "day")).orElseThrow(() -> ContractForm.bad("day")),
              ContractForm.money(typed, "price", "price"),
              said(typed, "source")));
      return Screen.go("/contracts/" + contract + "?note=market-price-recorded");
    } catch (Refusal refusal) {
      return again(s, actor, contract, typed, refusal);
    }
  }

  @GetMapping("/contracts/{id}/settlement")
  View settlement(Screen s, Actor actor, @PathVariable String id) {
    Contract contract = contracts.get(actor, Asked.id(id));
    Settlement settlement =
        contracts.preview(actor, contract.id(), s.query("excused").equals("yes"));
    return s.page(
        "settlement",
        new ContractView.Statement(
            contract,
            names(s, actor, contract),
            standards.get(contract.terms().standard()),
            settlement,
            contract.settlement().isPresent(),
            contracts.area(contract),
            contracts.rate(settlement)));
  }

  @GetMapping("/buyers")
  View buyers(Screen s, Actor actor) {
    return buyers(s, actor, HttpStatus.OK, Map.of(), Optional.empty());
  }

  private View buyers(
      Screen s,
      Actor actor,
      HttpStatus status,
      Map<String, String> typed,
      Optional<Refusal> refusal) {
    boolean sign = !access.places(actor, Permission.SIGN_CONTRACT).isEmpty();
    var all = buyers.list(actor);
    Map<String, Money> available = new HashMap<>();
    if (sign) all.forEach(each -> available.put(each.id().toString(), buyers.available(each.id())));
    return s.page(
        status,
        "buyers",
        new ContractView.BuyersPage(
            all,
            available,
            sign,
            !access.places(actor, Permission.MOVE_MONEY).isEmpty(),
            typed.getOrDefault("key", s.freshKey()),
            typed,
            refusal.map(s::refusal).orElse(""),
            typed.containsKey("amount") ? "amount" : "name"));
  }

  @PostMapping("/buyers")
  View addBuyer(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    try {
      UUID id = Asked.id(said(typed, "key"));
      buyers.add(actor, new Buyer(id, said(typed, "name"), places.read(said(typed, "place"))));
      return Screen.go("/buyers?note=buyer-added");
    } catch (Refusal refusal) {
      return buyers(s, actor, Mishaps.status(refusal.code().kind()), typed, Optional.of(refusal));
    }
  }

  @PostMapping("/buyers/payments")
  View payIn(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    try {
      buyers.payIn(
          actor,
          Asked.id(said(typed, "buyer")),
          Asked.id(said(typed, "key")),
          ContractForm.money(typed, "amount", "amount"));
      return Screen.go("/buyers?note=buyer-paid");
    } catch (Refusal refusal) {
      return buyers(s, actor, Mishaps.status(refusal.code().kind()), typed, Optional.of(refusal));
    }
  }
}
