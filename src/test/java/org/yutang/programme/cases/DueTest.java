package org.yutang.programme.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Limits;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Schedule;
import org.yutang.programme.Text;

/// What is due, without a database.
class DueTest {

  private static final String CNY = "CNY";
  private static final Text WORD = new Text("词", "word");
  private static final Schedule PUBLISHED =
      Schedule.of(Money.parse("2500.00", CNY), new BigDecimal("75"));
  private static final Benefit.Share STACKED =
      new Benefit.Share(
          "total",
          List.of(
              new Benefit.Payer("public", WORD, "public"),
              new Benefit.Payer("serious", WORD, "serious")),
          PUBLISHED);

  @Test
  void thePublishedCaseIsDueToTheFen() {
    assertThat(share("72376.39", "26135.37", "0.00")).isEqualTo("32805.77");
  }

  @Test
  void publicInsurancePaysFirstAndTheCharityOnTheRest() {
    // 164,932 in all, 98,959.20 and 20,000 paid before: 45,972.80 is left, 43,472.80 above the
    // deductible, 75 % of it
    assertThat(share("164932.00", "98959.20", "20000.00")).isEqualTo("32604.60");
    assertThat(share("164932.00", "164932.00", "0.00")).isEqualTo("0.00");
  }

  @Test
  void payersWhoPaidMoreThanTheCostAreNotBelieved() {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> share("100.00", "60.00", "40.01"));
    assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.BAD_ANSWER);
    assertThat(refusal.facts()).containsEntry("field", "serious");
  }

  @Test
  void tiersAreCountedEachByItselfAndRoundedOnce() {
    Schedule tiers =
        new Schedule(
            Money.parse("1000.00", CNY),
            List.of(
                new Schedule.Tier(Optional.of(Money.parse("10000.00", CNY)), new BigDecimal("60")),
                new Schedule.Tier(Optional.empty(), new BigDecimal("80"))));
    assertThat(tiers.due(Money.parse("1000.00", CNY)).decimal()).isEqualTo("0.00");
    assertThat(tiers.due(Money.parse("11000.00", CNY)).decimal()).isEqualTo("6000.00");
    assertThat(tiers.due(Money.parse("16000.00", CNY)).decimal()).isEqualTo("10000.00");
  }

  @Test
  void twoLinesOf700Make1400() {
    assertThat(lines(List.of(line("drug", 1, "700.00"), line("drug", 1, "700.00")), Map.of()))
        .isEqualTo("1400.00");
  }

  @Test
  void quantitiesTimesPricesAndWhatTheReviewLeavesOfThem() {
    List<Map<String, Object>> bill = List.of(line("drug", 2, "100.00"), line("drug", 3, "100.00"));
    assertThat(lines(bill, Map.of())).isEqualTo("500.00");
    assertThat(lines(bill, Map.of("1", 0L))).isEqualTo("200.00");
    assertThat(lines(bill, Map.of("0", 0L, "1", 0L))).isEqualTo("0.00");
  }

  @Test
  void aCapOfAServiceHoldsForEachUnitAndOneOfAVisitForTheWhole() {
    assertThat(lines(List.of(line("bed", 2, "700.00")), Map.of())).isEqualTo("110.00");
    Limits visit =
        new Limits(
            Optional.of(Money.parse("55.00", CNY)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Money none = new Money(0, CNY);
    assertThat(visit.within(Money.parse("700.00", CNY), none, none).decimal()).isEqualTo("55.00");
  }

  @Test
  void aServiceThatTheKindDoesNotKnowIsRefused() {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> lines(List.of(line("spa", 1, "1.00")), Map.of()));
    assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.BAD_ANSWER);
  }

  @Property(tries = 300)
  void aShareIsNeverMoreThanWhatOthersLeave(
      @ForAll @LongRange(min = 0, max = 10_000_000_000L) long total,
      @ForAll @LongRange(min = 0, max = 10_000_000_000L) long publicly,
      @ForAll @LongRange(min = 0, max = 10_000_000_000L) long deductible,
      @ForAll @IntRange(min = 0, max = 100) int percent) {
    Schedule schedule = Schedule.of(new Money(deductible, CNY), BigDecimal.valueOf(percent));
    Benefit.Share share =
        new Benefit.Share("total", List.of(new Benefit.Payer("public", WORD, "public")), schedule);
    long before = Math.min(total, publicly);
    Money due =
        Due.of(
            share,
            Map.of(
                "total", new Money(total, CNY).decimal(),
                "public", new Money(before, CNY).decimal()),
            Figures.NONE,
            CNY);
    assertThat(due.minor()).isBetween(0L, total - before);
  }

  @Property(tries = 300)
  void ceilingsHoldWhateverWasGrantedBefore(
      @ForAll @LongRange(min = 0, max = 1_000_000) long due,
      @ForAll @LongRange(min = 0, max = 1_000_000) long inYear,
      @ForAll @LongRange(min = 0, max = 1_000_000) long inLife,
      @ForAll @LongRange(min = 0, max = 1_000_000) long perCase,
      @ForAll @LongRange(min = 0, max = 1_000_000) long perYear,
      @ForAll @LongRange(min = 0, max = 1_000_000) long perLife) {
    Limits limits =
        new Limits(
            Optional.of(new Money(perCase, CNY)),
            Optional.of(new Money(perYear, CNY)),
            Optional.of(new Money(perLife, CNY)),
            Optional.empty(),
            Optional.empty());
    long within =
        limits.within(new Money(due, CNY), new Money(inYear, CNY), new Money(inLife, CNY)).minor();
    assertThat(within).isBetween(0L, Math.min(due, perCase));
    if (within > 0) {
      assertThat(within + inYear).isLessThanOrEqualTo(perYear);
      assertThat(within + inLife).isLessThanOrEqualTo(perLife);
    }
  }

  @Property(tries = 300)
  void instalmentsTogetherAreTheBenefit(
      @ForAll @LongRange(min = 1, max = 1_000_000_000) long benefit,
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 100) Integer> weights) {
    int sum = weights.stream().mapToInt(Integer::intValue).sum();
    List<CaseKind.Instalment> parts = new ArrayList<>();
    BigDecimal left = BigDecimal.valueOf(100);
    for (int i = 0; i < weights.size(); i++) {
      BigDecimal percent =
          i == weights.size() - 1
              ? left
              : BigDecimal.valueOf(weights.get(i) * 100L)
                  .divide(BigDecimal.valueOf(sum), 3, java.math.RoundingMode.DOWN);
      left = left.subtract(percent);
      parts.add(new CaseKind.Instalment("p" + i, WORD, percent, 0, Optional.empty()));
    }
    List<Money> amounts = Due.instalments(new Money(benefit, CNY), parts);
    assertThat(amounts).allMatch(each -> each.minor() >= 0);
    assertThat(amounts.stream().mapToLong(Money::minor).sum()).isEqualTo(benefit);
  }

  private static String share(String total, String publicly, String serious) {
    return Due.of(
            STACKED,
            Map.of("total", total, "public", publicly, "serious", serious),
            Figures.NONE,
            CNY)
        .decimal();
  }

  private static String lines(List<Map<String, Object>> bill, Map<String, Long> counted) {
    Benefit.Lines benefit =
        new Benefit.Lines(
            "bill",
            List.of(
                new Benefit.Service("drug", WORD, Optional.empty()),
                new Benefit.Service("bed", WORD, Optional.of(Money.parse("55.00", CNY)))));
    return Due.of(benefit, Map.of("bill", bill), new Figures(counted, null, null, null), CNY)
        .decimal();
  }

  private static Map<String, Object> line(String service, long quantity, String price) {
    return new TreeMap<>(Map.of("service", service, "quantity", quantity, "price", price));
  }
}
