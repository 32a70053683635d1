package org.yutang.web;

import java.util.ArrayList;
import java.util.List;

/// Two bars a month beside each other, over a scale that starts at nothing.
///
/// @param top the value of the highest line of the scale
public record MonthBars(List<Line> lines, List<Month> months, double top) {

  /// The extent of the picture's view box.
  public static final int WIDTH = 360;

  public static final int HEIGHT = 212;
  private static final double LEFT = 46;
  private static final double FLOOR = 176;
  private static final double CEILING = 12;
  private static final int LINES = 4;

  public MonthBars {
    lines = List.copyOf(lines);
    months = List.copyOf(months);
  }

  /// @param first and `second`: the values of the two bars, not negative
  /// @param year what stands below the month; empty but for the first month of each year
  public record Pair(String month, String year, double first, double second) {}

  public record Line(double value, double y) {}

  public record Month(Pair pair, double x, double width, double firstY, double secondY) {
    public double floor() {
      return FLOOR;
    }

    public double middle() {
      return x + width;
    }
  }

  static MonthBars of(List<Pair> pairs) {
    double most =
        pairs.stream().mapToDouble(pair -> Math.max(pair.first(), pair.second())).max().orElse(0);
    double step = step(most / LINES);
    double top = step * Math.max(1, Math.ceil(most / step));
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i * step <= top + step / 2; i++)
      lines.add(new Line(i * step, y(i * step, top)));
    double room = (WIDTH - LEFT) / Math.max(1, pairs.size());
    double width = Math.min(14, room * 0.38);
    List<Month> months = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      double x = LEFT + room * i + (room - 2 * width) / 2;
      months.add(new Month(pair, x, width, y(pair.first(), top), y(pair.second(), top)));
    }
    return new MonthBars(lines, months, top);
  }

  private static double y(double value, double top) {
    return FLOOR - (FLOOR - CEILING) * value / top;
  }

  /// 1, 2 or 5 times a power of ten, at least as much.
  static double step(double least) {
    if (least <= 0) return 1;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double times : new double[] {1, 2, 5}) if (times * power >= least) return times * power;
    return 10 * power;
  }
}
