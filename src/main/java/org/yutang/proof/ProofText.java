package org.yutang.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A proof that an entry is in a log, as [tlog-proof](https://c2sp.org/tlog-proof) writes it.
///
/// @param path from the leaf's sibling up to the root's child
/// @param checkpoint the signed note, verbatim
record ProofText(long index, List<byte[]> path, String checkpoint) {

  private static final String HEADER = "c2sp.org/tlog-proof@v1";

  /// As many as a tree has levels.
  private static final int MAX_PATH = 63;

  ProofText {
    path = List.copyOf(path);
  }

  /// Empty when it is not of the form. An `extra` line is accepted and ignored: nothing vouches for
  /// it.
  static Optional<ProofText> parse(String text) {
    int end = text.indexOf("\n\n");
    if (end < 0 || text.length() > SignedNote.MAX_CHARS) return Optional.empty();
    List<String> lines = new ArrayList<>(List.of(text.substring(0, end).split("\n", -1)));
    if (!lines.removeFirst().equals(HEADER)) return Optional.empty();
    if (!lines.isEmpty()
        && lines.getFirst().startsWith("extra ")
        && Base64Text.decode(lines.removeFirst().substring(6)).isEmpty()) return Optional.empty();
    if (lines.isEmpty() || !lines.getFirst().startsWith("index ") || lines.size() > 1 + MAX_PATH)
      return Optional.empty();
    Optional<Long> index = Checkpoint.number(lines.removeFirst().substring(6));
    List<byte[]> path = new ArrayList<>();
    for (String line : lines) {
      Optional<byte[]> hash =
          Base64Text.decode(line).filter(bytes -> bytes.length == MerkleHasher.HASH_BYTES);
      if (hash.isEmpty()) return Optional.empty();
      path.add(hash.get());
    }
    return index.map(number -> new ProofText(number, path, text.substring(end + 2)));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(HEADER).append("\nindex ").append(index).append('\n');
    for (byte[] hash : path) text.append(Base64Text.encode(hash)).append('\n');
    return text.append('\n').append(checkpoint).toString();
  }
}
