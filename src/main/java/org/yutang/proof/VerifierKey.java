package org.yutang.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Whoever signs checkpoints, as its verifiers know it: a name and an Ed25519 public key, written
/// `name+id+base64` as the Go implementation of [signed-note](https://c2sp.org/signed-note) does.
/// Immutable.
public final class VerifierKey {

  static final int PUBLIC_BYTES = 32;
  static final int ID_BYTES = 4;

  /// The signature type of Ed25519.
  private static final byte ED25519 = 1;

  private final String name;
  private final byte[] raw;
  private final byte[] id;
  private final Ed25519PublicKeyParameters key;

  /// Refuses with an [IllegalArgumentException] what is no name or no point of the curve.
  VerifierKey(String name, byte[] raw) {
    if (!isName(name)) throw new IllegalArgumentException("not a key name: " + name);
    this.name = name;
    this.raw = raw.clone();
    this.id = id(name, raw);
    this.key = new Ed25519PublicKeyParameters(raw);
  }

  /// Reads a key; empty when it is none, or when its parts contradict each other.
  public static Optional<VerifierKey> parse(String text) {
    String[] parts = text.strip().split("\\+", 3); // base64 may hold a plus of its own
    if (parts.length != 3 || !isName(parts[0]) || !parts[1].matches("[0-9a-f]{8}"))
      return Optional.empty();
    Optional<byte[]> typed =
        Base64Text.decode(parts[2])
            .filter(bytes -> bytes.length == 1 + PUBLIC_BYTES && bytes[0] == ED25519);
    if (typed.isEmpty()) return Optional.empty();
    try {
      VerifierKey key =
          new VerifierKey(parts[0], Arrays.copyOfRange(typed.get(), 1, 1 + PUBLIC_BYTES));
      return HexFormat.of().formatHex(key.id).equals(parts[1])
          ? Optional.of(key)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // 32 bytes that are no point of the curve
    }
  }

  /// Names are not empty and hold neither spaces nor a plus nor control characters.
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(
                c ->
                    c == '+'
                        || Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || c < ' '
                        || c == 0x85);
  }

  /// The log's name, which is also the origin line of its checkpoints.
  public String name() {
    return name;
  }

  /// Something to compare by eye or on the telephone: the first 16 bytes of SHA-256 over the public
  /// key, in hex, in fours.
  public String fingerprint() {
    return HexFormat.of()
        .formatHex(MerkleHasher.sha256().digest(raw), 0, 16)
        .replaceAll("(.{4})(?!$)", "$1 ");
  }

  byte[] id() {
    return id.clone();
  }

  /// Bouncy Castle's check takes an eighth of the time of the JDK's; a test holds the two against
  /// each other.
  boolean hasSigned(byte[] text, byte[] signature) {
    Ed25519Signer ed25519 = new Ed25519Signer();
    ed25519.init(false, key);
    ed25519.update(text, 0, text.length);
    return ed25519.verifySignature(signature);
  }

  @Override
  public String toString() {
    byte[] typed = new byte[1 + PUBLIC_BYTES];
    typed[0] = ED25519;
    System.arraycopy(raw, 0, typed, 1, PUBLIC_BYTES);
    return name + "+" + HexFormat.of().formatHex(id) + "+" + Base64Text.encode(typed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey key && key.name.equals(name) && Arrays.equals(key.raw, raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  private static byte[] id(String name, byte[] raw) {
    MessageDigest sha = MerkleHasher.sha256();
    sha.update(name.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) '\n');
    sha.update(ED25519);
    return Arrays.copyOf(sha.digest(raw), ID_BYTES);
  }
}
