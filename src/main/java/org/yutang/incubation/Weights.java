package org.yutang.incubation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Refusal;

/// How much each factor counts, in per cent.
///
/// @param approvedBy empty while nobody agreed; then it does not hold
public record Weights(
    int version,
    Map<Factor, Integer> percent,
    String reason,
    UUID proposer,
    String proposedBy,
    Optional<String> approvedBy) {

  /// What holds until somebody decides otherwise: ours, not taken from anybody.
  public static final Weights FIRST =
      new Weights(
          0,
          Map.of(
              Factor.DEMAND, 30,
              Factor.SEARCH, 15,
              Factor.SEASON, 15,
              Factor.PRICE, 15,
              Factor.ADVANTAGE, 25),
          "",
          new UUID(0, 0),
          "yutang",
          Optional.of("yutang"));

  public Weights {
    Map<Factor, Integer> all = new EnumMap<>(Factor.class);
    for (Factor factor : Factor.values()) {
      Integer each = percent.get(factor);
      if (each == null || each < 0 || each > 100)
        throw new Refusal(IncubationRefusal.BAD_FIELD, Map.of("field", factor.name()));
      all.put(factor, each);
    }
    int sum = all.values().stream().mapToInt(each -> each).sum();
    if (sum != 100)
      throw new Refusal(IncubationRefusal.WEIGHTS_SUM, Map.of("sum", String.valueOf(sum)));
    percent = Map.copyOf(all);
  }
}
