package org.yutang.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a backup holds, as its last entries `manifest.json` and `manifest.sha256` say.
///
/// @param format grows when an older program could not read the backup any more
/// @param postgresql the major version of the server that it came from
record BackupManifest(
    int format,
    Instant madeAt,
    int postgresql,
    List<Room> rooms,
    List<Table> tables,
    List<Sequence> sequences,
    List<StoredFile> files) {

  static final int FORMAT = 1;
  static final String ENTRY = "manifest.json";
  static final String DIGEST_ENTRY = "manifest.sha256";

  /// A room's schema and the migrations that had run in it.
  record Room(String name, List<Migration> migrations) {}

  record Migration(String version, @Nullable Integer checksum) {}

  /// A table's rows as `copy … to` text, in the order of its primary key. Partitions hold no rows
  /// of their own here: loading the table fills them.
  record Table(
      String name, List<String> columns, long rows, String sha256, List<Partition> partitions) {
    String entry() {
      return "tables/" + name;
    }
  }

  /// A partition as it can be made again, parents before children; `partitionBy` where it is
  /// divided itself.
  record Partition(String name, String parent, String bound, @Nullable String partitionBy) {}

  record Sequence(String name, long lastValue, boolean called) {}

  record StoredFile(String digest, long bytes) {
    String entry() {
      return "files/" + digest;
    }
  }
}
