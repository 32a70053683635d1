package org.yutang.programme.cases;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Outcome;
import org.yutang.payment.PayoutEnded;
import org.yutang.payment.Payouts;
import org.yutang.programme.Benefit;
import org.yutang.programme.Case;
import org.yutang.programme.Case.Event.Kind;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.store.EveryMinute;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Takes money and seats of approved cases in the ledger, and gives them back. Every step may be
/// repeated, so it survives being killed between any two of them.
///
/// A grant is one linked group: the benefit goes from the fund to what is promised, a seat to the
/// account of whose seats it is, and one to that of the county. The ids of its members are derived
/// from the case alone and those of the groups from the case and the seats that are tried, so that
/// whatever is tried again, a case is granted once: a group whose members another one has taken is
/// refused with `ID_REUSED`.
@Component
class CaseMoney implements Outbox.Listener, EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(CaseMoney.class);
  private static final int TRIED_AT_ONCE = 1000;

  private final CaseRows rows;
  private final PaymentRows payments;
  private final ReportRows reports;
  private final DeliveryRows deliveries;
  private final CaseStep step;
  private final CasePaying paying;
  private final CaseOnce once;
  private final CaseAccounts accounts;
  private final Ledger ledger;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  CaseMoney(
      CaseRows rows,
      PaymentRows payments,
      ReportRows reports,
      DeliveryRows deliveries,
      CaseStep step,
      CasePaying paying,
      CaseOnce once,
      CaseAccounts accounts,
      Ledger ledger,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.payments = payments;
    this.reports = reports;
    this.deliveries = deliveries;
    this.step = step;
    this.paying = paying;
    this.once = once;
    this.accounts = accounts;
    this.ledger = ledger;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "programme.cases";
  }

  @Override
  public Set<String> topics() {
    return Set.of(CaseMoved.TOPIC, PayoutEnded.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch) {
      switch (entry.topic()) {
        case CaseMoved.TOPIC -> move(entry.as(CaseMoved.class).id());
        case PayoutEnded.TOPIC -> {
          PayoutEnded ended = entry.as(PayoutEnded.class);
          if (ended.purpose().equals(CasePaying.PURPOSE))
            transactions.run(() -> paying.note(ended));
        }
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
    }
  }

  /// Tries those again that wait for money or a seat, and those of which an instalment has fallen
  /// due.
  @Override
  public void everyMinute() {
    transactions.run(
        () -> {
          List<UUID> again = new ArrayList<>(rows.waiting(TRIED_AT_ONCE, clock.instant()));
          again.addAll(payments.due(step.today(), TRIED_AT_ONCE, clock.instant()));
          again.forEach(id -> outbox.write(CaseMoved.TOPIC, new CaseMoved(id)));
        });
  }

  private void move(UUID id) {
    CaseRow row = rows.find(id).orElseThrow();
    switch (row.state) {
      case APPROVED -> {
        if (row.holdsGrant()) paying.payWhatIsDue(row);
        grant(row);
      }
      case GRANTED, COMPLETED -> paying.payWhatIsDue(row);
      case REVERSED -> {
        if (wasTakenUnseen(row)) grant(row);
        giveBack(row);
      }
      case IN_REVIEW, PAPERS_MISSING -> {
        if (row.holdsGrant()) paying.payWhatIsDue(row);
      }
      case DRAFT, REJECTED, WITHDRAWN -> {}
    }
  }

  /// Whether the ledger granted a case that was reversed before that was written down.
  private boolean wasTakenUnseen(CaseRow row) {
    if (row.decidedAt == null || isWrittenDown(row)) return false;
    Programme programme = step.programme(row);
    return legs(programme, row, step.kind(row).kind(), Optional.empty()).stream()
        .anyMatch(leg -> ledger.findTransfer(leg.id()).isPresent());
  }

  private void grant(CaseRow row) {
    Programme programme = step.programme(row);
    CaseKind kind = step.kind(row).kind();
    accounts.open(programme, row, kind);
    List<Optional<String>> pools = new ArrayList<>();
    if (row.granted != null) pools.add(Optional.ofNullable(row.reserved)); // has its seat
    else if (kind.seats().isPresent() && row.reserved != null) pools.add(Optional.of(row.reserved));
    if (row.granted == null) pools.add(Optional.empty());
    Case.Waiting waiting = Case.Waiting.SEAT;
    for (Optional<String> pool : pools) {
      List<Command.Transfer> legs = legs(programme, row, kind, pool);
      if (legs.isEmpty()) {
        transactions.run(() -> granted(row, kind, pool));
        return;
      }
      UUID group = id(row, "case-grant", pool.orElse(""));
      Outcome outcome = ledger.execute(List.of(new Command.Linked(group, legs))).getFirst();
      if (outcome instanceof Outcome.Refused refused) {
        if (refused.reason() == Outcome.Reason.OVER_MOST
            || refused.reason() == Outcome.Reason.ID_REUSED) continue;
        if (refused.reason() != Outcome.Reason.INSUFFICIENT)
          LOG.warn("case {} of {} not granted: {}", row.id, row.programme.text(), refused.reason());
        waiting = Case.Waiting.MONEY;
        break;
      }
      transactions.run(() -> granted(row, kind, pool));
      return;
    }
    Case.Waiting why = waiting;
    transactions.run(() -> waits(row, why));
  }

  private List<Command.Transfer> legs(
      Programme programme, CaseRow row, CaseKind kind, Optional<String> pool) {
    LocalDate day = Objects.requireNonNull(row.decidedDay);
    List<Command.Transfer> legs = new ArrayList<>();
    if (row.benefit != null && row.benefit > row.promised)
      legs.add(
          new Command.Transfer(
              id(row, "case-promise"),
              programme.purse(kind),
              programme.promised(kind),
              row.benefit - row.promised,
              "case-promise",
              day));
    if (kind.seats().isEmpty() || row.granted != null) return legs;
    UUID outside = CaseAccounts.outside(programme);
    legs.add(
        new Command.Transfer(
            id(row, "case-seat"), outside, CaseAccounts.pool(row, pool), 1, "seat", day));
    if (kind.seats().get().perCounty().isPresent())
      legs.add(
          new Command.Transfer(
              id(row, "case-seat-of-county"), outside, CaseAccounts.county(row), 1, "seat", day));
    return legs;
  }

  private static UUID id(CaseRow row, String what, String... more) {
    String[] names = new String[more.length + 2];
    names[0] = what;
    names[1] = row.id.toString();
    System.arraycopy(more, 0, names, 2, more.length);
    return Uuids.derived(Objects.requireNonNull(row.decidedAt), names);
  }

  /// Also where somebody reversed it while it waited and the ledger was quicker: then it is
  /// promised and goes back.
  private void granted(CaseRow seen, CaseKind kind, Optional<String> pool) {
    CaseRow row = rows.lock(seen.id).orElseThrow();
    boolean reversed = row.state == Case.State.REVERSED && !isWrittenDown(row);
    if (row.state != Case.State.APPROVED && !reversed) return;
    if (row.waitingFor != null) row.lastDay = step.today(); // not before there was money
    row.waitingFor = null;
    row.reserved = pool.orElse(null);
    Money more = row.money((row.benefit == null ? 0 : row.benefit) - row.promised);
    row.promised += more.minor();
    boolean again = row.granted != null;
    row.granted = null;
    if (!reversed) {
      plan(row, kind, more, again);
      row.state =
          kind.instalments().isEmpty()
                  && kind.followUps().isEmpty()
                  && !(kind.benefit() instanceof Benefit.InKind)
              ? Case.State.COMPLETED
              : Case.State.GRANTED;
    }
    step.end(row, Actor.SYSTEM, CaseRows.Step.of(Kind.GRANTED).with(amount(row)));
  }

  /// Whether what was decided last is written down as taken.
  private boolean isWrittenDown(CaseRow row) {
    return row.benefit == null ? isGranted(row) : row.promised == row.benefit;
  }

  private boolean isGranted(CaseRow row) {
    return rows.events(row).stream().anyMatch(event -> event.kind() == Kind.GRANTED);
  }

  /// @param again whether an appeal adds to what was granted: then there is more money alone,
  ///   behind the instalments that there are
  private void plan(CaseRow row, CaseKind kind, Money more, boolean again) {
    LocalDate decided = Objects.requireNonNull(row.decidedDay);
    List<Money> amounts = Due.instalments(more, kind.instalments());
    int behind = // what is nothing has no number
        payments.all(row).stream().mapToInt(each -> each.number() + 1).max().orElse(0);
    for (int i = 0; i < amounts.size(); i++) {
      CaseKind.Instalment part = kind.instalments().get(i);
      if (amounts.get(i).minor() > 0)
        payments.plan(
            row, behind + i, part, amounts.get(i), decided.plusMonths(part.afterMonths()));
    }
    if (again) return;
    if (kind.benefit() instanceof Benefit.InKind things)
      for (int i = 0; i < things.items().size(); i++)
        deliveries.plan(row, i, things.items().get(i));
    for (int i = 0; i < kind.followUps().size(); i++)
      reports.want(
          row,
          i,
          kind.followUps().get(i).name(),
          decided.plusMonths(kind.followUps().get(i).afterMonths()));
  }

  private void waits(CaseRow seen, Case.Waiting why) {
    CaseRow row = rows.lock(seen.id).orElseThrow();
    if (row.state != Case.State.APPROVED || row.waitingFor == why) return;
    row.waitingFor = why;
    step.end(
        row,
        Actor.SYSTEM,
        CaseRows.Step.of(why == Case.Waiting.MONEY ? Kind.MONEY_MISSING : Kind.SEAT_MISSING));
  }

  /// What is not paid and not on its way goes back, and the seat with it; then whatever stands
  /// written down is moved. Where nothing is owed any more, others may have what was the case's
  /// alone.
  private void giveBack(CaseRow seen) {
    transactions.run(
        () -> {
          CaseRow row = rows.lock(seen.id).orElseThrow();
          if (row.state != Case.State.REVERSED) return;
          if (isGranted(row)) noteWhatGoesBack(row);
          if (row.owesNothing()) once.free(row);
        });
    CaseRow row = rows.find(seen.id).orElseThrow();
    Programme programme = step.programme(row);
    for (PaymentRows.Return each : payments.returns(row))
      if (!each.done()) {
        give(programme, row, each);
        payments.done(row, each);
      }
  }

  private void noteWhatGoesBack(CaseRow row) {
    payments.cancel(row);
    long underWay =
        payments.all(row).stream()
            .filter(each -> each.state() == Case.Instalment.State.PAYING)
            .mapToLong(each -> each.amount().minor())
            .sum();
    long back = row.promised - row.paid - underWay - row.released;
    List<PaymentRows.Return> before = payments.returns(row);
    boolean seat =
        step.kind(row).kind().seats().isPresent()
            && before.stream().noneMatch(PaymentRows.Return::seat);
    if (back == 0 && !seat) return;
    Instant now = clock.instant();
    UUID transfer = Uuids.fresh(now);
    payments.addReturn(
        row,
        Uuids.inShard(row.shard, "case-release", transfer.toString()),
        new PaymentRows.Return(transfer, back, false, seat, BusinessDay.of(now)));
    rows.release(row, back);
    row.released += back;
  }

  private void give(Programme programme, CaseRow row, PaymentRows.Return back) {
    List<Command.Transfer> legs = new ArrayList<>();
    CaseKind kind = step.kind(row).kind();
    if (back.amount() > 0)
      legs.add(
          new Command.Transfer(
              part(back, "money"),
              back.paidBefore()
                  ? Payouts.outside(programme.promised(kind))
                  : programme.promised(kind),
              programme.purse(kind),
              back.amount(),
              "case-release",
              back.businessDate()));
    if (back.seat()) {
      UUID outside = CaseAccounts.outside(programme);
      Optional<String> pool = Optional.ofNullable(row.reserved);
      legs.add(
          new Command.Transfer(
              part(back, "seat"),
              CaseAccounts.pool(row, pool),
              outside,
              1,
              "seat",
              back.businessDate()));
      if (kind.seats().flatMap(CaseKind.Seats::perCounty).isPresent())
        legs.add(
            new Command.Transfer(
                part(back, "county"),
                CaseAccounts.county(row),
                outside,
                1,
                "seat",
                back.businessDate()));
    }
    if (legs.isEmpty()) return;
    Outcome outcome = ledger.execute(List.of(new Command.Linked(back.transfer(), legs))).getFirst();
    if (outcome instanceof Outcome.Refused refused)
      throw new IllegalStateException("case " + row.id + " not given back: " + refused);
  }

  private static UUID part(PaymentRows.Return back, String what) {
    return Uuids.derived(Uuids.instantOf(back.transfer()), back.transfer().toString(), what);
  }

  private static Map<String, Object> amount(CaseRow row) {
    return row.promised == 0 ? Map.of() : Map.of("benefit", row.money(row.promised).decimal());
  }
}
