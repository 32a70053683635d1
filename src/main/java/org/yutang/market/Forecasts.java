package org.yutang.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// What the plots of a place aim at, by grade.
@Component
class Forecasts {

  private static final int MOST_PLOTS = 5000;
  private static final BigDecimal PER_MILLE = BigDecimal.valueOf(1000);

  private final Plots plots;
  private final Seasons seasons;

  Forecasts(Plots plots, Seasons seasons) {
    this.plots = plots;
    this.seasons = seasons;
  }

  /// Rounded down to whole kilograms. Refuses shares that are more than the whole.
  Map<String, Mass> propose(
      Actor actor, PlaceCode place, String standard, int season, Map<String, Integer> shares) {
    int sum = 0;
    for (int each : shares.values()) {
      if (each < 0 || each > 1000) throw Fields.bad("shares");
      sum += each;
    }
    if (sum > 1000) throw Fields.bad("shares");
    BigDecimal all = aims(actor, place, standard, season);
    Map<String, Mass> proposed = new LinkedHashMap<>();
    shares.forEach(
        (grade, share) ->
            proposed.put(
                grade,
                new Mass(
                    all.multiply(BigDecimal.valueOf(share))
                            .divide(PER_MILLE)
                            .divide(PER_MILLE, 0, RoundingMode.DOWN)
                            .longValueExact()
                        * 1000)));
    return proposed;
  }

  private BigDecimal aims(Actor actor, PlaceCode place, String standard, int season) {
    BigDecimal grams = BigDecimal.ZERO;
    int seen = 0;
    for (int number = 1; seen < MOST_PLOTS; number++) {
      Page<Plot> page =
          plots.list(
              actor,
              new Plot.Query(
                  Optional.of(place),
                  Optional.empty(),
                  Optional.empty(),
                  new Page.Wanted(number, Page.MAX_SIZE)));
      for (Plot plot : page.items())
        for (Season each : seasons.seasons(actor, plot.id()))
          if (each.what().season() == season && each.what().standard().equals(standard))
            grams =
                grams.add(
                    plot.measured()
                        .mu()
                        .multiply(BigDecimal.valueOf(each.what().targetPerMu().grams())));
      seen += page.items().size();
      if (page.items().isEmpty() || seen >= page.total()) break;
    }
    return grams;
  }
}
