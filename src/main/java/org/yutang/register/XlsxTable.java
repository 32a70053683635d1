package org.yutang.register;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.yutang.kernel.Refusal;

/// A sheet of an XLSX workbook: the one that the mapping names, or the first. Dates become ISO
/// dates, numbers plain decimals.
final class XlsxTable implements TableFile {

  /// Texts that cells share are held in memory by the reader, so they are bounded on their own.
  private static final long MAX_SHARED_TEXT_BYTES = 200L << 20;

  private final ReadableWorkbook workbook;
  private final Stream<Row> stream;
  private final Iterator<Row> rows;
  private final List<String> columns;
  private final long total;
  private volatile long done;

  XlsxTable(Path file, Mapping.Format format) throws IOException {
    refuseBombs(file);
    this.total = Files.size(file);
    try {
      this.workbook = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
      Sheet sheet =
          format
              .sheet()
              .map(
                  name ->
                      workbook
                          .findSheet(name)
                          .orElseThrow(() -> TableFile.unreadable("no sheet '" + name + "'")))
              .orElseGet(workbook::getFirstSheet);
      this.stream = sheet.openStream();
      this.rows = stream.iterator();
      if (!rows.hasNext()) throw new Refusal(RegisterRefusal.NO_ROWS);
      this.columns = cells(rows.next()).stream().map(String::strip).toList();
    } catch (ExcelReaderException | IllegalArgumentException e) {
      throw TableFile.unreadable("not a workbook");
    }
  }

  private static void refuseBombs(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      long bytes = 0;
      for (ZipEntry entry :
          (Iterable<ZipEntry>) zip.stream().<ZipEntry>map(each -> each)::iterator) {
        boolean shared = entry.getName().toLowerCase(Locale.ROOT).endsWith("sharedstrings.xml");
        long most = shared ? MAX_SHARED_TEXT_BYTES : MAX_UNPACKED_BYTES - bytes;
        // counted, because the size in the directory is what the sender says
        try (InputStream content = zip.getInputStream(entry)) {
          for (long size = 0, read; (read = content.skip(1 << 16)) > 0; bytes += read)
            if ((size += read) > most)
              throw new Refusal(
                  RegisterRefusal.UNPACKS_TOO_LARGE,
                  Map.of("limitBytes", shared ? MAX_SHARED_TEXT_BYTES : MAX_UNPACKED_BYTES));
        }
      }
      if (zip.getEntry("xl/workbook.xml") == null)
        throw TableFile.unreadable("a zip file, but not a workbook");
    } catch (java.util.zip.ZipException e) {
      throw TableFile.unreadable("a damaged workbook");
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public void forEach(RowReader each) {
    int counted = 1;
    try {
      while (rows.hasNext()) {
        Row row = rows.next();
        if (++counted > MAX_ROWS) throw TableFile.tooManyRows();
        List<String> cells = cells(row);
        done = Math.min(total, (long) counted * 20);
        if (cells.stream().anyMatch(cell -> !cell.isBlank())) each.row(row.getRowNum(), cells);
      }
    } catch (ExcelReaderException e) {
      throw TableFile.unreadable("a damaged sheet after row " + counted);
    }
  }

  private static List<String> cells(Row row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < Math.min(row.getCellCount(), MAX_COLUMNS); i++)
      cells.add(row.getOptionalCell(i).map(XlsxTable::text).orElse(""));
    return cells;
  }

  private static String text(Cell cell) {
    if (cell.getType() == CellType.NUMBER && looksLikeDate(cell)) {
      LocalDateTime date = cell.asDate();
      return date.toLocalTime().equals(LocalTime.MIDNIGHT)
          ? date.toLocalDate().toString()
          : date.toString();
    }
    if (cell.getType() == CellType.NUMBER) {
      BigDecimal number = cell.asNumber().stripTrailingZeros();
      return number.toPlainString();
    }
    return cell.getText();
  }

  private static boolean looksLikeDate(Cell cell) {
    String format = cell.getDataFormatString();
    if (format == null) return false;
    String bare = format.replaceAll("\"[^\"]*\"|\\[[^]]*]|\\\\.", "").toLowerCase(Locale.ROOT);
    return bare.contains("y") || bare.contains("年") || (bare.contains("d") && bare.contains("m"));
  }

  @Override
  public long done() {
    return done;
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public void close() {
    stream.close();
    try {
      workbook.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
