package org.yutang.giving;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.giving.RefundRows.Kept;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Outcome;
import org.yutang.programme.Programmes;
import org.yutang.proof.Proof;
import org.yutang.store.EveryMinute;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Takes donations back when orders are refunded: first the rows with an event, then the money, as
/// [Sales] does. The end of a refund (state, sums, the fund's sequence, leaf) is one transaction,
/// after the money.
@Component
class Refunds implements EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(Refunds.class);

  /// How many waiting refunds are tried at once.
  private static final int TRIED = 1000;

  private final RefundRows rows;
  private final SaleRows sales;
  private final FigureRows figures;
  private final Programmes programmes;
  private final Ledger ledger;
  private final Proof proof;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;

  Refunds(
      RefundRows rows,
      SaleRows sales,
      FigureRows figures,
      Programmes programmes,
      Ledger ledger,
      Proof proof,
      Transactions transactions,
      Outbox outbox,
      Audit audit,
      Clock clock) {
    this.rows = rows;
    this.sales = sales;
    this.figures = figures;
    this.programmes = programmes;
    this.ledger = ledger;
    this.proof = proof;
    this.transactions = transactions;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  List<Refund.Result> book(
      Actor actor, Merchant merchant, List<RefundNotice> notices, boolean allOrNone) {
    if (Transactions.isOpen()) throw new IllegalStateException("refunds pay: not in a transaction");
    Lines.requireCount(notices);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UUID batch = Uuids.fresh(now);
    List<Refund.Result> results =
        Lines.again(
            () -> transactions.call(() -> write(actor, merchant, notices, allOrNone, batch, now)));
    settle(Merchant.shard(merchant.id()), batch);
    return asTheyAreNow(results);
  }

  private List<Refund.Result> asTheyAreNow(List<Refund.Result> results) {
    List<UUID> ids = new ArrayList<>();
    for (Refund.Result each : results)
      if (each instanceof Refund.Result.Booked booked) ids.add(booked.refund().id());
    if (ids.isEmpty()) return results;
    Map<UUID, Kept> now = rows.byId(ids);
    List<Refund.Result> told = new ArrayList<>(results.size());
    for (Refund.Result each : results)
      told.add(
          switch (each) {
            case Refund.Result.Booked booked ->
                new Refund.Result.Booked(
                    Objects.requireNonNull(now.get(booked.refund().id())).refund(),
                    booked.repeated());
            case Refund.Result.Refused refused -> refused;
          });
    return told;
  }

  private List<Refund.Result> write(
      Actor actor,
      Merchant merchant,
      List<RefundNotice> notices,
      boolean allOrNone,
      UUID batch,
      Instant now) {
    Map<String, SaleRows.Kept> orders =
        sales.heldByOrder(
            merchant.id(), notices.stream().map(RefundNotice::orderNumber).distinct().toList());
    Map<String, Kept> there =
        new HashMap<>(
            rows.byNumber(
                merchant.id(), notices.stream().map(RefundNotice::refundNumber).toList()));
    List<Kept> inserted = new ArrayList<>();
    List<Refund.Result> results = new ArrayList<>(notices.size());
    for (RefundNotice notice : notices) {
      Kept known = there.get(notice.refundNumber());
      try {
        if (known != null) {
          requireSame(known, notice);
          results.add(new Refund.Result.Booked(known.refund(), true));
          continue;
        }
        Kept made = make(merchant, orders, notice, now);
        there.put(notice.refundNumber(), made);
        inserted.add(made);
        results.add(new Refund.Result.Booked(made.refund(), false));
      } catch (Refusal refused) {
        results.add(new Refund.Result.Refused(refused));
      }
    }
    if (allOrNone)
      Lines.requireNone(
          results,
          each ->
              each instanceof Refund.Result.Refused refused
                  ? Optional.of(refused.why())
                  : Optional.empty());
    if (!inserted.isEmpty()) insert(actor, merchant, inserted, orders, batch);
    return results;
  }

  private Kept make(
      Merchant merchant, Map<String, SaleRows.Kept> orders, RefundNotice notice, Instant now) {
    SaleRows.Kept order = orders.get(notice.orderNumber());
    if (order == null)
      throw new Refusal(GivingRefusal.UNKNOWN_ORDER, Map.of("order", notice.orderNumber()));
    Sale sale = order.sale();
    if (notice.refundedAt().isBefore(sale.soldAt()))
      throw new Refusal(GivingRefusal.REFUND_BEFORE_ORDER, Map.of("order", notice.orderNumber()));
    if (notice.refundedAt().isAfter(now.plus(Sales.AHEAD)))
      throw new Refusal(GivingRefusal.IN_THE_FUTURE);
    Money left = sale.amount().minus(sale.refunded());
    Money amount = notice.amount().orElse(left);
    if (left.minor() == 0 || amount.compareTo(left) > 0)
      throw new Refusal(
          GivingRefusal.REFUND_TOO_LARGE,
          Map.of("order", notice.orderNumber(), "left", left.decimal()));
    Money refunded = sale.refunded().plus(amount);
    Money returned = share(sale.donation(), refunded, sale.amount()).minus(sale.returned());
    orders.put(notice.orderNumber(), moved(order, refunded, sale.returned().plus(returned)));
    boolean recent = notice.refundedAt().isAfter(now.minus(Sales.OWN_MILLISECOND));
    Refund refund =
        new Refund(
            Uuids.inShard(Merchant.shard(merchant.id()), UUID.randomUUID().toString()),
            merchant.id(),
            notice.refundNumber(),
            sale.id(),
            notice.orderNumber(),
            sale.project(),
            notice.refundedAt(),
            BusinessDay.of(notice.refundedAt()),
            amount,
            returned,
            Uuids.derived(
                recent ? notice.refundedAt() : now,
                "giving.refund",
                merchant.id().toString(),
                notice.refundNumber()),
            Refund.State.BOOKED,
            now,
            Optional.empty());
    return new Kept(
        refund,
        sale.programme(),
        notice.amount(),
        Till.salt(),
        order.grossFrom(),
        sale.donation().minor(),
        order.originCounty(),
        merchant.county());
  }

  /// What of a donation belongs to this part of the order's amount, rounded half up.
  static Money share(Money donation, Money part, Money whole) {
    BigInteger twice =
        BigInteger.valueOf(donation.minor())
            .multiply(BigInteger.valueOf(part.minor()))
            .shiftLeft(1)
            .add(BigInteger.valueOf(whole.minor()));
    return Money.fen(twice.divide(BigInteger.valueOf(whole.minor()).shiftLeft(1)).longValueExact());
  }

  private static SaleRows.Kept moved(SaleRows.Kept order, Money refunded, Money returned) {
    Sale s = order.sale();
    return new SaleRows.Kept(
        new Sale(
            s.id(),
            s.merchant(),
            s.orderNumber(),
            s.pledge(),
            s.project(),
            s.programme(),
            s.soldAt(),
            s.businessDate(),
            s.amount(),
            s.donation(),
            s.origin(),
            s.buyerRegion(),
            s.transfer(),
            refunded,
            returned),
        order.originCounty(),
        order.grossFrom(),
        order.salt(),
        order.settled());
  }

  /// @param orders as they are after these refunds
  private void insert(
      Actor actor,
      Merchant merchant,
      List<Kept> inserted,
      Map<String, SaleRows.Kept> orders,
      UUID batch) {
    int shard = Merchant.shard(merchant.id());
    rows.insert(shard, batch, inserted);
    sales.refunded(
        shard,
        inserted.stream()
            .map(each -> each.refund().orderNumber())
            .distinct()
            .map(order -> Objects.requireNonNull(orders.get(order)).sale())
            .toList());
    long returned = 0;
    for (Kept each : inserted) returned = Math.addExact(returned, each.refund().returned().minor());
    audit.record(
        actor,
        "giving.refund",
        merchant.place(),
        merchant.id().toString(),
        Map.of("refunds", inserted.size(), "donations", Money.fen(returned).toString()));
    outbox.write(RefundsBooked.TOPIC, new RefundsBooked(shard, batch));
  }

  /// Pays what is open of a batch; repeating does nothing.
  void settle(int shard, UUID batch) {
    pay(rows.openOf(shard, batch));
  }

  /// For money that comes without an event of its own, such as a reservation that is let go.
  @Override
  public void everyMinute() {
    payWaiting();
  }

  /// Tries those again that wait for money.
  ///
  /// @return how many of them were paid
  int payWaiting() {
    return pay(rows.waiting(TRIED));
  }

  private int pay(List<Kept> open) {
    if (open.isEmpty()) return 0;
    settleOrders(open);
    List<Kept> moving = open.stream().filter(each -> each.refund().returned().minor() > 0).toList();
    Map<UUID, Outcome> outcomes = new HashMap<>();
    if (!moving.isEmpty())
      for (Outcome outcome : ledger.execute(moving.stream().map(this::transfer).toList()))
        outcomes.put(outcome.id(), outcome);
    List<Kept> paid = new ArrayList<>();
    List<UUID> waiting = new ArrayList<>();
    for (Kept each : open) {
      switch (outcomes.get(each.refund().transfer())) {
        case null -> paid.add(each);
        case Outcome.Accepted _ -> paid.add(each);
        case Outcome.Refused refused -> {
          if (refused.reason() == Outcome.Reason.ID_OUT_OF_RANGE) // it waited for over a year
          LOG.error("refund {} can only be booked by hand: {}", each.refund().id(), refused);
          else if (refused.reason() != Outcome.Reason.INSUFFICIENT)
            throw new IllegalStateException("donation not returned: " + refused);
          waiting.add(each.refund().id());
        }
      }
    }
    if (!waiting.isEmpty()) rows.letWait(waiting);
    if (!paid.isEmpty()) transactions.run(() -> end(paid));
    return paid.size();
  }

  /// A donation must be in the fund before it can be taken out: its order may have been committed
  /// by a process that died before it paid.
  private void settleOrders(List<Kept> open) {
    List<Command> donations = new ArrayList<>();
    for (Sale sale :
        sales.unsettled(open.stream().map(each -> each.refund().sale()).distinct().toList()))
      donations.add(
          new Command.Transfer(
              sale.transfer(),
              Merchant.ledgerAccount(sale.merchant()),
              programmes.get(sale.programme()).fund(),
              sale.donation().minor(),
              "donation",
              sale.businessDate()));
    if (donations.isEmpty()) return;
    for (Outcome outcome : ledger.execute(donations))
      if (outcome instanceof Outcome.Refused refused)
        throw new IllegalStateException("donation not transferred: " + refused);
  }

  private Command transfer(Kept kept) {
    Refund refund = kept.refund();
    return new Command.Transfer(
        refund.transfer(),
        programmes.get(kept.programme()).fund(),
        Merchant.ledgerAccount(refund.merchant()),
        refund.returned().minor(),
        "refund",
        refund.businessDate());
  }

  private void end(List<Kept> paid) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<Integer, FigureRows.Moves> moves = new TreeMap<>();
    List<Proof.Entry> leaves = new ArrayList<>();
    Set<UUID> first = rows.done(paid.stream().map(each -> each.refund().id()).toList(), now);
    List<Kept> ended =
        paid.stream()
            .filter(each -> first.contains(each.refund().id()))
            .sorted(Comparator.comparingLong(Kept::grossFrom))
            .toList();
    List<Kept> moved = ended.stream().filter(each -> each.refund().returned().minor() > 0).toList();
    if (!moved.isEmpty()) rows.take(moved);
    for (Kept each : ended) {
      Refund refund = each.refund();
      moves
          .computeIfAbsent(Shards.ofId(refund.id()), none -> new FigureRows.Moves())
          .add(
              new FigureRows.Key(
                  refund.project(),
                  YearMonth.from(refund.businessDate()),
                  each.merchantCounty().text(),
                  each.originCounty().map(PlaceCode::text).orElse("")),
              FigureRows.Sums.refund(refund.returned().minor()));
      leaves.add(new Proof.Entry(refund.id(), leaf(each)));
    }
    moves.forEach(figures::move);
    if (!leaves.isEmpty()) proof.append(leaves);
  }

  static byte[] leaf(Kept kept) {
    Refund refund = kept.refund();
    return Leaf.refund(
        refund.project(),
        refund.merchant(),
        refund.returned().minor(),
        refund.businessDate(),
        kept.salt(),
        refund.orderNumber(),
        refund.sale());
  }

  private static void requireSame(Kept known, RefundNotice notice) {
    if (!known.refund().orderNumber().equals(notice.orderNumber())
        || !known.refund().refundedAt().equals(notice.refundedAt())
        || !known.asked().equals(notice.amount()))
      throw new Refusal(GivingRefusal.REFUND_DIFFERS, Map.of("refund", notice.refundNumber()));
  }
}
