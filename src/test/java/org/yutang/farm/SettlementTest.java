package org.yutang.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.yutang.farm.Contract.Line;
import org.yutang.farm.PriceChain.Link;
import org.yutang.farm.Settlement.Why;
import org.yutang.kernel.Area;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;

/// What contracts come to, without a database.
class SettlementTest {

  private static final LocalDate DAY = LocalDate.of(2025, 12, 1);
  private static final PriceChain CHAIN =
      new PriceChain(
          Map.of(
              Link.GROWER,
              550,
              Link.COOPERATIVE,
              60,
              Link.SORTING,
              90,
              Link.FREIGHT,
              200,
              Link.PLATFORM,
              100),
          Map.of(Link.GROWER, 300, Link.COLLECTOR, 150, Link.WHOLESALER, 200, Link.RETAILER, 350),
          "测试");

  private static Contract.Terms terms(Contract.Deal deal, long advance) {
    return new Contract.Terms(
        UUID.randomUUID(),
        Optional.empty(),
        Optional.of(UUID.randomUUID()),
        2025,
        "navel-orange",
        List.of(),
        deal,
        Money.fen(advance),
        DAY,
        DAY.plusDays(30),
        0,
        CHAIN);
  }

  private static Contract.ByQuantity deal(
      long special, long first, int tolerance, long deduction, int surplus, Contract.Then then) {
    return new Contract.ByQuantity(
        List.of(
            new Line("special", new Mass(special), Money.fen(600)),
            new Line("first", new Mass(first), Money.fen(480))),
        new Contract.Shortfall(tolerance, Money.fen(deduction)),
        new Contract.Surplus(surplus, then));
  }

  private static Delivery brought(String grade, long grams, int day) {
    return new Delivery(
        UUID.randomUUID(), UUID.randomUUID(), "L", grade, new Mass(grams), DAY.plusDays(day));
  }

  private static Settlement settle(Contract.Terms terms, List<Delivery> deliveries) {
    return Settlement.of(
        DAY, terms, deliveries, false, (grade, day) -> Money.fen(300 + day.getDayOfMonth()));
  }

  @Test
  void whatWasAgreedIsPaidLessTheAdvance() {
    Settlement paid =
        settle(
            terms(deal(1_000_000, 500_000, 5, 100, 10, Contract.Then.LEFT), 100_000),
            List.of(brought("special", 1_000_000, 0), brought("first", 500_000, 1)));
    assertThat(paid.goods()).isEqualTo(Money.fen(840_000));
    assertThat(paid.toGrower()).isEqualTo(Money.fen(740_000));
    assertThat(paid.deduction().minor()).isZero();
    // of 8,400 yuan that are 55 %
    assertThat(paid.shares())
        .containsEntry(Link.COOPERATIVE, Money.fen(91_636))
        .containsEntry(Link.FREIGHT, Money.fen(305_455));
    assertThat(paid.perMu(new Area(2000))).isEqualTo(Money.fen(280_000));
  }

  @Test
  void whatIsMissingBeyondTheToleranceIsDeductedUpToTheAdvance() {
    Contract.Terms terms = terms(deal(1_000_000, 0 + 1, 5, 100, 10, Contract.Then.LEFT), 1_000);
    Settlement short200 = settle(terms, List.of(brought("special", 940_000, 0)));
    assertThat(short200.missing()).isEqualTo(new Mass(10_001));
    assertThat(short200.deduction()).isEqualTo(Money.fen(1_000));
    assertThat(short200.toGrower()).isEqualTo(Money.fen(562_000));
    Settlement nothing = settle(terms, List.of());
    assertThat(nothing.toGrower()).isEqualTo(Money.fen(0));
    assertThat(nothing.uncovered()).isEqualTo(Money.fen(2_000));
    Settlement excused = Settlement.of(DAY, terms, List.of(), true, (grade, day) -> Money.fen(1));
    assertThat(excused.deduction()).isEqualTo(Money.fen(0));
    assertThat(excused.uncovered()).isEqualTo(Money.fen(1_000));
  }

  @Test
  void moreIsBoughtAtTheContractsPriceAndThenAtThatOfTheMarketOrLeft() {
    List<Delivery> deliveries =
        List.of(brought("special", 1_050_000, 0), brought("special", 200_000, 3));
    Settlement market =
        settle(terms(deal(1_000_000, 1, 0, 0, 10, Contract.Then.MARKET), 0), deliveries);
    assertThat(
            market.lines().stream()
                .map(line -> line.why() + " " + line.mass().grams() + " " + line.amount().minor()))
        .containsExactly("CONTRACT 1000000 600000", "SURPLUS 100000 60000", "MARKET 150000 45600");
    Settlement left =
        settle(terms(deal(1_000_000, 1, 0, 0, 10, Contract.Then.LEFT), 0), deliveries);
    assertThat(left.lines().getLast().why()).isEqualTo(Why.LEFT);
    assertThat(left.goods()).isEqualTo(Money.fen(660_000));
  }

  @Test
  void aWholeOrchardCostsItsSumWhateverItBears() {
    Contract.Terms terms = terms(new Contract.WholeOrchard(Money.fen(5_000_000)), 2_000_000);
    Settlement paid = settle(terms, List.of(brought("second", 123_456, 0)));
    assertThat(paid.toGrower()).isEqualTo(Money.fen(3_000_000));
    assertThat(paid.goods()).isEqualTo(Money.fen(5_000_000));
    assertThat(paid.brought()).isEqualTo(new Mass(123_456));
    assertThat(settle(terms, List.of()).toGrower()).isEqualTo(Money.fen(3_000_000));
  }

  @Property
  void everyFenHasAPlaceAndNobodyIsPaidLessThanNothing(
      @ForAll @LongRange(min = 1, max = 100_000_000) long special,
      @ForAll @LongRange(min = 1, max = 100_000_000) long first,
      @ForAll @IntRange(max = 100) int tolerance,
      @ForAll @LongRange(max = 2_000) long deduction,
      @ForAll @IntRange(max = 100) int surplus,
      @ForAll Contract.Then then,
      @ForAll @LongRange(max = 100_000_000) long advance,
      @ForAll @Size(max = 12) List<@LongRange(min = 1, max = 50_000_000) Long> grams,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Delivery> deliveries = new ArrayList<>();
    for (long each : grams)
      deliveries.add(brought(random.nextBoolean() ? "special" : "first", each, random.nextInt(20)));
    Contract.Terms terms =
        terms(deal(special, first, tolerance, deduction, surplus, then), advance);
    Settlement paid = settle(terms, deliveries);
    long lines = paid.lines().stream().mapToLong(line -> line.amount().minor()).sum();
    assertThat(lines).isEqualTo(paid.goods().minor());
    assertThat(paid.lines().stream().mapToLong(line -> line.mass().grams()).sum())
        .isEqualTo(grams.stream().mapToLong(Long::longValue).sum());
    assertThat(paid.toGrower().minor() - paid.uncovered().minor())
        .isEqualTo(paid.goods().minor() - paid.deduction().minor() - advance);
    assertThat(paid.toGrower().minor()).isNotNegative();
    assertThat(paid.uncovered().minor()).isNotNegative();
    assertThat(Math.min(paid.toGrower().minor(), paid.uncovered().minor())).isZero();
    assertThat(paid.deduction().minor()).isBetween(0L, advance);
    assertThat(paid.retail().minor())
        .isEqualTo(lines + paid.shares().values().stream().mapToLong(Money::minor).sum());
    // each share is right to half a fen
    paid.shares()
        .forEach(
            (link, share) ->
                assertThat(
                        Math.abs(
                            2 * (share.minor() * 550 - paid.goods().minor() * CHAIN.part(link))))
                    .isLessThanOrEqualTo(550));
    List<Delivery> shuffled = new ArrayList<>(deliveries);
    Collections.shuffle(shuffled, random);
    assertThat(settle(terms, shuffled)).isEqualTo(paid);
  }
}
