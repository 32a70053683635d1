package org.yutang.trace.document;

/// Whether something is an absolute URI (RFC 3986), told sign by sign.
final class Uris {

  /// Longer ones are refused.
  static final int MAX = 2000;

  private Uris() {}

  static boolean isUri(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || text.length() > MAX || colon == text.length() - 1) return false;
    if (!isLetter(text.charAt(0))) return false;
    for (int i = 1; i < colon; i++) {
      char sign = text.charAt(i);
      if (!isLetter(sign) && !(sign >= '0' && sign <= '9') && "+-.".indexOf(sign) < 0) return false;
    }
    for (int i = colon + 1; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign <= ' ' || sign == 127 || "\"<>\\^`{|}".indexOf(sign) >= 0) return false;
    }
    return true;
  }

  private static boolean isLetter(char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
  }
}
