package org.yutang.incubation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The formulas of a ranking: the same inputs and weights give the same ranking again. Scores are
/// hundredths of a point, 0 to 10000; each division is rounded half up, once.
/// - demand: 50 % money beside the most of any candidate, 30 % orders likewise, 20 % trend, which
///   is 50 points where the period before brought as much, 100 where it brought nothing, 0 where
///   this one did.
/// - search: searches beside the most of any candidate.
/// - season: 100 points while it is harvested, less by 1/365 of them for each day until then.
/// - price: 50 points at the whole market's median a kilogram, 100 from twice that on; where a
///   protected price is known, the mean of that and the share of the price above it.
/// - advantage: the mean of land, growers, certified kilograms and contracts, each beside the most
///   of any candidate, and of 100 points for having a standard.
///
/// A factor that is not known does not count; its weight is spread over the others in proportion.
final class Scoring {

  static final int FULL = 10_000;

  private Scoring() {}

  /// @param scores those that are known
  /// @param total empty where nothing is known
  record Scored(Candidate candidate, Inputs inputs, Map<Factor, Integer> scores, int total) {}

  record Asked(Candidate candidate, Inputs inputs) {}

  /// The best first; of equals the one with the smaller id.
  static List<Scored> rank(List<Asked> candidates, Weights weights) {
    List<Inputs> all = candidates.stream().map(Asked::inputs).toList();
    List<Scored> scored = new ArrayList<>();
    for (Asked each : candidates) {
      Map<Factor, Integer> scores = scores(each.inputs(), all);
      scored.add(new Scored(each.candidate(), each.inputs(), scores, total(scores, weights)));
    }
    scored.sort(
        Comparator.comparingInt(Scored::total)
            .reversed()
            .thenComparing(each -> each.candidate().id().toString()));
    return List.copyOf(scored);
  }

  static int total(Map<Factor, Integer> scores, Weights weights) {
    long sum = 0;
    long counted = 0;
    for (Map.Entry<Factor, Integer> each : scores.entrySet()) {
      int weight = weights.percent().getOrDefault(each.getKey(), 0);
      sum += (long) weight * each.getValue();
      counted += weight;
    }
    return counted == 0 ? 0 : (int) divided(sum, counted);
  }

  static Map<Factor, Integer> scores(Inputs of, List<Inputs> all) {
    Map<Factor, Integer> scores = new EnumMap<>(Factor.class);
    put(scores, Factor.DEMAND, demand(of, all));
    put(scores, Factor.SEARCH, beside(of, all, Inputs::searches));
    Integer days = of.daysToHarvest();
    if (days != null)
      scores.put(Factor.SEASON, (int) divided((long) FULL * Math.max(0, 365 - days), 365));
    put(scores, Factor.PRICE, price(of));
    put(scores, Factor.ADVANTAGE, advantage(of, all));
    return scores;
  }

  private static @Nullable Integer demand(Inputs of, List<Inputs> all) {
    Integer money = beside(of, all, Inputs::fen);
    Integer orders = beside(of, all, Inputs::orders);
    Long now = of.fen();
    Long before = of.fenBefore();
    if (money == null || orders == null || now == null || before == null) return null;
    long both = now + before;
    long trend = both == 0 ? FULL / 2 : divided(FULL * now, both);
    return (int) divided(50L * money + 30L * orders + 20L * trend, 100);
  }

  private static @Nullable Integer price(Inputs of) {
    Long price = of.perKilogram();
    Long market = of.marketPerKilogram();
    if (price == null || market == null || market == 0) return null;
    long level = Math.min(FULL, divided(FULL / 2 * price, market));
    Long least = of.protectedPrice();
    if (least == null || price == 0) return (int) level;
    long margin = Math.max(0, divided(FULL * (price - least), price));
    return (int) divided(level + margin, 2);
  }

  private static @Nullable Integer advantage(Inputs of, List<Inputs> all) {
    if (of.squareMetres() == null) return null;
    long sum = FULL;
    int parts = 1;
    for (Function<Inputs, @Nullable Long> each :
        List.<Function<Inputs, @Nullable Long>>of(
            Inputs::squareMetres, Inputs::growers, Inputs::certifiedGrams, Inputs::contracts)) {
      Integer part = beside(of, all, each);
      if (part == null) continue;
      sum += part;
      parts++;
    }
    return (int) divided(sum, parts);
  }

  private static @Nullable Integer beside(
      Inputs of, List<Inputs> all, Function<Inputs, @Nullable Long> number) {
    Long own = number.apply(of);
    if (own == null) return null;
    long most = 0;
    for (Inputs each : all) {
      Long other = number.apply(each);
      if (other != null) most = Math.max(most, other);
    }
    return most == 0 ? 0 : (int) divided(FULL * own, most);
  }

  private static void put(Map<Factor, Integer> scores, Factor factor, @Nullable Integer score) {
    if (score != null) scores.put(factor, score);
  }

  private static long divided(long a, long b) {
    return Math.floorDiv(2 * a + b, 2 * b);
  }
}
