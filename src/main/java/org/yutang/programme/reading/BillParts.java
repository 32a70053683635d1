package org.yutang.programme.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.yutang.kernel.Money;
import org.yutang.programme.PaperReading.Box;
import org.yutang.programme.PaperReading.Part;
import org.yutang.programme.reading.Sheet.Word;

/// The lines of a bill: in each row above the sum, a name and the last amount before the next name.
final class BillParts {

  private static final Pattern SUM = Pattern.compile("合计|总计|总额|小写|大写|总费用");

  /// What is money on a bill without being a part of the sum.
  private static final Pattern OTHER =
      Pattern.compile("支付|预缴|补缴|退费|自付|自费|负担|报销|余额|押金|起付|统筹|单价|^金额|日期|号");

  private static final int MOST = 200;

  private BillParts() {}

  static List<Part> of(Sheet sheet) {
    List<Part> parts = new ArrayList<>();
    for (List<Word> row : sheet.rows()) {
      boolean sum = row.stream().anyMatch(word -> SUM.matcher(word.text()).find());
      if (sum && !parts.isEmpty()) break;
      if (!sum) addRow(parts, row);
      if (parts.size() > MOST) return List.of();
    }
    return parts;
  }

  private static void addRow(List<Part> parts, List<Word> row) {
    if (row.stream().anyMatch(word -> OTHER.matcher(word.text()).find())) return;
    Word name = null;
    Word last = null;
    long amount = 0;
    for (Word word : row) {
      OptionalLong figures = Amounts.figures(word.text());
      if (figures.isPresent()) {
        last = word;
        amount = figures.getAsLong();
      } else if (isName(word.text()) && (name == null || last != null)) {
        if (name != null && last != null) parts.add(part(name, last, amount));
        name = word;
        last = null;
      }
    }
    if (name != null && last != null) parts.add(part(name, last, amount));
  }

  /// Units such as 支 are no names.
  private static boolean isName(String text) {
    return text.codePoints()
            .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
            .count()
        > 1;
  }

  private static Part part(Word name, Word amount, long fen) {
    Box a = name.box();
    Box b = amount.box();
    double left = Math.min(a.left(), b.left());
    double top = Math.min(a.top(), b.top());
    Box both =
        new Box(
            left,
            top,
            Math.max(a.left() + a.width(), b.left() + b.width()) - left,
            Math.max(a.top() + a.height(), b.top() + b.height()) - top);
    return new Part(
        name.text(), Money.fen(fen), Math.min(name.confidence(), amount.confidence()), both);
  }
}
