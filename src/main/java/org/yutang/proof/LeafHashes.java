package org.yutang.proof;

import static org.yutang.proof.MerkleHasher.HASH_BYTES;

import java.util.List;
import java.util.stream.IntStream;

/// Leaf hashes of many entries side by side, on all cores where they are many.
final class LeafHashes {

  /// Handing out less than this costs more than hashing it.
  private static final int SLICE = 2_048;

  private LeafHashes() {}

  static byte[] of(List<byte[]> entries) {
    byte[] hashes = new byte[entries.size() * HASH_BYTES];
    int slices = (entries.size() + SLICE - 1) / SLICE;
    IntStream all = IntStream.range(0, slices);
    (slices > 1 ? all.parallel() : all)
        .forEach(
            slice -> {
              MerkleHasher hasher = new MerkleHasher();
              int end = Math.min(entries.size(), (slice + 1) * SLICE);
              for (int i = slice * SLICE; i < end; i++)
                hasher.leaf(entries.get(i), hashes, i * HASH_BYTES);
            });
    return hashes;
  }
}
