package org.yutang.proof;

import static org.yutang.proof.MerkleHasher.HASH_BYTES;

/// A tile of the tree as [tlog-tiles](https://c2sp.org/tlog-tiles) cuts it: up to 256 hashes in a
/// row of level `8 * level`, side by side. A tile with fewer is partial and grows at its end.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Tile(Place place, byte[] hashes) {

  /// Hashes in a full tile, and entries in a full bundle.
  static final int WIDTH = 256;

  /// How many levels of the tree one level of tiles spans.
  static final int HEIGHT = 8;

  record Place(int level, long index) {}

  /// How many whole subtrees of this tile level a tree of this size has, that is, hashes in all
  /// tiles of the level.
  static long hashesAt(int level, long size) {
    return level * HEIGHT >= Long.SIZE ? 0 : size >>> (level * HEIGHT);
  }

  int width() {
    return hashes.length / HASH_BYTES;
  }
}
