package org.yutang.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yutang.kernel.Money;

/// A total and the parts that it is the sum of. Groups of fewer than [#FEWEST] are merged into
/// `others`, smallest first, together with the next larger until those are enough: one small group
/// beside the total would be no secret.
///
/// @param parts in the order of their groups
public record Breakdown<G extends Comparable<G>>(
    List<Part<G>> parts, Optional<Sum> others, Sum total) {

  public static final int FEWEST = 10;

  /// Throws where the parts do not sum up to the total, because such a table must never be shown.
  public Breakdown {
    parts = List.copyOf(parts);
    Sum sum = others.orElse(Sum.NONE);
    for (Part<G> part : parts) sum = sum.plus(part.sum());
    if (!sum.equals(total)) throw new IllegalStateException("parts " + sum + ", total " + total);
  }

  /// @param count of donations, grants, premiums, persons or payments
  /// @param amount in yuan; may be negative where more was returned than given
  public record Sum(long count, Money amount) {
    static final Sum NONE = new Sum(0, Money.fen(0));

    Sum plus(Sum other) {
      return new Sum(Math.addExact(count, other.count), amount.plus(other.amount));
    }
  }

  public record Part<G>(G group, Sum sum) {}

  public boolean isEmpty() {
    return parts.isEmpty() && others.isEmpty();
  }

  /// What is shown of a group; empty where it is merged or has nothing.
  public Optional<Sum> of(G group) {
    return parts.stream().filter(part -> part.group().equals(group)).map(Part::sum).findFirst();
  }

  static <G extends Comparable<G>> Breakdown<G> of(Map<G, Sum> sums) {
    List<Map.Entry<G, Sum>> bySize = new ArrayList<>(sums.entrySet());
    bySize.sort(
        Comparator.comparingLong((Map.Entry<G, Sum> each) -> each.getValue().count())
            .thenComparing(Map.Entry::getKey));
    Map<G, Sum> shown = new TreeMap<>(sums);
    Sum others = null;
    Sum total = Sum.NONE;
    for (Map.Entry<G, Sum> each : bySize) {
      total = total.plus(each.getValue());
      if (each.getValue().count() >= FEWEST && (others == null || others.count() >= FEWEST))
        continue;
      others = others == null ? each.getValue() : others.plus(each.getValue());
      shown.remove(each.getKey());
    }
    return new Breakdown<>(
        shown.entrySet().stream().map(each -> new Part<>(each.getKey(), each.getValue())).toList(),
        Optional.ofNullable(others),
        total);
  }

  /// Nothing merged, for what is no person's.
  static <G extends Comparable<G>> Breakdown<G> whole(Map<G, Sum> sums) {
    return new Breakdown<>(
        new TreeMap<>(sums)
            .entrySet().stream().map(each -> new Part<>(each.getKey(), each.getValue())).toList(),
        Optional.empty(),
        sums.values().stream().reduce(Sum.NONE, Sum::plus));
  }

  /// Where all together are too few to be told.
  Breakdown<G> orNothing() {
    return total.count() < FEWEST ? new Breakdown<>(List.of(), Optional.empty(), Sum.NONE) : this;
  }
}
