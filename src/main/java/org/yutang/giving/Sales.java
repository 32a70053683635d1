package org.yutang.giving;

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
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.giving.SaleRows.Kept;
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

  /// How many leaves are appended at once.
  private static final int LEAVES = 8192;

  /// How long delivery waits for whoever committed a chunk to pay it, before it pays itself.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
  private final Fresh fresh = new Fresh();

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

  /// What a transaction booked: an answer a line, what is still to be paid, and the chunk that it
  /// wrote, if any.
  private record Booking(List<Sale.Result> results, List<Sale> unpaid, Optional<UUID> chunk) {}

  /// What is booked, and when it is paid.
  record Begun(List<Sale.Result> results, CompletableFuture<Void> paid) {}

  List<Sale.Result> book(
      Actor actor, Merchant merchant, List<SaleNotice> notices, boolean allOrNone) {
    Lines.requireCount(notices);
    Begun begun = begin(actor, merchant, notices, allOrNone);
    try {
      begun.paid().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("donations not transferred", e.getCause());
    }
    return begun.results();
  }

  /// Commits the rows and hands the donations to the ledger without waiting for it.
  Begun begin(Actor actor, Merchant merchant, List<SaleNotice> notices, boolean allOrNone) {
    if (Transactions.isOpen()) throw new IllegalStateException("sales pay: not in a transaction");
    CompletableFuture<Void> paid = new CompletableFuture<>();
    Booking booking = write(actor, merchant, notices, allOrNone, paid);
    if (booking.unpaid().isEmpty()) {
      paid.complete(null);
      return new Begun(booking.results(), paid);
    }
    try {
      CompletableFuture<?> _ =
          pay(booking.unpaid())
              .whenComplete(
                  (_, failure) -> {
                    if (failure == null) paid.complete(null);
                    else paid.completeExceptionally(failure);
                  });
    } catch (RuntimeException | Error e) {
      paid.completeExceptionally(e);
      throw e;
    }
    return new Begun(booking.results(), paid);
  }

  /// Nearly every order is new, so none is looked for at first: the key finds those that are there.
  /// Only then, or when a list is to be refused, all are looked up.
  private Booking write(
      Actor actor,
      Merchant merchant,
      List<SaleNotice> notices,
      boolean allOrNone,
      CompletableFuture<Void> paid) {
    try {
      return transactions.call(() -> write(actor, merchant, notices, allOrNone, paid, false));
    } catch (DuplicateKeyException | Refusal lookFirst) {
      return Lines.again(
          () -> transactions.call(() -> write(actor, merchant, notices, allOrNone, paid, true)));
    }
  }

  private Booking write(
      Actor actor,
      Merchant merchant,
      List<SaleNotice> notices,
      boolean allOrNone,
      CompletableFuture<Void> paid,
      boolean lookFirst) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Till.Promise> promises =
        pledges.heldOfMerchant(merchant.id()).stream()
            .map(pledge -> new Till.Promise(pledge, projects.get(pledge.project())))
            .toList();
    Map<String, Kept> there =
        lookFirst ? byOrder(merchant, notices.stream().map(SaleNotice::orderNumber)) : Map.of();
    Till till = new Till(merchant, promises, counties, now);
    List<Sale.Result> results = new ArrayList<>(notices.size());
    for (SaleNotice notice : notices)
      results.add(till.decide(notice, Optional.ofNullable(there.get(notice.orderNumber()))));
    if (!lookFirst) there = lookAtRefused(merchant, notices, results, till);
    if (allOrNone)
      Lines.requireNone(
          results,
          each ->
              each instanceof Sale.Result.Refused refused
                  ? Optional.of(refused.why())
                  : Optional.empty());
    List<Sale> unpaid = new ArrayList<>();
    for (Kept known : there.values()) if (!known.settled()) unpaid.add(known.sale());
    if (till.inserted().isEmpty()) return new Booking(results, unpaid, Optional.empty());
    till.inserted().forEach(each -> unpaid.add(each.sale()));
    return new Booking(results, unpaid, Optional.of(insert(actor, merchant, till, paid, now)));
  }

  private Map<String, Kept> byOrder(Merchant merchant, Stream<String> orders) {
    return rows.byOrder(merchant.id(), orders.distinct().toList());
  }

  /// An order that would be refused as new may have been booked in better times.
  private Map<String, Kept> lookAtRefused(
      Merchant merchant, List<SaleNotice> notices, List<Sale.Result> results, Till till) {
    List<Integer> refused =
        IntStream.range(0, results.size())
            .filter(at -> results.get(at) instanceof Sale.Result.Refused)
            .boxed()
            .toList();
    if (refused.isEmpty()) return Map.of();
    Map<String, Kept> there =
        byOrder(merchant, refused.stream().map(at -> notices.get(at).orderNumber()));
    for (int at : refused) {
      Kept known = there.get(notices.get(at).orderNumber());
      if (known != null) results.set(at, till.decide(notices.get(at), Optional.of(known)));
    }
    return there;
  }

  /// Writes what the till took in. The fund's row is locked from here to the commit, so that every
  /// sale gets fen of its own and none is left out.
  private UUID insert(
      Actor actor, Merchant merchant, Till till, CompletableFuture<Void> paid, Instant now) {
    int shard = Merchant.shard(merchant.id());
    UUID chunk = Uuids.fresh(now);
    FigureRows.Moves moves = new FigureRows.Moves();
    SortedMap<UUID, LocalDate> lastDays = new TreeMap<>();
    long donated = 0;
    for (Kept each : till.inserted()) {
      Sale sale = each.sale();
      donated = Math.addExact(donated, sale.donation().minor());
      lastDays.merge(
          sale.pledge(), sale.businessDate(), (one, other) -> one.isAfter(other) ? one : other);
      moves.add(
          new FigureRows.Key(
              sale.project(),
              YearMonth.from(sale.businessDate()),
              merchant.county().text(),
              each.originCounty().map(PlaceCode::text).orElse("")),
          FigureRows.Sums.donation(sale.donation().minor()));
    }
    rows.soldUnder(shard, lastDays);
    Map<String, Long> before = rows.lockFunds(till.given().keySet());
    rows.insert(shard, chunk, till.inserted(), before, now);
    till.given()
        .forEach(
            (programme, fen) ->
                rows.moveFund(
                    programme, Math.addExact(Objects.requireNonNull(before.get(programme)), fen)));
    figures.move(shard, moves);
    audit.record(
        actor,
        "giving.sell",
        merchant.place(),
        merchant.id().toString(),
        Map.of("sales", till.inserted().size(), "donations", Money.fen(donated).toString()));
    outbox.write(SalesBooked.TOPIC, new SalesBooked(shard, chunk));
    fresh.add(chunk, new Fresh.Chunk(till.inserted(), paid));
    return chunk;
  }

  /// Pays and publishes chunks that were written down; repeating does nothing.
  void settle(List<SalesBooked> chunks) {
    List<SalesBooked> paid = new ArrayList<>();
    List<Proof.Entry> leaves = new ArrayList<>();
    for (SalesBooked chunk : chunks) {
      List<Kept> sales = paid(chunk);
      if (sales.isEmpty()) continue;
      paid.add(chunk);
      for (Kept each : sales) leaves.add(new Proof.Entry(each.sale().id(), leaf(each)));
      if (leaves.size() < LEAVES) continue;
      publish(paid, leaves);
      paid.clear();
      leaves.clear();
    }
    publish(paid, leaves);
  }

  private void publish(List<SalesBooked> chunks, List<Proof.Entry> leaves) {
    if (chunks.isEmpty()) return;
    proof.append(leaves);
    for (SalesBooked each : chunks) rows.settled(each.shard(), each.chunk(), clock.instant());
  }

  /// The sales of a chunk when their donations are in the fund; none if it is settled.
  private List<Kept> paid(SalesBooked chunk) {
    Optional<Fresh.Chunk> known = fresh.take(chunk.chunk());
    if (known.isPresent() && isPaid(known.get())) return known.get().sales();
    List<Kept> sales = rows.ofOpenChunk(chunk.shard(), chunk.chunk());
    if (sales.isEmpty()) return sales;
    pay(sales.stream().map(Kept::sale).toList()).join();
    return sales;
  }

  private static boolean isPaid(Fresh.Chunk chunk) {
    try {
      chunk.paid().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
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

  /// Submits the donations, as many at once as the ledger takes.
  private CompletableFuture<Void> pay(List<Sale> sales) {
    Map<String, UUID> funds = new HashMap<>();
    UUID from = Merchant.ledgerAccount(sales.getFirst().merchant());
    List<CompletableFuture<?>> parts = new ArrayList<>();
    for (int first = 0; first < sales.size(); first += Ledger.MAX_COMMANDS) {
      List<Command> transfers = new ArrayList<>();
      for (Sale sale : sales.subList(first, Math.min(sales.size(), first + Ledger.MAX_COMMANDS)))
        transfers.add(
            new Command.Transfer(
                sale.transfer(),
                from,
                funds.computeIfAbsent(
                    sale.programme().text(), _ -> programmes.get(sale.programme()).fund()),
                sale.donation().minor(),
                "donation",
                sale.businessDate()));
      parts.add(ledger.submit(transfers).thenAccept(Sales::requireAccepted));
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
  }

  private static void requireAccepted(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes)
      if (outcome instanceof Outcome.Refused refused)
        throw new IllegalStateException("donation not transferred: " + refused);
  }
}
