package org.yutang.incubation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// Rankings against numbers that were computed by hand.
class ScoringTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");

  /// Oranges sold 3000 yuan in 20 orders, 1000 before; honey 1500 in 30, nothing before.
  private static final Inputs ORANGES =
      new Inputs(
          2, 20L, 300_000L, 500_000L, 100_000L, 40L, 0, 1200L, 1000L, 600L, 20_000L, 10L, 0L, 0L,
          2L);

  private static final Inputs HONEY =
      new Inputs(
          1, 30L, 150_000L, 30_000L, 0L, 10L, null, 5000L, 5000L, null, null, null, null, null,
          null);

  @Test
  void scoresAreThoseComputedByHand() {
    List<Inputs> all = List.of(ORANGES, HONEY);
    // demand: 50 % of 100 + 30 % of 20/30 + 20 % of 300000/400000 = 50 + 20 + 15
    // price: level 50 * 1200/1000 = 60, margin 600/1200 = 50; advantage: (100+100+100+0+100)/5
    assertThat(Scoring.scores(ORANGES, all))
        .isEqualTo(
            Map.of(
                Factor.DEMAND, 8500,
                Factor.SEARCH, 10_000,
                Factor.SEASON, 10_000,
                Factor.PRICE, 5500,
                Factor.ADVANTAGE, 8000));
    // demand: 50 % of 50 + 30 % of 100 + 20 % of 100 = 25 + 30 + 20
    assertThat(Scoring.scores(HONEY, all))
        .as("season and advantage are not known, which is not zero")
        .isEqualTo(Map.of(Factor.DEMAND, 7500, Factor.SEARCH, 2500, Factor.PRICE, 5000));
  }

  @Test
  void whatIsNotKnownGivesItsWeightToTheOthers() {
    // 30 * 75 + 15 * 25 + 15 * 50 = 3375, of 60: 56.25
    assertThat(
            Scoring.total(
                Map.of(Factor.DEMAND, 7500, Factor.SEARCH, 2500, Factor.PRICE, 5000),
                Weights.FIRST))
        .isEqualTo(5625);
    assertThat(Scoring.total(Map.of(), Weights.FIRST)).isZero();
  }

  @Test
  void theSameInputsRankTheSameInAnyOrder() {
    Scoring.Asked oranges = asked("00000000-0000-0000-0000-000000000002", ORANGES);
    Scoring.Asked honey = asked("00000000-0000-0000-0000-000000000001", HONEY);
    List<Scoring.Scored> ranked = Scoring.rank(List.of(honey, oranges), Weights.FIRST);
    assertThat(ranked).isEqualTo(Scoring.rank(List.of(oranges, honey), Weights.FIRST));
    // 30 * 85 + 15 * 100 + 15 * 100 + 15 * 55 + 25 * 80 = 8375
    assertThat(ranked).extracting(Scoring.Scored::total).containsExactly(8375, 5625);
  }

  @Test
  void aHarvestHalfAYearAwayCountsHalfAndNothingSoldIsNoDivisionByZero() {
    Inputs none = new Inputs(1, 0L, 0L, 0L, 0L, 0L, 182, 1000L, 1000L, null, 0L, 0L, 0L, 0L, 0L);
    assertThat(Scoring.scores(none, List.of(none)))
        .containsEntry(Factor.SEASON, 5014)
        .containsEntry(Factor.DEMAND, 1000)
        .containsEntry(Factor.ADVANTAGE, 2000);
  }

  private static Scoring.Asked asked(String id, Inputs inputs) {
    return new Scoring.Asked(
        new Candidate(
            UUID.fromString(id), COUNTY, new Text(id, id), Optional.empty(), Optional.empty()),
        inputs);
  }
}
