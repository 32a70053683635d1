package org.yutang.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// All benchmarks by name.
@Component
public class Benches {

  private final List<Bench> benches;

  Benches(List<Bench> benches) {
    this.benches = benches;
  }

  public List<String> names() {
    return benches.stream().map(Bench::name).sorted().toList();
  }

  /// Runs one benchmark in this house, which must hold what it wants (nothing, or the demo's year:
  /// [BenchRefusal#NOT_EMPTY], [BenchRefusal#NO_YEAR]), and prints its measures: with `json` one
  /// object a line on `out` and nothing else, otherwise a line for readers. What is going on goes
  /// to `err`.
  public void run(String name, boolean json, PrintStream out, PrintStream err) throws Exception {
    Bench bench =
        benches.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        BenchRefusal.UNKNOWN_BENCH,
                        Map.of(
                            "name",
                            name,
                            "known",
                            names().stream().collect(Collectors.joining(", ")))));
    for (Measure measure : bench.run(err::println))
      out.println(json ? measure.json() : line(measure));
  }

  private static String line(Measure measure) {
    return String.format(
        Locale.ROOT,
        "%s  %,.4g %s  |  %s %,.4g  |  ratio %.3f  (%d repeats)  %s",
        measure.name(),
        measure.ours(),
        measure.unit(),
        measure.peer(),
        measure.peerValue(),
        measure.ratio(),
        measure.repeats(),
        measure.note());
  }
}
