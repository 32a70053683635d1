package org.yutang.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The rows that one round of orders became, read back and held as arrays, to be inserted once more
/// into the copies of their tables in the schema `bench`: whole columns at once, nothing checked.
final class BareRows {

  private static final String SALE = "giving.sale";
  private static final String TRANSFER = "ledger.transfer";
  private static final String ENTRY = "proof.entry";

  /// The tables whose rows one order becomes, but for the ledger's: see [LedgerTables].
  static final List<String> PLAIN_TABLES = List.of(SALE, ENTRY);

  private static final int PER_TRANSACTION = 4000;

  private final DataSource database;
  private final Map<String, Columns> tables = new TreeMap<>();

  /// @param parts of each transaction, its columns
  private record Columns(
      List<String> names, List<String> types, int rows, List<@Nullable Object[][]> parts) {}

  /// @param orders what the order numbers of the round begin with
  BareRows(DataSource database, String orders) throws SQLException {
    this.database = database;
    String sales = SALE + " s where s.order_number like '" + orders + "%'";
    try (Connection connection = database.getConnection()) {
      tables.put("sale", read(connection, "select s.* from " + sales + " order by s.gross_from"));
      tables.put(
          "transfer",
          read(
              connection,
              "select t.* from %s t where t.id in (select s.transfer from %s) order by t.line"
                  .formatted(TRANSFER, sales)));
      tables.put(
          "entry",
          read(
              connection,
              "select e.* from %s e where e.shard_key = 0 and e.key in (select s.id from %s) order by e.index"
                  .formatted(ENTRY, sales)));
    }
    int count = Objects.requireNonNull(tables.get("sale")).rows();
    for (Columns each : tables.values())
      if (each.rows() != count) throw new IllegalStateException("rows are missing");
  }

  private static Columns read(Connection connection, String select) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(select)) {
      int columns = found.getMetaData().getColumnCount();
      List<String> names = new ArrayList<>();
      List<String> types = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        names.add(found.getMetaData().getColumnName(i));
        types.add(found.getMetaData().getColumnTypeName(i));
      }
      List<@Nullable Object[]> rows = new ArrayList<>();
      while (found.next()) {
        @Nullable Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++)
          row[i] =
              types.get(i).equals("bytea")
                  ? found.getBytes(i + 1)
                  : found.getObject(i + 1) instanceof java.sql.Timestamp
                      ? found.getObject(i + 1, java.time.OffsetDateTime.class)
                      : found.getObject(i + 1);
        rows.add(row);
      }
      List<@Nullable Object[][]> parts = new ArrayList<>();
      for (int from = 0; from < rows.size(); from += PER_TRANSACTION)
        parts.add(
            columns(types, rows.subList(from, Math.min(rows.size(), from + PER_TRANSACTION))));
      return new Columns(names, types, rows.size(), parts);
    }
  }

  /// Inserts the rows of these tables, some thousand a transaction, by so many connections at once.
  void insert(int connections, List<String> into) throws Exception {
    int count = Objects.requireNonNull(tables.get("sale")).parts().size();
    List<Callable<Integer>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int part = i;
      parts.add(() -> insert(into, part));
    }
    try (ExecutorService workers = Executors.newFixedThreadPool(connections)) {
      for (Future<Integer> part : workers.invokeAll(parts)) part.get();
    }
  }

  private int insert(List<String> into, int part) throws SQLException {
    int inserted = 0;
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      for (String table : into) {
        Columns columns = Objects.requireNonNull(tables.get(table));
        try (PreparedStatement insert = connection.prepareStatement(statement(table, columns))) {
          for (int i = 0; i < columns.names().size(); i++)
            insert.setArray(
                i + 1,
                connection.createArrayOf(columns.types().get(i), columns.parts().get(part)[i]));
          inserted += insert.executeUpdate();
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
    return inserted;
  }

  private static String statement(String table, Columns columns) {
    String names = String.join(", ", columns.names());
    String arrays =
        columns.types().stream().map(type -> "?::" + type + "[]").collect(Collectors.joining(", "));
    return "insert into bench.%s (%s) select %s from unnest(%s) as row (%s)"
        .formatted(table, names, names, arrays, names);
  }

  /// A part's columns, as the driver wants them.
  private static @Nullable Object[][] columns(List<String> types, List<@Nullable Object[]> rows) {
    @Nullable Object[][] columns = new Object[types.size()][];
    for (int column = 0; column < columns.length; column++) {
      @Nullable Object[] values =
          types.get(column).equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
      for (int i = 0; i < values.length; i++) values[i] = rows.get(i)[column];
      columns[column] = values;
    }
    return columns;
  }
}
