package org.yutang.proof;

import java.util.Arrays;
import java.util.List;

/// Checks proofs without the tree, by the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2 (the
/// trees are those of RFC 6962).
final class MerkleProofs {

  private MerkleProofs() {}

  /// Whether the leaf hash stands at `index` of the tree of `size` with this root.
  static boolean isIncluded(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size) return false;
    MerkleHasher hasher = new MerkleHasher();
    long node = index;
    long last = size - 1;
    byte[] hash = leaf;
    for (byte[] sibling : path) {
      if (last == 0) return false;
      if ((node & 1) == 1 || node == last) {
        hash = hasher.node(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else hash = hasher.node(hash, sibling);
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && Arrays.equals(hash, root);
  }

  /// Whether the tree of size `older` with `olderRoot` is the beginning of the other one.
  static boolean isConsistent(
      long older, byte[] olderRoot, long newer, byte[] newerRoot, List<byte[]> path) {
    if (older < 0 || older > newer) return false;
    MerkleHasher hasher = new MerkleHasher();
    if (older == newer) return path.isEmpty() && Arrays.equals(olderRoot, newerRoot);
    if (older == 0) return path.isEmpty() && Arrays.equals(olderRoot, hasher.empty());
    if (path.isEmpty()) return false;
    boolean whole = Long.bitCount(older) == 1;
    List<byte[]> rest = whole ? path : path.subList(1, path.size());
    byte[] fromOlder = whole ? olderRoot : path.getFirst();
    byte[] fromNewer = fromOlder;
    int skipped = Long.numberOfTrailingZeros(older);
    long node = (older - 1) >>> skipped;
    long last = (newer - 1) >>> skipped;
    for (byte[] sibling : rest) {
      if (last == 0) return false;
      if ((node & 1) == 1 || node == last) {
        fromOlder = hasher.node(sibling, fromOlder);
        fromNewer = hasher.node(sibling, fromNewer);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else fromNewer = hasher.node(fromNewer, sibling);
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && Arrays.equals(fromOlder, olderRoot) && Arrays.equals(fromNewer, newerRoot);
  }
}
