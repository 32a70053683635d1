package org.yutang.store;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Removes what has done its duty; called now and then by whichever process holds the relay's
/// lease.
@Component
class Expiry {

  /// How long entries stay after every listener had them, for people who look for what happened;
  /// and how long a repeated request still gets the first one's answer.
  static final Duration KEEP = Duration.ofDays(7);

  /// Bounds one statement; what is left goes next time.
  private static final int AT_ONCE = 50_000;

  private final JdbcClient sql;
  private final FolderFiles files;

  Expiry(JdbcClient sql, FolderFiles files) {
    this.sql = sql;
    this.files = files;
  }

  void sweep(List<String> listeners) {
    files.sweep();
    sql.sql(
            """
            delete from store.outbox where id in (
              select id from store.outbox
              where written_at < now() - make_interval(days => :days)
              and number <= (select coalesce(min(number), 0) from store.outbox_cursor where listener = any(:listeners))
              order by number limit :most)
            """)
        .param("days", Math.toIntExact(KEEP.toDays()))
        .param("listeners", listeners.toArray(String[]::new))
        .param("most", AT_ONCE)
        .update();
    sql.sql(
            """
            delete from store.idempotency where (caller, key) in (
              select caller, key from store.idempotency
              where at < now() - make_interval(days => :days) order by at limit :most)
            """)
        .param("days", Math.toIntExact(KEEP.toDays()))
        .param("most", AT_ONCE)
        .update();
  }
}
