package org.yutang.web;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.register.Register;
import org.yutang.supply.Buyer;
import org.yutang.supply.Certificates;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.Stock;
import org.yutang.supply.SupplyRefusal;
import org.yutang.supply.Temperatures;

/// Sites, their stock, and lots; the forms that move goods are in [SupplyForms].
@Controller
class SupplyPages {

  private final Lots lots;
  private final Certificates certificates;
  private final Temperatures temperatures;
  private final Register register;
  private final Access access;
  private final TypedPlaces places;
  private final Clock clock;
  private final SupplyView.Named named;

  SupplyPages(
      Lots lots,
      Certificates certificates,
      Temperatures temperatures,
      Register register,
      Access access,
      TypedPlaces places,
      Standards standards,
      Clock clock) {
    this.lots = lots;
    this.certificates = certificates;
    this.temperatures = temperatures;
    this.register = register;
    this.access = access;
    this.places = places;
    this.clock = clock;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping("/supply")
  View home(Screen s, Actor actor) {
    return home(s, actor, HttpStatus.OK, s.freshKey(), Map.of(), "");
  }

  private View home(
      Screen s,
      Actor actor,
      HttpStatus status,
      String key,
      Map<String, String> typed,
      String problem) {
    access.requireSomewhere(actor, Permission.SEE_SUPPLY);
    Map<String, String> shown = new HashMap<>(typed);
    access.places(actor, Permission.RECORD_SUPPLY).stream()
        .findFirst()
        .ifPresent(place -> shown.putIfAbsent("place", place.text()));
    return s.page(
        status,
        "supply",
        new SupplyView.Home(
            lots.sites(actor),
            lots.newest(actor).stream().limit(Asked.ROWS).toList(),
            named,
            s.offers(Permission.RECORD_SUPPLY),
            key,
            shown,
            problem));
  }

  @PostMapping("/supply/sites")
  View addSite(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    try {
      Site site =
          lots.addSite(
              actor,
              new Site.New(
                  Asked.id(TypedGoods.said(typed, "key")),
                  Asked.constant(Site.Kind.class, TypedGoods.said(typed, "kind"))
                      .orElse(Site.Kind.COLLECTION_POINT),
                  TypedGoods.said(typed, "name"),
                  places.read(TypedGoods.said(typed, "place"))));
      return Screen.go("/supply/sites/" + site.id() + "?note=site-added");
    } catch (Refusal refusal) {
      return home(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          TypedGoods.said(typed, "key"),
          typed,
          s.refusal(refusal));
    }
  }

  @PostMapping("/supply/buyers")
  View addBuyer(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    try {
      lots.addBuyer(
          actor,
          new Buyer(Asked.id(TypedGoods.said(typed, "key")), TypedGoods.said(typed, "name")));
      return Screen.go("/supply?note=supply-buyer");
    } catch (Refusal refusal) {
      return home(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          TypedGoods.said(typed, "key"),
          Map.of(),
          s.refusal(refusal));
    }
  }

  @GetMapping("/supply/sites/{id}")
  View site(Screen s, Actor actor, @PathVariable String id) {
    Stock.AtSite stock = lots.stock(actor, Asked.id(id));
    return s.page(
        "supply-site",
        new SupplyView.OneSite(
            stock,
            lots.shipments(actor, stock.site().id()),
            named,
            s.placeName(register.getPlace(stock.site().what().place())),
            mayRecord(actor, stock.site()),
            SupplyView.now(clock)));
  }

  private boolean mayRecord(Actor actor, Site site) {
    return access.may(actor, Permission.RECORD_SUPPLY, site.what().place());
  }

  /// By the code that somebody typed or scanned.
  @GetMapping("/supply/lots")
  View find(Actor actor, @RequestParam(defaultValue = "") String code) {
    String wanted = code.strip();
    Lot lot =
        lots.find(actor, wanted.substring(wanted.lastIndexOf('/') + 1))
            .orElseThrow(() -> new Refusal(SupplyRefusal.UNKNOWN_LOT, Map.of("lot", wanted)));
    return Screen.go("/supply/lots/" + lot.id());
  }

  @GetMapping("/supply/lots/{id}")
  View lot(Screen s, Actor actor, @PathVariable String id) {
    UUID lot = Asked.id(id);
    Lot found = lots.get(actor, lot);
    List<Site> mine = lots.sites(actor);
    Map<String, String> names = new HashMap<>();
    mine.forEach(each -> names.put(each.id().toString(), each.name()));
    List<Stock.Whereabouts> whereabouts = lots.whereabouts(actor, lot);
    return s.page(
        "supply-lot",
        new SupplyView.OneLot(
            found,
            whereabouts,
            lots.history(actor, lot),
            names,
            mine.stream()
                .filter(each -> mayRecord(actor, each))
                .filter(
                    each ->
                        whereabouts.stream().anyMatch(where -> where.holder().equals(each.id())))
                .toList(),
            certificates.ofLot(actor, lot),
            temperatures.lot(actor, lot),
            BusinessDay.of(clock.instant()),
            named));
  }
}
