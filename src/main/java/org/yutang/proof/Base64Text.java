package org.yutang.proof;

import java.util.Base64;
import java.util.Optional;

/// Base64 as the C2SP specifications use it (RFC 4648, section 4): padded, and every sequence of
/// bytes has one spelling only.
final class Base64Text {

  private Base64Text() {}

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Empty for what is not base64, and for spellings that a careless decoder would accept (missing
  /// padding, stray bits).
  static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
