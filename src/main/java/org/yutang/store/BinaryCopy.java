package org.yutang.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/// Rows in PostgreSQL's binary COPY format, gathered in memory and sent together: the fastest way
/// in. Not thread-safe.
public final class BinaryCopy {

  private static final byte[] HEADER =
      "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final LocalDate DATE_ZERO = LocalDate.of(2000, 1, 1);
  private static final Instant INSTANT_ZERO = Instant.parse("2000-01-01T00:00:00Z");
  private static final int TEXT_OID = 25;
  private static final SQLExceptionTranslator TRANSLATOR = new SQLStateSQLExceptionTranslator();

  private final String statement;
  private final int columns;
  private byte[] bytes = new byte[1 << 16];
  private int length;
  private int rows;

  /// @param table and its columns, as in `register.place (code, parent)`
  public BinaryCopy(String table) {
    statement = "copy " + table + " from stdin (format binary)";
    columns = (int) table.chars().filter(c -> c == ',').count() + 1;
    clear();
  }

  /// Begins the next row; every column of the table must follow, in order.
  public BinaryCopy row() {
    rows++;
    return int16(columns);
  }

  public int rows() {
    return rows;
  }

  public int size() {
    return length;
  }

  public BinaryCopy text(@Nullable String value) {
    return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  public BinaryCopy bytes(byte @Nullable [] value) {
    if (value == null) return int32(-1);
    int32(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  public BinaryCopy uuid(UUID value) {
    return int32(16).int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
  }

  public BinaryCopy bigint(long value) {
    return int32(8).int64(value);
  }

  public BinaryCopy integer(@Nullable Integer value) {
    return value == null ? int32(-1) : int32(4).int32(value);
  }

  public BinaryCopy small(@Nullable Integer value) {
    return value == null ? int32(-1) : int32(2).int16(value);
  }

  public BinaryCopy bool(@Nullable Boolean value) {
    if (value == null) return int32(-1);
    int32(1);
    room(1);
    bytes[length++] = (byte) (value ? 1 : 0);
    return this;
  }

  public BinaryCopy date(@Nullable LocalDate value) {
    return value == null
        ? int32(-1)
        : int32(4).int32((int) ChronoUnit.DAYS.between(DATE_ZERO, value));
  }

  public BinaryCopy instant(Instant value) {
    return int32(8).int64(ChronoUnit.MICROS.between(INSTANT_ZERO, value));
  }

  public BinaryCopy texts(List<? extends @Nullable String> values) {
    int start = length;
    int32(0).int32(1).int32(1).int32(TEXT_OID).int32(values.size()).int32(1);
    for (@Nullable String value : values) text(value);
    int end = length;
    length = start;
    int32(end - start - 4);
    length = end;
    return this;
  }

  /// Sends what was gathered and starts afresh. Fails as every statement of the house does, such as
  /// with [org.springframework.dao.DuplicateKeyException].
  public void send(Connection connection) {
    if (rows > 0) {
      int16(-1);
      try {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
          copy.writeToCopy(bytes, 0, length);
          copy.endCopy();
        } finally {
          if (copy.isActive()) copy.cancelCopy();
        }
      } catch (SQLException e) {
        throw Objects.requireNonNullElseGet(
            TRANSLATOR.translate("copy", statement, e),
            () -> new UncategorizedSQLException("copy", statement, e));
      }
    }
    clear();
  }

  private void clear() {
    System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
    length = HEADER.length;
    rows = 0;
  }

  private BinaryCopy int16(int value) {
    room(2);
    bytes[length++] = (byte) (value >> 8);
    bytes[length++] = (byte) value;
    return this;
  }

  private BinaryCopy int32(int value) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) bytes[length++] = (byte) (value >> shift);
    return this;
  }

  private BinaryCopy int64(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) bytes[length++] = (byte) (value >> shift);
    return this;
  }

  private void room(int more) {
    if (length + more > bytes.length)
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
  }
}
