package org.yutang.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yutang.kernel.Refusal;

/// The file that says that a home is being restored; it stays behind when the restore is killed.
final class RestoreMark {

  private RestoreMark() {}

  static Path set(Home home) throws IOException {
    Path mark = Files.createFile(path(home));
    Disk.force(home.run());
    return mark;
  }

  /// Refuses with [StoreRefusal#DATABASE_UNUSABLE] a home whose restore was never finished.
  static void refuse(Home home) {
    if (Files.exists(path(home)))
      throw new Refusal(
          StoreRefusal.DATABASE_UNUSABLE,
          Map.of(
              "reason",
              "a restore into "
                  + home.dir()
                  + " was interrupted: delete the folder and restore again"));
  }

  private static Path path(Home home) {
    return home.run().resolve("restoring");
  }
}
