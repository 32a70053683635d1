package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Claim;
import org.yutang.programme.ClaimDraft;
import org.yutang.programme.Claims;
import org.yutang.programme.Decision;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;
import org.yutang.register.PersonId;

/// Claims: drafts, filing, the insurer's queue, decisions, appeals, the timeline, public figures.
/// Amounts are decimals in text, in the programme's currency; commands count for today.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Claims", description = "Claims from the draft to the payment")
class ClaimsApi {

  private final Claims claims;
  private final Programmes programmes;
  private final Proof proof;
  private final Clock clock;

  ClaimsApi(Claims claims, Programmes programmes, Proof proof, Clock clock) {
    this.claims = claims;
    this.programmes = programmes;
    this.proof = proof;
    this.clock = clock;
  }

  @Operation(
      summary =
          "Save a draft, complete or not, or with `file` give it to the insurer at once; `version` is 0 for a new one, else the version that was seen")
  @PostMapping("/claims")
  ClaimView save(
      Actor actor,
      @RequestParam(defaultValue = "false") boolean file,
      @RequestBody DraftBody body) {
    Claim saved = claims.save(actor, draft(body), today());
    return ClaimView.of(file ? claims.file(actor, saved.id(), saved.version(), today()) : saved);
  }

  @Operation(summary = "List claims: the insurer's queue, a county's or a village's")
  @GetMapping("/claims")
  PageAnswer<ClaimView> list(
      Actor actor,
      @RequestParam Optional<String> programme,
      @RequestParam Optional<PlaceCode> place,
      @RequestParam Optional<String> state,
      @RequestParam Optional<UUID> person,
      @RequestParam(defaultValue = "false") boolean overdue,
      @RequestParam(defaultValue = "due") String sort,
      @RequestParam(defaultValue = "false") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    Claim.Query query =
        new Claim.Query(
            programme.map(ClaimsApi::programme),
            place,
            state.map(text -> choice(Claim.State.class, text)),
            person.map(PersonId::new),
            overdue,
            choice(Claim.Sort.class, sort),
            descending,
            new Page.Wanted(page, size));
    return PageAnswer.of(claims.list(actor, query), ClaimView::of);
  }

  @Operation(summary = "One claim, what is personal masked")
  @GetMapping("/claims/{id}")
  ClaimView one(Actor actor, @PathVariable UUID id) {
    return ClaimView.of(claims.get(actor, id));
  }

  @Operation(summary = "Everything that happened to a claim, the oldest first")
  @GetMapping("/claims/{id}/timeline")
  List<EventView> timeline(Actor actor, @PathVariable UUID id) {
    return claims.timeline(actor, id).stream().map(EventView::of).toList();
  }

  @Operation(summary = "A photo of a claim, as a JPEG")
  @GetMapping("/claims/{id}/photos/{photo}")
  ResponseEntity<byte[]> photo(Actor actor, @PathVariable UUID id, @PathVariable String photo) {
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_JPEG)
        .cacheControl(CacheControl.noStore())
        .body(claims.photo(actor, id, photo));
  }

  @Operation(summary = "Give a complete claim to the insurer, or again with its missing papers")
  @PostMapping("/claims/{id}/file")
  ClaimView file(Actor actor, @PathVariable UUID id, @RequestBody VersionBody body) {
    return ClaimView.of(claims.file(actor, id, body.version, today()));
  }

  @Operation(summary = "Take a claim back before it is decided")
  @PostMapping("/claims/{id}/withdraw")
  ClaimView withdraw(Actor actor, @PathVariable UUID id, @RequestBody NoteBody body) {
    return ClaimView.of(claims.withdraw(actor, id, body.version, note(body.note), today()));
  }

  @Operation(summary = "Ask for missing papers; the insurer's clock stands still until they come")
  @PostMapping("/claims/{id}/papers")
  ClaimView papers(Actor actor, @PathVariable UUID id, @RequestBody NoteBody body) {
    return ClaimView.of(claims.askForPapers(actor, id, body.version, note(body.note), today()));
  }

  @Operation(
      summary =
          "Decide: `accept`, `reduce` with the own share that counts, or `reject` with a reason")
  @PostMapping("/claims/{id}/decision")
  ClaimView decide(Actor actor, @PathVariable UUID id, @RequestBody DecisionBody body) {
    Claim claim = claims.get(actor, id);
    Decision decision =
        switch (body.decision) {
          case "accept" -> new Decision.Accept();
          case "reduce" ->
              new Decision.Reduce(
                  money(
                      Optional.ofNullable(body.ownShare).orElseThrow(() -> missing("ownShare")),
                      claim.programme()),
                  note(body.note));
          case "reject" ->
              new Decision.Reject(
                  choice(
                      Decision.Why.class,
                      Optional.ofNullable(body.reason).orElseThrow(() -> missing("reason"))),
                  note(body.note));
          default ->
              throw Choices.unknown(
                  ProgrammeRefusal.UNKNOWN_CHOICE, body.decision, "accept, reduce, reject");
        };
    return ClaimView.of(claims.decide(actor, id, body.version, decision, today()));
  }

  @Operation(summary = "Agree or disagree as the second reviewer")
  @PostMapping("/claims/{id}/second")
  ClaimView second(Actor actor, @PathVariable UUID id, @RequestBody SecondBody body) {
    return ClaimView.of(
        claims.second(actor, id, body.version, body.agrees, note(body.note), today()));
  }

  @Operation(summary = "Appeal against a rejection or reduction, once")
  @PostMapping("/claims/{id}/appeal")
  ClaimView appeal(Actor actor, @PathVariable UUID id, @RequestBody NoteBody body) {
    return ClaimView.of(claims.appeal(actor, id, body.version, note(body.note), today()));
  }

  @Operation(summary = "Another bank account after the bank could not pay")
  @PostMapping("/claims/{id}/payee")
  ClaimView payee(Actor actor, @PathVariable UUID id, @RequestBody PayeeBody body) {
    return ClaimView.of(
        claims.correctPayee(actor, id, body.version, body.name, body.account, today()));
  }

  @Operation(summary = "Diagnosis and payee in the clear, for a reason; logged")
  @PostMapping("/claims/{id}/reveal")
  @ShownOnce
  RevealedView reveal(Actor actor, @PathVariable UUID id, @RequestBody ReasonBody body) {
    Claim.Revealed revealed = claims.reveal(actor, id, body.reason);
    return new RevealedView(
        revealed.diagnosis().orElse(null),
        revealed.payeeName().orElse(null),
        revealed.payeeAccount().orElse(null),
        revealed.witness().orElse(null));
  }

  @Operation(
      summary =
          "Receipts that show that this claim's payments are in the public log, the first first")
  @GetMapping("/claims/{id}/receipts")
  List<ReceiptView> receipts(Actor actor, @PathVariable UUID id) {
    return claims.receipts(actor, id).stream().flatMap(each -> receipt(each).stream()).toList();
  }

  @Operation(
      summary =
          "The receipt of one payment of a claim as a file, by number: 1 is the first payment")
  @GetMapping("/claims/{id}/receipts/{number}")
  ResponseEntity<byte[]> receipt(Actor actor, @PathVariable UUID id, @PathVariable int number) {
    ReceiptView receipt =
        claims.receipts(actor, id).stream()
            .skip(Math.max(0, number - 1L))
            .findFirst()
            .filter(_ -> number > 0)
            .flatMap(this::receipt)
            .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CLAIM));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(receipt.receipt.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<ReceiptView> receipt(Claim.Receipt receipt) {
    ReceiptDocument.Opening opening =
        new ReceiptDocument.Opening(
            HexFormat.of().parseHex(receipt.salt()), Map.of("claim", receipt.value()));
    return proof
        .find(receipt.key())
        .map(
            logged ->
                new ReceiptView(
                    receipt.key(),
                    new String(logged.entry(), StandardCharsets.UTF_8),
                    ReceiptDocument.of(logged, proof.verifierKey()).withOpening(opening).toJson()));
  }

  @Operation(summary = "What everybody may know of a programme's claims; needs no token")
  @GetMapping("/public/claims/{programme}")
  ClaimFiguresView.FiguresView figures(@PathVariable String programme) {
    return ClaimFiguresView.FiguresView.of(claims.figures(programme(programme)));
  }

  private ClaimDraft draft(DraftBody body) {
    ProgrammeId programme = programme(body.programme);
    return new ClaimDraft(
        Claims.idOf(new PersonId(body.person), body.key),
        body.version,
        programme,
        new PersonId(body.person),
        Optional.ofNullable(body.hospital),
        Optional.ofNullable(body.admitted),
        Optional.ofNullable(body.discharged),
        Optional.ofNullable(body.billNumber),
        Optional.ofNullable(body.total).map(text -> money(text, programme)),
        Optional.ofNullable(body.ownShare).map(text -> money(text, programme)),
        Optional.ofNullable(body.diagnosis),
        Optional.ofNullable(body.payeeName),
        Optional.ofNullable(body.payeeAccount),
        body.photos == null ? List.of() : body.photos,
        Optional.ofNullable(body.confirmation)
            .map(
                each ->
                    new Claim.Confirmation(
                        choice(Claim.Confirmation.How.class, each.how),
                        each.at,
                        Optional.ofNullable(each.photo),
                        Optional.ofNullable(each.witness),
                        Optional.empty())));
  }

  private static String note(@Nullable String note) {
    return note == null ? "" : note;
  }

  private static Refusal missing(String field) {
    return new Refusal(ApiRefusal.FIELD_MISSING, Map.of("field", field));
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, String text) {
    return Choices.of(choices, text, ProgrammeRefusal.UNKNOWN_CHOICE);
  }

  private static ProgrammeId programme(String id) {
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    return new ProgrammeId(id);
  }

  private Money money(String amount, ProgrammeId programme) {
    if (!amount.matches("[0-9]{1,15}(\\.[0-9]{1,2})?"))
      throw new Refusal(ProgrammeRefusal.BAD_AMOUNT, Map.of("amount", amount));
    return Money.parse(amount, programmes.get(programme).currency());
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  record ConfirmationBody(
      String how, Instant at, @Nullable String photo, @Nullable String witness) {}

  record DraftBody(
      UUID key,
      int version,
      String programme,
      UUID person,
      @Nullable String hospital,
      @Nullable LocalDate admitted,
      @Nullable LocalDate discharged,
      @Nullable String billNumber,
      @Nullable String total,
      @Nullable String ownShare,
      @Nullable String diagnosis,
      @Nullable String payeeName,
      @Nullable String payeeAccount,
      @Nullable List<String> photos,
      @Nullable ConfirmationBody confirmation) {}

  record VersionBody(int version) {}

  record NoteBody(int version, @Nullable String note) {}

  record DecisionBody(
      int version,
      String decision,
      @Nullable String ownShare,
      @Nullable String reason,
      @Nullable String note) {}

  record SecondBody(int version, boolean agrees, @Nullable String note) {}

  record PayeeBody(int version, String name, String account) {}

  record ReasonBody(String reason) {}

  record RevealedView(
      @Nullable String diagnosis,
      @Nullable String payeeName,
      @Nullable String payeeAccount,
      @Nullable String witness) {}

  /// `receipt` is the whole document as text, for a file that others verify.
  record ReceiptView(UUID key, String leaf, String receipt) {}

  record EventView(
      int number,
      String kind,
      String state,
      Instant at,
      LocalDate day,
      String account,
      @Nullable String reason,
      @Nullable String note,
      Map<String, Object> facts) {
    static EventView of(Claim.Event event) {
      return new EventView(
          event.number(),
          Choices.word(event.kind()),
          Choices.word(event.state()),
          event.at(),
          event.day(),
          event.accountName(),
          event.reason().orElse(null),
          event.note().orElse(null),
          event.facts());
    }
  }

  record ConfirmationView(String how, Instant at, @Nullable String photo, @Nullable UUID takenBy) {}

  record ClaimView(
      UUID id,
      String programme,
      UUID person,
      UUID household,
      PlaceCode county,
      PlaceCode village,
      String state,
      int version,
      @Nullable String hospital,
      @Nullable LocalDate admitted,
      @Nullable LocalDate discharged,
      @Nullable String billNumber,
      @Nullable String total,
      @Nullable String ownShare,
      boolean hasDiagnosis,
      @Nullable String payeeName,
      @Nullable String payeeAccount,
      List<String> photos,
      @Nullable ConfirmationView confirmation,
      @Nullable LocalDate filedDay,
      @Nullable LocalDate dueDay,
      @Nullable Integer daysLeft,
      boolean provisional,
      boolean overdue,
      @Nullable UUID enrolment,
      @Nullable Integer policyYear,
      @Nullable String counted,
      @Nullable String benefit,
      String paid,
      String currency,
      boolean waitingForMoney,
      @Nullable LocalDate decidedDay,
      boolean appealed,
      @Nullable LocalDate appealUntil,
      Instant changedAt) {
    static ClaimView of(Claim c) {
      return new ClaimView(
          c.id(),
          c.programme().text(),
          c.person().value(),
          c.household().value(),
          c.county(),
          c.village(),
          Choices.word(c.state()),
          c.version(),
          c.hospital().orElse(null),
          c.admitted().orElse(null),
          c.discharged().orElse(null),
          c.billNumber().orElse(null),
          c.total().map(Money::decimal).orElse(null),
          c.ownShare().map(Money::decimal).orElse(null),
          c.hasDiagnosis(),
          c.payeeName().orElse(null),
          c.payeeAccount().orElse(null),
          c.photos(),
          c.confirmation()
              .map(
                  each ->
                      new ConfirmationView(
                          Choices.word(each.how()),
                          each.at(),
                          each.photo().orElse(null),
                          each.takenBy().orElse(null)))
              .orElse(null),
          c.filedDay().orElse(null),
          c.dueDay().orElse(null),
          c.daysLeft().orElse(null),
          c.provisional(),
          c.overdue(),
          c.enrolment().orElse(null),
          c.policyYear().orElse(null),
          c.counted().map(Money::decimal).orElse(null),
          c.benefit().map(Money::decimal).orElse(null),
          c.paid().decimal(),
          c.paid().currency(),
          c.waitingForMoney(),
          c.decidedDay().orElse(null),
          c.appealed(),
          c.appealUntil().orElse(null),
          c.changedAt());
    }
  }
}
