package org.yutang.proof;

import static org.yutang.proof.MerkleHasher.HASH_BYTES;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/// Roots and proofs of a tree, computed from its tiles by the recursions of RFC 6962, section 2.1.
///
/// Every hash that a proof of size `n` needs is either the root of a whole, aligned subtree, which
/// one tile gives, or is made of such roots along the right edge. So the tiles on the way from a
/// leaf to the root, and those at the right edge, are enough: two a level, read at once before the
/// work begins.
final class TileTree {

  private final MerkleHasher hasher = new MerkleHasher();
  private final Map<Tile.Place, byte[]> tiles = new HashMap<>();
  private final Function<List<Tile.Place>, Map<Tile.Place, byte[]>> source;

  /// @param source gives the tiles at some places; those that do not exist are missing in its
  ///   answer
  TileTree(Function<List<Tile.Place>, Map<Tile.Place, byte[]>> source) {
    this.source = source;
  }

  byte[] root(long size) {
    if (size == 0) return hasher.empty();
    load(size);
    return hash(0, size);
  }

  /// The hashes from the leaf's sibling up to the root's child (section 2.1.1).
  List<byte[]> inclusion(long index, long size) {
    if (index < 0 || index >= size)
      throw new IllegalArgumentException("index " + index + " of " + size);
    load(size, index);
    List<byte[]> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) { // walks down, so the path comes out upside down
      long middle = from + split(to - from);
      if (index < middle) {
        path.add(hash(middle, to));
        to = middle;
      } else {
        path.add(hash(from, middle));
        from = middle;
      }
    }
    return path.reversed();
  }

  /// Shows that the tree of size `older` is the beginning of the tree of size `newer` (section
  /// 2.1.2).
  List<byte[]> consistency(long older, long newer) {
    if (older < 0 || older > newer)
      throw new IllegalArgumentException("from " + older + " to " + newer);
    List<byte[]> path = new ArrayList<>();
    if (older == 0 || older == newer) return path;
    load(newer, older - 1, older);
    long from = 0;
    long to = newer;
    while (to != older) {
      long middle = from + split(to - from);
      if (older <= middle) {
        path.add(hash(middle, to));
        to = middle;
      } else {
        path.add(hash(from, middle));
        from = middle;
      }
    }
    if (from > 0) path.add(hash(from, to)); // the older root itself is known to whoever asks
    return path.reversed();
  }

  /// The largest power of two below `count`.
  static long split(long count) {
    return Long.highestOneBit(count - 1);
  }

  private void load(long size, long... leaves) {
    TreeSet<Tile.Place> wanted =
        new TreeSet<>(
            java.util.Comparator.comparingInt(Tile.Place::level)
                .thenComparingLong(Tile.Place::index));
    wanted.addAll(RightEdge.places(size));
    for (long leaf : leaves)
      for (int level = 0; Tile.hashesAt(level, size) > 0; level++) {
        long index = Tile.hashesAt(level + 1, leaf);
        if (index * Tile.WIDTH < Tile.hashesAt(level, size))
          wanted.add(new Tile.Place(level, index));
      }
    wanted.removeIf(tiles::containsKey);
    if (!wanted.isEmpty()) tiles.putAll(source.apply(List.copyOf(wanted)));
  }

  /// The root over the leaves from `from` to before `to`, cut as the recursions cut: only its right
  /// end may be ragged.
  private byte[] hash(long from, long to) {
    long count = to - from;
    if (Long.bitCount(count) == 1 && from % count == 0)
      return subtree(from, Long.numberOfTrailingZeros(count));
    long middle = from + split(count);
    return hasher.node(hash(from, middle), hash(middle, to));
  }

  /// The root of the whole subtree of `height` that begins at leaf `from`.
  private byte[] subtree(long from, int height) {
    int level = height / Tile.HEIGHT;
    int count = 1 << (height % Tile.HEIGHT);
    long first = from >>> (level * Tile.HEIGHT);
    Tile.Place place = new Tile.Place(level, first / Tile.WIDTH);
    int offset = (int) (first % Tile.WIDTH) * HASH_BYTES;
    byte[] hashes = tiles.get(place);
    if (hashes == null || hashes.length < offset + count * HASH_BYTES)
      throw new IllegalStateException(
          "tile " + place.level() + "/" + place.index() + " is missing or too short");
    return count == 1
        ? Arrays.copyOfRange(hashes, offset, offset + HASH_BYTES)
        : hasher.root(hashes, offset, count);
  }
}
