package org.yutang.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;

class StandardsTest {

  private static final String FILE = "playbooks/standards/navel-orange.yaml";
  private static final Standard ORANGE = read(FILE);
  private static final Standard.Version VERSION = ORANGE.newest();

  static Standard read(String file) {
    try {
      return Standards.read(file, Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shippedStandardsAreSound() {
    assertThat(ORANGE.varieties()).hasSize(3);
    assertThat(read("playbooks/standards/black-bone-chicken.yaml").newest().grades()).hasSize(2);
    assertThat(VERSION.price(2026, "special").orElseThrow().decimal()).isEqualTo("6.20");
    assertThat(VERSION.day(VERSION.findTask("harvest").orElseThrow().to(), 2026))
        .isEqualTo(LocalDate.of(2027, 1, 20));
  }

  @Test
  void mistakesAreNamedWithLineAndColumn() throws IOException {
    String text = Files.readString(Path.of(FILE));
    refused(
        text.replace("    seasonStarts:", "    seasonBegins:"), FarmRefusal.UNKNOWN_KEY, "19", "5");
    refused(
        text.replace("mostPerMu: \"300\"", "mostPerMu: \"lots\""), FarmRefusal.WRONG_VALUE, "", "");
    refused(
        text.replace("intervalDays: 21}", "intervalDays: -1}"), FarmRefusal.WRONG_VALUE, "", "");
    refused(
        text.replace("{measure: brix, least: \"11.0\"}", "{measure: age, least: \"11\"}"),
        FarmRefusal.WRONG_VALUE,
        "",
        "");
    refused(text + "\n: [", FarmRefusal.BAD_YAML, "", "");
  }

  private static void refused(String text, FarmRefusal code, String line, String column) {
    assertThatThrownBy(() -> Standards.read("x.yaml", text))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.facts()).containsKeys("file", "line", "column");
              if (!line.isEmpty()) {
                assertThat(refusal.facts().get("line")).isEqualTo(line);
                assertThat(refusal.facts().get("column")).isEqualTo(column);
              }
            });
  }

  private static Sample orange(String diameter, String brix, String colour, String defects) {
    return Sample.parse(
        Map.of(
            Measure.DIAMETER, diameter,
            Measure.BRIX, brix,
            Measure.ACIDITY, "0.70",
            Measure.COLOUR, colour,
            Measure.DEFECTS, defects),
        VERSION);
  }

  @Test
  void theBoundThatDecidedIsNamed() {
    assertThat(VERSION.grade(orange("80", "12.0", "95", "0.5")).missed()).isEmpty();
    Grading grading = VERSION.grade(orange("80", "10.9", "95", "0.5"));
    assertThat(grading)
        .isInstanceOfSatisfying(
            Grading.Graded.class, it -> assertThat(it.grade().name()).isEqualTo("first"));
    Grading.Missed decided = grading.decided().orElseThrow();
    assertThat(decided.grade().name()).isEqualTo("special");
    assertThat(decided.bound().measure()).isEqualTo(Measure.BRIX);
    assertThat(decided.value()).isEqualTo(109);
    assertThat(VERSION.grade(orange("50", "12.0", "95", "0.5")))
        .isInstanceOf(Grading.BelowAll.class);
  }

  @Test
  void brixSixtyAndMissingMeasuresAreRefused() {
    assertThatThrownBy(() -> VERSION.grade(orange("80", "60", "95", "0.5")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(FarmRefusal.IMPLAUSIBLE);
              assertThat(refusal.facts()).containsEntry("most", "20.0");
            });
    assertThatThrownBy(() -> orange("80", "eleven", "95", "0.5"))
        .hasMessageContaining("farm.implausible");
    assertThatThrownBy(() -> VERSION.grade(new Sample(Map.of(Measure.BRIX, 110L))))
        .hasMessageContaining("farm.measure-missing");
  }

  /// Against a model that asks each grade alone; and a sweeter, less sour, better coloured fruit is
  /// never of a lower grade.
  @Test
  void gradingAgreesWithTheModelAndIsMonotone() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      Map<Measure, Long> values = new EnumMap<>(Measure.class);
      for (Standard.Bound bound : VERSION.measures()) {
        long least = bound.least().orElseThrow();
        values.put(
            bound.measure(), least + random.nextLong(bound.most().orElseThrow() - least + 1));
      }
      int rank = rank(VERSION.grade(new Sample(values)));
      int expected = 0;
      while (expected < VERSION.grades().size() && !keeps(VERSION.grades().get(expected), values))
        expected++;
      assertThat(rank).as("seed " + seed + " " + values).isEqualTo(expected);
      values.put(Measure.BRIX, 200L);
      values.put(Measure.ACIDITY, 10L);
      values.put(Measure.COLOUR, 100L);
      values.put(Measure.DEFECTS, 0L);
      assertThat(rank(VERSION.grade(new Sample(values))))
          .as("seed " + seed)
          .isLessThanOrEqualTo(rank);
    }
  }

  private static boolean keeps(Standard.Grade grade, Map<Measure, Long> values) {
    return grade.bounds().stream()
        .allMatch(
            bound ->
                values.get(bound.measure()) >= bound.least().orElse(Long.MIN_VALUE)
                    && values.get(bound.measure()) <= bound.most().orElse(Long.MAX_VALUE));
  }

  private static int rank(Grading grading) {
    return switch (grading) {
      case Grading.Graded graded -> VERSION.grades().indexOf(graded.grade());
      case Grading.BelowAll _ -> VERSION.grades().size();
    };
  }

  private static SoilTest soil(String n, String p, String k) {
    return new SoilTest(
        new UUID(0, 1),
        new UUID(0, 2),
        LocalDate.of(2026, 1, 10),
        "测试站",
        new BigDecimal("5.6"),
        new BigDecimal("18.2"),
        new BigDecimal(n),
        new BigDecimal(p),
        new BigDecimal(k));
  }

  /// By hand: N (2000/100 × 0.60 − 90 × 0.15 × 0.35) / 0.35 = (12 − 4.725) / 0.35 = 20.79; P₂O₅
  /// (2.2 − 10 × 2.29 × 0.15 × 0.20) / 0.20 = (2.2 − 0.687) / 0.20 = 7.565; K₂O (8 − 100 × 1.2 ×
  /// 0.15 × 0.30) / 0.45 = (8 − 5.4) / 0.45 = 5.78.
  @Test
  void theFormulaBalancesNutrients() {
    Standard.Nutrients crop = VERSION.nutrients().orElseThrow();
    Formula formula = Formula.of(crop, soil("90", "10", "100"), Mass.parseKilograms("2000"));
    assertThat(formula.nPerMu()).isEqualByComparingTo("20.8");
    assertThat(formula.p2o5PerMu()).isEqualByComparingTo("7.6");
    assertThat(formula.k2oPerMu()).isEqualByComparingTo("5.8");
    assertThat(Formula.perHectare(formula.nPerMu())).isEqualByComparingTo("312");
    assertThat(Formula.of(crop, soil("900", "90", "900"), Mass.parseKilograms("100")).nPerMu())
        .isEqualByComparingTo("0");
    assertThatThrownBy(() -> soil("-1", "10", "100")).hasMessageContaining("farm.bad-field");
  }

  private static Work.New work(String task, String day, String input, String dose) {
    return new Work.New(
        UUID.randomUUID(),
        new UUID(0, 3),
        task,
        LocalDate.parse(day),
        input.isEmpty()
            ? Optional.empty()
            : Optional.of(new Work.Used(input, Work.parseDose(dose))),
        "",
        List.of());
  }

  private static Optional<WorkCheck.Rule> broken(Work.New work, Work.New... before) {
    return WorkCheck.check(VERSION, 2026, work, List.of(before)).map(WorkCheck.Broken::rule);
  }

  @Test
  void fieldWorkIsHeldAgainstTheStandard() {
    Work.New fine = work("summer-protection", "2026-07-01", "mancozeb", "300");
    assertThat(broken(fine)).isEmpty();
    assertThat(broken(work("summer-protection", "2026-07-01", "mancozeb", "300.001")))
        .contains(WorkCheck.Rule.DOSE);
    assertThat(broken(work("summer-protection", "2026-07-01", "carbofuran", "1")))
        .contains(WorkCheck.Rule.FORBIDDEN_INPUT);
    assertThat(broken(fine, fine, fine)).isEmpty();
    assertThat(broken(fine, fine, fine, fine)).contains(WorkCheck.Rule.TIMES);
    assertThatThrownBy(() -> broken(work("summer-protection", "2026-07-01", "water", "1")))
        .hasMessageContaining("farm.unknown-input");
    assertThatThrownBy(() -> broken(work("dancing", "2026-07-01", "", "")))
        .hasMessageContaining("farm.unknown-task");
  }

  @Test
  void harvestKeepsItsDistanceFromBothSides() {
    // harvest is planned from 20 November on, mancozeb wants 21 days
    assertThat(broken(work("summer-protection", "2026-10-30", "mancozeb", "100"))).isEmpty();
    assertThat(broken(work("summer-protection", "2026-10-31", "mancozeb", "100")))
        .contains(WorkCheck.Rule.PRE_HARVEST_INTERVAL);
    assertThat(broken(work("summer-protection", "2026-12-20", "mancozeb", "100")))
        .contains(WorkCheck.Rule.PRE_HARVEST_INTERVAL);
    Work.New spray = work("summer-protection", "2026-09-10", "mancozeb", "100");
    assertThat(broken(work("harvest", "2026-09-30", "", ""), spray))
        .contains(WorkCheck.Rule.PRE_HARVEST_INTERVAL);
    assertThat(broken(work("harvest", "2026-10-01", "", ""), spray)).isEmpty();
    assertThat(broken(spray, work("harvest", "2026-09-20", "", "")))
        .contains(WorkCheck.Rule.PRE_HARVEST_INTERVAL);
  }
}
