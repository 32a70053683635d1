package org.yutang.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder that one server lives in (`--dir`), and the one that holds its keys (`--keys`), which
/// no backup of the first contains.
public record Home(Path dir, Path keys) {

  public Home {
    dir = dir.toAbsolutePath().normalize();
    keys = keys.toAbsolutePath().normalize();
  }

  /// A home whose keys lie in `keys` inside it; a backup leaves that folder out.
  public static Home at(Path dir) {
    return new Home(dir, dir.resolve("keys"));
  }

  /// The embedded server: `data`, `password`, `log`.
  public Path postgres() {
    return privateFolder(dir.resolve("postgres"));
  }

  /// Uploaded and generated files, by the digest of their content.
  public Path files() {
    return privateFolder(dir.resolve("files"));
  }

  /// What only a running server needs: its lock, its address and the credential of the verbs.
  public Path run() {
    return privateFolder(dir.resolve("run"));
  }

  static Path privateFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix"))
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use folder " + folder, e);
    }
  }
}
