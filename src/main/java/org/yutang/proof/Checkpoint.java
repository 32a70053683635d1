package org.yutang.proof;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a log commits to: its name, how many entries it has, and the root over them, written as
/// [tlog-checkpoint](https://c2sp.org/tlog-checkpoint) says. Extension lines are accepted from
/// others and ignored, and not written.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Checkpoint(String origin, long size, byte[] root) {

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  static Optional<Checkpoint> parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || !lines[lines.length - 1].isEmpty()) return Optional.empty();
    for (int i = 0; i < lines.length - 1; i++) if (lines[i].isEmpty()) return Optional.empty();
    Optional<Long> size = number(lines[1]);
    Optional<byte[]> root =
        Base64Text.decode(lines[2]).filter(hash -> hash.length == MerkleHasher.HASH_BYTES);
    return size.isPresent() && root.isPresent()
        ? Optional.of(new Checkpoint(lines[0], size.get(), root.get()))
        : Optional.empty();
  }

  /// A whole number as the C2SP specifications write it: no sign, no leading zeroes, fitting a
  /// long.
  static Optional<Long> number(String text) {
    try {
      return NUMBER.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty(); // 19 digits can be more than a long holds
    }
  }

  @Override
  public String toString() {
    return origin + "\n" + size + "\n" + Base64Text.encode(root) + "\n";
  }
}
