package org.yutang.web;

import java.util.List;
import java.util.Map;
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
import org.yutang.farm.Standards;
import org.yutang.kernel.Refusal;
import org.yutang.supply.Handling;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.Step;
import org.yutang.supply.Stock;
import org.yutang.supply.SupplyRefusal;
import org.yutang.supply.Temperatures;

/// Shipments: what leaves, and what arrives.
@Controller
class ShipmentPages {

  private final Lots lots;
  private final Handling handling;
  private final Temperatures temperatures;
  private final Access access;
  private final TypedGoods goods;
  private final SupplyForms forms;
  private final SupplyView.Named named;

  ShipmentPages(
      Lots lots,
      Handling handling,
      Temperatures temperatures,
      Access access,
      TypedGoods goods,
      SupplyForms forms,
      Standards standards) {
    this.lots = lots;
    this.handling = handling;
    this.temperatures = temperatures;
    this.access = access;
    this.goods = goods;
    this.forms = forms;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping("/supply/sites/{site}/ship")
  View shipForm(Screen s, Actor actor, @PathVariable String site) {
    return forms.amounts(
        s,
        actor,
        HttpStatus.OK,
        "supply-ship",
        goods.mine(actor, site),
        s.freshKey(),
        goods.fresh(),
        List.of(),
        "");
  }

  @PostMapping("/supply/sites/{site}/ship")
  View ship(
      Screen s,
      Actor actor,
      @PathVariable String site,
      @RequestParam MultiValueMap<String, String> fields) {
    Site from = goods.mine(actor, site);
    Map<String, String> typed = fields.toSingleValueMap();
    List<String> boxes = fields.getOrDefault("box", List.of());
    String key = TypedGoods.said(typed, "key");
    try {
      String[] to = TypedGoods.said(typed, "to").split("/", 2);
      if (to.length < 2) throw TypedGoods.bad("to");
      UUID receiver = Asked.id(to[1]);
      boolean buyer = to[0].equals("buyer");
      handling.handle(
          actor,
          new Step.Ship(
              Asked.id(key),
              TypedGoods.when(typed),
              from.id(),
              buyer ? null : receiver,
              buyer ? receiver : null,
              TypedGoods.loose(typed),
              boxes,
              TypedGoods.said(typed, "waybill")));
      return Screen.go("/supply/shipments/" + key + "?note=shipped");
    } catch (Refusal refusal) {
      return forms.amounts(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          "supply-ship",
          from,
          TypedGoods.again(s, key, refusal),
          typed,
          boxes,
          s.refusal(refusal));
    }
  }

  @GetMapping("/supply/shipments/{id}")
  View shipment(Screen s, Actor actor, @PathVariable String id) {
    return shipment(s, actor, HttpStatus.OK, Asked.id(id), s.freshKey(), goods.fresh(), "");
  }

  private View shipment(
      Screen s,
      Actor actor,
      HttpStatus status,
      UUID id,
      String key,
      Map<String, String> typed,
      String problem) {
    Stock.Shipment shipment = lots.shipment(actor, id);
    boolean mayReceive =
        shipment.received().isEmpty()
            && shipment
                .to()
                .filter(to -> access.may(actor, Permission.RECORD_SUPPLY, to.what().place()))
                .isPresent();
    return s.page(
        status,
        "supply-shipment",
        new SupplyView.OneShipment(
            shipment, temperatures.shipment(actor, id), named, mayReceive, key, typed, problem));
  }

  @PostMapping("/supply/shipments/{id}")
  View receive(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> fields) {
    UUID shipment = Asked.id(id);
    Map<String, String> typed = fields.toSingleValueMap();
    String key = TypedGoods.said(typed, "key");
    try {
      UUID to =
          lots.shipment(actor, shipment)
              .to()
              .map(Site::id)
              .orElseThrow(
                  () ->
                      new Refusal(
                          SupplyRefusal.UNKNOWN_SHIPMENT, Map.of("shipment", shipment.toString())));
      handling.handle(
          actor,
          new Step.Receive(
              Asked.id(key),
              TypedGoods.when(typed),
              to,
              shipment,
              TypedGoods.loose(typed),
              fields.getOrDefault("box", List.of())));
      return Screen.go("/supply/sites/" + to + "?note=received");
    } catch (Refusal refusal) {
      return shipment(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          shipment,
          TypedGoods.again(s, key, refusal),
          typed,
          s.refusal(refusal));
    }
  }
}
