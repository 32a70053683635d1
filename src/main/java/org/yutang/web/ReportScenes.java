package org.yutang.web;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.giving.Giving;
import org.yutang.insight.Breakdown;
import org.yutang.insight.Certainty;
import org.yutang.insight.KeyFigure;
import org.yutang.insight.Published;
import org.yutang.insight.Report;
import org.yutang.insight.ReportDays;
import org.yutang.insight.ReportDocument;
import org.yutang.insight.UnitKind;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;
import org.yutang.proof.Proof;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// Puts a report into pictures and names, the same for screen and paper.
@Component
class ReportScenes {

  /// From this many yuan (or persons) on, charts count by ten thousand.
  private static final double LARGE = 50_000;

  /// Groups of bars that a series' chart has room for: the newest.
  private static final int MOST_DRAWN = 12;

  private final Giving giving;
  private final Register register;
  private final Proof proof;

  ReportScenes(Giving giving, Register register, Proof proof) {
    this.giving = giving;
    this.register = register;
    this.proof = proof;
  }

  ReportView.One of(Screen s, Report report, ReportDays days, String home) {
    List<YearMonth> months = months(report);
    List<List<Flow.Stop>> stages = stages(s, report);
    boolean large =
        months.stream()
            .flatMap(month -> bars(report, month).stream())
            .anyMatch(bar -> bar.value() >= LARGE);
    return new ReportView.One(
        report,
        days,
        months,
        Flow.throughFund(Flow.Form.LYING, stages),
        Flow.throughFund(Flow.Form.STANDING, stages),
        chart(report, months, large ? 10_000 : 1),
        s.t(large ? "web.unit.ten-thousand-yuan" : "web.unit.yuan"),
        report.series().stream().map(series -> chart(s, series)).toList(),
        places(report),
        projects(report),
        ReportDocument.checksum(report),
        proof.size(),
        proof.checkpoint(),
        home);
  }

  private static List<YearMonth> months(Report report) {
    List<YearMonth> months = new ArrayList<>();
    for (YearMonth month = YearMonth.from(report.from());
        !month.isAfter(YearMonth.from(report.cutOff()));
        month = month.plusMonths(1)) months.add(month);
    return months;
  }

  private static List<Columns.Value> bars(Report report, YearMonth month) {
    return List.of(
        new Columns.Value(
            yuan(report.donatedByMonth().of(month)) + yuan(report.grantedByMonth().of(month)),
            "f1"),
        new Columns.Value(yuan(report.spentByMonth().of(month)), "f3"),
        new Columns.Value(yuan(report.paidByMonth().of(month)), "fa"));
  }

  private static double yuan(Optional<Breakdown.Sum> sum) {
    return sum.map(each -> each.amount().minor() / 100.0).orElse(0.0);
  }

  private static Columns chart(Report report, List<YearMonth> months, double unit) {
    List<Columns.Group> groups = new ArrayList<>();
    int year = 0;
    for (YearMonth month : months) {
      groups.add(
          new Columns.Group(
              String.valueOf(month.getMonthValue()),
              month.getYear() == year ? "" : String.valueOf(month.getYear()),
              bars(report, month).stream()
                  .map(bar -> new Columns.Value(bar.value() / unit, bar.style()))
                  .toList()));
      year = month.getYear();
    }
    return Columns.of(720, 230, groups);
  }

  /// Empty where nothing was published.
  private static Optional<ReportView.SeriesChart> chart(Screen s, Report.Series series) {
    if (series.published().isEmpty()) return Optional.empty();
    UnitKind unit = series.indicator().unit();
    List<Published> drawn =
        series
            .published()
            .subList(
                Math.max(0, series.published().size() - MOST_DRAWN), series.published().size());
    double divisor = unit == UnitKind.CNY || unit == UnitKind.BASIS_POINTS ? 100 : 1;
    boolean large = drawn.stream().anyMatch(each -> each.value() / divisor >= LARGE);
    double scale = divisor * (large ? 10_000 : 1);
    List<Columns.Group> groups = new ArrayList<>();
    for (Published each : drawn)
      groups.add(
          new Columns.Group(
              each.cutOff().toString(),
              each.certainty() == Certainty.FORECAST ? s.t("insight.certainty.forecast") : "",
              List.of(
                  new Columns.Value(
                      each.value() / scale,
                      each.certainty() == Certainty.FORECAST ? "fx" : "f1"))));
    series
        .own()
        .filter(own -> own.value().isPresent())
        .ifPresent(
            own ->
                groups.add(
                    new Columns.Group(
                        own.cutOff().toString(),
                        s.t("web.report.here"),
                        List.of(new Columns.Value(own.value().getAsLong() / scale, "f3")))));
    String name = s.name("insight.unit", unit);
    return Optional.of(
        new ReportView.SeriesChart(
            Columns.of(720, 230, groups),
            large ? s.t("web.report.ten-thousand", "unit", name) : name));
  }

  /// What was there and came in, the fund, and what became of it; both sides are equal.
  private static List<List<Flow.Stop>> stages(Screen s, Report report) {
    long opening = report.value(KeyFigure.OPENING);
    long donated = report.value(KeyFigure.DONATED);
    long granted = report.value(KeyFigure.GRANTED);
    return List.of(
        List.of(
            stop(
                s,
                report,
                KeyFigure.DONATED,
                s.t("web.report.orders", "count", report.value(KeyFigure.DONATIONS)),
                "f2",
                "#months"),
            stop(
                s,
                report,
                KeyFigure.GRANTED,
                s.t("web.report.grants", "count", report.value(KeyFigure.GRANTS)),
                "f1",
                "#months"),
            stop(s, report, KeyFigure.OPENING, s.t("web.report.opening-note"), "fw", "")),
        List.of(
            new Flow.Stop(
                s.t("web.project.fund"),
                Math.max(0, opening) + Math.max(0, donated) + Math.max(0, granted),
                UnitKind.CNY.grouped(opening + donated + granted),
                s.t("web.project.fund-note"),
                "f3",
                "")),
        List.of(
            stop(
                s,
                report,
                KeyFigure.SPENT,
                s.t("web.report.person-times", "count", report.value(KeyFigure.PREMIUMS)),
                "f2",
                "#spent"),
            stop(
                s,
                report,
                KeyFigure.BALANCE,
                s.t("web.report.balance-note", "day", report.cutOff()),
                "fw",
                "")));
  }

  private static Flow.Stop stop(
      Screen s, Report report, KeyFigure key, String note, String style, String href) {
    long fen = report.value(key);
    return new Flow.Stop(
        s.in(report.find(key).orElseThrow().title()),
        Math.max(0, fen),
        UnitKind.CNY.grouped(fen),
        note,
        style,
        href);
  }

  private Map<String, Place> places(Report report) {
    Map<String, Place> places = new HashMap<>();
    Stream.of(
            report.donatedByCounty(),
            report.spentByCounty(),
            report.insuredByCounty(),
            report.insuredByTown(),
            report.paidByCounty())
        .flatMap(breakdown -> breakdown.parts().stream())
        .map(Breakdown.Part::group)
        .distinct()
        .forEach(
            (PlaceCode code) ->
                register.findPlace(code).ifPresent(place -> places.put(code.text(), place)));
    return places;
  }

  private Map<String, Text> projects(Report report) {
    Map<String, Text> projects = new HashMap<>();
    report
        .donatedByProject()
        .parts()
        .forEach(
            part ->
                projects.put(
                    part.group().toString(), giving.getProject(part.group()).project().title()));
    return projects;
  }
}
