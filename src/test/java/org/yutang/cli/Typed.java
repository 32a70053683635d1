package org.yutang.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What came of a command line: its exit code and what it printed.
record Typed(int code, String out, String err) {

  /// The project's folder, in which tests run.
  static final Path PROJECT = Path.of("").toAbsolutePath();

  /// Runs a verb in this process, in English.
  static Typed here(String... words) {
    return run("C.UTF-8", words);
  }

  static Typed inChinese(String... words) {
    return run("zh_CN.UTF-8", words);
  }

  private static Typed run(String language, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.words(Map.of("LANG", language)),
            false);
    int code = Main.run(List.of(words), terminal);
    return new Typed(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Runs the launcher in a process of its own, with the classes of this test run.
  static Typed launcher(Path launcher, Path from, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    Process process = start(launcher, from, environment, words);
    StringBuilder err = new StringBuilder();
    Thread reader = Thread.ofVirtual().start(() -> err.append(read(process.getErrorStream())));
    String out = read(process.getInputStream());
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("still running: " + List.of(words));
    }
    reader.join();
    return new Typed(process.exitValue(), out, err.toString());
  }

  static Typed launcher(String... words) throws IOException, InterruptedException {
    return launcher(PROJECT.resolve("yutang"), PROJECT, Map.of(), words);
  }

  static Process start(Path launcher, Path from, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    return builder(command, from, environment).start();
  }

  /// A process that finds the classes of this test run and speaks English.
  static ProcessBuilder builder(List<String> command, Path from, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("YUTANG_") || name.startsWith("LC_"));
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("YUTANG_CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().putAll(environment);
    return builder;
  }

  private static String read(java.io.InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
