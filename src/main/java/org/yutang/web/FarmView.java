package org.yutang.web;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.farm.Cooperative;
import org.yutang.farm.Formula;
import org.yutang.farm.Grading;
import org.yutang.farm.Measure;
import org.yutang.farm.Plot;
import org.yutang.farm.Season;
import org.yutang.farm.SoilTest;
import org.yutang.farm.Standard;
import org.yutang.farm.Work;
import org.yutang.kernel.Area;
import org.yutang.kernel.Page;
import org.yutang.register.Place;

/// Standards, plots and field work on pages.
public final class FarmView {

  private FarmView() {}

  /// Such as `≥ 75 mm` or `60–90 mm`.
  public static String bound(Standard.Bound bound) {
    Measure measure = bound.measure();
    String unit = " " + measure.unit();
    if (bound.least().isEmpty()) return "≤ " + measure.text(bound.most().orElseThrow()) + unit;
    if (bound.most().isEmpty()) return "≥ " + measure.text(bound.least().get()) + unit;
    return measure.text(bound.least().get()) + "–" + measure.text(bound.most().get()) + unit;
  }

  public static String mu(Screen s, Area area) {
    return s.t("web.farm.mu", "mu", area.mu().toPlainString());
  }

  /// @param typed what was measured, as typed
  /// @param season whose prices are shown
  public record OneStandard(
      Standard standard,
      Map<String, String> typed,
      Optional<Grading> grading,
      String problem,
      int season,
      Map<String, Place> bases) {
    public Standard.Version version() {
      return standard.newest();
    }
  }

  /// @param growers names of households and co-operatives by the plot's id
  public record Plots(
      Page<Plot> plots,
      Map<String, Place> villages,
      Map<String, String> growers,
      Optional<PlotMap> map,
      Optional<Place> place,
      String placeProblem) {}

  /// @param map plots of the village, to draw beside
  public record NewPlot(
      String id,
      Map<String, String> typed,
      List<Cooperative> cooperatives,
      Optional<PlotMap> map,
      String problem,
      String field) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }
  }

  /// A task of the calendar with what was done of it.
  public record Task(Standard.Task task, LocalDate from, LocalDate to, List<Work> done) {}

  /// A season with its calendar.
  public record OneSeason(
      Season season,
      Standard standard,
      Standard.Version version,
      List<Task> tasks,
      Optional<Formula> formula) {

    public String variety(Screen s) {
      return standard.varieties().stream()
          .filter(each -> each.name().equals(season.what().variety()))
          .findFirst()
          .map(each -> s.in(each.title()))
          .orElse(season.what().variety());
    }
  }

  public record OnePlot(
      Plot plot,
      Place village,
      List<Place> above,
      String grower,
      PlotMap map,
      List<SoilTest> tests,
      List<OneSeason> seasons,
      List<Standard> standards,
      boolean mayRecord,
      String newId,
      int thisSeason,
      String problem) {

    public BigDecimal forPlot(BigDecimal perMu) {
      return Formula.forPlot(perMu, plot.measured());
    }
  }

  /// The form of one piece of field work.
  public record WorkForm(
      Plot plot,
      OneSeason season,
      String id,
      Map<String, String> typed,
      List<String> photos,
      String problem,
      boolean against) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }
  }

  /// What an input is called, forbidden or not.
  public static String input(Screen s, Standard.Version version, String name) {
    return version
        .findInput(name)
        .map(input -> s.in(input.title()))
        .or(() -> version.findForbidden(name).map(input -> s.in(input.title())))
        .orElse(name);
  }

  /// A dose with its unit.
  public static String dose(Standard.Version version, Work.Used used) {
    return Work.dose(used.perMu())
        + version.findInput(used.input()).map(input -> " " + input.unit()).orElse("");
  }
}
