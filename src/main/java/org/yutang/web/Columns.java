package org.yutang.web;

import java.util.ArrayList;
import java.util.List;

/// Groups of upright bars beside each other, over a scale that starts at nothing; in units of the
/// picture's own view box, for pages and for print.
public record Columns(
    double width, double height, List<Line> lines, List<Bar> bars, List<Label> labels) {

  private static final double LEFT = 64;
  private static final double CEILING = 14;
  private static final double FOOT = 38;
  private static final double WIDEST = 26;
  private static final int LINES = 4;

  public Columns {
    lines = List.copyOf(lines);
    bars = List.copyOf(bars);
    labels = List.copyOf(labels);
  }

  /// @param label what stands below it, `sub` a second line
  /// @param values of its bars, in the order of the colours; what is negative has no height
  record Group(String label, String sub, List<Value> values) {
    Group {
      values = List.copyOf(values);
    }
  }

  /// @param style the colour, a class of the stylesheet
  record Value(double value, String style) {}

  public record Line(double value, double y) {}

  public record Bar(double x, double y, double width, double height, String style) {}

  public record Label(double x, String text, String sub) {}

  /// Where the bars stand.
  public double floor() {
    return height - FOOT;
  }

  /// Where the scale's lines begin.
  public double left() {
    return LEFT;
  }

  static Columns of(double width, double height, List<Group> groups) {
    double most =
        groups.stream()
            .flatMap(group -> group.values().stream())
            .mapToDouble(Value::value)
            .max()
            .orElse(0);
    double step = MonthBars.step(most / LINES);
    double top = step * Math.max(1, Math.ceil(most / step));
    double floor = height - FOOT;
    double scale = (floor - CEILING) / top;
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i * step <= top + step / 2; i++)
      lines.add(new Line(i * step, floor - i * step * scale));
    List<Bar> bars = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    double room = (width - LEFT) / Math.max(1, groups.size());
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      double middle = LEFT + room * (i + 0.5);
      double thick = Math.min(WIDEST, room * 0.78 / Math.max(1, group.values().size()));
      double x = middle - thick * group.values().size() / 2;
      for (Value value : group.values()) {
        double tall = Math.max(0, value.value()) * scale;
        bars.add(new Bar(x, floor - tall, thick, tall, value.style()));
        x += thick;
      }
      labels.add(new Label(middle, group.label(), group.sub()));
    }
    return new Columns(width, height, lines, bars, labels);
  }
}
