package org.yutang.register;

/// A file and what it means.
///
/// @param file digest of a file in the `FileStore`; a passing one is deleted when the import has
///   ended
/// @param fileName what its owner calls it
/// @param mapping text of the mapping (YAML)
/// @param maxBadShare which share of bad rows is bearable, 0 to 1; with more nothing is changed
/// @param preview count and show the first rows, change nothing
public record ImportRequest(
    ImportKind kind,
    String file,
    String fileName,
    String mapping,
    double maxBadShare,
    boolean preview) {

  public static final double USUAL_MAX_BAD_SHARE = 0.05;

  public ImportRequest {
    if (!(maxBadShare >= 0 && maxBadShare <= 1))
      throw new IllegalArgumentException("share " + maxBadShare);
  }
}
