package org.yutang.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.yutang.kernel.Refusal;

/// The one right to use a home, held as long as the process lives: the system lets go of it even
/// after kill -9.
///
/// Nothing else may open the lock's file, because closing any of a process's handles on a file
/// drops its locks.
final class FolderLock implements AutoCloseable {

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Refuses with [StoreRefusal#FOLDER_IN_USE] while another server has the folder.
  static FolderLock take(Home home) throws IOException {
    Path file = home.run().resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isLocked(channel)) return new FolderLock(channel);
    channel.close();
    throw new Refusal(StoreRefusal.FOLDER_IN_USE, Map.of("folder", home.dir().toString()));
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process has it
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
