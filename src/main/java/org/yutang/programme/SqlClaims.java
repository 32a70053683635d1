package org.yutang.programme;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.WorkingDays;
import org.yutang.payment.Payee;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.programme.definition.Reach;
import org.yutang.register.Register;
import org.yutang.store.Photos;
import org.yutang.store.StoreRefusal;
import org.yutang.store.Transactions;

/// Opens the transaction, hands on to whoever does it, and shows what became of it.
@Component
class SqlClaims implements Claims {

  private static final int SHORTEST_REASON = 4;

  private final ClaimFiling filing;
  private final ClaimReview review;
  private final ClaimRows rows;
  private final ClaimPayments payments;
  private final ClaimQueries queries;
  private final ClaimVouchers vouchers;
  private final FundAccounts accounts;
  private final Definitions definitions;
  private final PastDefinitions past;
  private final Reach reach;
  private final Register register;
  private final Photos photos;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlClaims(
      ClaimFiling filing,
      ClaimReview review,
      ClaimRows rows,
      ClaimPayments payments,
      ClaimQueries queries,
      ClaimVouchers vouchers,
      FundAccounts accounts,
      Definitions definitions,
      PastDefinitions past,
      Reach reach,
      Register register,
      Photos photos,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.filing = filing;
    this.review = review;
    this.rows = rows;
    this.payments = payments;
    this.queries = queries;
    this.vouchers = vouchers;
    this.accounts = accounts;
    this.definitions = definitions;
    this.past = past;
    this.reach = reach;
    this.register = register;
    this.photos = photos;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Claim save(Actor actor, ClaimDraft draft, LocalDate day) {
    return shown(transactions.call(() -> filing.save(actor, draft, day)));
  }

  @Override
  public Claim file(Actor actor, UUID id, int version, LocalDate day) {
    return shown(transactions.call(() -> filing.file(actor, id, version, day)));
  }

  @Override
  public Claim withdraw(Actor actor, UUID id, int version, String note, LocalDate day) {
    return shown(transactions.call(() -> filing.withdraw(actor, id, version, note, day)));
  }

  @Override
  public Claim askForPapers(Actor actor, UUID id, int version, String note, LocalDate day) {
    return shown(transactions.call(() -> review.askForPapers(actor, id, version, note, day)));
  }

  @Override
  public Claim decide(Actor actor, UUID id, int version, Decision decision, LocalDate day) {
    return shown(transactions.call(() -> review.decide(actor, id, version, decision, day)));
  }

  @Override
  public Claim second(
      Actor actor, UUID id, int version, boolean agrees, String note, LocalDate day) {
    return shown(transactions.call(() -> review.second(actor, id, version, agrees, note, day)));
  }

  @Override
  public Claim appeal(Actor actor, UUID id, int version, String note, LocalDate day) {
    return shown(transactions.call(() -> review.appeal(actor, id, version, note, day)));
  }

  @Override
  public Claim correctPayee(
      Actor actor, UUID id, int version, String name, String account, LocalDate day) {
    return shown(
        transactions.call(() -> filing.correctPayee(actor, id, version, name, account, day)));
  }

  @Override
  public Claim get(Actor actor, UUID id) {
    return shown(visible(actor, id));
  }

  @Override
  public Page<Claim> list(Actor actor, Claim.Query query) {
    return queries.list(query, seen(actor, query.place()), today()).map(this::shown);
  }

  @Override
  public List<Claim.Tally> tally(Actor actor, Claim.Query query) {
    return queries.tally(query, seen(actor, query.place()), today());
  }

  @Override
  public Money funds(Actor actor, ProgrammeId programme) {
    Programme defined = definitions.get(programme).programme();
    boolean may =
        access.may(actor, Permission.SEE_PAYMENT, defined.place())
            || access.places(actor, Permission.SEE_PAYMENT).stream()
                .anyMatch(place -> register.contains(defined.place(), place));
    if (!may) access.require(actor, Permission.SEE_PAYMENT, defined.place());
    return accounts.available(defined);
  }

  @Override
  public List<Claim.Payment> payments(Actor actor, UUID id) {
    ClaimRow row = visible(actor, id);
    access.require(actor, Permission.SEE_PAYMENT, row.village);
    return payments.all(row).stream()
        .map(
            payment ->
                new Claim.Payment(
                    payment.id(),
                    payment.amount(),
                    payment.state().equals("PAYING")
                        ? Optional.empty()
                        : Optional.of(payment.state().equals("PAID")),
                    Optional.ofNullable(payment.endedDay())))
        .toList();
  }

  @Override
  public List<Claim.Event> timeline(Actor actor, UUID id) {
    return rows.events(visible(actor, id));
  }

  @Override
  public Schedule terms(Actor actor, UUID id) {
    ClaimRow row = visible(actor, id);
    if (row.definition != null && row.rules != null)
      return past.get(row.programme, row.definition)
          .programme()
          .version(row.rules)
          .getCover()
          .getBenefit();
    Programme programme = definitions.get(row.programme).programme();
    LocalDate admitted = row.admitted == null ? today() : row.admitted;
    return programme.version(programme.yearOf(admitted)).getCover().getBenefit();
  }

  @Override
  public byte[] photo(Actor actor, UUID id, String photo) {
    ClaimRow row = visible(actor, id);
    int bill = row.photos.indexOf(photo);
    if (bill < 0 && !photo.equals(row.confirmedPhoto))
      throw new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", "photo"));
    audit.record(
        actor,
        "programme.claim-photo-seen",
        row.village,
        id.toString(),
        Map.of("photo", bill < 0 ? "CONFIRMATION" : bill + 1));
    return photos.get(photo);
  }

  @Override
  public Claim.Revealed reveal(Actor actor, UUID id, String reason) {
    String why = ClaimStep.note(reason, true);
    if (why.length() < SHORTEST_REASON)
      throw new Refusal(ProgrammeRefusal.NOTE_WANTED, Map.of("limit", MAX_NOTE));
    return transactions.call(
        () -> {
          ClaimRow row = visible(actor, id);
          access.require(actor, Permission.UNMASK, row.village);
          audit.record(
              actor, "programme.claim-revealed", row.village, id.toString(), Map.of("reason", why));
          return new Claim.Revealed(
              id,
              Optional.ofNullable(row.secrets.diagnosis()),
              Optional.ofNullable(row.secrets.payeeName()),
              Optional.ofNullable(row.secrets.payeeAccount()),
              Optional.ofNullable(row.secrets.witness()));
        });
  }

  @Override
  public List<Claim.Receipt> receipts(Actor actor, UUID id) {
    ClaimRow row = visible(actor, id);
    access.require(actor, Permission.SEE_REGISTER, row.village);
    return payments.paid(row).stream()
        .filter(payment -> payment.salt() != null)
        .map(
            payment -> {
              byte[] salt = Objects.requireNonNull(payment.salt());
              LocalDate day = Objects.requireNonNull(payment.endedDay());
              return new Claim.Receipt(
                  payment.id(),
                  new String(ClaimLeaf.of(payment, day, salt), StandardCharsets.UTF_8),
                  HexFormat.of().formatHex(salt),
                  ClaimLeaf.value(payment));
            })
        .toList();
  }

  @Override
  public ClaimFigures figures(ProgrammeId programme) {
    return queries.figures(programme, definitions.get(programme).programme().currency());
  }

  @Override
  public List<ClaimVoucher> vouchers(Actor actor, ProgrammeId programme, UUID after, int limit) {
    requireWhole(actor, programme);
    return vouchers.claims(programme, after, limit);
  }

  @Override
  public List<ClaimVoucher.Payment> paymentVouchers(
      Actor actor, ProgrammeId programme, UUID after, int limit) {
    requireWhole(actor, programme);
    return vouchers.payments(programme, after, limit);
  }

  private void requireWhole(Actor actor, ProgrammeId programme) {
    access.require(actor, Permission.SEE_CLAIM, definitions.get(programme).programme().place());
  }

  private ClaimRow visible(Actor actor, UUID id) {
    return rows.find(id)
        .filter(row -> access.may(actor, Permission.SEE_CLAIM, row.village))
        .filter(
            row ->
                row.state != Claim.State.DRAFT
                    || access.may(actor, Permission.FILE_CLAIM, row.village))
        .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CLAIM));
  }

  private ClaimQueries.Seen seen(Actor actor, Optional<PlaceCode> place) {
    Reach.Places places = reach.places(actor, Permission.SEE_CLAIM, place, queries.counties());
    return new ClaimQueries.Seen(
        places.counties(),
        places.villages(),
        !access.places(actor, Permission.FILE_CLAIM).isEmpty());
  }

  private Claim shown(ClaimRow row) {
    LocalDate today = today();
    boolean running = row.state == Claim.State.FILED || row.state == Claim.State.AWAITING_SECOND;
    LocalDate due = row.dueDay;
    String name = row.secrets.payeeName();
    String account = row.secrets.payeeAccount();
    return new Claim(
        row.id,
        row.programme,
        row.person,
        row.household,
        row.county,
        row.village,
        row.state,
        row.version,
        Optional.ofNullable(row.hospital),
        Optional.ofNullable(row.admitted),
        Optional.ofNullable(row.discharged),
        Optional.ofNullable(row.billNumber),
        money(row, row.total),
        money(row, row.ownShare),
        row.secrets.diagnosis() != null,
        Optional.ofNullable(name).map(each -> Payee.of(each, "00000000").maskedName()),
        Optional.ofNullable(account).map(each -> Payee.of("a", each).maskedAccount()),
        row.photos,
        confirmation(row),
        Optional.ofNullable(row.filer),
        Optional.ofNullable(row.filedDay),
        Optional.ofNullable(due),
        Optional.ofNullable(row.daysLeft),
        due != null && WorkingDays.isProvisional(due.getYear()),
        running && due != null && due.isBefore(today),
        Optional.ofNullable(row.enrolment),
        Optional.ofNullable(row.policyYear),
        money(row, row.counted),
        money(row, row.benefit),
        row.money(row.paid),
        row.waitingForMoney,
        Optional.ofNullable(row.firstReviewer),
        Optional.ofNullable(row.secondReviewer),
        Optional.ofNullable(row.decidedDay),
        row.appealedDay != null,
        appealUntil(row, today),
        row.changedAt);
  }

  private static Optional<LocalDate> appealUntil(ClaimRow row, LocalDate today) {
    boolean open =
        row.state == Claim.State.REJECTED
            || ((row.state == Claim.State.PAID || row.state == Claim.State.APPROVED)
                && row.isReduced());
    if (!open || row.appealedDay != null || row.decidedDay == null) return Optional.empty();
    return Optional.of(WorkingDays.plus(row.decidedDay, DAYS_TO_APPEAL))
        .filter(until -> !until.isBefore(today));
  }

  private static Optional<Money> money(ClaimRow row, @Nullable Long fen) {
    return Optional.ofNullable(fen).map(row::money);
  }

  private static Optional<Claim.Confirmation> confirmation(ClaimRow row) {
    if (row.confirmedHow == null || row.confirmedAt == null) return Optional.empty();
    return Optional.of(
        new Claim.Confirmation(
            row.confirmedHow,
            row.confirmedAt,
            Optional.ofNullable(row.confirmedPhoto),
            Optional.empty(),
            Optional.ofNullable(row.confirmedTakenBy)));
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }
}
