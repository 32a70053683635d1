package org.yutang.giving;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.yutang.giving.FigureRows.Sums;
import org.yutang.giving.PublicFigures.Group;
import org.yutang.giving.PublicFigures.Paid;
import org.yutang.giving.PublicFigures.Raised;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Granted;
import org.yutang.programme.Programmes;
import org.yutang.programme.Spent;

/// Groups the sums of a project for the public, with small groups merged.
@Component
class PublicGroups {

  private final Projects projects;
  private final FigureRows figures;
  private final Programmes programmes;

  PublicGroups(Projects projects, FigureRows figures, Programmes programmes) {
    this.projects = projects;
    this.figures = figures;
    this.programmes = programmes;
  }

  PublicFigures of(Project project) {
    List<FigureRows.Row> rows = figures.of(project.id());
    List<Spent> spent = programmes.spent(project.programme());
    List<Granted> granted = programmes.granted(project.programme());
    return new PublicFigures(
        project.id(),
        projects.figures(project),
        raised(rows, row -> month(row.key().month())),
        raised(rows, row -> county(row.key().merchantCounty())),
        raised(rows, row -> county(row.key().origin())),
        granted.stream()
            .map(each -> new Paid(month(each.month()), each.grants(), each.amount()))
            .toList(),
        spent.stream().map(Spent::amount).reduce(Money.fen(0), Money::plus),
        paid(spent, each -> month(each.month())),
        paid(spent, each -> county(each.county().text())));
  }

  private static Group month(java.time.YearMonth month) {
    return new Group.Month(month);
  }

  private static Group county(String code) {
    return code.isEmpty() ? new Group.Unknown() : new Group.County(new PlaceCode(code));
  }

  private static List<Raised> raised(
      List<FigureRows.Row> rows, Function<FigureRows.Row, Group> group) {
    Map<Group, Sums> sums = new TreeMap<>(ORDER);
    for (FigureRows.Row row : rows) sums.merge(group.apply(row), row.sums(), Sums::plus);
    return merged(sums, Sums::donations, Sums::plus).entrySet().stream()
        .map(
            each ->
                new Raised(
                    each.getKey(),
                    each.getValue().donations(),
                    Money.fen(each.getValue().given()),
                    each.getValue().refunds(),
                    Money.fen(each.getValue().returned())))
        .toList();
  }

  private static List<Paid> paid(List<Spent> spent, Function<Spent, Group> group) {
    record Sum(long count, Money amount) {
      Sum plus(Sum other) {
        return new Sum(count + other.count, amount.plus(other.amount));
      }
    }
    Map<Group, Sum> sums = new TreeMap<>(ORDER);
    for (Spent each : spent)
      sums.merge(group.apply(each), new Sum(each.premiums(), each.amount()), Sum::plus);
    return merged(sums, Sum::count, Sum::plus).entrySet().stream()
        .map(each -> new Paid(each.getKey(), each.getValue().count(), each.getValue().amount()))
        .toList();
  }

  static final Comparator<Group> ORDER =
      Comparator.comparing(
          group ->
              switch (group) {
                case Group.Month of -> "1" + of.month();
                case Group.County of -> "2" + of.county();
                case Group.Unknown _ -> "3";
                case Group.Others _ -> "4";
              });

  /// Puts groups of too few together, the smallest first, until those together are enough: a single
  /// small group beside the total would be known from the difference.
  static <S> Map<Group, S> merged(
      Map<Group, S> sums,
      java.util.function.ToLongFunction<S> count,
      java.util.function.BinaryOperator<S> plus) {
    List<Map.Entry<Group, S>> bySize = new ArrayList<>(sums.entrySet());
    bySize.sort(Comparator.comparingLong(each -> count.applyAsLong(each.getValue())));
    Map<Group, S> merged = new TreeMap<>(ORDER);
    S others = null;
    for (Map.Entry<Group, S> each : bySize) {
      boolean small = count.applyAsLong(each.getValue()) < PublicFigures.FEWEST;
      if (small || (others != null && count.applyAsLong(others) < PublicFigures.FEWEST))
        others = others == null ? each.getValue() : plus.apply(others, each.getValue());
      else merged.put(each.getKey(), each.getValue());
    }
    if (others != null) merged.put(new Group.Others(), others);
    return merged;
  }
}
