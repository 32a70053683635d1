package org.yutang.farm;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The event of plots that were written down together.
public record PlotsRegistered(UUID account, Instant at, List<One> plots) {
  public static final String TOPIC = "farm.plots-registered";

  /// @param lng and `lat` of a point inside
  public record One(
      UUID plot,
      String village,
      @Nullable UUID household,
      @Nullable UUID cooperative,
      long squareMetres,
      double lng,
      double lat) {}

  static PlotsRegistered of(UUID account, Instant at, List<Plot.New> plots) {
    return new PlotsRegistered(
        account,
        at,
        plots.stream()
            .map(
                plot -> {
                  Outline.Corner inside = plot.outline().inside();
                  return new One(
                      plot.id(),
                      plot.village().text(),
                      plot.household().map(id -> id.value()).orElse(null),
                      plot.cooperative().orElse(null),
                      plot.outline().area().squareMetres(),
                      inside.lng(),
                      inside.lat());
                })
            .toList());
  }
}
