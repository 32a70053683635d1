package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.api.GoodsViews.AnalysisBody;
import org.yutang.api.GoodsViews.CertificateBody;
import org.yutang.api.GoodsViews.CountBody;
import org.yutang.api.GoodsViews.GoodsReturnBody;
import org.yutang.api.GoodsViews.GoodsTestBody;
import org.yutang.api.GoodsViews.HoldBody;
import org.yutang.api.GoodsViews.LossBody;
import org.yutang.api.GoodsViews.MergeBody;
import org.yutang.api.GoodsViews.PackBody;
import org.yutang.api.GoodsViews.ReceiveBody;
import org.yutang.api.GoodsViews.SampleBody;
import org.yutang.api.GoodsViews.ShipBody;
import org.yutang.api.GoodsViews.SplitBody;
import org.yutang.api.GoodsViews.StepView;
import org.yutang.api.GoodsViews.UnpackBody;
import org.yutang.api.GoodsViews.WeighInBody;
import org.yutang.api.GoodsViews.WithdrawalBody;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.Mass;
import org.yutang.supply.Handled;
import org.yutang.supply.Handling;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Sorting;
import org.yutang.supply.Step;
import org.yutang.supply.SupplyRefusal;

/// What is done with goods at a site. The idempotency key is the step's id, which its room
/// remembers for ever: whoever sends a step again gets the first answer, whoever sends another one
/// under its key is refused.
@RestController
@RequestMapping("/api/v1/goods/sites/{site}")
@Tag(name = "Goods", description = "Goods from the weigh-in to the buyer")
class GoodsStepsApi {

  /// Of a sorting line's file.
  private static final long MOST_BYTES = 16L << 20;

  private final Handling handling;
  private final Lots lots;
  private final Standards standards;

  GoodsStepsApi(Handling handling, Lots lots, Standards standards) {
    this.handling = handling;
    this.lots = lots;
    this.standards = standards;
  }

  private ResponseEntity<StepView> handle(Actor actor, Step step) {
    boolean repeated = handling.find(actor, step.id()).isPresent();
    Handled handled = handling.handle(actor, step);
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(HttpStatus.CREATED);
    if (repeated) answer.header(ApiFrame.REPLAYED, "true");
    return answer.body(StepView.of(handled));
  }

  private static List<String> some(@Nullable List<String> given) {
    return given == null ? List.of() : given;
  }

  @Operation(
      summary = "A lot is graded by the file of measurements that is the body (CSV)",
      description =
          """
          The header names measures of the standard, such as `weight,diameter,brix,acidity,defects,colour`; a row is a fruit, its weight in
          grams. `how` is line, where every fruit was measured and what the grades do not come to is lost, or sample, where the whole gets
          the grade that nine in ten reach. The same file is not taken twice.
          """,
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
  @PostMapping("/gradings")
  @KeyIsTheCommand
  @BodyLimit(bytes = MOST_BYTES)
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> grade(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestParam Instant at,
      @RequestParam UUID lot,
      @RequestParam long grams,
      @RequestParam(defaultValue = "line") String how,
      HttpServletRequest request)
      throws IOException {
    Lot graded = lots.get(actor, lot);
    Standard.Version version =
        standards.get(graded.product().standard()).inSeason(graded.product().season());
    Mass mass = GoodsViews.mass(grams);
    byte[] file = request.getInputStream().readAllBytes();
    Sorting sorting =
        switch (how) {
          case "line" -> Sorting.ofLine(version, file);
          case "sample" -> Sorting.ofSample(version, file, mass);
          default -> throw Choices.unknown(SupplyRefusal.UNKNOWN_CHOICE, how, "line, sample");
        };
    return handle(actor, new Step.Grade(key, at, site, lot, mass, sorting));
  }

  @Operation(summary = "A grower's harvest comes in and becomes a lot")
  @PostMapping("/weigh-ins")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> weighIn(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody WeighInBody body) {
    return handle(
        actor,
        new Step.WeighIn(
            key,
            body.at(),
            site,
            body.season(),
            GoodsViews.mass(body.grams()),
            body.harvested(),
            some(body.photos())));
  }

  @Operation(summary = "Some of a lot becomes lots of their own")
  @PostMapping("/splits")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> split(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody SplitBody body) {
    return handle(
        actor,
        new Step.Split(
            key,
            body.at(),
            site,
            body.lot(),
            body.grams().stream().map(GoodsViews::mass).toList()));
  }

  @Operation(summary = "Lots of one product become one")
  @PostMapping("/merges")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> merge(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody MergeBody body) {
    return handle(actor, new Step.Merge(key, body.at(), site, GoodsViews.parts(body.lots())));
  }

  @Operation(summary = "Some of a lot is lost: `why` is rot, damage, sample, theft or other")
  @PostMapping("/losses")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> lose(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody LossBody body) {
    return handle(
        actor,
        new Step.Lose(
            key,
            body.at(),
            site,
            body.lot(),
            GoodsViews.mass(body.grams()),
            Choices.of(Step.Loss.class, body.why(), SupplyRefusal.UNKNOWN_CHOICE)));
  }

  @Operation(summary = "Stock was counted; what differs from the books is lost or found")
  @PostMapping("/counts")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> count(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody CountBody body) {
    return handle(
        actor, new Step.Count(key, body.at(), site, body.lot(), GoodsViews.mass(body.grams())));
  }

  @Operation(summary = "Boxes of one weight are filled; each gets an SSCC")
  @PostMapping("/packs")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> pack(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody PackBody body) {
    return handle(
        actor,
        new Step.Pack(
            key, body.at(), site, body.lot(), GoodsViews.mass(body.gramsEach()), body.boxes()));
  }

  @Operation(summary = "A box is emptied back into the stock")
  @PostMapping("/unpacks")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> unpack(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody UnpackBody body) {
    return handle(actor, new Step.Unpack(key, body.at(), site, body.sscc()));
  }

  @Operation(summary = "Goods leave for another site or for a buyer; the key is the shipment's id")
  @PostMapping("/shipments")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> ship(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody ShipBody body) {
    return handle(
        actor,
        new Step.Ship(
            key,
            body.at(),
            site,
            body.site(),
            body.buyer(),
            GoodsViews.parts(body.lots()),
            some(body.boxes()),
            body.waybill() == null ? "" : body.waybill()));
  }

  @Operation(summary = "A shipment arrives; what is missing is lost on the way")
  @PostMapping("/receipts")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> receive(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody ReceiveBody body) {
    return handle(
        actor,
        new Step.Receive(
            key,
            body.at(),
            site,
            body.shipment(),
            GoodsViews.parts(body.lots()),
            some(body.boxes())));
  }

  @Operation(summary = "A buyer sends back goods")
  @PostMapping("/returns")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> sendBack(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody GoodsReturnBody body) {
    return handle(
        actor,
        new Step.Return(
            key, body.at(), site, body.buyer(), body.lot(), GoodsViews.mass(body.grams())));
  }

  @Operation(summary = "A lot may not leave, wherever it lies")
  @PostMapping("/holds")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> hold(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody HoldBody body) {
    return handle(actor, new Step.Hold(key, body.at(), site, body.lot(), body.reason()));
  }

  @Operation(summary = "A lot may leave again")
  @PostMapping("/releases")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> release(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody HoldBody body) {
    return handle(actor, new Step.Release(key, body.at(), site, body.lot(), body.reason()));
  }

  @Operation(summary = "A laboratory's answer about a lot; who fails is held")
  @PostMapping("/tests")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> test(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody GoodsTestBody body) {
    return handle(
        actor,
        new Step.Test(
            key,
            body.at(),
            site,
            body.lot(),
            body.laboratory(),
            body.number(),
            body.passed(),
            body.findings() == null ? Map.of() : body.findings()));
  }

  @Operation(summary = "Some of a lot is taken for a laboratory")
  @PostMapping("/samples")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> sample(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody SampleBody body) {
    return handle(
        actor,
        new Step.Sample(
            key, body.at(), site, body.lot(), GoodsViews.mass(body.grams()), body.seal()));
  }

  @Operation(
      summary = "A laboratory's values of the purity tests of the standard; who fails is held")
  @PostMapping("/analyses")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> analyse(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody AnalysisBody body) {
    return handle(
        actor,
        new Step.Analyse(
            key,
            body.at(),
            site,
            body.lot(),
            body.sample(),
            body.laboratory(),
            body.number(),
            body.found()));
  }

  @Operation(
      summary =
          "Certify the sampled lot, or lots made of nothing else; the key is the certificate's id")
  @PostMapping("/certificates")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> certify(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody CertificateBody body) {
    return handle(
        actor,
        new Step.Certify(
            key,
            body.at(),
            site,
            body.sample(),
            body.number(),
            body.validUntil(),
            GoodsViews.parts(body.lots())));
  }

  @Operation(summary = "A certificate holds no longer")
  @PostMapping("/withdrawals")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<StepView> withdraw(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID site,
      @RequestBody WithdrawalBody body) {
    return handle(
        actor, new Step.Withdraw(key, body.at(), site, body.certificate(), body.reason()));
  }
}
