package org.yutang.supply;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;

/// The file of a device that measured temperatures.
///
/// @param digest SHA-256 in hex
record ReadingsFile(String digest, List<Reading> readings) {

  /// Colder or warmer is a broken device.
  static final int COLDEST = -400;

  static final int WARMEST = 600;

  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration BACK = Duration.ofDays(400);

  ReadingsFile {
    readings = List.copyOf(readings);
  }

  /// @param tenths of a degree Celsius
  record Reading(Instant at, int tenths) {}

  /// Times without a zone are China's. Refuses as [Temperatures#take].
  static ReadingsFile read(byte[] file, Instant now) {
    List<Reading> all = new ArrayList<>();
    int row = 0;
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(text(file))) {
      for (NamedCsvRecord each : csv) {
        row++;
        // a comma as the decimal sign makes a field too many
        if (each.getFieldCount() != each.getHeader().size()) throw unreadable(row);
        if (row > Temperatures.MAX_READINGS)
          throw new Refusal(
              SupplyRefusal.TOO_MANY, Map.of("limit", String.valueOf(Temperatures.MAX_READINGS)));
        Instant at = time(field(each, "time", row), row, now);
        if (!all.isEmpty() && !at.isAfter(all.getLast().at()))
          throw badTime(row, field(each, "time", row));
        all.add(new Reading(at, tenths(field(each, "temperature", row), row)));
      }
    } catch (CsvParseException | IOException e) {
      throw unreadable(row + 1);
    }
    if (all.isEmpty()) throw unreadable(0);
    return new ReadingsFile(digest(file), all);
  }

  private static String text(byte[] file) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      if (text.indexOf('\0') >= 0) throw unreadable(0);
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw unreadable(0);
    }
  }

  private static String field(NamedCsvRecord row, String name, int number) {
    return row.findField(name).map(String::strip).orElseThrow(() -> unreadable(number));
  }

  private static Refusal unreadable(int row) {
    return new Refusal(SupplyRefusal.READINGS_UNREADABLE, Map.of("row", String.valueOf(row)));
  }

  static Instant time(String text, int row, Instant now) {
    Instant at;
    try {
      String iso = text.replace(' ', 'T');
      at =
          iso.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).atZone(BusinessDay.ZONE).toInstant();
    } catch (DateTimeParseException e) {
      throw badTime(row, text);
    }
    if (at.isAfter(now.plus(AHEAD)) || at.isBefore(now.minus(BACK))) throw badTime(row, text);
    return at;
  }

  private static Refusal badTime(int row, String text) {
    return new Refusal(
        SupplyRefusal.BAD_READING_TIME, Map.of("row", String.valueOf(row), "value", brief(text)));
  }

  /// Such as `-1.5`: plain digits, at most two decimals, the second of which is rounded half up.
  static int tenths(String text, int row) {
    if (!text.matches("-?[0-9]{1,3}([.][0-9]{1,2})?")) throw bad(row, text);
    int tenths =
        new BigDecimal(text)
            .movePointRight(1)
            .setScale(0, java.math.RoundingMode.HALF_UP)
            .intValueExact();
    if (tenths < COLDEST || tenths > WARMEST) throw bad(row, text);
    return tenths;
  }

  private static Refusal bad(int row, String text) {
    return new Refusal(
        SupplyRefusal.BAD_READING, Map.of("row", String.valueOf(row), "value", brief(text)));
  }

  private static String brief(String text) {
    return text.length() > 40 ? text.substring(0, 40) : text;
  }

  private static String digest(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
