package org.yutang.programme;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.kernel.WorkingDays;
import org.yutang.payment.Payee;
import org.yutang.programme.Claim.Event.Kind;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.reading.PaperRows;
import org.yutang.register.Profile;
import org.yutang.register.Register;
import org.yutang.store.Photos;

/// The filer's side of a claim: drafts, filing with all its checks, withdrawing, another bank
/// account. Runs in the transaction that is open.
@Component
class ClaimFiling {

  private static final int MAX_TEXT = 200;

  /// Earlier days are slips of the keys.
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

  /// A hundred million yuan: more is a slip of the keys.
  private static final long MAX_FEN = 10_000_000_000L;

  private static final String DIED = "died";

  private final ClaimRows rows;
  private final ClaimStep step;
  private final Definitions definitions;
  private final EnrolmentQueries enrolments;
  private final Register register;
  private final Photos photos;
  private final PaperRows papers;
  private final Access access;
  private final Clock clock;

  ClaimFiling(
      ClaimRows rows,
      ClaimStep step,
      Definitions definitions,
      EnrolmentQueries enrolments,
      Register register,
      Photos photos,
      PaperRows papers,
      Access access,
      Clock clock) {
    this.rows = rows;
    this.step = step;
    this.definitions = definitions;
    this.enrolments = enrolments;
    this.register = register;
    this.photos = photos;
    this.papers = papers;
    this.access = access;
    this.clock = clock;
  }

  ClaimRow save(Actor actor, ClaimDraft draft, LocalDate day) {
    Programme programme = definitions.get(draft.programme()).programme();
    Profile profile = register.profile(draft.person(), BusinessDay.of(clock.instant()));
    access.require(actor, Permission.FILE_CLAIM, profile.village());
    if (!programme.insures())
      throw new Refusal(ProgrammeRefusal.NOT_COVERED, Map.of("day", day.toString()));
    String currency = programme.currency();
    requireSound(draft, currency, day);
    step.requireDay(day);
    UUID id = draft.id();
    if (Shards.ofId(id) != draft.person().shard())
      throw new Refusal(ProgrammeRefusal.BAD_CLAIM, Map.of("field", "id"));
    Optional<ClaimRow> there = rows.lock(id);
    ClaimRow row =
        there.orElseGet(
            () ->
                new ClaimRow(
                    draft.person().shard(),
                    id,
                    draft.programme(),
                    draft.person(),
                    currency,
                    profile.household(),
                    profile.county(),
                    profile.village()));
    if (!row.programme.equals(draft.programme()) || !row.person.equals(draft.person()))
      throw new Refusal(ProgrammeRefusal.CLAIM_DIFFERS);
    ClaimStep.requireVersion(row, draft.version());
    ClaimStep.requireState(row, Claim.State.DRAFT, Claim.State.PAPERS_MISSING);
    row.household = profile.household();
    row.county = profile.county();
    row.village = profile.village();
    if (row.paid > 0 || row.counted != null) requireSameBill(row, draft);
    List<String> fresh = photosOf(draft);
    fresh.removeAll(row.photos);
    take(row, actor, draft);
    if (row.lastDay.isBefore(day)) row.lastDay = day;
    if (there.isPresent()) {
      step.end(row, actor, ClaimRows.Step.of(Kind.SAVED));
      takePhotos(row, fresh);
      return row;
    }
    row.version = 1;
    row.changedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (!rows.insert(row)) throw new Refusal(ProgrammeRefusal.CLAIM_CHANGED, Map.of("version", 1));
    step.record(row, actor, ClaimRows.Step.of(Kind.DRAFTED));
    takePhotos(row, fresh);
    return row;
  }

  ClaimRow file(Actor actor, UUID id, int version, LocalDate day) {
    ClaimRow row =
        step.begin(
            actor,
            Permission.FILE_CLAIM,
            id,
            version,
            day,
            Claim.State.DRAFT,
            Claim.State.PAPERS_MISSING);
    requireComplete(row);
    LocalDate admitted = Objects.requireNonNull(row.admitted);
    if (Objects.requireNonNull(row.discharged).isAfter(day))
      throw new Refusal(ProgrammeRefusal.BAD_STAY);
    findCover(row, admitted);
    requireAlive(row, admitted);
    takeBills(row);
    boolean again = row.state == Claim.State.PAPERS_MISSING;
    Integer left = row.daysLeft;
    row.state = Claim.State.FILED;
    row.filer = row.filer == null ? actor.account() : row.filer;
    row.filedDay = row.filedDay == null ? day : row.filedDay;
    row.dueDay = WorkingDays.plus(day, left == null ? Claims.DAYS_TO_DECIDE : left);
    row.daysLeft = null;
    step.end(row, actor, ClaimRows.Step.of(again ? Kind.FILED_AGAIN : Kind.FILED));
    return row;
  }

  ClaimRow withdraw(Actor actor, UUID id, int version, String note, LocalDate day) {
    ClaimRow row =
        step.begin(
            actor,
            Permission.FILE_CLAIM,
            id,
            version,
            day,
            Claim.State.DRAFT,
            Claim.State.FILED,
            Claim.State.PAPERS_MISSING,
            Claim.State.AWAITING_SECOND);
    if (row.paid > 0) // an appeal: what was paid stays decided
    throw new Refusal(ProgrammeRefusal.CLAIM_STATE, Map.of("state", ClaimStep.word(row.state)));
    rows.freeBill(row.bill, row.id);
    rows.freeBill(row.visit, row.id);
    row.bill = null;
    row.visit = null;
    row.state = Claim.State.WITHDRAWN;
    row.daysLeft = null;
    step.end(row, actor, ClaimRows.Step.noted(Kind.WITHDRAWN, ClaimStep.note(note, false)));
    return row;
  }

  ClaimRow correctPayee(
      Actor actor, UUID id, int version, String name, String account, LocalDate day) {
    ClaimRow row =
        step.begin(actor, Permission.FILE_CLAIM, id, version, day, Claim.State.PAYMENT_FAILED);
    Payee payee = Payee.of(name, account);
    row.secrets =
        new ClaimRow.Secrets(
            row.secrets.diagnosis(), payee.name(), payee.account(), row.secrets.witness());
    row.state = Claim.State.APPROVED;
    step.end(row, actor, ClaimRows.Step.of(Kind.PAYEE_CORRECTED));
    return row;
  }

  private void requireSound(ClaimDraft draft, String currency, LocalDate day) {
    for (Optional<Money> amount : List.of(draft.total(), draft.ownShare()))
      amount.ifPresent(
          money -> {
            if (money.minor() <= 0 || money.minor() > MAX_FEN || !money.currency().equals(currency))
              throw new Refusal(ProgrammeRefusal.BAD_AMOUNT, Map.of("amount", money.toString()));
          });
    if (draft.total().isPresent()
        && draft.ownShare().isPresent()
        && draft.ownShare().get().compareTo(draft.total().get()) > 0)
      throw new Refusal(ProgrammeRefusal.OWN_SHARE_TOO_LARGE);
    requireText("hospital", draft.hospital(), MAX_TEXT);
    requireText("billNumber", draft.billNumber(), MAX_TEXT);
    requireText("diagnosis", draft.diagnosis(), Claims.MAX_NOTE);
    draft.payeeName().ifPresent(name -> Payee.of(name, "00000000"));
    draft.payeeAccount().ifPresent(account -> Payee.of("a", account));
    for (Optional<LocalDate> each : List.of(draft.admitted(), draft.discharged()))
      if (each.filter(found -> found.isAfter(day) || found.isBefore(EARLIEST)).isPresent())
        throw new Refusal(ProgrammeRefusal.BAD_STAY);
    if (draft.admitted().isPresent()
        && draft.discharged().filter(end -> end.isBefore(draft.admitted().get())).isPresent())
      throw new Refusal(ProgrammeRefusal.BAD_STAY);
    if (draft.photos().size() > ClaimDraft.MAX_PHOTOS) throw bad("photos");
    draft.confirmation().ifPresent(this::requireSound);
  }

  private static List<String> photosOf(ClaimDraft draft) {
    List<String> photos = new ArrayList<>(draft.photos());
    draft.confirmation().flatMap(Claim.Confirmation::photo).ifPresent(photos::add);
    return photos;
  }

  /// A photo belongs to one claim. Rows first, in a fixed order, and the files last, when nothing
  /// else can refuse: what is kept and then rolled back would stay for ever.
  private void takePhotos(ClaimRow row, List<String> taken) {
    List<String> fresh = taken.stream().distinct().sorted().toList();
    for (String photo : fresh) {
      photos.require(photo);
      if (!rows.takePhoto(photo, row.id))
        throw new Refusal(ProgrammeRefusal.PHOTO_USED, Map.of("photo", photo));
      if (row.photos.contains(photo)) papers.want(photo, row.id);
    }
    fresh.forEach(photos::keep);
  }

  private void requireSound(Claim.Confirmation confirmation) {
    requireText("witness", confirmation.witness(), MAX_TEXT);
    boolean spoken = confirmation.how() == Claim.Confirmation.How.SPOKEN;
    if (confirmation.at().isAfter(clock.instant())
        || confirmation.at().isBefore(EARLIEST.atStartOfDay(BusinessDay.ZONE).toInstant())
        || (spoken ? confirmation.witness() : confirmation.photo()).isEmpty())
      throw bad("confirmation");
  }

  private static void requireText(String field, Optional<String> text, int limit) {
    if (text.filter(each -> each.isBlank() || each.length() > limit || each.indexOf('\0') >= 0)
        .isPresent()) throw bad(field);
  }

  private static Refusal bad(String field) {
    return new Refusal(ProgrammeRefusal.BAD_CLAIM, Map.of("field", field));
  }

  /// What was decided on stays: an appeal may bring papers, a payee and a confirmation, but no
  /// other bill.
  private static void requireSameBill(ClaimRow row, ClaimDraft draft) {
    requireSame("hospital", row.hospital, draft.hospital().map(String::strip));
    requireSame("admitted", row.admitted, draft.admitted());
    requireSame("discharged", row.discharged, draft.discharged());
    requireSame("billNumber", row.billNumber, draft.billNumber().map(String::strip));
    requireSame("total", row.total, draft.total().map(Money::minor));
    requireSame("ownShare", row.ownShare, draft.ownShare().map(Money::minor));
  }

  private static void requireSame(String field, @Nullable Object before, Optional<?> now) {
    if (!Objects.equals(before, now.orElse(null))) throw bad(field);
  }

  private static void take(ClaimRow row, Actor actor, ClaimDraft draft) {
    row.hospital = draft.hospital().map(String::strip).orElse(null);
    row.admitted = draft.admitted().orElse(null);
    row.discharged = draft.discharged().orElse(null);
    row.billNumber = draft.billNumber().map(String::strip).orElse(null);
    row.total = draft.total().map(Money::minor).orElse(null);
    row.ownShare = draft.ownShare().map(Money::minor).orElse(null);
    row.photos = draft.photos();
    ClaimRow.Secrets before = row.secrets;
    row.secrets =
        new ClaimRow.Secrets(
            draft.diagnosis().map(String::strip).orElse(before.diagnosis()),
            draft.payeeName().map(String::strip).orElse(before.payeeName()),
            draft
                .payeeAccount()
                .map(each -> each.replaceAll("\\s", ""))
                .orElse(before.payeeAccount()),
            draft.confirmation().flatMap(Claim.Confirmation::witness).orElse(before.witness()));
    draft
        .confirmation()
        .ifPresent(
            confirmation -> {
              row.confirmedHow = confirmation.how();
              row.confirmedAt = confirmation.at().truncatedTo(ChronoUnit.MICROS);
              row.confirmedPhoto = confirmation.photo().orElse(null);
              row.confirmedTakenBy = actor.account();
            });
  }

  private static void requireComplete(ClaimRow row) {
    List<String> missing = new ArrayList<>();
    check(missing, "hospital", row.hospital);
    check(missing, "admitted", row.admitted);
    check(missing, "discharged", row.discharged);
    check(missing, "billNumber", row.billNumber);
    check(missing, "total", row.total);
    check(missing, "ownShare", row.ownShare);
    check(missing, "payeeName", row.secrets.payeeName());
    check(missing, "payeeAccount", row.secrets.payeeAccount());
    check(missing, "photos", row.photos.isEmpty() ? null : row.photos);
    check(missing, "confirmation", row.confirmedHow);
    if (!missing.isEmpty())
      throw new Refusal(
          ProgrammeRefusal.CLAIM_INCOMPLETE, Map.of("missing", String.join(", ", missing)));
  }

  private static void check(List<String> missing, String field, @Nullable Object value) {
    if (value == null) missing.add(field);
  }

  /// The paid enrolment whose cover the admission lies in; its rules decide what is due.
  private void findCover(ClaimRow row, LocalDate admitted) {
    EnrolmentQueries.Kept cover =
        enrolments.ofPerson(row.person).stream()
            .filter(each -> each.enrolment().programme().equals(row.programme))
            .filter(each -> each.enrolment().state() == Enrolment.State.COVERED)
            .filter(
                each ->
                    !admitted.isBefore(each.enrolment().coverFrom())
                        && !admitted.isAfter(each.enrolment().coverTo()))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(ProgrammeRefusal.NOT_COVERED, Map.of("day", admitted.toString())));
    row.enrolment = cover.enrolment().id();
    row.policyYear = cover.enrolment().policyYear();
    row.rules = cover.version();
    row.definition = cover.definition();
  }

  /// A death fact is a day as text, or true from the day of the fact on. Who died on the day of
  /// admission was admitted.
  private void requireAlive(ClaimRow row, LocalDate admitted) {
    Object known = register.profile(row.person, BusinessDay.of(clock.instant())).facts().get(DIED);
    boolean dead;
    Optional<LocalDate> died = known instanceof String text ? day(text) : Optional.empty();
    if (died.isPresent()) dead = died.get().isBefore(admitted);
    else
      dead =
          Boolean.TRUE.equals(
              register.profile(row.person, admitted.minusDays(1)).facts().get(DIED));
    if (dead) throw new Refusal(ProgrammeRefusal.DIED_BEFORE);
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// The same bill, or the same stay with the same sum, is claimed once. In a fixed order, so that
  /// two filings at once do not wait for each other.
  private void takeBills(ClaimRow row) {
    UUID bill = Uuids.named("claim-bill", plain(row.hospital), plain(row.billNumber));
    UUID visit =
        Uuids.named(
            "claim-visit",
            row.person.toString(),
            String.valueOf(row.admitted),
            String.valueOf(row.total));
    if (!bill.equals(row.bill)) rows.freeBill(row.bill, row.id);
    if (!visit.equals(row.visit)) rows.freeBill(row.visit, row.id);
    for (UUID each : List.of(bill, visit).stream().sorted().toList())
      rows.takeBill(each, row.id)
          .ifPresent(
              other -> {
                throw new Refusal(ProgrammeRefusal.BILL_CLAIMED, Map.of("claim", other.toString()));
              });
    row.bill = bill;
    row.visit = visit;
  }

  private static String plain(@Nullable String text) {
    return String.valueOf(text).replaceAll("[\\s\\p{Punct}]", "").toUpperCase(Locale.ROOT);
  }
}
