package org.yutang.programme;

/// The name of a programme, which is the name of its folder in a playbook:
/// `breadwinners-insurance`.
public record ProgrammeId(String text) implements Comparable<ProgrammeId> {

  public ProgrammeId {
    if (!isId(text)) throw new IllegalArgumentException("not a programme id: " + text);
  }

  public static boolean isId(String text) {
    return text.matches("[a-z][a-z0-9-]{0,59}");
  }

  @Override
  public int compareTo(ProgrammeId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
