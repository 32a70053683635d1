package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
import org.yutang.access.Actor;
import org.yutang.access.Knocks;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.programme.Verdict;
import org.yutang.register.PersonId;
import org.yutang.store.Photos;
import org.yutang.web.CaseView.Problem;

/// What somebody sees who holds a link: the form, and what becomes of it. Without an account, on
/// any phone. Nothing on it says who it is about.
@Controller
class ApplicantPages {

  /// Writes of one address in a quarter of an hour.
  private static final int MOST_WRITES = 60;

  private static final String UPLOAD = "upload-";
  private static final String PHOTO = "photo-";

  /// Names the case that is meant, or that another one is wanted; the newest without it.
  private static final String CASE = "case";

  private static final String ANOTHER = "new";

  /// Steps of a volunteer.
  private static final Set<String> WORK =
      Set.of("join", "decline", "work", "hand-over", "pause", "resume");

  private final Cases cases;
  private final VolunteerScenes volunteers;
  private final Programmes programmes;
  private final AddedCovers covers;
  private final CaseScenes scenes;
  private final Photos photos;
  private final Knocks knocks;

  ApplicantPages(
      Cases cases,
      VolunteerScenes volunteers,
      Programmes programmes,
      AddedCovers covers,
      CaseScenes scenes,
      Photos photos,
      Knocks knocks) {
    this.cases = cases;
    this.volunteers = volunteers;
    this.programmes = programmes;
    this.covers = covers;
    this.scenes = scenes;
    this.photos = photos;
    this.knocks = knocks;
  }

  @GetMapping("/apply/{link}")
  View page(
      Screen s,
      HttpServletResponse response,
      @PathVariable String link,
      @RequestParam(name = CASE, defaultValue = "") String asked) {
    Sent sent = new Sent(link, asked, Map.of(), Map.of());
    return page(s, response, sent, HttpStatus.OK, Optional.empty(), List.of());
  }

  /// For whoever sits with the person: a link of their own, shown once.
  @PostMapping("/cases/invitations")
  View invite(
      Screen s,
      HttpServletResponse response,
      Actor actor,
      @RequestParam String kind,
      @RequestParam String person) {
    CaseView.Kind known = scenes.getKind(kind);
    GiftPages.keepSecret(response);
    String link =
        cases.invite(
            actor, known.programme().id(), known.kind().name(), new PersonId(Asked.id(person)));
    return s.page("apply-link", new ApplicantView.Link(known, link));
  }

  @PostMapping("/apply/{link}")
  View step(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String link,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestParam(required = false) MultiValueMap<String, MultipartFile> files)
      throws IOException {
    Cases.Applicant applicant = cases.applicant(link);
    Map<String, String> typed = new HashMap<>(fields.toSingleValueMap());
    Map<String, List<String>> kept = new HashMap<>();
    String asked = said(typed, CASE);
    List<Case> own = cases.own(applicant);
    CaseKind kind = kind(applicant, current(own, asked));
    for (CaseKind.Evidence each : kind.evidence())
      kept.put(each.name(), new ArrayList<>(fields.getOrDefault(PHOTO + each.name(), List.of())));
    String step = said(typed, "step");
    try {
      knocks.use(SecurityPeer.of(request), "apply", MOST_WRITES);
      if (step.equals("report")) {
        report(applicant, getCurrent(own, asked), kind, typed, files);
        return done(link, asked, step);
      }
      if (step.equals("withdraw")) {
        Case of = getCurrent(own, asked);
        cases.withdraw(
            applicant.actor(), of.id(), version(typed), said(typed, "note"), scenes.today());
        return done(link, asked, step);
      }
      if (step.equals("appeal")) {
        Case of = getCurrent(own, asked);
        cases.appeal(
            applicant.actor(), of.id(), version(typed), said(typed, "note"), scenes.today());
        return done(link, asked, step);
      }
      if (WORK.contains(step)) {
        volunteers.take(applicant, step, typed, uploads(files), scenes.today());
        return done(link, asked, step);
      }
      take(kind, kept, files);
      if (step.equals("check")) {
        Verdict verdict =
            cases.explain(
                applicant.actor(),
                applicant.programme(),
                applicant.kind(),
                applicant.person(),
                CaseForms.answers(kind.fields(), typed),
                scenes.today());
        Sent sent = new Sent(link, asked, typed, kept);
        return page(s, response, sent, HttpStatus.OK, Optional.of(verdict), List.of());
      }
      Case saved =
          cases.save(applicant.actor(), draft(applicant, kind, typed, kept), scenes.today());
      asked = saved.id().toString();
      if (!step.equals("file")) return done(link, asked, "saved");
      typed.put("key", saved.id().toString());
      typed.put("version", String.valueOf(saved.version()));
      cases.file(applicant.actor(), saved.id(), saved.version(), scenes.today());
      return done(link, asked, step);
    } catch (Refusal refusal) {
      Refusal.Kind bad = refusal.code().kind();
      if (bad == Refusal.Kind.NOT_FOUND || bad == Refusal.Kind.FORBIDDEN) throw refusal;
      boolean report = step.equals("report");
      List<CaseKind.Field> form =
          WORK.contains(step)
              ? volunteers.form(applicant, typed)
              : report
                  ? kind.followUps().stream()
                      .filter(each -> each.name().equals(said(typed, "report")))
                      .flatMap(each -> each.fields().stream())
                      .toList()
                  : kind.fields();
      List<Problem> problems = CaseForms.problems(s, form, kind.evidence(), refusal);
      Sent sent = new Sent(link, asked, typed, kept);
      return page(s, response, sent, Mishaps.status(bad), Optional.empty(), problems);
    }
  }

  private static View done(String link, String asked, String step) {
    return Screen.go("/apply/" + link + "?" + CASE + "=" + asked + "&note=case-" + step);
  }

  /// What came with a request.
  private record Sent(
      String link, String asked, Map<String, String> typed, Map<String, List<String>> kept) {}

  /// The case that the page is about: the one asked for, or the newest that was not taken back.
  /// Empty where another one is wanted.
  private static Optional<Case> current(List<Case> own, String asked) {
    if (asked.equals(ANOTHER)) return Optional.empty();
    if (asked.isEmpty())
      return own.stream().filter(each -> each.state() != Case.State.WITHDRAWN).findFirst();
    return Optional.of(
        own.stream()
            .filter(each -> each.id().toString().equals(asked))
            .findFirst()
            .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS)));
  }

  private static Case getCurrent(List<Case> own, String asked) {
    return current(own, asked).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
  }

  private CaseKind kind(Cases.Applicant applicant, Optional<Case> there) {
    return there
        .map(each -> cases.kind(applicant.actor(), each.id()))
        .orElseGet(
            () -> scenes.getKind(applicant.programme().text() + "/" + applicant.kind()).kind());
  }

  private void take(
      CaseKind kind,
      Map<String, List<String>> kept,
      @Nullable MultiValueMap<String, MultipartFile> files)
      throws IOException {
    MultiValueMap<String, MultipartFile> sent = files == null ? new LinkedMultiValueMap<>() : files;
    int all = kept.values().stream().mapToInt(List::size).sum();
    for (CaseKind.Evidence each : kind.evidence())
      for (MultipartFile file : sent.getOrDefault(UPLOAD + each.name(), List.of()))
        if (!file.isEmpty() && all++ < CaseDraft.MAX_PHOTOS)
          kept.computeIfAbsent(each.name(), name -> new ArrayList<>())
              .add(photos.put(file.getInputStream()).id());
  }

  private void report(
      Cases.Applicant applicant,
      Case of,
      CaseKind kind,
      Map<String, String> typed,
      @Nullable MultiValueMap<String, MultipartFile> files)
      throws IOException {
    String name = said(typed, "report");
    CaseKind.FollowUp followUp =
        kind.followUps().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    List<String> sent = uploads(files);
    cases.report(
        applicant.actor(),
        of.id(),
        version(typed),
        name,
        CaseForms.answers(followUp.fields(), typed),
        sent,
        scenes.today());
  }

  private List<String> uploads(@Nullable MultiValueMap<String, MultipartFile> files)
      throws IOException {
    List<String> sent = new ArrayList<>();
    if (files != null)
      for (MultipartFile photo : files.getOrDefault("upload", List.of()))
        if (!photo.isEmpty() && sent.size() < CaseDraft.MAX_PHOTOS)
          sent.add(photos.put(photo.getInputStream()).id());
    return sent;
  }

  private static CaseDraft draft(
      Cases.Applicant applicant,
      CaseKind kind,
      Map<String, String> typed,
      Map<String, List<String>> kept) {
    return new CaseDraft(
        Asked.id(said(typed, "key")),
        version(typed),
        applicant.programme(),
        applicant.kind(),
        applicant.person(),
        CaseKind.Channel.SELF,
        CaseForms.answers(kind.fields(), typed),
        kept,
        text(typed, "payeeName"),
        text(typed, "payeeAccount"),
        Optional.empty());
  }

  private View page(
      Screen s,
      HttpServletResponse response,
      Sent sent,
      HttpStatus status,
      Optional<Verdict> verdict,
      List<Problem> problems) {
    GiftPages.keepSecret(response);
    Cases.Applicant applicant = cases.applicant(sent.link());
    Programme programme = programmes.get(applicant.programme());
    List<Case> own = cases.own(applicant); // as they stand by now, where a step was refused
    Map<String, String> typed = sent.typed();
    Optional<Case> there = current(own, sent.asked());
    CaseKind kind = kind(applicant, there);
    Optional<Case> written =
        there.filter(
            each -> each.state() == Case.State.DRAFT || each.state() == Case.State.PAPERS_MISSING);
    boolean form = there.isEmpty() || written.isPresent();
    Map<String, String> shown = new HashMap<>(typed);
    Map<String, List<String>> photosShown = new HashMap<>(sent.kept());
    if (typed.isEmpty())
      written.ifPresent(
          each -> {
            shown.putAll(CaseForms.typed(each.answers()));
            photosShown.putAll(each.evidence());
          });
    String key =
        written
            .map(each -> each.id().toString())
            .orElseGet(
                () ->
                    said(typed, "key").isEmpty()
                        ? Cases.idOf(applicant.person(), UUID.randomUUID()).toString()
                        : said(typed, "key"));
    return s.page(
        status,
        "apply",
        new ApplicantView(
            sent.link(),
            programme,
            kind,
            there,
            own.stream().filter(each -> there.filter(each::equals).isEmpty()).toList(),
            there.isPresent() && mayHaveAnother(kind, own, programme.yearOf(scenes.today())),
            form,
            key,
            written.map(Case::version).orElse(0),
            there.map(each -> cases.timeline(applicant.actor(), each.id())).orElse(List.of()),
            there.map(each -> cases.instalments(applicant.actor(), each.id())).orElse(List.of()),
            there.map(each -> cases.reports(applicant.actor(), each.id())).orElse(List.of()),
            covers.ofOwn(applicant, programme),
            volunteers.own(s, applicant, programme, there),
            shown,
            photosShown,
            verdict,
            problems));
  }

  /// Whether a form for one more case is worth showing; filing decides.
  private static boolean mayHaveAnother(CaseKind kind, List<Case> own, int year) {
    List<Case> standing =
        own.stream()
            .filter(each -> each.state() != Case.State.WITHDRAWN)
            .filter(each -> each.state() != Case.State.REJECTED)
            .toList();
    return switch (kind.once()) {
      case CaseKind.Once.Ever ever -> standing.isEmpty();
      case CaseKind.Once.Yearly yearly ->
          standing.stream().noneMatch(each -> each.policyYear() == year);
      case CaseKind.Once.For some ->
          standing.stream().noneMatch(each -> each.state() == Case.State.DRAFT);
      case CaseKind.Once.Always always ->
          standing.stream().noneMatch(each -> each.state() == Case.State.DRAFT);
    };
  }

  private static int version(Map<String, String> typed) {
    return Asked.number(said(typed, "version")).orElse(0);
  }

  private static Optional<String> text(Map<String, String> typed, String name) {
    return Optional.of(said(typed, name)).filter(text -> !text.isEmpty());
  }

  private static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }
}
