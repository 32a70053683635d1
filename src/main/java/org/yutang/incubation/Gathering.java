package org.yutang.incubation;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.farm.Grown;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.Money;
import org.yutang.market.Demand;
import org.yutang.supply.Certified;

/// Asks the rooms below what they know of a candidate.
@Component
class Gathering {

  private final Demand demand;
  private final Grown grown;
  private final Certified certified;
  private final Standards standards;

  Gathering(Demand demand, Grown grown, Certified certified, Standards standards) {
    this.demand = demand;
    this.grown = grown;
    this.certified = certified;
    this.standards = standards;
  }

  Inputs inputs(Candidate of, LocalDate day, int days) {
    LocalDate from = day.minusDays(days - 1L);
    Demand.Match match = match(of);
    Demand.Sold now = demand.sold(of.county(), match, from, day);
    Demand.Sold before = demand.sold(of.county(), match, from.minusDays(days), from.minusDays(1));
    boolean sells = now.products() > 0 || now.orders() > 0 || before.orders() > 0;
    String sought =
        of.standard()
            .flatMap(standards::find)
            .map(each -> each.title().zh())
            .orElse(of.name().zh());
    Optional<Standard.Version> version =
        of.standard().flatMap(standards::find).map(Standard::newest);
    Grown.@Nullable Sums land =
        of.standard()
            .map(each -> grown.of(of.county(), each, version.orElseThrow().seasonOf(day)))
            .orElse(null);
    Certified.@Nullable Sums papers =
        of.standard().map(each -> certified.of(of.county(), each, day)).orElse(null);
    return new Inputs(
        now.products(),
        sells ? now.orders() : null,
        sells ? now.fen() : null,
        sells ? now.grams() : null,
        sells ? before.fen() : null,
        demand.counted(from, day) ? demand.searches(sought, from, day) : null,
        version.flatMap(each -> daysToHarvest(each, day)).orElse(null),
        boxed(demand.perKilogram(Optional.of(of.county()), match)),
        boxed(demand.perKilogram(Optional.empty(), match)),
        version.flatMap(each -> protectedPrice(each, day)).orElse(null),
        land == null ? null : land.squareMetres(),
        land == null ? null : land.growers(),
        papers == null ? null : papers.grams(),
        papers == null ? null : papers.certificates(),
        land == null ? null : land.contracts());
  }

  /// What the market sold of it in its county within both days, for milestones.
  Demand.Sold sold(Candidate of, LocalDate from, LocalDate to) {
    return demand.sold(of.county(), match(of), from, to);
  }

  long certificates(Candidate of, LocalDate day) {
    return of.standard()
        .map(each -> certified.of(of.county(), each, day).certificates())
        .orElse(0L);
  }

  private static Demand.Match match(Candidate of) {
    return new Demand.Match(of.standard(), of.name().zh());
  }

  /// Until the nearest day of a harvest; 0 while it goes on.
  private static Optional<Integer> daysToHarvest(Standard.Version version, LocalDate day) {
    Integer best = null;
    for (Standard.Task task : version.tasks()) {
      if (task.kind() != Standard.TaskKind.HARVEST) continue;
      for (int year = day.getYear() - 1; year <= day.getYear() + 1; year++) {
        LocalDate from = task.from().atYear(year);
        LocalDate to = task.to().atYear(task.to().isBefore(task.from()) ? year + 1 : year);
        if (to.isBefore(day)) continue;
        int days = (int) Math.max(0, ChronoUnit.DAYS.between(day, from));
        if (best == null || days < best) best = days;
      }
    }
    return Optional.ofNullable(best);
  }

  private static Optional<Long> protectedPrice(Standard.Version version, LocalDate day) {
    int season = version.seasonOf(day);
    return version.prices().stream()
        .filter(each -> each.season() == season)
        .flatMap(each -> each.perKilogram().values().stream())
        .map(Money::minor)
        .min(Long::compare);
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
