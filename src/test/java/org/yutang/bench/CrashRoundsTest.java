package org.yutang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yutang.bench.CrashRounds.Harm;

/// A few of the rounds of `bench crash`.
@Tag("slow")
class CrashRoundsTest {

  @Test
  void whatWasAcknowledgedIsThereOnceAndTheBooksBalanceWhateverIsKilledOrCut(@TempDir Path dir)
      throws Exception {
    List<CrashRounds.Round> rounds =
        run(dir, List.of(Harm.KILL, Harm.CUT, Harm.POSTMASTER, Harm.KILL));
    assertThat(rounds).hasSize(4);
    assertThat(rounds).allSatisfy(round -> assertThat(round.wrong()).isEmpty());
    assertThat(rounds).allSatisfy(round -> assertThat(round.acknowledged()).isPositive());
  }

  @Test
  void aSecondProcessWaitsForTheFirstAndTakesOverWhenItIsDead(@TempDir Path dir) throws Exception {
    List<CrashRounds.Round> rounds = run(dir, List.of(Harm.RIVAL));
    assertThat(rounds).hasSize(1);
    assertThat(rounds.getFirst().wrong()).isEmpty();
    assertThat(rounds.getFirst().acknowledged()).isPositive();
  }

  private static List<CrashRounds.Round> run(Path dir, List<Harm> harms) throws Exception {
    long seed = new Random().nextLong();
    System.out.println("CrashRoundsTest: seed " + seed);
    List<String> said = new ArrayList<>();
    try (CrashRounds rounds = new CrashRounds(dir, seed, Clock.systemUTC().instant(), said::add)) {
      return rounds.run(harms);
    } finally {
      said.forEach(System.out::println);
    }
  }
}
