package org.yutang.programme.cases;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.WorkingDays;
import org.yutang.ledger.Ledger;
import org.yutang.payment.Payee;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.definition.CompiledKind;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.register.Profile;
import org.yutang.register.Register;
import org.yutang.store.Sealing;

/// The filer's side of a case: drafts, filing with all its checks, withdrawing, another bank
/// account. Runs in the transaction that is open.
@Component
class CaseFiling {

  private static final int MAX_WITNESS = 200;
  private static final String PAYEE_KEY = "programme-case-payee";
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

  private final CaseRows rows;
  private final CaseStep step;
  private final CaseHistory history;
  private final CaseLinks links;
  private final Definitions definitions;
  private final PastDefinitions past;
  private final CaseEligibility eligibility;
  private final CaseCover cover;
  private final CaseOnce once;
  private final Register register;
  private final Ledger ledger;
  private final CasePhotos photos;
  private final Sealing sealing;
  private final Nominators nominators;
  private final Access access;
  private final Clock clock;

  CaseFiling(
      CaseRows rows,
      CaseStep step,
      CaseHistory history,
      CaseLinks links,
      Definitions definitions,
      PastDefinitions past,
      CaseEligibility eligibility,
      CaseCover cover,
      CaseOnce once,
      Register register,
      Ledger ledger,
      CasePhotos photos,
      Sealing sealing,
      Nominators nominators,
      Access access,
      Clock clock) {
    this.rows = rows;
    this.step = step;
    this.history = history;
    this.links = links;
    this.definitions = definitions;
    this.past = past;
    this.eligibility = eligibility;
    this.cover = cover;
    this.once = once;
    this.register = register;
    this.ledger = ledger;
    this.photos = photos;
    this.sealing = sealing;
    this.nominators = nominators;
    this.access = access;
    this.clock = clock;
  }

  CaseRow save(Actor actor, CaseDraft draft, LocalDate day) {
    step.requireDay(day);
    Profile profile = register.profile(draft.person(), step.today());
    boolean own = links.holds(actor, draft.programme(), draft.kind(), draft.person());
    if (rows.find(draft.id()).isEmpty()) requireKnown(draft, day);
    if (!own)
      access.require(
          nominators.on(actor, draft.programme(), draft.kind()),
          Permission.FILE_CASE,
          profile.village());
    if (own != (draft.channel() == CaseKind.Channel.SELF)) throw wrongChannel(draft.channel());
    if (Shards.ofId(draft.id()) != draft.person().shard()) throw Answers.bad("id");
    Optional<CaseRow> there = rows.lock(draft.id());
    CaseRow row = there.orElseGet(() -> fresh(draft, profile, day));
    if (!row.programme.equals(draft.programme())
        || !row.kind.equals(draft.kind())
        || !row.person.equals(draft.person())) throw new Refusal(ProgrammeRefusal.CASE_DIFFERS);
    CaseStep.requireVersion(row, draft.version());
    CaseStep.requireState(row, Case.State.DRAFT, Case.State.PAPERS_MISSING);
    row.household = profile.household();
    row.county = profile.county();
    row.village = profile.village();
    CaseKind kind = step.kind(row).kind();
    requireChannel(kind, draft.channel());
    row.channel = draft.channel();
    Map<String, Object> asked = row.allAnswers();
    List<String> taken = take(row, kind, actor, draft);
    if (row.promised > 0) requireSame(kind, asked, row.allAnswers());
    bar(row, actor.account());
    if (row.lastDay.isBefore(day)) row.lastDay = day;
    if (there.isPresent()) step.end(row, actor, CaseRows.Step.of(Case.Event.Kind.SAVED));
    else insert(row, actor);
    photos.take(row.id, taken);
    photos.want(row, kind);
    return row;
  }

  private void requireKnown(CaseDraft draft, LocalDate day) {
    Definition definition = definitions.get(draft.programme());
    definition.kind(draft.kind(), definition.programme().yearOf(day));
  }

  /// Who wrote in a case, or gave out the link by which it was filed, does not decide it.
  private static void bar(CaseRow row, UUID account) {
    if (!row.barred.contains(account)) row.barred.add(account);
  }

  private void insert(CaseRow row, Actor actor) {
    row.version = 1;
    row.changedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (!rows.insert(row)) throw new Refusal(ProgrammeRefusal.CASE_CHANGED, Map.of("version", 1));
    step.record(row, actor, CaseRows.Step.of(Case.Event.Kind.DRAFTED));
  }

  private CaseRow fresh(CaseDraft draft, Profile profile, LocalDate day) {
    Definition definition = definitions.get(draft.programme());
    Programme programme = definition.programme();
    CaseRow row =
        new CaseRow(
            draft.person().shard(),
            draft.id(),
            draft.programme(),
            draft.kind(),
            draft.person(),
            programme.currency(),
            programme.digest(),
            profile.household(),
            profile.county(),
            profile.village(),
            draft.channel());
    row.policyYear = programme.yearOf(day);
    row.rules = programme.version(row.policyYear).fromYear();
    past.remember(definition, clock.instant());
    return row;
  }

  CaseRow file(Actor actor, UUID id, int version, LocalDate day) {
    CaseRow row =
        step.begin(
            actor,
            Permission.FILE_CASE,
            id,
            version,
            day,
            Case.State.DRAFT,
            Case.State.PAPERS_MISSING);
    boolean again = row.state == Case.State.PAPERS_MISSING;
    CompiledKind compiled = again ? step.kind(row) : adopt(row, day);
    CaseKind kind = compiled.kind();
    requireComplete(row, kind);
    if (!again) requireOpen(kind, day);
    if (kind.seats().isPresent() && ledger.shards() > 1)
      throw new Refusal(ProgrammeRefusal.SEATS_NEED_ONE_SHARD);
    LocalDate eventDay = CaseCover.eventDay(row, kind, day);
    cover.take(row, kind, eventDay);
    compiled = step.kind(row);
    kind = compiled.kind();
    String seat = row.reserved;
    eligibility.require(row, compiled, eventDay);
    if (row.promised > 0) row.reserved = seat; // it has it already
    Due.of(kind.benefit(), row.allAnswers(), row.figures, row.currency); // refuses what cannot be
    once.take(actor, row, kind, eventDay);
    CaseKind.Stage stage = kind.stages().get(row.stage);
    Integer left = row.daysLeft;
    row.state = Case.State.IN_REVIEW;
    row.filer = row.filer == null ? actor.account() : row.filer;
    bar(row, actor.account());
    if (row.channel == CaseKind.Channel.SELF)
      links.issuer(row.programme, row.kind, row.person).ifPresent(issuer -> bar(row, issuer));
    row.filedDay = row.filedDay == null ? day : row.filedDay;
    photos.want(row, kind); // the definition may have changed since it was saved
    enter(row, stage, day, left == null ? stage.days() : left);
    step.end(
        row,
        actor,
        CaseRows.Step.of(again ? Case.Event.Kind.FILED_AGAIN : Case.Event.Kind.FILED)
            .at(stage.name()));
    return row;
  }

  /// The definition of the day of filing decides, whatever was known when the draft was begun.
  private CompiledKind adopt(CaseRow row, LocalDate day) {
    Definition definition = definitions.get(row.programme);
    Programme programme = definition.programme();
    row.terms = null;
    row.policyYear = programme.yearOf(day);
    CaseKind today = definition.kind(row.kind, row.policyYear).kind();
    Optional<Object> covered = today.cover().map(row.allAnswers()::get);
    if (covered.isPresent()) row.policyYear = programme.yearOf(CaseCover.eventDay(row, today, day));
    row.rules = programme.version(row.policyYear).fromYear();
    row.definition = programme.digest();
    past.remember(definition, clock.instant());
    CompiledKind compiled = definition.kind(row.kind, row.policyYear);
    // what was typed for an older form must still fit
    Answers.sound(compiled.kind().fields(), row.allAnswers(), row.currency, step.today());
    requireChannel(compiled.kind(), row.channel);
    return compiled;
  }

  CaseRow withdraw(Actor actor, UUID id, int version, String note, LocalDate day) {
    CaseRow row =
        step.begin(
            actor,
            Permission.FILE_CASE,
            id,
            version,
            day,
            Case.State.DRAFT,
            Case.State.IN_REVIEW,
            Case.State.PAPERS_MISSING);
    if (row.promised > 0) // an appeal: what was granted stays
    throw new Refusal(ProgrammeRefusal.CASE_STATE, Map.of("state", CaseStep.word(row.state)));
    once.free(row);
    rows.closeSheets(row);
    row.state = Case.State.WITHDRAWN;
    row.daysLeft = null;
    row.stageRole = null;
    row.escalatesTo = null;
    step.end(
        row, actor, CaseRows.Step.noted(Case.Event.Kind.WITHDRAWN, CaseStep.note(note, false)));
    return row;
  }

  CaseRow correctPayee(
      Actor actor, UUID id, int version, String name, String account, LocalDate day) {
    CaseRow row =
        step.begin(
            actor,
            Permission.FILE_CASE,
            id,
            version,
            day,
            Case.State.GRANTED,
            Case.State.IN_REVIEW,
            Case.State.PAPERS_MISSING,
            Case.State.APPROVED);
    if (actor.account().equals(row.decidedBy))
      throw new Refusal(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    if (!row.holdsGrant() || !history.hasFailedPayment(row))
      throw new Refusal(ProgrammeRefusal.CASE_STATE, Map.of("state", CaseStep.word(row.state)));
    Payee payee = Payee.of(name, account);
    row.secrets =
        new CaseRow.Secrets(
            row.secrets.answers(), payee.name(), payee.account(), row.secrets.witness());
    row.payeeMark = sealing.mark(PAYEE_KEY, payee.account());
    history.planFailedAgain(row);
    step.end(row, actor, CaseRows.Step.of(Case.Event.Kind.PAYEE_CORRECTED));
    return row;
  }

  /// Where a case waits from now on, and until when.
  static void enter(CaseRow row, CaseKind.Stage stage, LocalDate day, int days) {
    row.stageRole = stage.role();
    row.escalatesTo = stage.escalateTo().orElse(null);
    row.dueDay = WorkingDays.plus(day, days);
    row.daysLeft = null;
    row.agreedBy = null;
  }

  private static void requireOpen(CaseKind kind, LocalDate day) {
    if (kind.open().filter(window -> !window.holds(day)).isPresent())
      throw new Refusal(
          ProgrammeRefusal.CASE_NOT_OPEN,
          Map.of(
              "from", kind.open().get().from().toString().substring(2),
              "to", kind.open().get().to().toString().substring(2)));
  }

  private static void requireChannel(CaseKind kind, CaseKind.Channel channel) {
    if (!kind.channels().contains(channel)) throw wrongChannel(channel);
  }

  private static Refusal wrongChannel(CaseKind.Channel channel) {
    return new Refusal(ProgrammeRefusal.CHANNEL_CLOSED, Map.of("channel", CaseStep.word(channel)));
  }

  private static void requireComplete(CaseRow row, CaseKind kind) {
    List<String> missing = new ArrayList<>(Answers.missing(kind.fields(), row.allAnswers()));
    for (CaseKind.Evidence evidence : kind.evidence())
      if (row.evidence.getOrDefault(evidence.name(), List.of()).size() < evidence.atLeast())
        missing.add(evidence.name());
    if (!kind.instalments().isEmpty()) {
      if (row.secrets.payeeName() == null) missing.add("payeeName");
      if (row.secrets.payeeAccount() == null) missing.add("payeeAccount");
    }
    if (row.channel == CaseKind.Channel.PROXY && row.confirmedHow == null)
      missing.add("confirmation");
    if (!missing.isEmpty())
      throw new Refusal(
          ProgrammeRefusal.CASE_INCOMPLETE, Map.of("missing", String.join(", ", missing)));
  }

  /// What was granted rests on the answers: an appeal may bring papers, a payee and a confirmation.
  private static void requireSame(
      CaseKind kind, Map<String, Object> asked, Map<String, Object> now) {
    for (CaseKind.Field field : kind.fields())
      if (!Objects.equals(asked.get(field.name()), now.get(field.name())))
        throw Answers.bad(field.name());
  }

  /// @return the photos that it did not have before
  private List<String> take(CaseRow row, CaseKind kind, Actor actor, CaseDraft draft) {
    Map<String, Object> sound =
        Answers.sound(kind.fields(), draft.answers(), row.currency, step.today());
    Map<String, Object> personal = new TreeMap<>(row.secrets.answers());
    row.answers = new TreeMap<>();
    for (CaseKind.Field field : kind.fields()) {
      Object answer = sound.get(field.name());
      if (answer == null) continue;
      if (field.personal()) personal.put(field.name(), answer);
      else row.answers.put(field.name(), answer);
    }
    draft.payeeName().ifPresent(name -> Payee.of(name, "00000000"));
    draft.payeeAccount().ifPresent(account -> Payee.of("a", account));
    Optional<String> account = draft.payeeAccount().map(each -> each.replaceAll("\\s", ""));
    row.secrets =
        new CaseRow.Secrets(
            personal,
            draft.payeeName().map(String::strip).orElse(row.secrets.payeeName()),
            account.orElse(row.secrets.payeeAccount()),
            draft.confirmation().flatMap(Case.Confirmation::witness).orElse(row.secrets.witness()));
    account.ifPresent(number -> row.payeeMark = sealing.mark(PAYEE_KEY, number));
    List<String> before = new ArrayList<>();
    row.evidence.values().forEach(before::addAll);
    if (row.confirmedPhoto != null) before.add(row.confirmedPhoto);
    row.evidence = evidence(kind, draft);
    draft.confirmation().ifPresent(confirmation -> confirm(row, actor, confirmation));
    List<String> now = new ArrayList<>();
    row.evidence.values().forEach(now::addAll);
    if (row.confirmedPhoto != null) now.add(row.confirmedPhoto);
    now.removeAll(before);
    return now;
  }

  private static Map<String, List<String>> evidence(CaseKind kind, CaseDraft draft) {
    Map<String, List<String>> evidence = new TreeMap<>();
    int photos = 0;
    for (Map.Entry<String, List<String>> each : draft.evidence().entrySet()) {
      if (kind.evidence().stream().noneMatch(known -> known.name().equals(each.getKey())))
        throw Answers.bad(each.getKey());
      List<String> ids = each.getValue().stream().distinct().toList();
      for (String id : ids) if (!id.matches("[0-9a-f]{64}")) throw Answers.bad(each.getKey());
      photos += ids.size();
      evidence.put(each.getKey(), ids);
    }
    if (photos > CaseDraft.MAX_PHOTOS) throw Answers.bad("evidence");
    return evidence;
  }

  private void confirm(CaseRow row, Actor actor, Case.Confirmation confirmation) {
    boolean spoken = confirmation.how() == Case.Confirmation.How.SPOKEN;
    Instant earliest = EARLIEST.atStartOfDay(BusinessDay.ZONE).toInstant();
    if (confirmation.at().isAfter(clock.instant())
        || confirmation.at().isBefore(earliest)
        || (spoken ? confirmation.witness() : confirmation.photo()).isEmpty()
        || confirmation
            .witness()
            .filter(name -> name.isBlank() || name.length() > MAX_WITNESS)
            .isPresent()) throw Answers.bad("confirmation");
    row.confirmedHow = confirmation.how();
    row.confirmedAt = confirmation.at().truncatedTo(ChronoUnit.MICROS);
    row.confirmedPhoto = confirmation.photo().orElse(null);
    row.confirmedTakenBy = actor.account();
  }
}
