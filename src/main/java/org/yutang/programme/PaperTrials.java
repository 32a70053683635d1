package org.yutang.programme;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads pictures that belong to no claim, by the same models and rules: for measuring them.
public interface PaperTrials {

  /// @param folder of its own, emptied at the start and removed at the end
  Trial open(Path folder);

  /// A reader of its own until it is closed.
  interface Trial extends AutoCloseable {

    /// Empty lines and [PaperReading.State#UNREADABLE] where the reader failed.
    Read read(byte[] jpeg);

    /// The id of the process that reads, while there is one.
    Optional<Long> process();

    @Override
    void close();
  }

  /// @param lines the letters as the models saw them
  /// @param millis what finding the letters took
  record Read(PaperReading reading, List<String> lines, long millis) {
    public Read {
      lines = List.copyOf(lines);
    }
  }
}
