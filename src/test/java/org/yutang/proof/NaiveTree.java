package org.yutang.proof;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// RFC 6962, section 2.1, and the definition of tlog-tiles, written down word by word and slow, to
/// compare with.
record NaiveTree(List<byte[]> leaves) {

  static NaiveTree of(List<byte[]> entries) {
    return new NaiveTree(entries.stream().map(entry -> hash((byte) 0, entry)).toList());
  }

  byte[] root() {
    return root(leaves);
  }

  NaiveTree first(int size) {
    return new NaiveTree(leaves.subList(0, size));
  }

  List<byte[]> path(int m) {
    return path(m, leaves);
  }

  List<byte[]> consistency(int m) {
    return subproof(m, leaves, true);
  }

  /// Every tile of this size by its path.
  Map<String, byte[]> tiles() {
    Map<String, byte[]> tiles = new TreeMap<>();
    for (int level = 0, span = 1; leaves.size() / span > 0; level++, span *= 256) {
      int hashes = leaves.size() / span;
      for (int first = 0; first < hashes; first += 256) {
        int width = Math.min(256, hashes - first);
        byte[] tile = new byte[width * 32];
        for (int i = 0; i < width; i++)
          System.arraycopy(
              root(leaves.subList((first + i) * span, (first + i + 1) * span)),
              0,
              tile,
              i * 32,
              32);
        String index = String.format("%03d", first / 256);
        if (first / 256 > 999) throw new IllegalArgumentException("too large for a naive tree");
        tiles.put(level + "/" + index + (width < 256 ? ".p/" + width : ""), tile);
      }
    }
    return tiles;
  }

  private static byte[] root(List<byte[]> d) {
    if (d.isEmpty()) return sha();
    if (d.size() == 1) return d.getFirst();
    int k = k(d.size());
    return hash((byte) 1, root(d.subList(0, k)), root(d.subList(k, d.size())));
  }

  private static List<byte[]> path(int m, List<byte[]> d) {
    List<byte[]> path = new ArrayList<>();
    if (d.size() == 1) return path;
    int k = k(d.size());
    path.addAll(m < k ? path(m, d.subList(0, k)) : path(m - k, d.subList(k, d.size())));
    path.add(m < k ? root(d.subList(k, d.size())) : root(d.subList(0, k)));
    return path;
  }

  private static List<byte[]> subproof(int m, List<byte[]> d, boolean b) {
    List<byte[]> proof = new ArrayList<>();
    if (m == d.size()) {
      if (!b) proof.add(root(d));
      return proof;
    }
    int k = k(d.size());
    proof.addAll(
        m <= k ? subproof(m, d.subList(0, k), b) : subproof(m - k, d.subList(k, d.size()), false));
    proof.add(m <= k ? root(d.subList(k, d.size())) : root(d.subList(0, k)));
    return proof;
  }

  private static int k(int n) {
    int k = 1;
    while (k * 2 < n) k *= 2;
    return k;
  }

  private static byte[] hash(byte prefix, byte[]... parts) {
    byte[][] all = new byte[parts.length + 1][];
    all[0] = new byte[] {prefix};
    System.arraycopy(parts, 0, all, 1, parts.length);
    return sha(all);
  }

  private static byte[] sha(byte[]... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) sha.update(part);
      return sha.digest();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
