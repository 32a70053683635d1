package org.yutang.supply;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.farm.ContractEvents;
import org.yutang.farm.GradedGoods;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Tells the farm how sorted lots count, so that growers' contracts are fed: in the transaction
/// that finishes a step, so that nobody sees a lot's number before the farm knows it, and once more
/// from the outbox, for steps that were done before the house did so. What it tells follows from
/// all steps that are done, under a lock of the lots, so that it may be told in any order and as
/// often as one likes.
@Component
class GradedLots implements Outbox.Listener {

  private static final MathContext EXACT = MathContext.DECIMAL128;

  private final StepRows steps;
  private final LotRows lots;
  private final GradedGoods goods;
  private final Transactions transactions;

  GradedLots(StepRows steps, LotRows lots, GradedGoods goods, Transactions transactions) {
    this.steps = steps;
    this.lots = lots;
    this.goods = goods;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "supply.graded-lots";
  }

  @Override
  public Set<String> topics() {
    return Set.of(StepDone.TOPIC, ContractEvents.Signed.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch)
      for (StepRows.Asked asked : steps.these(about(entry))) transactions.run(() -> tell(asked));
  }

  /// The step that was done, or those that made what a contract buys that was signed afterwards.
  private Set<UUID> about(Outbox.Entry entry) {
    if (entry.topic().equals(StepDone.TOPIC)) return Set.of(entry.as(StepDone.class).step());
    Set<String> waiting = goods.waiting(entry.as(ContractEvents.Signed.class).contract());
    return waiting.isEmpty()
        ? Set.of()
        : lots.byCodes(waiting).stream().map(Lot::madeBy).collect(Collectors.toSet());
  }

  /// In the transaction in which the step is done, after everything that it writes down of lots.
  void tell(StepRows.Asked asked) {
    Set<UUID> about = new TreeSet<>();
    List<UUID> made = asked.plan().lots().stream().map(Plan.MadeLot::id).toList();
    if (asked.step() instanceof Step.Grade grade) {
      about.addAll(new Ancestry(grade.lot()).sorted(grade.lot()).keySet());
      about.addAll(made);
    } else for (UUID lot : made) if (!new Ancestry(lot).sorted(lot).isEmpty()) about.add(lot);
    if (about.isEmpty()) return;
    about.forEach(steps::lockLot);
    Actor by = new Actor(asked.account(), asked.by(), Set.of());
    goods.take(by, lots.these(about).values().stream().map(this::counted).toList());
  }

  /// What was split off or mixed counts as the sorted lots that it came from.
  private GradedGoods.Lot counted(Lot lot) {
    Ancestry above = new Ancestry(lot.id());
    long grams = above.sorted(lot.id()).containsKey(lot.id()) ? above.made(lot.id()) : 0;
    for (StepRows.Asked later : steps.sortings(lots.descendants(lot.id()))) {
      Step.Grade again = (Step.Grade) later.step();
      if (again.id().equals(lot.madeBy())) continue;
      BigDecimal part =
          new Ancestry(again.lot()).sorted(again.lot()).getOrDefault(lot.id(), BigDecimal.ZERO);
      grams -=
          part.multiply(BigDecimal.valueOf(again.mass().grams()), EXACT)
              .setScale(0, RoundingMode.HALF_UP)
              .longValueExact();
    }
    Mass mass = new Mass(Math.max(0, grams));
    Set<String> sources = new TreeSet<>();
    above.all.values().forEach(each -> sources.add(each.code()));
    sources.remove(lot.code());
    return new GradedGoods.Lot(
        lot.code(), lot.product().grade(), mass, above.shares(lot.id(), mass), sources);
  }

  /// A lot and everything that it was made of, with the steps that made them.
  private final class Ancestry {
    final Map<UUID, Lot> all;
    private final Map<UUID, StepRows.Asked> makers;
    private final Map<UUID, Map<UUID, BigDecimal>> sorted = new HashMap<>();
    private final Map<UUID, Map<UUID, BigDecimal>> seasons = new HashMap<>();
    private final Map<UUID, LocalDate> days = new HashMap<>();

    Ancestry(UUID lot) {
      all = lots.these(lots.ancestors(lot));
      makers =
          steps.these(all.values().stream().map(Lot::madeBy).collect(Collectors.toSet())).stream()
              .collect(Collectors.toMap(each -> each.step().id(), Function.identity()));
    }

    private StepRows.Asked maker(UUID lot) {
      return requireNonNull(makers.get(requireNonNull(all.get(lot)).madeBy()));
    }

    private List<Leg> legs(UUID lot) {
      return maker(lot).plan().legs().stream().filter(leg -> leg.toItem().equals(lot)).toList();
    }

    long made(UUID lot) {
      return legs(lot).stream().mapToLong(Leg::amount).sum();
    }

    /// The parts of a lot that came from lots that sorting made.
    Map<UUID, BigDecimal> sorted(UUID lot) {
      Map<UUID, BigDecimal> known = sorted.get(lot);
      if (known != null) return known;
      Map<UUID, BigDecimal> fresh =
          switch (maker(lot).step()) {
            case Step.Grade _ -> Map.of(lot, BigDecimal.ONE);
            case Step.WeighIn _ -> Map.of();
            default -> mixed(lot, this::sorted);
          };
      sorted.put(lot, fresh);
      return fresh;
    }

    private Map<UUID, BigDecimal> grown(UUID lot) {
      Map<UUID, BigDecimal> known = seasons.get(lot);
      if (known != null) return known;
      Map<UUID, BigDecimal> fresh;
      if (maker(lot).step() instanceof Step.WeighIn weighed) {
        days.merge(
            weighed.season(),
            BusinessDay.of(weighed.at()),
            (one, other) -> one.isAfter(other) ? one : other);
        fresh = Map.of(weighed.season(), BigDecimal.ONE);
      } else fresh = mixed(lot, this::grown);
      seasons.put(lot, fresh);
      return fresh;
    }

    private Map<UUID, BigDecimal> mixed(UUID lot, Function<UUID, Map<UUID, BigDecimal>> of) {
      BigDecimal whole = BigDecimal.valueOf(made(lot));
      Map<UUID, BigDecimal> parts = new TreeMap<>();
      for (Leg leg : legs(lot)) {
        BigDecimal part = BigDecimal.valueOf(leg.amount()).divide(whole, EXACT);
        of.apply(leg.fromItem())
            .forEach(
                (item, share) -> parts.merge(item, share.multiply(part, EXACT), BigDecimal::add));
      }
      return parts;
    }

    /// Whole grams, together exactly the mass.
    List<GradedGoods.Share> shares(UUID lot, Mass mass) {
      BigDecimal grams = BigDecimal.valueOf(mass.grams());
      BigDecimal sum = BigDecimal.ZERO;
      long told = 0;
      List<GradedGoods.Share> shares = new ArrayList<>();
      for (Map.Entry<UUID, BigDecimal> each : new TreeMap<>(grown(lot)).entrySet()) {
        sum = sum.add(each.getValue());
        long upTo = sum.multiply(grams, EXACT).setScale(0, RoundingMode.HALF_UP).longValueExact();
        shares.add(
            new GradedGoods.Share(
                each.getKey(), new Mass(upTo - told), requireNonNull(days.get(each.getKey()))));
        told = upTo;
      }
      return shares;
    }
  }
}
