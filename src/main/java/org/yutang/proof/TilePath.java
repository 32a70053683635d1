package org.yutang.proof;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What follows `tile/` in the address of a tile or an entry bundle, exactly as
/// [tlog-tiles](https://c2sp.org/tlog-tiles) writes it: `0/x001/x234/067`, `1/000.p/17`,
/// `entries/000`. Everything has one spelling only; all others are no paths.
///
/// @param level −1 for entry bundles
/// @param width 256 for a full tile
record TilePath(int level, long index, int width) {

  static final int ENTRIES = -1;

  private static final Pattern FORM =
      Pattern.compile(
          "(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
  private static final int MAX_LEVEL = 63;
  private static final int GROUP = 1000;

  static Optional<TilePath> parse(String path) {
    Matcher form = FORM.matcher(path);
    if (!form.matches() || form.group(2).startsWith("x000")) return Optional.empty();
    int level = form.group(1).equals("entries") ? ENTRIES : Integer.parseInt(form.group(1));
    int width = form.group(3) == null ? Tile.WIDTH : Integer.parseInt(form.group(3));
    boolean partial = form.group(3) != null;
    if (level > MAX_LEVEL || (partial && width >= Tile.WIDTH)) return Optional.empty();
    return index(form.group(2)).map(index -> new TilePath(level, index, width));
  }

  /// How many entries a tree has at least when it contains this tile; the largest long where no
  /// tree is that large.
  long neededSize() {
    int shift = Math.max(level, 0) * Tile.HEIGHT;
    try {
      long hashes = Math.addExact(Math.multiplyExact(index, Tile.WIDTH), width);
      return shift >= Long.SIZE - 1 || hashes > Long.MAX_VALUE >> shift
          ? Long.MAX_VALUE
          : hashes << shift;
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  boolean isFull() {
    return width == Tile.WIDTH;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format("%03d", index % GROUP));
    for (long rest = index / GROUP; rest > 0; rest /= GROUP)
      text.insert(0, String.format("x%03d/", rest % GROUP));
    text.insert(0, (level == ENTRIES ? "entries" : String.valueOf(level)) + "/");
    return isFull() ? text.toString() : text + ".p/" + width;
  }

  private static Optional<Long> index(String groups) {
    try {
      return Optional.of(Long.parseLong(groups.replace("x", "").replace("/", "")));
    } catch (NumberFormatException e) {
      return Optional.empty(); // 7 groups can name more than a long holds
    }
  }
}
