package org.yutang.farm;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Refusal;

/// Measurements of one fruit, animal or lot; see [Measure] for what the numbers mean.
public record Sample(Map<Measure, Long> values) {

  public Sample {
    values = Map.copyOf(values);
  }

  /// Reads measurements as people type them; blank ones are left out. Refuses with
  /// [FarmRefusal#IMPLAUSIBLE] what is no number.
  public static Sample parse(Map<Measure, String> typed, Standard.Version version) {
    Map<Measure, Long> values = new EnumMap<>(Measure.class);
    typed.forEach(
        (measure, text) -> {
          if (text.isBlank()) return;
          try {
            values.put(measure, measure.parse(text.strip()));
          } catch (NumberFormatException e) {
            throw version.implausible(measure);
          }
        });
    return new Sample(values);
  }

  public Optional<Long> find(Measure measure) {
    return Optional.ofNullable(values.get(measure));
  }

  /// Refuses with [FarmRefusal#MEASURE_MISSING].
  public long get(Measure measure) {
    return find(measure)
        .orElseThrow(
            () -> new Refusal(FarmRefusal.MEASURE_MISSING, Map.of("measure", measure.name())));
  }
}
