package org.yutang.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sends whole columns as arrays and reads rows back: the few lines between a statement with
/// `unnest` and lists of records.
record Rows(Connection connection) {

  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// A column of values as an SQL array of that type.
  record Column(String type, @Nullable Object[] values) {
    static <T> Column of(
        String type, Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
      return new Column(type, rows.stream().map(value).toArray());
    }
  }

  int update(String statement, Object... parameters) throws SQLException {
    try (PreparedStatement prepared = prepare(statement, parameters)) {
      return prepared.executeUpdate();
    }
  }

  <T> List<T> query(String statement, Reader<T> reader, Object... parameters) throws SQLException {
    try (PreparedStatement prepared = prepare(statement, parameters);
        ResultSet found = prepared.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (found.next()) rows.add(reader.read(found));
      return rows;
    }
  }

  private PreparedStatement prepare(String statement, Object... parameters) throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(statement);
    try {
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i] instanceof Column column) {
          Array array = connection.createArrayOf(column.type(), column.values());
          prepared.setArray(i + 1, array);
        } else prepared.setObject(i + 1, parameters[i]);
      }
      return prepared;
    } catch (SQLException e) {
      prepared.close();
      throw e;
    }
  }
}
