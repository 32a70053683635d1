package org.yutang.store;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Wires the database: the embedded server, or the external one that `yutang.database-url` names.
@Configuration
class StoreConfiguration {

  /// Bounds what all requests and jobs together may hold.
  static final int MAX_CONNECTIONS = 24;

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "close")
  Database database(Home home, @Value("${yutang.database-url:}") String url) {
    return Database.open(home, url);
  }

  @Bean(destroyMethod = "")
  DataSource dataSource(Database database) {
    return database.dataSource();
  }

  @Bean
  JdbcTransactionManager transactionManager(DataSource dataSource) {
    return new JdbcTransactionManager(dataSource);
  }

  @Bean
  JdbcClient jdbcClient(DataSource dataSource) {
    return JdbcClient.create(dataSource);
  }

  /// The server and the pool on it, opened and closed together; migrations have run when it is handed out.
  record Database(@Nullable EmbeddedPostgres embedded, HikariDataSource dataSource) implements AutoCloseable {

    /// Whether nobody else can be on this database, so that what others left half-done may be taken up at once.
    boolean isOurs() {
      return embedded != null;
    }

    static Database open(Home home, String url) {
      EmbeddedPostgres embedded = url.isBlank() ? EmbeddedPostgres.start(home) : null;
      HikariDataSource pool = new HikariDataSource();
      pool.setPoolName("yutang");
      pool.setMaximumPoolSize(MAX_CONNECTIONS);
      pool.setMinimumIdle(2);
      if (embedded == null) pool.setJdbcUrl(url);
      else {
        pool.setJdbcUrl(embedded.url());
        pool.setUsername(embedded.user());
        pool.setPassword(embedded.password());
      }
      Database database = new Database(embedded, pool);
      try {
        Migrations.run(pool);
        return database;
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    }

    @Override
    public void close() {
      dataSource.close();
      if (embedded != null) embedded.close();
    }
  }
}
