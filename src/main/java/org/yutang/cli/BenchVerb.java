package org.yutang.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yutang.bench.Benches;
import org.yutang.demo.Demo;

/// `bench`: one benchmark, in a house of its own that is thrown away afterwards.
final class BenchVerb implements Verb {

  /// Which benchmarks are run on the demo's county and year instead of an empty house.
  private static final Set<String> ON_DEMO = Set.of("year");

  /// Which benchmarks are about memory and get a process of their own with that heap.
  private static final Map<String, String> OWN_HEAP = Map.of("ledger-memory", "1200m");

  /// Nothing but the benchmark is to be at work, and what is bought can be paid.
  private static final Map<String, String> QUIET =
      Map.of("YUTANG_READ_PHOTOS", "false", "YUTANG_SANDBOX_PAYMENTS", "true");

  private static final String OWN_PROCESS = "yutang.bench-process";

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
    String heap = OWN_HEAP.get(arguments.operand(0));
    if (heap != null && !Boolean.getBoolean(OWN_PROCESS)) return runWith(heap, arguments);
    Path dir = Files.createTempDirectory("yutang-bench-house");
    boolean onDemo = ON_DEMO.contains(arguments.operand(0));
    try (RunningServer server =
        RunningServer.start(
            ServerPlan.forOneCall(
                new Usage(List.of(), ServerPlan.OPTIONS).parse(List.of("--dir", dir.toString())),
                QUIET),
            onDemo ? new String[] {"--yutang.demo=true"} : new String[0])) {
      if (onDemo) DemoVerb.fill(server.bean(Demo.class), new ProgressLine(terminal));
      server
          .bean(Benches.class)
          .run(arguments.operand(0), arguments.has("--json"), terminal.out(), terminal.err());
      return Exit.DONE;
    } finally {
      delete(dir);
    }
  }

  /// The same call again, with the options of this process but for the heap.
  private static int runWith(String heap, Arguments arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-D" + OWN_PROCESS + "=true",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "bench",
            arguments.operand(0)));
    if (arguments.has("--json")) command.add("--json");
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
