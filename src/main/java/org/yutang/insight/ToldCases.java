package org.yutang.insight;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.yutang.programme.CaseTotals;
import org.yutang.programme.ProgrammeBooks;

/// Which counts of cases are told: none where all are fewer than [CaseTotals#SMALLEST]; else those
/// that are no small group, as long as no small one is what they leave over.
final class ToldCases {

  private ToldCases() {}

  /// Empty for what is not told. What is left out looks the same whether it is small or stands
  /// beside a small one: otherwise the sum of both could tell how many each has.
  static Map<KeyFigure, OptionalLong> of(ProgrammeBooks.CaseBook claims) {
    Map<KeyFigure, Long> parts = new EnumMap<>(KeyFigure.class);
    parts.put(KeyFigure.ACCEPTED, claims.accepted());
    parts.put(KeyFigure.REJECTED, claims.rejected());
    parts.put(KeyFigure.WITHDRAWN, claims.withdrawn());
    parts.put(KeyFigure.OPEN, claims.open());
    Map<KeyFigure, OptionalLong> told = new EnumMap<>(KeyFigure.class);
    boolean enough = claims.filed() >= CaseTotals.SMALLEST;
    told.put(KeyFigure.FILED, enough ? OptionalLong.of(claims.filed()) : OptionalLong.empty());
    long left = 0;
    List<KeyFigure> bySize =
        parts.keySet().stream().sorted(Comparator.comparing(parts::get)).toList();
    for (KeyFigure key : bySize) {
      long count = parts.getOrDefault(key, 0L);
      boolean tell = enough && (count == 0 || (!isSmall(count) && !isSmall(left)));
      if (!tell) left += count;
      told.put(key, tell ? OptionalLong.of(count) : OptionalLong.empty());
    }
    boolean reduced =
        told.getOrDefault(KeyFigure.ACCEPTED, OptionalLong.empty()).isPresent()
            && !isSmall(claims.reduced())
            && (claims.reduced() == 0 || !isSmall(claims.accepted() - claims.reduced()));
    told.put(KeyFigure.REDUCED, reduced ? OptionalLong.of(claims.reduced()) : OptionalLong.empty());
    return told;
  }

  private static boolean isSmall(long count) {
    return count > 0 && count < CaseTotals.SMALLEST;
  }
}
