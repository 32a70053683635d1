package org.yutang.register;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;
import org.yutang.store.BinaryCopy;

/// Some thousand mapped rows on their way into the staging tables, which live as long as the
/// import's transaction. Not thread-safe: reader and writer hand it to each other.
final class Chunk {

  /// Bounds the memory of an import: a handful of chunks are under way at a time.
  static final int MAX_ROWS = 4_000;

  private static final int MAX_BYTES = 8 << 20;
  private static final int MAX_VALUE = 200;

  /// The staging tables. Row numbers are those of the file. The facts of a row stand in an array,
  /// each as its kind (`n`, `b`, `t`) and its value; `staged_fact` says by position what they are.
  static final String TABLES =
      """
      create temp table staged_error (row_number int, field text, value text, code text, hint text) on commit drop;
      create temp table staged_place (row_number int, code text collate "C", parent text collate "C", level smallint, name_zh text, name_en text) on commit drop;
      create temp table staged_place_fact (row_number int, place text collate "C", name text, value text, delisted_year smallint, note text) on commit drop;
      create temp table staged_household (row_number int, shard_key int, id uuid, county_code text collate "C", village_code text collate "C", number text collate "C",
        size int, status smallint, since date, facts text[]) on commit drop;
      create temp table staged_person (row_number int, shard_key int, id uuid, household uuid, county_code text collate "C", village_code text collate "C",
        name text collate "C", pinyin text collate "C", initials text collate "C", sex smallint, born date, born_exactly boolean, relation smallint, head boolean,
        id_kind text, id_cipher bytea, id_key smallint, id_hash bytea, facts text[]) on commit drop;
      create temp table staged_fact (of_household boolean, position int, name text collate "C", valid_from date, valid_to date, unit text) on commit drop;
      """;

  final BinaryCopy errors = new BinaryCopy("staged_error (row_number, field, value, code, hint)");
  final BinaryCopy places =
      new BinaryCopy("staged_place (row_number, code, parent, level, name_zh, name_en)");
  final BinaryCopy placeFacts =
      new BinaryCopy("staged_place_fact (row_number, place, name, value, delisted_year, note)");
  final BinaryCopy households =
      new BinaryCopy(
          "staged_household (row_number, shard_key, id, county_code, village_code, number, size, status, since, facts)");
  final BinaryCopy persons =
      new BinaryCopy(
          "staged_person (row_number, shard_key, id, household, county_code, village_code, name, pinyin, initials, sex, born, born_exactly, relation,"
              + " head, id_kind, id_cipher, id_key, id_hash, facts)");
  final BinaryCopy facts =
      new BinaryCopy("staged_fact (of_household, position, name, valid_from, valid_to, unit)");
  private int rows;

  void countRow() {
    rows++;
  }

  boolean isFull() {
    return rows >= MAX_ROWS
        || persons.size() + households.size() + places.size() + errors.size() > MAX_BYTES;
  }

  /// Notes that a row is bad. Long runs of digits in the value are masked, whatever column they
  /// stand in.
  void error(int row, String field, @Nullable String value, String code, @Nullable String hint) {
    errors
        .row()
        .integer(row)
        .text(field)
        .text(value == null ? null : harmless(value))
        .text(code)
        .text(hint == null ? null : harmless(hint));
  }

  private static String harmless(String value) {
    String shown = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
    shown = shown.replaceAll("\\p{Cntrl}", "\uFFFD");
    return java.util.regex.Pattern.compile("[0-9]{9,}[0-9Xx]")
        .matcher(shown)
        .replaceAll(found -> IdNumbers.mask(found.group()));
  }

  void send(Connection connection) {
    for (BinaryCopy each :
        new BinaryCopy[] {errors, places, placeFacts, households, persons, facts})
      each.send(connection);
    rows = 0;
  }
}
