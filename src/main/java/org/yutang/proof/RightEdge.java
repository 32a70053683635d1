package org.yutang.proof;

import static org.yutang.proof.MerkleHasher.HASH_BYTES;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// How a tree grows: new leaf hashes fill up the partial tile at the right edge; each tile that
/// becomes full gives its root to the level above, where the same happens. What left of the edge is
/// never touched, a full tile is written once.
final class RightEdge {

  private RightEdge() {}

  /// Where the partial tiles of a tree of this size lie, lowest level first; levels without one are
  /// left out.
  static List<Tile.Place> places(long size) {
    List<Tile.Place> places = new ArrayList<>();
    for (int level = 0; Tile.hashesAt(level, size) > 0; level++) {
      long hashes = Tile.hashesAt(level, size);
      if (hashes % Tile.WIDTH != 0) places.add(new Tile.Place(level, hashes / Tile.WIDTH));
    }
    return places;
  }

  /// The tiles to write when leaves join a tree of `size`: every tile that becomes full, and the
  /// new right edge.
  ///
  /// @param edge the tiles at [#places] of `size`; they may be wider than that size needs
  /// @param leaves the new leaf hashes side by side
  static List<Tile> grow(
      MerkleHasher hasher, long size, Map<Tile.Place, byte[]> edge, byte[] leaves) {
    List<Tile> written = new ArrayList<>();
    byte[] incoming = leaves;
    for (int level = 0; incoming.length > 0; level++)
      incoming = growLevel(hasher, level, size, edge, incoming, written);
    return written;
  }

  /// @return the roots of the tiles that became full, side by side
  private static byte[] growLevel(
      MerkleHasher hasher,
      int level,
      long size,
      Map<Tile.Place, byte[]> edge,
      byte[] incoming,
      List<Tile> written) {
    long before = Tile.hashesAt(level, size);
    long index = before / Tile.WIDTH;
    int oldBytes = (int) (before % Tile.WIDTH) * HASH_BYTES;
    byte[] old =
        oldBytes == 0 ? new byte[0] : edge.getOrDefault(new Tile.Place(level, index), new byte[0]);
    if (old.length < oldBytes)
      throw new IllegalStateException("tile " + level + "/" + index + " is missing or too short");

    int fullTiles = (oldBytes + incoming.length) / (Tile.WIDTH * HASH_BYTES);
    byte[] roots = new byte[fullTiles * HASH_BYTES];
    int taken = 0;
    for (int tile = 0; tile <= fullTiles; tile++) {
      int kept = tile == 0 ? oldBytes : 0;
      int added = Math.min(Tile.WIDTH * HASH_BYTES - kept, incoming.length - taken);
      if (added == 0) break;
      byte[] hashes =
          Arrays.copyOf(
              old, kept + added); // `old` only matters for the first tile, where `kept` counts it
      System.arraycopy(incoming, taken, hashes, kept, added);
      taken += added;
      written.add(new Tile(new Tile.Place(level, index + tile), hashes));
      if (tile < fullTiles)
        System.arraycopy(
            hasher.root(hashes, 0, Tile.WIDTH), 0, roots, tile * HASH_BYTES, HASH_BYTES);
    }
    return roots;
  }
}
