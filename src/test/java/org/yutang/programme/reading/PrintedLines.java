package org.yutang.programme.reading;

import java.util.ArrayList;
import java.util.List;

/// Lines of print as a reader would have seen them, laid out in a monospaced way: 16 pixels a sign,
/// 40 pixels a row, turned and tilted as asked for.
final class PrintedLines {

  private static final int WIDTH = 1400;
  private static final int HEIGHT = 1400;

  private final List<Ocr.Line> lines = new ArrayList<>();
  private final double slope;
  private final int turns;
  private int row;

  PrintedLines(double slope, int turns) {
    this.slope = slope;
    this.turns = turns;
  }

  /// One row; two blanks part words.
  PrintedLines row(String text) {
    row++;
    int at = 0;
    for (String word : text.split("(?<=\\S)(?= {2,})|(?<= {2})(?=\\S)")) {
      if (!word.isBlank()) word(word, 60 + 16 * at, 80 + 40 * row);
      at += word.length();
    }
    return this;
  }

  PrintedLines word(String text, double x, double y) {
    double width = 16 * text.length();
    lines.add(
        new Ocr.Line(
            text,
            0.96,
            List.of(
                corner(x, y), corner(x + width, y), corner(x + width, y + 24), corner(x, y + 24))));
    return this;
  }

  private Ocr.Corner corner(double x, double y) {
    double left = (x - slope * y) / WIDTH;
    double top = (y + slope * x) / HEIGHT;
    return switch (turns) {
      case 1 -> new Ocr.Corner(top, 1 - left);
      case 2 -> new Ocr.Corner(1 - left, 1 - top);
      case 3 -> new Ocr.Corner(1 - top, left);
      default -> new Ocr.Corner(left, top);
    };
  }

  Ocr.Seen seen() {
    return new Ocr.Seen(WIDTH, HEIGHT, turns, lines, 1);
  }
}
