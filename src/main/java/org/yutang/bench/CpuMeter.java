package org.yutang.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Processor time of this process and of PostgreSQL, from `/proc`. A server on another machine, or
/// a system without `/proc`, has none to read: then it is left out, and [#missing] says why.
///
/// PostgreSQL's is that of its postmaster, of every process below it, and of those that have ended
/// (which the postmaster has waited for), so that writers of its own and connections closed in
/// between count.
final class CpuMeter {

  private static final Path PROC = Path.of("/proc");

  /// How `/proc` counts, on every platform of Linux (`USER_HZ`).
  private static final double TICKS_A_SECOND = 100;

  private final Optional<ProcessHandle> postmaster;

  private CpuMeter(Optional<ProcessHandle> postmaster) {
    this.postmaster = postmaster;
  }

  /// A meter for this process and the server behind that database.
  static CpuMeter of(DataSource database) {
    long backend =
        JdbcClient.create(database).sql("select pg_backend_pid()").query(Long.class).single();
    return new CpuMeter(
        ProcessHandle.of(backend)
            .filter(found -> isPostgres(found.pid()))
            .flatMap(ProcessHandle::parent)
            .filter(found -> isPostgres(found.pid())));
  }

  /// Why there is nothing to read; empty where there is.
  Optional<String> missing() {
    return seconds().isPresent()
        ? Optional.empty()
        : Optional.of("processor time left out: no /proc with PostgreSQL's processes here");
  }

  /// Of both since they started.
  OptionalDouble seconds() {
    OptionalDouble server = serverSeconds();
    return server.isPresent()
        ? OptionalDouble.of(server.getAsDouble() + ownSeconds())
        : OptionalDouble.empty();
  }

  static double ownSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean own
        ? own.getProcessCpuTime() / 1e9
        : Double.NaN;
  }

  private OptionalDouble serverSeconds() {
    if (postmaster.isEmpty()) return OptionalDouble.empty();
    try {
      Stat head = Stat.of(postmaster.get().pid());
      double ticks = head.ticks() + head.childTicks();
      for (ProcessHandle child : postmaster.get().children().toList())
        if (Files.exists(stat(child.pid()))) ticks += Stat.of(child.pid()).ticks();
      return OptionalDouble.of(ticks / TICKS_A_SECOND);
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  /// Clock ticks of one process, and of its children that have ended.
  record Stat(long ticks, long childTicks) {

    static Stat of(long pid) throws IOException {
      return parse(Files.readString(stat(pid)));
    }

    /// @param line of `/proc/PID/stat`; the second field is a name in brackets that may hold
    ///   anything
    static Stat parse(String line) {
      String[] fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ");
      long[] times = Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).toArray();
      return new Stat(times[0] + times[1], times[2] + times[3]);
    }
  }

  private static Path stat(long pid) {
    return PROC.resolve(String.valueOf(pid)).resolve("stat");
  }

  private static boolean isPostgres(long pid) {
    try {
      return Files.readString(PROC.resolve(String.valueOf(pid)).resolve("comm"))
          .startsWith("postgres");
    } catch (IOException e) {
      return false;
    }
  }
}
