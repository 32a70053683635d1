package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
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
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.payment.BankFiles;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Payout;
import org.yutang.payment.Payouts;

/// Payouts and the bank files in which they travel. Amounts are decimals in text.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Payments", description = "Payouts, bank files out and results back")
class PaymentApi {

  static final String SIGNATURE = "X-Yutang-Signature";

  /// The largest answer of a provider to one payout.
  static final long MAX_ANSWER_BYTES = 16 << 10;

  private final Payouts payouts;
  private final BankFiles files;
  private final Knocks knocks;
  private final Clock clock;

  PaymentApi(Payouts payouts, BankFiles files, Knocks knocks, Clock clock) {
    this.payouts = payouts;
    this.files = files;
    this.knocks = knocks;
    this.clock = clock;
  }

  @Operation(summary = "List payouts, payees masked")
  @GetMapping("/payouts")
  PageAnswer<PayoutView> payouts(
      Actor actor,
      @RequestParam Optional<String> state,
      @RequestParam Optional<UUID> batch,
      @RequestParam Optional<UUID> subject,
      @RequestParam Optional<PlaceCode> place,
      @RequestParam(defaultValue = "placed") String sort,
      @RequestParam(defaultValue = "true") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    Payout.Query query =
        new Payout.Query(
            state.map(text -> choice(Payout.State.class, text)),
            batch,
            subject,
            place,
            choice(Payout.Sort.class, sort),
            descending,
            new Page.Wanted(page, size));
    return PageAnswer.of(payouts.list(actor, query), PayoutView::of);
  }

  @Operation(summary = "One payout")
  @GetMapping("/payouts/{id}")
  PayoutView payout(Actor actor, @PathVariable UUID id) {
    return PayoutView.of(payouts.get(actor, id));
  }

  @Operation(summary = "Put what is ready into a bank file; `encoding` is utf-8 or gbk")
  @PostMapping("/payment-batches")
  @ResponseStatus(HttpStatus.CREATED)
  BatchView make(Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody BatchBody body) {
    UUID id = Uuids.named("payment.batch", actor.account().toString(), key.toString());
    BankFiles.Encoding encoding = choice(BankFiles.Encoding.class, body.encoding);
    return BatchView.of(files.make(actor, id, encoding, BusinessDay.of(clock.instant())));
  }

  @Operation(summary = "List bank files")
  @GetMapping("/payment-batches")
  PageAnswer<BatchView> batches(
      Actor actor,
      @RequestParam Optional<String> state,
      @RequestParam(defaultValue = "made") String sort,
      @RequestParam(defaultValue = "true") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    BankFiles.Query query =
        new BankFiles.Query(
            state.map(text -> choice(BankFiles.State.class, text)),
            choice(BankFiles.Sort.class, sort),
            descending,
            new Page.Wanted(page, size));
    return PageAnswer.of(files.list(actor, query), BatchView::of);
  }

  @Operation(summary = "One bank file's figures")
  @GetMapping("/payment-batches/{id}")
  BatchView batch(Actor actor, @PathVariable UUID id) {
    return BatchView.of(files.get(actor, id));
  }

  @Operation(summary = "Release a bank file that somebody else made")
  @PostMapping("/payment-batches/{id}/release")
  BatchView release(Actor actor, @PathVariable UUID id) {
    return BatchView.of(files.release(actor, id));
  }

  @Operation(summary = "The released file for the bank, as CSV; logged")
  @GetMapping("/payment-batches/{id}/file")
  ResponseEntity<byte[]> file(Actor actor, @PathVariable UUID id) {
    byte[] file = files.file(actor, id);
    BankFiles.Batch batch = files.get(actor, id);
    String charset = batch.encoding() == BankFiles.Encoding.GBK ? "GBK" : "UTF-8";
    return ResponseEntity.ok()
        .header("Content-Type", "text/csv;charset=" + charset)
        .header("Content-Disposition", "attachment; filename=\"bank-" + batch.number() + ".csv\"")
        .header("Cache-Control", "no-store")
        .body(file);
  }

  @Operation(summary = "Bring the bank's result back; the body is the file itself")
  @PostMapping("/payment-batches/{id}/result")
  @BodyLimit(bytes = BankFiles.MAX_BYTES, streamed = true)
  BatchView result(Actor actor, @PathVariable UUID id, HttpServletRequest request)
      throws IOException {
    return BatchView.of(files.result(actor, id, request.getInputStream().readAllBytes()));
  }

  @Operation(
      summary =
          "A provider's answer to a payout, signed with HMAC-SHA-256 (hex) over the body; needs no token")
  @PostMapping("/payment/callbacks/{provider}")
  @BodyLimit(bytes = MAX_ANSWER_BYTES)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void callback(
      Peer peer,
      @PathVariable String provider,
      @RequestHeader(name = SIGNATURE, defaultValue = "") String signature,
      HttpServletRequest request)
      throws IOException {
    String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    knocks.knock(peer);
    try {
      payouts.callback(via(provider), body, signature);
    } catch (Refusal refused) {
      if (refused.code() != PaymentRefusal.BAD_SIGNATURE) knocks.welcome(peer);
      throw refused;
    }
    knocks.welcome(peer);
  }

  /// A provider that there is not is refused as a wrong signature is: strangers learn nothing.
  private static Payout.Via via(String name) {
    return Arrays.stream(Payout.Via.values())
        .filter(via -> Choices.word(via).equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal(PaymentRefusal.BAD_SIGNATURE));
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, String text) {
    return Choices.of(choices, text, PaymentRefusal.UNKNOWN_CHOICE);
  }

  record BatchBody(String encoding) {}

  record PayoutView(
      UUID id,
      String amount,
      String currency,
      String payeeName,
      String payeeAccount,
      String purpose,
      UUID subject,
      PlaceCode place,
      LocalDate businessDate,
      String provider,
      String state,
      @Nullable UUID batch,
      @Nullable String reason,
      @Nullable LocalDate answerDate,
      Instant placedAt) {
    static PayoutView of(Payout p) {
      return new PayoutView(
          p.id(),
          p.amount().decimal(),
          p.amount().currency(),
          p.payeeName(),
          p.payeeAccount(),
          p.purpose(),
          p.subject(),
          p.place(),
          p.businessDate(),
          Choices.word(p.provider()),
          Choices.word(p.state()),
          p.batch().orElse(null),
          p.reason().orElse(null),
          p.answerDate().orElse(null),
          p.placedAt());
    }
  }

  record BatchView(
      UUID id,
      String number,
      String encoding,
      String state,
      int payouts,
      String amount,
      String currency,
      String digest,
      List<PlaceCode> places,
      LocalDate businessDate,
      UUID madeBy,
      Instant madeAt,
      @Nullable UUID releasedBy,
      @Nullable Instant releasedAt,
      @Nullable UUID answeredBy,
      @Nullable Instant answeredAt,
      @Nullable Integer paid,
      @Nullable String paidAmount) {
    static BatchView of(BankFiles.Batch b) {
      return new BatchView(
          b.id(),
          b.number(),
          Choices.word(b.encoding()),
          Choices.word(b.state()),
          b.payouts(),
          b.amount().decimal(),
          b.amount().currency(),
          b.digest(),
          b.places(),
          b.businessDate(),
          b.madeBy(),
          b.madeAt(),
          b.releasedBy().orElse(null),
          b.releasedAt().orElse(null),
          b.answeredBy().orElse(null),
          b.answeredAt().orElse(null),
          b.paid().orElse(null),
          b.paidAmount().map(Money::decimal).orElse(null));
    }
  }
}
