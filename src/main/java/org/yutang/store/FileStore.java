package org.yutang.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Files by the SHA-256 of their content: putting the same bytes twice keeps one copy. A file
/// appears whole or not at all.
public interface FileStore {

  /// Reads the stream to its end. Refuses with [StoreRefusal#FILE_TOO_LARGE] past `limitBytes` and
  /// [StoreRefusal#DISK_FULL] when the disk is full; nothing is left behind then.
  Stored put(InputStream content, long limitBytes) throws IOException;

  /// As [#put], for a file that only passes through, such as a list with personal data on its way
  /// into the register: no backup holds it, and it is gone after a day at the latest.
  Stored putPassing(InputStream content, long limitBytes) throws IOException;

  /// Makes a passing file one that stays; of one that stays already, nothing changes. Refuses with
  /// [StoreRefusal#NOT_FOUND].
  void keep(String digest);

  /// Deletes a passing file, if there is one of that digest; kept ones stay.
  void drop(String digest);

  /// Where the file lies, to be read only. Refuses with [StoreRefusal#NOT_FOUND].
  Path get(String digest);

  /// `digest` is lower-case hex of SHA-256.
  record Stored(String digest, long bytes) {}
}
