package org.yutang;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// External PostgreSQL servers for tests. With `YUTANG_TEST_DATABASE_URL` the whole suite runs on
/// one instead of the embedded server, each server under test in a new database of its own:
/// - `YUTANG_TEST_DATABASE_URL=system-15 ./yutang test` starts a PostgreSQL 15 from Debian's
///   package `postgresql-15` (`/usr/lib/postgresql/15/bin`) in a temporary folder and stops it at
///   the end;
/// - `YUTANG_TEST_DATABASE_URL='jdbc:postgresql://HOST/postgres?user=U&password=P'` takes a running
///   one; the user must be allowed to create databases.
public final class TestDatabases {

  private static final String SYSTEM = "system-15";
  private static final Path BINARIES = Path.of("/usr/lib/postgresql/15/bin");
  private static String systemUrl = "";

  private TestDatabases() {}

  /// The URL of a new database on the external server of this run; empty when the run uses the
  /// embedded one.
  public static Optional<String> fresh() {
    String named = System.getenv("YUTANG_TEST_DATABASE_URL");
    if (named == null || named.isBlank()) return Optional.empty();
    if (!named.equals(SYSTEM))
      return Optional.of(create(named, "template template0 encoding 'UTF8' locale 'C.UTF-8'"));
    return Optional.of(
        create(
            system()
                .orElseThrow(() -> new IllegalStateException("no PostgreSQL 15 in " + BINARIES)),
            ""));
  }

  /// The URL of the database `postgres` on a PostgreSQL 15 of this machine's package; empty where
  /// that is not installed.
  public static synchronized Optional<String> system() {
    if (!Files.isExecutable(BINARIES.resolve("postgres"))) return Optional.empty();
    try {
      if (systemUrl.isEmpty()) systemUrl = start();
      return Optional.of(systemUrl);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Creates a database with these options beside the one that the URL names, and returns its URL.
  public static String create(String url, String options) {
    String name = "yutang_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " " + options);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return url.replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
  }

  private static String start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("yutang-postgres");
    if (isRoot()) run(List.of("chown", "postgres", folder.toString()));
    Path data = folder.resolve("data");
    run(
        asPostgres(
            "initdb",
            "-D",
            data.toString(),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8"));
    int port = freePort();
    Process server =
        new ProcessBuilder(
                asPostgres(
                    "postgres",
                    "-D",
                    data.toString(),
                    "-p",
                    String.valueOf(port),
                    "-k",
                    "",
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "max_connections=300"))
            .redirectErrorStream(true)
            .redirectOutput(
                folder.resolve("../" + folder.getFileName() + ".log").normalize().toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!answers(url)) {
      if (!server.isAlive() || System.nanoTime() > limit)
        throw new IOException("PostgreSQL 15 did not start in " + folder);
      Thread.sleep(50);
    }
    return url;
  }

  private static void stop(Process server, Path folder) {
    try {
      long pid = server.children().findFirst().map(ProcessHandle::pid).orElse(server.pid());
      run(List.of("kill", "-INT", String.valueOf(pid)));
      if (!server.waitFor(10, TimeUnit.SECONDS)) server.destroyForcibly();
      run(List.of("rm", "-rf", folder.toString(), folder + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean answers(String url) {
    try (Connection connection = DriverManager.getConnection(url)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private static List<String> asPostgres(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot())
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    command.add(BINARIES.resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) throw new IOException(command + ": " + said);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
