package org.yutang.insight;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;
import org.yutang.store.Changes;
import org.yutang.store.Remembered;
import org.yutang.store.Transactions;

/// Checks who may and what is sound, and hands on to whoever does it.
@Component
class SqlInsight implements Insight {

  private static final LocalDate EARLIEST = LocalDate.of(1949, 10, 1);
  private static final int YEARS_AHEAD = 50;
  private static final int MAX_URL = 500;

  /// Reports that are kept for the next reader.
  private static final int MOST_KEPT = 64;

  private final PublishedRows rows;
  private final ReportMaker maker;
  private final Programmes programmes;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;
  private final Remembered<Asked, Report> reports;

  SqlInsight(
      PublishedRows rows,
      ReportMaker maker,
      Programmes programmes,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock,
      Changes changes) {
    this.rows = rows;
    this.maker = maker;
    this.programmes = programmes;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
    this.reports = new Remembered<>(changes, MOST_KEPT);
  }

  private record Asked(ProgrammeId programme, int year, LocalDate cutOff) {}

  @Override
  public Indicator addIndicator(Actor actor, Indicator indicator) {
    Programme programme = programmes.get(indicator.programme());
    access.require(actor, Permission.ENTER_FIGURES, programme.place());
    if (!Indicator.isId(indicator.id())) throw refusal(InsightRefusal.BAD_ID, indicator.id());
    requireText(indicator.name(), "name");
    indicator
        .beside()
        .filter(key -> key.unit() != indicator.unit())
        .ifPresent(
            key -> {
              throw new Refusal(InsightRefusal.UNIT_DIFFERS, Map.of("unit", key.unit().name()));
            });
    return transactions.call(
        () -> {
          if (rows.insert(indicator, actor, clock.instant()))
            audit.record(
                actor,
                "insight.add-indicator",
                programme.place(),
                indicator.id(),
                Map.of("unit", indicator.unit().name(), "name", indicator.name().zh()));
          else if (!getIndicator(indicator.id()).equals(indicator))
            throw refusal(InsightRefusal.INDICATOR_DIFFERS, indicator.id());
          return indicator;
        });
  }

  @Override
  public Indicator getIndicator(String id) {
    return rows.indicator(id).orElseThrow(() -> refusal(InsightRefusal.UNKNOWN_INDICATOR, id));
  }

  @Override
  public Page<Indicator> indicators(Optional<ProgrammeId> programme, Page.Wanted page) {
    return rows.indicators(programme, page);
  }

  @Override
  public Published enter(Actor actor, Published.New figure) {
    Indicator indicator = getIndicator(figure.indicator());
    Programme programme = programmes.get(indicator.programme());
    access.require(actor, Permission.ENTER_FIGURES, programme.place());
    long value = value(indicator, figure.value());
    requireDay(figure);
    requireText(figure.source(), "source");
    URI url = url(figure.url().strip());
    return transactions.call(
        () -> {
          rows.lock(indicator);
          Optional<Published> known = rows.find(figure.id());
          if (known.isPresent()) return same(known.get(), figure, value, url);
          int version = rows.version(figure);
          if (version != figure.replaces())
            throw new Refusal(InsightRefusal.FIGURE_CHANGED, Map.of("version", version));
          rows.insert(
              figure,
              value,
              url,
              version + 1,
              actor,
              clock.instant().truncatedTo(ChronoUnit.MICROS));
          audit.record(
              actor,
              "insight.enter-figure",
              programme.place(),
              indicator.id(),
              Map.of(
                  "value",
                  indicator.unit().decimal(value),
                  "day",
                  figure.cutOff().toString(),
                  "certainty",
                  figure.certainty().name(),
                  "version",
                  version + 1));
          return rows.find(figure.id()).orElseThrow();
        });
  }

  @Override
  public Page<Published> published(Published.Query query) {
    query.indicator().ifPresent(this::getIndicator);
    return rows.list(query);
  }

  @Override
  public List<Integer> years(ProgrammeId id) {
    Programme programme = programmes.get(id);
    int last = programme.yearOf(today());
    return IntStream.iterate(last, year -> year >= programme.firstYear(), year -> year - 1)
        .boxed()
        .toList();
  }

  @Override
  public ReportDays days(ProgrammeId id, int year) {
    return days(programmes.get(id), year);
  }

  @Override
  public Report report(ProgrammeId id, int year, Optional<LocalDate> cutOff) {
    Programme programme = programmes.get(id);
    LocalDate until = days(programme, year).checked(cutOff);
    return reports.get(new Asked(id, year, until), () -> maker.make(programme, year, until));
  }

  private ReportDays days(Programme programme, int year) {
    int last = programme.yearOf(today());
    if (year < programme.firstYear() || year > last)
      throw new Refusal(
          InsightRefusal.UNKNOWN_YEAR,
          Map.of(
              "year",
              String.valueOf(year),
              "first",
              String.valueOf(programme.firstYear()),
              "last",
              String.valueOf(last)));
    if (!programme.currency().equals("CNY"))
      throw new Refusal(InsightRefusal.FOREIGN_FUND, Map.of("programme", programme.id().text()));
    return new ReportDays(programme.coverFrom(year), programme.coverTo(year), today());
  }

  private static long value(Indicator indicator, String text) {
    try {
      return indicator.unit().parse(text);
    } catch (NumberFormatException e) {
      throw new Refusal(InsightRefusal.BAD_VALUE, Map.of("value", shortened(text)));
    }
  }

  private void requireDay(Published.New figure) {
    LocalDate day = figure.cutOff();
    if (day.isBefore(EARLIEST) || day.isAfter(today().plusYears(YEARS_AHEAD)))
      throw new Refusal(InsightRefusal.BAD_DAY, Map.of("day", day.toString()));
    if (figure.certainty() == Certainty.ACTUAL && day.isAfter(today()))
      throw new Refusal(InsightRefusal.FUTURE_ACTUAL, Map.of("day", day.toString()));
  }

  private static void requireText(Text text, String field) {
    for (String each : List.of(text.zh(), text.en()))
      if (each.isBlank() || each.length() > MAX_TEXT || each.chars().anyMatch(SqlInsight::isUnfit))
        throw new Refusal(InsightRefusal.BAD_TEXT, Map.of("field", field, "limit", MAX_TEXT));
  }

  /// Control characters, and what XML has no place for.
  private static boolean isUnfit(int c) {
    return Character.isISOControl(c) || c >= 0xFFFE;
  }

  /// Readers will follow it, so nothing but a plain address of the web may stand there.
  private static @Nullable URI url(String text) {
    if (text.isEmpty()) return null;
    try {
      URI url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getUserInfo() == null && text.length() <= MAX_URL)
        return url;
    } catch (URISyntaxException e) {
      // refused below like every other text that is no address
    }
    throw new Refusal(InsightRefusal.BAD_URL, Map.of("url", shortened(text)));
  }

  private static Published same(
      Published known, Published.New figure, long value, @Nullable URI url) {
    boolean same =
        known.indicator().id().equals(figure.indicator())
            && known.value() == value
            && known.cutOff().equals(figure.cutOff())
            && known.certainty() == figure.certainty()
            && known.source().equals(figure.source())
            && known.url().equals(Optional.ofNullable(url));
    if (!same) throw new Refusal(InsightRefusal.FIGURE_DIFFERS);
    return known;
  }

  private static Refusal refusal(InsightRefusal code, String indicator) {
    return new Refusal(code, Map.of("indicator", shortened(indicator)));
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }
}
