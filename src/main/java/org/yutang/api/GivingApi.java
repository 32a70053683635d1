package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
import org.yutang.giving.Giving;
import org.yutang.giving.GivingRefusal;
import org.yutang.giving.Lines;
import org.yutang.giving.Merchant;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.giving.Refund;
import org.yutang.giving.RefundNotice;
import org.yutang.giving.Sale;
import org.yutang.giving.SaleNotice;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;
import org.yutang.store.FileStore;

/// Giving for fund officers and merchants: projects, merchants, pledges, orders, refunds. Amounts
/// are decimals in text. A list is booked whole or not at all; a refusal names its lines.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Giving", description = "Projects, merchants, pledges, orders and refunds")
class GivingApi {

  private final Giving giving;
  private final Proof proof;
  private final FileStore files;

  GivingApi(Giving giving, Proof proof, FileStore files) {
    this.giving = giving;
    this.proof = proof;
    this.files = files;
  }

  @Operation(summary = "Open a project that gives to a programme's fund")
  @PostMapping("/projects")
  @WithoutTransaction
  @ResponseStatus(HttpStatus.CREATED)
  PublicApi.ProjectView openProject(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody ProjectBody body) {
    if (!ProgrammeId.isId(body.programme)) throw bad("programme");
    Project project =
        giving.openProject(
            actor,
            new Project.New(
                Uuids.named("giving.project", actor.account().toString(), key.toString()),
                body.title,
                body.summary,
                new ProgrammeId(body.programme),
                body.place,
                body.from,
                body.to,
                Optional.ofNullable(body.goal).map(goal -> money(goal, "goal")),
                body.budget.stream()
                    .map(
                        line ->
                            new Project.BudgetLine(
                                line.label,
                                money(line.amount, "budget.amount"),
                                Boolean.TRUE.equals(line.fee)))
                    .toList()));
    return PublicApi.ProjectView.of(giving.getProject(project.id()));
  }

  @Operation(summary = "Add a merchant")
  @PostMapping("/merchants")
  @WithoutTransaction
  @ResponseStatus(HttpStatus.CREATED)
  MerchantView addMerchant(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody MerchantBody body) {
    UUID id = Uuids.named("giving.merchant", actor.account().toString(), key.toString());
    return MerchantView.of(giving.addMerchant(actor, id, body.name, body.place));
  }

  @Operation(summary = "List the merchants that the caller may see, by name")
  @GetMapping("/merchants")
  PageAnswer<MerchantView> merchants(
      Actor actor,
      @RequestParam(defaultValue = "") String text,
      @RequestParam Optional<UUID> project,
      @RequestParam Optional<PlaceCode> within,
      @RequestParam(defaultValue = "false") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        giving.merchants(
            actor,
            new Merchant.Query(text, project, within, descending, new Page.Wanted(page, size))),
        MerchantView::of);
  }

  @Operation(summary = "One merchant with the accounts that act for it")
  @GetMapping("/merchants/{id}")
  MerchantView merchant(Actor actor, @PathVariable UUID id) {
    return MerchantView.of(giving.getMerchant(actor, id));
  }

  @Operation(summary = "Let an account act for a merchant, or not any more")
  @PostMapping("/merchants/{id}/accounts")
  MerchantView setAccount(Actor actor, @PathVariable UUID id, @RequestBody ActsBody body) {
    return MerchantView.of(giving.setAccount(actor, id, body.account, body.acts));
  }

  @Operation(summary = "Pledge something of every order of a merchant to a project")
  @PostMapping("/merchants/{id}/pledges")
  @ResponseStatus(HttpStatus.CREATED)
  PublicApi.PledgeView pledge(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID id,
      @RequestBody PledgeBody body) {
    UUID pledge = Uuids.named("giving.pledge", actor.account().toString(), key.toString());
    Rate rate = rate(body.perOrder, body.perMille, null);
    return PublicApi.PledgeView.of(giving.pledge(actor, pledge, id, body.project, rate, body.from));
  }

  @Operation(summary = "Change the rate of a pledge from a day on, or with `state` pause or end it")
  @PostMapping("/pledges/{id}/rates")
  PublicApi.PledgeView changeRate(Actor actor, @PathVariable UUID id, @RequestBody RateBody body) {
    Rate rate = rate(body.perOrder, body.perMille, body.state);
    return PublicApi.PledgeView.of(giving.changeRate(actor, id, rate, body.from));
  }

  @Operation(summary = "Tell 1 to 1,000 orders of a merchant; each gives one donation, once")
  @PostMapping("/sales")
  @WithoutTransaction
  SalesAnswer sell(Actor actor, @RequestBody SalesBody body) {
    requireCount(body.sales);
    List<SaleNotice> notices = read(body.sales, SaleBody::notice);
    return new SalesAnswer(
        giving.sellAll(actor, body.merchant, notices).stream().map(SoldView::of).toList());
  }

  @Operation(
      summary =
          "Tell orders as a CSV file with the columns order, time, amount, and if wanted currency, origin, region; follow the job")
  @PostMapping("/sales:csv")
  @BodyLimit(bytes = FilesApi.LIMIT_BYTES, streamed = true)
  @ResponseStatus(HttpStatus.ACCEPTED)
  ImportStarted sellFile(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @RequestParam UUID merchant,
      HttpServletRequest request)
      throws IOException {
    giving.getMerchant(actor, merchant);
    String file = files.putPassing(request.getInputStream(), FilesApi.LIMIT_BYTES).digest();
    UUID job = Uuids.named("giving.import", actor.account().toString(), key.toString());
    return new ImportStarted(giving.importSales(actor, job, merchant, file));
  }

  @Operation(summary = "The refused rows of an ended import of orders as CSV; 204 if it had none")
  @GetMapping("/sales-imports/{job}/errors")
  ResponseEntity<Resource> errors(Actor actor, @PathVariable UUID job) {
    Optional<Path> file = giving.importErrors(actor, job);
    if (file.isEmpty()) return ResponseEntity.noContent().build();
    return ResponseEntity.ok()
        .header("Content-Type", "text/csv;charset=UTF-8")
        .header("Content-Disposition", "attachment; filename=\"errors-" + job + ".csv\"")
        .body(new FileSystemResource(file.get()));
  }

  @Operation(summary = "List the orders of a merchant or project with their donations")
  @GetMapping("/sales")
  PageAnswer<SaleView> sales(
      Actor actor,
      @RequestParam Optional<UUID> merchant,
      @RequestParam Optional<UUID> project,
      @RequestParam Optional<LocalDate> from,
      @RequestParam Optional<LocalDate> to,
      @RequestParam Optional<String> order,
      @RequestParam Optional<Boolean> refunded,
      @RequestParam(defaultValue = "sold") String sort,
      @RequestParam(defaultValue = "true") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        giving.sales(
            actor,
            new Sale.Query(
                merchant,
                project,
                from,
                to,
                order,
                refunded,
                choice(Sale.Sort.class, sort),
                descending,
                new Page.Wanted(page, size))),
        SaleView::of);
  }

  @Operation(summary = "One order with its donation")
  @GetMapping("/sales/{id}")
  SaleView sale(Actor actor, @PathVariable UUID id) {
    return SaleView.of(giving.getSale(actor, id));
  }

  @Operation(summary = "A receipt that shows that this donation is in the public log")
  @GetMapping("/sales/{id}/receipt")
  ResponseEntity<byte[]> receipt(Actor actor, @PathVariable UUID id) {
    return document(giving.receipt(actor, id), GivingRefusal.UNKNOWN_SALE);
  }

  @Operation(summary = "Tell 1 to 1,000 refunds of a merchant's orders; donations come back, once")
  @PostMapping("/refunds")
  @WithoutTransaction
  RefundsAnswer refund(Actor actor, @RequestBody RefundsBody body) {
    requireCount(body.refunds);
    List<RefundNotice> notices = read(body.refunds, RefundBody::notice);
    return new RefundsAnswer(
        giving.refundAll(actor, body.merchant, notices).stream()
            .map(each -> RefundView.of(each.refund(), each.repeated()))
            .toList());
  }

  @Operation(summary = "List the refunds of a merchant or project")
  @GetMapping("/refunds")
  PageAnswer<RefundView> refunds(
      Actor actor,
      @RequestParam Optional<UUID> merchant,
      @RequestParam Optional<UUID> project,
      @RequestParam Optional<String> state,
      @RequestParam(defaultValue = "booked") String sort,
      @RequestParam(defaultValue = "true") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        giving.refunds(
            actor,
            new Refund.Query(
                merchant,
                project,
                state.map(text -> choice(Refund.State.class, text)),
                choice(Refund.Sort.class, sort),
                descending,
                new Page.Wanted(page, size))),
        refund -> RefundView.of(refund, true));
  }

  @Operation(summary = "A receipt that shows that this refund is in the public log")
  @GetMapping("/refunds/{id}/receipt")
  ResponseEntity<byte[]> refundReceipt(Actor actor, @PathVariable UUID id) {
    return document(giving.refundReceipt(actor, id), GivingRefusal.UNKNOWN_REFUND);
  }

  private ResponseEntity<byte[]> document(Sale.Receipt receipt, GivingRefusal unknown) {
    Proof.Receipt logged = proof.find(receipt.key()).orElseThrow(() -> new Refusal(unknown));
    byte[] document =
        ReceiptDocument.of(logged, proof.verifierKey())
            .withOpening(
                new ReceiptDocument.Opening(
                    HexFormat.of().parseHex(receipt.salt()),
                    Map.of("order", receipt.orderNumber())))
            .toJson()
            .getBytes(StandardCharsets.UTF_8);
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document);
  }

  private interface Reading<B, N> {
    N read(B line);
  }

  /// Every line that cannot be read is named, not only the first.
  private static <B, N> List<N> read(List<B> lines, Reading<B, N> reading) {
    List<N> notices = new ArrayList<>(lines.size());
    Map<Integer, Refusal> refused = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        notices.add(reading.read(lines.get(i)));
      } catch (Refusal why) {
        refused.put(i + 1, why);
      }
    }
    if (!refused.isEmpty()) throw Lines.refusal(refused);
    return notices;
  }

  private static void requireCount(List<?> lines) {
    if (lines.size() > Giving.MAX_LINES)
      throw new Refusal(GivingRefusal.TOO_MANY_LINES, Map.of("limit", Giving.MAX_LINES));
  }

  private static Rate rate(
      @Nullable String perOrder, @Nullable Integer perMille, @Nullable String state) {
    if (perOrder != null && perMille == null && state == null) {
      Money each = money(perOrder, "perOrder");
      return new Rate.PerOrder(each);
    }
    if (perMille != null && perOrder == null && state == null) return new Rate.PerMille(perMille);
    if (perMille == null && perOrder == null && "paused".equals(state)) return new Rate.Paused();
    if (perMille == null && perOrder == null && "ended".equals(state)) return new Rate.Ended();
    throw bad("perOrder, perMille, state");
  }

  private static Money money(String amount, String field) {
    try {
      return Money.parse(amount, Sale.CURRENCY);
    } catch (NumberFormatException e) {
      throw bad(field);
    }
  }

  private static Refusal bad(String field) {
    return new Refusal(GivingRefusal.BAD_FIELD, Map.of("field", field));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  static <E extends Enum<E>> E choice(Class<E> choices, String text) {
    return Arrays.stream(choices.getEnumConstants())
        .filter(each -> each.name().equalsIgnoreCase(text.replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    GivingRefusal.UNKNOWN_CHOICE,
                    Map.of(
                        "choice",
                        text,
                        "known",
                        String.join(
                            ", ",
                            Arrays.stream(choices.getEnumConstants())
                                .map(GivingApi::word)
                                .toList()))));
  }

  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  record BudgetLineBody(Text label, String amount, @Nullable Boolean fee) {}

  record ProjectBody(
      Text title,
      Text summary,
      String programme,
      PlaceCode place,
      LocalDate from,
      LocalDate to,
      @Nullable String goal,
      List<BudgetLineBody> budget) {}

  record MerchantBody(Text name, PlaceCode place) {}

  record ActsBody(UUID account, boolean acts) {}

  record PledgeBody(
      UUID project, @Nullable String perOrder, @Nullable Integer perMille, LocalDate from) {}

  record RateBody(
      @Nullable String perOrder,
      @Nullable Integer perMille,
      @Nullable String state,
      LocalDate from) {}

  record SaleBody(
      String order,
      String soldAt,
      String amount,
      @Nullable String currency,
      @Nullable String origin,
      @Nullable String buyerRegion) {
    SaleNotice notice() {
      return SaleNotice.read(
          order, soldAt, amount, text(currency), text(origin), text(buyerRegion));
    }
  }

  record SalesBody(UUID merchant, List<SaleBody> sales) {}

  record RefundBody(
      String refund,
      String order,
      String refundedAt,
      @Nullable String amount,
      @Nullable String currency) {
    RefundNotice notice() {
      return RefundNotice.read(refund, order, refundedAt, text(amount), text(currency));
    }
  }

  record RefundsBody(UUID merchant, List<RefundBody> refunds) {}

  record ImportStarted(UUID job) {}

  record MerchantView(
      UUID id,
      Text name,
      PlaceCode place,
      PlaceCode county,
      UUID ledgerAccount,
      List<UUID> accounts) {
    static MerchantView of(Merchant merchant) {
      return new MerchantView(
          merchant.id(),
          merchant.name(),
          merchant.place(),
          merchant.county(),
          merchant.ledgerAccount(),
          merchant.accounts().stream().sorted().toList());
    }
  }

  /// One line of an answer to orders, in the order of the lines.
  record SoldView(String order, UUID sale, String donation, boolean repeated) {
    static SoldView of(Sale.Result.Booked booked) {
      return new SoldView(
          booked.sale().orderNumber(),
          booked.sale().id(),
          booked.sale().donation().decimal(),
          booked.repeated());
    }
  }

  record SalesAnswer(List<SoldView> sales) {}

  record SaleView(
      UUID id,
      UUID merchant,
      String order,
      UUID pledge,
      UUID project,
      String programme,
      Instant soldAt,
      LocalDate businessDate,
      String amount,
      String donation,
      @Nullable PlaceCode origin,
      @Nullable PlaceCode buyerRegion,
      UUID transfer,
      String refunded,
      String returned) {
    static SaleView of(Sale sale) {
      return new SaleView(
          sale.id(),
          sale.merchant(),
          sale.orderNumber(),
          sale.pledge(),
          sale.project(),
          sale.programme().text(),
          sale.soldAt(),
          sale.businessDate(),
          sale.amount().decimal(),
          sale.donation().decimal(),
          sale.origin().orElse(null),
          sale.buyerRegion().orElse(null),
          sale.transfer(),
          sale.refunded().decimal(),
          sale.returned().decimal());
    }
  }

  record RefundsAnswer(List<RefundView> refunds) {}

  record RefundView(
      UUID id,
      String refund,
      UUID sale,
      String order,
      UUID merchant,
      UUID project,
      Instant refundedAt,
      String amount,
      String returned,
      String state,
      boolean repeated) {
    static RefundView of(Refund refund, boolean repeated) {
      return new RefundView(
          refund.id(),
          refund.refundNumber(),
          refund.sale(),
          refund.orderNumber(),
          refund.merchant(),
          refund.project(),
          refund.refundedAt(),
          refund.amount().decimal(),
          refund.returned().decimal(),
          word(refund.state()),
          repeated);
    }
  }
}
