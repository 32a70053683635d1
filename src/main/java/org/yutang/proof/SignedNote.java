package org.yutang.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A text with signatures under it, as [signed-note](https://c2sp.org/signed-note) writes it. That
/// it could be read says nothing about its truth: ask [#check].
///
/// @param text ends in a newline; this is what is signed
record SignedNote(String text, List<Line> lines) {

  /// Far beyond what a checkpoint with its witnesses needs; bounds the work on hostile notes.
  static final int MAX_CHARS = 200_000;

  private static final int MAX_SIGNATURES = 100;
  private static final String LINE_START = "— ";

  /// One signature: who, and what follows the key's id.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Line(String name, byte[] id, byte[] signature) {}

  enum Check {
    /// Signed by this key.
    SIGNED,
    /// There is no signature of this key.
    NOT_SIGNED,
    /// There is one, and it is false.
    FALSE_SIGNATURE
  }

  SignedNote {
    lines = List.copyOf(lines);
  }

  static Optional<SignedNote> parse(String note) {
    if (note.length() > MAX_CHARS || !note.endsWith("\n") || hasControls(note))
      return Optional.empty();
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || end + 2 == note.length()) return Optional.empty();
    List<Line> lines = new ArrayList<>();
    for (String line : note.substring(end + 2, note.length() - 1).split("\n", -1)) {
      Optional<Line> read = line(line);
      if (read.isEmpty() || lines.size() == MAX_SIGNATURES) return Optional.empty();
      lines.add(read.get());
    }
    return Optional.of(new SignedNote(note.substring(0, end + 1), lines));
  }

  static void checkText(String text) {
    if (!text.endsWith("\n") || hasControls(text))
      throw new IllegalArgumentException("not the text of a note");
  }

  /// Signatures of other keys, known to others perhaps, are ignored as the specification wants it.
  Check check(VerifierKey key) {
    byte[] signed = text.getBytes(StandardCharsets.UTF_8);
    List<Line> own =
        lines.stream()
            .filter(line -> line.name().equals(key.name()) && Arrays.equals(line.id(), key.id()))
            .toList();
    if (own.isEmpty()) return Check.NOT_SIGNED;
    return own.stream().allMatch(line -> key.hasSigned(signed, line.signature()))
        ? Check.SIGNED
        : Check.FALSE_SIGNATURE;
  }

  @Override
  public String toString() {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (Line line : lines) {
      byte[] blob = Arrays.copyOf(line.id(), line.id().length + line.signature().length);
      System.arraycopy(line.signature(), 0, blob, line.id().length, line.signature().length);
      note.append(LINE_START)
          .append(line.name())
          .append(' ')
          .append(Base64Text.encode(blob))
          .append('\n');
    }
    return note.toString();
  }

  private static Optional<Line> line(String line) {
    String[] parts =
        line.startsWith(LINE_START)
            ? line.substring(LINE_START.length()).split(" ", -1)
            : new String[0];
    if (parts.length != 2 || !VerifierKey.isName(parts[0])) return Optional.empty();
    return Base64Text.decode(parts[1])
        .filter(blob -> blob.length > VerifierKey.ID_BYTES)
        .map(
            blob ->
                new Line(
                    parts[0],
                    Arrays.copyOf(blob, VerifierKey.ID_BYTES),
                    Arrays.copyOfRange(blob, VerifierKey.ID_BYTES, blob.length)));
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> c < ' ' && c != '\n');
  }
}
