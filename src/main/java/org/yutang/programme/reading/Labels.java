package org.yutang.programme.reading;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.yutang.programme.PaperReading.Box;
import org.yutang.programme.reading.Sheet.Word;

/// Finds what stands beside a label: behind it in the same line, right of it in the same row, or
/// below it.
final class Labels {

  /// How much a value is believed that stands behind, right of, or below its label.
  private static final double BEHIND = 1.0;

  private static final double RIGHT = 0.97;
  private static final double BELOW = 0.75;

  /// How many other words may stand between a label and its value.
  private static final int BETWEEN = 2;

  /// From so many letters on one may be misread.
  private static final int FORGIVING = 5;

  private final Sheet sheet;

  Labels(Sheet sheet) {
    this.sheet = sheet;
  }

  /// A value and where it stands.
  record Found<T>(T value, double confidence, Box box) {
    <U> Found<U> with(U other) {
      return new Found<>(other, confidence, box);
    }

    Found<T> times(double factor) {
      return new Found<>(value, confidence * factor, box);
    }
  }

  /// By the first label, in the order of the list, that has a value.
  ///
  /// @param reading takes the plain text behind a label, or of another word
  <T> Optional<Found<T>> find(List<String> labels, Function<String, Optional<T>> reading) {
    for (String label : labels) {
      Optional<Found<T>> found = find(label, reading);
      if (found.isPresent()) return found;
    }
    return Optional.empty();
  }

  <T> Optional<Found<T>> find(String label, Function<String, Optional<T>> reading) {
    for (int row = 0; row < sheet.rows().size(); row++) {
      List<Word> words = sheet.rows().get(row);
      for (int at = 0; at < words.size(); at++) {
        Word word = words.get(at);
        int end = endOf(label, word.text());
        if (end < 0) continue;
        Optional<Found<T>> found = near(words, at, end, reading);
        if (found.isEmpty()) found = below(row, word, reading);
        if (found.isPresent()) return found;
      }
    }
    return Optional.empty();
  }

  /// Where the label ends in a text, one letter misread if it is long enough; -1 if it is not
  /// there.
  static int endOf(String label, String text) {
    int exact = text.indexOf(label);
    if (exact >= 0) return isLonger(text, exact) ? -1 : exact + label.length();
    if (label.length() < FORGIVING) return -1;
    for (int from = 0; from + label.length() - 1 <= text.length(); from++) {
      if (isLonger(text, from)) continue;
      int same = 0;
      while (same < label.length()
          && from + same < text.length()
          && text.charAt(from + same) == label.charAt(same)) same++;
      // the first letter that differs was read as another one, or not at all
      if (text.startsWith(label.substring(same + 1), from + same + 1)) return from + label.length();
      if (same > 0 && text.startsWith(label.substring(same + 1), from + same))
        return from + label.length() - 1;
    }
    return -1;
  }

  /// Whether another label only ends in this one, as 先自付 does in 自付.
  private static boolean isLonger(String text, int from) {
    return from > 0 && "先未不非".indexOf(text.charAt(from - 1)) >= 0;
  }

  private static <T> Optional<Found<T>> near(
      List<Word> row, int at, int from, Function<String, Optional<T>> reading) {
    Word word = row.get(at);
    String rest = behind(word.text(), from);
    Optional<T> value = reading.apply(rest);
    int start = word.text().length() - rest.length();
    if (value.isPresent())
      return Optional.of(new Found<>(value.get(), word.confidence() * BEHIND, part(word, start)));
    if (hasLetters(rest)) return Optional.empty();
    for (int next = at + 1; next < row.size() && next <= at + BETWEEN; next++) {
      Word other = row.get(next);
      Optional<T> there = reading.apply(behind(other.text(), 0));
      if (there.isPresent())
        return Optional.of(new Found<>(there.get(), other.confidence() * RIGHT, other.box()));
      if (hasLetters(other.text())) break;
    }
    return Optional.empty();
  }

  private static Box part(Word word, int start) {
    boolean level = word.box().width() > word.box().height();
    return word.part(start, word.text().length(), level);
  }

  /// The word below in the next row, if it begins where the label does.
  private <T> Optional<Found<T>> below(int row, Word label, Function<String, Optional<T>> reading) {
    if (row + 1 >= sheet.rows().size()) return Optional.empty();
    return sheet.rows().get(row + 1).stream()
        .filter(word -> word.left() < label.right() && label.left() < word.right())
        .filter(word -> word.middle() - label.middle() < 3 * label.height())
        .min(Comparator.comparingDouble(word -> Math.abs(word.left() - label.left())))
        .flatMap(
            word ->
                reading
                    .apply(word.text())
                    .map(value -> new Found<>(value, word.confidence() * BELOW, word.box())));
  }

  private static String behind(String text, int from) {
    int at = from;
    while (at < text.length() && ":;.,)(】【-—_·*'\"".indexOf(text.charAt(at)) >= 0) at++;
    return text.substring(at);
  }

  static boolean hasLetters(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
  }
}
