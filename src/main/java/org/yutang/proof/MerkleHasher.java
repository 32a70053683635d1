package org.yutang.proof;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The two hashes of an RFC 6962 tree (section 2.1): `SHA-256(0x00 || entry)` for leaves and
/// `SHA-256(0x01 || left || right)` for nodes. Holds one digest, so each thread makes its own.
final class MerkleHasher {

  static final int HASH_BYTES = 32;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest sha = sha256();

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The root of the tree without entries.
  byte[] empty() {
    return sha.digest();
  }

  byte[] leaf(byte[] entry) {
    sha.update(LEAF);
    return sha.digest(entry);
  }

  /// Writes the leaf's hash into `target` at `offset`.
  void leaf(byte[] entry, byte[] target, int offset) {
    sha.update(LEAF);
    sha.update(entry);
    digestInto(target, offset);
  }

  byte[] node(byte[] left, byte[] right) {
    sha.update(NODE);
    sha.update(left);
    return sha.digest(right);
  }

  /// The root over `count` hashes, a power of two, that lie side by side in `hashes` from `offset`
  /// on.
  byte[] root(byte[] hashes, int offset, int count) {
    byte[] row = new byte[count * HASH_BYTES];
    System.arraycopy(hashes, offset, row, 0, row.length);
    for (int width = count; width > 1; width /= 2)
      for (int pair = 0; pair < width / 2; pair++) {
        sha.update(NODE);
        sha.update(row, pair * 2 * HASH_BYTES, 2 * HASH_BYTES);
        digestInto(row, pair * HASH_BYTES);
      }
    return row.length == HASH_BYTES ? row : java.util.Arrays.copyOf(row, HASH_BYTES);
  }

  private void digestInto(byte[] target, int offset) {
    try {
      sha.digest(target, offset, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
  }
}
