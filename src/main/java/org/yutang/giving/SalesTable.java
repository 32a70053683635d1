package org.yutang.giving;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.yutang.kernel.Refusal;

/// A CSV file of sales with comma, in UTF-8 or GB 18030, with a heading in either language. Other
/// columns are left alone.
final class SalesTable implements AutoCloseable {

  /// What is read, and what it may be called.
  enum Column {
    ORDER(true, "order", "订单号"),
    TIME(true, "time", "下单时间"),
    AMOUNT(true, "amount", "金额"),
    CURRENCY(false, "currency", "币种"),
    ORIGIN(false, "origin", "产地"),
    REGION(false, "region", "买家地区");

    final boolean needed;
    final List<String> names;

    Column(boolean needed, String... names) {
      this.needed = needed;
      this.names = List.of(names);
    }
  }

  private final CloseableIterator<CsvRecord> records;
  private final Map<Column, Integer> places = new EnumMap<>(Column.class);
  private final long bytes;

  SalesTable(Path file) throws IOException {
    this.bytes = Files.size(file);
    Charset charset =
        isIn(file, StandardCharsets.UTF_8) ? StandardCharsets.UTF_8 : Charset.forName("GB18030");
    if (!isIn(file, charset)) throw unreadable("neither UTF-8 nor GB 18030");
    BufferedReader text = new BufferedReader(strict(file, charset));
    text.mark(1);
    if (text.read() != 0xFEFF) text.reset();
    this.records = CsvReader.builder().skipEmptyLines(false).ofCsvRecord(text).iterator();
    if (!records.hasNext()) throw unreadable("empty");
    List<String> heading =
        records.next().getFields().stream()
            .map(cell -> cell.strip().toLowerCase(java.util.Locale.ROOT))
            .toList();
    for (Column column : Column.values())
      for (String name : column.names)
        if (heading.contains(name)) places.put(column, heading.indexOf(name));
    String missing =
        java.util.Arrays.stream(Column.values())
            .filter(column -> column.needed && !places.containsKey(column))
            .map(column -> String.join(" / ", column.names))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty())
      throw new Refusal(
          GivingRefusal.WRONG_COLUMNS,
          Map.of("missing", missing, "found", String.join(", ", heading)));
  }

  /// @param number as a spreadsheet counts: the heading is row 1
  record Row(long number, Map<Column, String> cells) {
    String cell(Column column) {
      return cells.getOrDefault(column, "");
    }

    SaleNotice notice() {
      return SaleNotice.read(
          cell(Column.ORDER),
          cell(Column.TIME),
          cell(Column.AMOUNT),
          cell(Column.CURRENCY),
          cell(Column.ORIGIN),
          cell(Column.REGION));
    }
  }

  interface RowReader {
    void row(Row row);
  }

  void forEach(RowReader each) {
    long number = 1;
    try {
      while (records.hasNext()) {
        List<String> fields = records.next().getFields();
        number++;
        if (fields.stream().allMatch(String::isBlank)) continue;
        Map<Column, String> cells = new EnumMap<>(Column.class);
        places.forEach(
            (column, place) -> {
              if (place < fields.size()) cells.put(column, fields.get(place).strip());
            });
        each.row(new Row(number, cells));
      }
    } catch (CsvParseException | NoSuchElementException | UncheckedIOException e) {
      throw unreadable("row " + (number + 1));
    }
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  private static boolean isIn(Path file, Charset charset) throws IOException {
    char[] some = new char[1 << 16];
    try (Reader reader = strict(file, charset)) {
      int read = reader.read(some);
      while (read >= 0) read = reader.read(some);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static Reader strict(Path file, Charset charset) throws IOException {
    return new InputStreamReader(
        Files.newInputStream(file),
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private static Refusal unreadable(String problem) {
    return new Refusal(GivingRefusal.UNREADABLE_FILE, Map.of("problem", problem));
  }
}
