package org.yutang.register;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an import did, or with `preview` would do.
///
/// @param badReasons how many bad rows by reason code
/// @param errorFile digest of the file of bad rows; null if there were none
/// @param firstRows with `preview`: the first rows as the mapping reads them, identity numbers
///   masked
public record ImportReport(
    boolean preview,
    long rows,
    long good,
    long bad,
    Map<String, Long> badReasons,
    Counts places,
    Counts households,
    Counts persons,
    Counts facts,
    double seconds,
    long rowsPerSecond,
    @Nullable String errorFile,
    List<Map<String, String>> firstRows) {

  public ImportReport {
    badReasons = Map.copyOf(badReasons);
    firstRows = List.copyOf(firstRows);
  }

  /// How many of a kind.
  public record Counts(long fresh, long changed, long unchanged) {
    public static final Counts NONE = new Counts(0, 0, 0);
  }
}
