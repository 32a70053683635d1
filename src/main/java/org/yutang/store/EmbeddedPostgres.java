package org.yutang.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yutang.kernel.Refusal;

/// A real PostgreSQL server that this process starts, owns and stops, with its data below
/// [Home#postgres].
///
/// Password authentication with a random password in a 0600 file, loopback on a free port, fsync
/// on, `C.UTF-8`. The caller holds the [FolderLock] of the home, so a postmaster found on the data
/// was left over by a killed process: it is stopped first. A server that ends by itself (a full
/// disk makes it) is started again on the same port until we close.
final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(6);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);
  private static final long LOG_LIMIT_BYTES = 10L << 20;
  private static final String USER = "yutang";
  private static final String UNFINISHED = "unfinished";

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "max_connections=" + (Database.MAX_CONNECTIONS + 16),
          "shared_buffers=128MB",
          "max_wal_size=1GB",
          "timezone=UTC",
          "jit=off");

  private final Path folder;
  private final Path data;
  private final PostgresBinaries binaries;
  private final Privilege privilege;
  private final String password;
  private final List<String> wrapper;
  private final int port;
  private volatile Process process;
  private volatile boolean closing;

  private EmbeddedPostgres(Path folder, PostgresBinaries binaries, Privilege privilege)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.binaries = binaries;
    this.privilege = privilege;
    this.wrapper = privilege.command();
    boolean isNew = !Files.exists(data.resolve("PG_VERSION"));
    this.password = password(isNew);
    if (isNew) initialise();
    refuseOthers();
    privilege.own(data);
    LeftOver.stop(data);
    rotateLog();
    Started started = startOnFreePort();
    this.process = started.process();
    this.port = started.port();
  }

  /// Starts the server and returns when it answers.
  static EmbeddedPostgres start(Home home) throws IOException {
    return start(home, Privilege.ofThisProcess());
  }

  static EmbeddedPostgres start(Home home, Privilege privilege) throws IOException {
    try {
      EmbeddedPostgres server =
          new EmbeddedPostgres(home.postgres(), PostgresBinaries.unpacked(home), privilege);
      Thread.ofPlatform().daemon().name("postgres-watch").start(server::watch);
      return server;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return url(port);
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  String user() {
    return USER;
  }

  String password() {
    return password;
  }

  /// The postmaster's process id.
  long pid() {
    return process.pid();
  }

  /// Forgets the server without stopping it, as a killed process does; for tests.
  void abandon() {
    closing = true;
  }

  @Override
  public void close() {
    closing = true;
    Process last = process;
    try {
      for (String signal : List.of("INT", "QUIT")) {
        if (!last.isAlive()) return;
        LeftOver.signal(last.pid(), signal); // fast shutdown first, then without a checkpoint
        if (last.waitFor(
            STOP_LIMIT.toMillis() / ("INT".equals(signal) ? 1 : 4), TimeUnit.MILLISECONDS)) return;
      }
    } catch (IOException e) {
      LOG.warn("PostgreSQL could not be told to stop: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    last.destroyForcibly();
  }

  /// Makes the cluster beside its place and renames it there when it is whole.
  private void initialise() throws IOException, InterruptedException {
    Path unfinished = folder.resolve(UNFINISHED);
    Disk.deleteTree(unfinished);
    if (Files.isDirectory(data)) Files.delete(data); // refuses if it holds anything
    Home.privateFolder(unfinished);
    Path passwordFile = unfinished.resolve("password");
    write(passwordFile, password);
    privilege.own(unfinished);
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            binaries.program("initdb").toString(),
            "-D",
            unfinished.resolve("data").toString(),
            "-U",
            USER,
            "--pwfile=" + passwordFile,
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8"));
    if (System.getProperty("os.name").equals("Linux"))
      command.add("--sync-method=syncfs"); // one call instead of a thousand
    Process initdb = new ProcessBuilder(command).redirectErrorStream(true).start();
    initdb.getOutputStream().close();
    String said =
        new String(initdb.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (initdb.waitFor() != 0) {
      Disk.deleteTree(unfinished);
      if (said.contains("No space left")) throw Disk.full(null);
      throw unusable("initdb: " + said.strip());
    }
    Files.move(unfinished.resolve("data"), data, StandardCopyOption.ATOMIC_MOVE);
    Disk.force(folder);
    Disk.deleteTree(unfinished);
  }

  private void refuseOthers() throws IOException {
    int found = Integer.parseInt(Files.readString(data.resolve("PG_VERSION")).strip());
    int known = binaries.major();
    if (found > known)
      throw new Refusal(
          StoreRefusal.FOLDER_IS_NEWER,
          Map.of(
              "folder",
              data.toString(),
              "found",
              "PostgreSQL " + found,
              "known",
              "PostgreSQL " + known));
    if (found < known)
      throw unusable(
          data
              + " was made by PostgreSQL "
              + found
              + ": back it up with the version that made it and restore the backup with this one");
  }

  private record Started(Process process, int port) {}

  /// Another process may take a free port before PostgreSQL does, so a few are tried.
  private Started startOnFreePort() throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      int free = freePort();
      try {
        return new Started(launch(free), free);
      } catch (Refusal e) {
        if (tries == 5) throw e;
        LOG.info("PostgreSQL did not start on port {}, trying again", free);
      }
    }
  }

  private Process launch(int onPort) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            binaries.program("postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            String.valueOf(onPort)));
    for (String setting : SETTINGS) command.addAll(List.of("-c", setting));
    Process launched =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    launched.getOutputStream().close();
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers(onPort)) {
      if (!launched.isAlive() || System.nanoTime() > limit) {
        launched.destroyForcibly();
        if (logTail().contains("No space left")) throw Disk.full(null);
        throw unusable("PostgreSQL did not start, see " + log());
      }
      Thread.sleep(25);
    }
    return launched;
  }

  /// Whether the server on that port is ours: our password opens it and it works on our data.
  private boolean answers(int onPort) {
    try (Connection connection =
            DriverManager.getConnection(
                url(onPort) + "?connectTimeout=2&socketTimeout=5", USER, password);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show data_directory")) {
      return row.next() && Path.of(row.getString(1)).equals(data);
    } catch (SQLException e) {
      return false;
    }
  }

  private void watch() {
    try {
      while (!closing) {
        process.waitFor();
        if (closing) return;
        LOG.error(
            "PostgreSQL ended by itself and is started again; its own words are in {}", log());
        Thread.sleep(RESTART_PAUSE);
        if (!closing) relaunch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void relaunch() throws InterruptedException {
    try {
      LeftOver.stop(data);
      process = launch(port);
      if (closing) close();
    } catch (IOException | Refusal e) {
      LOG.error("PostgreSQL could not be started again yet: {}", e.getMessage());
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private void rotateLog() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT_BYTES)
      Files.move(log(), folder.resolve("log.old"), StandardCopyOption.REPLACE_EXISTING);
  }

  private String logTail() throws IOException {
    if (!Files.exists(log())) return "";
    byte[] all = Files.readAllBytes(log());
    int from = Math.max(0, all.length - 4000);
    return new String(all, from, all.length - from, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String password(boolean mayMake) throws IOException {
    Path file = folder.resolve("password");
    if (Files.exists(file)) return Files.readString(file).strip();
    if (!mayMake) throw unusable("the password file " + file + " is missing");
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Path fresh = folder.resolve("password.new");
    Files.deleteIfExists(fresh);
    write(fresh, made);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    Disk.force(folder);
    return made;
  }

  private static void write(Path file, String secret) throws IOException {
    try {
      if (Disk.isPosix(Objects.requireNonNull(file.toAbsolutePath().getParent())))
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, secret);
      try (var channel =
          java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (IOException e) {
      if (Disk.isFull(e)) throw Disk.full(e);
      throw e;
    }
  }

  private static Refusal unusable(String reason) {
    return new Refusal(StoreRefusal.DATABASE_UNUSABLE, Map.of("reason", reason));
  }
}
