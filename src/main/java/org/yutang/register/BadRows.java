package org.yutang.register;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.store.FileStore;
import org.yutang.store.Words;

/// The file of bad rows: CSV with row, column, value (identity numbers masked), reason code, and
/// the reason in both languages.
final class BadRows {

  private static final int MOST = 100_000;
  private static final long MAX_BYTES = 200L << 20;

  private final JdbcClient sql;
  private final FileStore files;
  private final PlaceLookup places;
  private final Words zh = Words.in(Words.Language.ZH);
  private final Words en = Words.in(Words.Language.EN);
  private final Map<String, String[]> hints = new HashMap<>();

  BadRows(JdbcClient sql, FileStore files, PlaceLookup places) {
    this.sql = sql;
    this.files = files;
    this.places = places;
  }

  /// How many rows are bad.
  long count() {
    return sql.sql("select count(distinct row_number) from staged_error")
        .query(Long.class)
        .single();
  }

  Map<String, Long> reasons() {
    Map<String, Long> reasons = new LinkedHashMap<>();
    sql.sql(
            "select code, count(distinct row_number) from staged_error group by code order by 2 desc, 1 limit 100")
        .query(
            row -> {
              reasons.put(row.getString(1), row.getLong(2));
            });
    return reasons;
  }

  /// Writes the file and keeps it; the digest.
  String keep() {
    try {
      Path draft = Files.createTempFile("bad-rows", ".csv");
      try {
        try (CsvWriter out =
            CsvWriter.builder().build(Files.newBufferedWriter(draft, StandardCharsets.UTF_8))) {
          out.writeRecord(
              "\uFEFF" + both("import.file-row"),
              both("import.file-column"),
              both("import.file-value"),
              both("import.file-code"),
              "原因",
              "reason");
          sql.sql(
                  "select row_number, field, value, code, hint from staged_error order by row_number, field limit "
                      + MOST)
              .query(
                  row -> {
                    write(
                        out,
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5));
                  });
        }
        try (InputStream in = Files.newInputStream(draft)) {
          return files.put(in, MAX_BYTES).digest();
        }
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(
      CsvWriter out,
      int row,
      String field,
      @Nullable String value,
      String code,
      @Nullable String hint) {
    String shown = value == null ? "" : value;
    out.writeRecord(
        String.valueOf(row),
        guarded(field),
        guarded(shown),
        code,
        reason(zh, code, shown, hint),
        reason(en, code, shown, hint));
  }

  private String both(String key) {
    return zh.t(key) + " " + en.t(key);
  }

  private String reason(Words words, String code, String value, @Nullable String hint) {
    String more = hint == null ? "" : hint;
    if (code.equals("unknown-place")) {
      String[] closest =
          hints.computeIfAbsent(value, each -> places.closest(each).orElse(new String[0]));
      more =
          closest.length == 0
              ? ""
              : words.t(
                  "import.unknown-place-hint", Map.of("code", closest[0], "name", closest[1]));
    }
    if (code.equals("two-heads"))
      more =
          more.startsWith("row ")
              ? words.t("import.two-heads-row", Map.of("row", more.substring(4)))
              : words.t("import.two-heads-registered");
    return words.t("import." + code, Map.of("value", value, "hint", more));
  }

  /// A cell that a spreadsheet would take for a formula is made plain text.
  private static String guarded(String cell) {
    return !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }
}
