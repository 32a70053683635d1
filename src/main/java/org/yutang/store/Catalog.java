package org.yutang.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What PostgreSQL's own tables say about the rooms' tables; names come out quoted where they need
/// it.
final class Catalog {

  static final String HISTORY = "flyway_schema_history";

  private final Connection connection;
  private final String[] rooms;

  Catalog(Connection connection, List<String> rooms) {
    this.connection = connection;
    this.rooms = rooms.toArray(String[]::new);
  }

  /// A table that rows are put into by name: an ordinary one, or the top of a partitioned one.
  ///
  /// @param columns all that can be written
  /// @param order its primary key, each text column in the order of bytes so that it is the same
  ///   everywhere
  record TopTable(long oid, String name, List<String> columns, List<String> order) {
    String copyOut() {
      String rows = "select " + String.join(", ", columns) + " from " + name;
      return "copy ("
          + rows
          + (order.isEmpty() ? "" : " order by " + String.join(", ", order))
          + ") to stdout";
    }
  }

  /// Tables in an order in which every foreign key points back.
  List<TopTable> tables() throws SQLException {
    Map<Long, TopTable> tables = new LinkedHashMap<>();
    each(
        """
        select t.oid, format('%I.%I', n.nspname, t.relname) as name,
          (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute as a
           where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
          (select array_agg(quote_ident(a.attname) || case when a.attcollation = 0 then '' else ' collate "C"' end order by k.nth)
           from pg_index as i cross join unnest(i.indkey) with ordinality as k (attnum, nth)
           join pg_attribute as a on a.attrelid = t.oid and a.attnum = k.attnum
           where i.indrelid = t.oid and i.indisprimary) as key
        from pg_class as t join pg_namespace as n on n.oid = t.relnamespace
        where n.nspname = any(?) and t.relkind in ('r', 'p') and not t.relispartition and t.relname <> 'flyway_schema_history'
        order by name
        """,
        row ->
            tables.put(
                row.getLong("oid"),
                new TopTable(
                    row.getLong("oid"),
                    row.getString("name"),
                    texts(row, "columns"),
                    texts(row, "key"))));
    return inOrder(tables);
  }

  private List<TopTable> inOrder(Map<Long, TopTable> tables) throws SQLException {
    Map<Long, Set<Long>> needs = new LinkedHashMap<>();
    tables.keySet().forEach(oid -> needs.put(oid, new LinkedHashSet<>()));
    each(
        """
        select c.conrelid as child, c.confrelid as parent from pg_constraint as c
        join pg_class as t on t.oid = c.conrelid join pg_namespace as n on n.oid = t.relnamespace
        where c.contype = 'f' and c.conrelid <> c.confrelid and n.nspname = any(?)
        """,
        row -> {
          if (tables.containsKey(row.getLong("child")) && tables.containsKey(row.getLong("parent")))
            needs
                .getOrDefault(row.getLong("child"), new LinkedHashSet<>())
                .add(row.getLong("parent"));
        });
    List<TopTable> ordered = new ArrayList<>();
    Set<Long> placed = new LinkedHashSet<>();
    while (ordered.size() < tables.size()) {
      int before = ordered.size();
      tables.forEach(
          (oid, table) -> {
            if (!placed.contains(oid) && placed.containsAll(needs.getOrDefault(oid, Set.of()))) {
              placed.add(oid);
              ordered.add(table);
            }
          });
      if (ordered.size() == before)
        throw new IllegalStateException(
            "foreign keys run in a circle, so tables cannot be loaded one after another");
    }
    return ordered;
  }

  /// Everything below a partitioned table, parents first.
  List<BackupManifest.Partition> partitions(TopTable table) throws SQLException {
    List<BackupManifest.Partition> partitions = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select format('%I.%I', n.nspname, t.relname) as name,
              (select format('%I.%I', pn.nspname, pt.relname) from pg_class as pt join pg_namespace as pn on pn.oid = pt.relnamespace
               where pt.oid = p.parentrelid) as parent,
              pg_get_expr(t.relpartbound, t.oid) as bound,
              case when t.relkind = 'p' then pg_get_partkeydef(t.oid) end as divided_by
            from pg_partition_tree(?::oid::regclass) as p join pg_class as t on t.oid = p.relid
            join pg_namespace as n on n.oid = t.relnamespace
            where p.level > 0 order by p.level, name
            """)) {
      statement.setLong(1, table.oid());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next())
          partitions.add(
              new BackupManifest.Partition(
                  row.getString("name"),
                  row.getString("parent"),
                  row.getString("bound"),
                  row.getString("divided_by")));
      }
    }
    return partitions;
  }

  /// All sequences, those of identity columns among them, with their present values.
  List<BackupManifest.Sequence> sequences() throws SQLException {
    List<String> names = new ArrayList<>();
    each(
        """
        select format('%I.%I', n.nspname, s.relname) as name from pg_class as s join pg_namespace as n on n.oid = s.relnamespace
        where s.relkind = 'S' and n.nspname = any(?) order by name
        """,
        row -> names.add(row.getString("name")));
    List<BackupManifest.Sequence> sequences = new ArrayList<>();
    for (String name : names)
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select last_value, is_called from " + name)) {
        row.next();
        sequences.add(new BackupManifest.Sequence(name, row.getLong(1), row.getBoolean(2)));
      }
    return sequences;
  }

  /// The rooms whose schema is there.
  List<String> presentRooms() throws SQLException {
    List<String> present = new ArrayList<>();
    each(
        "select nspname from pg_namespace where nspname = any(?) order by nspname",
        row -> present.add(row.getString(1)));
    return present;
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void each(String question, RowReader reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setArray(1, connection.createArrayOf("text", rooms));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) reader.read(row);
      }
    }
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
