package org.yutang;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM of its own that a test starts and kills without warning.
public final class ChildServer implements AutoCloseable {

  private final Process process;

  private ChildServer(Process process) {
    this.process = process;
  }

  /// Runs that class's `main`; what it prints goes to the file, at its end.
  public static ChildServer start(Class<?> main, Path output, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    File file = output.toFile();
    return new ChildServer(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(file))
            .start());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Waits for it to end by itself, and gives its exit code.
  public int await(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS))
      throw new IllegalStateException("still running");
    return process.exitValue();
  }

  /// `kill -9`.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
