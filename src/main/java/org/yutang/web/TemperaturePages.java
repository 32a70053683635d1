package org.yutang.web;

import java.io.IOException;
import java.math.BigDecimal;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.Stock;
import org.yutang.supply.SupplyRefusal;
import org.yutang.supply.Temperatures;

/// Temperatures of sites and shipments: files of devices, and what somebody read off.
@Controller
class TemperaturePages {

  private static final long MOST_BYTES = 8L << 20;

  private final Temperatures temperatures;
  private final Lots lots;
  private final Access access;
  private final TypedGoods goods;

  TemperaturePages(Temperatures temperatures, Lots lots, Access access, TypedGoods goods) {
    this.temperatures = temperatures;
    this.lots = lots;
    this.access = access;
    this.goods = goods;
  }

  @GetMapping("/supply/sites/{id}/temperatures")
  View site(Screen s, Actor actor, @PathVariable String id) {
    return page(s, actor, HttpStatus.OK, ofSite(actor, id), goods.fresh(), "");
  }

  @GetMapping("/supply/shipments/{id}/temperatures")
  View shipment(Screen s, Actor actor, @PathVariable String id) {
    return page(s, actor, HttpStatus.OK, ofShipment(actor, id), goods.fresh(), "");
  }

  /// Whose readings they are.
  ///
  /// @param back the page of the holder
  private record Holder(UUID id, String name, String back, boolean way, boolean mayRecord) {}

  private Holder ofSite(Actor actor, String id) {
    Site site = lots.site(actor, Asked.id(id));
    return new Holder(
        site.id(), site.name(), "/supply/sites/" + site.id(), false, mayRecord(actor, site));
  }

  private boolean mayRecord(Actor actor, Site site) {
    return access.may(actor, Permission.RECORD_SUPPLY, site.what().place());
  }

  private Holder ofShipment(Actor actor, String id) {
    Stock.Shipment shipment = lots.shipment(actor, Asked.id(id));
    return new Holder(
        shipment.id(),
        shipment.from().name() + " → " + SupplyView.to(shipment),
        "/supply/shipments/" + shipment.id(),
        true,
        mayRecord(actor, shipment.from())
            || shipment.to().filter(to -> mayRecord(actor, to)).isPresent());
  }

  private View page(
      Screen s,
      Actor actor,
      HttpStatus status,
      Holder holder,
      Map<String, String> typed,
      String problem) {
    return s.page(
        status,
        "temperatures",
        new TemperatureView.Page(
            holder.name(),
            holder.back(),
            temperatures.series(actor, holder.id()),
            holder.way() ? temperatures.shipment(actor, holder.id()) : List.of(),
            holder.mayRecord(),
            typed,
            problem));
  }

  @PostMapping("/supply/sites/{id}/temperatures")
  View takeSite(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      @RequestParam(name = "file", required = false) Optional<MultipartFile> file)
      throws IOException {
    return take(s, actor, ofSite(actor, id), typed, file);
  }

  @PostMapping("/supply/shipments/{id}/temperatures")
  View takeShipment(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      @RequestParam(name = "file", required = false) Optional<MultipartFile> file)
      throws IOException {
    return take(s, actor, ofShipment(actor, id), typed, file);
  }

  /// A file where there is one, else what was typed.
  private View take(
      Screen s, Actor actor, Holder holder, Map<String, String> typed, Optional<MultipartFile> file)
      throws IOException {
    String device = TypedGoods.said(typed, "device");
    try {
      if (file.isPresent() && file.get().getSize() > MOST_BYTES)
        throw new Refusal(SupplyRefusal.TOO_MANY, Map.of("limit", MOST_BYTES + " B"));
      if (file.isPresent() && !file.get().isEmpty())
        temperatures.take(actor, holder.id(), device, file.get().getBytes());
      else temperatures.add(actor, holder.id(), device, TypedGoods.when(typed), tenths(typed));
      return Screen.go(holder.back() + "/temperatures?note=temperatures");
    } catch (Refusal refusal) {
      return page(
          s, actor, Mishaps.status(refusal.code().kind()), holder, typed, s.refusal(refusal));
    }
  }

  private static int tenths(Map<String, String> typed) {
    String text = TypedGoods.said(typed, "degrees");
    if (!text.matches("-?[0-9]{1,3}([.][0-9])?")) throw TypedGoods.bad("degrees");
    return new BigDecimal(text).movePointRight(1).intValueExact();
  }
}
