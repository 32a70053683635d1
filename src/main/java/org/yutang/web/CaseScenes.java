package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.CasePeople;
import org.yutang.programme.Cases;
import org.yutang.programme.Papers;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.programme.Verdict;
import org.yutang.proof.Proof;
import org.yutang.register.PersonRow;
import org.yutang.register.Register;
import org.yutang.web.CaseView.Problem;

/// Gathers what a case's page shows and offers.
@Component
class CaseScenes {

  /// Entries of a log that a case page shows.
  private static final int SHOWN = 20;

  private final Cases cases;
  private final VolunteerScenes volunteers;
  private final Papers papers;
  private final CasePeople people;
  private final Programmes programmes;
  private final Register register;
  private final Access access;
  private final Proof proof;
  private final Clock clock;

  CaseScenes(
      Cases cases,
      VolunteerScenes volunteers,
      Papers papers,
      CasePeople people,
      Programmes programmes,
      Register register,
      Access access,
      Proof proof,
      Clock clock) {
    this.cases = cases;
    this.volunteers = volunteers;
    this.papers = papers;
    this.people = people;
    this.programmes = programmes;
    this.register = register;
    this.access = access;
    this.proof = proof;
    this.clock = clock;
  }

  /// Today's kinds of all programmes.
  List<CaseView.Kind> kinds() {
    List<CaseView.Kind> kinds = new ArrayList<>();
    for (Programme programme : programmes.list())
      for (CaseKind kind : programme.version(programme.yearOf(today())).kinds())
        kinds.add(new CaseView.Kind(programme, kind));
    return kinds;
  }

  /// The kind of that code, `programme/kind`.
  Optional<CaseView.Kind> kind(String code) {
    return kinds().stream().filter(each -> each.code().equals(code)).findFirst();
  }

  CaseView.Kind getKind(String code) {
    return kind(code)
        .orElseThrow(
            () ->
                new Refusal(
                    ProgrammeRefusal.UNKNOWN_KIND,
                    Map.of(
                        "kind", code.replaceFirst(".*/", ""),
                        "programme", code.replaceFirst("/.*", ""))));
  }

  /// What the persons of cases are called, by the text of their ids.
  Map<String, String> names(Screen s, Actor actor, Collection<Case> of) {
    Map<String, String> names = new HashMap<>();
    people
        .of(actor, of)
        .forEach((id, row) -> names.put(id.toString(), row.name().orElse(s.t("web.no-name"))));
    return names;
  }

  /// The same without those who have no name.
  Map<String, String> named(Actor actor, Collection<Case> of) {
    Map<String, String> names = new HashMap<>();
    people
        .of(actor, of)
        .forEach((id, row) -> row.name().ifPresent(name -> names.put(id.toString(), name)));
    return names;
  }

  CaseView.One of(
      Screen s,
      Actor actor,
      UUID id,
      Map<String, String> typed,
      List<Problem> problems,
      Optional<Case.Revealed> revealed) {
    Case file = cases.get(actor, id);
    CaseKind kind = cases.kind(actor, id);
    Programme programme = programmes.get(file.programme());
    List<Case.Event> events = cases.timeline(actor, id);
    List<Case.Instalment> instalments = cases.instalments(actor, id);
    return new CaseView.One(
        file,
        kind,
        programme,
        whose(s, actor, file),
        events,
        instalments,
        cases.reports(actor, id),
        verdict(actor, file, kind),
        today(),
        may(actor, file, kind, programme, events),
        payments(instalments),
        proof.verifierKey(),
        revealed,
        records(s, actor, id, kind),
        volunteers.needed(actor, file, kind),
        papers(actor, file, kind),
        typed,
        problems);
  }

  /// What was read from the photos; empty where none are read, or the actor may not see them.
  Optional<PaperView.Read> papers(Actor actor, Case file, CaseKind kind) {
    boolean any =
        kind.evidence().stream()
            .filter(evidence -> evidence.reads().isPresent())
            .anyMatch(
                evidence -> !file.evidence().getOrDefault(evidence.name(), List.of()).isEmpty());
    if (!any || !cases.maySeePhotos(actor, file.id())) return Optional.empty();
    return Optional.of(PaperView.Read.of(file, kind, papers.ofCase(actor, file.id())));
  }

  private CaseView.Records records(Screen s, Actor actor, UUID id, CaseKind kind) {
    Map<String, Page<Case.Entry>> entries = new HashMap<>();
    Map<String, String> keys = new HashMap<>();
    for (CaseKind.Log log : kind.logs()) {
      entries.put(log.name(), cases.entries(actor, id, log.name(), new Page.Wanted(1, SHOWN)));
      keys.put(log.name(), s.freshKey());
    }
    return new CaseView.Records(
        cases.deliveries(actor, id), cases.counts(actor, id), entries, keys);
  }

  private CaseView.Whose whose(Screen s, Actor actor, Case file) {
    PersonRow row = people.of(actor, List.of(file)).get(file.person());
    return new CaseView.Whose(
        file.person().toString(),
        row == null ? s.t("web.no-name") : row.name().orElse(s.t("web.no-name")),
        register.getPlace(file.village()),
        access.may(actor, Permission.SEE_REGISTER, file.village()));
  }

  /// Nothing of sealed answers: rules may read them while a case is a draft.
  private Optional<Verdict> verdict(Actor actor, Case file, CaseKind kind) {
    boolean sealed = kind.fields().stream().anyMatch(CaseKind.Field::personal);
    if (file.state() == Case.State.DRAFT && sealed) return Optional.empty();
    try {
      return Optional.of(cases.verdict(actor, file.id()));
    } catch (Refusal refusal) {
      if (refusal.code().kind() == Refusal.Kind.NOT_FOUND) throw refusal;
      return Optional.empty(); // a draft that is older than today's definition
    }
  }

  private CaseView.May may(
      Actor actor, Case file, CaseKind kind, Programme programme, List<Case.Event> events) {
    boolean decider = access.may(actor, Permission.DECIDE_CASE, file.village());
    boolean filer = file.filer().filter(actor.account()::equals).isPresent();
    Optional<CaseKind.Stage> stage = file.stage().flatMap(name -> CaseView.stage(kind, name));
    boolean turn =
        stage
            .filter(each -> each.panel().isEmpty())
            .filter(each -> turn(actor, file, each))
            .isPresent();
    Optional<Case.Event> agreement = // payments go on while an appeal is open
        events.stream()
            .filter(event -> event.stage().isPresent())
            .reduce((first, second) -> second)
            .filter(event -> event.kind() == Case.Event.Kind.AGREED);
    boolean agreed = agreement.isPresent();
    boolean first = agreement.filter(it -> it.account().equals(actor.account())).isPresent();
    return new CaseView.May(
        access.may(actor, Permission.FILE_CASE, file.village()),
        cases.maySeePhotos(actor, file.id()),
        access.may(actor, Permission.SEE_REGISTER, file.village()),
        decider && turn && !filer && !(agreed && first),
        agreed,
        decider,
        access.may(actor, Permission.MOVE_MONEY, programme.place()),
        access.may(actor, Permission.UNMASK, file.village()),
        access.may(actor, Permission.RUN_PROGRAMME, programme.place()),
        access.may(actor, Permission.SEE_AUDIT, file.village()));
  }

  /// Whether the stage waits for somebody of the actor's roles; only what is offered, the room
  /// decides.
  private boolean turn(Actor actor, Case file, CaseKind.Stage stage) {
    return holds(actor, stage.role(), file)
        || (file.overdue()
            && stage.escalateTo().filter(role -> holds(actor, role, file)).isPresent());
  }

  private boolean holds(Actor actor, Role role, Case file) {
    return actor.grants().stream()
        .anyMatch(
            grant -> grant.role() == role && register.contains(grant.place(), file.village()));
  }

  private Map<Integer, Long> payments(List<Case.Instalment> instalments) {
    Map<Integer, Long> logged = new HashMap<>();
    for (Case.Instalment part : instalments)
      if (part.state() == Case.Instalment.State.PAID)
        part.payout()
            .flatMap(proof::find)
            .ifPresent(receipt -> logged.put(part.number(), receipt.index()));
    return logged;
  }

  LocalDate today() {
    return BusinessDay.of(clock.instant());
  }
}
