package org.yutang.programme.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;

/// Ranks and seats, without a database.
class PlacingTest {

  private static final Text WORD = new Text("词", "word");
  private static final CaseCall CALL = new CaseCall(new ProgrammeId("an-award"), "prize", 2026);

  @Test
  void theHigherMeanComesFirstAndTiesGoByTheRule() {
    Placing.Entry even = entry(1, "A", List.of(60, 60, 60), 5, Optional.empty());
    Placing.Entry enthusiast = entry(2, "A", List.of(50, 50, 80), 1, Optional.empty());
    Placing.Entry best = entry(3, "A", List.of(90, 90), 9, Optional.empty());
    assertThat(ids(placing(CaseKind.Tie.MEDIAN, 3).rank(List.of(enthusiast, even, best))))
        .containsExactly(best.id(), even.id(), enthusiast.id());
    assertThat(ids(placing(CaseKind.Tie.FILED, 3).rank(List.of(enthusiast, even, best))))
        .containsExactly(best.id(), enthusiast.id(), even.id());
  }

  @Test
  void whoeverLacksAQuorumHasNoRankAndIsNotKept() {
    Placing.Entry alone = entry(1, "A", List.of(100), 1, Optional.empty());
    Placing.Entry judged = entry(2, "A", List.of(10, 10), 2, Optional.empty());
    List<CaseCall.Ranked> ranked = placing(CaseKind.Tie.FILED, 5).rank(List.of(alone, judged));
    assertThat(ranked.getFirst().caseId()).isEqualTo(judged.id());
    assertThat(ranked.getLast().rank()).isEmpty();
    assertThat(ranked.getLast().kept()).isFalse();
  }

  @Test
  void seatsOfACountyAndReservedOnesAreKept() {
    CaseKind.Seats seats =
        new CaseKind.Seats(
            3, Optional.of(1), List.of(new CaseKind.Reserved("women", WORD, "true", 2)));
    Placing placing =
        new Placing(CALL, panel(CaseKind.Tie.FILED, Optional.empty()), Optional.of(seats));
    List<CaseCall.Ranked> ranked =
        placing.rank(
            List.of(
                entry(1, "A", List.of(90, 90), 1, Optional.empty()),
                entry(2, "A", List.of(80, 80), 2, Optional.of("women")),
                entry(3, "B", List.of(70, 70), 3, Optional.empty()),
                entry(4, "C", List.of(60, 60), 4, Optional.of("women")),
                entry(5, "D", List.of(50, 50), 5, Optional.of("women"))));
    assertThat(ranked)
        .extracting(CaseCall.Ranked::kept)
        .containsExactly(true, false, false, true, true);
    assertThat(ranked.get(3).seat()).contains("women");
  }

  @Property(tries = 200)
  void theOrderOfTheSheetsDoesNotMatterAndNoSeatIsTakenTwice(@ForAll long seed) {
    Random random = new Random(seed);
    List<Placing.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<Integer> totals = new ArrayList<>();
      for (int judge = random.nextInt(4); judge < 4; judge++) totals.add(random.nextInt(5));
      entries.add(
          entry(
              i,
              "county" + random.nextInt(5),
              totals,
              i,
              random.nextBoolean() ? Optional.of("women") : Optional.empty()));
    }
    CaseKind.Seats seats =
        new CaseKind.Seats(
            10, Optional.of(3), List.of(new CaseKind.Reserved("women", WORD, "true", 4)));
    List<CaseCall.Ranked> first = seated(seats).rank(entries);
    List<Placing.Entry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, random);
    assertThat(seated(seats).rank(shuffled).stream().filter(each -> each.rank().isPresent()))
        .containsExactlyElementsOf(first.stream().filter(each -> each.rank().isPresent()).toList());
    Map<UUID, Placing.Entry> byId = new HashMap<>();
    entries.forEach(each -> byId.put(each.id(), each));
    List<CaseCall.Ranked> kept = first.stream().filter(CaseCall.Ranked::kept).toList();
    assertThat(kept).hasSizeLessThanOrEqualTo(10);
    assertThat(kept.stream().filter(each -> each.seat().isPresent())).hasSizeLessThanOrEqualTo(4);
    assertThat(kept.stream().filter(each -> each.seat().isEmpty())).hasSizeLessThanOrEqualTo(6);
    Map<String, Integer> counties = new HashMap<>();
    kept.forEach(each -> counties.merge(byId.get(each.caseId()).county(), 1, Integer::sum));
    assertThat(counties.values()).allMatch(count -> count <= 3);
  }

  private static Placing seated(CaseKind.Seats seats) {
    return new Placing(CALL, panel(CaseKind.Tie.MEDIAN, Optional.empty()), Optional.of(seats));
  }

  private static Placing placing(CaseKind.Tie tie, int keep) {
    return new Placing(CALL, panel(tie, Optional.of(keep)), Optional.empty());
  }

  private static CaseKind.Panel panel(CaseKind.Tie tie, Optional<Integer> keep) {
    return new CaseKind.Panel(
        4, 2, true, keep, List.of(new CaseKind.Criterion("all", WORD, 100)), tie);
  }

  private static Placing.Entry entry(
      int number, String county, List<Integer> totals, long filed, Optional<String> entitled) {
    return new Placing.Entry(new UUID(0, number), county, totals, totals, filed, entitled);
  }

  private static List<UUID> ids(List<CaseCall.Ranked> ranked) {
    return ranked.stream().map(CaseCall.Ranked::caseId).toList();
  }
}
