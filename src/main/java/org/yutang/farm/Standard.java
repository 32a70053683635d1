package org.yutang.farm;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Text;

/// What a product must be and how it is grown, as a file of `playbooks/standards` defines it.
///
/// @param versions oldest first
/// @param sources what it rests on
public record Standard(
    StandardId id,
    Text title,
    Text summary,
    List<Variety> varieties,
    List<Version> versions,
    List<Text> sources) {

  public Standard {
    varieties = List.copyOf(varieties);
    versions = List.copyOf(versions);
    sources = List.copyOf(sources);
  }

  public Version newest() {
    return versions.getLast();
  }

  /// The version that holds in a season. Refuses with [FarmRefusal#NO_VERSION].
  public Version inSeason(int season) {
    return versions.reversed().stream()
        .filter(version -> version.fromSeason() <= season)
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    FarmRefusal.NO_VERSION,
                    Map.of("standard", id.text(), "season", String.valueOf(season))));
  }

  public record Variety(String name, Text title) {}

  /// The rules from a season on. A season is called by the year in which it starts.
  ///
  /// @param measures what is plausible of each measure
  /// @param grades the best first
  /// @param tasks the calendar, in its order
  /// @param shelfLifeDays how long it keeps from its harvest on
  /// @param purity what a laboratory must find before a lot may be certified
  /// @param temperature at which it is kept and carried
  public record Version(
      int fromSeason,
      MonthDay seasonStarts,
      List<Bound> measures,
      List<Grade> grades,
      List<Task> tasks,
      List<Input> inputs,
      List<Forbidden> forbidden,
      Optional<Nutrients> nutrients,
      List<Prices> prices,
      List<Base> bases,
      OptionalInt shelfLifeDays,
      List<PurityTest> purity,
      Optional<Temperature> temperature) {

    public Version {
      measures = List.copyOf(measures);
      grades = List.copyOf(grades);
      tasks = List.copyOf(tasks);
      inputs = List.copyOf(inputs);
      forbidden = List.copyOf(forbidden);
      prices = List.copyOf(prices);
      bases = List.copyOf(bases);
      purity = List.copyOf(purity);
    }

    /// The grade of a sample: the best one all of whose bounds it keeps. Pure. Refuses with
    /// [FarmRefusal#IMPLAUSIBLE] and [FarmRefusal#MEASURE_MISSING].
    public Grading grade(Sample sample) {
      sample
          .values()
          .forEach(
              (measure, value) -> {
                if (measures.stream().noneMatch(each -> each.keeps(measure, value)))
                  throw implausible(measure);
              });
      List<Grading.Missed> missed = new ArrayList<>();
      for (Grade grade : grades) {
        int before = missed.size();
        for (Bound bound : grade.bounds()) {
          long value = sample.get(bound.measure());
          if (!bound.keeps(bound.measure(), value))
            missed.add(new Grading.Missed(grade, bound, value));
        }
        if (missed.size() == before) return new Grading.Graded(grade, missed);
      }
      return new Grading.BelowAll(missed);
    }

    Refusal implausible(Measure measure) {
      Optional<Bound> bound =
          measures.stream().filter(each -> each.measure() == measure).findFirst();
      return new Refusal(
          FarmRefusal.IMPLAUSIBLE,
          Map.of(
              "measure",
              measure.name(),
              "least",
              bound.flatMap(Bound::least).map(measure::text).orElse("–"),
              "most",
              bound.flatMap(Bound::most).map(measure::text).orElse("–"),
              "unit",
              measure.unit()));
    }

    /// The protected price of a kilogram of a grade in a season.
    public Optional<Money> price(int season, String grade) {
      return prices.stream()
          .filter(each -> each.season() == season)
          .flatMap(each -> Optional.ofNullable(each.perKilogram().get(grade)).stream())
          .findFirst();
    }

    /// The season that a day falls in: it is called by the year in which it starts.
    public int seasonOf(LocalDate day) {
      return day.getYear() - (MonthDay.from(day).isBefore(seasonStarts) ? 1 : 0);
    }

    /// When a day of the calendar falls in a season.
    public LocalDate day(MonthDay day, int season) {
      return day.atYear(day.isBefore(seasonStarts) ? season + 1 : season);
    }

    public Optional<Task> findTask(String name) {
      return tasks.stream().filter(task -> task.name().equals(name)).findFirst();
    }

    public Optional<Input> findInput(String name) {
      return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
    }

    public Optional<Forbidden> findForbidden(String name) {
      return forbidden.stream().filter(input -> input.name().equals(name)).findFirst();
    }
  }

  /// From `least` to `most`, both included, in the measure's last decimal.
  public record Bound(Measure measure, Optional<Long> least, Optional<Long> most) {
    boolean keeps(Measure of, long value) {
      return of == measure
          && least.map(bound -> value >= bound).orElse(true)
          && most.map(bound -> value <= bound).orElse(true);
    }
  }

  public record Grade(String name, Text title, List<Bound> bounds) {
    public Grade {
      bounds = List.copyOf(bounds);
    }
  }

  public enum TaskKind {
    PRUNE,
    FERTILISE,
    IRRIGATE,
    PROTECT,
    INSPECT,
    FEED,
    HARVEST
  }

  /// @param stage of growth
  public record Task(
      String name, Text title, Text stage, TaskKind kind, MonthDay from, MonthDay to) {}

  /// An input that may be used.
  ///
  /// @param unit `g` or `ml`
  /// @param mostPerMu in thousandths of the unit
  /// @param times how often in a season
  /// @param intervalDays between the last use and harvest
  public record Input(
      String name, Text title, String unit, long mostPerMu, int times, int intervalDays) {}

  /// An input that may never be used.
  public record Forbidden(String name, Text title, Text because) {}

  /// What the nutrient balance method needs to know of the crop; see [Formula].
  public record Nutrients(Nutrient n, Nutrient p, Nutrient k, Text source) {}

  /// @param uptake kilograms that 100 kg of harvest take up
  /// @param soil correction of what the soil test found, as a share
  /// @param use share of the fertiliser that the crop takes up in its season
  public record Nutrient(BigDecimal uptake, BigDecimal soil, BigDecimal use) {}

  /// @param perKilogram by the grade's name
  public record Prices(int season, Map<String, Money> perKilogram) {
    public Prices {
      perKilogram = Map.copyOf(perKilogram);
    }
  }

  /// A test of a laboratory, passed from `least` to `most`, both included.
  ///
  /// @param method by which it is done, such as a standard's number
  public record PurityTest(
      String name,
      Text title,
      String unit,
      Optional<BigDecimal> least,
      Optional<BigDecimal> most,
      String method) {
    public boolean passes(BigDecimal value) {
      return least.map(bound -> value.compareTo(bound) >= 0).orElse(true)
          && most.map(bound -> value.compareTo(bound) <= 0).orElse(true);
    }

    /// Such as `≥ 60 g/100 g`.
    public String bounds() {
      String range =
          least.isPresent() && most.isPresent()
              ? least.get().toPlainString() + "–" + most.get().toPlainString()
              : least
                  .map(bound -> "≥ " + bound.toPlainString())
                  .orElseGet(() -> "≤ " + most.orElseThrow().toPlainString());
      return range + " " + unit;
    }
  }

  /// In tenths of a degree Celsius, both included.
  public record Temperature(int least, int most) {}

  /// A demonstration base.
  public record Base(Text title, PlaceCode place) {}
}
