package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.api.GoodsViews.CertificateView;
import org.yutang.api.GoodsViews.GoodsBuyerBody;
import org.yutang.api.GoodsViews.GoodsBuyerView;
import org.yutang.api.GoodsViews.GoodsShipmentView;
import org.yutang.api.GoodsViews.GoodsSiteBody;
import org.yutang.api.GoodsViews.GoodsSiteView;
import org.yutang.api.GoodsViews.LotView;
import org.yutang.api.GoodsViews.StepView;
import org.yutang.api.GoodsViews.StockView;
import org.yutang.api.GoodsViews.WhereView;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.store.Photos;
import org.yutang.supply.Buyer;
import org.yutang.supply.Certificates;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.SupplyRefusal;

/// Sites, buyers, lots, stock, shipments and certificates; what moves goods is in [GoodsStepsApi].
@RestController
@RequestMapping("/api/v1/goods")
@Tag(name = "Goods", description = "Goods from the weigh-in to the buyer")
class GoodsApi {

  private final Lots lots;
  private final Certificates certificates;
  private final Photos photos;
  private final Access access;
  private final Clock clock;

  GoodsApi(Lots lots, Certificates certificates, Photos photos, Access access, Clock clock) {
    this.lots = lots;
    this.certificates = certificates;
    this.photos = photos;
    this.access = access;
    this.clock = clock;
  }

  @Operation(
      summary =
          "Upload a photo of goods (JPEG or PNG), which everybody may see; kept without place and device")
  @PostMapping("/photos")
  @BodyLimit(bytes = Photos.MAX_BYTES, streamed = true)
  Photos.Photo putPhoto(Actor actor, HttpServletRequest request) throws IOException {
    access.requireSomewhere(actor, Permission.RECORD_SUPPLY);
    return photos.put(request.getInputStream(), Photos.Purpose.GOODS);
  }

  @Operation(summary = "Sites in the caller's places, by kind and name")
  @GetMapping("/sites")
  List<GoodsSiteView> sites(Actor actor) {
    return lots.sites(actor).stream().map(GoodsSiteView::of).toList();
  }

  @Operation(
      summary = "Add a site: `kind` is collection-point, hub, warehouse or store; it gets a GLN")
  @PostMapping("/sites")
  @ResponseStatus(HttpStatus.CREATED)
  GoodsSiteView addSite(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody GoodsSiteBody body) {
    UUID id = Uuids.named("supply.site", actor.account().toString(), key.toString());
    return GoodsSiteView.of(
        lots.addSite(
            actor,
            new Site.New(
                id,
                Choices.of(Site.Kind.class, body.kind(), SupplyRefusal.UNKNOWN_CHOICE),
                body.name(),
                body.place())));
  }

  @Operation(summary = "Buyers, by name")
  @GetMapping("/buyers")
  List<GoodsBuyerView> buyers(Actor actor) {
    return lots.buyers(actor).stream().map(GoodsBuyerView::of).toList();
  }

  @Operation(summary = "Add a buyer: a firm, kitchen or shop, never a private person")
  @PostMapping("/buyers")
  @ResponseStatus(HttpStatus.CREATED)
  GoodsBuyerView addBuyer(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody GoodsBuyerBody body) {
    UUID id = Uuids.named("supply.buyer", actor.account().toString(), key.toString());
    return GoodsBuyerView.of(lots.addBuyer(actor, new Buyer(id, body.name())));
  }

  @Operation(
      summary = "What is at a site: loose goods, what expires first before others, and boxes")
  @GetMapping("/sites/{site}/stock")
  StockView stock(Actor actor, @PathVariable UUID site) {
    return StockView.of(lots.stock(actor, site));
  }

  @Operation(summary = "Shipments that left a site or are for it, the newest first")
  @GetMapping("/sites/{site}/shipments")
  List<GoodsShipmentView> shipments(Actor actor, @PathVariable UUID site) {
    return lots.shipments(actor, site).stream().map(GoodsShipmentView::of).toList();
  }

  @Operation(summary = "One shipment")
  @GetMapping("/shipments/{id}")
  GoodsShipmentView shipment(Actor actor, @PathVariable UUID id) {
    return GoodsShipmentView.of(lots.shipment(actor, id));
  }

  @Operation(summary = "The newest lots, or the one with a code")
  @GetMapping("/lots")
  List<LotView> lots(Actor actor, @RequestParam Optional<String> code) {
    if (code.isEmpty()) return lots.newest(actor).stream().map(LotView::of).toList();
    return List.of(
        lots.find(actor, code.get())
            .map(LotView::of)
            .orElseThrow(() -> new Refusal(SupplyRefusal.UNKNOWN_LOT, Map.of("lot", code.get()))));
  }

  @Operation(summary = "One lot")
  @GetMapping("/lots/{id}")
  LotView lot(Actor actor, @PathVariable UUID id) {
    return LotView.of(lots.get(actor, id));
  }

  @Operation(summary = "How much of a lot is where")
  @GetMapping("/lots/{id}/where")
  List<WhereView> where(Actor actor, @PathVariable UUID id) {
    return lots.whereabouts(actor, id).stream().map(WhereView::of).toList();
  }

  @Operation(summary = "What was done with a lot, the oldest first")
  @GetMapping("/lots/{id}/steps")
  List<StepView> history(Actor actor, @PathVariable UUID id) {
    return lots.history(actor, id).stream().map(StepView::of).toList();
  }

  @Operation(summary = "Certificates that a lot is wholly under, whatever became of them")
  @GetMapping("/lots/{id}/certificates")
  List<CertificateView> certificates(Actor actor, @PathVariable UUID id) {
    LocalDate today = BusinessDay.of(clock.instant());
    return certificates.ofLot(actor, id).stream()
        .map(each -> CertificateView.of(each, today))
        .toList();
  }

  @Operation(summary = "One certificate, with the grams that are left of it")
  @GetMapping("/certificates/{id}")
  CertificateView certificate(Actor actor, @PathVariable UUID id) {
    return CertificateView.of(certificates.get(actor, id), BusinessDay.of(clock.instant()));
  }
}
