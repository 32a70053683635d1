package org.yutang.trace.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yutang.trace.Share;
import org.yutang.trace.Traced;
import org.yutang.trace.World;

/// The graph's answers beside a world that knows what is in everything.
class GraphPropertyTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static World world(long seed) {
    World world = new World(seed, "9900001", START);
    world.live(120);
    return world;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aRecallFindsEveryBuyerAndNobodyElse(long seed) {
    World world = world(seed);
    StepSource steps = new MemorySteps(world.events());
    int buyers = 0;
    for (String lot : world.lots()) {
      Traced.Recall recall = Forward.recall(lot, steps);
      Set<String> found =
          recall.buyers().stream()
              .map(Traced.Found::id)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(found)
          .as("seed " + seed + " lot " + lot)
          .containsExactlyInAnyOrderElementsOf(world.buyers(lot));
      buyers += found.size();
    }
    assertThat(buyers).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
  void sharesAreExactAndMakeAWhole(long seed) {
    World world = world(seed);
    StepSource steps = new MemorySteps(world.events());
    for (String lot : world.lots()) {
      Traced.Back back = Back.of(lot, world.now(), steps);
      Map<String, Share> found = new HashMap<>();
      for (Traced.Origin origin : back.origins())
        if (origin.source()) found.put(origin.item(), origin.share().orElseThrow());
      if (back.origins().isEmpty()) found.put(lot, Share.ALL);
      assertThat(found).as("seed " + seed + " lot " + lot).isEqualTo(world.shares(lot));
      assertThat(found.values().stream().reduce(Share.NONE, Share::plus)).isEqualTo(Share.ALL);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40})
  void whatIsReachedForwardIsFoundBackwardAndTheOtherWayRound(long seed) {
    World world = world(seed);
    StepSource steps = new MemorySteps(world.events());
    Map<String, Traced.Forward> forward = new HashMap<>();
    for (String lot : world.lots()) forward.put(lot, Forward.of(lot, steps));
    int pairs = 0;
    for (String lot : world.lots())
      for (Traced.Reached reached : forward.get(lot).reached()) {
        if (reached.item().equals(lot)) continue;
        Instant during = reached.until().orElse(world.now());
        assertThat(origins(reached.item(), during, steps))
            .as("seed " + seed + " " + lot + " in " + reached)
            .contains(lot);
        pairs++;
      }
    assertThat(pairs).isPositive();
    for (String box : world.boxes())
      for (int minute = 1; minute < 120; minute += 7) {
        Instant at = START.plusSeconds(60L * minute + 30);
        for (String origin : origins(box, at, steps))
          if (forward.containsKey(origin))
            assertThat(forward.get(origin).reached())
                .as("seed " + seed + " " + origin + " in " + box + " at " + at)
                .anyMatch(
                    reached ->
                        reached.item().equals(box)
                            && !reached.from().isAfter(at)
                            && reached.until().filter(until -> until.isBefore(at)).isEmpty());
      }
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44, 45})
  void aBoxHoldsWhatWasInItThen(long seed) {
    World world = world(seed);
    StepSource steps = new MemorySteps(world.events());
    for (String box : world.boxes())
      assertThat(
              origins(box, world.now().plusSeconds(1), steps).stream()
                  .filter(item -> item.contains("/10/"))
                  .toList())
          .as("seed " + seed + " box " + box)
          .containsExactlyInAnyOrderElementsOf(world.contents(box));
  }

  private static Set<String> origins(String item, Instant at, StepSource steps) {
    return Back.of(item, at, steps).origins().stream()
        .map(Traced.Origin::item)
        .collect(Collectors.toSet());
  }
}
