package org.yutang.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;

/// What the store's parts say about the disk in the same words.
final class Disk {

  private Disk() {}

  static boolean isPosix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }

  /// Makes the folder's entries (a rename, a new file) survive a power loss.
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Whether a failure, or what caused it, is a full disk (or an exhausted quota), ours or the
  /// database's.
  static boolean isFull(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failed && "53100".equals(failed.getSQLState())) return true;
      String said = String.valueOf(cause.getMessage());
      if (cause instanceof IOException
          && (said.contains("No space left") || said.contains("quota exceeded"))) return true;
    }
    return false;
  }

  static Refusal full(@Nullable Throwable cause) {
    Refusal refusal = new Refusal(StoreRefusal.DISK_FULL);
    if (cause != null) refusal.initCause(cause);
    return refusal;
  }

  static void deleteTree(Path folder) {
    if (!Files.exists(folder)) return;
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void deleteContents(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      inside.toList().forEach(Disk::deleteTree);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
