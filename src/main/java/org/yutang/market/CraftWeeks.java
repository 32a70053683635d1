package org.yutang.market;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;
import org.yutang.store.Transactions;

/// Gives orders their weeks. A try is written down, then the ledger is asked for all of its weeks
/// at once; where somebody was quicker, the next try takes later weeks. Whoever finds a try that
/// was cut off asks the same again.
@Component
class CraftWeeks {

  /// So many that were quicker; then a buyer has to come again.
  private static final int MOST_TRIES = 100;

  private final CraftRows rows;
  private final Stocks stocks;
  private final Transactions transactions;
  private final Clock clock;

  CraftWeeks(CraftRows rows, Stocks stocks, Transactions transactions, Clock clock) {
    this.rows = rows;
    this.stocks = stocks;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// The article of which the weeks have too few; empty where the order has its weeks, or needs
  /// none.
  Optional<UUID> missing(Order order) {
    Map<UUID, Integer> wanted = new HashMap<>();
    for (Order.Line line : order.lines())
      if (rows.find(line.article()).isPresent())
        wanted.merge(line.article(), line.pieces(), Integer::sum);
    if (wanted.isEmpty()) return Optional.empty();
    for (int i = 0; i < MOST_TRIES; i++) {
      CraftRows.Tried tried = rows.last(order.id()).orElse(null);
      if (tried == null
          || tried.state() == CraftRows.Try.FAILED
          || tried.state() == CraftRows.Try.FREED) {
        List<CraftRows.Slot> slots = new ArrayList<>();
        for (Map.Entry<UUID, Integer> each : wanted.entrySet()) {
          List<CraftRows.Slot> some = free(each.getKey(), each.getValue());
          if (some.isEmpty()) return Optional.of(each.getKey());
          slots.addAll(some);
        }
        tried = plan(order.id(), tried == null ? 0 : tried.attempt() + 1, slots);
      }
      if (hold(tried)) return Optional.empty();
    }
    return Optional.of(wanted.keySet().iterator().next());
  }

  /// The earliest weeks that have so many; empty where not all of them are there.
  List<CraftRows.Slot> free(UUID article, int pieces) {
    Craft craft = rows.find(article).orElseThrow();
    LocalDate today = BusinessDay.of(clock.instant());
    List<CraftRows.Slot> slots = new ArrayList<>();
    int lacks = pieces;
    for (LocalDate week = craft.first(today);
        lacks > 0 && !week.isAfter(craft.last(today));
        week = week.plusWeeks(1)) {
      int some = (int) Math.min(lacks, stocks.balance(Craft.week(article, week)));
      if (some > 0) slots.add(new CraftRows.Slot(article, week, some));
      lacks -= Math.max(some, 0);
    }
    return lacks > 0 ? List.of() : slots;
  }

  static LocalDate promised(List<CraftRows.Slot> slots) {
    return Craft.lastDay(
        slots.stream().map(CraftRows.Slot::week).max(LocalDate::compareTo).orElseThrow());
  }

  CraftRows.Tried plan(UUID order, int attempt, List<CraftRows.Slot> slots) {
    CraftRows.Tried wanted =
        new CraftRows.Tried(
            order,
            attempt,
            CraftRows.Try.PLANNED,
            promised(slots),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    transactions.run(() -> rows.insert(wanted, slots));
    return rows.last(order).orElseThrow();
  }

  /// Whether it has its weeks now.
  boolean hold(CraftRows.Tried tried) {
    if (tried.state() != CraftRows.Try.PLANNED) return tried.state() == CraftRows.Try.HELD;
    boolean there = stocks.missing(group("craft-hold", tried, moves(tried))).isEmpty();
    CraftRows.Try now =
        transactions.call(
            () ->
                rows.move(
                    tried,
                    CraftRows.Try.PLANNED,
                    there ? CraftRows.Try.HELD : CraftRows.Try.FAILED));
    // whoever asked at the same moment heard no, before some came back
    if (there && now != CraftRows.Try.HELD) free(tried);
    return now == CraftRows.Try.HELD;
  }

  /// Gives back what a try holds; one that was only planned is asked for first, so that nobody can
  /// get it later.
  void release(CraftRows.Tried tried) {
    if (tried.state() == CraftRows.Try.PLANNED && !hold(tried)) return;
    free(tried);
    transactions.run(() -> rows.move(tried, CraftRows.Try.HELD, CraftRows.Try.FREED));
  }

  private void free(CraftRows.Tried tried) {
    stocks.move(List.of(group("craft-free", tried, Checkout.reversed(moves(tried)))));
  }

  private List<Stocks.Move> moves(CraftRows.Tried tried) {
    return rows.slots(tried.order(), tried.attempt()).stream()
        .map(
            each ->
                new Stocks.Move(
                    Craft.week(each.article(), each.week()),
                    Craft.promised(each.article()),
                    each.pieces()))
        .toList();
  }

  private static Stocks.Group group(String what, CraftRows.Tried tried, List<Stocks.Move> moves) {
    Instant at = tried.at();
    return new Stocks.Group(
        what,
        Uuids.named("market.craft-try", tried.order().toString(), tried.attempt() + ""),
        at,
        moves);
  }
}
