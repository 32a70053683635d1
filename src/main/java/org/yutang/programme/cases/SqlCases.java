package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseFigures;
import org.yutang.programme.CaseKind;
import org.yutang.programme.CaseTotals;
import org.yutang.programme.CaseVoucher;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Ruling;
import org.yutang.programme.Verdict;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.register.PersonId;
import org.yutang.register.Profile;
import org.yutang.register.Register;
import org.yutang.store.Transactions;

/// Opens the transaction, hands on to whoever does it, and shows what became of it.
@Component
class SqlCases implements Cases {

  private final CaseFiling filing;
  private final CaseEligibility eligibility;
  private final CaseReview review;
  private final CasePanel panel;
  private final CaseReports followUp;
  private final CaseRecords records;
  private final CaseRows rows;
  private final CaseSight sight;
  private final CaseShowing showing;
  private final ReportRows reports;
  private final DeliveryRows deliveries;
  private final LogRows logs;
  private final SheetRows sheets;
  private final CaseQueries queries;
  private final CaseCounts counts;
  private final CaseLinks links;
  private final CaseStep step;
  private final Definitions definitions;
  private final PastDefinitions past;
  private final Register register;
  private final Nominators nominators;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;

  SqlCases(
      CaseFiling filing,
      CaseEligibility eligibility,
      CaseReview review,
      CasePanel panel,
      CaseReports followUp,
      CaseRecords records,
      CaseRows rows,
      CaseSight sight,
      CaseShowing showing,
      ReportRows reports,
      DeliveryRows deliveries,
      LogRows logs,
      SheetRows sheets,
      CaseQueries queries,
      CaseCounts counts,
      CaseLinks links,
      CaseStep step,
      Definitions definitions,
      PastDefinitions past,
      Register register,
      Nominators nominators,
      Access access,
      Audit audit,
      Transactions transactions) {
    this.filing = filing;
    this.eligibility = eligibility;
    this.review = review;
    this.panel = panel;
    this.followUp = followUp;
    this.records = records;
    this.rows = rows;
    this.sight = sight;
    this.showing = showing;
    this.reports = reports;
    this.deliveries = deliveries;
    this.logs = logs;
    this.sheets = sheets;
    this.queries = queries;
    this.counts = counts;
    this.links = links;
    this.step = step;
    this.definitions = definitions;
    this.past = past;
    this.register = register;
    this.nominators = nominators;
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
    if (!access.may(nominators.on(actor, programme, kind), Permission.FILE_CASE, profile.village())
        && !links.holds(actor, programme, kind, person))
      access.require(actor, Permission.SEE_PROGRAMME, profile.village());
    return eligibility.explain(programme, kind, profile, answers, day);
  }

  @Override
  public String invite(Actor actor, ProgrammeId programme, String kind, PersonId person) {
    Definition definition = definitions.get(programme);
    CaseKind known = definition.kind(kind, definition.programme().yearOf(step.today())).kind();
    if (!known.channels().contains(CaseKind.Channel.SELF))
      throw new Refusal(ProgrammeRefusal.CHANNEL_CLOSED, Map.of("channel", "self"));
    Profile profile = register.profile(person, step.today());
    access.require(nominators.on(actor, programme, kind), Permission.FILE_CASE, profile.village());
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
    return showing.shown(transactions.call(() -> filing.save(actor, draft, day)));
  }

  @Override
  public Case file(Actor actor, UUID id, int version, LocalDate day) {
    return showing.shown(transactions.call(() -> filing.file(actor, id, version, day)));
  }

  @Override
  public Case withdraw(Actor actor, UUID id, int version, String note, LocalDate day) {
    return showing.shown(transactions.call(() -> filing.withdraw(actor, id, version, note, day)));
  }

  @Override
  public Case decide(Actor actor, UUID id, int version, Ruling ruling, LocalDate day) {
    return showing.shown(transactions.call(() -> review.decide(actor, id, version, ruling, day)));
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
    return showing.shown(transactions.call(() -> review.appeal(actor, id, version, note, day)));
  }

  @Override
  public Case correctPayee(
      Actor actor, UUID id, int version, String name, String account, LocalDate day) {
    return showing.shown(
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
    return showing.shown(
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
    return showing.shown(
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
    return showing.shown(
        transactions.call(() -> records.send(actor, id, version, items, waybill, day)));
  }

  @Override
  public Case receive(
      Actor actor,
      UUID id,
      int version,
      Map<String, Integer> items,
      List<String> photos,
      LocalDate day) {
    return showing.shown(
        transactions.call(() -> records.receive(actor, id, version, items, photos, day)));
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
    return showing.shown(transactions.call(() -> review.reverse(actor, id, version, note, day)));
  }

  @Override
  public Case takeBack(
      Actor actor, UUID id, int version, UUID transfer, Money amount, LocalDate day) {
    requireFund(actor, id);
    return showing.shown(
        transactions.call(() -> followUp.takeBack(actor, id, version, transfer, amount, day)));
  }

  private void requireFund(Actor actor, UUID id) {
    CaseRow row = sight.visible(actor, id);
    access.require(actor, Permission.MOVE_MONEY, step.programme(row).place());
  }

  @Override
  public int assign(Actor actor, CaseCall call, String stage, List<UUID> judges, LocalDate day) {
    return transactions.call(() -> panel.assign(actor, call, stage, judges, day));
  }

  @Override
  public Page<CaseCall.Sheet> sheets(Actor judge, Page.Wanted page) {
    access.requireSomewhere(judge, Permission.JUDGE_CASE);
    return sheets.ofJudge(judge.account(), page).map(showing::sheet);
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
    return showing.shown(sight.visible(actor, id));
  }

  @Override
  public Page<Case> list(Actor actor, Case.Query query) {
    return sight.list(actor, query).map(showing::listed);
  }

  @Override
  public List<Case.Tally> tally(Actor actor, Case.Query query) {
    return sight.tally(actor, query);
  }

  @Override
  public List<Case> own(Applicant applicant) {
    return queries.ofPerson(applicant).stream().map(showing::shown).toList();
  }

  @Override
  public CaseKind kind(Actor actor, UUID id) {
    return step.kind(sight.visible(actor, id)).kind();
  }

  @Override
  public Verdict verdict(Actor actor, UUID id) {
    CaseRow row = sight.visible(actor, id);
    if (row.filedDay == null)
      return eligibility.explain(
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
    return rows.events(sight.visible(actor, id));
  }

  @Override
  public List<Case.Instalment> instalments(Actor actor, UUID id) {
    return showing.instalments(sight.visible(actor, id));
  }

  @Override
  public List<Case.Report> reports(Actor actor, UUID id) {
    return reports.all(sight.visible(actor, id), step.today());
  }

  @Override
  public List<Case.Delivery> deliveries(Actor actor, UUID id) {
    return deliveries.all(sight.visible(actor, id));
  }

  @Override
  public Page<Case.Entry> entries(Actor actor, UUID id, String log, Page.Wanted page) {
    return logs.list(sight.visible(actor, id), log, page);
  }

  @Override
  public List<Case.Count> counts(Actor actor, UUID id) {
    CaseRow row = sight.visible(actor, id);
    return logs.counts(row, step.kind(row).kind(), step.today());
  }

  @Override
  public byte[] photo(Actor actor, UUID id, String photo) {
    return sight.photo(actor, id, photo);
  }

  @Override
  public boolean maySeePhotos(Actor actor, UUID id) {
    return sight.maySeePhotos(actor, sight.visible(actor, id));
  }

  @Override
  public Case.Revealed reveal(Actor actor, UUID id, String reason) {
    return transactions.call(() -> sight.reveal(actor, id, reason));
  }

  @Override
  public List<Case.Receipt> receipts(Actor actor, UUID id) {
    CaseRow row = sight.visible(actor, id);
    if (!step.may(actor, Permission.FILE_CASE, row))
      access.require(actor, Permission.SEE_REGISTER, row.village);
    return showing.receipts(row);
  }

  @Override
  public List<UUID> attempts(Actor actor, UUID id) {
    CaseRow row = sight.visible(actor, id);
    access.require(actor, Permission.SEE_PAYMENT, row.village);
    return showing.attempts(row);
  }

  @Override
  public CaseTotals totals(ProgrammeId programme) {
    return counts.of(programme, definitions.get(programme).programme().currency());
  }

  @Override
  public List<CaseVoucher> vouchers(Actor actor, ProgrammeId programme, UUID after, int limit) {
    requireWhole(actor, programme);
    return counts.cases(programme, after, limit);
  }

  @Override
  public List<CaseVoucher.Payment> paymentVouchers(
      Actor actor, ProgrammeId programme, UUID after, int limit) {
    requireWhole(actor, programme);
    return counts.payments(programme, after, limit);
  }

  private void requireWhole(Actor actor, ProgrammeId programme) {
    access.require(actor, Permission.SEE_CASE, definitions.get(programme).programme().place());
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
}
