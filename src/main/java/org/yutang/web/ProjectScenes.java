package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.giving.Gift;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.PublicFigures;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.programme.CaseTotals;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.register.Place;
import org.yutang.register.Register;
import org.yutang.store.Changes;
import org.yutang.store.Remembered;

/// Puts what everybody may know of a project into pictures and names.
///
/// The figures are read once and serve every reader until something changes in the database; words,
/// pictures and the time are the reader's own.
@Component
class ProjectScenes {

  /// From this many yuan on, months are drawn in 10,000 yuan.
  private static final double LARGE = 50_000;

  /// Messages of donors on a project's page.
  private static final int MOST_MESSAGES = 12;

  /// Projects whose figures are kept.
  private static final int MOST_KEPT = 64;

  private final Giving giving;
  private final Gifts gifts;
  private final Programmes programmes;
  private final Cases cases;
  private final Ledger ledger;
  private final Register register;
  private final Clock clock;
  private final Remembered<UUID, Read> read;

  ProjectScenes(
      Giving giving,
      Gifts gifts,
      Programmes programmes,
      Cases cases,
      Ledger ledger,
      Register register,
      Clock clock,
      Changes changes) {
    this.giving = giving;
    this.gifts = gifts;
    this.programmes = programmes;
    this.cases = cases;
    this.ledger = ledger;
    this.register = register;
    this.clock = clock;
    this.read = new Remembered<>(changes, MOST_KEPT);
  }

  /// What the rooms say, the same for every reader.
  private record Read(
      Project project,
      Programme programme,
      Place place,
      PublicFigures figures,
      CaseTotals totals,
      Money balance,
      List<Gift.Told> messages,
      Map<String, Place> places) {}

  ProjectView.One of(Screen s, UUID id) {
    Read known = read.get(id, () -> read(id));
    PublicFigures figures = known.figures;
    List<List<Flow.Stop>> stages = stages(s, figures, known.balance);
    boolean large =
        monthly(figures, known.totals).values().stream().anyMatch(pair -> most(pair) >= LARGE);
    return new ProjectView.One(
        known.project,
        known.programme,
        known.place,
        figures,
        known.totals,
        known.balance,
        Flow.throughFund(Flow.Form.LYING, stages),
        Flow.throughFund(Flow.Form.STANDING, stages),
        months(figures, known.totals, large ? 10_000 : 1),
        s.t(large ? "web.unit.ten-thousand-yuan" : "web.unit.yuan"),
        clock.instant(),
        takesGifts(known.project),
        known.messages,
        known.places);
  }

  private boolean takesGifts(Project project) {
    LocalDate today = BusinessDay.of(clock.instant());
    return !today.isBefore(project.from())
        && !today.isAfter(project.to())
        && !gifts.offered().isEmpty();
  }

  private Read read(UUID id) {
    PublicFigures figures = giving.publicFigures(id);
    Project project = giving.getProject(figures.project()).project();
    Programme programme = programmes.get(project.programme());
    CaseTotals totals = cases.totals(programme.id());
    return new Read(
        project,
        programme,
        register.getPlace(project.place()),
        figures,
        totals,
        Money.fen(ledger.find(programme.fund()).map(Account::balance).orElse(0L)),
        gifts.messages(id, new Page.Wanted(1, MOST_MESSAGES)).items(),
        places(Stream.concat(counties(figures), counties(totals))));
  }

  /// By code; for every list of codes on these pages.
  Map<String, Place> places(Stream<PlaceCode> codes) {
    Map<String, Place> places = new HashMap<>();
    codes
        .distinct()
        .forEach(
            code -> register.findPlace(code).ifPresent(place -> places.put(code.text(), place)));
    return places;
  }

  /// Sources, the fund, and what became of it. What others gave to the same fund is a source too,
  /// so that both sides of the fund are equal.
  private static List<List<Flow.Stop>> stages(Screen s, PublicFigures figures, Money balance) {
    Project.Figures sums = figures.figures();
    Money all = figures.spent().plus(balance);
    Money others = all.minus(sums.raised());
    List<Flow.Stop> sources = new ArrayList<>();
    sources.add(
        stop(
            s,
            "web.project.per-order",
            sums.donated(),
            s.t("web.project.donations", "count", sums.donations()),
            "f2",
            "#by-month"));
    if (sums.gifts().count() > 0)
      sources.add(
          stop(
              s,
              "web.project.gifts",
              sums.gifts().net(),
              s.t("web.project.gifts-note", "count", sums.gifts().count()),
              "f2",
              ""));
    sources.add(
        stop(
            s,
            "web.project.grants",
            sums.granted(),
            s.t("web.project.grants-note"),
            "f1",
            "#grants"));
    if (others.minor() > 0)
      sources.add(stop(s, "web.project.others", others, s.t("web.project.others-note"), "f1", ""));
    Flow.Stop fund = stop(s, "web.project.fund", all, s.t("web.project.fund-note"), "f3", "");
    List<Flow.Stop> ends =
        List.of(
            stop(
                s,
                "web.project.premiums",
                figures.spent(),
                s.t(
                    "web.project.premiums-note",
                    "count",
                    figures.spentByCounty().stream().mapToLong(PublicFigures.Paid::count).sum()),
                "f2",
                "#by-county"),
            stop(s, "web.project.balance", balance, s.t("web.project.balance-note"), "fw", ""));
    return List.of(sources, List.of(fund), ends);
  }

  private static Flow.Stop stop(
      Screen s, String title, Money amount, String note, String style, String href) {
    return new Flow.Stop(
        s.t(title), Math.max(0, amount.minor()), amount.grouped(), note, style, href);
  }

  /// Yuan donated less refunds, and yuan that people were paid, by month: what the many small sums
  /// make possible. Grants and premiums come once a year and would dwarf both.
  private static NavigableMap<YearMonth, double[]> monthly(
      PublicFigures figures, CaseTotals totals) {
    NavigableMap<YearMonth, double[]> months = new TreeMap<>();
    for (PublicFigures.Raised raised : figures.byMonth())
      add(months, raised.group(), 0, raised.given().minus(raised.returned()));
    for (CaseTotals.Group paid : totals.groups())
      paid.month()
          .ifPresent(
              month ->
                  add(
                      months,
                      new PublicFigures.Group.Month(YearMonth.parse(month)),
                      1,
                      paid.paid()));
    if (!months.isEmpty())
      for (YearMonth month = months.firstKey();
          month.isBefore(months.lastKey());
          month = month.plusMonths(1)) months.putIfAbsent(month, new double[2]);
    return months;
  }

  private static void add(
      Map<YearMonth, double[]> months, PublicFigures.Group group, int which, Money amount) {
    if (group instanceof PublicFigures.Group.Month(YearMonth month))
      months.computeIfAbsent(month, fresh -> new double[2])[which] += amount.minor() / 100.0;
  }

  private static double most(double[] pair) {
    return Math.max(pair[0], pair[1]);
  }

  private static MonthBars months(PublicFigures figures, CaseTotals totals, double unit) {
    List<MonthBars.Pair> pairs = new ArrayList<>();
    int year = 0;
    for (Map.Entry<YearMonth, double[]> entry : monthly(figures, totals).entrySet()) {
      YearMonth month = entry.getKey();
      pairs.add(
          new MonthBars.Pair(
              String.valueOf(month.getMonthValue()),
              month.getYear() == year ? "" : String.valueOf(month.getYear()),
              Math.max(0, entry.getValue()[0]) / unit,
              Math.max(0, entry.getValue()[1]) / unit));
      year = month.getYear();
    }
    return MonthBars.of(pairs);
  }

  private static Stream<PlaceCode> counties(PublicFigures figures) {
    return Stream.concat(
            Stream.concat(figures.byMerchantCounty().stream(), figures.byOrigin().stream())
                .map(PublicFigures.Raised::group),
            figures.spentByCounty().stream().map(PublicFigures.Paid::group))
        .flatMap(
            group ->
                group instanceof PublicFigures.Group.County(PlaceCode county)
                    ? Stream.of(county)
                    : Stream.empty());
  }

  private static Stream<PlaceCode> counties(CaseTotals figures) {
    return figures.groups().stream().flatMap(group -> group.county().stream());
  }
}
