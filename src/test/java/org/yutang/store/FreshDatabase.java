package org.yutang.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// An empty database on the server of another, gone when it is closed.
public final class FreshDatabase implements AutoCloseable {

  private final DataSource server;
  private final String name = "fresh_" + UUID.randomUUID().toString().replace("-", "");
  private final HikariDataSource pool = new HikariDataSource();

  private FreshDatabase(HikariDataSource server, int connections) throws SQLException {
    this.server = server;
    onTheServer("create database " + name + " template template0");
    pool.setJdbcUrl(server.getJdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1"));
    pool.setUsername(server.getUsername());
    pool.setPassword(server.getPassword());
    pool.setDataSourceProperties(server.getDataSourceProperties());
    pool.setMaximumPoolSize(connections);
  }

  /// @param other the pool of a house
  public static FreshDatabase beside(DataSource other, int connections) throws SQLException {
    return new FreshDatabase((HikariDataSource) other, connections);
  }

  /// Brings one room's schema up to a version, `latest` for the last.
  public void migrate(String room, String version) {
    Migrations.to(pool, room, version);
  }

  public DataSource source() {
    return pool;
  }

  public JdbcClient sql() {
    return JdbcClient.create(pool);
  }

  public Transactions transactions(Home home) {
    return new Transactions(new JdbcTransactionManager(pool), new Space(home));
  }

  @Override
  public void close() throws SQLException {
    pool.close();
    onTheServer("drop database " + name + " with (force)");
  }

  private void onTheServer(String command) throws SQLException {
    try (Connection connection = server.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }
}
