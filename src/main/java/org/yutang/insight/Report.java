package org.yutang.insight;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Programme;
import org.yutang.programme.Text;

/// A programme's policy year in figures, as of the end of a business day.
///
/// @param from the first day of the year, `to` its last
/// @param cutOff the last day that counts
/// @param figures in the order of [KeyFigure]; a forecast only while the year goes on
/// @param paidByMonth like all of payments, empty where they are fewer than ten together
/// @param insuredByTown where the insured live in one county; else empty, as is the other
/// @param series what others published, with the own figure beside
public record Report(
    Programme programme,
    int year,
    LocalDate from,
    LocalDate to,
    LocalDate cutOff,
    List<Figure> figures,
    Breakdown<YearMonth> donatedByMonth,
    Breakdown<YearMonth> grantedByMonth,
    Breakdown<YearMonth> spentByMonth,
    Breakdown<YearMonth> paidByMonth,
    Breakdown<UUID> donatedByProject,
    Breakdown<PlaceCode> donatedByCounty,
    Breakdown<PlaceCode> spentByCounty,
    Breakdown<PlaceCode> insuredByCounty,
    Breakdown<PlaceCode> insuredByTown,
    Breakdown<PlaceCode> paidByCounty,
    List<Series> series) {

  /// Throws where totals of the same thing differ, because such a report must never be shown.
  public Report {
    figures = List.copyOf(figures);
    series = List.copyOf(series);
    Map<KeyFigure, Long> values = new EnumMap<>(KeyFigure.class);
    for (Figure each : figures)
      if (each.value().isPresent()) values.put(each.key(), each.value().getAsLong());
    requireEqual(values, KeyFigure.DONATED, donatedByMonth.total().amount().minor());
    requireEqual(values, KeyFigure.DONATED, donatedByProject.total().amount().minor());
    requireEqual(values, KeyFigure.DONATED, donatedByCounty.total().amount().minor());
    requireEqual(values, KeyFigure.DONATIONS, donatedByMonth.total().count());
    requireEqual(values, KeyFigure.GRANTED, grantedByMonth.total().amount().minor());
    requireEqual(values, KeyFigure.SPENT, spentByMonth.total().amount().minor());
    requireEqual(values, KeyFigure.SPENT, spentByCounty.total().amount().minor());
    requireEqual(values, KeyFigure.PREMIUMS, spentByCounty.total().count());
    requireEqual(values, KeyFigure.INSURED, insuredByCounty.total().count());
    requireEqual(values, KeyFigure.PAYMENTS, paidByMonth.total().count());
    requireEqual(values, KeyFigure.PAID_OUT, paidByMonth.total().amount().minor());
    requireEqual(values, KeyFigure.PAID_OUT, paidByCounty.total().amount().minor());
  }

  private static void requireEqual(Map<KeyFigure, Long> values, KeyFigure key, long sum) {
    Long value = values.get(key);
    if (value != null && value != sum)
      throw new IllegalStateException(key + " is " + value + ", its parts are " + sum);
  }

  /// One number with everything that it means.
  ///
  /// @param value in whole units of the key's unit kind; empty where nothing was measured, or too
  ///   few to be told
  /// @param source which room counts it, and how
  public record Figure(
      KeyFigure key,
      OptionalLong value,
      LocalDate cutOff,
      Certainty certainty,
      Text title,
      Text source) {

    public UnitKind unit() {
      return key.unit();
    }
  }

  /// @param published current versions up to the report's cut-off day, and forecasts, by day; of a
  ///   long series the newest
  /// @param own the report's own figure that counts the same
  public record Series(Indicator indicator, List<Published> published, Optional<Figure> own) {
    public Series {
      published = List.copyOf(published);
    }
  }

  /// Empty where there is no such figure in this report.
  public Optional<Figure> find(KeyFigure key) {
    return figures.stream().filter(figure -> figure.key() == key).findFirst();
  }

  /// The value of a figure; 0 where it is not told.
  public long value(KeyFigure key) {
    return find(key).map(figure -> figure.value().orElse(0)).orElse(0L);
  }

  /// Whether nothing happened at all.
  public boolean isEmpty() {
    return figures.stream().noneMatch(figure -> figure.value().orElse(0) != 0);
  }
}
