package org.yutang.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.GivingBooks;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.giving.RefundNotice;
import org.yutang.giving.SaleNotice;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.programme.People;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeBooks;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.Jobs;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Reports against the ledger and the rooms' tables, and published figures with their versions. The
/// fund is everybody's, so sums are compared with the books and before with after.
class InsightTest extends ServerTest {

  private static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  private static final PlaceCode COUNTY = new PlaceCode("CN-500235");

  @Autowired Insight insight;
  @Autowired Giving giving;
  @Autowired GivingBooks books;
  @Autowired Programmes programmes;
  @Autowired Ledger ledger;
  @Autowired Register register;
  @Autowired Audit audit;
  @Autowired Jobs jobs;
  @Autowired Outbox outbox;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final Actor officer = actor(Role.FUND_OFFICER, PlaceCode.WORLD);

  @Test
  void everyFigureIsTheSumOfItsVouchersAndAgreesWithLedgerAndTables() throws Exception {
    Programme programme = programmes.get(INSURANCE);
    Report before = report();
    long fund = ledger.find(programme.fund()).map(Account::balance).orElse(0L);
    int sold = sell(today().minusDays(1), 40);
    insure(23);
    Report after = report();

    assertThat(after.value(KeyFigure.DONATIONS) - before.value(KeyFigure.DONATIONS))
        .isEqualTo(sold);
    assertThat(after.value(KeyFigure.RETURNED) - before.value(KeyFigure.RETURNED)).isEqualTo(160);
    assertThat(after.value(KeyFigure.DONATED) - before.value(KeyFigure.DONATED))
        .isEqualTo(sold * 160L - 160);
    assertThat(after.value(KeyFigure.GRANTED) - before.value(KeyFigure.GRANTED))
        .isEqualTo(23 * 3200);
    assertThat(after.value(KeyFigure.PREMIUMS) - before.value(KeyFigure.PREMIUMS)).isEqualTo(23);
    assertThat(after.value(KeyFigure.SPENT) - before.value(KeyFigure.SPENT)).isEqualTo(23 * 3200);
    assertThat(after.value(KeyFigure.INSURED) - before.value(KeyFigure.INSURED)).isEqualTo(23);

    // beside other tests, which move money of this fund by hand
    assertThat(after.value(KeyFigure.BALANCE) - before.value(KeyFigure.BALANCE))
        .isEqualTo(ledger.find(programme.fund()).orElseThrow().balance() - fund);
    assertThat(after.value(KeyFigure.BALANCE))
        .isEqualTo(
            after.value(KeyFigure.OPENING)
                + after.value(KeyFigure.DONATED)
                + after.value(KeyFigure.GRANTED)
                - after.value(KeyFigure.SPENT));
    assertThat(after.value(KeyFigure.GIVEN))
        .isEqualTo(
            long_(
                "select coalesce(sum(donation), 0) from giving.sale where programme = :programme and business_date between :from and :to"));
    assertThat(after.value(KeyFigure.SPENT))
        .isEqualTo(
            long_(
                "select coalesce(sum(paid), 0) from programme.chunk where programme = :programme and business_date between :from and :to"));
    assertThat(after.value(KeyFigure.INSURED))
        .isEqualTo(
            long_(
                """
                select count(*) from programme.enrolment e join programme.chunk c on c.shard_key = e.shard_key and c.id = e.chunk
                where e.programme = :programme and e.policy_year = extract(year from cast(:to as date)) and c.settled_at is not null
                  and cast(:from as date) is not null
                """));

    for (GivingBooks.Kind kind : GivingBooks.Kind.values()) {
      GivingBooks.Vouchers vouchers =
          books.vouchers(kind, INSURANCE, after.from(), after.cutOff(), new Page.Wanted(1, 50));
      boolean given = kind == GivingBooks.Kind.DONATIONS;
      assertThat(vouchers.page().total())
          .isEqualTo(after.value(given ? KeyFigure.DONATIONS : KeyFigure.REFUNDS));
      assertThat(vouchers.sum().minor())
          .isEqualTo(after.value(given ? KeyFigure.GIVEN : KeyFigure.RETURNED));
    }
    List.of(after.donatedByMonth(), after.spentByMonth(), after.paidByMonth())
        .forEach(InsightTest::expectSum);
    List.of(after.donatedByCounty(), after.spentByCounty(), after.insuredByCounty())
        .forEach(InsightTest::expectSum);
    assertThat(after.donatedByMonth().total()).isEqualTo(after.donatedByProject().total());
    assertThat(after.figures())
        .filteredOn(figure -> figure.unit() == UnitKind.CLAIMS && figure.value().isPresent())
        .allMatch(
            figure -> figure.value().orElseThrow() == 0 || figure.value().orElseThrow() >= 10);
  }

  @Test
  void smallCountsOfClaimsAreNeitherToldNorGivenAway() {
    assertThat(counts(9, 0, 0, 0, 0)).isEmpty();
    assertThat(counts(12, 1, 1, 0, 1)).isEqualTo(Map.of(KeyFigure.FILED, 14L, KeyFigure.OPEN, 0L));
    assertThat(counts(30, 12, 3, 20, 10))
        .isEqualTo(
            Map.of(
                KeyFigure.FILED, 65L,
                KeyFigure.ACCEPTED, 30L,
                KeyFigure.OPEN, 20L,
                KeyFigure.REDUCED, 10L));
    assertThat(counts(30, 5, 6, 0, 0).keySet())
        .containsExactlyInAnyOrder(
            KeyFigure.FILED, KeyFigure.ACCEPTED, KeyFigure.OPEN, KeyFigure.REDUCED);
    for (long reduced : List.of(1L, 9L, 21L))
      assertThat(counts(30, 0, 0, 0, reduced)).doesNotContainKey(KeyFigure.REDUCED);
    assertThat(counts(30, 0, 0, 0, 30)).containsEntry(KeyFigure.REDUCED, 30L);
  }

  private static Map<KeyFigure, Long> counts(
      long accepted, long rejected, long withdrawn, long open, long reduced) {
    Map<KeyFigure, Long> told = new EnumMap<>(KeyFigure.class);
    ToldCases.of(
            new ProgrammeBooks.CaseBook(
                accepted + rejected + withdrawn + open,
                open,
                withdrawn,
                rejected,
                accepted,
                reduced,
                List.of(),
                Optional.empty(),
                Optional.empty()))
        .forEach((key, count) -> count.ifPresent(value -> told.put(key, value)));
    return told;
  }

  @Test
  void whatIsCutOffInsideAMonthIsTheSameAsItsDays() {
    LocalDate day = today().minusDays(1);
    sell(day, 12);
    LocalDate first = day.withDayOfMonth(1);
    assertThat(donations(first, day.minusDays(1)) + donations(day, day))
        .isEqualTo(donations(first, day));
    assertThat(donations(first, day) + donations(day.plusDays(1), today()))
        .isEqualTo(donations(first, today()));
    assertThat(donations(LocalDate.of(2000, 1, 1), today()))
        .isEqualTo(
            sql.sql("select count(*) from giving.sale where programme = :programme")
                .param("programme", INSURANCE.text())
                .query(Long.class)
                .single());
  }

  private long donations(LocalDate from, LocalDate to) {
    return books.raised(INSURANCE, from, to).stream()
        .mapToLong(GivingBooks.Raised::donations)
        .sum();
  }

  @Test
  void aReportAsOfAnEarlierDayKnowsNothingLater() {
    Report yesterday = insight.report(INSURANCE, year(), Optional.of(earlier()));
    sell(today(), 11);
    Report again = insight.report(INSURANCE, year(), Optional.of(earlier()));
    assertThat(again).isEqualTo(yesterday);
    assertThat(ReportDocument.checksum(again)).isEqualTo(ReportDocument.checksum(yesterday));
    assertThat(ReportDocument.checksum(report())).isNotEqualTo(ReportDocument.checksum(again));
  }

  /// The day before the last two, if the year has one.
  private LocalDate earlier() {
    LocalDate day = today().minusDays(2);
    LocalDate first = programmes.get(INSURANCE).coverFrom(year());
    return day.isBefore(first) ? first : day;
  }

  @Test
  void aYearWithoutAnythingIsEmptyAndStillTellsEveryFigure() {
    Report empty = insight.report(INSURANCE, 2017, Optional.empty());
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.cutOff()).isEqualTo("2017-12-31");
    assertThat(empty.find(KeyFigure.DONATED_BY_YEAR_END)).isEmpty();
    assertThat(empty.figures()).hasSize(KeyFigure.values().length - 1);
    assertThat(empty.figures())
        .allSatisfy(
            figure -> {
              assertThat(figure.title().zh()).doesNotContain("insight.");
              assertThat(figure.source().en()).doesNotContain("insight.").isNotBlank();
              assertThat(figure.certainty()).isEqualTo(Certainty.ACTUAL);
            });
  }

  @Test
  void theForecastIsTheRunRateAndMarkedAsSuch() {
    LocalDate first = LocalDate.of(2026, 1, 1);
    LocalDate last = LocalDate.of(2026, 12, 31);
    assertThat(ReportMaker.atThisPace(Money.fen(73), first, LocalDate.of(2026, 1, 10), last))
        .isEqualTo(Money.fen(2665)); // 73 × 365 / 10 = 2664.5
    assertThat(ReportMaker.atThisPace(Money.fen(5), first, last, last)).isEqualTo(Money.fen(5));
    Report report = insight.report(INSURANCE, year(), Optional.of(earlier()));
    Report.Figure forecast = report.find(KeyFigure.DONATED_BY_YEAR_END).orElseThrow();
    assertThat(forecast.certainty()).isEqualTo(Certainty.FORECAST);
    assertThat(forecast.cutOff()).isEqualTo(report.to());
    assertThat(report.figures())
        .filteredOn(figure -> figure.certainty() == Certainty.FORECAST)
        .hasSize(1);
  }

  @Test
  void noMoreThanAllAreInsured() {
    assertThat(ReportMaker.share(1, 3)).hasValue(3333);
    assertThat(ReportMaker.share(9_999_999, 10_000_000)).hasValue(9999);
    assertThat(ReportMaker.share(11, 10)).hasValue(10_000);
    assertThat(ReportMaker.share(1, 0)).hasValue(10_000);
    assertThat(ReportMaker.share(0, 0)).isEmpty();
  }

  @Test
  void smallGroupsAreMergedUntilTheyAreEnoughAndNothingIsLost() {
    Breakdown<YearMonth> merged =
        Breakdown.of(
            Map.of(
                YearMonth.of(2026, 1), sum(3),
                YearMonth.of(2026, 2), sum(12),
                YearMonth.of(2026, 3), sum(40)));
    assertThat(merged.parts())
        .containsExactly(new Breakdown.Part<>(YearMonth.of(2026, 3), sum(40)));
    assertThat(merged.others()).contains(sum(15));
    assertThat(merged.total()).isEqualTo(sum(55));
    assertThat(Breakdown.of(Map.of(1, sum(9))).orNothing().isEmpty()).isTrue();
    assertThat(Breakdown.of(Map.of(1, sum(10), 2, sum(11))).others()).isEmpty();
    assertThat(
            catchThrowableOfType(
                IllegalStateException.class,
                () -> new Breakdown<Integer>(List.of(), Optional.of(sum(1)), sum(2))))
        .isNotNull();
  }

  @Test
  void theSeriesOfALargeProgrammeStandsBesideOurOwnFigure() {
    String times = indicator(UnitKind.PERSON_TIMES, Optional.of(KeyFigure.PREMIUMS));
    String small = indicator(UnitKind.ORDERS, Optional.of(KeyFigure.DONATIONS));
    String yuan = indicator(UnitKind.CNY, Optional.of(KeyFigure.SPENT));
    String counties = indicator(UnitKind.COUNTIES, Optional.of(KeyFigure.COUNTIES));
    enter(times, "810000", "2017-12-31", 0);
    enter(times, "4250000", "2018-12-31", 0);
    enter(times, "4,560,000", "2019-06-30", 0);
    enter(counties, "66", "2018-12-31", 0);
    enter(counties, "69", "2019-06-30", 0);
    enter(small, "2700000000", "2018-12-31", 0);
    assertThat(enter(yuan, "136000000.00", "2018-12-31", 0).value()).isEqualTo(13_600_000_000L);

    Report report = report();
    Report.Series series = series(report, times);
    assertThat(series.published())
        .extracting(Published::value)
        .containsExactly(810_000L, 4_250_000L, 4_560_000L);
    assertThat(series.own()).isEqualTo(report.find(KeyFigure.PREMIUMS));
    assertThat(series(insight.report(INSURANCE, 2017, Optional.empty()), times).published())
        .extracting(Published::value)
        .containsExactly(810_000L);
    Map<?, ?> document =
        Json.read(
            new String(ReportDocument.of(report), java.nio.charset.StandardCharsets.UTF_8),
            Map.class);
    assertThat(document.get("published").toString())
        .contains("4560000", "136000000.00", "person-times");
  }

  @Test
  void ofALongSeriesTheNewestFiguresAreShownByDay() {
    String id = indicator(UnitKind.PERSONS, Optional.empty());
    LocalDate first = LocalDate.of(2018, 1, 1);
    int all = PublishedRows.MAX_FIGURES + 3;
    for (int i = 0; i < all; i++) enter(id, String.valueOf(i), first.plusDays(i).toString(), 0);
    assertThat(series(report(), id).published())
        .extracting(Published::value)
        .hasSize(PublishedRows.MAX_FIGURES)
        .startsWith(3L)
        .endsWith(all - 1L)
        .isSorted();
  }

  @Test
  void aCorrectedFigureKeepsItsOldVersion() {
    String id = indicator(UnitKind.PERSONS, Optional.empty());
    Published first = enter(id, "100", "2018-12-31", 0);
    Published second = enter(id, "101", "2018-12-31", 1);
    assertThat(List.of(first.version(), second.version())).containsExactly(1, 2);
    Page<Published> all = insight.published(query(id, true));
    assertThat(all.items()).extracting(Published::value).containsExactly(100L, 101L);
    assertThat(all.items()).extracting(Published::current).containsExactly(false, true);
    assertThat(insight.published(query(id, false)).items())
        .extracting(Published::value)
        .containsExactly(101L);
    assertThat(series(report(), id).published()).extracting(Published::value).containsExactly(101L);
    Refusal late = refused(figure(id, "102", "2018-12-31", Certainty.ACTUAL, "", 1));
    assertThat(late.code()).isEqualTo(InsightRefusal.FIGURE_CHANGED);
    assertThat(late.facts()).containsEntry("version", 2);
    Published.New same = figure(id, "7", "2019-12-31", Certainty.ACTUAL, "", 0);
    assertThat(insight.enter(officer, same)).isEqualTo(insight.enter(officer, same));
    Published.New other =
        new Published.New(
            same.id(), id, "8", same.cutOff(), same.certainty(), same.source(), "", 0);
    assertThat(refused(other).code()).isEqualTo(InsightRefusal.FIGURE_DIFFERS);
    assertThat(
            audit
                .list(
                    actor(Role.AUDITOR, PlaceCode.WORLD),
                    new Audit.Filter(
                        Optional.empty(), Optional.of("insight.enter-figure"), Optional.of(id)),
                    new Page.Wanted(1, 10))
                .items())
        .hasSize(3);
  }

  @Test
  void badFiguresAreRefused() {
    String id = indicator(UnitKind.PERSONS, Optional.empty());
    for (String value :
        List.of("-1", "1.5", "", "many", "1e3", "9999999999999999", "4,56", "1,2,3"))
      assertThat(refused(figure(id, value, "2018-12-31", Certainty.ACTUAL, "", 0)).code())
          .as(value)
          .isEqualTo(InsightRefusal.BAD_VALUE);
    String yuan = indicator(UnitKind.CNY, Optional.empty());
    for (String value : List.of("-0.01", "1.005", "4,56", "1234,567"))
      assertThat(refused(figure(yuan, value, "2018-12-31", Certainty.ACTUAL, "", 0)).code())
          .isEqualTo(InsightRefusal.BAD_VALUE);
    String tomorrow = today().plusDays(1).toString();
    assertThat(refused(figure(id, "1", tomorrow, Certainty.ACTUAL, "", 0)).code())
        .isEqualTo(InsightRefusal.FUTURE_ACTUAL);
    assertThat(
            insight.enter(officer, figure(id, "1", tomorrow, Certainty.FORECAST, "", 0)).version())
        .isEqualTo(1);
    assertThat(refused(figure(id, "1", "1900-01-01", Certainty.ACTUAL, "", 0)).code())
        .isEqualTo(InsightRefusal.BAD_DAY);
    for (String url :
        List.of(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "//host/path",
            "ftp://host/x",
            "https:///nowhere",
            "https://name:word@host/",
            "http://a b",
            "https://host/" + "x".repeat(500)))
      assertThat(refused(figure(id, "1", "2018-12-31", Certainty.ACTUAL, url, 0)).code())
          .as(url)
          .isEqualTo(InsightRefusal.BAD_URL);
    assertThat(
            refused(figure("no-such-indicator", "1", "2018-12-31", Certainty.ACTUAL, "", 0)).code())
        .isEqualTo(InsightRefusal.UNKNOWN_INDICATOR);
    assertThat(
            code(
                () ->
                    insight.addIndicator(
                        officer,
                        new Indicator(
                            "Bad Id", INSURANCE, name(), UnitKind.DAYS, Optional.empty()))))
        .isEqualTo(InsightRefusal.BAD_ID);
    assertThat(
            code(
                () ->
                    insight.addIndicator(
                        officer,
                        new Indicator(id, INSURANCE, name(), UnitKind.DAYS, Optional.empty()))))
        .isEqualTo(InsightRefusal.INDICATOR_DIFFERS);
    assertThat(
            code(
                () ->
                    insight.addIndicator(
                        officer,
                        new Indicator(
                            "x", INSURANCE, name(), UnitKind.DAYS, Optional.of(KeyFigure.SPENT)))))
        .isEqualTo(InsightRefusal.UNIT_DIFFERS);
    assertThat(
            code(
                () ->
                    insight.addIndicator(
                        officer,
                        new Indicator(
                            "x", INSURANCE, new Text("", "x"), UnitKind.DAYS, Optional.empty()))))
        .isEqualTo(InsightRefusal.BAD_TEXT);
    for (String unfit : List.of("a\u0001", "a\u000b", "a\u0085", "a\ufffe", "a\uffff"))
      assertThat(
              code(
                  () ->
                      insight.addIndicator(
                          officer,
                          new Indicator(
                              "x",
                              INSURANCE,
                              new Text("x", unfit),
                              UnitKind.DAYS,
                              Optional.empty()))))
          .isEqualTo(InsightRefusal.BAD_TEXT);
    Actor auditor = actor(Role.AUDITOR, PlaceCode.WORLD);
    assertThat(
            code(
                () ->
                    insight.enter(auditor, figure(id, "1", "2018-12-31", Certainty.ACTUAL, "", 0))))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    Actor elsewhere = actor(Role.FUND_OFFICER, COUNTY);
    assertThat(
            code(
                () ->
                    insight.enter(
                        elsewhere, figure(id, "1", "2018-12-31", Certainty.ACTUAL, "", 0))))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
  }

  @Test
  void unknownYearsAndDaysAreRefused() {
    for (int year : List.of(0, 2016, year() + 1, 9999))
      assertThat(code(() -> insight.report(INSURANCE, year, Optional.empty())))
          .isEqualTo(InsightRefusal.UNKNOWN_YEAR);
    for (LocalDate day : List.of(today().plusDays(1), LocalDate.of(year() - 1, 12, 31)))
      assertThat(code(() -> insight.report(INSURANCE, year(), Optional.of(day))))
          .isEqualTo(InsightRefusal.BAD_CUT_OFF);
    assertThat(insight.years(INSURANCE)).startsWith(year()).endsWith(2017);
  }

  @Test
  void everybodyMayAskForTheEndsOfMonthsThatAreOver() {
    LocalDate first = LocalDate.of(2026, 1, 1);
    LocalDate last = LocalDate.of(2026, 12, 31);
    ReportDays running = new ReportDays(first, last, LocalDate.of(2026, 3, 31));
    assertThat(running.newest()).isEqualTo("2026-03-31");
    assertThat(running.closed())
        .containsExactly(LocalDate.of(2026, 2, 28), LocalDate.of(2026, 1, 31));
    assertThat(running.publicDay(Optional.empty())).isEqualTo("2026-03-31");
    assertThat(running.publicDay(Optional.of(LocalDate.of(2026, 1, 31)))).isEqualTo("2026-01-31");
    for (LocalDate day : List.of(LocalDate.of(2026, 2, 27), LocalDate.of(2026, 3, 31)))
      assertThat(code(() -> running.publicDay(Optional.of(day))))
          .isEqualTo(InsightRefusal.NO_MONTH_END);
    assertThat(code(() -> running.publicDay(Optional.of(LocalDate.of(2026, 4, 30)))))
        .isEqualTo(InsightRefusal.BAD_CUT_OFF);
    ReportDays over = new ReportDays(first, last, LocalDate.of(2027, 5, 5));
    assertThat(over.closed()).hasSize(12).startsWith(last).doesNotHaveDuplicates();
    ReportDays odd =
        new ReportDays(LocalDate.of(2026, 7, 15), LocalDate.of(2027, 7, 14), last.plusYears(1));
    assertThat(odd.closed())
        .hasSize(13)
        .startsWith(LocalDate.of(2027, 7, 14), LocalDate.of(2027, 6, 30))
        .endsWith(LocalDate.of(2026, 7, 31));
  }

  private static void expectSum(Breakdown<?> breakdown) {
    long count =
        breakdown.parts().stream().mapToLong(part -> part.sum().count()).sum()
            + breakdown.others().map(Breakdown.Sum::count).orElse(0L);
    assertThat(count).isEqualTo(breakdown.total().count());
  }

  private long long_(String select) {
    Report report = report();
    return sql.sql(select)
        .param("programme", INSURANCE.text())
        .param("from", report.from())
        .param("to", report.cutOff())
        .query(Long.class)
        .single();
  }

  private Report report() {
    return insight.report(INSURANCE, year(), Optional.empty());
  }

  private int year() {
    return programmes.get(INSURANCE).yearOf(today());
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  private int sell(LocalDate day, int orders) {
    UUID project = UUID.randomUUID();
    UUID merchant = UUID.randomUUID();
    giving.openProject(
        officer,
        new Project.New(
            project,
            name(),
            name(),
            INSURANCE,
            COUNTY,
            day.minusDays(10),
            day.plusDays(100),
            Money.parse("1000", "CNY"),
            List.of(new Project.BudgetLine(name(), Money.parse("1000", "CNY")))));
    giving.addMerchant(officer, merchant, name(), COUNTY);
    giving.pledge(
        officer,
        UUID.randomUUID(),
        merchant,
        project,
        new Rate.PerOrder(Money.fen(160)),
        day.minusDays(5));
    Instant at = day.atStartOfDay(BusinessDay.ZONE).toInstant();
    List<SaleNotice> notices = new ArrayList<>();
    for (int i = 0; i < orders; i++)
      notices.add(
          new SaleNotice("I-" + i, at, Money.fen(5000), Optional.empty(), Optional.empty()));
    giving.sellAll(officer, merchant, notices);
    giving.refundAll(
        officer, merchant, List.of(new RefundNotice("R-1", "I-0", at, Optional.empty())));
    return orders;
  }

  private void insure(int persons) throws InterruptedException {
    PlaceCode village =
        register
            .children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    People people = new People(sql, COUNTY);
    for (int i = 0; i < persons; i++)
      people.add(village, LocalDate.of(year() - 40, 1, 1), PovertyStatus.REGISTERED);
    people.save();
    programmes.grant(officer, INSURANCE, Money.fen(persons * 3200L), UUID.randomUUID(), "a test");
    UUID job = programmes.enrol(officer, INSURANCE, COUNTY, year(), UUID.randomUUID());
    for (int i = 0; i < 1200 && !jobs.find(job).orElseThrow().ended(); i++) Thread.sleep(50);
    assertThat(jobs.find(job).orElseThrow().state()).isEqualTo(Jobs.State.DONE);
    for (int i = 0; i < 3; i++) assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
  }

  private String indicator(UnitKind unit, Optional<KeyFigure> beside) {
    String id = "t-" + UUID.randomUUID();
    insight.addIndicator(officer, new Indicator(id, INSURANCE, name(), unit, beside));
    return id;
  }

  private Published enter(String indicator, String value, String day, int replaces) {
    return insight.enter(
        officer,
        figure(indicator, value, day, Certainty.ACTUAL, "https://example.org/a?b=c", replaces));
  }

  private static Published.New figure(
      String indicator, String value, String day, Certainty certainty, String url, int replaces) {
    return new Published.New(
        UUID.randomUUID(),
        indicator,
        value,
        LocalDate.parse(day),
        certainty,
        new Text("年度报告", "Annual report"),
        url,
        replaces);
  }

  private static Report.Series series(Report report, String indicator) {
    return report.series().stream()
        .filter(each -> each.indicator().id().equals(indicator))
        .findFirst()
        .orElseThrow();
  }

  private static Published.Query query(String indicator, boolean all) {
    return new Published.Query(
        Optional.empty(),
        Optional.of(indicator),
        all,
        Published.Sort.CUT_OFF,
        false,
        new Page.Wanted(1, 50));
  }

  private Refusal refused(Published.New figure) {
    return catchThrowableOfType(Refusal.class, () -> insight.enter(officer, figure));
  }

  private static Refusal.Code code(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    return catchThrowableOfType(Refusal.class, work).code();
  }

  private static Breakdown.Sum sum(long count) {
    return new Breakdown.Sum(count, Money.fen(count * 100));
  }

  private static Text name() {
    return new Text("测试", "A test");
  }

  private static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "test", Set.of(new Grant(role, place)));
  }
}
