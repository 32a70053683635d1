package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The launcher with a real server: what TERM and Ctrl-C leave behind.
@Tag("slow")
class SignalsTest {

  @Test
  void termAndCtrlCStopEverythingWithinTenSeconds() throws Exception {
    Path dir =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "signals")
            .toAbsolutePath();
    stopped(dir, "TERM", 143);
    assumeTrue(resetsSignals(), "skipped for Ctrl-C: env cannot reset ignored signals here");
    stopped(dir, "INT", 130);
  }

  private static void stopped(Path dir, String signal, int code)
      throws IOException, InterruptedException {
    // a test run in the background ignores Ctrl-C, and its children would inherit that
    List<String> command =
        resetsSignals()
            ? List.of(
                "env",
                "--default-signal=INT",
                Typed.PROJECT + "/yutang",
                "run",
                "--port",
                "0",
                "--dir",
                dir.toString())
            : List.of(Typed.PROJECT + "/yutang", "run", "--port", "0", "--dir", dir.toString());
    Process process =
        Typed.builder(command, dir, Map.of())
            .redirectError(dir.resolve("err-" + signal).toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.lines().filter(line -> line.startsWith("ready http://127.0.0.1:")).findFirst())
          .as(() -> read(dir.resolve("err-" + signal)))
          .isPresent();
      assertThat(ofFolder(dir)).anySatisfy(command2 -> assertThat(command2).contains("postgres"));
      long begun = System.nanoTime();
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(code);
    assertThat(ofFolder(dir)).isEmpty();
    assertThat(dir.resolve("run/server.json")).doesNotExist();
  }

  /// Command lines of all processes that name the folder.
  private static List<String> ofFolder(Path dir) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(dir.toString()))
        .toList();
  }

  private static boolean resetsSignals() throws IOException, InterruptedException {
    return new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
