package org.yutang.store;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Rows that say which of the processes on one database does what only one may do at a time.
///
/// A lease is a promise about time only: a process that was paused for longer than [#TERM] may
/// still believe in it, so whoever writes under a lease locks its row in the same transaction
/// ([#lock]).
@Component
class Leases {

  /// How long a lease lasts without being renewed: how long others wait when its owner is killed.
  static final Duration TERM = Duration.ofSeconds(10);

  private final JdbcClient sql;
  private final UUID owner = UUID.randomUUID();

  Leases(JdbcClient sql, Database database) {
    this.sql = sql;
    if (database.isOurs()) sql.sql("update store.lease set until = '-infinity'").update();
  }

  /// Takes or renews the lease; empty while another process holds it.
  OptionalLong take(String name) {
    return sql.sql(
            """
            insert into store.lease as l (name, owner, epoch, until)
            values (:name, :owner, 1, clock_timestamp() + make_interval(secs => :seconds))
            on conflict (name) do update
            set owner = excluded.owner, until = excluded.until,
              epoch = case when l.owner = excluded.owner then l.epoch else l.epoch + 1 end
            where l.owner = excluded.owner or l.until < clock_timestamp()
            returning epoch
            """)
        .param("name", name)
        .param("owner", owner)
        .param("seconds", TERM.toSeconds())
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /// Locks the lease's row until the open transaction ends; false if it is no longer ours at that
  /// epoch.
  boolean lock(String name, long epoch) {
    return sql.sql(
            "select 1 from store.lease where name = :name and owner = :owner and epoch = :epoch for update")
        .param("name", name)
        .param("owner", owner)
        .param("epoch", epoch)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /// Gives the lease up, so that another process need not wait.
  void release(String name) {
    sql.sql("update store.lease set until = '-infinity' where name = :name and owner = :owner")
        .param("name", name)
        .param("owner", owner)
        .update();
  }
}
