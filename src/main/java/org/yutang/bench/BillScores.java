package org.yutang.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.PaperTrials;
import org.yutang.specimen.SpecimenBill;
import org.yutang.specimen.Specimens.Taken;

/// Counts what was read of made-up bills: by field, and the letters themselves, which bound what
/// any rule can find.
final class BillScores {

  /// How often a field was printed, read right, and stood somewhere in the letters.
  private static final class Count {
    int printed;
    int right;
    int seen;
  }

  private static final double SURE = 0.9;

  private final Map<Name, Count> fields = new EnumMap<>(Name.class);
  private final List<String> misses = new ArrayList<>();
  private int partsRight;
  private int partsPrinted;
  private int addUp;
  private int proposed;
  private int proposedRight;
  private int sure;
  private int sureRight;
  private int bills;
  private long letters;
  private long wrongLetters;

  void add(Taken<SpecimenBill> taken, PaperTrials.Read seen) {
    bills++;
    SpecimenBill bill = taken.paper();
    List<String> lines = seen.lines().stream().map(BillScores::plain).toList();
    PaperReading read = seen.reading();
    truth(bill)
        .forEach(
            (name, value) -> {
              Count count = fields.computeIfAbsent(name, any -> new Count());
              count.printed++;
              String found = read.find(name).map(PaperReading.Field::value).orElse("");
              proposed(read.find(name), value);
              if (found.equals(value)) count.right++;
              else misses.add(bill.layout() + " " + name + " wanted " + value + " read " + found);
              if (stands(lines, name, value)) count.seen++;
            });
    partsPrinted += bill.parts().size();
    for (SpecimenBill.Part part : bill.parts())
      if (read.parts().stream()
          .anyMatch(each -> each.name().equals(part.name()) && each.amount().equals(part.amount())))
        partsRight++;
    if (read.sum() == PaperReading.Sum.ADDS_UP) addUp++;
    for (String text : taken.printed()) {
      letters += plain(text).length();
      wrongLetters += nearest(plain(text), lines);
    }
  }

  private void proposed(Optional<PaperReading.Field> field, String value) {
    if (field.isEmpty()) return;
    boolean right = field.get().value().equals(value);
    proposed++;
    if (right) proposedRight++;
    if (field.get().confidence() < SURE) return;
    sure++;
    if (right) sureRight++;
  }

  /// Of what was proposed, the share that is right.
  double proposedRight() {
    return (double) proposedRight / proposed;
  }

  /// Of what was proposed with a confidence of nine tenths and more, the share that is right.
  double sureRight() {
    return (double) sureRight / sure;
  }

  /// The share of proposals that are that sure.
  double sure() {
    return (double) sure / proposed;
  }

  int bills() {
    return bills;
  }

  List<String> misses() {
    return misses;
  }

  double right(Name name) {
    Count count = fields.getOrDefault(name, new Count());
    return count.printed == 0 ? Double.NaN : (double) count.right / count.printed;
  }

  /// The share of pictures on whose letters the field stands at all.
  double limit(Name name) {
    Count count = fields.getOrDefault(name, new Count());
    return count.printed == 0 ? Double.NaN : (double) count.seen / count.printed;
  }

  double right() {
    return fields.values().stream().mapToInt(each -> each.right).sum()
        / (double) fields.values().stream().mapToInt(each -> each.printed).sum();
  }

  double limit() {
    return fields.values().stream().mapToInt(each -> each.seen).sum()
        / (double) fields.values().stream().mapToInt(each -> each.printed).sum();
  }

  double parts() {
    return (double) partsRight / partsPrinted;
  }

  double addUp() {
    return (double) addUp / bills;
  }

  /// The share of printed letters that were read.
  double letters() {
    return 1 - (double) wrongLetters / letters;
  }

  static Map<Name, String> truth(SpecimenBill bill) {
    Map<Name, String> truth = new LinkedHashMap<>();
    truth.put(Name.HOSPITAL, bill.hospital());
    truth.put(Name.BILL_NUMBER, bill.number());
    truth.put(Name.ADMITTED, bill.admitted().toString());
    truth.put(Name.DISCHARGED, bill.discharged().toString());
    truth.put(Name.INVOICE_DAY, bill.invoiceDay().toString());
    truth.put(Name.TOTAL, bill.total().decimal());
    truth.put(Name.INSURANCE_PAID, bill.paid().decimal());
    truth.put(Name.OWN_SHARE, bill.ownShare().decimal());
    return truth;
  }

  /// Whether the letters of a value stand in one of the lines, however it is written there. What
  /// several funds paid stands nowhere as one sum, so there the total less the own share counts.
  private static boolean stands(List<String> lines, Name name, String value) {
    List<String> ways = new ArrayList<>(List.of(value));
    switch (name) {
      case ADMITTED, DISCHARGED, INVOICE_DAY -> {
        LocalDate day = LocalDate.parse(value);
        ways.addAll(
            List.of(
                value.replace('-', '.'),
                value.replace('-', '/'),
                day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日"));
      }
      case INSURANCE_PAID -> ways.add(value.substring(0, Math.max(1, value.length() - 6)));
      default -> {}
    }
    return lines.stream()
        .map(line -> line.replace(",", ""))
        .anyMatch(
            line -> ways.stream().anyMatch(way -> line.contains(plain(way).replace(",", ""))));
  }

  /// Full-width signs and blanks do not count as mistakes.
  private static String plain(String text) {
    return java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFKC)
        .replaceAll("\\s", "")
        .replace('￥', '¥');
  }

  /// How many letters lie between a text and the best part of the lines, at most its own length.
  private static int nearest(String text, List<String> lines) {
    int best = text.length();
    for (String line : lines) {
      if (best == 0) break;
      best = Math.min(best, inside(text, line));
    }
    return best;
  }

  /// Levenshtein's distance from the text to the nearest part of a line.
  private static int inside(String text, String line) {
    int[] row = new int[line.length() + 1];
    for (int i = 1; i <= text.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= line.length(); j++) {
        int above = row[j];
        row[j] =
            Math.min(
                Math.min(above, row[j - 1]) + 1,
                diagonal + (text.charAt(i - 1) == line.charAt(j - 1) ? 0 : 1));
        diagonal = above;
      }
    }
    int least = text.length();
    for (int each : row) least = Math.min(least, each);
    return least;
  }
}
