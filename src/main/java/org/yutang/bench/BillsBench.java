package org.yutang.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.PaperTrials;
import org.yutang.specimen.SpecimenBill;
import org.yutang.specimen.Specimens;
import org.yutang.specimen.Specimens.Taken;

/// How many fields of made-up bills are read right, beside the limit: how many stand in the letters
/// at all that the models found in the same pictures. The rules were tuned on the first half of the
/// pictures; what counts is the other half, a third of which uses words that the first half does
/// not.
@Component
class BillsBench implements Bench {

  private static final long SEED = 7;
  private static final int HALF = 96;
  private static final int EACH_LAYOUT = SpecimenBill.Layout.values().length;
  private static final int NEW_WORDS = 2;
  private static final List<Name> NAMES =
      List.of(
          Name.HOSPITAL,
          Name.BILL_NUMBER,
          Name.ADMITTED,
          Name.DISCHARGED,
          Name.INVOICE_DAY,
          Name.TOTAL,
          Name.INSURANCE_PAID,
          Name.OWN_SHARE);

  private final PaperTrials trials;
  private final BillScores tuned = new BillScores();
  private final BillScores held = new BillScores();
  private final BillScores newWords = new BillScores();
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> recognizing = new ArrayList<>();
  private int failed;

  BillsBench(PaperTrials trials) {
    this.trials = trials;
  }

  @Override
  public String name() {
    return "bills";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    Path folder = Files.createTempDirectory("yutang-bench-reading");
    try (PaperTrials.Trial ocr = trials.open(folder)) {
      warmUp(ocr, say);
      for (int i = 0; i < HALF; i++) read(ocr, i, i / EACH_LAYOUT % 2, tuned);
      say.accept("first half read, %.3f of the fields right".formatted(tuned.right()));
      for (int i = HALF; i < 2 * HALF; i++) {
        int wording = i / EACH_LAYOUT % 3;
        read(ocr, i, wording, wording == NEW_WORDS ? newWords : held);
      }
      for (String miss : held.misses()) say.accept("held back: " + miss);
      for (String miss : newWords.misses()) say.accept("new words: " + miss);
      say.accept(failed + " pictures failed; the reader took at most " + memory(ocr));
    }
    return measures();
  }

  private static void warmUp(PaperTrials.Trial ocr, Consumer<String> say) {
    long begun = System.nanoTime();
    var _ = ocr.read(Specimens.scanned(SpecimenBill.Layout.RECEIPT, SEED).jpeg());
    say.accept(
        "first picture, with the start: %.2f s".formatted((System.nanoTime() - begun) / 1e9));
  }

  private void read(PaperTrials.Trial ocr, int number, int wording, BillScores scores) {
    Taken<SpecimenBill> taken = Specimens.bill(SEED, number, wording);
    long begun = System.nanoTime();
    PaperTrials.Read seen = ocr.read(taken.jpeg());
    seconds.add((System.nanoTime() - begun) / 1e9);
    if (seen.reading().state() == PaperReading.State.UNREADABLE) failed++;
    else recognizing.add(seen.millis() / 1000.0);
    scores.add(taken, seen);
  }

  private List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    measures.add(
        share(
            "bills.accuracy",
            held.right(),
            held.limit(),
            held.bills(),
            "first half %.3f of %.3f (%d pictures)"
                .formatted(tuned.right(), tuned.limit(), tuned.bills())));
    for (Name name : NAMES)
      measures.add(
          share(
              "bills.accuracy." + name.name().toLowerCase(Locale.ROOT).replace('_', '-'),
              held.right(name),
              held.limit(name),
              held.bills(),
              "first half %.3f of %.3f".formatted(tuned.right(name), tuned.limit(name))));
    measures.add(
        Measure.rate(
            "bills.sure",
            "share",
            held.sureRight(),
            "right of all that is proposed",
            held.proposedRight(),
            held.bills(),
            "right of what is proposed with a confidence of 0.9 and more, which %.3f of it are; first half %.3f of %.3f"
                .formatted(held.sure(), tuned.sureRight(), tuned.proposedRight())));
    measures.add(
        share(
            "bills.new-words",
            newWords.right(),
            newWords.limit(),
            newWords.bills(),
            "all fields, labels that the first half does not have"));
    measures.add(
        Measure.rate(
            "bills.parts",
            "share",
            held.parts(),
            "all lines that were printed",
            1,
            held.bills(),
            "name and amount of a line both right; first half %.3f; parts make the total on %.3f of the bills"
                .formatted(tuned.parts(), held.addUp())));
    measures.add(
        Measure.rate(
            "bills.letters",
            "share",
            held.letters(),
            "all letters that were printed",
            1,
            held.bills(),
            "letters of the print that were read, by edit distance; first half %.4f"
                .formatted(tuned.letters())));
    measures.add(
        Measure.cost(
            "bills.picture",
            "s",
            Measure.median(array(seconds)),
            "the models alone, in the child",
            Measure.median(array(recognizing)),
            seconds.size(),
            "one thread, lowest priority; p95 %.2f s; with taking it through the process and finding the fields"
                .formatted(Measure.quantile(array(seconds), 0.95))));
    return measures;
  }

  private static Measure share(String name, double ours, double limit, int pictures, String note) {
    return Measure.rate(
        name, "share", ours, "stands in the letters that the models found", limit, pictures, note);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String memory(PaperTrials.Trial ocr) throws IOException {
    Optional<Long> pid = ocr.process();
    Path status = Path.of("/proc/" + pid.orElse(0L) + "/status");
    if (!Files.exists(status)) return "an amount that this system does not tell";
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .map(line -> line.replaceAll("VmHWM:\\s*", ""))
        .findFirst()
        .orElse("?");
  }
}
