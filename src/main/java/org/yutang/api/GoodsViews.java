package org.yutang.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.supply.Buyer;
import org.yutang.supply.Certificate;
import org.yutang.supply.Handled;
import org.yutang.supply.Lot;
import org.yutang.supply.Site;
import org.yutang.supply.Stock;
import org.yutang.supply.SupplyRefusal;

/// Goods as the API reads and tells them: masses in grams.
final class GoodsViews {

  private GoodsViews() {}

  /// @param place in which it lies
  /// @param kind collection-point, hub, warehouse or store
  record GoodsSiteBody(String kind, String name, PlaceCode place) {}

  record GoodsBuyerBody(String name) {}

  record WeighInBody(
      Instant at, UUID season, long grams, LocalDate harvested, @Nullable List<String> photos) {}

  record SplitBody(Instant at, UUID lot, List<Long> grams) {}

  /// Some of a lot.
  record PartBody(UUID lot, long grams) {}

  record MergeBody(Instant at, List<PartBody> lots) {}

  /// @param why rot, damage, sample, theft or other
  record LossBody(Instant at, UUID lot, long grams, String why) {}

  record CountBody(Instant at, UUID lot, long grams) {}

  record PackBody(Instant at, UUID lot, long gramsEach, int boxes) {}

  record UnpackBody(Instant at, String sscc) {}

  /// Either `site` or `buyer` is there.
  record ShipBody(
      Instant at,
      @Nullable UUID site,
      @Nullable UUID buyer,
      @Nullable List<PartBody> lots,
      @Nullable List<String> boxes,
      @Nullable String waybill) {}

  record ReceiveBody(
      Instant at, UUID shipment, @Nullable List<PartBody> lots, @Nullable List<String> boxes) {}

  record GoodsReturnBody(Instant at, UUID buyer, UUID lot, long grams) {}

  record HoldBody(Instant at, UUID lot, String reason) {}

  record GoodsTestBody(
      Instant at,
      UUID lot,
      String laboratory,
      String number,
      boolean passed,
      @Nullable Map<String, String> findings) {}

  record SampleBody(Instant at, UUID lot, long grams, String seal) {}

  /// @param found by the purity test's name in the standard, as decimal numbers
  record AnalysisBody(
      Instant at,
      UUID lot,
      UUID sample,
      String laboratory,
      String number,
      Map<String, String> found) {}

  record CertificateBody(
      Instant at, UUID sample, String number, LocalDate validUntil, List<PartBody> lots) {}

  record WithdrawalBody(Instant at, UUID certificate, String reason) {}

  static Mass mass(long grams) {
    if (grams < 0) throw bad("grams");
    return new Mass(grams);
  }

  static Refusal bad(String field) {
    return new Refusal(SupplyRefusal.BAD_FIELD, Map.of("field", field));
  }

  /// Refuses a lot that is named twice.
  static Map<UUID, Mass> parts(@Nullable List<PartBody> parts) {
    if (parts == null) return Map.of();
    return parts.stream()
        .collect(
            Collectors.toMap(
                PartBody::lot,
                each -> mass(each.grams),
                (_, _) -> {
                  throw bad("lots");
                }));
  }

  record GoodsSiteView(UUID id, String kind, String name, PlaceCode place, String gln) {
    static GoodsSiteView of(Site site) {
      return new GoodsSiteView(
          site.id(),
          Choices.word(site.what().kind()),
          site.name(),
          site.what().place(),
          site.gln());
    }
  }

  record GoodsBuyerView(UUID id, String name) {
    static GoodsBuyerView of(Buyer buyer) {
      return new GoodsBuyerView(buyer.id(), buyer.name());
    }
  }

  /// @param grade the standard's name of it, `below` or empty where it was not graded
  /// @param link its GS1 Digital Link
  record LotView(
      UUID id,
      String code,
      String link,
      String standard,
      int season,
      String variety,
      String grade,
      LocalDate harvestedFrom,
      LocalDate harvestedTo,
      @Nullable LocalDate bestBefore,
      @Nullable String held,
      Instant madeAt) {
    static LotView of(Lot lot) {
      return new LotView(
          lot.id(),
          lot.code(),
          lot.uri(),
          lot.product().standard(),
          lot.product().season(),
          lot.product().variety(),
          lot.product().grade(),
          lot.harvestedFrom(),
          lot.harvestedTo(),
          lot.bestBefore().orElse(null),
          lot.held().orElse(null),
          lot.madeAt());
    }
  }

  /// What a step did.
  ///
  /// @param made lots that are new
  /// @param boxes SSCCs that are new
  record StepView(
      UUID id, String kind, UUID site, Instant at, List<LotView> made, List<String> boxes) {
    static StepView of(Handled handled) {
      return new StepView(
          handled.step().id(),
          Choices.word(handled.step().kind()),
          handled.step().site(),
          handled.step().at(),
          handled.made().stream().map(LotView::of).toList(),
          handled.boxes());
    }
  }

  record HoldingView(LotView lot, long grams) {
    static HoldingView of(Stock.Holding holding) {
      return new HoldingView(LotView.of(holding.lot()), holding.mass().grams());
    }
  }

  record BoxView(String sscc, UUID lot, String code, long grams) {
    static BoxView of(Stock.Box box) {
      return new BoxView(box.sscc(), box.lot().id(), box.lot().code(), box.mass().grams());
    }
  }

  record StockView(GoodsSiteView site, List<HoldingView> lots, List<BoxView> boxes) {
    static StockView of(Stock.AtSite stock) {
      return new StockView(
          GoodsSiteView.of(stock.site()),
          stock.holdings().stream().map(HoldingView::of).toList(),
          stock.boxes().stream().map(BoxView::of).toList());
    }
  }

  record GoodsShipmentView(
      UUID id,
      UUID from,
      @Nullable UUID to,
      @Nullable UUID buyer,
      String waybill,
      Instant shippedAt,
      @Nullable Instant receivedAt,
      List<HoldingView> lots,
      List<BoxView> boxes) {
    static GoodsShipmentView of(Stock.Shipment shipment) {
      return new GoodsShipmentView(
          shipment.id(),
          shipment.from().id(),
          shipment.to().map(Site::id).orElse(null),
          shipment.buyer().map(Buyer::id).orElse(null),
          shipment.waybill(),
          shipment.shipped(),
          shipment.received().orElse(null),
          shipment.lots().stream().map(HoldingView::of).toList(),
          shipment.boxes().stream().map(BoxView::of).toList());
    }
  }

  /// @param name of site or buyer; empty for what is under way
  record WhereView(UUID holder, String name, long grams) {
    static WhereView of(Stock.Whereabouts where) {
      return new WhereView(where.holder(), where.name(), where.mass().grams());
    }
  }

  /// @param state valid, expired or withdrawn
  /// @param left grams that have not left with buyers
  record CertificateView(
      UUID id,
      UUID sample,
      UUID lot,
      String laboratory,
      String number,
      LocalDate validUntil,
      String state,
      long grams,
      long left,
      Map<String, String> found) {
    static CertificateView of(Certificate each, LocalDate today) {
      return new CertificateView(
          each.id(),
          each.sample(),
          each.source(),
          each.laboratory(),
          each.number(),
          each.validUntil(),
          Choices.word(each.state(today)),
          each.certified().grams(),
          each.left().grams(),
          each.found());
    }
  }
}
