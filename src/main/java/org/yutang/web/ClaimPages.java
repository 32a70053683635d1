package org.yutang.web;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
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
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Claim;
import org.yutang.programme.ClaimDraft;
import org.yutang.programme.Claims;
import org.yutang.programme.Decision;
import org.yutang.programme.Papers;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.register.Person;
import org.yutang.register.PersonId;
import org.yutang.register.Register;
import org.yutang.store.Photos;

/// Claims: written in the village, decided by the insurer, followed by whoever may see them.
@Controller
class ClaimPages {

  private static final String CURRENCY = "CNY";

  private final Claims claims;
  private final Programmes programmes;
  private final Register register;
  private final Access access;
  private final Photos photos;
  private final Papers papers;
  private final ListQueries queries;
  private final MaskedNames names;
  private final ClaimReceipts receipts;
  private final Clock clock;

  ClaimPages(
      Claims claims,
      Programmes programmes,
      Register register,
      Access access,
      Photos photos,
      Papers papers,
      ListQueries queries,
      MaskedNames names,
      ClaimReceipts receipts,
      Clock clock) {
    this.claims = claims;
    this.programmes = programmes;
    this.register = register;
    this.access = access;
    this.photos = photos;
    this.papers = papers;
    this.queries = queries;
    this.names = names;
    this.receipts = receipts;
    this.clock = clock;
  }

  @GetMapping("/claims")
  View list(Screen s, Actor actor) {
    ListQueries.Placed place = queries.place(s);
    Page<Claim> page = claims.list(actor, queries.claims(s, actor, place.code(), Asked.page(s)));
    return s.page(
        "claims",
        new ClaimView.Listed(
            page,
            names.persons(actor, page.items().stream().map(Claim::person).toList()),
            names.places(page.items().stream().map(Claim::village).toList()),
            place.problem(s),
            Sorting.of(s.query("sort"), Claim.Sort.DUE).text(),
            today()));
  }

  @GetMapping("/claims/{id}")
  View one(Screen s, Actor actor, @PathVariable String id) {
    return shown(s, actor, Asked.id(id), HttpStatus.OK, Map.of(), "", "");
  }

  /// Whoever may see the claim may see its photos; nothing keeps them on the way.
  @GetMapping("/claims/{id}/photos/{photo}")
  ResponseEntity<byte[]> photo(Actor actor, @PathVariable String id, @PathVariable String photo) {
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_JPEG)
        .cacheControl(CacheControl.noStore())
        .body(claims.photo(actor, Asked.id(id), photo));
  }

  /// Every step that is taken on the claim's own page; `step` is the button that was pressed.
  @PostMapping("/claims/{id}")
  View step(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    UUID claim = Asked.id(id);
    int version = Asked.number(said(typed, "version")).orElse(0);
    String note = said(typed, "note");
    try {
      switch (said(typed, "step")) {
        case "decide" -> claims.decide(actor, claim, version, decision(typed), today());
        case "papers" -> claims.askForPapers(actor, claim, version, note, today());
        case "agree" -> claims.second(actor, claim, version, true, note, today());
        case "disagree" -> claims.second(actor, claim, version, false, note, today());
        case "file" -> claims.file(actor, claim, version, today());
        case "withdraw" -> claims.withdraw(actor, claim, version, note, today());
        case "appeal" -> claims.appeal(actor, claim, version, note, today());
        case "payee" ->
            claims.correctPayee(
                actor,
                claim,
                version,
                said(typed, "payeeName"),
                said(typed, "payeeAccount"),
                today());
        default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
      }
      return Screen.go("/claims/" + claim + "?note=claim-" + said(typed, "step"));
    } catch (Refusal refusal) {
      Refusal.Kind kind = refusal.code().kind();
      if (kind == Refusal.Kind.NOT_FOUND || kind == Refusal.Kind.UNAUTHENTICATED) throw refusal;
      return shown(
          s, actor, claim, Mishaps.status(kind), typed, problem(s, refusal), field(refusal));
    }
  }

  /// A new claim for a person.
  @GetMapping("/people/{person}/claims/new")
  View fresh(Screen s, Actor actor, @PathVariable String person) {
    PersonId id = new PersonId(Asked.id(person));
    UUID claim = Claims.idOf(id, UUID.randomUUID());
    return form(
        s, actor, id, claim, HttpStatus.OK, new Written(0, Map.of(), List.of(), Map.of()), "", "");
  }

  @GetMapping("/claims/{id}/edit")
  View edit(Screen s, Actor actor, @PathVariable String id) {
    Claim claim = claims.get(actor, Asked.id(id));
    Written written =
        Written.of(claim).with(PaperView.Read.of(claim, papers.ofClaim(actor, claim.id())));
    return form(s, actor, claim.person(), claim.id(), HttpStatus.OK, written, "", "");
  }

  /// Saves the draft with the photos that came along and, where asked to, files it.
  @PostMapping("/people/{person}/claims/{id}")
  View save(
      Screen s,
      Actor actor,
      @PathVariable String person,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestParam(required = false) List<MultipartFile> upload,
      @RequestParam(required = false) MultipartFile confirmation)
      throws IOException {
    PersonId whose = new PersonId(Asked.id(person));
    UUID claim = Asked.id(id);
    Map<String, String> typed = new HashMap<>(fields.toSingleValueMap());
    List<String> sent = new ArrayList<>(fields.getOrDefault("photo", List.of()));
    int version = Asked.number(said(typed, "version")).orElse(0);
    try {
      access.require(actor, Permission.FILE_CLAIM, village(actor, whose));
      for (MultipartFile file : upload == null ? List.<MultipartFile>of() : upload)
        if (!file.isEmpty() && sent.size() < ClaimDraft.MAX_PHOTOS)
          sent.add(photos.put(file.getInputStream()).id());
      if (confirmation != null && !confirmation.isEmpty())
        typed.put("confirmed", photos.put(confirmation.getInputStream()).id());
      Claim saved = claims.save(actor, draft(claim, version, whose, typed, sent), today());
      version = saved.version();
      if (said(typed, "step").equals("file")) {
        claims.file(actor, claim, version, today());
        return Screen.go("/claims/" + claim + "?note=claim-file");
      }
      return Screen.go("/claims/" + claim + "/edit?note=claim-saved");
    } catch (Refusal refusal) {
      Refusal.Kind kind = refusal.code().kind();
      if (kind == Refusal.Kind.NOT_FOUND || kind == Refusal.Kind.FORBIDDEN) throw refusal;
      // what was typed stays; pressing again goes on from what somebody else saved meanwhile
      if (refusal.code() == ProgrammeRefusal.CLAIM_CHANGED
          && refusal.facts().get("version") instanceof Integer present) version = present;
      return form(
          s,
          actor,
          whose,
          claim,
          Mishaps.status(kind),
          new Written(version, typed, sent, Map.of()),
          problem(s, refusal),
          field(refusal));
    }
  }

  /// What a form holds.
  ///
  /// @param proposed what of it is only a proposal, with how sure that is in percent
  private record Written(
      int version, Map<String, String> typed, List<String> photos, Map<String, Integer> proposed) {

    /// With proposals where nobody has written anything yet.
    Written with(PaperView.Read read) {
      PaperView.Filled filled = read.into(typed);
      return new Written(version, filled.typed(), photos, filled.proposed());
    }

    static Written of(Claim claim) {
      Map<String, String> typed = new HashMap<>();
      typed.put("programme", claim.programme().text());
      claim.hospital().ifPresent(text -> typed.put("hospital", text));
      claim.billNumber().ifPresent(text -> typed.put("bill", text));
      claim.admitted().ifPresent(day -> typed.put("admitted", day.toString()));
      claim.discharged().ifPresent(day -> typed.put("discharged", day.toString()));
      claim.total().ifPresent(amount -> typed.put("total", amount.decimal()));
      claim.ownShare().ifPresent(amount -> typed.put("own", amount.decimal()));
      return new Written(claim.version(), typed, claim.photos(), Map.of());
    }
  }

  private ClaimDraft draft(
      UUID id, int version, PersonId person, Map<String, String> typed, List<String> sent) {
    return new ClaimDraft(
        id,
        version,
        programme(typed),
        person,
        text(typed, "hospital"),
        day(typed, "admitted"),
        day(typed, "discharged"),
        text(typed, "bill"),
        money(typed, "total"),
        money(typed, "own"),
        text(typed, "diagnosis"),
        text(typed, "payeeName"),
        text(typed, "payeeAccount"),
        sent,
        confirmation(typed));
  }

  private static ProgrammeId programme(Map<String, String> typed) {
    String id = said(typed, "programme");
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    return new ProgrammeId(id);
  }

  private Optional<Claim.Confirmation> confirmation(Map<String, String> typed) {
    return Asked.constant(Claim.Confirmation.How.class, said(typed, "how"))
        .map(
            how ->
                new Claim.Confirmation(
                    how,
                    clock.instant(),
                    text(typed, "confirmed"),
                    text(typed, "witness"),
                    Optional.empty()));
  }

  private View form(
      Screen s,
      Actor actor,
      PersonId person,
      UUID claim,
      HttpStatus status,
      Written written,
      String problem,
      String field) {
    Person whose = register.getPerson(actor, person);
    access.require(actor, Permission.FILE_CLAIM, whose.row().village());
    Optional<Claim> there =
        written.version() == 0 ? Optional.empty() : Optional.of(claims.get(actor, claim));
    return s.page(
        status,
        "claim-form",
        new ClaimView.Form(
            whose,
            register.getPlace(whose.row().village()),
            programmes.insuring(),
            claim.toString(),
            written.version(),
            written.typed(),
            written.photos(),
            there
                .filter(saved -> !saved.photos().isEmpty())
                .map(saved -> PaperView.Read.of(saved, papers.ofClaim(actor, claim))),
            written.proposed(),
            there.flatMap(Claim::confirmation).isPresent(),
            there.flatMap(Claim::payeeAccount).isPresent(),
            problem,
            field));
  }

  private View shown(
      Screen s,
      Actor actor,
      UUID id,
      HttpStatus status,
      Map<String, String> typed,
      String problem,
      String field) {
    Claim claim = claims.get(actor, id);
    Programme programme = programmes.get(claim.programme());
    return s.page(
        status,
        "claim",
        new ClaimView.One(
            claim,
            programme,
            register.findPerson(actor, claim.person()),
            register.getPlace(claim.village()),
            claims.timeline(actor, id),
            claims.terms(actor, id),
            today(),
            access.may(actor, Permission.FILE_CLAIM, claim.village()),
            access.may(actor, Permission.DECIDE_CLAIM, claim.village()),
            access.may(actor, Permission.SEE_AUDIT, claim.village()),
            receipts.of(actor, claim),
            PaperView.Read.of(claim, papers.ofClaim(actor, id)),
            receipts.verifierKey(),
            typed,
            problem,
            field));
  }

  private PlaceCode village(Actor actor, PersonId person) {
    return register.getPerson(actor, person).row().village();
  }

  private static Decision decision(Map<String, String> typed) {
    String note = said(typed, "note");
    return switch (said(typed, "decision")) {
      case "accept" -> new Decision.Accept();
      case "reduce" ->
          new Decision.Reduce(
              money(typed, "counted")
                  .orElseThrow(
                      () -> new Refusal(ProgrammeRefusal.BAD_AMOUNT, Map.of("amount", ""))),
              note);
      case "reject" ->
          new Decision.Reject(
              Asked.constant(Decision.Why.class, said(typed, "why")).orElse(Decision.Why.OTHER),
              note);
      default -> throw new Refusal(WebRefusal.DECISION_MISSING);
    };
  }

  private static Optional<Money> money(Map<String, String> typed, String name) {
    String text = said(typed, name);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(Money.parse(Money.ungrouped(text), CURRENCY));
    } catch (NumberFormatException e) {
      throw new Refusal(ProgrammeRefusal.BAD_AMOUNT, Map.of("amount", text));
    }
  }

  private static Optional<LocalDate> day(Map<String, String> typed, String name) {
    return Asked.day(said(typed, name));
  }

  private static Optional<String> text(Map<String, String> typed, String name) {
    return Optional.of(said(typed, name)).filter(text -> !text.isEmpty());
  }

  private static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  /// A refusal in words, with the names of fields as the form writes them.
  private static String problem(Screen s, Refusal refusal) {
    if (refusal.code() != ProgrammeRefusal.CLAIM_INCOMPLETE) return s.refusal(refusal);
    String missing =
        Arrays.stream(String.valueOf(refusal.facts().get("missing")).split("[\\[\\], ]+"))
            .filter(name -> !name.isEmpty())
            .map(name -> s.t("web.claim.missing." + name))
            .collect(Collectors.joining(s.t("web.comma")));
    return s.refusal(new Refusal(refusal.code(), Map.of("missing", missing)));
  }

  /// Where on the page it is wrong.
  private static String field(Refusal refusal) {
    return switch (refusal.code()) {
      case ProgrammeRefusal.NOTE_WANTED -> "note";
      case ProgrammeRefusal.BAD_REDUCTION -> "counted";
      case ProgrammeRefusal.BAD_AMOUNT, ProgrammeRefusal.OWN_SHARE_TOO_LARGE -> "own";
      case ProgrammeRefusal.BAD_STAY, ProgrammeRefusal.NOT_COVERED, ProgrammeRefusal.DIED_BEFORE ->
          "admitted";
      case ProgrammeRefusal.BILL_CLAIMED -> "bill";
      default -> "main";
    };
  }
}
