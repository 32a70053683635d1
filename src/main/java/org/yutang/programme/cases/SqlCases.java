package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.WorkingDays;
import org.yutang.payment.Payee;
import org.yutang.programme.Case;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseFigures;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Claim;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Ruling;
import org.yutang.programme.Verdict;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.programme.definition.Reach;
import org.yutang.register.PersonId;
import org.yutang.register.Profile;
import org.yutang.register.Register;
import org.yutang.store.Photos;
import org.yutang.store.StoreRefusal;
import org.yutang.store.Transactions;

/// Opens the transaction, hands on to whoever does it, and shows what became of it.
@Component
class SqlCases implements Cases {

  private static final int SHORTEST_REASON = 4;

  private final CaseFiling filing;
  private final CaseReview review;
  private final CasePanel panel;
  private final CaseReports followUp;
  private final CaseRecords records;
  private final CaseRows rows;
  private final PaymentRows payments;
  private final ReportRows reports;
  private final DeliveryRows deliveries;
  private final LogRows logs;
  private final SheetRows sheets;
  private final CaseQueries queries;
  private final CaseHistory history;
  private final CaseLinks links;
  private final CaseStep step;
  private final Definitions definitions;
  private final PastDefinitions past;
  private final Reach reach;
  private final Register register;
  private final Photos photos;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;

  SqlCases(
      CaseFiling filing,
      CaseReview review,
      CasePanel panel,
      CaseReports followUp,
      CaseRecords records,
      CaseRows rows,
      PaymentRows payments,
      ReportRows reports,
      DeliveryRows deliveries,
      LogRows logs,
      SheetRows sheets,
      CaseQueries queries,
      CaseHistory history,
      CaseLinks links,
      CaseStep step,
      Definitions definitions,
      PastDefinitions past,
      Reach reach,
      Register register,
      Photos photos,
      Access access,
      Audit audit,
      Transactions transactions) {
    this.filing = filing;
    this.review = review;
    this.panel = panel;
    this.followUp = followUp;
    this.records = records;
    this.rows = rows;
    this.payments = payments;
    this.reports = reports;
    this.deliveries = deliveries;
    this.logs = logs;
    this.sheets = sheets;
    this.queries = queries;
    this.history = history;
    this.links = links;
    this.step = step;
    this.definitions = definitions;
    this.past = past;
    this.reach = reach;
    this.register = register;
    this.photos = photos;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
  }

  @Override
  public Verdict explain(
      Actor actor,
      ProgrammeId programme,
      String kind,
      PersonId person,
      Map<String, Object> answers,
      LocalDate day) {
    Profile profile = register.profile(person, day);
    if (!access.may(actor, Permission.FILE_CASE, profile.village())
        && !links.holds(actor, programme, kind, person))
      access.require(actor, Permission.SEE_PROGRAMME, profile.village());
    return filing.explain(programme, kind, profile, answers, day);
  }

  @Override
  public String invite(Actor actor, ProgrammeId programme, String kind, PersonId person) {
    Definition definition = definitions.get(programme);
    CaseKind known = definition.kind(kind, definition.programme().yearOf(step.today())).kind();
    if (!known.channels().contains(CaseKind.Channel.SELF))
      throw new Refusal(ProgrammeRefusal.CHANNEL_CLOSED, Map.of("channel", "self"));
    Profile profile = register.profile(person, step.today());
    access.require(actor, Permission.FILE_CASE, profile.village());
    return transactions.call(
        () -> {
          audit.record(
              actor,
              "programme.case-invited",
              profile.village(),
              person.toString(),
              Map.of("programme", programme.text(), "kind", kind));
          return links.make(actor, programme, kind, person);
        });
  }

  @Override
  public Applicant applicant(String link) {
    return links.applicant(link);
  }

  @Override
  public Case save(Actor actor, CaseDraft draft, LocalDate day) {
    return shown(transactions.call(() -> filing.save(actor, draft, day)));
  }

  @Override
  public Case file(Actor actor, UUID id, int version, LocalDate day) {
    return shown(transactions.call(() -> filing.file(actor, id, version, day)));
  }

  @Override
  public Case withdraw(Actor actor, UUID id, int version, String note, LocalDate day) {
    return shown(transactions.call(() -> filing.withdraw(actor, id, version, note, day)));
  }

  @Override
  public Case decide(Actor actor, UUID id, int version, Ruling ruling, LocalDate day) {
    return shown(transactions.call(() -> review.decide(actor, id, version, ruling, day)));
  }

  @Override
  public List<Case.Ruled> decideAll(
      Actor actor, List<Case.Seen> cases, Ruling ruling, LocalDate day) {
    if (cases.isEmpty() || cases.size() > MAX_BATCH)
      throw new Refusal(ProgrammeRefusal.BAD_BATCH, Map.of("limit", MAX_BATCH));
    List<Case.Ruled> ruled = new ArrayList<>();
    Set<UUID> once = new HashSet<>();
    for (Case.Seen seen : cases) {
      if (!once.add(seen.id())) continue;
      try {
        Case done = decide(actor, seen.id(), seen.version(), ruling, day);
        ruled.add(new Case.Ruled(seen.id(), Optional.of(done), Optional.empty()));
      } catch (Refusal refusal) {
        ruled.add(new Case.Ruled(seen.id(), Optional.empty(), Optional.of(refusal)));
      }
    }
    return ruled;
  }

  @Override
  public Case appeal(Actor actor, UUID id, int version, String note, LocalDate day) {
    return shown(transactions.call(() -> review.appeal(actor, id, version, note, day)));
  }

  @Override
  public Case correctPayee(
      Actor actor, UUID id, int version, String name, String account, LocalDate day) {
    return shown(
        transactions.call(() -> filing.correctPayee(actor, id, version, name, account, day)));
  }

  @Override
  public Case report(
      Actor actor,
      UUID id,
      int version,
      String name,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day) {
    return shown(
        transactions.call(() -> followUp.report(actor, id, version, name, answers, photos, day)));
  }

  @Override
  public Case judgeReport(
      Actor actor,
      UUID id,
      int version,
      String name,
      boolean accepted,
      String note,
      LocalDate day) {
    return shown(
        transactions.call(() -> followUp.judge(actor, id, version, name, accepted, note, day)));
  }

  @Override
  public Case send(
      Actor actor,
      UUID id,
      int version,
      Map<String, Integer> items,
      String waybill,
      LocalDate day) {
    return shown(transactions.call(() -> records.send(actor, id, version, items, waybill, day)));
  }

  @Override
  public Case receive(
      Actor actor,
      UUID id,
      int version,
      Map<String, Integer> items,
      List<String> photos,
      LocalDate day) {
    return shown(transactions.call(() -> records.receive(actor, id, version, items, photos, day)));
  }

  @Override
  public void log(
      Actor actor,
      UUID id,
      UUID entry,
      String log,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day) {
    transactions.run(() -> records.log(actor, id, entry, log, answers, photos, day));
  }

  @Override
  public void confirm(Actor actor, UUID id, UUID entry, boolean holds, String note) {
    transactions.run(() -> records.confirm(actor, id, entry, holds, note));
  }

  @Override
  public Case reverse(Actor actor, UUID id, int version, String note, LocalDate day) {
    requireFund(actor, id);
    return shown(transactions.call(() -> review.reverse(actor, id, version, note, day)));
  }

  @Override
  public Case takeBack(
      Actor actor, UUID id, int version, UUID transfer, Money amount, LocalDate day) {
    requireFund(actor, id);
    return shown(
        transactions.call(() -> followUp.takeBack(actor, id, version, transfer, amount, day)));
  }

  private void requireFund(Actor actor, UUID id) {
    CaseRow row = visible(actor, id);
    access.require(actor, Permission.MOVE_MONEY, step.programme(row).place());
  }

  @Override
  public int assign(Actor actor, CaseCall call, String stage, List<UUID> judges, LocalDate day) {
    return transactions.call(() -> panel.assign(actor, call, stage, judges, day));
  }

  @Override
  public Page<CaseCall.Sheet> sheets(Actor judge, Page.Wanted page) {
    access.requireSomewhere(judge, Permission.JUDGE_CASE);
    return sheets.ofJudge(judge.account(), page).map(this::sheet);
  }

  private CaseCall.Sheet sheet(SheetRows.Open open) {
    CaseRow row = rows.find(open.caseId()).orElseThrow();
    CaseKind kind = step.kind(row).kind();
    boolean blind =
        kind.stages().stream()
            .filter(stage -> stage.name().equals(open.stage()))
            .findFirst()
            .flatMap(CaseKind.Stage::panel)
            .orElseThrow()
            .blind();
    Map<String, Object> answers = new HashMap<>(row.answers);
    if (blind)
      kind.fields().stream()
          .filter(CaseKind.Field::blind)
          .forEach(field -> answers.remove(field.name()));
    return new CaseCall.Sheet(
        open.number(),
        new CaseCall(row.programme, row.kind, row.policyYear),
        kind,
        open.stage(),
        answers,
        open.marks(),
        open.note());
  }

  @Override
  public void score(Actor judge, UUID number, Map<String, Integer> marks, String note) {
    transactions.run(() -> panel.score(judge, number, marks, note));
  }

  @Override
  public void recuse(Actor judge, UUID number, String note) {
    transactions.run(() -> panel.recuse(judge, number, note));
  }

  @Override
  public CaseCall.Ranking ranking(Actor actor, CaseCall call, String stage) {
    return panel.ranking(actor, call, stage);
  }

  @Override
  public CaseCall.Ranking close(Actor actor, CaseCall call, String stage, LocalDate day) {
    return transactions.call(() -> panel.close(actor, call, stage, day));
  }

  @Override
  public Case get(Actor actor, UUID id) {
    return shown(visible(actor, id));
  }

  @Override
  public Page<Case> list(Actor actor, Case.Query query) {
    return queries
        .list(numbered(query), places(actor, query), drafts(actor, query), step.today())
        .map(this::listed);
  }

  @Override
  public List<Case.Tally> tally(Actor actor, Case.Query query) {
    return queries.tally(numbered(query), places(actor, query), drafts(actor, query), step.today());
  }

  @Override
  public List<Case> own(Applicant applicant) {
    return queries.ofPerson(applicant).stream().map(this::shown).toList();
  }

  private Reach.Places places(Actor actor, Case.Query query) {
    return reach.places(actor, Permission.SEE_CASE, query.place(), queries.counties());
  }

  /// Where the actor sees drafts as well.
  private Reach.Places drafts(Actor actor, Case.Query query) {
    return reach.places(actor, Permission.FILE_CASE, query.place(), queries.counties());
  }

  /// Stages are asked for by name and kept by number.
  private Case.Query numbered(Case.Query query) {
    if (query.stage().isEmpty()) return query;
    int number = -1;
    if (query.programme().isPresent() && query.kind().isPresent()) {
      Definition definition = definitions.get(query.programme().get());
      int year = query.policyYear().orElseGet(() -> definition.programme().yearOf(step.today()));
      List<CaseKind.Stage> stages = definition.kind(query.kind().get(), year).kind().stages();
      for (int i = 0; i < stages.size(); i++)
        if (stages.get(i).name().equals(query.stage().get())) number = i;
    }
    if (number < 0)
      throw new Refusal(ProgrammeRefusal.UNKNOWN_STAGE, Map.of("stage", query.stage().get()));
    return new Case.Query(
        query.programme(),
        query.kind(),
        query.policyYear(),
        query.place(),
        query.state(),
        Optional.of(String.valueOf(number)),
        query.person(),
        query.forRole(),
        query.overdue(),
        query.sort(),
        query.descending(),
        query.page());
  }

  @Override
  public CaseKind kind(Actor actor, UUID id) {
    return step.kind(visible(actor, id)).kind();
  }

  @Override
  public Verdict verdict(Actor actor, UUID id) {
    CaseRow row = visible(actor, id);
    if (row.filedDay == null)
      return filing.explain(
          row.programme,
          row.kind,
          register.profile(row.person, step.today()),
          row.answers, // sealed ones would stand in the sentences
          step.today());
    Definition then = past.get(row.programme, row.definition);
    return then.met(
        then.kind(row.kind, row.policyYear).rules(),
        row.policyYear,
        row.rules,
        row.filedDay,
        row.facts);
  }

  @Override
  public List<Case.Event> timeline(Actor actor, UUID id) {
    return rows.events(visible(actor, id));
  }

  @Override
  public List<Case.Instalment> instalments(Actor actor, UUID id) {
    CaseRow row = visible(actor, id);
    List<PaymentRows.Payment> planned = payments.all(row);
    if (!planned.isEmpty())
      return planned.stream()
          .map(
              each ->
                  new Case.Instalment(
                      each.name(),
                      each.amount(),
                      each.state(),
                      Optional.of(each.dueDay()),
                      each.heldBack(),
                      each.payout(),
                      each.endedDay()))
          .toList();
    CaseKind kind = step.kind(row).kind();
    Optional<Money> benefit = benefit(row, kind);
    if (benefit.isEmpty()) return List.of();
    List<Money> amounts = Due.instalments(benefit.get(), kind.instalments());
    List<Case.Instalment> parts = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++)
      parts.add(
          new Case.Instalment(
              kind.instalments().get(i).name(),
              amounts.get(i),
              Case.Instalment.State.PLANNED,
              Optional.empty(),
              List.of(),
              Optional.empty(),
              Optional.empty()));
    return parts;
  }

  @Override
  public List<Case.Report> reports(Actor actor, UUID id) {
    return reports.all(visible(actor, id), step.today());
  }

  @Override
  public List<Case.Delivery> deliveries(Actor actor, UUID id) {
    return deliveries.all(visible(actor, id));
  }

  @Override
  public Page<Case.Entry> entries(Actor actor, UUID id, String log, Page.Wanted page) {
    return logs.list(visible(actor, id), log, page);
  }

  @Override
  public List<Case.Count> counts(Actor actor, UUID id) {
    CaseRow row = visible(actor, id);
    return logs.counts(row, step.kind(row).kind(), step.today());
  }

  @Override
  public byte[] photo(Actor actor, UUID id, String photo) {
    CaseRow row = visible(actor, id);
    if (!maySeePhotos(actor, row)) access.require(actor, Permission.UNMASK, row.village);
    if (!rows.hasPhoto(photo, id))
      throw new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", "photo"));
    audit.record(
        actor,
        "programme.case-photo-seen",
        row.village,
        id.toString(),
        Map.of("photo", photo.substring(0, 8)));
    return photos.get(photo);
  }

  @Override
  public boolean maySeePhotos(Actor actor, UUID id) {
    return maySeePhotos(actor, visible(actor, id));
  }

  /// Photos show what is sealed: they are for who decides, who may unmask, and whose case it is.
  private boolean maySeePhotos(Actor actor, CaseRow row) {
    return row.barred.contains(actor.account()) // who wrote in it
        || actor.account().equals(row.filer)
        || step.isOwn(actor, row)
        || access.may(actor, Permission.DECIDE_CASE, row.village)
        || access.may(actor, Permission.UNMASK, row.village);
  }

  @Override
  public Case.Revealed reveal(Actor actor, UUID id, String reason) {
    String why = CaseStep.note(reason, true);
    if (why.length() < SHORTEST_REASON)
      throw new Refusal(ProgrammeRefusal.NOTE_WANTED, Map.of("limit", MAX_NOTE));
    return transactions.call(
        () -> {
          CaseRow row = visible(actor, id);
          access.require(actor, Permission.UNMASK, row.village);
          audit.record(
              actor, "programme.case-revealed", row.village, id.toString(), Map.of("reason", why));
          return new Case.Revealed(
              id,
              row.secrets.answers(),
              Optional.ofNullable(row.secrets.payeeName()),
              Optional.ofNullable(row.secrets.payeeAccount()),
              Optional.ofNullable(row.secrets.witness()));
        });
  }

  @Override
  public CaseFigures figures(ProgrammeId programme) {
    Definition definition = definitions.get(programme);
    return queries.figures(
        programme,
        definition.programme().currency(),
        (kind, year) ->
            definition.programme().version(year).kinds().stream()
                .filter(known -> known.name().equals(kind))
                .findFirst());
  }

  private CaseRow visible(Actor actor, UUID id) {
    return rows.find(id)
        .filter(
            row -> access.may(actor, Permission.SEE_CASE, row.village) || step.isOwn(actor, row))
        .filter(row -> row.state != Case.State.DRAFT || step.may(actor, Permission.FILE_CASE, row))
        .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CASE));
  }

  /// What was decided, or is due as it stands; empty where nothing can be said yet.
  private Optional<Money> benefit(CaseRow row, CaseKind kind) {
    if (row.benefit != null) return Optional.of(row.money(row.benefit));
    if (kind.instalments().isEmpty() || !Answers.missing(kind.fields(), row.allAnswers()).isEmpty())
      return Optional.empty();
    try {
      return Optional.of(review.dueAsItStands(row, kind));
    } catch (Refusal refusal) {
      return Optional.empty(); // the answers do not fit together yet; filing will say so
    }
  }

  private Case listed(CaseRow row) {
    return shown(row, Optional.ofNullable(row.benefit).map(row::money), List.of());
  }

  private Case shown(CaseRow row) {
    return shown(row, benefit(row, step.kind(row).kind()), history.flags(row));
  }

  private Case shown(CaseRow row, Optional<Money> benefit, List<Case.Flag> flags) {
    LocalDate today = step.today();
    LocalDate due = row.dueDay;
    boolean running = row.state == Case.State.IN_REVIEW;
    CaseKind kind = step.kind(row).kind();
    return new Case(
        row.id,
        row.programme,
        row.kind,
        row.policyYear,
        row.person,
        row.household,
        row.county,
        row.village,
        row.channel,
        row.state,
        row.version,
        row.answers,
        new ArrayList<>(new TreeSet<>(row.secrets.answers().keySet())),
        masked(row.secrets.payeeName(), name -> Payee.of(name, "00000000").maskedName()),
        masked(row.secrets.payeeAccount(), account -> Payee.of("a", account).maskedAccount()),
        row.evidence,
        confirmation(row),
        row.filedDay == null ? Optional.empty() : Optional.of(kind.stages().get(row.stage).name()),
        Optional.ofNullable(row.filer),
        Optional.ofNullable(row.filedDay),
        Optional.ofNullable(due),
        Optional.ofNullable(row.daysLeft),
        running && due != null && due.isBefore(today),
        benefit,
        row.money(row.paid),
        Optional.ofNullable(row.waitingFor),
        Optional.ofNullable(row.reserved),
        Optional.ofNullable(row.rank),
        Optional.ofNullable(row.score),
        Optional.ofNullable(row.decidedDay),
        appealUntil(row, kind, today),
        flags,
        row.changedAt);
  }

  private static Optional<LocalDate> appealUntil(CaseRow row, CaseKind kind, LocalDate today) {
    if (row.state != Case.State.REJECTED
        || row.appealedDay != null
        || row.decidedDay == null
        || kind.stages().get(row.stage).panel().isPresent()) return Optional.empty();
    return Optional.of(WorkingDays.plus(row.decidedDay, DAYS_TO_APPEAL))
        .filter(until -> !until.isBefore(today));
  }

  private static Optional<String> masked(
      @Nullable String secret, java.util.function.Function<String, String> mask) {
    return Optional.ofNullable(secret).map(mask);
  }

  private static Optional<Claim.Confirmation> confirmation(CaseRow row) {
    if (row.confirmedHow == null || row.confirmedAt == null) return Optional.empty();
    return Optional.of(
        new Claim.Confirmation(
            row.confirmedHow,
            row.confirmedAt,
            Optional.ofNullable(row.confirmedPhoto),
            Optional.empty(),
            Optional.ofNullable(row.confirmedTakenBy)));
  }
}
