package org.yutang.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;

/// Cuts a stream into lines and holds no more of it than a piece. Bounds the lines, and what comes
/// out of a compressed body, which may be a thousand times what went in. Lines without anything but
/// space are counted and passed over; one that is too long is told and passed over too.
final class JsonLines {

  /// The longest notice has some 400 bytes.
  static final int MAX_LINE_BYTES = 4096;

  static final int MAX_LINES = 20_000;
  static final long MAX_BYTES = 16 << 20;

  private static final int PIECE_BYTES = 1 << 16;

  private final InputStream in;
  private byte[] piece = new byte[PIECE_BYTES];
  private int next;
  private int filled;
  private long bytes;
  private int number;
  private boolean ended;

  private JsonLines(InputStream in) {
    this.in = in;
  }

  /// @param encoding the header Content-Encoding; other than gzip and identity are refused with
  ///   [ApiRefusal#UNSUPPORTED_ENCODING]
  static JsonLines of(InputStream body, @Nullable String encoding) throws IOException {
    String named = encoding == null ? "identity" : encoding.strip();
    if (named.equalsIgnoreCase("identity")) return new JsonLines(body);
    if (!named.equalsIgnoreCase("gzip") && !named.equalsIgnoreCase("x-gzip"))
      throw new Refusal(ApiRefusal.UNSUPPORTED_ENCODING, Map.of("supported", "gzip"));
    try {
      return new JsonLines(new GZIPInputStream(body, PIECE_BYTES));
    } catch (ZipException | EOFException e) {
      throw new Refusal(ApiRefusal.UNREADABLE_GZIP);
    }
  }

  /// One line: `bytes` from `from` up to, but without, `to`; valid until the next one is asked for.
  ///
  /// @param number from 1
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Line(int number, byte[] bytes, int from, int to) {
    boolean isTooLong() {
      return to - from > MAX_LINE_BYTES;
    }
  }

  /// The number of the line that was read last, or that could not be read.
  int number() {
    return number;
  }

  /// The next line that is not empty; null behind the last. Refuses when the rest cannot be read.
  @Nullable Line next() throws IOException {
    while (!ended) {
      number++;
      Line line = line();
      if (line == null) return null;
      if (number > MAX_LINES)
        throw new Refusal(ApiRefusal.TOO_MANY_LINES, Map.of("limit", MAX_LINES));
      if (line.isTooLong() || !isBlank(line)) return line;
    }
    return null;
  }

  private @Nullable Line line() throws IOException {
    int scanned = next;
    while (true) {
      for (; scanned < filled; scanned++)
        if (piece[scanned] == '\n') {
          Line line = new Line(number, piece, next, scanned);
          next = scanned + 1;
          return line;
        }
      if (scanned - next > MAX_LINE_BYTES) return skipped();
      int begun = scanned - next;
      if (!fill()) {
        ended = true;
        return begun == 0 ? null : new Line(number, piece, next, filled);
      }
      scanned = next + begun;
    }
  }

  /// Passes over a line that is too long, whatever its length.
  private Line skipped() throws IOException {
    while (true) {
      for (int at = next; at < filled; at++)
        if (piece[at] == '\n') {
          next = at + 1;
          return new Line(number, piece, 0, MAX_LINE_BYTES + 1);
        }
      next = filled;
      if (!fill()) {
        ended = true;
        return new Line(number, piece, 0, MAX_LINE_BYTES + 1);
      }
    }
  }

  /// Moves what is begun to the front and reads on; false at the end.
  private boolean fill() throws IOException {
    System.arraycopy(piece, next, piece, 0, filled - next);
    filled -= next;
    next = 0;
    int read;
    try {
      read = in.read(piece, filled, piece.length - filled);
    } catch (ZipException | EOFException e) {
      throw new Refusal(ApiRefusal.UNREADABLE_GZIP);
    }
    if (read < 0) return false;
    filled += read;
    bytes += read;
    if (bytes > MAX_BYTES)
      throw new Refusal(ApiRefusal.BODY_TOO_LARGE, Map.of("limitBytes", MAX_BYTES));
    return true;
  }

  private static boolean isBlank(Line line) {
    for (int at = line.from(); at < line.to(); at++)
      if (line.bytes()[at] != ' ' && line.bytes()[at] != '\r' && line.bytes()[at] != '\t')
        return false;
    return true;
  }
}
