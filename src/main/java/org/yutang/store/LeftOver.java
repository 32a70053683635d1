package org.yutang.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops the postmaster that a killed process left on its data.
///
/// `postmaster.pid` names a process id, which may belong to somebody else by now: it counts only if
/// that process is a PostgreSQL server working in this very folder. Otherwise the file is stale and
/// removed, for PostgreSQL itself would refuse to start while any process has that id. (Two servers
/// on one folder stay impossible: PostgreSQL also checks its shared memory.)
final class LeftOver {

  private static final Logger LOG = LoggerFactory.getLogger(LeftOver.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private LeftOver() {}

  static void stop(Path data) throws IOException, InterruptedException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) return;
    Optional<ProcessHandle> left = named(pidFile);
    if (left.isPresent() && isPostgres(left.get(), data)) {
      LOG.info("stopping a PostgreSQL server that a killed process left behind");
      stop(left.get());
    }
    Files.deleteIfExists(pidFile);
  }

  static void signal(long pid, String name) throws IOException, InterruptedException {
    new ProcessBuilder(List.of("kill", "-" + name, String.valueOf(pid)))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static Optional<ProcessHandle> named(Path pidFile) throws IOException {
    String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
    return first.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(first)) : Optional.empty();
  }

  private static boolean isPostgres(ProcessHandle process, Path data) {
    boolean postgres =
        process.info().command().map(command -> command.endsWith("/postgres")).orElse(false);
    return postgres && worksIn(process, data);
  }

  private static boolean worksIn(ProcessHandle process, Path data) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "cwd"))
          .equals(data.toRealPath());
    } catch (IOException e) { // no /proc, or not allowed to look: then the command line says it
      return process.info().commandLine().map(line -> line.contains(data.toString())).orElse(false);
    }
  }

  private static void stop(ProcessHandle process) throws IOException, InterruptedException {
    signal(process.pid(), "INT");
    try {
      process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      signal(process.pid(), "QUIT");
      process
          .onExit()
          .orTimeout(5, TimeUnit.SECONDS)
          .handle((ended, late) -> process.destroyForcibly())
          .join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
