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
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Coverage;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Fund;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;
import org.yutang.programme.Verdict;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;
import org.yutang.register.PersonId;

/// Programmes: who is eligible and why, enrolment of a county, coverage, money into the fund.
/// Amounts are decimals in text.
@RestController
@RequestMapping("/api/v1/programmes")
@Tag(name = "Programmes", description = "Eligibility, enrolment, coverage and funds")
class ProgrammeApi {

  private final Programmes programmes;
  private final Proof proof;
  private final Clock clock;

  ProgrammeApi(Programmes programmes, Proof proof, Clock clock) {
    this.programmes = programmes;
    this.proof = proof;
    this.clock = clock;
  }

  @Operation(summary = "List all programmes")
  @GetMapping
  List<ProgrammeView> list(Actor actor) {
    return programmes.list().stream().map(ProgrammeView::of).toList();
  }

  @Operation(summary = "One programme with its rules, benefits and sources")
  @GetMapping("/{id}")
  ProgrammeView one(Actor actor, @PathVariable String id) {
    return ProgrammeView.of(programmes.get(programme(id)));
  }

  @Operation(
      summary = "Enrol everybody eligible in a county for a policy year; answers with the job")
  @PostMapping("/{id}/enrolments")
  @ResponseStatus(HttpStatus.ACCEPTED)
  JobStarted enrol(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable String id,
      @RequestBody EnrolBody body) {
    UUID job = Uuids.named("programme.enrol", actor.account().toString(), key.toString());
    return new JobStarted(programmes.enrol(actor, programme(id), body.county, body.year, job));
  }

  @Operation(summary = "List the enrolments of a county or a place inside it")
  @GetMapping("/{id}/enrolments")
  PageAnswer<EnrolmentView> enrolments(
      Actor actor,
      @PathVariable String id,
      @RequestParam PlaceCode county,
      @RequestParam Optional<Integer> year,
      @RequestParam Optional<String> state,
      @RequestParam(defaultValue = "place") String sort,
      @RequestParam(defaultValue = "false") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    Enrolment.Query query =
        new Enrolment.Query(
            programme(id),
            year(id, year),
            county,
            state.map(text -> choice(Enrolment.State.class, text)),
            choice(Enrolment.Sort.class, sort),
            descending,
            new Page.Wanted(page, size));
    return PageAnswer.of(programmes.enrolments(actor, query), EnrolmentView::of);
  }

  @Operation(
      summary = "A receipt that shows that this enrolment is in the public log and whom it covers")
  @GetMapping("/enrolments/{enrolment}/receipt")
  ResponseEntity<byte[]> receipt(Actor actor, @PathVariable UUID enrolment) {
    Enrolment.Receipt receipt = programmes.receipt(actor, enrolment);
    Proof.Receipt logged =
        proof
            .find(receipt.key())
            .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_ENROLMENT));
    ReceiptDocument.Opening opening =
        new ReceiptDocument.Opening(
            HexFormat.of().parseHex(receipt.opening().salt()),
            Map.of("person", receipt.opening().person().toString()));
    byte[] document =
        ReceiptDocument.of(logged, proof.verifierKey())
            .withOpening(opening)
            .toJson()
            .getBytes(StandardCharsets.UTF_8);
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document);
  }

  @Operation(summary = "Figures of a county or a place inside it, with its villages")
  @GetMapping("/{id}/coverage")
  CoverageView coverage(
      Actor actor,
      @PathVariable String id,
      @RequestParam PlaceCode county,
      @RequestParam Optional<Integer> year) {
    return CoverageView.of(programmes.coverage(actor, programme(id), county, year(id, year)));
  }

  @Operation(summary = "Figures of every county where the caller may see them")
  @GetMapping("/{id}/counties")
  List<CoverageView> counties(
      Actor actor, @PathVariable String id, @RequestParam Optional<Integer> year) {
    return programmes.counties(actor, programme(id), year(id, year)).stream()
        .map(CoverageView::of)
        .toList();
  }

  @Operation(
      summary =
          "Whether a person is eligible on a day (today, if none is given), and why or why not")
  @GetMapping("/{id}/eligibility")
  VerdictView eligibility(
      Actor actor,
      @PathVariable String id,
      @RequestParam UUID person,
      @RequestParam Optional<LocalDate> day) {
    return VerdictView.of(
        programmes.explain(actor, programme(id), new PersonId(person), day.orElse(today())));
  }

  @Operation(summary = "All enrolments of a person, each with its verdict")
  @GetMapping("/enrolments")
  List<ExplainedView> enrolmentsOf(Actor actor, @RequestParam UUID person) {
    return programmes.enrolmentsOf(actor, new PersonId(person)).stream()
        .map(
            each ->
                new ExplainedView(
                    EnrolmentView.of(each.enrolment()), VerdictView.of(each.verdict())))
        .toList();
  }

  @Operation(summary = "What is in the fund")
  @GetMapping("/{id}/fund")
  FundView fund(Actor actor, @PathVariable String id) {
    return FundView.of(programmes.fund(actor, programme(id)));
  }

  @Operation(summary = "Put money from outside into the fund")
  @PostMapping("/{id}/grants")
  @WithoutTransaction
  @ResponseStatus(HttpStatus.CREATED)
  FundView grant(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable String id,
      @RequestBody GrantBody body) {
    Programme programme = programmes.get(programme(id));
    UUID grant = Uuids.named("programme.grant", actor.account().toString(), key.toString());
    return FundView.of(
        programmes.grant(actor, programme.id(), money(body.amount, programme), grant, body.label));
  }

  private static ProgrammeId programme(String id) {
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    return new ProgrammeId(id);
  }

  private int year(String id, Optional<Integer> year) {
    return year.orElseGet(() -> programmes.get(programme(id)).yearOf(today()));
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  private static Money money(String amount, Programme programme) {
    if (!amount.matches("[0-9]{1,15}(\\.[0-9]{1,2})?"))
      throw new Refusal(ProgrammeRefusal.BAD_AMOUNT, Map.of("amount", amount));
    return Money.parse(amount, programme.currency());
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, String text) {
    return Choices.of(choices, text, ProgrammeRefusal.UNKNOWN_CHOICE);
  }

  private static String word(Enum<?> choice) {
    return Choices.word(choice);
  }

  record EnrolBody(PlaceCode county, int year) {}

  record GrantBody(String amount, String label) {}

  record JobStarted(UUID job) {}

  record RuleView(String name, String expression, Text title) {}

  record CoverView(String premium, String currency, Text premiumNote, @Nullable GiftsView gifts) {
    static CoverView of(Programme.Cover cover) {
      return new CoverView(
          cover.premium().decimal(),
          cover.premium().currency(),
          cover.note(),
          cover
              .gifts()
              .map(
                  each ->
                      new GiftsView(each.adds().decimal(), each.least().decimal(), each.kinds()))
              .orElse(null));
    }
  }

  /// What one gift adds to the cover, from which amount on, for which kinds of cases.
  record GiftsView(String adds, String least, List<String> kinds) {}

  record VersionView(
      int fromYear, @Nullable CoverView cover, List<RuleView> rules, List<String> cases) {
    static VersionView of(Programme.Version version) {
      return new VersionView(
          version.fromYear(),
          version.cover().map(CoverView::of).orElse(null),
          version.rules().stream()
              .map(rule -> new RuleView(rule.name(), rule.expression(), rule.title()))
              .toList(),
          version.kinds().stream().map(CaseKind::name).toList());
    }
  }

  record ProgrammeView(
      String id,
      Text title,
      Text summary,
      PlaceCode place,
      List<PlaceCode> partners,
      String yearStarts,
      UUID fund,
      UUID payee,
      String definition,
      List<Programme.Source> sources,
      List<VersionView> versions) {
    static ProgrammeView of(Programme programme) {
      return new ProgrammeView(
          programme.id().text(),
          programme.title(),
          programme.summary(),
          programme.place(),
          programme.partners(),
          programme.yearStarts().toString().substring(2),
          programme.fund(),
          programme.payee(),
          programme.digest(),
          programme.sources(),
          programme.versions().stream().map(VersionView::of).toList());
    }
  }

  record EnrolmentView(
      UUID id,
      String programme,
      int policyYear,
      UUID person,
      UUID household,
      PlaceCode county,
      PlaceCode village,
      String state,
      String premium,
      String currency,
      @Nullable UUID transfer,
      LocalDate coverFrom,
      LocalDate coverTo,
      Instant decidedAt) {
    static EnrolmentView of(Enrolment e) {
      return new EnrolmentView(
          e.id(),
          e.programme().text(),
          e.policyYear(),
          e.person().value(),
          e.household().value(),
          e.county(),
          e.village(),
          word(e.state()),
          e.premium().decimal(),
          e.premium().currency(),
          e.transfer().orElse(null),
          e.coverFrom(),
          e.coverTo(),
          e.decidedAt());
    }
  }

  record ExplainedView(EnrolmentView enrolment, VerdictView verdict) {}

  record VerdictView(
      boolean eligible,
      String programme,
      int policyYear,
      int version,
      LocalDate asOf,
      Map<String, Object> facts,
      List<Verdict.Reason> failed,
      List<Verdict.Reason> met) {
    static VerdictView of(Verdict verdict) {
      Verdict.Basis basis = verdict.basis();
      return switch (verdict) {
        case Verdict.Eligible eligible ->
            new VerdictView(
                true,
                basis.programme().text(),
                basis.policyYear(),
                basis.version(),
                basis.asOf(),
                basis.facts(),
                List.of(),
                eligible.met());
        case Verdict.NotEligible not ->
            new VerdictView(
                false,
                basis.programme().text(),
                basis.policyYear(),
                basis.version(),
                basis.asOf(),
                basis.facts(),
                not.failed(),
                not.met());
      };
    }
  }

  record CoverageView(
      PlaceCode place,
      int policyYear,
      long persons,
      long eligible,
      Map<String, Long> notEligibleByRule,
      long covered,
      long held,
      long waiting,
      @Nullable Instant assessedAt,
      List<CoverageView> villages) {
    static CoverageView of(Coverage c) {
      return new CoverageView(
          c.place(),
          c.policyYear(),
          c.persons(),
          c.eligible(),
          c.notEligibleByRule(),
          c.covered(),
          c.held(),
          c.waiting(),
          c.assessedAt(),
          c.villages().stream().map(CoverageView::of).toList());
    }
  }

  record FundView(String balance, String held, String available, String paid, String currency) {
    static FundView of(Fund fund) {
      return new FundView(
          fund.balance().decimal(),
          fund.held().decimal(),
          fund.available().decimal(),
          fund.paid().decimal(),
          fund.balance().currency());
    }
  }
}
