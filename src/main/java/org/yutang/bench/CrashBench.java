package org.yutang.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// How many rounds of harm the ledger survives with nothing lost, doubled or out of balance.
@Component
class CrashBench implements Bench {

  private static final int KILLS = 100;
  private static final int CUTS = 10;
  private static final int POSTMASTERS = 10;
  private static final int RIVALS = 5;

  /// After that many rounds a new house begins, since every round reckons all lines of its house.
  private static final int ROUNDS_A_HOUSE = 25;

  private final Clock clock;

  CrashBench(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "crash";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    long seed = new Random().nextLong();
    say.accept("seed " + seed);
    return List.of(
        measure("crash.rounds", CrashRounds.Harm.KILL, KILLS, seed, say),
        measure("crash.cut", CrashRounds.Harm.CUT, CUTS, seed, say),
        measure("crash.postmaster", CrashRounds.Harm.POSTMASTER, POSTMASTERS, seed, say),
        measure("crash.rival", CrashRounds.Harm.RIVAL, RIVALS, seed, say));
  }

  private Measure measure(
      String name, CrashRounds.Harm harm, int wanted, long seed, Consumer<String> say)
      throws Exception {
    List<CrashRounds.Round> rounds = new ArrayList<>();
    while (rounds.size() < wanted) {
      int now = Math.min(ROUNDS_A_HOUSE, wanted - rounds.size());
      rounds.addAll(rounds(Collections.nCopies(now, harm), seed + rounds.size(), say));
    }
    long survived = rounds.stream().filter(round -> round.wrong().isEmpty()).count();
    return Measure.rate(
        name,
        "rounds survived",
        (double) survived,
        "all rounds",
        wanted,
        wanted,
        String.format(
            Locale.ROOT,
            "%s under load by %d callers; %,d acknowledged calls checked",
            harm.words,
            CrashChild.CALLERS,
            rounds.stream().mapToLong(CrashRounds.Round::acknowledged).sum()));
  }

  private List<CrashRounds.Round> rounds(
      List<CrashRounds.Harm> harms, long seed, Consumer<String> say) throws Exception {
    Path folder = Files.createTempDirectory("yutang-crash");
    try (CrashRounds rounds = new CrashRounds(folder, seed, clock.instant(), say)) {
      List<CrashRounds.Round> done = rounds.run(harms);
      if (done.stream().allMatch(round -> round.wrong().isEmpty())) delete(folder);
      else say.accept("left for whoever looks into it: " + folder);
      return done;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
