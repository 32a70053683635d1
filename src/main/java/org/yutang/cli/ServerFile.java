package org.yutang.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;
import org.yutang.store.Home;
import org.yutang.store.Json;

/// `<dir>/run/server.json`: how the verbs of this machine reach the running server. Only its owner
/// reads it.
///
/// @param credential proves that whoever shows it can read the file
/// @param certificate the PEM file of the server's certificate, where it speaks TLS
record ServerFile(
    int port, String scheme, String credential, long pid, @Nullable String certificate) {

  private static final String NAME = "server.json";

  /// Writes it whole or not at all; nobody else can read it at any moment.
  void write(Home home) throws IOException {
    Path fresh =
        Files.createTempFile(
            home.run(),
            "server",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, Json.write(this));
    Files.move(
        fresh,
        home.run().resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// What the last server wrote; empty if it removed it when it stopped. One that was killed leaves
  /// its file behind.
  static Optional<ServerFile> find(Home home) {
    Path file = home.dir().resolve("run").resolve(NAME);
    try {
      return Optional.of(Json.read(Files.readString(file), ServerFile.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new Refusal(CliRefusal.FOLDER_UNUSABLE, Map.of("folder", file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void remove(Home home) {
    try {
      Files.deleteIfExists(home.dir().resolve("run").resolve(NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
