package org.yutang.store;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Wires the database: the embedded server, or the external one that `yutang.database-url` names.
/// Migrations have run when the data source is handed out.
@Configuration
class StoreConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "close")
  Database database(
      Home home,
      @Value("${yutang.database-url:}") String url,
      ObjectProvider<EarlyDatabase> early) {
    EarlyDatabase begun = early.getIfAvailable();
    return begun == null ? Database.open(home, url) : begun.take();
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
}
