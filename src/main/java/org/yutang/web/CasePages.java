package org.yutang.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Permission;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Ruling;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;
import org.yutang.store.Photos;
import org.yutang.web.CaseView.Problem;

/// The queue of cases, one of them with every step that is taken on it, and decisions for many.
@Controller
class CasePages {

  private final Cases cases;
  private final VolunteerScenes volunteers;
  private final CaseScenes scenes;
  private final ListQueries queries;
  private final MaskedNames names;
  private final Access access;
  private final Photos photos;
  private final Proof proof;
  private final CaseRecordForms records;

  CasePages(
      Cases cases,
      VolunteerScenes volunteers,
      CaseScenes scenes,
      ListQueries queries,
      MaskedNames names,
      Access access,
      Photos photos,
      Proof proof,
      CaseRecordForms records) {
    this.cases = cases;
    this.volunteers = volunteers;
    this.scenes = scenes;
    this.queries = queries;
    this.names = names;
    this.access = access;
    this.photos = photos;
    this.proof = proof;
    this.records = records;
  }

  @GetMapping("/cases")
  View list(Screen s, Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_CASE);
    ListQueries.Placed place = queries.place(s);
    List<CaseView.Kind> kinds = scenes.kinds();
    Optional<CaseView.Kind> chosen = scenes.kind(s.query("kind"));
    Page<Case> page =
        cases.list(actor, queries.cases(s, actor, chosen, place.code(), Asked.page(s)));
    return s.page(
        "cases",
        new CaseView.Listed(
            page,
            scenes.names(s, actor, page.items()),
            names.places(page.items().stream().map(Case::village).toList()),
            kinds,
            chosen,
            place.problem(s),
            Sorting.of(s.query("sort"), Case.Sort.DUE).text(),
            scenes.today(),
            chosen
                .map(each -> each.programme().yearOf(scenes.today()))
                .orElse(scenes.today().getYear()),
            s.offers(Permission.FILE_CASE),
            s.offers(Permission.DECIDE_CASE),
            chosen
                .filter(
                    each -> access.may(actor, Permission.RUN_PROGRAMME, each.programme().place()))
                .isPresent(),
            actor.grants().stream().map(Grant::role).collect(Collectors.toSet())));
  }

  /// One decision for the ticked ones; what is refused is told line by line.
  @PostMapping("/cases/batch")
  View batch(Screen s, Actor actor, @RequestParam MultiValueMap<String, String> sent) {
    String back = SecurityPages.localPath(sent.getFirst("back"));
    String note = Optional.ofNullable(sent.getFirst("note")).orElse("");
    List<Case.Seen> seen = new ArrayList<>();
    for (String ticked : sent.getOrDefault("case", List.of())) {
      String[] parts = ticked.split(":", 2);
      if (parts.length == 2 && Asked.maybeId(parts[0]).isPresent())
        seen.add(new Case.Seen(Asked.id(parts[0]), Asked.number(parts[1]).orElse(0)));
    }
    if (seen.isEmpty()) throw new Refusal(WebRefusal.NOTHING_TICKED);
    Ruling ruling =
        switch (Optional.ofNullable(sent.getFirst("step")).orElse("")) {
          case "pass" -> Ruling.Pass.noted(note);
          case "reject" ->
              new Ruling.Reject(Optional.ofNullable(sent.getFirst("reason")).orElse(""), note);
          case "papers" -> new Ruling.AskForPapers(note);
          default -> throw new Refusal(WebRefusal.DECISION_MISSING);
        };
    List<Case.Ruled> ruled = cases.decideAll(actor, seen, ruling, scenes.today());
    List<Case> now = new ArrayList<>();
    for (Case.Ruled each : ruled) each.done().or(() -> seen(actor, each.id())).ifPresent(now::add);
    Map<String, String> people = scenes.names(s, actor, now);
    Map<UUID, String> called = new HashMap<>();
    now.forEach(each -> called.put(each.id(), people.getOrDefault(each.person().toString(), "")));
    return s.page(
        "cases-batch",
        new CaseView.Batch(
            ruled.stream()
                .map(
                    each ->
                        new CaseView.Line(
                            each.id(),
                            called.getOrDefault(each.id(), ""),
                            each.done().map(Case::state),
                            each.refused().map(s::refusal).orElse("")))
                .toList(),
            back));
  }

  /// Empty where the actor may not see it.
  private Optional<Case> seen(Actor actor, UUID id) {
    try {
      return Optional.of(cases.get(actor, id));
    } catch (Refusal refusal) {
      if (refusal.code().kind() != Refusal.Kind.NOT_FOUND) throw refusal;
      return Optional.empty();
    }
  }

  @GetMapping("/cases/{id}")
  View one(Screen s, Actor actor, @PathVariable String id) {
    return s.page("case", scenes.of(s, actor, Asked.id(id), Map.of(), List.of(), Optional.empty()));
  }

  /// Nothing keeps photos on the way.
  @GetMapping("/cases/{id}/photos/{photo}")
  ResponseEntity<byte[]> photo(Actor actor, @PathVariable String id, @PathVariable String photo) {
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_JPEG)
        .cacheControl(CacheControl.noStore())
        .body(cases.photo(actor, Asked.id(id), photo));
  }

  /// The receipt of one instalment that was paid, with what shows that it is about this case.
  @GetMapping("/cases/{id}/receipts/{number:[1-9][0-9]{0,3}}")
  ResponseEntity<byte[]> receipt(Actor actor, @PathVariable String id, @PathVariable int number) {
    Case.Receipt receipt =
        cases.receipts(actor, Asked.id(id)).stream()
            .filter(each -> each.number() == number)
            .findFirst()
            .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    Proof.Receipt logged =
        proof.find(receipt.key()).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    ReceiptDocument.Opening opening =
        new ReceiptDocument.Opening(
            HexFormat.of().parseHex(receipt.salt()), Map.of("case", receipt.value()));
    return LogPages.file(
        ReceiptDocument.of(logged, proof.verifierKey()).withOpening(opening), logged.index());
  }

  /// Every step that is taken on the case's own page; `step` is the button that was pressed.
  @PostMapping("/cases/{id}")
  View step(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestParam(required = false) List<MultipartFile> upload)
      throws IOException {
    UUID file = Asked.id(id);
    Map<String, String> typed = new HashMap<>(fields.toSingleValueMap());
    String step = said(typed, "step");
    try {
      if (step.equals("reveal")) {
        Case.Revealed revealed = cases.reveal(actor, file, said(typed, "note"));
        return s.page(
            "case", scenes.of(s, actor, file, Map.of(), List.of(), Optional.of(revealed)));
      }
      switch (step) {
        case "report" -> report(actor, file, fields, typed, upload);
        case "invite", "release" -> volunteers.take(actor, file, step, typed);
        case "receive", "log" -> records.take(actor, file, step, fields, typed, upload);
        default -> take(actor, file, step, typed);
      }
      return Screen.go("/cases/" + file + "?note=case-" + step);
    } catch (Refusal refusal) {
      Refusal.Kind kind = refusal.code().kind();
      if (kind == Refusal.Kind.NOT_FOUND || kind == Refusal.Kind.UNAUTHENTICATED) throw refusal;
      return s.page(
          Mishaps.status(kind),
          "case",
          scenes.of(
              s, actor, file, typed, problems(s, actor, file, typed, refusal), Optional.empty()));
    }
  }

  private void take(Actor actor, UUID file, String step, Map<String, String> typed) {
    int version = Asked.number(said(typed, "version")).orElse(0);
    String note = said(typed, "note");
    var today = scenes.today();
    switch (step) {
      case "pass" -> cases.decide(actor, file, version, pass(actor, file, typed), today);
      case "agree" -> cases.decide(actor, file, version, Ruling.Pass.noted(note), today);
      case "reject" ->
          cases.decide(actor, file, version, new Ruling.Reject(said(typed, "reason"), note), today);
      case "papers" -> cases.decide(actor, file, version, new Ruling.AskForPapers(note), today);
      case "disagree" -> cases.decide(actor, file, version, new Ruling.Disagree(note), today);
      case "file" -> cases.file(actor, file, version, today);
      case "withdraw" -> cases.withdraw(actor, file, version, note, today);
      case "appeal" -> cases.appeal(actor, file, version, note, today);
      case "payee" ->
          cases.correctPayee(
              actor, file, version, said(typed, "payeeName"), said(typed, "payeeAccount"), today);
      case "accept", "return" ->
          cases.judgeReport(
              actor, file, version, said(typed, "report"), step.equals("accept"), note, today);
      case "send" ->
          cases.send(
              actor, file, version, CaseRecordForms.items(typed), said(typed, "waybill"), today);
      case "confirm-entry", "refuse-entry" ->
          cases.confirm(
              actor, file, Asked.id(said(typed, "entry")), step.equals("confirm-entry"), note);
      case "reverse" -> cases.reverse(actor, file, version, note, today);
      case "take-back" ->
          cases.takeBack(
              actor,
              file,
              version,
              Asked.id(said(typed, "key")),
              money(actor, file, said(typed, "amount")),
              today);
      default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
    }
  }

  private Ruling.Pass pass(Actor actor, UUID file, Map<String, String> typed) {
    Map<Integer, Ruling.Line> lines = new HashMap<>();
    for (int i = 0; i < CaseForms.MAX_LINES; i++) {
      String counted = said(typed, "counted-" + i);
      if (!counted.isEmpty())
        lines.put(i, new Ruling.Line(money(actor, file, counted), said(typed, "why-" + i)));
    }
    return new Ruling.Pass(
        lines,
        maybeMoney(actor, file, said(typed, "counted")),
        maybeMoney(actor, file, said(typed, "reduced")),
        said(typed, "reason"),
        said(typed, "note"));
  }

  private Optional<Money> maybeMoney(Actor actor, UUID file, String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(money(actor, file, text));
  }

  /// Photos that came along are kept in the form even if the report is refused.
  private void report(
      Actor actor,
      UUID file,
      MultiValueMap<String, String> fields,
      Map<String, String> typed,
      List<MultipartFile> upload)
      throws IOException {
    Case of = cases.get(actor, file);
    access.require(actor, Permission.FILE_CASE, of.village());
    String name = said(typed, "report");
    CaseKind kind = cases.kind(actor, file);
    if (kind.followUps().stream().noneMatch(each -> each.name().equals(name)))
      throw new Refusal(WebRefusal.BAD_ADDRESS);
    List<String> sent = new ArrayList<>(fields.getOrDefault("photo", List.of()));
    for (MultipartFile photo : upload == null ? List.<MultipartFile>of() : upload)
      if (!photo.isEmpty() && sent.size() < CaseDraft.MAX_PHOTOS)
        sent.add(photos.put(photo.getInputStream()).id());
    typed.put("photos", String.join(",", sent));
    cases.report(
        actor,
        file,
        Asked.number(said(typed, "version")).orElse(0),
        name,
        CaseForms.answers(kind.followUp(name).fields(), typed),
        sent,
        scenes.today());
  }

  /// In the words of the form that was sent: a report's, a log's, or the case's own.
  private List<Problem> problems(
      Screen s, Actor actor, UUID file, Map<String, String> typed, Refusal refusal) {
    CaseKind kind = cases.kind(actor, file);
    return switch (said(typed, "step")) {
      case "report" -> {
        String name = said(typed, "report");
        yield within(
            name,
            kind.followUps().stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each -> each.fields().stream())
                .toList(),
            s,
            refusal);
      }
      case "log" -> {
        String name = said(typed, "log");
        yield within(
            "log-" + name,
            kind.logs().stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each -> each.fields().stream())
                .toList(),
            s,
            refusal);
      }
      default -> CaseForms.problems(s, kind.fields(), kind.evidence(), refusal);
    };
  }

  /// Several forms of a page have the same fields; their inputs are told apart by what stands
  /// before.
  private static List<Problem> within(
      String form, List<CaseKind.Field> fields, Screen s, Refusal refusal) {
    return CaseForms.problems(s, fields, List.of(), refusal).stream()
        .map(each -> new Problem(form + "-" + each.field(), each.text()))
        .toList();
  }

  private Money money(Actor actor, UUID file, String text) {
    try {
      return Money.parse(Money.ungrouped(text), cases.get(actor, file).paid().currency());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Refusal(ProgrammeRefusal.BAD_AMOUNT, Map.of("amount", text));
    }
  }

  private static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }
}
