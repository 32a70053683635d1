package org.yutang.programme.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.yutang.programme.PaperReading.Box;

/// The lines of a picture as they stand on the paper: upright, level, in rows.
///
/// @param rows from top to bottom, each from left to right
record Sheet(List<List<Word>> rows) {

  /// @param text plain, see [Amounts#plain]
  /// @param left on the level paper, in pixels, as are `right`, `middle` (of its height) and
  ///   `height`
  /// @param box in the picture
  record Word(
      String text,
      double confidence,
      double left,
      double right,
      double middle,
      double height,
      Box box) {

    /// The box of a part of the text, letters being about equally wide.
    Box part(int from, int to, boolean level) {
      double length = Math.max(1, text.length());
      return level
          ? new Box(
              box.left() + box.width() * from / length,
              box.top(),
              box.width() * (to - from) / length,
              box.height())
          : box;
    }
  }

  /// A line that leans by more than that against the others is a seal's.
  private static final double ASLANT = 0.1;

  /// Words of one row lie less than that part of their height apart.
  private static final double SAME_ROW = 0.55;

  static Sheet of(Ocr.Seen seen) {
    List<Word> words = new ArrayList<>();
    double slope = slope(seen);
    for (Ocr.Line line : seen.lines()) {
      String text = Amounts.plain(line.text());
      if (!text.isEmpty() && !isAslant(line, seen, slope)) words.add(word(text, line, seen, slope));
    }
    words.sort(Comparator.comparingDouble(Word::middle));
    List<List<Word>> rows = new ArrayList<>();
    for (Word word : words) {
      List<Word> last = rows.isEmpty() ? List.of() : rows.getLast();
      if (!last.isEmpty() && isSameRow(last, word)) last.add(word);
      else rows.add(new ArrayList<>(List.of(word)));
    }
    rows.forEach(row -> row.sort(Comparator.comparingDouble(Word::left)));
    return new Sheet(List.copyOf(rows));
  }

  List<Word> words() {
    return rows.stream().flatMap(List::stream).toList();
  }

  /// Compared with the nearest one of the row, so that what is left of the slope does not add up.
  private static boolean isSameRow(List<Word> row, Word word) {
    Word nearest =
        row.stream()
            .min(Comparator.comparingDouble(each -> Math.abs(each.left() - word.left())))
            .orElseThrow();
    boolean over = nearest.left() < word.right() && word.left() < nearest.right();
    double apart = Math.abs(nearest.middle() - word.middle());
    return !over && apart < SAME_ROW * Math.min(nearest.height(), word.height());
  }

  private static Word word(String text, Ocr.Line line, Ocr.Seen seen, double slope) {
    double[][] at = upright(line, seen);
    double left = Math.min(at[0][0], at[3][0]);
    double right = Math.max(at[1][0], at[2][0]);
    double x = Arrays.stream(at).mapToDouble(each -> each[0]).average().orElse(0);
    double y = Arrays.stream(at).mapToDouble(each -> each[1]).average().orElse(0);
    double height =
        Math.hypot(at[3][0] - at[0][0], at[3][1] - at[0][1]) / 2
            + Math.hypot(at[2][0] - at[1][0], at[2][1] - at[1][1]) / 2;
    // level by turning about the origin; for a few degrees shearing is enough
    return new Word(
        text,
        line.confidence(),
        left + slope * y,
        right + slope * y,
        y - slope * x,
        Math.max(1, height),
        box(line));
  }

  private static Box box(Ocr.Line line) {
    double left = line.corners().stream().mapToDouble(Ocr.Corner::x).min().orElse(0);
    double right = line.corners().stream().mapToDouble(Ocr.Corner::x).max().orElse(0);
    double top = line.corners().stream().mapToDouble(Ocr.Corner::y).min().orElse(0);
    double bottom = line.corners().stream().mapToDouble(Ocr.Corner::y).max().orElse(0);
    return new Box(left, top, right - left, bottom - top);
  }

  private static boolean isAslant(Ocr.Line line, Ocr.Seen seen, double slope) {
    double own = slope(upright(line, seen));
    return !Double.isNaN(own) && Math.abs(own - slope) > ASLANT;
  }

  /// NaN for a line that is too short to tell.
  private static double slope(double[][] at) {
    double width = at[1][0] - at[0][0];
    double height = Math.abs(at[3][1] - at[0][1]);
    return width > 3 * height
        ? (at[1][1] - at[0][1] + at[2][1] - at[3][1]) / 2 / width
        : Double.NaN;
  }

  /// How much lines fall from left to right: the median of the long ones.
  private static double slope(Ocr.Seen seen) {
    List<Double> slopes = new ArrayList<>();
    for (Ocr.Line line : seen.lines()) {
      double own = slope(upright(line, seen));
      if (!Double.isNaN(own)) slopes.add(own);
    }
    slopes.sort(Comparator.naturalOrder());
    return slopes.isEmpty() ? 0 : slopes.get(slopes.size() / 2);
  }

  /// The corners in pixels on the upright picture: upper left, upper right, lower right, lower
  /// left.
  private static double[][] upright(Ocr.Line line, Ocr.Seen seen) {
    List<double[]> at = new ArrayList<>();
    for (Ocr.Corner corner : line.corners()) {
      double x = corner.x() * seen.width();
      double y = corner.y() * seen.height();
      at.add(
          switch (seen.turns()) {
            case 1 -> new double[] {seen.height() - y, x};
            case 2 -> new double[] {seen.width() - x, seen.height() - y};
            case 3 -> new double[] {y, seen.width() - x};
            default -> new double[] {x, y};
          });
    }
    at.sort(Comparator.comparingDouble(each -> each[0]));
    double[][] left = {at.get(0), at.get(1)};
    double[][] right = {at.get(2), at.get(3)};
    boolean leftFirst = left[0][1] <= left[1][1];
    boolean rightFirst = right[0][1] <= right[1][1];
    return new double[][] {
      left[leftFirst ? 0 : 1],
      right[rightFirst ? 0 : 1],
      right[rightFirst ? 1 : 0],
      left[leftFirst ? 1 : 0]
    };
  }
}
