package org.yutang.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.yutang.store.Home;

/// One [CrashChild] as seen by who started it and will kill it.
final class CrashProcess implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(90);

  private final Process process;
  private final OutputStream input;
  private final Home home;
  private final Path acknowledged;
  private final Path output;
  private final Thread reader;
  private final List<String> said = new ArrayList<>();

  private CrashProcess(Process process, Home home, Path acknowledged, Path output) {
    this.process = process;
    this.input = process.getOutputStream();
    this.home = home;
    this.acknowledged = acknowledged;
    this.output = output;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /// @param url of the database; empty for the one that is embedded in the home
  /// @param acknowledged the file that it will write to
  /// @param output what it prints is added to this file
  /// @param arguments as [CrashChild#main] takes them
  static CrashProcess start(
      Home home, String url, Path acknowledged, Path output, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            CrashChild.class.getName()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CrashProcess started = new CrashProcess(process, home, acknowledged, output);
    started.tell(url);
    return started;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Files.writeString(
            output, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (!line.startsWith(CrashChild.SAYS)) continue;
        synchronized (said) {
          said.add(line.substring(CrashChild.SAYS.length()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void tell(String line) throws IOException {
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /// What it said that begins so, without that beginning.
  List<String> heard(String beginning) {
    synchronized (said) {
      return said.stream()
          .filter(line -> line.startsWith(beginning))
          .map(line -> line.substring(beginning.length()))
          .toList();
    }
  }

  String await(String beginning) throws Exception {
    await("it said nothing about " + beginning.strip(), () -> !heard(beginning).isEmpty());
    return heard(beginning).getLast();
  }

  /// Waits until that many bytes more were acknowledged than now.
  void awaitProgress(long bytes) throws Exception {
    long from = progress();
    await("nothing is acknowledged", () -> progress() >= from + bytes);
  }

  /// @throws IllegalStateException if it dies meanwhile
  void await(String complaint, BooleanSupplier holds) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!holds.getAsBoolean()) {
      if (!process.isAlive()) throw new IllegalStateException("it died, see " + output);
      if (System.nanoTime() > limit) throw new TimeoutException(complaint + ", see " + output);
      Thread.sleep(2);
    }
  }

  /// How many bytes it wrote about what was acknowledged to it.
  long progress() {
    try {
      return Files.exists(acknowledged) ? Files.size(acknowledged) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long postmaster() throws Exception {
    return Long.parseLong(await(CrashChild.DATABASE).split(" ", 3)[0]);
  }

  /// The database's address with the means to open it.
  String url() throws Exception {
    String[] words = await(CrashChild.DATABASE).split(" ", 3);
    return "%s?user=%s&password=%s"
        .formatted(
            words[1], words[2], Files.readString(home.postgres().resolve("password")).strip());
  }

  /// Ends all connections to its database but ours.
  int cutConnections() throws Exception {
    try (Connection connection = DriverManager.getConnection(url());
        var cut =
            connection.prepareStatement(
                """
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where backend_type = 'client backend' and pid <> pg_backend_pid()
                """);
        var count = cut.executeQuery()) {
      return count.next() ? count.getInt(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException("the database could not be reached, see " + output, e);
    }
  }

  void signal(String name) throws IOException, InterruptedException {
    signal(process.pid(), name);
  }

  static void signal(long pid, String name) throws IOException, InterruptedException {
    new ProcessBuilder(List.of("kill", "-" + name, String.valueOf(pid)))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /// `kill -9`.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reader.join();
  }

  /// Lets it end in good order.
  void end() throws Exception {
    input.close();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
      throw new TimeoutException("it does not end, see " + output);
    reader.join();
  }

  Optional<Long> findPostmaster() {
    return heard(CrashChild.DATABASE).stream()
        .findFirst()
        .map(words -> Long.valueOf(words.split(" ", 2)[0]));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
