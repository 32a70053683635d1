package org.yutang.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yutang.bench.Benches;

/// `bench`: one benchmark, in a house of its own that is thrown away afterwards.
final class BenchVerb implements Verb {

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public Usage usage() {
    return new Usage(List.of("NAME"), List.of(Usage.Option.of("--json")));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws Exception {
    Path dir = Files.createTempDirectory("yutang-bench-house");
    try (RunningServer server =
        RunningServer.start(
            ServerPlan.forOneCall(
                new Usage(List.of(), ServerPlan.OPTIONS).parse(List.of("--dir", dir.toString())),
                Map.of()))) {
      server
          .bean(Benches.class)
          .run(arguments.operand(0), arguments.has("--json"), terminal.out(), terminal.err());
      return Exit.DONE;
    } finally {
      delete(dir);
    }
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
