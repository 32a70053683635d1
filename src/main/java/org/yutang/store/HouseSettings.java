package org.yutang.store;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The few words that hold for the whole house and lie in its database.
@Component
public class HouseSettings {

  /// Set where the people are made up; pages then say so. The value names the message
  /// `web.synthetic.<value>`.
  public static final String SYNTHETIC = "synthetic";

  private final JdbcClient sql;

  HouseSettings(JdbcClient sql) {
    this.sql = sql;
  }

  public Optional<String> find(String name) {
    return sql.sql("select value from store.setting where name = :name")
        .param("name", name)
        .query(String.class)
        .optional();
  }

  /// In the transaction that is open, or in one of its own.
  public void put(String name, String value) {
    sql.sql(
            """
            insert into store.setting (name, value) values (:name, :value)
            on conflict (name) do update set value = excluded.value""")
        .param("name", name)
        .param("value", value)
        .update();
  }
}
