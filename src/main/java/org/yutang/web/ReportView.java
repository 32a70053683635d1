package org.yutang.web;

import java.net.URI;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.giving.GivingBooks;
import org.yutang.insight.Breakdown;
import org.yutang.insight.Indicator;
import org.yutang.insight.KeyFigure;
import org.yutang.insight.Published;
import org.yutang.insight.Report;
import org.yutang.insight.ReportDays;
import org.yutang.insight.UnitKind;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;
import org.yutang.register.Place;

/// Yearly reports and published figures.
public final class ReportView {

  private ReportView() {}

  /// The value with its unit; a dash where there is none to tell.
  public static String value(Screen s, Report.Figure figure) {
    return figure.value().isEmpty() ? "–" : value(s, figure.unit(), figure.value().getAsLong());
  }

  public static String value(Screen s, UnitKind unit, long value) {
    return unit.grouped(value) + " " + s.name("insight.unit", unit);
  }

  /// What is shown of an amount in a column of yuan.
  public static String yuan(Optional<Breakdown.Sum> sum) {
    return sum.map(each -> each.amount().grouped()).orElse("–");
  }

  private static String asking(String name, ReportDays days, LocalDate day) {
    return days.closed().contains(day) ? "?" + name + "=" + day : "";
  }

  /// One line of the list of reports.
  public record Line(Programme programme, int year, boolean running) {}

  public record Listed(Page<Line> lines, List<Programme> programmes, String sort) {
    public Listed {
      programmes = List.copyOf(programmes);
    }
  }

  /// One report.
  ///
  /// @param days of which a reader may choose
  /// @param months of the year up to the cut-off day
  /// @param flow the fund's money lying, `standing` the same for narrow screens
  /// @param chart raised, spent and paid out by month, in the unit named by `unit`
  /// @param charts of the series that have anything to draw, in the order of the report's series
  /// @param places by code, `projects` by id: what tables name
  /// @param checksum of the report's document
  /// @param home the address of this server as the reader called it, without a slash at its end
  public record One(
      Report report,
      ReportDays days,
      List<YearMonth> months,
      Flow flow,
      Flow standing,
      Columns chart,
      String unit,
      List<Optional<SeriesChart>> charts,
      Map<String, Place> places,
      Map<String, Text> projects,
      String checksum,
      long logSize,
      String checkpoint,
      String home) {
    public One {
      months = List.copyOf(months);
      charts = List.copyOf(charts);
      places = Map.copyOf(places);
      projects = Map.copyOf(projects);
    }

    /// Where the report stands, without its cut-off day.
    public String path() {
      return "/reports/" + report.programme().id() + "/" + report.year();
    }

    /// Where it stands for machines.
    public String document() {
      return "/api/v1/public" + path() + asking("cutOff", days, report.cutOff());
    }

    /// What comes after the address of a page; nothing for the newest report, which changes.
    public String query() {
      return asking("cut-off", days, report.cutOff());
    }

    /// The figures of one part, in their order.
    public List<Report.Figure> figures(KeyFigure.Part part) {
      return report.figures().stream().filter(each -> each.key().part() == part).toList();
    }

    /// What sums up to a figure.
    public String vouchers(KeyFigure key) {
      return switch (key.vouchers()) {
        case DONATIONS -> path() + "/donations" + query();
        case REFUNDS -> path() + "/refunds" + query();
        case MONTHS -> "#months";
        case COUNTIES -> "#spent";
        case PLACES -> "#places";
        case CLAIMS -> "#claims";
        case PAYMENTS -> "#paid";
        case FLOW -> "#flow";
      };
    }

    /// The value of a figure that every report has.
    public Report.Figure figure(KeyFigure key) {
      return report.find(key).orElseThrow();
    }

    public String place(Screen s, Comparable<?> code) {
      Place place = places.get(code.toString());
      return place == null ? code.toString() : s.placeName(place);
    }

    public String project(Screen s, UUID id) {
      Text title = projects.get(id.toString());
      return title == null ? id.toString() : s.in(title);
    }
  }

  /// @param unit what its scale counts, such as ten thousand person-times
  public record SeriesChart(Columns columns, String unit) {}

  /// The donations or refunds that sum up to a figure.
  public record Vouchers(
      Programme programme,
      int year,
      ReportDays days,
      LocalDate cutOff,
      GivingBooks.Kind kind,
      GivingBooks.Vouchers vouchers,
      Map<String, Text> projects,
      Map<String, Text> merchants) {
    public Vouchers {
      projects = Map.copyOf(projects);
      merchants = Map.copyOf(merchants);
    }

    /// The page of the report.
    public String report() {
      return "/reports/" + programme.id() + "/" + year + asking("cut-off", days, cutOff);
    }

    public Money sum() {
      return vouchers.sum();
    }
  }

  /// Published figures, and the forms to enter them.
  ///
  /// @param mayEnter whether the reader enters figures somewhere
  public record Figures(
      Page<Published> figures,
      List<Indicator> indicators,
      List<Programme> programmes,
      String sort,
      boolean mayEnter,
      MerchantView.Form form) {
    public Figures {
      indicators = List.copyOf(indicators);
      programmes = List.copyOf(programmes);
    }

    public List<KeyFigure> keys() {
      return List.of(KeyFigure.values());
    }

    public String programme(Screen s, ProgrammeId id) {
      return programmes.stream()
          .filter(each -> each.id().equals(id))
          .map(each -> s.in(each.title()))
          .findFirst()
          .orElse(id.text());
    }

    /// The address of a source, as a link may have it.
    public String href(Published figure) {
      return figure.url().map(URI::toString).orElse("");
    }

    /// This page with the form filled in to correct a figure.
    public String correct(Screen s, Published figure) {
      Map<String, List<String>> query = new LinkedHashMap<>();
      query.put("indicator", List.of(figure.indicator().id()));
      query.put("value", List.of(figure.indicator().unit().decimal(figure.value())));
      query.put("day", List.of(figure.cutOff().toString()));
      query.put("certainty", List.of(s.code(figure.certainty())));
      query.put("zh", List.of(figure.source().zh()));
      query.put("en", List.of(figure.source().en()));
      query.put("url", List.of(href(figure)));
      query.put("replaces", List.of(String.valueOf(figure.version())));
      return Screen.address("/figures", query) + "#enter";
    }
  }
}
