package org.yutang.programme.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Case.State;
import org.yutang.programme.CaseFigures;
import org.yutang.programme.CaseTotals;

/// Small groups are merged or left out so that none follows from what is told beside it.
class CaseCountsTest {

  @Test
  void smallGroupsAreMergedSoThatNoneCanBeRecognised() {
    List<CaseTotals.Group> groups =
        List.of(group("CN-1", 3), group("CN-2", 4), group("CN-3", 12), group("CN-4", 40));
    CaseCounts.Merged merged = CaseCounts.merge(groups, "CNY");
    assertThat(merged.groups()).containsExactly(group("CN-4", 40));
    assertThat(merged.others().orElseThrow().payments()).isEqualTo(19);
    assertThat(merged.others().orElseThrow().paid()).isEqualTo(Money.fen(1900));
    assertThat(CaseCounts.merge(groups.subList(0, 2), "CNY").others()).isEmpty();
    assertThat(CaseCounts.merge(groups.subList(2, 4), "CNY").groups()).hasSize(2);
  }

  @Test
  void smallStatesAreCountedTogetherOrNotAtAll() {
    Map<State, Long> states =
        new EnumMap<>(
            Map.of(
                State.IN_REVIEW, 3L, State.REJECTED, 4L, State.GRANTED, 12L, State.COMPLETED, 40L));
    assertThat(CaseCounts.mergeSmall(states)).isEqualTo(19);
    assertThat(states).containsOnlyKeys(State.COMPLETED);
    Map<State, Long> few = new EnumMap<>(Map.of(State.IN_REVIEW, 3L, State.COMPLETED, 4L));
    assertThat(CaseCounts.mergeSmall(few)).isZero();
    assertThat(few).isEmpty();
  }

  @Test
  void oneSmallYearDoesNotFollowFromTheTotalOfAllYears() {
    List<CaseFigures.Call> told =
        SmallCalls.hide(List.of(call(2024, 3, 2), call(2025, 12, 11), call(2026, 40, 30)));
    assertThat(told).extracting(CaseFigures.Call::filed).containsExactly(none(), none(), some(40));
    assertThat(told)
        .extracting(CaseFigures.Call::granted)
        .containsExactly(none(), none(), some(30));
    assertThat(told)
        .extracting(CaseFigures.Call::paid)
        .containsExactly(Optional.empty(), Optional.empty(), Optional.of(Money.fen(30)));
  }

  @Test
  void smallYearsThatAreManyTogetherLeaveTheOthersTold() {
    assertThat(SmallCalls.hide(List.of(call(2023, 6, 6), call(2024, 7, 7), call(2025, 12, 12))))
        .extracting(CaseFigures.Call::filed)
        .containsExactly(none(), none(), some(12));
    assertThat(SmallCalls.hide(List.of(call(2025, 12, 12), call(2026, 13, 13))))
        .extracting(CaseFigures.Call::filed)
        .containsExactly(some(12), some(13));
  }

  private static Optional<Long> none() {
    return Optional.empty();
  }

  private static Optional<Long> some(long cases) {
    return Optional.of(cases);
  }

  private static SmallCalls.Counted call(int year, long filed, long granted) {
    Optional<Long> many = Optional.of(granted).filter(n -> n >= CaseFigures.SMALLEST);
    return new SmallCalls.Counted(
        new CaseFigures.Call(
            "bill",
            year,
            Optional.of(filed).filter(n -> n >= CaseFigures.SMALLEST),
            many,
            many.map(Money::fen),
            Optional.empty(),
            List.of(),
            Map.of()),
        filed,
        granted,
        granted);
  }

  private static CaseTotals.Group group(String county, long payments) {
    return new CaseTotals.Group(
        Optional.of(new PlaceCode(county)),
        Optional.of("2026-03"),
        payments,
        Money.fen(payments * 100));
  }
}
