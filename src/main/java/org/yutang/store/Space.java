package org.yutang.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Says no before the disk is really full: PostgreSQL stops altogether when it cannot write its
/// log, so the last [#RESERVE_BYTES] are left to what is under way.
@Component
class Space {

  /// Four segments of PostgreSQL's log.
  static final long RESERVE_BYTES = 64L << 20;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Path dir;
  private volatile long lookAt = System.nanoTime();
  private volatile boolean enough = true;

  Space(Home home) {
    this.dir = home.files();
  }

  /// Refuses with [StoreRefusal#DISK_FULL] while there is too little room. Looks at the disk at
  /// most a few times a second.
  void require() {
    if (System.nanoTime() - lookAt >= 0) {
      try {
        enough = Files.getFileStore(dir).getUsableSpace() >= RESERVE_BYTES;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      lookAt = System.nanoTime() + LOOK_AGAIN.toNanos();
    }
    if (!enough) throw Disk.full(null);
  }
}
