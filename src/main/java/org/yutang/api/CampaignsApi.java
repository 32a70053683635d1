package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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
import org.yutang.access.Knocks;
import org.yutang.access.Peer;
import org.yutang.campaign.Campaign;
import org.yutang.campaign.CampaignRefusal;
import org.yutang.campaign.Campaigns;
import org.yutang.campaign.FlashClaim;
import org.yutang.campaign.Payment;
import org.yutang.campaign.Price;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Unit;
import org.yutang.programme.Text;

/// Campaigns, claims of their pieces, and payments for those. Pieces and prices in other units are
/// whole numbers; money is a decimal in text.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Campaigns", description = "What many want at the same minute: campaigns and claims")
class CampaignsApi {

  private final Campaigns campaigns;
  private final Knocks knocks;
  private final Clock clock;

  CampaignsApi(Campaigns campaigns, Knocks knocks, Clock clock) {
    this.campaigns = campaigns;
    this.knocks = knocks;
    this.clock = clock;
  }

  @Operation(summary = "Open a campaign; price is null, units of something else, or money")
  @PostMapping("/campaigns")
  @WithoutTransaction
  @ResponseStatus(HttpStatus.CREATED)
  CampaignView open(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody CampaignBody body) {
    UUID id = Uuids.named("campaign", actor.account().toString(), key.toString());
    campaigns.open(
        actor,
        new Campaign.New(
            id,
            body.title,
            body.place,
            unit(body.unit, "unit"),
            body.stock,
            body.perHolder,
            body.opensAt,
            Optional.ofNullable(body.endsAt),
            price(body.price)));
    return view(id);
  }

  @Operation(summary = "List campaigns, the latest opening first")
  @GetMapping("/campaigns")
  PageAnswer<CampaignView> list(
      @RequestParam(defaultValue = "") String text,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        campaigns.list(new Campaign.Query(text, new Page.Wanted(page, size))),
        campaign -> view(campaign.id()));
  }

  @Operation(summary = "One campaign and what is left of it")
  @GetMapping("/campaigns/{id}")
  CampaignView get(@PathVariable UUID id) {
    return view(id);
  }

  @Operation(
      summary =
          "Claim pieces; the idempotency key is the claim's id, best of version 7. `holder` may be left out to claim for oneself")
  @PostMapping("/campaigns/{id}/claims")
  @KeyIsTheCommand
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<ClaimView> claim(
      Actor actor,
      @PathVariable UUID id,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @RequestBody ClaimBody body) {
    UUID holder = body.holder == null ? actor.account() : body.holder;
    FlashClaim claim = new FlashClaim(key, holder, body.quantity);
    return switch (campaigns.claim(actor, id, List.of(claim)).getFirst()) {
      case FlashClaim.Answer.Refused refused -> throw refused.why();
      case FlashClaim.Answer.Accepted accepted -> {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(HttpStatus.CREATED);
        if (accepted.repeated()) answer.header(ApiFrame.REPLAYED, "true");
        yield answer.body(
            new ClaimView(
                key, id, holder, body.quantity, Choices.word(accepted.state()), receipt(id, key)));
      }
    };
  }

  @Operation(summary = "A claim's receipt: its position, what became of it, what is to be paid")
  @GetMapping("/campaigns/{id}/claims/{claim}")
  ReceiptView receipt(Actor actor, @PathVariable UUID id, @PathVariable UUID claim) {
    return ReceiptView.of(campaigns.receipt(actor, id, claim));
  }

  @Operation(summary = "Write down money that came for a claim")
  @PostMapping("/campaigns/{id}/payments")
  @WithoutTransaction
  @ResponseStatus(HttpStatus.CREATED)
  PaymentView pay(Actor actor, @PathVariable UUID id, @RequestBody PaymentBody body) {
    return PaymentView.of(
        campaigns.pay(
            actor,
            new Payment.Notice(
                id, body.claim, body.number, money(body.amount, body.currency, "amount"))));
  }

  @Operation(
      summary =
          "List payments, the newest first; a `refunded` one has to be paid back by the provider")
  @GetMapping("/campaigns/{id}/payments")
  PageAnswer<PaymentView> payments(
      Actor actor,
      @PathVariable UUID id,
      @RequestParam Optional<String> state,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        campaigns.payments(
            actor,
            new Payment.Query(
                id,
                state.map(
                    text -> Choices.of(Payment.State.class, text, CampaignRefusal.UNKNOWN_CHOICE)),
                new Page.Wanted(page, size))),
        PaymentView::of);
  }

  @Operation(
      summary =
          "A provider's notice that a claim was paid, signed with HMAC-SHA-256 (hex) over the body; needs no token")
  @PostMapping("/campaign-payments/callbacks/{provider}")
  @BodyLimit(bytes = PaymentApi.MAX_ANSWER_BYTES)
  PaymentView callback(
      Peer peer,
      @PathVariable String provider,
      @RequestHeader(name = PaymentApi.SIGNATURE, defaultValue = "") String signature,
      HttpServletRequest request)
      throws IOException {
    String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    knocks.knock(peer);
    try {
      Payment payment = campaigns.callback(via(provider), body, signature);
      knocks.welcome(peer);
      return PaymentView.of(payment);
    } catch (Refusal refused) {
      if (refused.code() != CampaignRefusal.BAD_SIGNATURE) knocks.welcome(peer);
      throw refused;
    }
  }

  private static Payment.Via via(String name) {
    return Arrays.stream(Payment.Via.values())
        .filter(via -> Choices.word(via).equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal(CampaignRefusal.BAD_SIGNATURE));
  }

  private CampaignView view(UUID id) {
    return CampaignView.of(campaigns.get(id), campaigns.stock(id), clock.instant());
  }

  private static String receipt(UUID campaign, UUID claim) {
    return "/api/v1/campaigns/" + campaign + "/claims/" + claim;
  }

  private static Price price(@Nullable PriceBody body) {
    if (body == null) return new Price.Free();
    if (!Unit.CNY.code().equals(body.unit))
      return new Price.Units(unit(body.unit, "price.unit"), whole(body.each));
    if (body.payWithinSeconds == null) throw bad("price.payWithinSeconds");
    return new Price.Paid(
        money(body.each, body.unit, "price.each"),
        Duration.ofSeconds(body.payWithinSeconds),
        body.late == null
            ? Price.Late.REFUND
            : Choices.of(Price.Late.class, body.late, CampaignRefusal.UNKNOWN_CHOICE));
  }

  private static Unit unit(String code, String field) {
    try {
      return new Unit(code);
    } catch (IllegalArgumentException e) {
      throw bad(field);
    }
  }

  private static long whole(String text) {
    if (!text.matches("[0-9]{1,12}")) throw bad("price.each");
    return Long.parseLong(text);
  }

  private static Money money(String amount, String currency, String field) {
    try {
      return Money.parse(amount, currency);
    } catch (IllegalArgumentException e) {
      throw bad(field);
    }
  }

  private static Refusal bad(String field) {
    return new Refusal(CampaignRefusal.BAD_FIELD, Map.of("field", field));
  }

  /// @param each in text: a whole number of the unit, or a decimal of money
  /// @param payWithinSeconds how long a claim waits for its money
  /// @param late `re-grant` or `refund`
  record PriceBody(
      String unit, String each, @Nullable Integer payWithinSeconds, @Nullable String late) {
    static @Nullable PriceBody of(Price price) {
      return switch (price) {
        case Price.Free _ -> null;
        case Price.Units units ->
            new PriceBody(
                units.unit().code(), BigDecimal.valueOf(units.each()).toPlainString(), null, null);
        case Price.Paid paid ->
            new PriceBody(
                paid.each().currency(),
                paid.each().decimal(),
                (int) paid.within().toSeconds(),
                Choices.word(paid.late()));
      };
    }
  }

  record CampaignBody(
      Text title,
      PlaceCode place,
      String unit,
      long stock,
      long perHolder,
      Instant opensAt,
      @Nullable Instant endsAt,
      @Nullable PriceBody price) {}

  record CampaignView(
      UUID id,
      Text title,
      PlaceCode place,
      String unit,
      long stock,
      long perHolder,
      Instant opensAt,
      Instant endsAt,
      @Nullable PriceBody price,
      String phase,
      Instant now,
      long left,
      long held,
      long granted) {
    static CampaignView of(Campaign c, Campaign.Stock stock, Instant now) {
      return new CampaignView(
          c.id(),
          c.title(),
          c.place(),
          c.unit().code(),
          c.stock(),
          c.perHolder(),
          c.opensAt(),
          c.endsAt(),
          PriceBody.of(c.price()),
          Choices.word(c.phase(now)),
          now,
          stock.left(),
          stock.held(),
          stock.granted());
    }
  }

  record ClaimBody(@Nullable UUID holder, long quantity) {}

  record ClaimView(
      UUID claim, UUID campaign, UUID holder, long quantity, String state, String receipt) {}

  record ReceiptView(
      UUID claim,
      UUID campaign,
      UUID holder,
      long quantity,
      String state,
      long position,
      Instant at,
      UUID line,
      @Nullable Instant payBy,
      @Nullable String due,
      @Nullable String currency) {
    static ReceiptView of(FlashClaim.Receipt r) {
      return new ReceiptView(
          r.claim(),
          r.campaign(),
          r.holder(),
          r.quantity(),
          Choices.word(r.state()),
          r.position(),
          r.at(),
          r.line(),
          r.payBy().orElse(null),
          r.due().map(Money::decimal).orElse(null),
          r.due().map(Money::currency).orElse(null));
    }
  }

  record PaymentBody(UUID claim, String number, String amount, String currency) {}

  record PaymentView(
      UUID id,
      UUID campaign,
      UUID claim,
      String provider,
      String number,
      String amount,
      String currency,
      String state,
      Instant receivedAt) {
    static PaymentView of(Payment p) {
      return new PaymentView(
          p.id(),
          p.campaign(),
          p.claim(),
          Choices.word(p.via()),
          p.number(),
          p.amount().decimal(),
          p.amount().currency(),
          Choices.word(p.state()),
          p.receivedAt());
    }
  }
}
