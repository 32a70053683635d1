package org.yutang.register;

/// Ranges and patterns for "begins with".
final class Prefix {
  private Prefix() {}

  /// The first text after all those that begin with `text`, in code point order.
  static String end(String text) {
    return text + Character.toString(Character.MAX_CODE_POINT);
  }

  /// A `like` pattern for texts that begin with `text`, whatever signs it holds.
  static String like(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
