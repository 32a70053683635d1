package org.yutang.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/// A column of values as a parameter for `unnest`, in PostgreSQL's binary form of an array. The
/// driver's own arrays travel as text, which costs both sides more than anything else in a batch.
///
/// The connection must allow the type: the store sets the driver's `binaryTransferEnable`.
final class Column extends PGobject implements PGBinaryObject {

  private static final long serialVersionUID = 1;

  private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
  private static final Instant FIRST_INSTANT = Instant.parse("2000-01-01T00:00:00Z");
  private static final int HEADER = 20;

  private byte[] bytes;
  private int length;

  /// @param element the element type's number in `pg_type`
  private Column(String type, int element, int rows, int bytesEach) {
    setType(type);
    bytes = new byte[HEADER + rows * (4 + bytesEach)];
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putInt(rows == 0 ? 0 : 1).putInt(1).putInt(element);
    length = 12;
    if (rows == 0) return;
    header.putInt(rows).putInt(1);
    length = HEADER;
  }

  static <T> Column uuids(
      Collection<T> rows, Function<? super T, ? extends java.util.@Nullable UUID> value) {
    Column column = new Column("_uuid", 2950, rows.size(), 16);
    ByteBuffer out = column.rest();
    for (T row : rows) {
      java.util.UUID id = value.apply(row);
      if (id == null) out.putInt(-1);
      else
        out.putInt(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
    return column.until(out);
  }

  static <T> Column longs(Collection<T> rows, ToLongFunction<? super T> value) {
    Column column = new Column("_int8", 20, rows.size(), 8);
    ByteBuffer out = column.rest();
    for (T row : rows) out.putInt(8).putLong(value.applyAsLong(row));
    return column.until(out);
  }

  static <T> Column shorts(Collection<T> rows, ToLongFunction<? super T> value) {
    Column column = new Column("_int2", 21, rows.size(), 2);
    ByteBuffer out = column.rest();
    for (T row : rows) out.putInt(2).putShort((short) value.applyAsLong(row));
    return column.until(out);
  }

  static <T> Column booleans(Collection<T> rows, java.util.function.Predicate<? super T> value) {
    Column column = new Column("_bool", 16, rows.size(), 1);
    ByteBuffer out = column.rest();
    for (T row : rows) out.putInt(1).put((byte) (value.test(row) ? 1 : 0));
    return column.until(out);
  }

  static <T> Column dates(
      Collection<T> rows, Function<? super T, ? extends @Nullable LocalDate> value) {
    Column column = new Column("_date", 1082, rows.size(), 4);
    ByteBuffer out = column.rest();
    for (T row : rows) {
      LocalDate day = value.apply(row);
      if (day == null) out.putInt(-1);
      else out.putInt(4).putInt(Math.toIntExact(day.toEpochDay() - FIRST_DAY.toEpochDay()));
    }
    return column.until(out);
  }

  static <T> Column instants(Collection<T> rows, Function<? super T, Instant> value) {
    Column column = new Column("_timestamptz", 1184, rows.size(), 8);
    ByteBuffer out = column.rest();
    for (T row : rows)
      out.putInt(8)
          .putLong(java.time.temporal.ChronoUnit.MICROS.between(FIRST_INSTANT, value.apply(row)));
    return column.until(out);
  }

  static <T> Column texts(Collection<T> rows, Function<? super T, String> value) {
    Column column = new Column("_text", 25, rows.size(), 12);
    String last = "";
    byte[] encoded = {};
    for (T row : rows) {
      String text = value.apply(row);
      if (!text.equals(last)) { // most columns of text repeat one word
        last = text;
        encoded = text.getBytes(StandardCharsets.UTF_8);
      }
      column.need(4 + encoded.length);
      column.rest().putInt(encoded.length).put(encoded);
      column.length += 4 + encoded.length;
    }
    return column;
  }

  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException("a column is only sent");
  }

  @Override
  public int lengthInBytes() {
    return length;
  }

  @Override
  public void toBytes(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, length);
  }

  /// Asked for where the driver may not send the type in binary.
  @Override
  public String getValue() {
    throw new IllegalStateException("binaryTransferEnable lacks " + getType());
  }

  private ByteBuffer rest() {
    return ByteBuffer.wrap(bytes, length, bytes.length - length);
  }

  private Column until(ByteBuffer end) {
    length = end.position();
    return this;
  }

  private void need(int more) {
    if (length + more > bytes.length)
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
  }
}
