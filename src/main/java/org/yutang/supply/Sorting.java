package org.yutang.supply;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yutang.farm.Grading;
import org.yutang.farm.Measure;
import org.yutang.farm.Sample;
import org.yutang.farm.Standard;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;

/// What was measured, fruit by fruit, and graded by the standard, added up by grade.
///
/// @param tallies by grade, the best first, without those of which there is nothing
/// @param digest SHA-256 of the file that it was read from, in hex, so that yesterday's file is
///   known again
/// @param sampled whether it stands for a whole lot of which only some was measured
public record Sorting(List<Tally> tallies, String digest, boolean sampled) {

  /// The most rows of a file.
  public static final int MAX_ROWS = 200_000;

  /// How many of a hundred pieces of a sample may miss the grade that the lot gets. Ours; trade
  /// standards allow 5 to 10.
  public static final int TOLERANCE_PERCENT = 10;

  public Sorting {
    tallies = List.copyOf(tallies);
  }

  /// @param grade its name, or [Lot#BELOW_ALL]
  /// @param pieces that were measured
  /// @param grams what it comes to
  /// @param missed how many pieces missed the next better grade by which measure
  public record Tally(String grade, int pieces, long grams, Map<String, Integer> missed) {
    public Tally {
      missed = Map.copyOf(missed);
    }
  }

  /// What it comes to.
  public Mass mass() {
    return new Mass(tallies.stream().mapToLong(Tally::grams).sum());
  }

  public int pieces() {
    return tallies.stream().mapToInt(Tally::pieces).sum();
  }

  /// Reads the file of a sorting line that measured every fruit: CSV with a header of measures
  /// (`weight`, `diameter`, `brix`, `acidity`, `defects`, `colour`, in their units), `weight` in
  /// grams among them. Refuses with [SupplyRefusal#BAD_SORTING] and the row, and as
  /// [Standard.Version#grade].
  public static Sorting ofLine(Standard.Version version, byte[] file) {
    Counting counting = new Counting(version);
    read(file, counting, true);
    return new Sorting(counting.tallies(), digest(file), false);
  }

  /// Reads measurements of some fruits of a lot. The whole lot gets the best grade that all but
  /// [#TOLERANCE_PERCENT] of a hundred reach or surpass.
  ///
  /// @param lot how much it stands for
  public static Sorting ofSample(Standard.Version version, byte[] file, Mass lot) {
    Counting counting = new Counting(version);
    read(file, counting, false);
    List<Tally> found = counting.tallies();
    int pieces = found.stream().mapToInt(Tally::pieces).sum();
    int reached = 0;
    for (Tally tally : found) {
      reached += tally.pieces();
      if ((long) reached * 100 >= (long) pieces * (100 - TOLERANCE_PERCENT))
        return new Sorting(
            List.of(new Tally(tally.grade(), pieces, lot.grams(), counting.missedAll())),
            digest(file),
            true);
    }
    throw new IllegalStateException("no tally");
  }

  private static void read(byte[] file, Counting counting, boolean weighed) {
    int row = 0;
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(text(file))) {
      for (NamedCsvRecord each : csv) {
        row++;
        if (row > MAX_ROWS)
          throw new Refusal(SupplyRefusal.TOO_MANY, Map.of("limit", String.valueOf(MAX_ROWS)));
        // a comma as the decimal sign makes a field too many
        if (each.getFieldCount() > each.getHeader().size()) throw bad(row, "unreadable");
        counting.add(typed(each), weighed);
      }
    } catch (CsvParseException | IOException e) {
      throw bad(row + 1, "unreadable");
    } catch (Refusal refusal) {
      if (refusal.code() instanceof SupplyRefusal) throw refusal;
      throw bad(row, refusal.code().code() + " " + refusal.facts());
    }
    if (row == 0) throw bad(0, "empty");
  }

  /// Without the mark that Excel puts before it.
  private static String text(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static String digest(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<Measure, String> typed(NamedCsvRecord row) {
    Map<Measure, String> typed = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values())
      row.findField(measure.name().toLowerCase(Locale.ROOT))
          .ifPresent(text -> typed.put(measure, text));
    return typed;
  }

  private static Refusal bad(int row, String problem) {
    return new Refusal(
        SupplyRefusal.BAD_SORTING, Map.of("row", String.valueOf(row), "problem", problem));
  }

  /// Adds up.
  private static final class Counting {
    private final Standard.Version version;
    private final Map<String, Sum> sums = new LinkedHashMap<>();

    private static final class Sum {
      int pieces;
      long grams;
      final Map<String, Integer> missed = new TreeMap<>();
    }

    Counting(Standard.Version version) {
      this.version = version;
      version.grades().forEach(grade -> sums.put(grade.name(), new Sum()));
      sums.put(Lot.BELOW_ALL, new Sum());
    }

    void add(Map<Measure, String> typed, boolean weighed) {
      Sample sample = Sample.parse(typed, version);
      Grading grading = version.grade(sample);
      String grade =
          grading instanceof Grading.Graded graded ? graded.grade().name() : Lot.BELOW_ALL;
      Sum sum = Objects.requireNonNull(sums.get(grade));
      sum.pieces++;
      if (weighed) sum.grams += sample.get(Measure.WEIGHT);
      grading
          .decided()
          .ifPresent(missed -> sum.missed.merge(missed.bound().measure().name(), 1, Integer::sum));
    }

    List<Tally> tallies() {
      return sums.entrySet().stream()
          .filter(each -> each.getValue().pieces > 0)
          .map(
              each ->
                  new Tally(
                      each.getKey(),
                      each.getValue().pieces,
                      each.getValue().grams,
                      each.getValue().missed))
          .toList();
    }

    Map<String, Integer> missedAll() {
      Map<String, Integer> all = new TreeMap<>();
      sums.values()
          .forEach(
              sum ->
                  sum.missed.forEach(
                      (measure, pieces) -> all.merge(measure, pieces, Integer::sum)));
      return all;
    }
  }
}
