package org.yutang.giving;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.giving.SaleRows.Kept;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Outcome;
import org.yutang.programme.Programmes;
import org.yutang.proof.Proof;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Books sales. The rows are committed with their transfers' ids and one event, then the donations
/// are transferred at once; should the process die in between, the event does it.
@Component
class Sales {

  /// The ledger takes ids of this age and no older.
  static final Duration OLDEST = Duration.ofDays(400);

  /// A sale so old carries the millisecond of its booking in its transfer's id instead of its own,
  /// so that an event that waits for days still finds the ledger willing.
  static final Duration OWN_MILLISECOND = Duration.ofDays(370);

  /// Clocks of merchants go wrong by so much.
  static final Duration AHEAD = Duration.ofMinutes(1);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SaleRows rows;
  private final Pledges pledges;
  private final Projects projects;
  private final FigureRows figures;
  private final Counties counties;
  private final Programmes programmes;
  private final Ledger ledger;
  private final Proof proof;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;

  Sales(
      SaleRows rows,
      Pledges pledges,
      Projects projects,
      FigureRows figures,
      Counties counties,
      Programmes programmes,
      Ledger ledger,
      Proof proof,
      Transactions transactions,
      Outbox outbox,
      Audit audit,
      Clock clock) {
    this.rows = rows;
    this.pledges = pledges;
    this.projects = projects;
    this.figures = figures;
    this.counties = counties;
    this.programmes = programmes;
    this.ledger = ledger;
    this.proof = proof;
    this.transactions = transactions;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /// A pledge with where it gives to.
  private record Promise(Pledge pledge, Project project) {}

  /// What a transaction booked: an answer a line, and what is still to be paid.
  private record Booking(List<Sale.Result> results, List<Sale> unpaid) {}

  List<Sale.Result> book(
      Actor actor, Merchant merchant, List<SaleNotice> notices, boolean allOrNone) {
    if (Transactions.isOpen()) throw new IllegalStateException("sales pay: not in a transaction");
    Lines.requireCount(notices);
    Booking booking =
        Lines.again(() -> transactions.call(() -> write(actor, merchant, notices, allOrNone)));
    pay(booking.unpaid());
    return booking.results();
  }

  private Booking write(
      Actor actor, Merchant merchant, List<SaleNotice> notices, boolean allOrNone) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Promise> promises =
        pledges.heldOfMerchant(merchant.id()).stream()
            .map(pledge -> new Promise(pledge, projects.get(pledge.project())))
            .toList();
    Set<String> funds =
        promises.stream()
            .map(each -> each.project().programme().text())
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, Long> given = rows.lockFunds(funds);
    Map<String, Kept> there =
        rows.byOrder(merchant.id(), notices.stream().map(SaleNotice::orderNumber).toList());
    Map<String, Long> before = Map.copyOf(given);
    List<Sale.Result> results = new ArrayList<>(notices.size());
    List<Sale> unpaid = new ArrayList<>();
    Map<String, Kept> fresh = new HashMap<>();
    List<Kept> inserted = new ArrayList<>();
    for (SaleNotice notice : notices) {
      Kept known = there.getOrDefault(notice.orderNumber(), fresh.get(notice.orderNumber()));
      try {
        if (known != null) {
          requireSame(known.sale(), notice);
          results.add(new Sale.Result.Booked(known.sale(), true));
          if (!known.settled() && there.containsKey(notice.orderNumber())) unpaid.add(known.sale());
          continue;
        }
        Kept made = make(merchant, promises, notice, given, now);
        fresh.put(notice.orderNumber(), made);
        inserted.add(made);
        unpaid.add(made.sale());
        results.add(new Sale.Result.Booked(made.sale(), false));
      } catch (Refusal refused) {
        results.add(new Sale.Result.Refused(refused));
      }
    }
    if (allOrNone)
      Lines.requireNone(
          results,
          each ->
              each instanceof Sale.Result.Refused refused
                  ? Optional.of(refused.why())
                  : Optional.empty());
    if (!inserted.isEmpty()) insert(actor, merchant, inserted, before, given, now);
    return new Booking(results, unpaid);
  }

  /// Judges a new order and takes the next range of the fund for it.
  private Kept make(
      Merchant merchant,
      List<Promise> promises,
      SaleNotice notice,
      Map<String, Long> given,
      Instant now) {
    if (notice.soldAt().isAfter(now.plus(AHEAD))) throw new Refusal(GivingRefusal.IN_THE_FUTURE);
    if (notice.soldAt().isBefore(now.minus(OLDEST)))
      throw new Refusal(GivingRefusal.TOO_OLD, Map.of("days", OLDEST.toDays()));
    LocalDate day = BusinessDay.of(notice.soldAt());
    Optional<PlaceCode> originCounty = notice.origin().map(counties::ofGoods);
    notice.buyerRegion().ifPresent(counties::requireRegion);
    for (Promise promise : promises) {
      Project project = promise.project();
      Optional<Rate> rate = promise.pledge().rateOn(day).filter(Rate::gives);
      if (rate.isEmpty() || day.isBefore(project.from()) || day.isAfter(project.to())) continue;
      Money donation = rate.get().of(notice.amount());
      long grossFrom = given.merge(project.programme().text(), donation.minor(), Math::addExact);
      boolean recent = notice.soldAt().isAfter(now.minus(OWN_MILLISECOND));
      Sale sale =
          new Sale(
              Uuids.inShard(Merchant.shard(merchant.id()), UUID.randomUUID().toString()),
              merchant.id(),
              notice.orderNumber(),
              promise.pledge().id(),
              project.id(),
              project.programme(),
              notice.soldAt(),
              day,
              notice.amount(),
              donation,
              notice.origin(),
              notice.buyerRegion(),
              Uuids.derived(
                  recent ? notice.soldAt() : now,
                  "giving.sale",
                  merchant.id().toString(),
                  notice.orderNumber()),
              Money.fen(0),
              Money.fen(0));
      return new Kept(sale, originCounty, grossFrom - donation.minor(), salt(), false);
    }
    throw new Refusal(GivingRefusal.NO_PLEDGE, Map.of("day", day.toString()));
  }

  private void insert(
      Actor actor,
      Merchant merchant,
      List<Kept> inserted,
      Map<String, Long> before,
      Map<String, Long> given,
      Instant now) {
    int shard = Merchant.shard(merchant.id());
    UUID chunk = Uuids.fresh(now);
    rows.insert(shard, chunk, inserted, now);
    given.forEach(
        (programme, total) -> {
          if (!total.equals(before.get(programme))) rows.moveFund(programme, total);
        });
    FigureRows.Moves moves = new FigureRows.Moves();
    long donated = 0;
    for (Kept each : inserted) {
      Sale sale = each.sale();
      donated = Math.addExact(donated, sale.donation().minor());
      moves.add(
          new FigureRows.Key(
              sale.project(),
              YearMonth.from(sale.businessDate()),
              merchant.county().text(),
              each.originCounty().map(PlaceCode::text).orElse("")),
          FigureRows.Sums.donation(sale.donation().minor()));
    }
    figures.move(shard, moves);
    audit.record(
        actor,
        "giving.sell",
        merchant.place(),
        merchant.id().toString(),
        Map.of("sales", inserted.size(), "donations", Money.fen(donated).toString()));
    outbox.write(SalesBooked.TOPIC, new SalesBooked(shard, chunk));
  }

  /// Pays and publishes a chunk that was written down; repeating does nothing.
  void settle(int shard, UUID chunk) {
    List<Kept> sales = rows.ofChunk(shard, chunk);
    if (sales.isEmpty() || sales.getFirst().settled()) return;
    pay(sales.stream().map(Kept::sale).toList());
    proof.append(
        sales.stream().map(each -> new Proof.Entry(each.sale().id(), leaf(each))).toList());
    rows.settled(shard, chunk, clock.instant());
  }

  static byte[] leaf(Kept kept) {
    Sale sale = kept.sale();
    return Leaf.donation(
        sale.project(),
        sale.merchant(),
        sale.donation().minor(),
        sale.businessDate(),
        kept.salt(),
        sale.orderNumber());
  }

  static byte[] salt() {
    byte[] salt = new byte[32];
    RANDOM.nextBytes(salt);
    return salt;
  }

  private void pay(List<Sale> sales) {
    if (sales.isEmpty()) return;
    Map<String, UUID> funds = new HashMap<>();
    List<Command> transfers = new ArrayList<>(sales.size());
    for (Sale sale : sales)
      transfers.add(
          new Command.Transfer(
              sale.transfer(),
              Merchant.ledgerAccount(sale.merchant()),
              funds.computeIfAbsent(
                  sale.programme().text(), text -> programmes.get(sale.programme()).fund()),
              sale.donation().minor(),
              "donation",
              sale.businessDate()));
    for (Outcome outcome : ledger.execute(transfers))
      if (outcome instanceof Outcome.Refused refused)
        throw new IllegalStateException("donation not transferred: " + refused);
  }

  private static void requireSame(Sale sale, SaleNotice notice) {
    if (!sale.soldAt().equals(notice.soldAt())
        || !sale.amount().equals(notice.amount())
        || !sale.origin().equals(notice.origin())
        || !sale.buyerRegion().equals(notice.buyerRegion()))
      throw new Refusal(GivingRefusal.ORDER_DIFFERS, Map.of("order", notice.orderNumber()));
  }
}
