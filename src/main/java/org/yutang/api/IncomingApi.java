package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Unit;
import org.yutang.payment.Arrival;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingDesk;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.NoticeAnswer;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;

/// Payments coming in: providers' notices, and for people what came, what does not fit, what goes
/// back.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Incoming payments", description = "Providers' notices, arrivals and their refunds")
class IncomingApi {

  static final long MAX_NOTICE_BYTES = 16 << 10;

  private static final int MAX_FIELDS = 100;

  private final Incoming incoming;
  private final IncomingDesk desk;
  private final Knocks knocks;

  IncomingApi(Incoming incoming, IncomingDesk desk, Knocks knocks) {
    this.incoming = incoming;
    this.desk = desk;
    this.knocks = knocks;
  }

  @Operation(
      summary =
          "A provider's notice, signed as the provider signs, form-encoded; answered with the word that it wants")
  @PostMapping(
      path = "/payments/{provider}/notice",
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
      produces = "text/plain;charset=UTF-8")
  @BodyLimit(bytes = MAX_NOTICE_BYTES)
  String notice(Peer peer, @PathVariable String provider, HttpServletRequest request)
      throws IOException {
    knocks.knock(peer);
    byte[] body = request.getInputStream().readAllBytes();
    NoticeAnswer answer =
        incoming.notice(via(provider), fields(new String(body, StandardCharsets.UTF_8)));
    boolean stranger =
        answer instanceof NoticeAnswer.Refused refused
            && refused.code() == PaymentRefusal.BAD_SIGNATURE;
    if (!stranger) knocks.welcome(peer);
    return answer.word();
  }

  private static Via via(String name) {
    return Arrays.stream(Via.values())
        .filter(via -> Choices.word(via).equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal(PaymentRefusal.BAD_SIGNATURE));
  }

  /// A form's fields; what cannot be read is left out, and with it the signature fails.
  static Map<String, String> fields(String body) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : body.split("&", MAX_FIELDS + 1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0 || fields.size() >= MAX_FIELDS) continue;
      Optional<String> name = decoded(pair.substring(0, equals));
      Optional<String> value = decoded(pair.substring(equals + 1));
      if (name.isPresent() && value.isPresent()) fields.putIfAbsent(name.get(), value.get());
    }
    return fields;
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Operation(summary = "List payments that were asked for")
  @GetMapping("/incoming-payments")
  PageAnswer<PaymentView> payments(
      Actor actor,
      @RequestParam Optional<String> state,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        desk.payments(
            actor,
            new IncomingPayment.Query(
                state.map(text -> choice(IncomingPayment.State.class, text)),
                new Page.Wanted(page, size))),
        PaymentView::of);
  }

  @Operation(
      summary =
          "List money that came; `unmatched` is what is not what was asked for, `open` what has not gone back")
  @GetMapping("/arrivals")
  PageAnswer<ArrivalView> arrivals(
      Actor actor,
      @RequestParam(defaultValue = "false") boolean unmatched,
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam Optional<UUID> payment,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        desk.arrivals(
            actor, new Arrival.Query(unmatched, open, payment, new Page.Wanted(page, size))),
        ArrivalView::of);
  }

  @Operation(summary = "Ask that money goes back the way it came; another person releases it")
  @PostMapping("/arrivals/{id}/refunds")
  @ResponseStatus(HttpStatus.CREATED)
  RefundView ask(
      Actor actor,
      @PathVariable UUID id,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @RequestBody RefundBody body) {
    return RefundView.of(desk.askRefund(actor, key, id, money(body.amount), body.reason));
  }

  @Operation(summary = "List refunds of payments")
  @GetMapping("/payment-refunds")
  PageAnswer<RefundView> refunds(
      Actor actor,
      @RequestParam Optional<String> state,
      @RequestParam Optional<UUID> arrival,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        desk.refunds(
            actor,
            new PaymentRefund.Query(
                state.map(text -> choice(PaymentRefund.State.class, text)),
                arrival,
                new Page.Wanted(page, size))),
        RefundView::of);
  }

  @Operation(summary = "Release a refund that somebody else asked for")
  @PostMapping("/payment-refunds/{id}/release")
  RefundView release(Actor actor, @PathVariable UUID id) {
    return RefundView.of(desk.release(actor, id));
  }

  @Operation(summary = "Decline a refund")
  @PostMapping("/payment-refunds/{id}/decline")
  RefundView decline(Actor actor, @PathVariable UUID id) {
    return RefundView.of(desk.decline(actor, id));
  }

  private static Money money(String amount) {
    try {
      return Money.parse(amount, Unit.CNY.code());
    } catch (NumberFormatException e) {
      throw new Refusal(PaymentRefusal.BAD_REFUND, Map.of("field", "amount"));
    }
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, String text) {
    return Choices.of(choices, text, PaymentRefusal.UNKNOWN_CHOICE);
  }

  record RefundBody(String amount, String reason) {}

  record PaymentView(
      UUID id,
      String provider,
      String title,
      String purpose,
      UUID subject,
      PlaceCode place,
      String amount,
      String state,
      Instant askedAt,
      Instant expiresAt,
      @Nullable UUID arrival) {
    static PaymentView of(IncomingPayment p) {
      return new PaymentView(
          p.id(),
          Choices.word(p.order().via()),
          p.order().title(),
          p.order().purpose(),
          p.order().subject(),
          p.order().place(),
          p.order().amount().decimal(),
          Choices.word(p.state()),
          p.askedAt(),
          p.order().expiresAt(),
          p.arrival().orElse(null));
    }
  }

  record ArrivalView(
      UUID id,
      String provider,
      String trade,
      String number,
      @Nullable UUID payment,
      @Nullable String title,
      String amount,
      String fit,
      Instant paidAt,
      LocalDate businessDate,
      Instant receivedAt,
      String askedBack,
      String goneBack) {
    static ArrivalView of(Arrival a) {
      return new ArrivalView(
          a.id(),
          Choices.word(a.via()),
          a.trade(),
          a.number(),
          a.payment().orElse(null),
          a.title().orElse(null),
          a.amount().decimal(),
          Choices.word(a.fit()),
          a.paidAt(),
          a.businessDate(),
          a.receivedAt(),
          a.askedBack().decimal(),
          a.goneBack().decimal());
    }
  }

  record RefundView(
      UUID id,
      UUID arrival,
      String amount,
      String reason,
      String state,
      UUID askedBy,
      Instant askedAt,
      @Nullable UUID decidedBy,
      @Nullable Instant decidedAt,
      @Nullable String problem,
      @Nullable Instant endedAt) {
    static RefundView of(PaymentRefund r) {
      return new RefundView(
          r.id(),
          r.arrival(),
          r.amount().decimal(),
          r.reason(),
          Choices.word(r.state()),
          r.askedBy(),
          r.askedAt(),
          r.decidedBy().orElse(null),
          r.decidedAt().orElse(null),
          r.problem().orElse(null),
          r.endedAt().orElse(null));
    }
  }
}
