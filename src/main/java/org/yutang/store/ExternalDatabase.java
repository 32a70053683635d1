package org.yutang.store;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yutang.kernel.Refusal;

/// A PostgreSQL server of the operator's own, and what it must be able to do before a row is
/// written to it.
final class ExternalDatabase {

  private static final Logger LOG = LoggerFactory.getLogger(ExternalDatabase.class);
  private static final int OLDEST = 15;

  private ExternalDatabase() {}

  /// Understands `jdbc:postgresql://…` as well as `postgresql://user:password@host:port/database`.
  static void configure(HikariDataSource pool, String url) {
    if (url.startsWith("jdbc:")) {
      pool.setJdbcUrl(url);
      return;
    }
    URI uri = URI.create(url);
    if (uri.getScheme() == null
        || !uri.getScheme().matches("postgres(ql)?")
        || uri.getHost() == null)
      throw unusable(
          "yutang.database-url must look like postgresql://user:password@host:5432/database");
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String at = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    pool.setJdbcUrl("jdbc:postgresql://" + uri.getHost() + at + uri.getRawPath() + query);
    if (uri.getUserInfo() == null) return;
    String[] user = uri.getUserInfo().split(":", 2);
    pool.setUsername(user[0]);
    if (user.length == 2) pool.setPassword(user[1]);
  }

  /// Refuses with [StoreRefusal#DATABASE_UNUSABLE] a server that is too old, speaks another
  /// encoding than UTF-8, or whose locale makes trigrams of Chinese text empty.
  static void check(HikariDataSource pool) {
    try (Connection connection = pool.getConnection()) {
      int version = Integer.parseInt(ask(connection, "show server_version_num")) / 10_000;
      if (version < OLDEST)
        throw unusable("it is PostgreSQL " + version + ", and " + OLDEST + " or newer is needed");
      String encoding = ask(connection, "show server_encoding");
      if (!encoding.equals("UTF8"))
        throw unusable(
            "its encoding is "
                + encoding
                + ": create a database with encoding 'UTF8' from template0");
      if (trigrams(connection).equals("0"))
        throw unusable(
            "its locale makes pg_trgm blind to Chinese: create a database with locale 'C.UTF-8' (or zh_CN.UTF-8) from template0");
    } catch (SQLException e) {
      throw new Refusal(
          StoreRefusal.DATABASE_UNUSABLE, Map.of("reason", String.valueOf(e.getMessage())));
    }
  }

  /// How many trigrams the database finds in a Chinese character; tried in a transaction that
  /// leaves nothing behind.
  private static String trigrams(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("create schema yutang_trial");
      statement.execute("create extension if not exists pg_trgm schema yutang_trial");
      String schema =
          ask(
              connection,
              "select extnamespace::regnamespace::text from pg_extension where extname = 'pg_trgm'");
      return ask(connection, "select cardinality(" + schema + ".show_trgm('中'))");
    } catch (SQLException e) {
      LOG.info("pg_trgm is not available and was not tried: {}", e.getMessage());
      return "unknown";
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static String ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static Refusal unusable(String reason) {
    return new Refusal(StoreRefusal.DATABASE_UNUSABLE, Map.of("reason", reason));
  }
}
