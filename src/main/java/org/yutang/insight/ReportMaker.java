package org.yutang.insight;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.yutang.giving.GivingBooks;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.CaseTotals;
import org.yutang.programme.Granted;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeBooks;
import org.yutang.programme.Spent;
import org.yutang.programme.Text;
import org.yutang.store.Words;

/// Adds a report up. Each list of the books is read once and every total and part comes from it, so
/// they agree even while others book.
@Component
class ReportMaker {

  /// Before any book of this house begins.
  private static final LocalDate BEGINNING = LocalDate.of(2000, 1, 1);

  private final GivingBooks giving;
  private final ProgrammeBooks programmes;
  private final PublishedRows published;
  private final Towns towns;

  ReportMaker(GivingBooks giving, ProgrammeBooks programmes, PublishedRows published, Towns towns) {
    this.giving = giving;
    this.programmes = programmes;
    this.published = published;
    this.towns = towns;
  }

  /// What the books say of one year.
  private record Books(
      List<GivingBooks.Raised> raised,
      List<Granted> granted,
      List<Spent> spent,
      List<ProgrammeBooks.Reached> reached,
      ProgrammeBooks.CaseBook claims,
      Money opening) {

    Money donated() {
      return sum(raised, each -> each.given().minus(each.returned()));
    }
  }

  Report make(Programme programme, int year, LocalDate cutOff) {
    LocalDate from = programme.coverFrom(year);
    LocalDate to = programme.coverTo(year);
    Books books = read(programme, year, from, cutOff);
    Breakdown<YearMonth> paid =
        by(
                books.claims.payments(),
                ProgrammeBooks.Payments::month,
                each -> new Breakdown.Sum(each.payments(), each.paid()))
            .orNothing();
    List<Report.Figure> figures = figures(books, paid.total(), from, to, cutOff);
    Breakdown<PlaceCode> insured =
        by(books.reached, ProgrammeBooks.Reached::county, ReportMaker::insured);
    return new Report(
        programme,
        year,
        from,
        to,
        cutOff,
        figures,
        by(books.raised, GivingBooks.Raised::month, ReportMaker::donated),
        by(
            books.granted,
            Granted::month,
            each -> new Breakdown.Sum(each.grants(), each.amount()),
            false),
        by(books.spent, Spent::month, ReportMaker::spent),
        paid,
        by(books.raised, GivingBooks.Raised::project, ReportMaker::donated),
        by(books.raised, GivingBooks.Raised::merchantCounty, ReportMaker::donated),
        by(books.spent, Spent::county, ReportMaker::spent),
        insured,
        byTown(books.reached),
        by(
                books.claims.payments(),
                ProgrammeBooks.Payments::county,
                each -> new Breakdown.Sum(each.payments(), each.paid()))
            .orNothing(),
        series(programme, figures, cutOff));
  }

  private Books read(Programme programme, int year, LocalDate from, LocalDate cutOff) {
    List<GivingBooks.Raised> raised = giving.raised(programme.id(), from, cutOff);
    LocalDate before = from.minusDays(1);
    Money given =
        sum(
            giving.raised(programme.id(), BEGINNING, before),
            each -> each.given().minus(each.returned()));
    Money granted = sum(programmes.granted(programme.id(), BEGINNING, before), Granted::amount);
    Money spent = sum(programmes.spent(programme.id(), BEGINNING, before), Spent::amount);
    return new Books(
        raised,
        programmes.granted(programme.id(), from, cutOff),
        programmes.spent(programme.id(), from, cutOff),
        programmes.reached(programme.id(), year, cutOff),
        programmes.cases(programme.id(), from, cutOff),
        given.plus(granted).minus(spent));
  }

  private static List<Report.Figure> figures(
      Books books, Breakdown.Sum paid, LocalDate from, LocalDate to, LocalDate cutOff) {
    Told told = new Told(cutOff);
    Money donated = books.donated();
    Money granted = sum(books.granted, Granted::amount);
    Money spent = sum(books.spent, Spent::amount);
    told.money(KeyFigure.OPENING, books.opening);
    told.count(KeyFigure.DONATIONS, count(books.raised, GivingBooks.Raised::donations));
    told.money(KeyFigure.GIVEN, sum(books.raised, GivingBooks.Raised::given));
    told.count(KeyFigure.REFUNDS, count(books.raised, GivingBooks.Raised::refunds));
    told.money(KeyFigure.RETURNED, sum(books.raised, GivingBooks.Raised::returned));
    told.money(KeyFigure.DONATED, donated);
    told.count(KeyFigure.GRANTS, count(books.granted, Granted::grants));
    told.money(KeyFigure.GRANTED, granted);
    told.count(KeyFigure.PREMIUMS, count(books.spent, Spent::premiums));
    told.money(KeyFigure.SPENT, spent);
    told.money(KeyFigure.BALANCE, books.opening.plus(donated).plus(granted).minus(spent));
    if (cutOff.isBefore(to))
      told.forecast(KeyFigure.DONATED_BY_YEAR_END, to, atThisPace(donated, from, cutOff, to));
    long eligible = count(books.reached, ProgrammeBooks.Reached::eligible);
    long covered = count(books.reached, ProgrammeBooks.Reached::covered);
    told.count(KeyFigure.ASSESSED, count(books.reached, ProgrammeBooks.Reached::persons));
    told.count(KeyFigure.ELIGIBLE, eligible);
    told.count(KeyFigure.INSURED, covered);
    told.maybe(KeyFigure.SHARE, share(covered, eligible));
    told.count(KeyFigure.WAITING, count(books.reached, ProgrammeBooks.Reached::waiting));
    told.count(
        KeyFigure.COUNTIES,
        books.reached.stream()
            .filter(each -> each.covered() > 0)
            .map(ProgrammeBooks.Reached::county)
            .distinct()
            .count());
    claims(told, books.claims, paid);
    return told.figures;
  }

  private static void claims(Told told, ProgrammeBooks.CaseBook claims, Breakdown.Sum paid) {
    ToldCases.of(claims).forEach(told::maybe);
    boolean enough = paid.count() >= Breakdown.FEWEST || claims.payments().isEmpty();
    told.maybe(KeyFigure.PAYMENTS, enough ? OptionalLong.of(paid.count()) : OptionalLong.empty());
    told.maybe(
        KeyFigure.PAID_OUT, enough ? OptionalLong.of(paid.amount().minor()) : OptionalLong.empty());
    told.maybe(KeyFigure.DECISION_MEDIAN, days(claims.toDecision(), CaseTotals.Waiting::p50));
    told.maybe(KeyFigure.DECISION_NINETIETH, days(claims.toDecision(), CaseTotals.Waiting::p90));
    told.maybe(KeyFigure.PAYMENT_MEDIAN, days(claims.toPayment(), CaseTotals.Waiting::p50));
    told.maybe(KeyFigure.PAYMENT_NINETIETH, days(claims.toPayment(), CaseTotals.Waiting::p90));
  }

  /// Collects figures with what goes with each.
  private static final class Told {
    private final List<Report.Figure> figures = new ArrayList<>();
    private final LocalDate cutOff;

    Told(LocalDate cutOff) {
      this.cutOff = cutOff;
    }

    void count(KeyFigure key, long count) {
      add(key, OptionalLong.of(count), cutOff, Certainty.ACTUAL);
    }

    void money(KeyFigure key, Money money) {
      add(key, OptionalLong.of(money.minor()), cutOff, Certainty.ACTUAL);
    }

    void maybe(KeyFigure key, OptionalLong value) {
      add(key, value, cutOff, Certainty.ACTUAL);
    }

    void forecast(KeyFigure key, LocalDate day, Money money) {
      add(key, OptionalLong.of(money.minor()), day, Certainty.FORECAST);
    }

    private void add(KeyFigure key, OptionalLong value, LocalDate day, Certainty certainty) {
      figures.add(
          new Report.Figure(
              key,
              value,
              day,
              certainty,
              text("insight.figure." + key.word()),
              text("insight.source." + key.word())));
    }
  }

  static Text text(String key) {
    return new Text(Words.in(Words.Language.ZH).t(key), Words.in(Words.Language.EN).t(key));
  }

  /// As much a day until the year's end as on the average of its days so far, rounded half up to
  /// the fen.
  static Money atThisPace(Money soFar, LocalDate from, LocalDate cutOff, LocalDate to) {
    BigDecimal days = BigDecimal.valueOf(ChronoUnit.DAYS.between(from, to) + 1);
    BigDecimal gone = BigDecimal.valueOf(ChronoUnit.DAYS.between(from, cutOff) + 1);
    return Money.fen(
        BigDecimal.valueOf(soFar.minor())
            .multiply(days)
            .divide(gone, 0, RoundingMode.HALF_UP)
            .longValueExact());
  }

  /// In hundredths of a percent, rounded down: 99.99 % is not everybody. A later run may find fewer
  /// eligible than are insured; that is still no more than all.
  static OptionalLong share(long covered, long eligible) {
    long whole = Math.max(eligible, covered);
    return whole == 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.multiplyExact(covered, 10_000L) / whole);
  }

  private static OptionalLong days(
      Optional<CaseTotals.Waiting> waiting, Function<CaseTotals.Waiting, Integer> days) {
    return waiting
        .filter(each -> each.cases() >= Breakdown.FEWEST)
        .map(each -> OptionalLong.of(days.apply(each)))
        .orElse(OptionalLong.empty());
  }

  private Breakdown<PlaceCode> byTown(List<ProgrammeBooks.Reached> reached) {
    boolean oneCounty =
        reached.stream().map(ProgrammeBooks.Reached::county).distinct().count() == 1;
    return by(
        oneCounty ? reached : List.of(),
        each -> towns.townOf(each.village()),
        ReportMaker::insured);
  }

  private List<Report.Series> series(
      Programme programme, List<Report.Figure> figures, LocalDate cutOff) {
    List<Report.Series> series = new ArrayList<>();
    for (Indicator indicator : published.indicators(programme.id()))
      series.add(
          new Report.Series(
              indicator,
              published.current(indicator, cutOff),
              indicator
                  .beside()
                  .flatMap(key -> figures.stream().filter(each -> each.key() == key).findFirst())));
    return series;
  }

  private static Breakdown.Sum donated(GivingBooks.Raised raised) {
    return new Breakdown.Sum(raised.donations(), raised.given().minus(raised.returned()));
  }

  private static Breakdown.Sum spent(Spent spent) {
    return new Breakdown.Sum(spent.premiums(), spent.amount());
  }

  private static Breakdown.Sum insured(ProgrammeBooks.Reached reached) {
    return new Breakdown.Sum(reached.covered(), reached.premiums());
  }

  private static <T, G extends Comparable<G>> Breakdown<G> by(
      List<T> rows, Function<T, G> group, Function<T, Breakdown.Sum> sum) {
    return by(rows, group, sum, true);
  }

  /// @param merging whether small groups are merged; grants are given by bodies, not by people
  private static <T, G extends Comparable<G>> Breakdown<G> by(
      List<T> rows, Function<T, G> group, Function<T, Breakdown.Sum> sum, boolean merging) {
    Map<G, Breakdown.Sum> sums = new TreeMap<>();
    for (T row : rows) sums.merge(group.apply(row), sum.apply(row), Breakdown.Sum::plus);
    sums.values().removeIf(Breakdown.Sum.NONE::equals);
    return merging ? Breakdown.of(sums) : Breakdown.whole(sums);
  }

  private static <T> Money sum(List<T> rows, Function<T, Money> amount) {
    return rows.stream().map(amount).reduce(Money.fen(0), Money::plus);
  }

  private static <T> long count(List<T> rows, java.util.function.ToLongFunction<T> count) {
    return rows.stream().mapToLong(count).sum();
  }
}
