package org.yutang.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.yutang.kernel.Refusal;

/// The packaged PostgreSQL programs, unpacked once into the user's cache folder (or into the home
/// where that is not writable). The folder is named by the archive's checksum, so another version
/// in the build never meets old programs.
record PostgresBinaries(Path folder) {

  private static final String MAJOR = "MAJOR";

  static PostgresBinaries unpacked(Home home) throws IOException {
    URL packed = packed();
    Path cache = cache(home);
    Path target = cache.resolve("postgresql-" + checksum(packed));
    if (!Files.exists(target.resolve(MAJOR))) unpack(packed, cache, target);
    return new PostgresBinaries(target);
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /// The PostgreSQL major version, such as 18.
  int major() throws IOException {
    return Integer.parseInt(Files.readString(folder.resolve(MAJOR)).strip());
  }

  private static Path cache(Home home) throws IOException {
    String set = System.getenv("XDG_CACHE_HOME");
    Path users =
        set == null || set.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(set);
    Path cache = users.resolve("yutang");
    try {
      Files.createDirectories(cache);
      if (Files.isWritable(cache)) return cache;
    } catch (IOException e) {
      // An account without a home of its own, as services have: the server's folder is writable for
      // certain.
      return Files.createDirectories(home.postgres().resolve("programs"));
    }
    return Files.createDirectories(home.postgres().resolve("programs"));
  }

  private static void unpack(URL packed, Path cache, Path target) throws IOException {
    Path fresh = Files.createTempDirectory(cache, "unpacking");
    try {
      try (InputStream in = packed.openStream()) {
        unpack(in, fresh);
      }
      Files.writeString(fresh.resolve(MAJOR), major(fresh));
      if (Disk.isPosix(fresh))
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (Disk.isFull(e)) throw Disk.full(e);
      if (!Files.exists(target.resolve(MAJOR))) throw e; // else another process was faster
    } finally {
      Disk.deleteTree(fresh);
    }
  }

  private static void unpack(InputStream packed, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
        place(entry, tar, into);
    }
  }

  private static void place(TarArchiveEntry entry, InputStream content, Path into)
      throws IOException {
    Path file = into.resolve(entry.getName()).normalize();
    if (!file.startsWith(into)) throw new IOException("bad entry " + entry.getName());
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Path parent = file.getParent();
    if (parent != null) Files.createDirectories(parent);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, file);
    if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true, false))
      throw new IOException("cannot make executable: " + file);
  }

  /// Asks the program itself, as `postgres (PostgreSQL) 18.6`.
  private static String major(Path folder) throws IOException {
    Process asked =
        new ProcessBuilder(List.of(folder.resolve("bin/postgres").toString(), "--version"))
            .redirectErrorStream(true)
            .start();
    String said =
        new String(asked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .strip();
    String major = said.replaceFirst(".*\\(PostgreSQL\\) (\\d+).*", "$1");
    if (!major.matches("\\d+")) throw new IOException("postgres --version said: " + said);
    return major;
  }

  private static URL packed() {
    String resource = "/postgres-" + os() + "-" + arch() + ".txz";
    URL packed = PostgresBinaries.class.getResource(resource);
    if (packed == null)
      throw new Refusal(
          StoreRefusal.DATABASE_UNUSABLE,
          Map.of("reason", "no PostgreSQL for this machine in the build: " + resource));
    return packed;
  }

  private static String checksum(URL packed) throws IOException {
    URLConnection connection = packed.openConnection();
    long sum =
        connection instanceof JarURLConnection jar
            ? jar.getJarEntry().getCrc()
            : connection.getContentLengthLong();
    return Long.toHexString(sum);
  }

  private static String os() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")
        ? "darwin"
        : "linux";
  }

  private static String arch() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> System.getProperty("os.arch");
    };
  }
}
