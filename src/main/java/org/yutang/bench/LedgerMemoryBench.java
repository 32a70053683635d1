package org.yutang.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.yutang.ledger.Ledger;

/// How much memory the server's process holds with ten million accounts, each of which has moved.
/// The command line gives it a process of its own with a stated heap.
@Component
class LedgerMemoryBench implements Bench {

  /// The goal.
  private static final double LIMIT_MIB = 1536;

  private static final int ACCOUNTS = 10_000_000;
  private static final int TOUCHED_AT_ONCE = 200_000;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int COLLECTIONS = 3;

  private final Ledger ledger;
  private final Clock clock;

  LedgerMemoryBench(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "ledger-memory";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    LedgerBench.refuseUsed(ledger);
    if (!Files.exists(STATUS)) {
      say.accept("ledger.memory is skipped: no " + STATUS + " to read resident memory from");
      return List.of();
    }
    return List.of(measure(ACCOUNTS, say));
  }

  Measure measure(int accounts, Consumer<String> say) throws Exception {
    double before = residentMib();
    LedgerLoad load =
        new LedgerLoad(ledger, "memory-" + UUID.randomUUID(), accounts, clock.instant());
    long start = System.nanoTime();
    load.open(true, say);
    say.accept("opened in %.0f s".formatted((System.nanoTime() - start) / 1e9));
    for (int from = 0; from < accounts; from += TOUCHED_AT_ONCE)
      load.run(load.touch(from, Math.min(from + TOUCHED_AT_ONCE, accounts)));
    say.accept("opened and touched in %.0f s".formatted((System.nanoTime() - start) / 1e9));
    double after = residentMib();
    return Measure.cost(
        "ledger.memory",
        "MiB resident",
        after,
        "the limit that is set",
        LIMIT_MIB,
        1,
        String.format(
            Locale.ROOT,
            "%,d accounts, each touched by a transfer; -Xmx %d MiB; %.0f MiB before them",
            accounts,
            Runtime.getRuntime().maxMemory() >> 20,
            before));
  }

  /// After collections, so that garbage does not count.
  static double residentMib() throws IOException, InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(300);
    }
    return parseMib(Files.readAllLines(STATUS));
  }

  static double parseMib(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
