package org.yutang.register;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yutang.kernel.Refusal;

/// A file of rows below a heading, read from its beginning to its end with little memory: CSV
/// (comma, semicolon or tab; UTF-8 or GB 18030; plain or gzip) or XLSX. What it is, is judged by
/// its content, not by its name.
interface TableFile extends AutoCloseable {

  /// The most that a compressed file may unpack to.
  long MAX_UNPACKED_BYTES = 1L << 30;

  int MAX_ROWS = 5_000_000;
  int MAX_COLUMNS = 2_000;

  /// The heading's cells, trimmed.
  List<String> columns();

  /// Hands every row below the heading to `each`; empty rows are left out but counted.
  void forEach(RowReader each);

  /// How far the reading has come, and how far it goes; in bytes.
  long done();

  long total();

  @Override
  void close();

  interface RowReader {
    /// @param row as a spreadsheet counts: the heading is row 1
    void row(int row, List<String> cells);
  }

  /// Looks at the content and opens it. Refuses with [RegisterRefusal#UNREADABLE_FILE],
  /// [RegisterRefusal#BROKEN_ENCODING], [RegisterRefusal#UNPACKS_TOO_LARGE],
  /// [RegisterRefusal#NO_ROWS].
  static TableFile open(Path file, Mapping.Format format) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(8);
    }
    if (begins(start, 'P', 'K', 3, 4)) return new XlsxTable(file, format);
    if (begins(start, 0xD0, 0xCF, 0x11, 0xE0)) throw unreadable("an old Excel file (.xls)");
    if (begins(start, '%', 'P', 'D', 'F')) throw unreadable("a PDF file");
    return new CsvTable(file, begins(start, 0x1F, 0x8B), format);
  }

  static Refusal unreadable(String problem) {
    return new Refusal(RegisterRefusal.UNREADABLE_FILE, Map.of("problem", problem));
  }

  static Refusal tooManyRows() {
    return new Refusal(RegisterRefusal.TOO_MANY_ROWS, Map.of("limit", MAX_ROWS));
  }

  private static boolean begins(byte[] content, int... bytes) {
    if (content.length < bytes.length) return false;
    for (int i = 0; i < bytes.length; i++) if ((content[i] & 0xFF) != bytes[i]) return false;
    return true;
  }
}
