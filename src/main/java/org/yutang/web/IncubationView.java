package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.incubation.Factor;
import org.yutang.incubation.Nurture;
import org.yutang.incubation.Ranking;
import org.yutang.incubation.Stories;
import org.yutang.incubation.Support;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// Products that counties select, support and nurture.
public final class IncubationView {

  private IncubationView() {}

  /// Hundredths of a point as a decimal; a dash where it is not known.
  public static String points(Screen s, Map<Factor, Integer> scores, Factor factor) {
    Integer score = scores.get(factor);
    return score == null ? s.t("web.incubation.no-data") : points(score);
  }

  public static String points(int hundredths) {
    return "%d.%02d".formatted(hundredths / 100, hundredths % 100);
  }

  /// The numbers behind a score, in words.
  public static String raw(Screen s, Ranking.Row row, Factor factor) {
    return IncubationNumbers.of(s, row.inputs(), factor);
  }

  /// @param ranking the newest, or the one that was asked for
  /// @param names of candidates
  /// @param mayRank whether the reader may make a new one
  public record County(
      PlaceCode code,
      String name,
      Optional<Ranking> ranking,
      List<Ranking> earlier,
      List<Support.Package> packages,
      List<Nurture.Plan> plans,
      Map<UUID, Text> names,
      boolean mayRank) {}

  /// @param places names of counties by their codes
  public record Told(
      List<Stories.Story> stories, List<Nurture.Incubated> incubated, Map<String, String> places) {}
}
