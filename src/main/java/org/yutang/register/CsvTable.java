package org.yutang.register;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.yutang.kernel.Refusal;

/// A CSV file, looked through once for its encoding and its size, then read.
final class CsvTable implements TableFile {

  private final Counting counting;
  private final CloseableIterator<CsvRecord> records;
  private final List<String> columns;
  private final long total;

  CsvTable(Path file, boolean packed, Mapping.Format format) throws IOException {
    try {
      Encoding.Found encoding = Encoding.find(() -> unpacked(file, packed), format.encoding());
      this.total = encoding.bytes();
      this.counting = new Counting(unpacked(file, packed));
      PushbackReader text = text(encoding.charset());
      char separator = format.separator().orElse(',');
      if (format.separator().isEmpty()) separator = separator(text);
      this.records =
          CsvReader.builder()
              .fieldSeparator(separator)
              .skipEmptyLines(false)
              .ofCsvRecord(text)
              .iterator();
    } catch (ZipException | java.io.EOFException e) {
      throw TableFile.unreadable("damaged gzip");
    }
    if (!records.hasNext()) throw new Refusal(RegisterRefusal.NO_ROWS);
    this.columns = records.next().getFields().stream().map(String::strip).toList();
    if (columns.size() > MAX_COLUMNS)
      throw TableFile.unreadable("more than " + MAX_COLUMNS + " columns");
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public void forEach(RowReader each) {
    int row = 1;
    try {
      while (records.hasNext()) {
        List<String> fields = records.next().getFields();
        row++;
        if (row > MAX_ROWS) throw TableFile.tooManyRows();
        if (fields.size() > 1 || !fields.getFirst().isBlank()) each.row(row, fields);
      }
    } catch (CsvParseException e) {
      throw TableFile.unreadable("row " + (row + 1) + ": " + e.getMessage());
    } catch (NoSuchElementException | UncheckedIOException e) {
      throw TableFile.unreadable("row " + (row + 1));
    }
  }

  @Override
  public long done() {
    return counting.bytes.get();
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream unpacked(Path file, boolean packed) throws IOException {
    InputStream in = Files.newInputStream(file);
    return packed ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private PushbackReader text(Charset charset) throws IOException {
    Reader strict =
        new InputStreamReader(
            counting,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    PushbackReader text = new PushbackReader(strict, 1 << 16);
    int first = text.read();
    if (first != 0xFEFF && first >= 0)
      text.unread(first); // a byte order mark is no part of the text
    return text;
  }

  /// The separator that the heading holds most of, outside quotes.
  private static char separator(PushbackReader text) throws IOException {
    char[] start = new char[(1 << 16) - 1];
    int length = 0;
    for (int read = 0; read >= 0 && length < start.length; length += Math.max(read, 0))
      read = text.read(start, length, start.length - length);
    int[] counts = new int[3];
    boolean quoted = false;
    for (int i = 0; i < length && (quoted || start[i] != '\n'); i++) {
      if (start[i] == '"') quoted = !quoted;
      int at = quoted ? -1 : ",;\t".indexOf(start[i]);
      if (at >= 0) counts[at]++;
    }
    text.unread(start, 0, length);
    return counts[0] >= counts[1] && counts[0] >= counts[2]
        ? ','
        : counts[1] >= counts[2] ? ';' : '\t';
  }

  /// Counts what was read, for the progress.
  private static final class Counting extends FilterInputStream {
    private final AtomicLong bytes = new AtomicLong();

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) bytes.incrementAndGet();
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      if (read > 0) bytes.addAndGet(read);
      return read;
    }
  }

  /// Which encoding a text is in.
  static final class Encoding {
    private Encoding() {}

    record Found(Charset charset, long bytes) {}

    interface Content {
      InputStream open() throws IOException;
    }

    /// Decodes the whole content strictly as UTF-8, else as GB 18030, else refuses and names the
    /// byte where UTF-8 ended.
    static Found find(Content content, java.util.Optional<String> asked) throws IOException {
      if (asked.isPresent()) {
        Charset charset = Charset.forName(asked.get());
        return new Found(charset, check(content, charset).bytes);
      }
      Checked utf8 = check(content, java.nio.charset.StandardCharsets.UTF_8);
      if (utf8.isClean()) return new Found(java.nio.charset.StandardCharsets.UTF_8, utf8.bytes);
      Checked chinese = check(content, Charset.forName("GB18030"));
      if (chinese.isClean() && chinese.han > 0 && chinese.odd * 20 < chinese.han)
        return new Found(Charset.forName("GB18030"), chinese.bytes);
      throw new Refusal(RegisterRefusal.BROKEN_ENCODING, Map.of("offset", utf8.brokenAt));
    }

    /// @param brokenAt the offset of the first byte that cannot be decoded; -1 if there is none
    /// @param han Chinese characters in common use (those of GB 2312)
    /// @param odd other characters beyond ASCII: many of them mean that the bytes were no Chinese
    ///   text
    private record Checked(long bytes, long brokenAt, long han, long odd) {
      boolean isClean() {
        return brokenAt < 0;
      }
    }

    private static Checked check(Content content, Charset charset) throws IOException {
      var decoder =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      var simple = Charset.forName("GB2312").newEncoder();
      var bytes = java.nio.ByteBuffer.allocate(1 << 16);
      var chars = java.nio.CharBuffer.allocate(1 << 16);
      boolean countHan = charset.name().equals("GB18030");
      long offset = 0;
      long han = 0;
      long odd = 0;
      try (InputStream in = content.open()) {
        boolean ended = false;
        while (!ended) {
          int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
          ended = read < 0;
          if (!ended) bytes.position(bytes.position() + read);
          bytes.flip();
          var result = decoder.decode(bytes, chars, ended);
          offset += bytes.position();
          if (result.isError()) return new Checked(offset, offset, han, odd);
          bytes.compact();
          chars.flip();
          while (countHan && chars.hasRemaining()) {
            char c = chars.get();
            if (c < 0x80) continue;
            if (simple.canEncode(c)) han++;
            else odd++;
          }
          chars.clear();
          if (offset > MAX_UNPACKED_BYTES)
            throw new Refusal(
                RegisterRefusal.UNPACKS_TOO_LARGE, Map.of("limitBytes", MAX_UNPACKED_BYTES));
        }
      } catch (CharacterCodingException e) {
        return new Checked(offset, offset, han, odd);
      }
      return new Checked(offset, -1, han, odd);
    }
  }
}
