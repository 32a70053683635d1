package org.yutang.farm;

/// The name of a product standard, such as `navel-orange`.
public record StandardId(String text) implements Comparable<StandardId> {
  public StandardId {
    if (!text.matches("[a-z][a-z0-9-]{1,39}"))
      throw new IllegalArgumentException("not a standard's name: " + text);
  }

  @Override
  public int compareTo(StandardId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
