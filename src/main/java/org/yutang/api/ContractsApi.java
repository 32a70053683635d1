package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
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
import org.yutang.access.Actor;
import org.yutang.api.ContractViews.ContractView;
import org.yutang.api.ContractViews.DeliveryView;
import org.yutang.api.ContractViews.SettlementView;
import org.yutang.api.ContractViews.TermsBody;
import org.yutang.api.ContractViews.UncountedView;
import org.yutang.farm.Buyer;
import org.yutang.farm.Buyers;
import org.yutang.farm.Contract;
import org.yutang.farm.Contracts;
import org.yutang.farm.Delivery;
import org.yutang.farm.FarmRefusal;
import org.yutang.farm.Quotes;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;

/// Contracts with growers, what is delivered under them, and their settlement.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Contracts", description = "Contracts between buyers and growers")
class ContractsApi {

  private final Contracts contracts;
  private final Buyers buyers;
  private final Quotes quotes;

  ContractsApi(Contracts contracts, Buyers buyers, Quotes quotes) {
    this.contracts = contracts;
    this.buyers = buyers;
    this.quotes = quotes;
  }

  @Operation(summary = "Contracts in the caller's places, the last changed first")
  @GetMapping("/contracts")
  PageAnswer<ContractView> list(
      Actor actor,
      @RequestParam Optional<PlaceCode> place,
      @RequestParam Optional<UUID> cooperative,
      @RequestParam Optional<String> state,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        contracts.list(
            actor,
            new Contract.Query(
                place,
                cooperative,
                state.map(
                    word -> Choices.of(Contract.State.class, word, FarmRefusal.UNKNOWN_CHOICE)),
                new Page.Wanted(page, size))),
        ContractView::of);
  }

  @Operation(
      summary = "Save a draft; `version` is 0 for a new one, else the version that was seen",
      description =
          """
          By quantity: `lines` (grade, grams, perKilogram), `shortfall` and `surplus`. A whole orchard: `sum`. Parts of the price chain
          are thousandths that sum to 1000. No price may be below the protected price of the standard.
          """)
  @PostMapping("/contracts")
  ContractView save(Actor actor, @RequestBody DraftBody body) {
    return ContractView.of(contracts.save(actor, body.id, body.version, body.terms.terms()));
  }

  @Operation(summary = "One contract")
  @GetMapping("/contracts/{id}")
  ContractView get(Actor actor, @PathVariable UUID id) {
    return ContractView.of(contracts.get(actor, id));
  }

  @Operation(summary = "Offer a draft to the grower")
  @PostMapping("/contracts/{id}/offer")
  ContractView offer(Actor actor, @PathVariable UUID id, @RequestBody StepBody body) {
    return ContractView.of(contracts.offer(actor, id, body.version));
  }

  @Operation(summary = "The grower accepts: `word` is signed-paper, in-person or by-phone")
  @PostMapping("/contracts/{id}/accept")
  ContractView accept(Actor actor, @PathVariable UUID id, @RequestBody AcceptBody body) {
    return ContractView.of(
        contracts.accept(
            actor,
            id,
            body.version,
            Choices.of(Contract.Word.class, body.word, FarmRefusal.UNKNOWN_CHOICE)));
  }

  @Operation(summary = "Sign for the buyer: it binds both, and the advance is paid")
  @PostMapping("/contracts/{id}/sign")
  ContractView sign(Actor actor, @PathVariable UUID id, @RequestBody StepBody body) {
    return ContractView.of(contracts.sign(actor, id, body.version));
  }

  @Operation(summary = "Cancel a contract that is not signed")
  @PostMapping("/contracts/{id}/cancel")
  ContractView cancel(Actor actor, @PathVariable UUID id, @RequestBody CancelBody body) {
    return ContractView.of(contracts.cancel(actor, id, body.version, body.reason));
  }

  @Operation(summary = "Graded lots of its plots that do not count for it, and why")
  @GetMapping("/contracts/{id}/uncounted")
  List<UncountedView> uncounted(Actor actor, @PathVariable UUID id) {
    return contracts.uncounted(actor, id).stream().map(UncountedView::of).toList();
  }

  @Operation(summary = "Record what a grower brought of a lot, once by its id")
  @PostMapping("/contracts/{id}/deliveries")
  @ResponseStatus(HttpStatus.CREATED)
  DeliveryView deliver(Actor actor, @PathVariable UUID id, @RequestBody DeliveryBody body) {
    return DeliveryView.of(
        contracts.deliver(
            actor,
            new Delivery(
                body.id, id, body.lot, body.grade, ContractViews.mass(body.grams), body.day)));
  }

  @Operation(summary = "What was delivered, by day")
  @GetMapping("/contracts/{id}/deliveries")
  List<DeliveryView> deliveries(Actor actor, @PathVariable UUID id) {
    return contracts.deliveries(actor, id).stream().map(DeliveryView::of).toList();
  }

  @Operation(
      summary = "The settlement, or what it would come to today",
      description =
          "`settled` tells which; `excused` asks what it would come to if what is missing were force majeure")
  @GetMapping("/contracts/{id}/settlement")
  SettlementView settlement(
      Actor actor, @PathVariable UUID id, @RequestParam(defaultValue = "false") boolean excused) {
    return told(actor, contracts.get(actor, id), excused);
  }

  private SettlementView told(Actor actor, Contract contract, boolean excused) {
    var settlement = contracts.preview(actor, contract.id(), excused);
    return SettlementView.of(
        contract, settlement, contracts.area(contract), contracts.rate(settlement));
  }

  @Operation(summary = "Settle a contract and pay grower and chain")
  @PostMapping("/contracts/{id}/settle")
  SettlementView settle(Actor actor, @PathVariable UUID id, @RequestBody SettleBody body) {
    return told(actor, contracts.settle(actor, id, body.version, body.excused), body.excused);
  }

  @Operation(summary = "Buyers, by name")
  @GetMapping("/buyers")
  List<BuyerView> buyers(Actor actor) {
    return buyers.list(actor).stream().map(BuyerView::of).toList();
  }

  @Operation(summary = "Add a buyer")
  @PostMapping("/buyers")
  @ResponseStatus(HttpStatus.CREATED)
  BuyerView addBuyer(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody BuyerBody body) {
    UUID id = Uuids.named("farm.buyer", actor.account().toString(), key.toString());
    return BuyerView.of(buyers.add(actor, new Buyer(id, body.name, body.place)));
  }

  @Operation(summary = "Write down that a buyer has paid money in")
  @PostMapping("/buyers/{id}/payments")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void payIn(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID id,
      @RequestBody PaymentBody body) {
    UUID payment = Uuids.named("farm.buyer-payment", actor.account().toString(), key.toString());
    buyers.payIn(actor, id, payment, ContractViews.money(body.amount, "amount"));
  }

  @Operation(summary = "Record what a kilogram of a grade was bought for on a day in a county")
  @PostMapping("/market-prices")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void marketPrice(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody MarketPriceBody body) {
    quotes.record(
        actor,
        new Quotes.MarketPrice(
            Uuids.named("farm.market-price", actor.account().toString(), key.toString()),
            body.county,
            body.standard,
            body.grade,
            body.day,
            ContractViews.money(body.perKilogram, "price"),
            body.source));
  }

  @Operation(summary = "Record what a dollar cost in yuan on a day")
  @PostMapping("/exchange-rates")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void exchangeRate(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody ExchangeRateBody body) {
    quotes.record(
        actor,
        new Quotes.ExchangeRate(
            Uuids.named("farm.exchange-rate", actor.account().toString(), key.toString()),
            body.day,
            rate(body.yuan),
            body.source));
  }

  private static BigDecimal rate(String yuan) {
    if (!yuan.matches("[0-9]{1,4}(\\.[0-9]{1,4})?")) throw ContractViews.bad("rate");
    return new BigDecimal(yuan);
  }

  record DraftBody(UUID id, int version, TermsBody terms) {}

  record StepBody(int version) {}

  record AcceptBody(int version, String word) {}

  record CancelBody(int version, String reason) {}

  record SettleBody(int version, boolean excused) {}

  record DeliveryBody(UUID id, String lot, String grade, long grams, LocalDate day) {}

  record BuyerBody(String name, PlaceCode place) {}

  record PaymentBody(String amount) {}

  record MarketPriceBody(
      PlaceCode county,
      String standard,
      String grade,
      LocalDate day,
      String perKilogram,
      String source) {}

  record ExchangeRateBody(LocalDate day, String yuan, String source) {}

  record BuyerView(UUID id, String name, PlaceCode place) {
    static BuyerView of(Buyer buyer) {
      return new BuyerView(buyer.id(), buyer.name(), buyer.place());
    }
  }
}
