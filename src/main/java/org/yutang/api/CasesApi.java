package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.yutang.access.Role;
import org.yutang.api.CaseViews.CaseView;
import org.yutang.api.CaseViews.EventView;
import org.yutang.api.CaseViews.InstalmentView;
import org.yutang.api.CaseViews.ReportView;
import org.yutang.api.CaseViews.RevealedView;
import org.yutang.api.CaseViews.VerdictView;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.programme.Ruling;
import org.yutang.register.PersonId;
import org.yutang.store.Changes;
import org.yutang.store.Remembered;

/// Cases: applications, nominations and claims of any programme, from the draft to the last report.
/// Amounts are decimals in text, in the programme's currency; commands count for today.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Cases", description = "Applications, nominations and claims of any programme")
class CasesApi {

  private static final int MOST_KEPT = 32;

  private final Cases cases;
  private final Programmes programmes;
  private final Clock clock;
  private final Remembered<ProgrammeId, CaseViews.FiguresView> figures;

  CasesApi(Cases cases, Programmes programmes, Clock clock, Changes changes) {
    this.cases = cases;
    this.programmes = programmes;
    this.clock = clock;
    this.figures = new Remembered<>(changes, MOST_KEPT);
  }

  @Operation(summary = "The kinds of cases of a programme, as its definition says for a year")
  @GetMapping("/programmes/{id}/case-kinds")
  List<CaseKindView> kinds(
      Actor actor, @PathVariable String id, @RequestParam Optional<Integer> year) {
    Programme programme = programmes.get(programme(id));
    return programme.version(year.orElseGet(() -> programme.yearOf(today()))).kinds().stream()
        .map(CaseKindView::of)
        .toList();
  }

  @Operation(summary = "Whether a person could file such a case today, and why or why not")
  @PostMapping("/programmes/{id}/case-kinds/{kind}/explain")
  VerdictView explain(
      Actor actor,
      @PathVariable String id,
      @PathVariable String kind,
      @RequestBody ExplainBody body) {
    return VerdictView.of(
        cases.explain(
            actor, programme(id), kind, new PersonId(body.person), answers(body.answers), today()));
  }

  @Operation(
      summary =
          "Save a draft, complete or not, or with `file` give it to the first stage at once; `version` is 0 for a new one, else the version that was seen")
  @PostMapping("/cases")
  CaseView save(
      Actor actor,
      @RequestParam(defaultValue = "false") boolean file,
      @RequestBody DraftBody body) {
    Case saved = cases.save(actor, draft(body), today());
    return CaseView.of(file ? cases.file(actor, saved.id(), saved.version(), today()) : saved);
  }

  @Operation(
      summary =
          "List cases; `role` for what waits for a role, `stage` together with programme and kind")
  @GetMapping("/cases")
  PageAnswer<CaseView> list(
      Actor actor,
      @RequestParam Optional<String> programme,
      @RequestParam Optional<String> kind,
      @RequestParam Optional<Integer> year,
      @RequestParam Optional<PlaceCode> place,
      @RequestParam Optional<String> state,
      @RequestParam Optional<String> stage,
      @RequestParam Optional<UUID> person,
      @RequestParam Optional<String> role,
      @RequestParam(defaultValue = "false") boolean overdue,
      @RequestParam Optional<String> todo,
      @RequestParam(defaultValue = "due") String sort,
      @RequestParam(defaultValue = "false") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    Case.Query query =
        new Case.Query(
            programme.map(CasesApi::programme),
            kind,
            year,
            place,
            state.map(text -> choice(Case.State.class, text)),
            stage,
            person.map(PersonId::new),
            role.map(text -> choice(Role.class, text)),
            overdue,
            todo.map(text -> choice(Case.Todo.class, text)),
            choice(Case.Sort.class, sort),
            descending,
            new Page.Wanted(page, size));
    return PageAnswer.of(cases.list(actor, query), CaseView::of);
  }

  @Operation(summary = "One case, what is personal left out or masked")
  @GetMapping("/cases/{id}")
  CaseView one(Actor actor, @PathVariable UUID id) {
    return CaseView.of(cases.get(actor, id));
  }

  @Operation(summary = "Everything that happened to a case, the oldest first")
  @GetMapping("/cases/{id}/timeline")
  List<EventView> timeline(Actor actor, @PathVariable UUID id) {
    return cases.timeline(actor, id).stream().map(EventView::of).toList();
  }

  @Operation(summary = "The instalments of a case with what holds them back")
  @GetMapping("/cases/{id}/instalments")
  List<InstalmentView> instalments(Actor actor, @PathVariable UUID id) {
    return cases.instalments(actor, id).stream().map(InstalmentView::of).toList();
  }

  @Operation(summary = "The reports that a granted case owes or sent")
  @GetMapping("/cases/{id}/reports")
  List<ReportView> reports(Actor actor, @PathVariable UUID id) {
    return cases.reports(actor, id).stream().map(ReportView::of).toList();
  }

  @Operation(summary = "Why a case was eligible, with the facts of that day")
  @GetMapping("/cases/{id}/verdict")
  VerdictView verdict(Actor actor, @PathVariable UUID id) {
    return VerdictView.of(cases.verdict(actor, id));
  }

  @Operation(summary = "A photo of a case, as a JPEG; logged")
  @GetMapping("/cases/{id}/photos/{photo}")
  ResponseEntity<byte[]> photo(Actor actor, @PathVariable UUID id, @PathVariable String photo) {
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_JPEG)
        .cacheControl(CacheControl.noStore())
        .body(cases.photo(actor, id, photo));
  }

  @Operation(summary = "Give a complete case to its first stage, or again with its missing papers")
  @PostMapping("/cases/{id}/file")
  CaseView file(Actor actor, @PathVariable UUID id, @RequestBody VersionBody body) {
    return CaseView.of(cases.file(actor, id, body.version, today()));
  }

  @Operation(summary = "Take a case back before it is decided")
  @PostMapping("/cases/{id}/withdraw")
  CaseView withdraw(Actor actor, @PathVariable UUID id, @RequestBody NoteBody body) {
    return CaseView.of(cases.withdraw(actor, id, body.version, note(body.note), today()));
  }

  @Operation(
      summary =
          "Decide the present stage: `pass` (with `reducedTo` or `lines` where they count with less), `reject`, `ask-for-papers` or `disagree`")
  @PostMapping("/cases/{id}/decision")
  CaseView decide(Actor actor, @PathVariable UUID id, @RequestBody DecisionBody body) {
    String currency = programmes.get(cases.get(actor, id).programme()).currency();
    return CaseView.of(cases.decide(actor, id, body.version, ruling(body, currency), today()));
  }

  @Operation(
      summary =
          "The same decision for many cases, each by itself; what is refused leaves the others alone")
  @PostMapping("/cases/decisions")
  @WithoutTransaction
  List<RuledView> decideAll(Actor actor, @RequestBody BatchBody body) {
    List<Case.Seen> seen =
        body.cases.stream().map(each -> new Case.Seen(each.id, each.version)).toList();
    Ruling ruling =
        ruling(new DecisionBody(0, body.decision, null, null, null, body.reason, body.note), "CNY");
    return cases.decideAll(actor, seen, ruling, today()).stream().map(RuledView::of).toList();
  }

  @Operation(summary = "Appeal against the rejection of a single stage, once")
  @PostMapping("/cases/{id}/appeal")
  CaseView appeal(Actor actor, @PathVariable UUID id, @RequestBody NoteBody body) {
    return CaseView.of(cases.appeal(actor, id, body.version, note(body.note), today()));
  }

  @Operation(summary = "Another bank account after the bank could not pay")
  @PostMapping("/cases/{id}/payee")
  CaseView payee(Actor actor, @PathVariable UUID id, @RequestBody PayeeBody body) {
    return CaseView.of(
        cases.correctPayee(actor, id, body.version, body.name, body.account, today()));
  }

  @Operation(summary = "Send a follow-up report, or a better one after it was returned")
  @PostMapping("/cases/{id}/reports/{name}")
  CaseView report(
      Actor actor, @PathVariable UUID id, @PathVariable String name, @RequestBody ReportBody body) {
    return CaseView.of(
        cases.report(
            actor,
            id,
            body.version,
            name,
            answers(body.answers),
            body.photos == null ? List.of() : body.photos,
            today()));
  }

  @Operation(summary = "Accept a report, or return it with a note")
  @PostMapping("/cases/{id}/reports/{name}/judgement")
  CaseView judgeReport(
      Actor actor, @PathVariable UUID id, @PathVariable String name, @RequestBody JudgeBody body) {
    return CaseView.of(
        cases.judgeReport(actor, id, body.version, name, body.accepted, note(body.note), today()));
  }

  @Operation(summary = "Take a grant back: what is not paid returns, what was paid is owed")
  @PostMapping("/cases/{id}/reverse")
  CaseView reverse(Actor actor, @PathVariable UUID id, @RequestBody NoteBody body) {
    return CaseView.of(cases.reverse(actor, id, body.version, note(body.note), today()));
  }

  @Operation(summary = "Write down what was brought back of a reversed grant")
  @PostMapping("/cases/{id}/returns")
  CaseView takeBack(Actor actor, @PathVariable UUID id, @RequestBody ReturnBody body) {
    String currency = programmes.get(cases.get(actor, id).programme()).currency();
    return CaseView.of(
        cases.takeBack(actor, id, body.version, body.key, money(body.amount, currency), today()));
  }

  @Operation(summary = "Sealed answers and payee in the clear, for a reason; logged")
  @PostMapping("/cases/{id}/reveal")
  @ShownOnce
  RevealedView reveal(Actor actor, @PathVariable UUID id, @RequestBody ReasonBody body) {
    return RevealedView.of(cases.reveal(actor, id, body.reason));
  }

  @Operation(summary = "What everybody may know of a programme's cases; needs no token")
  @GetMapping("/public/programmes/{id}/cases")
  CaseViews.FiguresView figures(@PathVariable String id) {
    ProgrammeId programme = programme(id);
    programmes.get(programme);
    return figures.get(programme, () -> CaseViews.FiguresView.of(cases.figures(programme)));
  }

  private static CaseDraft draft(DraftBody body) {
    PersonId person = new PersonId(body.person);
    return new CaseDraft(
        Cases.idOf(person, body.key),
        body.version,
        programme(body.programme),
        body.kind,
        person,
        choice(CaseKind.Channel.class, body.channel),
        answers(body.answers),
        evidence(body.evidence),
        Optional.ofNullable(body.payeeName),
        Optional.ofNullable(body.payeeAccount),
        Optional.ofNullable(body.confirmation)
            .map(
                each ->
                    new Case.Confirmation(
                        choice(Case.Confirmation.How.class, each.how),
                        each.at,
                        Optional.ofNullable(each.photo),
                        Optional.ofNullable(each.witness),
                        Optional.empty())));
  }

  /// A null answer is none.
  static Map<String, Object> answers(@Nullable Map<String, @Nullable Object> given) {
    Map<String, Object> answers = new HashMap<>();
    if (given != null)
      given.forEach(
          (name, answer) -> {
            if (answer != null) answers.put(name, answer);
          });
    return answers;
  }

  private static Map<String, List<String>> evidence(
      @Nullable Map<String, @Nullable List<@Nullable String>> given) {
    Map<String, List<String>> evidence = new HashMap<>();
    if (given != null)
      given.forEach(
          (name, photos) -> {
            if (photos == null) return;
            if (photos.stream().anyMatch(Objects::isNull))
              throw new Refusal(ProgrammeRefusal.BAD_ANSWER, Map.of("field", name));
            evidence.put(name, photos.stream().map(String::valueOf).toList());
          });
    return evidence;
  }

  private static Ruling ruling(DecisionBody body, String currency) {
    String note = note(body.note);
    return switch (body.decision) {
      case "pass" ->
          new Ruling.Pass(
              lines(body, currency),
              Optional.ofNullable(body.counted).map(text -> money(text, currency)),
              Optional.ofNullable(body.reducedTo).map(text -> money(text, currency)),
              reason(body),
              note);
      case "reject" -> new Ruling.Reject(reason(body), note);
      case "ask-for-papers" -> new Ruling.AskForPapers(note);
      case "disagree" -> new Ruling.Disagree(note);
      default ->
          throw Choices.unknown(
              ProgrammeRefusal.UNKNOWN_CHOICE,
              body.decision,
              "pass, reject, ask-for-papers, disagree");
    };
  }

  private static String reason(DecisionBody body) {
    return body.reason == null ? "" : body.reason;
  }

  private static Map<Integer, Ruling.Line> lines(DecisionBody body, String currency) {
    Map<Integer, Ruling.Line> lines = new HashMap<>();
    if (body.lines != null)
      for (LineBody line : body.lines)
        lines.put(line.number, new Ruling.Line(money(line.counted, currency), line.reason));
    return lines;
  }

  static Money money(String amount, String currency) {
    if (!amount.matches("[0-9]{1,15}(\\.[0-9]{1,2})?"))
      throw new Refusal(ProgrammeRefusal.BAD_AMOUNT, Map.of("amount", amount));
    return Money.parse(amount, currency);
  }

  static ProgrammeId programme(String id) {
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    return new ProgrammeId(id);
  }

  private static String note(@Nullable String note) {
    return note == null ? "" : note;
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, String text) {
    return Choices.of(choices, text, ProgrammeRefusal.UNKNOWN_CHOICE);
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  record ExplainBody(UUID person, @Nullable Map<String, @Nullable Object> answers) {}

  record ConfirmationBody(
      String how, Instant at, @Nullable String photo, @Nullable String witness) {}

  record DraftBody(
      UUID key,
      int version,
      String programme,
      String kind,
      UUID person,
      String channel,
      @Nullable Map<String, @Nullable Object> answers,
      @Nullable Map<String, @Nullable List<@Nullable String>> evidence,
      @Nullable String payeeName,
      @Nullable String payeeAccount,
      @Nullable ConfirmationBody confirmation) {}

  record VersionBody(int version) {}

  record NoteBody(int version, @Nullable String note) {}

  record LineBody(int number, String counted, String reason) {}

  record DecisionBody(
      int version,
      String decision,
      @Nullable List<LineBody> lines,
      @Nullable String counted,
      @Nullable String reducedTo,
      @Nullable String reason,
      @Nullable String note) {}

  record SeenBody(UUID id, int version) {}

  record BatchBody(
      List<SeenBody> cases, String decision, @Nullable String reason, @Nullable String note) {}

  record PayeeBody(int version, String name, String account) {}

  record ReportBody(
      int version,
      @Nullable Map<String, @Nullable Object> answers,
      @Nullable List<String> photos) {}

  record JudgeBody(int version, boolean accepted, @Nullable String note) {}

  record ReturnBody(int version, UUID key, String amount) {}

  record ReasonBody(String reason) {}

  /// @param refused the code of what was refused
  record RuledView(UUID id, @Nullable CaseView done, @Nullable String refused) {
    static RuledView of(Case.Ruled ruled) {
      return new RuledView(
          ruled.id(),
          ruled.done().map(CaseView::of).orElse(null),
          ruled.refused().map(refusal -> refusal.code().code()).orElse(null));
    }
  }
}
