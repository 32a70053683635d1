package org.yutang.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Sends parameters, among them whole columns ([Column]), and reads rows back.
record Rows(Connection connection) {

  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
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
      for (int i = 0; i < parameters.length; i++) prepared.setObject(i + 1, parameters[i]);
      return prepared;
    } catch (SQLException e) {
      prepared.close();
      throw e;
    }
  }
}
