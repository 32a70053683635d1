package org.yutang.kernel;

/// The code of a place: an ISO 3166-1 country, and below it the country's own code, as in `CN`,
/// `CN-500236` (a county), `CN-500236100` (a town), `AT-7`. The whole world is [#WORLD], the UN M49
/// code `001`.
///
/// A code says nothing about which place lies inside which: ask the register's place tree.
public record PlaceCode(String text) implements Comparable<PlaceCode> {

  private static final int MOST_OWN = 20;

  /// Everywhere; the root of the place tree.
  public static final PlaceCode WORLD = new PlaceCode("001");

  public PlaceCode {
    if (!isCode(text)) throw new IllegalArgumentException("not a place code: " + text);
  }

  /// Whether the text has the form of a place code; says nothing about whether such a place exists.
  public static boolean isCode(String text) {
    if (text.equals("001")) return true;
    int length = text.length();
    if (length < 2 || !isBetween(text, 0, 'A', 'Z') || !isBetween(text, 1, 'A', 'Z')) return false;
    if (length == 2) return true;
    if (length < 4 || length > 3 + MOST_OWN || text.charAt(2) != '-') return false;
    for (int at = 3; at < length; at++)
      if (!isBetween(text, at, '0', '9')
          && !isBetween(text, at, 'A', 'Z')
          && !isBetween(text, at, 'a', 'z')) return false;
    return true;
  }

  private static boolean isBetween(String text, int at, char first, char last) {
    return text.charAt(at) >= first && text.charAt(at) <= last;
  }

  /// The two letters of the country; `001` for [#WORLD].
  public String country() {
    return text.length() < 2 || equals(WORLD) ? text : text.substring(0, 2);
  }

  @Override
  public int compareTo(PlaceCode other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
