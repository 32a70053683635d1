package org.yutang.bench;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Empty copies of the ledger's tables in the schema `bench`: the same columns, indexes, checks and
/// partitions, whatever they are at this version.
final class LedgerTables {

  private static final String SCHEMA = "ledger";

  private final JdbcClient sql;

  LedgerTables(JdbcClient sql) {
    this.sql = sql;
  }

  record Column(String name, String type) {}

  /// A part of a partitioned table and the clause that bounds it.
  private record Part(String name, String bound) {}

  static String original(String table) {
    return SCHEMA + "." + table;
  }

  static String copy(String table) {
    return "bench." + table;
  }

  /// Makes the copy; for a partitioned table with those partitions that the original has by now.
  void copyShape(String table) {
    String by =
        sql.sql("select coalesce(pg_get_partkeydef(cast(:table as regclass)), '')")
            .param("table", original(table))
            .query(String.class)
            .single();
    String options =
        sql.sql(
                """
                select coalesce(array_to_string(reloptions, ', '), '') from pg_class where oid = cast(:table as regclass)
                """)
            .param("table", original(table))
            .query(String.class)
            .single();
    sql.sql(
            "create table %s (like %s including all)%s%s"
                .formatted(
                    copy(table),
                    original(table),
                    by.isEmpty() ? "" : " partition by " + by,
                    options.isEmpty() ? "" : " with (" + options + ")"))
        .update();
    copyNewParts(table);
  }

  /// Adds partitions that the original has been given since.
  void copyNewParts(String table) {
    List<Part> parts =
        sql.sql(
                """
                select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = cast(:table as regclass) order by c.relname
                """)
            .param("table", original(table))
            .query(Part.class)
            .list();
    for (Part part : parts)
      sql.sql(
              "create table if not exists %s partition of %s %s"
                  .formatted(copy(part.name()), copy(table), part.bound()))
          .update();
  }

  /// Fills the copy with the original's rows.
  void copyRows(String table) {
    String names = columns(table).stream().map(Column::name).collect(Collectors.joining(", "));
    sql.sql(
            "insert into %s (%s) select %s from %s"
                .formatted(copy(table), names, names, original(table)))
        .update();
    sql.sql("vacuum analyze " + copy(table)).update();
  }

  /// Empties the copy.
  void empty(String table) {
    sql.sql("truncate " + copy(table)).update();
  }

  List<Column> columns(String table) {
    return sql.sql(
            """
            select attname as name, format_type(atttypid, null) as type from pg_attribute
            where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped order by attnum
            """)
        .param("table", original(table))
        .query(Column.class)
        .list();
  }
}
