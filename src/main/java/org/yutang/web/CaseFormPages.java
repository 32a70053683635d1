package org.yutang.web;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
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
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.CasePeople;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Verdict;
import org.yutang.register.PersonId;
import org.yutang.register.PersonQuery;
import org.yutang.register.PersonRow;
import org.yutang.register.Register;
import org.yutang.store.Photos;
import org.yutang.web.CaseView.Problem;

/// Writing a case down: the kind, the person, and the form that the definition makes.
@Controller
class CaseFormPages {

  /// Persons of a search from whom to choose.
  private static final int MOST_FOUND = 25;

  private static final String UPLOAD = "upload-";
  private static final String PHOTO = "photo-";

  private final Cases cases;
  private final CasePeople people;
  private final CaseScenes scenes;
  private final Register register;
  private final Access access;
  private final Photos photos;
  private final Clock clock;

  CaseFormPages(
      Cases cases,
      CasePeople people,
      CaseScenes scenes,
      Register register,
      Access access,
      Photos photos,
      Clock clock) {
    this.cases = cases;
    this.people = people;
    this.scenes = scenes;
    this.register = register;
    this.access = access;
    this.photos = photos;
    this.clock = clock;
  }

  /// Which kind, then for whom.
  @GetMapping("/cases/new")
  View choose(Screen s, Actor actor) {
    access.requireSomewhere(actor, Permission.FILE_CASE);
    if (s.query("kind").isEmpty())
      return s.page(
          "case-kinds",
          new CaseFormView.Kinds(
              scenes.kinds().stream()
                  .map(
                      kind ->
                          new CaseFormView.Offer(
                              kind,
                              kind.kind()
                                  .open()
                                  .map(window -> window.holds(scenes.today()))
                                  .orElse(true)))
                  .toList()));
    CaseView.Kind kind = scenes.getKind(s.query("kind"));
    String text = s.query("q").strip();
    boolean byName = s.offers(Permission.SEE_REGISTER);
    List<PersonRow> found =
        text.isEmpty() || !byName || PersonQuery.isIdNumber(text)
            ? List.of()
            : register
                .persons(actor, PersonQuery.named(text, new Page.Wanted(1, MOST_FOUND)))
                .items();
    return s.page("case-person", new CaseFormView.Find(kind, found, !text.isEmpty(), byName, ""));
  }

  /// A name goes on into the address; an identity number is answered here.
  @PostMapping("/cases/new")
  View find(Screen s, Actor actor, @RequestParam Map<String, String> asked) {
    CaseView.Kind kind = scenes.getKind(asked.getOrDefault("kind", ""));
    String text = asked.getOrDefault("q", "").strip();
    boolean byName = s.offers(Permission.SEE_REGISTER);
    if (!PersonQuery.isIdNumber(text)) {
      if (byName)
        return Screen.go(
            Screen.address("/cases/new", Map.of("kind", List.of(kind.code()), "q", List.of(text))));
      return s.page(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "case-person",
          new CaseFormView.Find(kind, List.of(), true, false, s.t("web.case.whole-number")));
    }
    List<PersonRow> found = people.find(actor, text);
    if (found.size() == 1) return Screen.go(address(kind, found.getFirst().id()));
    return s.page("case-person", new CaseFormView.Find(kind, found, true, byName, ""));
  }

  private static String address(CaseView.Kind kind, PersonId person) {
    return Screen.address(
        "/cases/form", Map.of("kind", List.of(kind.code()), "person", List.of(person.toString())));
  }

  @GetMapping("/cases/form")
  View fresh(Screen s, Actor actor) {
    CaseView.Kind kind = scenes.getKind(s.query("kind"));
    PersonId person = new PersonId(Asked.id(s.query("person")));
    UUID id = Cases.idOf(person, UUID.randomUUID());
    return form(
        s, actor, kind, person, id, HttpStatus.OK, Written.EMPTY, Optional.empty(), List.of());
  }

  @GetMapping("/cases/{id}/edit")
  View edit(Screen s, Actor actor, @PathVariable String id) {
    Case there = cases.get(actor, Asked.id(id));
    CaseView.Kind kind = kind(actor, there);
    Written written = Written.of(there);
    return form(
        s,
        actor,
        kind,
        there.person(),
        there.id(),
        HttpStatus.OK,
        scenes.papers(actor, there, kind.kind()).map(written::with).orElse(written),
        Optional.empty(),
        List.of());
  }

  /// Papers are added to the form as it was filed; drafts follow today's.
  private CaseView.Kind kind(Actor actor, Case there) {
    CaseView.Kind now = scenes.getKind(there.programme().text() + "/" + there.kind());
    return new CaseView.Kind(now.programme(), cases.kind(actor, there.id()));
  }

  /// Saves the draft with the photos that came along and, where asked to, checks or files it.
  @PostMapping("/cases/{id}/form")
  View save(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestParam(required = false) MultiValueMap<String, MultipartFile> files)
      throws IOException {
    UUID file = Asked.id(id);
    Map<String, String> typed = new HashMap<>(fields.toSingleValueMap());
    PersonId person = new PersonId(Asked.id(said(typed, "person")));
    int version = Asked.number(said(typed, "version")).orElse(0);
    CaseView.Kind kind =
        version == 0 ? scenes.getKind(said(typed, "kind")) : kind(actor, cases.get(actor, file));
    Map<String, List<String>> kept = new HashMap<>();
    for (CaseKind.Evidence each : kind.kind().evidence())
      kept.put(each.name(), new ArrayList<>(fields.getOrDefault(PHOTO + each.name(), List.of())));
    String step = said(typed, "step");
    try {
      access.require(actor, Permission.FILE_CASE, people.get(actor, person).village());
      take(kind.kind(), kept, typed, files == null ? new LinkedMultiValueMap<>() : files);
      if (step.equals("check")) {
        Verdict verdict =
            cases.explain(
                actor,
                kind.programme().id(),
                kind.kind().name(),
                person,
                CaseForms.answers(kind.kind().fields(), typed),
                scenes.today());
        return form(
            s,
            actor,
            kind,
            person,
            file,
            HttpStatus.OK,
            new Written(version, typed, kept, Map.of()),
            Optional.of(verdict),
            List.of());
      }
      Case saved =
          cases.save(actor, draft(file, version, kind, person, typed, kept), scenes.today());
      version = saved.version();
      if (step.equals("file")) {
        cases.file(actor, file, version, scenes.today());
        return Screen.go("/cases/" + file + "?note=case-file");
      }
      return Screen.go("/cases/" + file + "/edit?note=case-saved");
    } catch (Refusal refusal) {
      Refusal.Kind bad = refusal.code().kind();
      if (bad == Refusal.Kind.NOT_FOUND || bad == Refusal.Kind.FORBIDDEN) throw refusal;
      // what was typed stays; pressing again goes on from what somebody else saved meanwhile
      if (refusal.code() == ProgrammeRefusal.CASE_CHANGED
          && refusal.facts().get("version") instanceof Integer present) version = present;
      return form(
          s,
          actor,
          kind,
          person,
          file,
          Mishaps.status(bad),
          new Written(version, typed, kept, Map.of()),
          Optional.empty(),
          CaseForms.problems(s, kind.kind(), refusal));
    }
  }

  private void take(
      CaseKind kind,
      Map<String, List<String>> kept,
      Map<String, String> typed,
      MultiValueMap<String, MultipartFile> files)
      throws IOException {
    int all = kept.values().stream().mapToInt(List::size).sum();
    for (CaseKind.Evidence each : kind.evidence())
      for (MultipartFile file : files.getOrDefault(UPLOAD + each.name(), List.of()))
        if (!file.isEmpty() && all++ < CaseDraft.MAX_PHOTOS)
          kept.computeIfAbsent(each.name(), name -> new ArrayList<>())
              .add(photos.put(file.getInputStream()).id());
    MultipartFile confirmation = files.getFirst("confirmation");
    if (confirmation != null && !confirmation.isEmpty())
      typed.put("confirmed", photos.put(confirmation.getInputStream()).id());
  }

  /// What a form holds.
  ///
  /// @param proposed what of it is only a proposal, with how sure that is in percent
  private record Written(
      int version,
      Map<String, String> typed,
      Map<String, List<String>> photos,
      Map<String, Integer> proposed) {

    static final Written EMPTY = new Written(0, Map.of(), Map.of(), Map.of());

    /// With proposals where nobody has written anything yet.
    Written with(PaperView.Read read) {
      PaperView.Filled filled = read.into(typed);
      return new Written(version, filled.typed(), photos, filled.proposed());
    }

    static Written of(Case there) {
      Map<String, String> typed = CaseForms.typed(there.answers());
      typed.put("channel", Asked.name(there.channel()));
      return new Written(there.version(), typed, there.evidence(), Map.of());
    }
  }

  private CaseDraft draft(
      UUID id,
      int version,
      CaseView.Kind kind,
      PersonId person,
      Map<String, String> typed,
      Map<String, List<String>> kept) {
    return new CaseDraft(
        id,
        version,
        kind.programme().id(),
        kind.kind().name(),
        person,
        Asked.constant(CaseKind.Channel.class, said(typed, "channel"))
            .orElse(CaseKind.Channel.PROXY),
        CaseForms.answers(kind.kind().fields(), typed),
        kept,
        text(typed, "payeeName"),
        text(typed, "payeeAccount"),
        Asked.constant(Case.Confirmation.How.class, said(typed, "how"))
            .map(
                how ->
                    new Case.Confirmation(
                        how,
                        clock.instant(),
                        text(typed, "confirmed"),
                        text(typed, "witness"),
                        Optional.empty())));
  }

  private View form(
      Screen s,
      Actor actor,
      CaseView.Kind kind,
      PersonId person,
      UUID id,
      HttpStatus status,
      Written written,
      Optional<Verdict> verdict,
      List<Problem> problems) {
    PersonRow row = people.get(actor, person);
    access.require(actor, Permission.FILE_CASE, row.village());
    Optional<Case> there =
        written.version() == 0 ? Optional.empty() : Optional.of(cases.get(actor, id));
    List<String> sealed = new ArrayList<>();
    there.ifPresent(
        each -> {
          sealed.addAll(each.personal());
          if (each.payeeAccount().isPresent()) sealed.add("payee");
        });
    return s.page(
        status,
        "case-form",
        new CaseFormView.Form(
            kind,
            row,
            s.placeName(register.getPlace(row.village())),
            id.toString(),
            written.version(),
            there.filter(each -> each.state() == Case.State.PAPERS_MISSING).isPresent(),
            written.typed(),
            written.photos(),
            sealed,
            there.flatMap(Case::confirmation).isPresent(),
            there.flatMap(each -> scenes.papers(actor, each, kind.kind())),
            written.proposed(),
            verdict,
            problems));
  }

  private static Optional<String> text(Map<String, String> typed, String name) {
    return Optional.of(said(typed, name)).filter(text -> !text.isEmpty());
  }

  private static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }
}
