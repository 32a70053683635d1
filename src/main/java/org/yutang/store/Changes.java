package org.yutang.store;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Tells whether anything in the database has changed.
@Component
public class Changes {

  private final JdbcClient sql;

  Changes(JdbcClient sql) {
    this.sql = sql;
  }

  /// A mark that two calls share only if nothing was committed between them, by anybody. It is the
  /// snapshot that the database would read from now: every commit moves it, and it never comes
  /// back. Commits elsewhere on the same PostgreSQL move it too; that costs a needless look, never
  /// a stale one.
  public String mark() {
    return sql.sql("select cast(pg_current_snapshot() as text)").query(String.class).single();
  }
}
